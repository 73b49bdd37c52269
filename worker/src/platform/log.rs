//! The log, as an argument: one line for each handled event.

/// A sink for structured log lines.
pub trait Log {
    /// Writes one line of JSON. The caller has made sure that it holds no secret (S6-08).
    fn line(&self, json: &str);
}
