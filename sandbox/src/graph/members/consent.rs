//! What owners of teams let applications do in their team by installing them: resource-specific consent.
//!
//! <https://learn.microsoft.com/microsoftteams/platform/graph-api/rsc/resource-specific-consent>

use std::collections::BTreeMap;

use crate::shared::Shared;

/// By team and application.
#[derive(Debug, Default)]
pub struct TeamConsents(Shared<BTreeMap<(String, String), Vec<String>>>);

impl TeamConsents {
    /// Takes everything back.
    pub(crate) fn reset(&self) {
        self.0.with(BTreeMap::clear);
    }

    /// As installing the application does.
    pub fn grant(&self, team: &str, client_id: &str, permissions: Vec<String>) {
        self.0.with(|all| all.insert((team.to_owned(), client_id.to_owned()), permissions));
    }

    /// As removing the application does.
    pub fn withdraw(&self, team: &str, client_id: &str) {
        self.0.with(|all| all.remove(&(team.to_owned(), client_id.to_owned())));
    }

    /// What the application may do in the team.
    #[must_use]
    pub fn of(&self, team: &str, client_id: &str) -> Vec<String> {
        let key = (team.to_owned(), client_id.to_owned());
        self.0.with(|all| all.get(&key).cloned().unwrap_or_default())
    }
}
