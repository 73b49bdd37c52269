//! What a viewer may open, and whom a document would leave out.

mod wire;

use serde::{Deserialize, Serialize};

use self::wire::{AudienceWire, StateWire};
use super::{DocumentView, ItemRef};
use crate::ids::DocumentId;

/// Body of `POST /api/folders/{id}/documents/states`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatesRequest {
    /// From 1 to [`super::STATES_MAX`] documents of the folder.
    pub documents: Vec<DocumentId>,
}

/// What a viewer may do with a document now, as Graph answers the viewer's own token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentState {
    /// Opens, under this name and at this address.
    Open {
        /// Its name now.
        name: String,
        /// Where Microsoft shows it now.
        web_url: Option<String>,
        /// Starts the program that the file is of, where there is one.
        desktop_url: Option<String>,
        /// Shows the file inside Teams.
        teams_url: Option<String>,
        /// Bytes now.
        size: Option<u64>,
        /// It has another name than when it was linked or last looked at.
        renamed: bool,
        /// It lies elsewhere than when it was linked or last looked at.
        moved: bool,
    },
    /// Microsoft refuses it to the viewer.
    NoAccess,
    /// Microsoft knows no such item, as far as the viewer may know: it was deleted, or it is hidden from the viewer.
    Missing,
    /// It was deleted and can still be restored.
    Deleted,
    /// Microsoft did not answer for it; another try may help.
    Unknown {
        /// After so many seconds.
        retry_after: Option<u32>,
    },
}

/// Answer of `POST /api/folders/{id}/documents/states`: one for each document that the folder has, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatesResponse {
    /// The states.
    pub states: Vec<DocumentStateView>,
}

/// The state of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "StateWire", try_from = "StateWire")]
pub struct DocumentStateView {
    /// The document.
    pub id: DocumentId,
    /// Its state.
    pub state: DocumentState,
}

/// Body of `POST /api/folders/{id}/audience`: what somebody is about to link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AudienceRequest {
    /// From 1 to [`super::LINKS_MAX`].
    pub items: Vec<ItemRef>,
}

/// Answer of `POST /api/folders/{id}/audience`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AudienceResponse {
    /// How many people take part in the folder, beside the caller.
    pub participants: u32,
    /// One for each item, in their order.
    pub items: Vec<Audience>,
}

/// Whom an item would leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "AudienceWire", try_from = "AudienceWire")]
pub enum Audience {
    /// Every right to it names people, so it is known.
    Known {
        /// Participants without a right to it.
        without: u32,
    },
    /// Groups or links open it too, so some of those may have access all the same.
    Estimate {
        /// Participants who are not named.
        without: u32,
    },
    /// Microsoft does not tell the caller who may open it.
    Unknown,
}

/// Answer of `GET /api/documents/recent`: the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentResponse {
    /// At most [`super::RECENT_MAX`], each item once.
    pub documents: Vec<RecentDocument>,
}

/// A document that was linked lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentDocument {
    /// The document.
    pub document: DocumentView,
    /// The name of the folder that it is linked in.
    pub folder: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_a_word_beside_the_id() {
        let id: DocumentId = "0123456789abcdef0123456789abcdef".parse().unwrap();
        let view = DocumentStateView { id, state: DocumentState::NoAccess };
        let json = serde_json::to_string(&view).unwrap();
        assert_eq!(json, r#"{"id":"0123456789abcdef0123456789abcdef","state":"no_access"}"#);
        assert_eq!(serde_json::from_str::<DocumentStateView>(&json).unwrap(), view);
    }
}
