//! The browser of the tests, with the driver that belongs to it.

use std::path::{Path, PathBuf};

use super::version;
use crate::failure::Failure;
use crate::process::Task;
use crate::runner::Outcome;
use crate::workspace::Workspace;

/// Names and places of browsers, on the search path or by their whole path.
const BROWSERS: [&str; 6] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// A browser and its driver.
#[derive(Debug)]
pub(crate) struct Browser {
    /// Chromium or Chrome.
    pub(crate) browser: PathBuf,
    /// chromedriver of the same major version.
    pub(crate) driver: PathBuf,
}

/// Makes sure that there is a browser; installs Debian's where that is possible.
pub(crate) fn install(workspace: &Workspace) -> Result<Outcome, Failure> {
    match find(workspace) {
        Ok(_) => return Ok(Outcome::Unchanged),
        Err(Failure::NoBrowser) if is_debian() && nix::unistd::geteuid().is_root() => {}
        Err(failure) => return Err(failure),
    }
    let advice = "see what apt-get said above.";
    let apt = || Task::new(workspace, "apt-get").env("DEBIAN_FRONTEND", "noninteractive");
    apt().args(["update"]).succeed("apt-get update", advice)?;
    apt()
        .args(["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"])
        .succeed("installing Chromium", advice)?;
    find(workspace).map(|_| Outcome::Done)
}

/// The browser that `CHROMIUM` and `CHROMEDRIVER` name, or else the first that is installed with a fitting driver.
///
/// # Errors
/// When there is none.
pub(crate) fn find(workspace: &Workspace) -> Result<Browser, Failure> {
    let driver = named("CHROMEDRIVER").or_else(|| installed("chromedriver")).ok_or(Failure::NoBrowser)?;
    let wanted = major(workspace, &driver)?;
    let candidates = match named("CHROMIUM") {
        Some(browser) => vec![browser],
        None => BROWSERS.iter().filter_map(|name| installed(name)).collect(),
    };
    for browser in candidates {
        if wanted.is_some() && major(workspace, &browser)? == wanted {
            return Ok(Browser { browser, driver });
        }
    }
    Err(Failure::NoBrowser)
}

/// The first number of the version that a program prints.
fn major(workspace: &Workspace, program: &Path) -> Result<Option<u32>, Failure> {
    let printed = Task::new(workspace, program).args(["--version"]).finish()?;
    Ok(version::numbers(&printed.output).and_then(|numbers| numbers.first().copied()))
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

/// Where a program lies. Joining a whole path to a folder gives that path again, so both kinds of names work.
fn installed(name: &str) -> Option<PathBuf> {
    let search = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&search).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// Debian itself: Ubuntu's package of the same name needs a daemon that containers do not run.
fn is_debian() -> bool {
    std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|release| release.lines().any(|line| line == "ID=debian"))
}
