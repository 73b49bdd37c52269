//! The command line: which words mean what.

use crate::failure::Failure;
use crate::serve::ports::Ports;

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  dev [--port N] [--sandbox-port N] [--https]
                  installs what is missing, builds, and serves Mooring with the sandbox as its Microsoft 365;
                  rebuilds what you change, until you press Ctrl-C
  test [--only STEP] [--list]
                  installs what is missing and runs every check; --list names the steps
  bench           builds as for deployment, and measures against what stands beside it; ratios, in target/bench.md
  build [--dev]   builds the front end into target/site and the worker into worker/build
  setup           installs what is missing and nothing else
  help            this text

A machine needs Rust (https://rustup.rs) and Node 20 or newer with npm; everything else comes from the package registries,
and from apt for the browser of the tests. A second run skips whatever has not changed.
`cargo deny check` (licences, sources) is part of `test` where cargo-deny is installed.";

/// A command, with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Build, serve and rebuild on change.
    Dev(Ports),
    /// Every check, or one of them with what it needs.
    Test {
        /// The step that was asked for.
        only: Option<String>,
    },
    /// Names the steps of `test`.
    List,
    /// Measurements.
    Bench,
    /// Front end and worker.
    Build {
        /// Small and slow to compile, as it is deployed.
        release: bool,
    },
    /// Tools and packages.
    Setup,
    /// What there is.
    Help,
}

/// Reads the words after `cargo xtask`.
///
/// # Errors
/// A word that is not known here.
pub(crate) fn parse(words: impl IntoIterator<Item = String>) -> Result<Command, Failure> {
    let mut words = words.into_iter();
    let Some(command) = words.next() else { return Ok(Command::Help) };
    match command.as_str() {
        "dev" => dev(words),
        "test" => test(words),
        "build" => match words.next().as_deref() {
            None => Ok(Command::Build { release: true }),
            Some("--dev") => nothing_after(words, Command::Build { release: false }),
            Some(other) => Err(Failure::UnknownWord(other.to_owned())),
        },
        "bench" => nothing_after(words, Command::Bench),
        "setup" => nothing_after(words, Command::Setup),
        "help" | "--help" | "-h" => nothing_after(words, Command::Help),
        _ => Err(Failure::UnknownWord(command)),
    }
}

fn dev(mut words: impl Iterator<Item = String>) -> Result<Command, Failure> {
    let mut ports = Ports::default();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--port" => ports.app = port(&word, words.next())?,
            "--sandbox-port" => ports.sandbox = port(&word, words.next())?,
            "--https" => ports.https = true,
            _ => return Err(Failure::UnknownWord(word)),
        }
    }
    Ok(Command::Dev(ports))
}

fn test(mut words: impl Iterator<Item = String>) -> Result<Command, Failure> {
    match words.next().as_deref() {
        None => Ok(Command::Test { only: None }),
        Some("--list") => nothing_after(words, Command::List),
        Some("--only") => {
            let step = words.next().ok_or(Failure::MissingValue("--only"))?;
            nothing_after(words, Command::Test { only: Some(step) })
        }
        Some(other) => Err(Failure::UnknownWord(other.to_owned())),
    }
}

/// A port that leaves room for the four that follow it.
fn port(flag: &str, value: Option<String>) -> Result<u16, Failure> {
    let value = value.unwrap_or_default();
    match value.parse() {
        Ok(port) if (1..=u16::MAX - 4).contains(&port) => Ok(port),
        _ => Err(Failure::NotAPort { flag: flag.to_owned(), value }),
    }
}

fn nothing_after(mut words: impl Iterator<Item = String>, command: Command) -> Result<Command, Failure> {
    words.next().map_or(Ok(command), |word| Err(Failure::UnknownWord(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned)).map_err(|failure| failure.to_string())
    }

    #[test]
    fn every_documented_command_is_understood() {
        let cases = [
            ("", Command::Help),
            ("help", Command::Help),
            ("setup", Command::Setup),
            ("bench", Command::Bench),
            ("build", Command::Build { release: true }),
            ("build --dev", Command::Build { release: false }),
            ("dev", Command::Dev(Ports::default())),
            (
                "dev --port 9000 --sandbox-port 9100",
                Command::Dev(Ports { app: 9000, sandbox: 9100, https: false }),
            ),
            ("dev --https", Command::Dev(Ports { https: true, ..Ports::default() })),
            ("test", Command::Test { only: None }),
            ("test --only unit", Command::Test { only: Some("unit".to_owned()) }),
            ("test --list", Command::List),
        ];
        for (line, command) in cases {
            assert_eq!(parsed(line), Ok(command), "{line}");
        }
    }

    #[test]
    fn a_wrong_word_is_named_in_the_answer() {
        let cases = [
            ("deploy", "deploy"),
            ("build --fast", "--fast"),
            ("setup now", "now"),
            ("dev --port", "--port"),
            ("dev --port 65534", "65534"),
            ("dev --port eighty", "eighty"),
            ("test --only", "--only"),
        ];
        for (line, named) in cases {
            let sentence = parsed(line).unwrap_err();
            assert!(sentence.contains(named), "{line}: {sentence}");
        }
    }
}
