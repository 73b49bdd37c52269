//! Ends the calls of a page that is gone.

use web_sys::{AbortController, AbortSignal};

/// Aborts its calls when it is dropped; a page keeps it in a stored value and needs no clean-up of its own.
#[derive(Debug, Default)]
pub(crate) struct Cancel(Option<AbortController>);

impl Cancel {
    pub(crate) fn new() -> Self {
        // Without the controller, calls run to their end and their answers are dropped: slower, not wrong.
        Self(AbortController::new().ok())
    }

    /// What a call has to carry.
    pub(crate) fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

impl Drop for Cancel {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}
