//! How quickly an address answers, and what it gets for being slow.
//!
//! <https://learn.microsoft.com/graph/change-notifications-delivery-webhooks>

use std::collections::HashMap;

/// Answers that count.
const WINDOW_SECONDS: i64 = 600;
/// An answer that takes longer is slow.
pub(super) const SLOW_SECONDS: i64 = 10;
/// With fewer answers nothing is said about an address.
const ANSWERS_MIN: usize = 10;

/// How an address is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// Notifications are sent at once.
    Good,
    /// More than a tenth of the answers were slow: notifications are sent ten seconds later.
    Slow,
    /// More than fifteen in a hundred were: notifications are dropped.
    Drop,
}

/// The answers of each address.
#[derive(Debug, Default)]
pub(super) struct Paces(HashMap<String, Vec<(i64, bool)>>);

impl Paces {
    /// Remembers an answer.
    pub(super) fn record(&mut self, address: &str, now: i64, is_slow: bool) {
        self.0.entry(address.to_owned()).or_default().push((now, is_slow));
    }

    /// How an address is treated now.
    pub(super) fn of(&mut self, address: &str, now: i64) -> Pace {
        let Some(answers) = self.0.get_mut(address) else { return Pace::Good };
        answers.retain(|(at, _)| now - at < WINDOW_SECONDS);
        let slow = answers.iter().filter(|(_, is_slow)| *is_slow).count();
        if answers.len() < ANSWERS_MIN || slow * 10 <= answers.len() {
            Pace::Good
        } else if slow * 100 <= answers.len() * 15 {
            Pace::Slow
        } else {
            Pace::Drop
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_treated_by_the_share_of_its_slow_answers_of_the_last_ten_minutes() {
        for (slow, answers, pace) in [
            (0, 20, Pace::Good),
            (2, 20, Pace::Good),
            (3, 20, Pace::Slow),
            (4, 20, Pace::Drop),
            (9, 9, Pace::Good),
        ] {
            let mut paces = Paces::default();
            for number in 0..answers {
                paces.record("a", 0, number < slow);
            }
            assert_eq!(paces.of("a", 599), pace, "{slow} of {answers}");
            assert_eq!(paces.of("a", 600), Pace::Good);
            assert_eq!(paces.of("b", 0), Pace::Good);
        }
    }
}
