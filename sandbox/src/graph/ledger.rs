//! Everything that happened to memberships since the start, in order: what delta queries are answered from.

use crate::shared::Shared;

/// What happened to a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// It began.
    Added,
    /// Its role became another.
    Changed,
    /// It ended.
    Removed,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The team, and so its group.
    pub(crate) team: String,
    /// The channel, if the membership is of one.
    pub(crate) channel: Option<String>,
    /// Whose membership.
    pub(crate) oid: String,
    /// What happened to it.
    pub(crate) what: What,
}

impl Entry {
    /// In a team.
    pub(crate) fn of_team(team: &str, oid: &str, what: What) -> Self {
        Self { team: team.to_owned(), channel: None, oid: oid.to_owned(), what }
    }

    /// In a channel.
    pub(crate) fn of_channel(team: &str, channel: &str, oid: &str, what: What) -> Self {
        Self { channel: Some(channel.to_owned()), ..Self::of_team(team, oid, what) }
    }
}

/// All entries, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Ledger(Shared<Vec<Entry>>);

impl Ledger {
    /// Forgets everything.
    pub(crate) fn reset(&self) {
        self.0.with(Vec::clear);
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.0.with(|all| all.len())
    }

    /// The entries from one number up to another.
    pub(crate) fn between(&self, from: usize, to: usize) -> Vec<Entry> {
        self.0.with(|all| all.get(from..to.min(all.len())).unwrap_or_default().to_vec())
    }

    /// Adds what happened.
    pub(crate) fn extend(&self, entries: &[Entry]) {
        self.0.with(|all| all.extend_from_slice(entries));
    }
}
