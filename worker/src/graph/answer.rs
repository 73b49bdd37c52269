//! Graph's JSON answers, rebuilt from the types of [`contract::graph`]: a member that is not written there cannot cross.
//!
//! Texts are borrowed from the body while it is read, so that what is not kept (most of an answer) is never copied.

mod hits;
mod places;

use std::borrow::Cow;

use contract::graph::{
    Channel, Collection, Drive, DriveItem, File, Folder, ItemReference, Package, RemoteItem, Root, Site,
    Team, User,
};
use contract::operations::{Answer, Operation};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use url::Url;

pub use self::hits::{Found, hits};
use self::places::list;
use super::handle::Handles;
use crate::config::Environment;
use crate::config::cloud::Cloud;
use crate::config::origin::Origin;

/// Longest JSON answer that is read: a page of 200 items with thumbnails has about half a megabyte.
pub const ANSWER_MAX: usize = 4 * 1024 * 1024;
/// Longest name of an item that is believed. OneDrive's own limit is 255, SharePoint's 400.
const NAME_MAX: usize = 400;

/// An answer of ours.
#[derive(Debug)]
pub struct Rebuilt {
    /// JSON.
    pub json: Vec<u8>,
    /// How many items were left out because they were not well-formed.
    pub skipped: usize,
}

/// The body is not the answer that the row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer is not of the documented form")]
pub struct NotTheAnswer;

/// Rebuilds the answer to a call of `operation`. An item of a list that is not well-formed is left out; everything else
/// has to be, and above all the next link: a list that ends early without a word would look complete.
///
/// # Errors
/// When it is not JSON of the documented form, or its next link leads elsewhere (S3-11).
pub fn rebuild(operation: &Operation, body: &[u8], handles: &Handles<'_>) -> Result<Rebuilt, NotTheAnswer> {
    let whole = |json: Option<Vec<u8>>| json.map(|json| Rebuilt { json, skipped: 0 });
    let rebuilt = match operation.answer {
        Answer::User => whole(read(body).and_then(user).and_then(|user| write(&user))),
        Answer::Drive => {
            whole(read(body).and_then(|wire| drive(wire, handles.cloud)).and_then(|drive| write(&drive)))
        }
        Answer::Item => {
            whole(read(body).and_then(|wire| item(wire, operation, handles)).and_then(|item| write(&item)))
        }
        Answer::Items => read(body).and_then(|page| items(&page, operation, handles)),
        Answer::Drives => read(body).and_then(|page| list::<Drive>(&page, operation, handles)),
        Answer::Sites => read(body).and_then(|page| list::<Site>(&page, operation, handles)),
        Answer::Teams => read(body).and_then(|page| list::<Team>(&page, operation, handles)),
        Answer::Channels => read(body).and_then(|page| list::<Channel>(&page, operation, handles)),
        Answer::Users => read(body).and_then(|page| list::<User>(&page, operation, handles)),
        // Pictures are streamed, never read; what the worker keeps, it reads itself.
        Answer::Picture | Answer::Kept => None,
    };
    rebuilt.ok_or(NotTheAnswer)
}

/// One item, rebuilt as the answer to a call of `operation` would be.
#[must_use]
pub fn described(operation: &Operation, body: &[u8], handles: &Handles<'_>) -> Option<DriveItem> {
    read(body).and_then(|wire| item(wire, operation, handles))
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Option<T> {
    serde_json::from_slice(body).ok()
}

fn write(value: &impl Serialize) -> Option<Vec<u8>> {
    serde_json::to_vec(value).ok()
}

/// A text that is borrowed where the body holds it unescaped. (`Option<Cow<str>>` alone would always copy.)
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl From<Text<'_>> for String {
    fn from(text: Text<'_>) -> Self {
        text.0.into_owned()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireUser<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    display_name: Option<Text<'a>>,
    user_principal_name: Option<Text<'a>>,
    mail: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireDrive<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    drive_type: Option<Text<'a>>,
    name: Option<Text<'a>>,
    web_url: Option<Text<'a>>,
}

/// The items stay unread at first, so that each can fail alone.
#[derive(Deserialize)]
struct WirePage<'a> {
    #[serde(borrow)]
    value: Vec<&'a RawValue>,
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireItem<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    name: Text<'a>,
    size: Option<u64>,
    last_modified_date_time: Option<Text<'a>>,
    web_url: Option<Text<'a>>,
    e_tag: Option<Text<'a>>,
    folder: Option<Folder>,
    file: Option<WireFile<'a>>,
    package: Option<WirePackage<'a>>,
    root: Option<IgnoredAny>,
    parent_reference: Option<WireReference<'a>>,
    remote_item: Option<WireRemote<'a>>,
    #[serde(default)]
    thumbnails: Vec<WireThumbnails<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireRemote<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    parent_reference: Option<WireReference<'a>>,
    folder: Option<Folder>,
    file: Option<WireFile<'a>>,
    package: Option<WirePackage<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireFile<'a> {
    #[serde(borrow)]
    mime_type: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct WirePackage<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireReference<'a> {
    #[serde(borrow)]
    drive_id: Option<Text<'a>>,
    id: Option<Text<'a>>,
    name: Option<Text<'a>>,
}

