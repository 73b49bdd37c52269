//! The Graph shapes that reach the browser. The gate rebuilds every JSON answer from these types, so a member that is
//! not written here (a download address, a token, a permission) cannot cross.
//!
//! Member names are Graph's own. <https://learn.microsoft.com/graph/api/resources/driveitem>

use serde::{Deserialize, Serialize};

use crate::ids::{ChannelId, ItemId, SiteId, TeamId};

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection<T> {
    /// The entries of this page; may be empty although more pages follow.
    pub value: Vec<T>,
    /// Path of the next page at this worker; absent on the last page.
    #[serde(rename = "@odata.nextLink", default, skip_serializing_if = "Option::is_none")]
    pub next_link: Option<String>,
}

/// The signed-in person, from `/me`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Object id.
    pub id: String,
    /// Name for display.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Sign-in name, for display.
    #[serde(default)]
    pub user_principal_name: Option<String>,
    /// Mail address, for display; absent for people without a mailbox.
    #[serde(default)]
    pub mail: Option<String>,
}

/// A OneDrive or document library, from `/me/drive`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Drive {
    /// Drive id.
    pub id: String,
    /// `business`, `personal` or `documentLibrary`.
    #[serde(default)]
    pub drive_type: Option<String>,
    /// Name for display.
    #[serde(default)]
    pub name: Option<String>,
    /// The drive's address in the browser.
    #[serde(default)]
    pub web_url: Option<String>,
}

/// A file, folder or package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DriveItem {
    /// Item id.
    pub id: ItemId,
    /// Name, in any script.
    pub name: String,
    /// Size in bytes; for a folder, of all it holds.
    #[serde(default)]
    pub size: Option<u64>,
    /// Last change, ISO 8601 in UTC.
    #[serde(default)]
    pub last_modified_date_time: Option<String>,
    /// The item's address in the browser.
    #[serde(default)]
    pub web_url: Option<String>,
    /// How Microsoft tells versions of the item apart, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e_tag: Option<String>,
    /// Present on folders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<Folder>,
    /// Present on files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<File>,
    /// Present on packages, such as a OneNote notebook: neither file nor folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<Package>,
    /// Present on the root of a drive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Root>,
    /// Where the item lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_reference: Option<ItemReference>,
    /// Present on what lies in another drive: a shortcut, or something that was shared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_item: Option<RemoteItem>,
    /// Path of a small picture at this worker (ours, not Graph's).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail: Option<String>,
}

/// The folder facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Folder {
    /// How many items it holds.
    #[serde(default)]
    pub child_count: Option<u64>,
}

/// The file facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// Media type as OneDrive sees it.
    #[serde(default)]
    pub mime_type: Option<String>,
}

/// The package facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// For example `oneNote`.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
}

/// The root facet: its presence is all it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {}

/// Where an item really lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoteItem {
    /// The item's id in its own drive.
    pub id: ItemId,
    /// Which drive that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_reference: Option<ItemReference>,
    /// Present on folders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<Folder>,
    /// Present on files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<File>,
    /// Present on packages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<Package>,
}

/// A SharePoint site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Its name for display.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Its address in the browser.
    #[serde(default)]
    pub web_url: Option<String>,
}

/// A team of Microsoft Teams.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name for display.
    #[serde(default)]
    pub display_name: Option<String>,
}

/// A channel of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// Its name for display.
    #[serde(default)]
    pub display_name: Option<String>,
    /// `standard`, `private` or `shared`.
    #[serde(default)]
    pub membership_type: Option<String>,
}

/// A pointer to another item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemReference {
    /// The drive.
    #[serde(default)]
    pub drive_id: Option<String>,
    /// The item; the parent folder in a `parentReference`.
    #[serde(default)]
    pub id: Option<ItemId>,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
}
