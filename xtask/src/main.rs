//! Everything that this repository can do for you, in one program: `cargo xtask help`.
//!
//! It installs what is missing, builds, serves and tests. Whatever it runs is a step in `steps.rs`; a step that has nothing to
//! do says so in milliseconds.

mod build;
mod command;
mod failure;
mod fingerprint;
mod lockfile;
mod plan;
mod process;
mod report;
mod runner;
mod serve;
mod setup;
mod steps;
mod verify;
mod workspace;

use std::process::ExitCode;

use command::Command;
use failure::Failure;
use runner::OnFailure;
use workspace::Workspace;

fn main() -> ExitCode {
    match command::parse(std::env::args().skip(1)).and_then(perform) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            report::failure(&failure);
            ExitCode::FAILURE
        }
    }
}

/// Does what was asked for; `false` when something went wrong that has been reported already.
fn perform(command: Command) -> Result<bool, Failure> {
    process::group::end_all_on_interrupt()?;
    let workspace = Workspace::here();
    match command {
        Command::Help => report::line(command::HELP),
        Command::List => verify::list(),
        Command::Setup => return run(&workspace, steps::SETUP),
        Command::Build { release: true } => return run(&workspace, steps::BUILD_RELEASE),
        Command::Build { release: false } => return run(&workspace, steps::BUILD_DEV),
        Command::Test { only } => return verify::run(&workspace, only.as_deref()),
        Command::Bench => return verify::bench(&workspace),
        Command::Dev(ports) => {
            serve::ports::check(ports)?;
            if !run(&workspace, steps::SERVE)? {
                return Ok(false);
            }
            serve::run(&workspace, ports)?;
        }
    }
    Ok(true)
}

/// Runs steps in order and stops at the first that fails.
fn run(workspace: &Workspace, names: &[&str]) -> Result<bool, Failure> {
    let summary = runner::run(workspace, &plan::complete(steps::ALL, names)?, OnFailure::Stop);
    Ok(summary.is_good())
}