/// <https://learn.microsoft.com/graph/api/resources/thumbnailset>
#[derive(Deserialize)]
struct WireThumbnails<'a> {
    #[serde(borrow)]
    small: Option<WireThumbnail<'a>>,
    medium: Option<WireThumbnail<'a>>,
}

#[derive(Deserialize)]
struct WireThumbnail<'a> {
    #[serde(borrow)]
    url: Option<Text<'a>>,
}

fn user(wire: WireUser<'_>) -> Option<User> {
    Some(User {
        id: present(wire.id)?,
        display_name: wire.display_name.map(Into::into),
        user_principal_name: wire.user_principal_name.map(Into::into),
        mail: wire.mail.map(Into::into),
    })
}

fn drive(wire: WireDrive<'_>, cloud: &Cloud) -> Option<Drive> {
    Some(Drive {
        id: present(wire.id)?,
        drive_type: wire.drive_type.map(Into::into),
        name: wire.name.map(Into::into),
        web_url: wire.web_url.and_then(|url| web_url(&url.0, cloud)),
    })
}

fn items(page: &WirePage<'_>, operation: &Operation, handles: &Handles<'_>) -> Option<Rebuilt> {
    let read = |raw: &&RawValue| {
        serde_json::from_str(raw.get()).ok().and_then(|wire: WireItem<'_>| item(wire, operation, handles))
    };
    let value: Vec<DriveItem> = page.value.iter().filter_map(read).collect();
    let skipped = page.value.len() - value.len();
    let next_link = match &page.next_link {
        Some(link) => Some(handles.next_path(operation, &link.0)?),
        None => None,
    };
    Some(Rebuilt { json: write(&Collection { value, next_link })?, skipped })
}

fn item(wire: WireItem<'_>, operation: &Operation, handles: &Handles<'_>) -> Option<DriveItem> {
    let thumbnail = wire.thumbnails.into_iter().next().and_then(|set| set.small.or(set.medium)?.url);
    Some(DriveItem {
        id: wire.id.0.parse().ok()?,
        name: name(wire.name)?,
        size: wire.size,
        last_modified_date_time: wire.last_modified_date_time.map(Into::into),
        web_url: wire.web_url.and_then(|url| web_url(&url.0, handles.cloud)),
        e_tag: wire.e_tag.map(Into::into),
        folder: wire.folder,
        file: wire.file.map(file),
        package: wire.package.map(package),
        root: wire.root.map(|_| Root {}),
        parent_reference: wire.parent_reference.map(reference),
        remote_item: wire.remote_item.and_then(remote),
        thumbnail: thumbnail.and_then(|url| handles.thumbnail_path(operation, &url.0)),
    })
}

fn file(wire: WireFile<'_>) -> File {
    File { mime_type: wire.mime_type.map(Into::into) }
}

fn package(wire: WirePackage<'_>) -> Package {
    Package { kind: wire.kind.map(Into::into) }
}

/// Where a shortcut leads. One that leads nowhere is still shown, as a thing that does not open here.
fn remote(wire: WireRemote<'_>) -> Option<RemoteItem> {
    Some(RemoteItem {
        id: wire.id.0.parse().ok()?,
        parent_reference: wire.parent_reference.map(reference),
        folder: wire.folder,
        file: wire.file.map(file),
        package: wire.package.map(package),
    })
}

/// Where an item lies. An id that is not well-formed is left out; the item itself is still good without it.
fn reference(wire: WireReference<'_>) -> ItemReference {
    ItemReference {
        drive_id: wire.drive_id.map(Into::into),
        id: wire.id.and_then(|id| id.0.parse().ok()),
        name: wire.name.map(Into::into),
    }
}

fn present(text: Text<'_>) -> Option<String> {
    Some(String::from(text)).filter(|text| !text.is_empty())
}

fn name(text: Text<'_>) -> Option<String> {
    let shaped = |text: &String| text.chars().count() <= NAME_MAX && !text.chars().any(char::is_control);
    present(text).filter(shaped)
}

/// An address that people may be sent to: https, or the sandbox's own http on this machine. Anything else (`javascript:`
/// above all) is left out.
fn web_url(text: &str, cloud: &Cloud) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.has_host();
    let sandbox = || {
        let origin = url.origin().ascii_serialization();
        cloud.graph.as_str().starts_with("http:")
            && Origin::parse(&origin, Environment::Development).is_some()
    };
    let safe = plain && (url.scheme() == "https" || (url.scheme() == "http" && sandbox()));
    safe.then(|| url.into())
}

#[cfg(test)]
mod tests;
