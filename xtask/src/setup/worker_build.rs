//! worker-build, which wraps the compiled package `edge` into a module that Cloudflare's runtime loads.

use crate::failure::Failure;
use crate::process::Task;
use crate::runner::Outcome;
use crate::workspace::Workspace;

/// Goes with the `worker` crate of the same version.
const VERSION: &str = "0.8.7";

/// Installs it into target/tools unless it is there.
pub(crate) fn install(workspace: &Workspace) -> Result<Outcome, Failure> {
    let receipt = workspace.path("target/tools/.crates.toml");
    // No receipt means that nothing has been installed yet.
    let receipt = std::fs::read_to_string(receipt).unwrap_or_default();
    if is_installed(&receipt) && workspace.worker_build().exists() {
        return Ok(Outcome::Unchanged);
    }
    let build = workspace.path("target/worker-build");
    Task::cargo(workspace)
        .args(["install", "worker-build", "--version", VERSION, "--locked", "--debug", "--root"])
        .args([workspace.path("target/tools")])
        // A folder of its own, kept only until it is done: an interrupted installation goes on where it was.
        .env("CARGO_TARGET_DIR", &build)
        .succeed("installing worker-build", "see what cargo said above.")?;
    std::fs::remove_dir_all(&build).map_err(Failure::file("removing", &build))?;
    Ok(Outcome::Done)
}

/// Whether cargo's list of what it installed names the version.
fn is_installed(receipt: &str) -> bool {
    receipt.contains(&format!("\"worker-build {VERSION} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_version_counts() {
        assert!(is_installed("[v1]\n\"worker-build 0.8.7 (registry+…)\" = [\"worker-build\"]"));
        assert!(!is_installed("[v1]\n\"worker-build 0.8.70 (registry+…)\" = [\"worker-build\"]"));
        assert!(!is_installed(""));
    }
}
