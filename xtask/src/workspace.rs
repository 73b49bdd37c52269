//! Where everything lies, and what the tests are told about it.

use std::path::{Path, PathBuf};

/// The repository on this machine.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The repository that this program was compiled in.
    pub(crate) fn here() -> Self {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: package.parent().unwrap_or(package).to_path_buf() }
    }

    /// The folder of the repository itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder by its path from the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// What cargo compiles goes here, whatever `CARGO_TARGET_DIR` says: later steps look for it in this place.
    pub(crate) fn target(&self) -> PathBuf {
        self.path("target")
    }

    /// The wasm-bindgen command of the locked version.
    pub(crate) fn wasm_bindgen(&self) -> PathBuf {
        self.path("target/tools/wasm-bindgen")
    }

    /// What runs WebAssembly tests.
    pub(crate) fn wasm_test_runner(&self) -> PathBuf {
        self.path("target/tools/wasm-bindgen-test-runner")
    }

    /// What turns the package `edge` into a worker.
    pub(crate) fn worker_build(&self) -> PathBuf {
        self.path("target/tools/bin/worker-build")
    }

    /// A command that an npm package brought.
    pub(crate) fn npm_command(&self, name: &str) -> PathBuf {
        self.path("node_modules/.bin").join(name)
    }

    /// The built front end.
    pub(crate) fn site(&self) -> PathBuf {
        self.path("target/site")
    }

    /// The built worker.
    pub(crate) fn worker(&self) -> PathBuf {
        self.path("worker/build")
    }

    /// What `dev` keeps from one run to the next: database, vaults, master key.
    pub(crate) fn state(&self) -> PathBuf {
        self.path(".mooring/state")
    }
}
