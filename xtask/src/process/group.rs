//! Ending whatever this program started, with all that those programs started in turn.
//!
//! Every child gets a process group of its own. A group is ended by its number, which is the child's process id.

use std::collections::BTreeSet;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

use crate::failure::Failure;
use crate::report;

/// The groups that are alive. A signal handler has no other way to know them.
static ALIVE: Mutex<BTreeSet<i32>> = Mutex::new(BTreeSet::new());
/// Set once everything is being ended, so that nothing new is started or reported.
static ENDING: AtomicBool = AtomicBool::new(false);
/// How long a program may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(4);

/// A child process in a group of its own; ended when dropped.
#[derive(Debug)]
pub(crate) struct Group {
    child: Child,
    id: i32,
}

impl Group {
    /// Starts a program.
    pub(crate) fn start(command: &mut Command) -> std::io::Result<Self> {
        let child = command.process_group(0).spawn()?;
        let id = i32::try_from(child.id()).map_err(std::io::Error::other)?;
        alive(|groups| _ = groups.insert(id));
        Ok(Self { child, id })
    }

    /// Waits for the program to end by itself.
    pub(crate) fn wait(mut self) -> std::io::Result<ExitStatus> {
        let status = self.child.wait();
        wait_while_ending();
        status
    }

    /// How the program ended, if it did.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        // An error here means that the child is not ours to ask any more: it has not been seen to end.
        let status = self.child.try_wait().ok().flatten();
        if status.is_some() {
            wait_while_ending();
        }
        status
    }

    /// What the program prints, where that was asked for; each can be taken once.
    pub(crate) fn streams(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.child.stdout.take(), self.child.stderr.take())
    }

    /// Asks the whole group to end, and insists after a while.
    fn end(&mut self) {
        signal(self.id, Signal::SIGTERM);
        let deadline = Instant::now() + PATIENCE;
        while self.child.try_wait().is_ok_and(|status| status.is_none()) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
        signal(self.id, Signal::SIGKILL);
        // Collects the exit status; after SIGKILL there is nothing left to decide on it.
        let _ = self.child.wait();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|status| status.is_none()) {
            self.end();
        }
        alive(|groups| _ = groups.remove(&self.id));
    }
}

/// From now on Ctrl-C, SIGTERM and SIGHUP end every group and then this program.
///
/// # Errors
/// When the system refuses the handler.
pub(crate) fn end_all_on_interrupt() -> Result<(), Failure> {
    ctrlc::set_handler(end_all)
        .map_err(|error| Failure::System { what: "handling Ctrl-C", why: error.to_string() })
}

fn end_all() {
    ENDING.store(true, Ordering::SeqCst);
    report::line("\nStopping …");
    let mut groups = BTreeSet::new();
    alive(|alive| groups.clone_from(alive));
    for group in &groups {
        signal(*group, Signal::SIGTERM);
    }
    let deadline = Instant::now() + PATIENCE;
    while groups.iter().any(|child| runs(*child)) && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    for group in &groups {
        signal(*group, Signal::SIGKILL);
    }
    report::line("Everything is stopped.");
    // 128 + SIGINT, as shells do.
    std::process::exit(130);
}

/// The end of a child during `end_all` is no news; the handler ends this program in a moment.
fn wait_while_ending() {
    while ENDING.load(Ordering::SeqCst) {
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn alive(change: impl FnOnce(&mut BTreeSet<i32>)) {
    // A poisoned set is still a set of process ids.
    change(&mut ALIVE.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
}

/// A group that has gone meanwhile is what we wanted.
fn signal(group: i32, signal: Signal) {
    let _ = killpg(Pid::from_raw(group), signal);
}

/// Whether a child runs. An error means that someone has already collected its exit status.
fn runs(child: i32) -> bool {
    waitpid(Pid::from_raw(child), Some(WaitPidFlag::WNOHANG)) == Ok(WaitStatus::StillAlive)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropping_a_group_ends_its_grandchildren_too() {
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 60 & wait"]);
        let group = Group::start(&mut shell).unwrap();
        let id = group.id;
        let exists = || killpg(Pid::from_raw(id), None).is_ok();
        assert!(exists());

        drop(group);

        // The orphaned grandchild is collected by the system a moment later.
        let deadline = Instant::now() + PATIENCE;
        while exists() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(!exists());
    }
}
