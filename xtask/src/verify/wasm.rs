//! Tests that run as WebAssembly: the worker's in Node, the app's in the browser.

use std::path::PathBuf;

use super::rust::tested;
use crate::failure::Failure;
use crate::fingerprint::files_below;
use crate::process::Task;
use crate::runner::Outcome;
use crate::setup::{browser, node};
use crate::workspace::Workspace;

/// The worker's cryptography in the code that is deployed: the tests named `wasm_…` in worker/tests.
pub(crate) fn edge(workspace: &Workspace) -> Result<Outcome, Failure> {
    let tests = files_below(&workspace.path("worker/tests"))?;
    let is_ours =
        |file: &PathBuf| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("wasm_"));
    if !tests.iter().any(is_ours) {
        return Ok(Outcome::LeftOut("worker/tests holds none"));
    }
    let node = node::choose(workspace)?;
    let task = cargo_test(workspace).args(["--package", "edge", "--test", "wasm_*"]);
    tested(task.env("PATH", node.path), "the worker's tests in WebAssembly")
}

/// The app's views in a real browser.
pub(crate) fn ui(workspace: &Workspace) -> Result<Outcome, Failure> {
    let browser = browser::find(workspace)?;
    // The runner takes one file; what is split needs the build.
    let task = cargo_test(workspace).args(["--package", "ui", "--no-default-features"]);
    tested(task.env("CHROMEDRIVER", browser.driver), "the app's tests in the browser")
}

fn cargo_test(workspace: &Workspace) -> Task {
    Task::cargo(workspace)
        .args(["test", "--target", "wasm32-unknown-unknown", "--no-fail-fast"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", workspace.wasm_test_runner())
}
