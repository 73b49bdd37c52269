//! A program that is run to its end, with everything it prints kept.

use std::ffi::OsStr;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::group::Group;
use crate::failure::Failure;
use crate::workspace::Workspace;

/// A program with its arguments.
#[derive(Debug)]
pub(crate) struct Task(Command);

/// What became of a program.
#[derive(Debug)]
pub(crate) struct Finished {
    /// Whether it ended with status 0.
    pub(crate) success: bool,
    /// All it printed, both streams, in order.
    pub(crate) output: String,
}

impl Task {
    /// A program, run from the root of the repository.
    pub(crate) fn new(workspace: &Workspace, program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.current_dir(workspace.root()).stdin(Stdio::null());
        Self(command)
    }

    /// Cargo, compiling into the repository's own target folder.
    pub(crate) fn cargo(workspace: &Workspace) -> Self {
        Self::compiling(workspace, "cargo")
    }

    /// A program that calls cargo in turn.
    pub(crate) fn compiling(workspace: &Workspace, program: impl AsRef<OsStr>) -> Self {
        Self::new(workspace, program).env("CARGO_TARGET_DIR", workspace.target())
    }

    /// Adds arguments.
    pub(crate) fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.0.args(args);
        self
    }

    /// Adds a variable to the environment.
    pub(crate) fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Runs it elsewhere.
    pub(crate) fn directory(mut self, path: &Path) -> Self {
        self.0.current_dir(path);
        self
    }

    /// The command itself, for a program that is not waited for.
    pub(crate) fn into_command(self) -> Command {
        self.0
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(crate) fn finish(mut self) -> Result<Finished, Failure> {
        let program = self.0.get_program().to_string_lossy().into_owned();
        let refused = |error: std::io::Error| {
            if error.kind() == std::io::ErrorKind::NotFound {
                Failure::NotInstalled { package: source_of(&program), program: program.clone() }
            } else {
                Failure::System { what: "starting a program", why: format!("{program}: {error}") }
            }
        };
        let (mut reader, writer) = std::io::pipe().map_err(refused)?;
        let second = writer.try_clone().map_err(refused)?;
        let group = Group::start(self.0.stdout(writer).stderr(second)).map_err(refused)?;
        // The command holds the writing ends; the pipe ends only when they are closed.
        drop(self);
        let mut output = Vec::new();
        reader.read_to_end(&mut output).map_err(refused)?;
        let success = group.wait().map_err(refused)?.success();
        Ok(Finished { success, output: String::from_utf8_lossy(&output).into_owned() })
    }

    /// Runs it and takes anything but status 0 for a failure of `what`; gives what it printed.
    ///
    /// # Errors
    /// When it cannot be started or fails.
    pub(crate) fn succeed(self, what: &str, advice: &str) -> Result<String, Failure> {
        let finished = self.finish()?;
        if finished.success { Ok(finished.output) } else { Err(finished.failure(what, advice)) }
    }
}

impl Finished {
    /// The failure that a bad ending means.
    pub(crate) fn failure(self, what: &str, advice: &str) -> Failure {
        let (what, output) = (what.to_owned(), without_progress(&self.output));
        if is_offline(&output) {
            Failure::Offline { what, output }
        } else {
            Failure::Tool { what, advice: advice.to_owned(), output }
        }
    }
}

/// What a tool said without cargo's account of what it was doing at the time, which can be hundreds of lines.
fn without_progress(output: &str) -> String {
    const PROGRESS: [&str; 5] = ["Compiling ", "Checking ", "Downloaded ", "Downloading ", "Blocking "];
    let is_progress = |line: &&str| {
        line.starts_with(' ') && PROGRESS.iter().any(|word| line.trim_start().starts_with(word))
    };
    output.lines().filter(|line| !is_progress(line)).collect::<Vec<_>>().join("\n")
}

/// Whether a tool's words say that a registry could not be reached: those of npm, cargo and apt.
fn is_offline(output: &str) -> bool {
    const SIGNS: [&str; 9] = [
        "code EAI_AGAIN",
        "code ENOTFOUND",
        "code ECONNREFUSED",
        "code ETIMEDOUT",
        "code ENETUNREACH",
        "spurious network error",
        "Could not resolve host",
        "Could not connect to server",
        "Temporary failure resolving",
    ];
    SIGNS.iter().any(|sign| output.contains(sign))
}

/// What to install to get a program.
fn source_of(program: &str) -> &'static str {
    match program {
        "cargo" | "rustc" | "rustup" => "Rust by https://rustup.rs",
        "node" | "npm" => "Node 20 or newer with npm from https://nodejs.org",
        "apt-get" => "apt",
        _ => "it by `cargo xtask setup`",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Task {
        Task::new(&Workspace::here(), "sh").args(["-c", script])
    }

    #[test]
    fn both_streams_are_kept_in_order() {
        let finished = shell("echo one; echo two >&2; echo three; exit 3").finish().unwrap();
        assert!(!finished.success);
        assert_eq!(finished.output, "one\ntwo\nthree\n");
    }

    #[test]
    fn a_failure_says_what_failed_and_what_to_do() {
        let failure = shell("echo reason; false").succeed("counting sheep", "wake up.").unwrap_err();
        assert_eq!(failure.to_string(), "counting sheep failed; wake up.");
        assert_eq!(failure.output(), Some("reason"));
    }

    #[test]
    fn a_failure_keeps_the_words_that_matter() {
        let output = "   Compiling ui v0.1.0 (/app)\nerror: mismatched types\n --> app/src/lib.rs:7:12\nChecking is mine\n";
        assert_eq!(
            without_progress(output),
            "error: mismatched types\n --> app/src/lib.rs:7:12\nChecking is mine"
        );
    }

    #[test]
    fn a_missing_network_is_told_from_a_failing_tool() {
        let cases = [
            ("npm error code EAI_AGAIN\nnpm error syscall getaddrinfo", true),
            ("warning: spurious network error (3 tries remaining): [6] Could not resolve hostname", true),
            ("error[E0308]: mismatched types", false),
        ];
        for (output, offline) in cases {
            let failure = Finished { success: false, output: output.to_owned() }.failure("it", "act.");
            assert_eq!(matches!(failure, Failure::Offline { .. }), offline, "{output}");
        }
    }

    #[test]
    fn a_missing_program_is_named_with_its_source() {
        let failure = Task::new(&Workspace::here(), "no-such-program").finish().unwrap_err();
        assert!(failure.to_string().contains("`no-such-program` was not found"), "{failure}");
    }
}
