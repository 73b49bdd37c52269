//! The sandbox's clock: real time plus an offset that tests and people move, so that nothing ever has to sleep to see a
//! token expire.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// The only reader of the real time in the sandbox.
#[derive(Debug, Default)]
pub struct Clock {
    offset: AtomicI64,
}

impl Clock {
    /// Seconds since the Unix epoch, as everybody in the sandbox sees them.
    #[must_use]
    pub fn now(&self) -> i64 {
        real_seconds().saturating_add(self.offset())
    }

    /// How many seconds the sandbox is ahead of the real time.
    #[must_use]
    pub fn offset(&self) -> i64 {
        self.offset.load(Ordering::SeqCst)
    }

    /// Moves the clock forward (or back, with a negative number).
    pub fn advance(&self, seconds: i64) {
        self.offset.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Sets the distance to the real time; zero puts the clock right.
    pub fn set_offset(&self, seconds: i64) {
        self.offset.store(seconds, Ordering::SeqCst);
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that everything else is given")]
fn real_seconds() -> i64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_moves_only_by_what_it_is_told_and_by_real_time() {
        let clock = Clock::default();
        let start = clock.now();

        clock.advance(3600);
        clock.advance(-600);

        assert_eq!(clock.offset(), 3000);
        assert!((start + 3000..start + 3010).contains(&clock.now()));

        clock.set_offset(0);
        assert!((start..start + 10).contains(&clock.now()));
    }
}
