//! The sandbox: a native program.

use crate::failure::Failure;
use crate::process::Task;
use crate::runner::Outcome;
use crate::workspace::Workspace;

/// Compiles it; cargo itself knows whether there is anything to do.
pub(crate) fn build(workspace: &Workspace) -> Result<Outcome, Failure> {
    Task::cargo(workspace)
        .args(["build", "--package", "sandbox", "--bin", "sandbox"])
        .succeed("compiling the sandbox", "correct what the compiler names above.")?;
    Ok(Outcome::Done)
}
