//! What was tried to sign a person in, in words. The app's own sentences stand in the app; these travel with the attempts.

use crate::ladder::{Attempt, Leave, Rung};

/// One attempt: which way, what came of it, how long it took.
#[must_use]
pub fn attempt(attempt: &Attempt) -> String {
    let Attempt { rung: way, left, took_ms } = attempt;
    format!("{}: {} ({took_ms} ms)", rung(*way), left.map_or(LED_IN, leave))
}

/// A way to sign in, for people.
fn rung(rung: Rung) -> &'static str {
    match rung {
        Rung::NestedAppAuth => "Microsoft's sign-in for nested apps",
        Rung::HostToken => "The sign-in of Teams or Outlook",
        Rung::HeldSession => "The session that was there",
        Rung::Window => "A window of its own",
    }
}

/// That way told who the person is.
const LED_IN: &str = "told us who you are";

/// Why that way did not lead in.
fn leave(leave: Leave) -> &'static str {
    match leave {
        Leave::Absent => "not offered here",
        Leave::TimedOut => "gave no answer in time",
        Leave::NeedsPerson => "wants you to act",
        Leave::Cancelled => "was cancelled",
        Leave::Temporary => "did not work this time",
        Leave::Refused => "was refused",
        Leave::NotTaken => "gave a sign-in that was not accepted",
        Leave::Blocked => "was not opened by the browser",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_says_which_way_why_and_how_long() {
        let left = Attempt { rung: Rung::HostToken, left: Some(Leave::TimedOut), took_ms: 8000 };
        assert_eq!(attempt(&left), "The sign-in of Teams or Outlook: gave no answer in time (8000 ms)");
        let led = Attempt { rung: Rung::NestedAppAuth, left: None, took_ms: 7 };
        assert_eq!(attempt(&led), "Microsoft's sign-in for nested apps: told us who you are (7 ms)");
    }
}
