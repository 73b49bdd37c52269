//! The wasm-bindgen command, compiled from the package `tools` of this workspace.

use crate::failure::Failure;
use crate::lockfile;
use crate::process::Task;
use crate::runner::Outcome;
use crate::workspace::Workspace;

/// Compiles the command unless the one that is there has the version of the locked crate.
pub(crate) fn install(workspace: &Workspace) -> Result<Outcome, Failure> {
    let locked = lockfile::version(workspace, "wasm-bindgen")?;
    if is_current(workspace, &locked)? {
        return Ok(Outcome::Unchanged);
    }
    // The profile is called `tools` like its folder in target/, where cargo leaves the two programs.
    Task::cargo(workspace)
        .args(["build", "--package", "tools", "--profile", "tools"])
        .succeed("compiling wasm-bindgen", "see what cargo said above.")?;
    if is_current(workspace, &locked)? {
        return Ok(Outcome::Done);
    }
    Err(Failure::Tool {
        what: "compiling wasm-bindgen".to_owned(),
        advice: "give wasm-bindgen-cli in xtask/tools/Cargo.toml the version of wasm-bindgen in Cargo.lock."
            .to_owned(),
        output: format!("Cargo.lock holds wasm-bindgen {locked}."),
    })
}

fn is_current(workspace: &Workspace, locked: &str) -> Result<bool, Failure> {
    if !workspace.wasm_bindgen().exists() || !workspace.wasm_test_runner().exists() {
        return Ok(false);
    }
    let version = Task::new(workspace, workspace.wasm_bindgen()).args(["--version"]).finish()?;
    Ok(version.success && version.output.trim() == format!("wasm-bindgen {locked}"))
}
