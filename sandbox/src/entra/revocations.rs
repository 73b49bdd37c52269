//! When somebody's sessions were revoked: `revokeSignInSessions`, a changed password, an administrator.

use std::collections::HashMap;

use crate::clock::Clock;
use crate::shared::Shared;

/// The last revocation of each person.
#[derive(Debug, Default)]
pub(crate) struct Revocations {
    since: Shared<HashMap<String, i64>>,
}

impl Revocations {
    /// Refuses everything issued to the person until now. The clock moves on by a second, so that what is issued from now on
    /// is told apart from it by its time.
    pub(crate) fn revoke(&self, clock: &Clock, person: &str) -> i64 {
        clock.advance(1);
        let now = clock.now();
        self.since.with(|since| since.insert(person.to_owned(), now));
        now
    }

    /// What was issued before this time no longer counts.
    pub(crate) fn since(&self, person: &str) -> Option<i64> {
        self.since.with(|since| since.get(person).copied())
    }

    /// Forgets all revocations.
    pub(crate) fn reset(&self) {
        self.since.with(HashMap::clear);
    }
}
