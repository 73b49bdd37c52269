//! Programs that a test started, ended with it: each in a process group of its own, so that its children go too.

use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command};

/// A running program.
pub struct Running(Child);

impl Running {
    /// Starts a program in a process group of its own.
    pub fn start(command: &mut Command) -> Self {
        let started = command.process_group(0).spawn();
        Self(started.unwrap_or_else(|error| panic!("{:?} does not start: {error}", command.get_program())))
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|status| status.is_some())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The group has the id of its first process. `kill` is the portable way that needs no unsafe code.
        let group = format!("-{}", self.0.id());
        _ = Command::new("kill").args(["-TERM", "--", &group]).status();
        _ = self.0.wait();
    }
}
