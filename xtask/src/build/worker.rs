//! The worker: package `edge`, compiled to WebAssembly and wrapped by worker-build.

use super::Profile;
use crate::failure::Failure;
use crate::fingerprint::{self, Stamp};
use crate::process::Task;
use crate::runner::Outcome;
use crate::setup::node;
use crate::workspace::Workspace;

/// Everything that decides about the result. `edge` depends on no other package of this workspace than `contract`.
const INPUTS: &[&str] = &[
    "worker/src",
    "worker/Cargo.toml",
    "contract/src",
    "contract/Cargo.toml",
    ".cargo",
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    "rust-toolchain.toml",
    "xtask/src/build",
    "xtask/src/setup",
];

/// Builds worker/build.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Result<Outcome, Failure> {
    let fingerprint = fingerprint::of(workspace.root(), INPUTS, &[profile.folder()])?;
    let stamp = Stamp::of(workspace, "worker");
    if stamp.holds(&fingerprint) && workspace.worker().join("index.js").exists() {
        return Ok(Outcome::Unchanged);
    }
    stamp.clear()?;
    // Without these variables worker-build downloads its tools from places that are no package registries.
    Task::compiling(workspace, workspace.worker_build())
        .args([if profile == Profile::Release { "--release" } else { "--dev" }])
        .directory(&workspace.path("worker"))
        .env("PATH", node::choose(workspace)?.path)
        .env("WASM_BINDGEN_BIN", workspace.wasm_bindgen())
        .env("WASM_OPT_BIN", workspace.npm_command("wasm-opt"))
        .env("ESBUILD_BIN", workspace.npm_command("esbuild"))
        .succeed("building the worker", "correct what the compiler names above.")?;
    stamp.write(&fingerprint)?;
    Ok(Outcome::Done)
}
