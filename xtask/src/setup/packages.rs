//! The npm packages, exactly as locked. No package's install script ever runs.

use crate::failure::Failure;
use crate::fingerprint::{self, Stamp};
use crate::process::Task;
use crate::runner::Outcome;
use crate::workspace::Workspace;

/// Installs the packages when the lock file is not the one they were installed from.
pub(crate) fn install(workspace: &Workspace) -> Result<Outcome, Failure> {
    let fingerprint = fingerprint::of(workspace.root(), &["package.json", "package-lock.json"], &[])?;
    let stamp = Stamp::at(workspace.path("node_modules/.installed"));
    if stamp.holds(&fingerprint) {
        super::node::choose(workspace)?;
        return Ok(Outcome::Unchanged);
    }
    Task::new(workspace, "npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .succeed("npm ci", "see what npm said above; package.json and package-lock.json must agree.")?;
    super::node::choose(workspace)?;
    stamp.write(&fingerprint)?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    /// A host name in the lock file would send everyone to the registry of whoever wrote it last.
    #[test]
    fn the_lock_file_names_no_registry() {
        let lock = include_str!("../../../package-lock.json");
        assert!(
            !lock.contains("\"resolved\""),
            "run `npm install --omit-lockfile-registry-resolved` to remove them"
        );
    }
}
