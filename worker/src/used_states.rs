//! Which sign-ins were already finished: a `state` works once, even for whoever copied cookie and address (S1-03).

use async_trait::async_trait;

/// The record could not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the record of used sign-ins could not be written")]
pub struct RecordFault;

/// The record of used states: D1 at the edge, memory in tests.
#[async_trait(?Send)]
pub trait UsedStates {
    /// Writes down that a state was used. Answers whether this was the first time. Entries may go after `expires_at`
    /// (seconds since 1970), when the sign-in itself is too old.
    ///
    /// # Errors
    /// When the record could not be written; the sign-in must then not go on.
    async fn first_use(&self, state_hash: &str, now_s: i64, expires_at: i64) -> Result<bool, RecordFault>;
}

/// A record in memory, for tests.
#[cfg(test)]
#[derive(Default)]
pub(crate) struct MemoryUsedStates(std::cell::RefCell<std::collections::BTreeSet<String>>);

#[cfg(test)]
#[async_trait(?Send)]
impl UsedStates for MemoryUsedStates {
    async fn first_use(&self, state_hash: &str, _: i64, _: i64) -> Result<bool, RecordFault> {
        Ok(self.0.borrow_mut().insert(state_hash.to_owned()))
    }
}
