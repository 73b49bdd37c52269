//! Everything that can be done, in one table. What a step needs stands above it.

use crate::build::{Profile, sandbox, site, worker};
use crate::plan::Step;
use crate::serve::database;
use crate::setup;
use crate::verify::{budgets, rust, wasm};

/// What every other command begins with.
pub(crate) const SETUP: &[&str] = &["compiler", "packages", "bindgen", "worker-build"];
/// As it is deployed.
pub(crate) const BUILD_RELEASE: &[&str] = &["app", "worker"];
/// Quickly compiled and readable.
pub(crate) const BUILD_DEV: &[&str] = &["app-dev", "worker-dev"];
/// What has to be there before anything can be served.
pub(crate) const SERVE: &[&str] = &["app-dev", "worker-dev", "sandbox", "database"];
/// Every check.
pub(crate) const TEST: &[&str] =
    &["format", "lint", "lint-wasm", "unit", "wasm-edge", "wasm-ui", "budgets", "journeys", "supply"];

/// Every measurement.
pub(crate) const BENCH: &[&str] = &["bench"];

/// The table.
pub(crate) const ALL: &[Step] = &[
    Step {
        name: "compiler",
        what: "Rust and its WebAssembly target",
        needs: &[],
        act: setup::compiler::prepare,
    },
    Step { name: "packages", what: "npm packages", needs: &[], act: setup::packages::install },
    Step {
        name: "bindgen",
        what: "wasm-bindgen (about 3 minutes the first time)",
        needs: &["compiler"],
        act: setup::bindgen::install,
    },
    Step {
        name: "worker-build",
        what: "worker-build (about 3 minutes the first time)",
        needs: &["compiler"],
        act: setup::worker_build::install,
    },
    Step { name: "browser", what: "browser and driver", needs: &[], act: setup::browser::install },
    Step { name: "format", what: "formatting of Rust", needs: &["compiler"], act: rust::format },
    Step { name: "lint", what: "lints, for this machine", needs: &["compiler"], act: rust::lint },
    Step { name: "lint-wasm", what: "lints, for WebAssembly", needs: &["compiler"], act: rust::lint_wasm },
    Step { name: "unit", what: "tests on this machine", needs: &["compiler"], act: rust::unit },
    Step {
        name: "wasm-edge",
        what: "tests of the worker in WebAssembly",
        needs: &["bindgen", "packages"],
        act: wasm::edge,
    },
    Step {
        name: "wasm-ui",
        what: "tests of the app in the browser",
        needs: &["bindgen", "browser"],
        act: wasm::ui,
    },
    Step {
        name: "app",
        what: "front end",
        needs: &["packages", "bindgen"],
        act: |w| site::build(w, Profile::Release),
    },
    Step {
        name: "worker",
        what: "worker",
        needs: &["packages", "bindgen", "worker-build"],
        act: |w| worker::build(w, Profile::Release),
    },
    Step {
        name: "app-dev",
        what: "front end, unoptimized",
        needs: &["packages", "bindgen"],
        act: |w| site::build(w, Profile::Dev),
    },
    Step {
        name: "worker-dev",
        what: "worker, unoptimized",
        needs: &["packages", "bindgen", "worker-build"],
        act: |w| worker::build(w, Profile::Dev),
    },
    Step { name: "sandbox", what: "sandbox", needs: &["compiler"], act: sandbox::build },
    Step { name: "database", what: "database", needs: &["packages"], act: database::migrate },
    Step {
        name: "budgets",
        what: "sizes of what is shipped",
        needs: &["app", "worker"],
        act: budgets::check,
    },
    Step { name: "journeys", what: "journeys", needs: &["app", "worker", "browser"], act: rust::journeys },
    Step {
        name: "bench",
        what: "measurements (about 2 minutes)",
        needs: &["app", "worker", "browser"],
        act: rust::bench,
    },
    Step {
        name: "supply",
        what: "licences and sources of dependencies",
        needs: &["compiler"],
        act: rust::supply,
    },
];
