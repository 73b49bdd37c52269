//! Rust itself: new enough, and with the WebAssembly target.

use std::path::Path;

use super::version;
use crate::failure::Failure;
use crate::process::Task;
use crate::runner::Outcome;
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";

/// Checks the compiler and adds the target.
pub(crate) fn prepare(workspace: &Workspace) -> Result<Outcome, Failure> {
    let advice = "reinstall Rust by https://rustup.rs.";
    let found =
        Task::new(workspace, "rustc").args(["--version"]).succeed("asking rustc for its version", advice)?;
    let toolchain = workspace.path("rust-toolchain.toml");
    let wanted = std::fs::read_to_string(&toolchain).map_err(Failure::file("reading", &toolchain))?;
    let wanted = channel(&wanted);
    if version::numbers(&found) < version::numbers(wanted) {
        return Err(Failure::OldCompiler { found: found.trim().to_owned(), wanted: wanted.to_owned() });
    }
    let libraries = Task::new(workspace, "rustc").args(["--print", "target-libdir", "--target", TARGET]);
    if Path::new(libraries.succeed("asking rustc for its targets", advice)?.trim()).exists() {
        return Ok(Outcome::Unchanged);
    }
    let added = Task::new(workspace, "rustup").args(["target", "add", TARGET]);
    match added.succeed("adding the WebAssembly target", "see what rustup said above.") {
        Err(Failure::NotInstalled { .. }) => Err(Failure::NoWebAssembly),
        other => other.map(|_| Outcome::Done),
    }
}

/// The version in `channel = "…"`.
fn channel(toolchain: &str) -> &str {
    toolchain
        .lines()
        .find_map(|line| line.strip_prefix("channel = \"")?.strip_suffix('"'))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_channel_of_this_repository_is_a_version() {
        let file = include_str!("../../../rust-toolchain.toml");
        assert!(version::numbers(channel(file)).is_some());
    }
}
