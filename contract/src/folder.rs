//! Folders: what the host app's people share, who takes part, and which documents are linked.
//!
//! Who may do what in a folder stands in one table, [`Deed::RULES`]; the worker asks it at every call, the app asks it for what to offer.

mod document;
mod incomplete;
mod participant;
mod state;

use serde::{Deserialize, Serialize};

pub use self::document::{
    DocumentKind, DocumentView, FolderResponse, ItemRef, LinkRequest, LinkResponse, Linked,
};
pub use self::participant::{
    AddParticipantRequest, ChangeParticipantRequest, Origin, ParticipantView, ParticipantsResponse,
};
pub use self::state::{
    Audience, AudienceRequest, AudienceResponse, DocumentState, DocumentStateView, RecentDocument,
    RecentResponse, StatesRequest, StatesResponse,
};
use crate::ids::FolderId;
use crate::named::serde_by_name;

/// What somebody is in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Runs the folder. There is always one.
    Owner,
    /// Takes part.
    Member,
    /// Sees the documents, and nothing of the other participants.
    Guest,
}

impl Role {
    /// All roles, the strongest first.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Member, Self::Guest];

    /// The name in answers and in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Member => "member",
            Self::Guest => "guest",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether somebody with this role may do that.
    #[must_use]
    pub fn may(self, deed: Deed) -> bool {
        deed.rule().roles.contains(&self)
    }
}

/// Something that is done in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// See the folder and its documents. What a document holds is Microsoft's to decide.
    See,
    /// See who takes part.
    SeeParticipants,
    /// Give the folder another name, put it into the archive, or take it out of there.
    ChangeFolder,
    /// Add people, change their roles, remove them.
    ChangeParticipants,
    /// Have the folder follow a team, or no longer.
    FollowTeam,
    /// Take no part any more.
    Leave,
    /// Link a document.
    Link,
    /// Take away a link that one made oneself.
    UnlinkOwn,
    /// Take away anybody's link.
    Unlink,
}

/// Who may do something, and whether also in a folder that is in the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The roles that may.
    pub roles: &'static [Role],
    /// Whether it may be done in an archived folder.
    pub in_archive: bool,
}

impl Deed {
    /// The table: who may do what.
    pub const RULES: &'static [(Self, Rule)] = &[
        (Self::See, Rule { roles: &Role::ALL, in_archive: true }),
        (Self::SeeParticipants, Rule { roles: &[Role::Owner, Role::Member], in_archive: true }),
        (Self::ChangeFolder, Rule { roles: &[Role::Owner], in_archive: true }),
        (Self::ChangeParticipants, Rule { roles: &[Role::Owner], in_archive: true }),
        (Self::FollowTeam, Rule { roles: &[Role::Owner], in_archive: false }),
        (Self::Leave, Rule { roles: &Role::ALL, in_archive: true }),
        (Self::Link, Rule { roles: &[Role::Owner, Role::Member], in_archive: false }),
        (Self::UnlinkOwn, Rule { roles: &[Role::Owner, Role::Member], in_archive: false }),
        (Self::Unlink, Rule { roles: &[Role::Owner], in_archive: false }),
    ];

    /// Its line of the table. What has none, nobody may do.
    #[must_use]
    pub fn rule(self) -> Rule {
        let line = Self::RULES.iter().find(|(deed, _)| *deed == self);
        line.map_or(Rule { roles: &[], in_archive: false }, |(_, rule)| *rule)
    }
}

serde_by_name!(Role);

/// Longest name of a folder, in characters.
pub const NAME_MAX: usize = 120;
/// Longest name of a person, in characters.
pub const PERSON_NAME_MAX: usize = 256;
/// Longest reference of the host app, in characters.
pub const REFERENCE_MAX: usize = 200;
/// Folders, participants or documents in one answer.
pub const PAGE_SIZE: usize = 100;
/// Documents that one call links.
pub const LINKS_MAX: usize = 20;
/// Documents whose states one call asks for: as many as Graph takes in one batch.
pub const STATES_MAX: usize = 20;
/// Documents that were linked lately, in one answer.
pub const RECENT_MAX: usize = 50;
/// Documents in one folder.
pub const DOCUMENTS_MAX: u32 = 5_000;
/// People who take part in one folder: more than Teams has in one team.
pub const PARTICIPANTS_MAX: u32 = 30_000;

/// A folder, as somebody who takes part sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderView {
    /// Its id.
    pub id: FolderId,
    /// Its name, in any script.
    pub name: String,
    /// What the host app calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The viewer's role.
    pub role: Role,
    /// When it was made, in seconds since 1970 (UTC).
    pub created_at: i64,
    /// When it was put into the archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<i64>,
    /// How many documents are linked.
    pub documents: u32,
    /// How many people take part; left out for those who may not see them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<u32>,
}

impl FolderView {
    /// Whether the viewer may do that here.
    #[must_use]
    pub fn allows(&self, deed: Deed) -> bool {
        self.role.may(deed) && (self.archived_at.is_none() || deed.rule().in_archive)
    }
}

/// Answer of `GET /api/folders`: the folders of the signed-in person, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoldersResponse {
    /// At most [`PAGE_SIZE`].
    pub folders: Vec<FolderView>,
    /// What to ask with for more: the value of `after`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<FolderId>,
}

/// Body of `POST /api/folders`. Whoever sends it becomes the folder's owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateFolderRequest {
    /// At most [`NAME_MAX`] characters.
    pub name: String,
    /// What the host app calls it; one folder of an instance at most has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// Body of `PATCH /api/folders/{id}`. What is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeFolderRequest {
    /// Another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it is in the archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(role: Role, archived_at: Option<i64>) -> FolderView {
        FolderView {
            id: "0123456789abcdef0123456789abcdef".parse().unwrap(),
            name: "Harbour".to_owned(),
            reference: None,
            role,
            created_at: 0,
            archived_at,
            documents: 0,
            participants: None,
        }
    }

    #[test]
    fn every_deed_has_one_line_and_an_owner_may_do_all_of_them() {
        for (deed, rule) in Deed::RULES {
            assert_eq!(Deed::RULES.iter().filter(|(other, _)| other == deed).count(), 1, "{deed:?}");
            assert!(rule.roles.contains(&Role::Owner), "{deed:?}");
        }
    }

    #[test]
    fn a_guest_sees_documents_and_leaves_and_nothing_else() {
        let may: Vec<_> = Deed::RULES.iter().filter(|(deed, _)| Role::Guest.may(*deed)).collect();
        assert_eq!(may.iter().map(|(deed, _)| *deed).collect::<Vec<_>>(), [Deed::See, Deed::Leave]);
    }

    #[test]
    fn nothing_is_linked_in_the_archive_but_everything_is_seen() {
        let archived = view(Role::Owner, Some(1));
        for deed in [Deed::Link, Deed::UnlinkOwn, Deed::Unlink] {
            assert!(!archived.allows(deed) && view(Role::Owner, None).allows(deed), "{deed:?}");
        }
        for deed in [Deed::See, Deed::SeeParticipants, Deed::ChangeFolder, Deed::Leave] {
            assert!(archived.allows(deed), "{deed:?}");
        }
    }

    #[test]
    fn names_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
            assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{}\"", role.name()));
        }
        for kind in [DocumentKind::File, DocumentKind::Folder, DocumentKind::Package] {
            assert_eq!(DocumentKind::from_name(kind.name()), Some(kind));
        }
        for origin in [Origin::Creator, Origin::Manual, Origin::Team] {
            assert_eq!(Origin::from_name(origin.name()), Some(origin));
        }
    }
}
