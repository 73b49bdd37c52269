//! Where the built product lies. `cargo xtask test` builds it before these tests run.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the repository").to_owned()
}

/// A file that has to be there, or the sentence that says how to get it.
pub fn built(path: &str) -> PathBuf {
    let file = root().join(path);
    assert!(
        file.exists(),
        "{path} is not there: run `cargo xtask test`, which builds it, or `cargo xtask build` first"
    );
    file
}

/// A program: what the environment names, or the usual places.
pub fn program(variable: &str, usual: &[&str]) -> PathBuf {
    if let Some(named) = std::env::var_os(variable) {
        return named.into();
    }
    let found = usual.iter().map(PathBuf::from).find(|path| path.exists());
    found.unwrap_or_else(|| {
        panic!("none of {usual:?} is there: `cargo xtask test` installs it; or set {variable}")
    })
}

/// A Node that is new enough for everything that is run by it.
pub fn node() -> Command {
    let usual = [root().join("node_modules/.bin/node"), "/usr/local/bin/node".into(), "/usr/bin/node".into()];
    let usual: Vec<&str> = usual.iter().filter_map(|path| path.to_str()).collect();
    Command::new(program("MOORING_NODE", &usual))
}
