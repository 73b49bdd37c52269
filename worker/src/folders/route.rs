//! Which address below [`FOLDERS`] means what.

use contract::endpoint::FOLDERS;
use contract::ids::{DocumentId, FolderId, ObjectId, TenantId};

/// An address of folders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderRoute {
    /// The person's folders.
    All,
    /// A folder, with its first documents.
    One(FolderId),
    /// Who takes part in it.
    Participants(FolderId),
    /// One of them.
    Participant(FolderId, Person),
    /// The team that it follows.
    TeamLink(FolderId),
    /// What following a team would do.
    TeamLinkPreview(FolderId),
    /// Runs of following it.
    TeamLinkRuns(FolderId),
    /// An owner's agreement to removals.
    TeamLinkAgreement(FolderId),
    /// Its documents.
    Documents(FolderId),
    /// What the viewer may do with some of them.
    States(FolderId),
    /// Whom items would leave out, before they are linked.
    Audience(FolderId),
    /// One of them.
    Document(FolderId, DocumentId),
}

/// Whom an address means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The tenant that vouches for the person.
    pub tid: TenantId,
    /// The person within it.
    pub oid: ObjectId,
}

impl FolderRoute {
    /// The route of what follows [`FOLDERS`]. Exact: ids are of one spelling, and nothing is decoded.
    #[must_use]
    pub fn of(rest: &str) -> Option<Self> {
        if rest.is_empty() {
            return Some(Self::All);
        }
        let steps: Vec<&str> = rest.strip_prefix('/')?.split('/').collect();
        Some(match *steps {
            [folder] => Self::One(id(folder)?),
            [folder, "participants"] => Self::Participants(id(folder)?),
            [folder, "participants", tid, oid] => {
                Self::Participant(id(folder)?, Person { tid: id(tid)?, oid: id(oid)? })
            }
            [folder, "team-link"] => Self::TeamLink(id(folder)?),
            [folder, "team-link", "preview"] => Self::TeamLinkPreview(id(folder)?),
            [folder, "team-link", "runs"] => Self::TeamLinkRuns(id(folder)?),
            [folder, "team-link", "agreement"] => Self::TeamLinkAgreement(id(folder)?),
            [folder, "documents"] => Self::Documents(id(folder)?),
            [folder, "documents", "states"] => Self::States(id(folder)?),
            [folder, "audience"] => Self::Audience(id(folder)?),
            [folder, "documents", document] => Self::Document(id(folder)?, id(document)?),
            _ => return None,
        })
    }

    /// Whether it is about following a team.
    #[must_use]
    pub fn is_of_team_link(&self) -> bool {
        match self {
            Self::TeamLink(_)
            | Self::TeamLinkPreview(_)
            | Self::TeamLinkRuns(_)
            | Self::TeamLinkAgreement(_) => true,
            Self::All
            | Self::One(_)
            | Self::Participants(_)
            | Self::Participant(..)
            | Self::Documents(_)
            | Self::States(_)
            | Self::Audience(_)
            | Self::Document(..) => false,
        }
    }

    /// The methods it takes.
    #[must_use]
    pub fn methods(&self) -> &'static str {
        match self {
            Self::All | Self::Participants(_) => "GET, POST",
            Self::One(_) => "GET, PATCH",
            Self::Participant(..) => "PATCH, DELETE",
            Self::TeamLink(_) => "GET, PUT, DELETE",
            Self::Documents(_)
            | Self::States(_)
            | Self::Audience(_)
            | Self::TeamLinkPreview(_)
            | Self::TeamLinkRuns(_)
            | Self::TeamLinkAgreement(_) => "POST",
            Self::Document(..) => "DELETE",
        }
    }

    /// Its name in the log, without ids.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::All => FOLDERS,
            Self::One(_) => "/api/folders/{id}",
            Self::Participants(_) => "/api/folders/{id}/participants",
            Self::Participant(..) => "/api/folders/{id}/participants/{tid}/{oid}",
            Self::TeamLink(_) => "/api/folders/{id}/team-link",
            Self::TeamLinkPreview(_) => "/api/folders/{id}/team-link/preview",
            Self::TeamLinkRuns(_) => "/api/folders/{id}/team-link/runs",
            Self::TeamLinkAgreement(_) => "/api/folders/{id}/team-link/agreement",
            Self::Documents(_) => "/api/folders/{id}/documents",
            Self::States(_) => "/api/folders/{id}/documents/states",
            Self::Audience(_) => "/api/folders/{id}/audience",
            Self::Document(..) => "/api/folders/{id}/documents/{id}",
        }
    }
}

/// An id in its one spelling.
fn id<T: std::str::FromStr + std::fmt::Display>(text: &str) -> Option<T> {
    let id: T = text.parse().ok()?;
    (id.to_string() == text).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef";
    const GUID: &str = "00000000-0000-4000-a000-000000000001";

    #[test]
    fn every_address_is_one_route() {
        let cases = [
            (String::new(), "GET, POST"),
            (format!("/{ID}"), "GET, PATCH"),
            (format!("/{ID}/participants"), "GET, POST"),
            (format!("/{ID}/participants/{GUID}/{GUID}"), "PATCH, DELETE"),
            (format!("/{ID}/documents"), "POST"),
            (format!("/{ID}/documents/states"), "POST"),
            (format!("/{ID}/audience"), "POST"),
            (format!("/{ID}/team-link"), "GET, PUT, DELETE"),
            (format!("/{ID}/team-link/preview"), "POST"),
            (format!("/{ID}/team-link/runs"), "POST"),
            (format!("/{ID}/team-link/agreement"), "POST"),
            (format!("/{ID}/documents/{ID}"), "DELETE"),
        ];
        for (rest, methods) in cases {
            assert_eq!(FolderRoute::of(&rest).map(|route| route.methods()), Some(methods), "{rest}");
        }
    }

    #[test]
    fn no_other_spelling_is_an_address() {
        let upper = ID.to_uppercase();
        for rest in [
            "/".to_owned(),
            format!("/{ID}/"),
            format!("//{ID}"),
            format!("/{upper}"),
            format!("/{ID}/documents/"),
            format!("/{ID}/documents/{ID}/x"),
            format!("/{ID}/participants/{GUID}"),
            format!("/{ID}/participants/{}/{GUID}", GUID.to_uppercase()),
            format!("/{ID}/%70articipants"),
            format!("/{ID}/../{ID}"),
            "/0".to_owned(),
        ] {
            assert_eq!(FolderRoute::of(&rest), None, "{rest}");
        }
    }
}
