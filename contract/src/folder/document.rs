//! Documents of a folder, and how they are linked.

mod wire;

use serde::{Deserialize, Serialize};

use self::wire::LinkedWire;
use super::FolderView;
use crate::ids::{DocumentId, DriveId, ItemId};
use crate::named::serde_by_name;

serde_by_name!(DocumentKind);

/// What a linked item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// A file.
    File,
    /// A folder of a drive.
    Folder,
    /// A notebook: a folder that is shown as one thing.
    Package,
}

impl DocumentKind {
    /// The name in answers and in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Folder => "folder",
            Self::Package => "package",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::File, Self::Folder, Self::Package].into_iter().find(|kind| kind.name() == name)
    }
}

/// A document: a link to a drive item, as Graph described the item to whoever linked it. It gives nobody a right to the item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentView {
    /// The link's id.
    pub id: DocumentId,
    /// The drive.
    pub drive_id: DriveId,
    /// The item in it. Both stay when the item is renamed or moved within its drive.
    pub item_id: ItemId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Its media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// Bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Where Microsoft shows it: to those who may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web_url: Option<String>,
    /// When it was linked, in seconds since 1970 (UTC).
    pub linked_at: i64,
    /// By whom, for display.
    pub linked_by: String,
    /// Whether the viewer linked it.
    pub own: bool,
}

/// Answer of `GET /api/folders/{id}`: the folder, and its documents by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderResponse {
    /// The folder.
    pub folder: FolderView,
    /// At most [`super::PAGE_SIZE`] of its documents.
    pub documents: Vec<DocumentView>,
    /// What to ask with for more: the value of `after`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<DocumentId>,
}

/// An item of a drive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemRef {
    /// The drive.
    pub drive_id: DriveId,
    /// The item in it.
    pub item_id: ItemId,
}

/// Body of `POST /api/folders/{id}/documents`. What is stored of each item is read from Graph on behalf of the caller, so nobody can
/// link what they may not see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRequest {
    /// From 1 to [`super::LINKS_MAX`].
    pub items: Vec<ItemRef>,
}

/// What came of linking one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "LinkedWire", try_from = "LinkedWire")]
pub enum Linked {
    /// It is linked now.
    Linked {
        /// The link.
        document: DocumentView,
    },
    /// It was linked already; nothing changed.
    AlreadyThere {
        /// The link.
        document: DocumentView,
    },
    /// The caller may not see it, or it is not there.
    NoAccess {
        /// Which.
        item: ItemRef,
    },
    /// Microsoft did not answer for it; another try may help.
    Unavailable {
        /// Which.
        item: ItemRef,
    },
}

/// Answer of `POST /api/folders/{id}/documents`: one outcome for each item, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkResponse {
    /// The outcomes.
    pub outcomes: Vec<Linked>,
}
