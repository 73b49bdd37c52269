//! Team links: a folder whose participants follow the members of a Teams team.

use serde::{Deserialize, Serialize};

use crate::folder::Role;
use crate::ids::TeamId;
use crate::named::serde_by_name;

/// Removals of a run beyond this share of those whom the link brought, in percent, wait until an owner agrees …
pub const REMOVALS_SHARE_MAX: u32 = 20;
/// … if they are at least so many.
pub const REMOVALS_MIN: u32 = 5;
/// Names of each kind in one answer.
pub const PEOPLE_MAX: usize = 100;

/// What follows from being in the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamLinkOptions {
    /// What the team's owners are in the folder: owners, or members like everybody else.
    pub owners: Role,
    /// Whether the team's guests, and members from other organizations, take part: as guests.
    pub guests: bool,
}

impl TeamLinkOptions {
    /// The options, if they are among those that there are: nobody becomes a guest for owning a team.
    #[must_use]
    pub fn checked(self) -> Option<Self> {
        (self.owners != Role::Guest).then_some(self)
    }
}

/// Body of `PUT /api/folders/{id}/team-link`, and of `POST /api/folders/{id}/team-link/preview`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamLinkRequest {
    /// The team. Whoever asks has to be in it.
    pub team: TeamId,
    /// Its name, for display.
    pub name: String,
    /// What follows from being in it.
    pub options: TeamLinkOptions,
}

/// Answer of `POST /api/folders/{id}/team-link/preview`: what a run would do now. Names are at most [`PEOPLE_MAX`] of each kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewResponse {
    /// How many people would come.
    pub added: u32,
    /// How many would be something else, or be called otherwise.
    pub changed: u32,
    /// How many would go.
    pub removed: u32,
    /// Who would come.
    pub added_names: Vec<String>,
    /// Who would be something else.
    pub changed_names: Vec<String>,
    /// Who would go.
    pub removed_names: Vec<String>,
    /// Who would be left out, and why.
    pub skipped: Vec<Skipped>,
    /// How many would be left out.
    pub skipped_count: u32,
    /// Whether so many would go that an owner is asked first.
    pub asks_first: bool,
}

/// Somebody whom the link leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Who, for display.
    pub name: String,
    /// Why.
    pub why: Skip,
}

/// Answer of `GET /api/folders/{id}/team-link`, and of whatever changes the link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamLinkResponse {
    /// The folder's link, if it follows a team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<TeamLinkView>,
}

/// A folder's team, and how following it goes. Counts are those of the run that goes, or of the last one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamLinkView {
    /// The team.
    pub team: TeamId,
    /// Its name, for display.
    pub name: String,
    /// What follows from being in it.
    pub options: TeamLinkOptions,
    /// When it was linked, in seconds since 1970 (UTC).
    pub linked_at: i64,
    /// Who linked it, for display.
    pub linked_by: String,
    /// Whether a run goes.
    pub is_going: bool,
    /// Why it waits for somebody, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<Pause>,
    /// The number of the run; 0 before the first.
    pub run: u32,
    /// When it began, in seconds since 1970 (UTC).
    pub began_at: i64,
    /// When it ended, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<i64>,
    /// When a step that failed is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_at: Option<i64>,
    /// Members that Graph listed.
    pub members: u32,
    /// People who came.
    pub added: u32,
    /// People who changed.
    pub changed: u32,
    /// People who went.
    pub removed: u32,
    /// Members who are left out.
    pub skipped: u32,
    /// People whose going waits for an owner.
    pub waiting: u32,
    /// Their names, at most [`PEOPLE_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting_names: Vec<String>,
    /// Why members are left out: each reason that there is.
    pub reasons: Vec<Skip>,
}

/// Why somebody of the team does not take part in the folder, or not as the team would have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// An owner of the folder added them by hand: that stands.
    AddedByHand,
    /// A guest, and the link leaves guests out.
    Guest,
    /// Their organization may not sign in here.
    Organization,
    /// Graph named no account.
    NoAccount,
    /// The folder has as many people as one can have.
    Full,
    /// The last owner of the folder stays, until there is another one.
    LastOwner,
}

impl Skip {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::AddedByHand, Self::Guest, Self::Organization, Self::NoAccount, Self::Full, Self::LastOwner];

    /// The name in answers and in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AddedByHand => "added_by_hand",
            Self::Guest => "guest",
            Self::Organization => "organization",
            Self::NoAccount => "no_account",
            Self::Full => "full",
            Self::LastOwner => "last_owner",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|skip| skip.name() == name)
    }
}

/// Why a link waits for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// More people would go than a run may remove unasked.
    ManyRemovals,
    /// Microsoft does not let Mooring read the team's members (any more).
    NotAllowed,
    /// There is no such team (any more).
    TeamGone,
}

impl Pause {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ManyRemovals, Self::NotAllowed, Self::TeamGone];

    /// The name in answers and in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ManyRemovals => "many_removals",
            Self::NotAllowed => "not_allowed",
            Self::TeamGone => "team_gone",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pause| pause.name() == name)
    }
}

serde_by_name!(Skip, Pause);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_found_by_its_name() {
        for skip in Skip::ALL {
            assert_eq!(Skip::from_name(skip.name()), Some(skip));
        }
        for pause in Pause::ALL {
            assert_eq!(Pause::from_name(pause.name()), Some(pause));
        }
        assert_eq!((Skip::from_name("x"), Pause::from_name("")), (None, None));
    }

    #[test]
    fn owning_a_team_makes_no_guest() {
        for (owners, is_there) in [(Role::Owner, true), (Role::Member, true), (Role::Guest, false)] {
            assert_eq!(TeamLinkOptions { owners, guests: true }.checked().is_some(), is_there);
        }
    }
}
