//! Cargo's checks: format, lints, tests on this machine, journeys, and the rules of deny.toml.

use super::tally::Tally;
use crate::failure::Failure;
use crate::process::Task;
use crate::runner::Outcome;
use crate::setup::{browser, node};
use crate::workspace::Workspace;

const LINTS: &str = "correct what clippy names above.";
const TESTS: &str = "correct the code or the tests that are named above.";

/// Formatting.
pub(crate) fn format(workspace: &Workspace) -> Result<Outcome, Failure> {
    let task = Task::cargo(workspace).args(["fmt", "--all", "--", "--check"]);
    task.succeed("the format check", "run `cargo fmt --all`.").map(|_| Outcome::Done)
}

/// Lints of everything that runs on this machine. `tools` is left out: it is two lines on top of 160 packages.
pub(crate) fn lint(workspace: &Workspace) -> Result<Outcome, Failure> {
    clippy(workspace, &["--workspace", "--exclude", "tools", "--all-targets"])
}

/// Lints of what is compiled to WebAssembly, which hides code from the first pass.
pub(crate) fn lint_wasm(workspace: &Workspace) -> Result<Outcome, Failure> {
    let wasm = ["--target", "wasm32-unknown-unknown"];
    clippy(
        workspace,
        &[&["--package", "ui", "--package", "surface", "--all-targets"], wasm.as_slice()].concat(),
    )?;
    // The worker's unit tests run on the host only; what runs as WebAssembly is its library and the vectors.
    clippy(workspace, &[&["--package", "edge", "--lib", "--test", "wasm_*"], wasm.as_slice()].concat())
}

fn clippy(workspace: &Workspace, what: &[&str]) -> Result<Outcome, Failure> {
    let task = Task::cargo(workspace).args(["clippy"]).args(what).args(["--", "-D", "warnings"]);
    task.succeed("clippy", LINTS).map(|_| Outcome::Done)
}

/// Tests that need neither browser nor runtime.
pub(crate) fn unit(workspace: &Workspace) -> Result<Outcome, Failure> {
    let task =
        Task::cargo(workspace).args(["test", "--workspace", "--exclude", "tools", "--exclude", "journeys"]);
    tested(task.args(["--no-fail-fast"]), "the tests")
}

/// Whole journeys: browser, worker and sandbox. They take what was built from its place, and find the rest by variables:
/// `MOORING_NODE` is a Node that wrangler accepts, `CHROMIUM` and `CHROMEDRIVER` are browser and driver of one version.
pub(crate) fn journeys(workspace: &Workspace) -> Result<Outcome, Failure> {
    let task = with_programs(workspace, Task::cargo(workspace).args(["test", "--package", "journeys"]))?;
    tested(task.args(["--no-fail-fast"]), "the journeys")
}

/// Measurements, one after the other: they live beside the journeys and write their reports to target/.
pub(crate) fn bench(workspace: &Workspace) -> Result<Outcome, Failure> {
    let task = Task::cargo(workspace).args(["test", "--package", "journeys", "bench::"]);
    let task = with_programs(workspace, task)?.args(["--", "--ignored", "--test-threads=1"]);
    tested(task, "the measurements")
}

fn with_programs(workspace: &Workspace, task: Task) -> Result<Task, Failure> {
    let node = node::choose(workspace)?;
    let browser = browser::find(workspace)?;
    Ok(task
        .env("MOORING_NODE", node.binary)
        .env("CHROMIUM", browser.browser)
        .env("CHROMEDRIVER", browser.driver)
        .env("PATH", node.path))
}

/// Licences, sources and known weaknesses of dependencies, where cargo-deny is installed.
pub(crate) fn supply(workspace: &Workspace) -> Result<Outcome, Failure> {
    if !Task::cargo(workspace).args(["deny", "--version"]).finish()?.success {
        return Ok(Outcome::LeftOut("cargo-deny is not installed"));
    }
    let task = Task::cargo(workspace).args(["deny", "check", "licenses", "bans", "sources"]);
    task.succeed("cargo deny", "see deny.toml, where every rule has its reason.").map(|_| Outcome::Done)
}

/// Runs a test program and counts.
pub(super) fn tested(task: Task, what: &str) -> Result<Outcome, Failure> {
    let finished = task.finish()?;
    let tally = Tally::of(&finished.output);
    Ok(if finished.success {
        Outcome::Tested(tally)
    } else {
        Outcome::Failed(tally, finished.failure(what, TESTS))
    })
}
