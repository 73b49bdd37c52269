//! The access and ID tokens that were issued. Real services do not keep them; a test that searches for leaks has to know them.

use crate::shared::Shared;

/// Issued tokens, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Issued(Shared<Vec<String>>);

impl Issued {
    /// Writes a token down.
    pub(crate) fn record(&self, token: &str) {
        self.0.with(|tokens| tokens.push(token.to_owned()));
    }

    /// All of them.
    pub(crate) fn all(&self) -> Vec<String> {
        self.0.with(|tokens| tokens.clone())
    }

    /// Forgets all of them.
    pub(crate) fn reset(&self) {
        self.0.with(Vec::clear);
    }
}
