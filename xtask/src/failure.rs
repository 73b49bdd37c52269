//! Everything that can go wrong, each as one sentence that ends with what to do.

use std::path::{Path, PathBuf};

/// Why a command or a step could not be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A word of the command line has no meaning here.
    #[error("`{0}` is not understood here; `cargo xtask help` names all commands and options.")]
    UnknownWord(String),
    /// An option stands without its value.
    #[error("{0} needs a value; `cargo xtask help` shows it.")]
    MissingValue(&'static str),
    /// An option's value is no usable port.
    #[error("`{flag} {value}` gives no port between 1 and 65532; choose another number.")]
    NotAPort {
        /// The option.
        flag: String,
        /// What stood there.
        value: String,
    },
    /// `--only` names no step.
    #[error("there is no step called `{0}`; `cargo xtask test --list` names them.")]
    UnknownStep(String),
    /// The compiler is older than the one this repository is written for.
    #[error(
        "rustc {found} is in use but {wanted} is needed; install Rust by https://rustup.rs, which follows rust-toolchain.toml."
    )]
    OldCompiler {
        /// What `rustc` says it is.
        found: String,
        /// What rust-toolchain.toml asks for.
        wanted: String,
    },
    /// The WebAssembly target is missing and there is no rustup to add it.
    #[error(
        "Rust's target wasm32-unknown-unknown is missing and rustup is not there to add it; install Rust by https://rustup.rs."
    )]
    NoWebAssembly,
    /// A program of the machine is missing.
    #[error("`{program}` was not found; install {package} and run the same command again.")]
    NotInstalled {
        /// The program.
        program: String,
        /// Where it comes from.
        package: &'static str,
    },
    /// Node is too old for wrangler and none is in the packages for this platform.
    #[error("Node {found} is too old for wrangler; install Node 22.12 or newer from https://nodejs.org.")]
    OldNode {
        /// What `node --version` says.
        found: String,
    },
    /// Neither found nor installable.
    #[error(
        "no Chrome or Chromium with a chromedriver of the same major version was found; install both (on Debian: \
         `apt-get install chromium chromium-driver`) or point CHROMIUM and CHROMEDRIVER at them."
    )]
    NoBrowser,
    /// A registry could not be reached.
    #[error(
        "{what} could not reach the package registry; connect to the network (or set your proxy) and run it again."
    )]
    Offline {
        /// What was being done.
        what: String,
        /// What the tool printed.
        output: String,
    },
    /// A tool ended with an error.
    #[error("{what} failed; {advice}")]
    Tool {
        /// What was being done.
        what: String,
        /// What to do about it.
        advice: String,
        /// What the tool printed.
        output: String,
    },
    /// Another program listens where ours wants to.
    #[error(
        "port {port} is taken by another program; end that program or choose another port with `{flag} N`."
    )]
    PortTaken {
        /// The port.
        port: u16,
        /// The option that moves it.
        flag: &'static str,
    },
    /// A server did not come up in time.
    #[error("the {server} did not answer on port {port}; its own words stand above.")]
    NotServing {
        /// Which one.
        server: &'static str,
        /// Where it was expected.
        port: u16,
    },
    /// A server ended by itself.
    #[error("the {server} ended ({how}); its own words stand above, and `cargo xtask dev` starts it again.")]
    ServerEnded {
        /// Which one.
        server: &'static str,
        /// Its exit status.
        how: String,
    },
    /// The page template and the build do not fit.
    #[error("app/index.html: {0}; correct the template.")]
    Template(String),
    /// The lock file does not know a package that is needed from it.
    #[error("Cargo.lock holds no `{0}`; run `cargo update --workspace` and try again.")]
    NotLocked(&'static str),
    /// Something is larger than it may be.
    #[error("{0}; make it smaller, or raise the budget in xtask/src/verify/budgets.rs and say why.")]
    OverBudget(String),
    /// The file system said no.
    #[error("{action} {path} failed ({source}); check the path and its permissions.")]
    File {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system answered.
        source: std::io::Error,
    },
    /// The operating system refused a child process, a signal handler or a file watcher.
    #[error("{what} failed ({why}); check the limits of processes and open files on this machine.")]
    System {
        /// What was tried.
        what: &'static str,
        /// What the system answered.
        why: String,
    },
}

impl Failure {
    /// Names the file that an operation failed on; for `map_err`.
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::File { action, path, source }
    }

    /// What the failing tool printed, when a tool failed.
    pub(crate) fn output(&self) -> Option<&str> {
        if let Self::Tool { output, .. } | Self::Offline { output, .. } = self { Some(output) } else { None }
    }
}
