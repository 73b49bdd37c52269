//! A value that request handlers share. A panic in one handler must not poison the state for every other test request,
//! so a poisoned lock is simply taken over.

use std::sync::{Mutex, PoisonError};

/// A value behind a lock that is held only while a closure runs, never across an `await`.
#[derive(Debug, Default)]
pub(crate) struct Shared<T>(Mutex<T>);

impl<T> Shared<T> {
    /// Wraps the first value.
    pub(crate) const fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// Runs `work` with the value locked.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
