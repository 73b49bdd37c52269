//! The only place that prints. A terminal that went away is no reason to fail, so errors of writing are dropped.

use std::io::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::failure::Failure;

/// Whether a step's line is still waiting for its end. Servers print meanwhile, from threads of their own.
static OPEN: Mutex<bool> = Mutex::new(false);

/// A line of its own.
pub(crate) fn line(text: &str) {
    let (mut out, mut open) = (std::io::stdout().lock(), open());
    let _ = writeln!(out, "{}{text}", if *open { "\n" } else { "" });
    *open = false;
}

/// The beginning of a step's line; what comes of it follows on the same line.
pub(crate) fn begin(label: &str) {
    let (mut out, mut open) = (std::io::stdout().lock(), open());
    let _ = write!(out, "{label} … ");
    let _ = out.flush();
    *open = true;
}

/// The end of a step's line, which is begun again when something else was printed meanwhile.
pub(crate) fn end(label: &str, elapsed: Duration, note: &str) {
    let (mut out, mut open) = (std::io::stdout().lock(), open());
    let begun = if *open { String::new() } else { format!("{label} … ") };
    let _ = writeln!(out, "{begun}{:.1} s{note}", elapsed.as_secs_f64());
    *open = false;
}

fn open() -> MutexGuard<'static, bool> {
    // A poisoned flag is still a flag.
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the tool printed, if one failed, then the sentence.
pub(crate) fn failure(failure: &Failure) {
    if let Some(output) = failure.output() {
        line(output.trim_end());
    }
    line(&format!("error: {failure}"));
}
