//! Versions out of Cargo.lock, so that a tool and the crate it must match cannot drift apart.

use crate::failure::Failure;
use crate::workspace::Workspace;

/// The version at which a package is locked.
///
/// # Errors
/// When the lock file cannot be read or does not hold the package.
pub(crate) fn version(workspace: &Workspace, package: &'static str) -> Result<String, Failure> {
    let path = workspace.path("Cargo.lock");
    let text = std::fs::read_to_string(&path).map_err(Failure::file("reading", &path))?;
    find(&text, package).ok_or(Failure::NotLocked(package))
}

/// Cargo writes the version in the line below the name.
fn find(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| **line != name);
    lines.next()?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"0.2.1\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

    #[test]
    fn the_package_of_exactly_that_name_is_found() {
        assert_eq!(find(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(find(LOCK, "wasm"), None);
    }
}
