//! Time, as an argument.

/// Milliseconds since 1970-01-01 UTC. At the edge the clock only moves while the worker waits for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub i64);

impl Millis {
    /// The same moment in whole seconds, as tokens and cookies write it.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Milliseconds from `earlier` to this moment; zero if it lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }
}

/// A source of time.
pub trait Clock {
    /// The time now.
    fn now(&self) -> Millis;
}
