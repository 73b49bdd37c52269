//! Node: the system's when wrangler accepts it, else the one among the npm packages.

use std::ffi::OsString;
use std::path::PathBuf;

use super::version;
use crate::failure::Failure;
use crate::process::Task;
use crate::workspace::Workspace;

/// The oldest Node that wrangler starts with.
const OLDEST: [u32; 2] = [22, 12];

/// Which Node runs wrangler and the build tools.
#[derive(Debug)]
pub(crate) struct Node {
    /// The program.
    pub(crate) binary: PathBuf,
    /// The search path with which npm's commands find it.
    pub(crate) path: OsString,
}

/// Finds a Node that is new enough.
///
/// # Errors
/// When there is none.
pub(crate) fn choose(workspace: &Workspace) -> Result<Node, Failure> {
    let system = std::env::var_os("PATH").unwrap_or_default();
    let found = Task::new(workspace, "node")
        .args(["--version"])
        .succeed("asking node for its version", "reinstall Node.")?;
    if is_new_enough(&found) {
        return Ok(Node { binary: PathBuf::from("node"), path: system });
    }
    let binary = workspace.npm_command("node");
    if !binary.exists() {
        return Err(Failure::OldNode { found: found.trim().to_owned() });
    }
    let folders = std::iter::once(workspace.path("node_modules/.bin")).chain(std::env::split_paths(&system));
    let path = std::env::join_paths(folders)
        .map_err(|error| Failure::System { what: "building the search path", why: error.to_string() })?;
    Ok(Node { binary, path })
}

fn is_new_enough(version: &str) -> bool {
    version::numbers(version).is_some_and(|numbers| numbers.as_slice() >= OLDEST.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrangler_runs_with_node_22_12_and_newer() {
        let cases =
            [("v20.20.2\n", false), ("v22.9.9", false), ("v22.12.0", true), ("v24.0.0", true), ("", false)];
        for (version, expected) in cases {
            assert_eq!(is_new_enough(version), expected, "{version}");
        }
    }
}
