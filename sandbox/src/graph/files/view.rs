//! Drives and items as JSON, with the members, annotations and spellings that OneDrive for Business has.
//!
//! <https://learn.microsoft.com/graph/api/resources/driveitem>

use std::sync::Arc;

use percent_encoding::utf8_percent_encode;
use serde_json::{Map, Value, json};

use super::drive::{Drive, Item, Kind};
use super::file_type::Class;
use super::home::Home;
use super::{grant, remote, thumbnail};
use crate::graph::answer::Failure;
use crate::graph::content::link::{Links, SEGMENT};
use crate::graph::identifier::{self, Numbers};
use crate::graph::instant::timestamp;
use crate::graph::odata::Options;
use crate::graph::sites::cast::{Audience, Site};
use crate::people::Person;

/// Every member of `driveItem` that `$select` may name.
const MEMBERS: &[&str] = &[
    "id",
    "name",
    "description",
    "eTag",
    "cTag",
    "createdBy",
    "createdDateTime",
    "lastModifiedBy",
    "lastModifiedDateTime",
    "parentReference",
    "webUrl",
    "webDavUrl",
    "audio",
    "bundle",
    "content",
    "deleted",
    "file",
    "fileSystemInfo",
    "folder",
    "image",
    "location",
    "malware",
    "package",
    "pendingOperations",
    "photo",
    "publication",
    "remoteItem",
    "root",
    "searchResult",
    "shared",
    "sharepointIds",
    "size",
    "specialFolder",
    "video",
    "thumbnails",
    DOWNLOAD_URL,
    "content.downloadUrl",
];
/// Members that come only when `$select` names them.
const ON_REQUEST: &[&str] = &["publication", "webDavUrl", "sharepointIds"];
const DOWNLOAD_URL: &str = "@microsoft.graph.downloadUrl";
/// What a quota counts against: 1 TiB.
const QUOTA: u64 = 1 << 40;

/// How items of one request are shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'a> {
    /// Addresses of the drive.
    pub(crate) links: Links<'a>,
    /// What the request asked for.
    pub(crate) options: &'a Options,
    /// Whether thumbnails are given; a fault takes them away.
    pub(crate) thumbnails: Thumbnails,
    /// Every drive, for shortcuts.
    pub(crate) drives: &'a [Arc<Drive>],
}

/// Whether thumbnails are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Thumbnails {
    /// Where they were asked for.
    AsAsked,
    /// Not even then: OneDrive could not draw them.
    Missing,
}

impl View<'_> {
    /// Checks the options against what items have.
    ///
    /// # Errors
    /// 400 for an unknown member in `$select` or an expansion other than `thumbnails`.
    pub(crate) fn check(options: &Options) -> Result<(), Failure> {
        let unknown =
            options.select.iter().find(|name| !MEMBERS.iter().any(|known| known.eq_ignore_ascii_case(name)));
        if let Some(name) = unknown {
            return Err(Failure::bad_request(format!(
                "Parsing OData Select and Expand failed: Could not find a property named '{name}' on type \
                 'microsoft.graph.driveItem'."
            )));
        }
        match options.expand.iter().find(|expansion| !expansion.name.eq_ignore_ascii_case("thumbnails")) {
            Some(other) => {
                Err(Failure::invalid_request(format!("Expanding '{}' isn't supported.", other.name)))
            }
            None => Ok(()),
        }
    }

    /// One item.
    ///
    /// # Errors
    /// 400 when the expansion of thumbnails names a size that there is not.
    pub(crate) fn item(&self, item: &Item) -> Result<Value, Failure> {
        let mut members = self.members(item);
        let select = &self.options.select;
        let is_wanted = |name: &str| {
            let named = select.iter().any(|wanted| wanted.eq_ignore_ascii_case(name))
                || (name == DOWNLOAD_URL && select.iter().any(|wanted| wanted == "content.downloadUrl"));
            named || (select.is_empty() && !ON_REQUEST.contains(&name))
        };
        members.retain(|name, _| is_wanted(name));
        if !select.is_empty() {
            members.insert("@odata.etag".to_owned(), json!(item.e_tag()));
        }
        if let Some(expansion) = self.options.expansion("thumbnails") {
            let sets = match self.thumbnails {
                Thumbnails::AsAsked => thumbnail::sets(&self.links, item, &expansion.select)?,
                Thumbnails::Missing => json!([]),
            };
            members.insert("thumbnails".to_owned(), sets);
        }
        Ok(Value::Object(members))
    }

    fn members(&self, item: &Item) -> Map<String, Value> {
        let links = &self.links;
        let created = timestamp(item.created);
        let modified = timestamp(item.modified);
        let mut members = object(json!({
            "id": item.id,
            "name": item.name,
            "size": item.size,
            "eTag": item.e_tag(),
            "createdDateTime": created,
            "lastModifiedDateTime": modified,
            "createdBy": identity(item.author),
            "lastModifiedBy": identity(item.editor),
            "fileSystemInfo": { "createdDateTime": created, "lastModifiedDateTime": modified },
            "parentReference": parent_reference(links.drive, item),
            "webUrl": links.web_url(item),
            "webDavUrl": links.plain(item),
            "sharepointIds": sharepoint_ids(links, item),
        }));
        if let Some(c_tag) = item.c_tag() {
            members.insert("cTag".to_owned(), json!(c_tag));
        }
        if let Some(scope) = grant::scope(&item.grants) {
            members.insert("shared".to_owned(), json!({ "scope": scope }));
        }
        members.extend(self.facets(item));
        members
    }

    fn facets(&self, item: &Item) -> Map<String, Value> {
        match item.kind {
            Kind::Folder if item.parent.is_none() => {
                object(json!({ "root": {}, "folder": { "childCount": item.children.len() } }))
            }
            Kind::Folder => object(json!({ "folder": { "childCount": item.children.len() } })),
            Kind::Package(kind) => object(json!({ "package": { "type": kind } })),
            Kind::Remote => self.remote(item),
            Kind::File => self.file_facets(item),
        }
    }

    /// What a shortcut leads to; only where, once that is gone.
    fn remote(&self, item: &Item) -> Map<String, Value> {
        let Some(target) = &item.target else { return Map::new() };
        let drive = self.drives.iter().find(|drive| drive.id == target.drive);
        let found = drive.and_then(|drive| Some((drive, drive.item(&target.item)?)));
        let remote = match found {
            Some((drive, item)) => remote::facet(&Links { drive, ..self.links }, item),
            None => json!({ "id": target.item, "parentReference": { "driveId": target.drive } }),
        };
        object(json!({ "remoteItem": remote }))
    }

    fn file_facets(&self, item: &Item) -> Map<String, Value> {
        let file_type = item.file_type();
        let mut facets = object(json!({
            "file": { "mimeType": file_type.media_type, "hashes": { "quickXorHash": hash_of(item) } },
            "publication": { "level": "published", "versionId": format!("{}.0", item.version) },
        }));
        facets.insert(DOWNLOAD_URL.to_owned(), json!(self.links.download(item)));
        match file_type.class {
            Class::Image => {
                facets.insert("image".to_owned(), json!({ "height": 1200, "width": 1600 }));
                facets.insert("photo".to_owned(), json!({ "takenDateTime": timestamp(item.created) }));
            }
            Class::Video => {
                facets
                    .insert("video".to_owned(), json!({ "duration": 92_000, "height": 1080, "width": 1920 }));
            }
            Class::Office | Class::Document | Class::Text | Class::Other => {}
        }
        facets
    }
}

/// A drive. <https://learn.microsoft.com/graph/api/resources/drive>
pub(crate) fn drive(links: &Links<'_>) -> Map<String, Value> {
    let drive = links.drive;
    let root = drive.item(drive.root_id());
    let used = root.map_or(0, |root| root.size);
    object(json!({
        "id": drive.id,
        "name": drive.home.name(),
        "description": "",
        "driveType": drive.home.drive_type(),
        "webUrl": links.drive_address(),
        "createdDateTime": timestamp(root.map_or(0, |root| root.created)),
        "lastModifiedDateTime": timestamp(drive.all().map(|item| item.modified).max().unwrap_or_default()),
        "createdBy": { "user": { "displayName": "System Account" } },
        "lastModifiedBy": root.map_or(Value::Null, |root| identity(root.editor)),
        "owner": owner(drive),
        "quota": { "total": QUOTA, "used": used, "remaining": QUOTA - used, "deleted": 0, "state": "normal" },
    }))
}

/// A person, or the group whose library it is.
pub(crate) fn owner(drive: &Drive) -> Value {
    match drive.home {
        Home::Person(owner) => identity(owner),
        Home::Library(Site { audience: Audience::Team(key), title, .. }, _) => {
            json!({ "group": { "id": identifier::guid(&format!("team {key}")).to_string(), "displayName": title } })
        }
        Home::Library(..) => json!({ "user": { "displayName": "System Account" } }),
    }
}

/// A person as author, editor or owner.
pub(crate) fn identity(person: &Person) -> Value {
    json!({ "user": { "id": person.oid, "displayName": person.display_name(), "email": person.upn } })
}

/// The root's names its drive and nothing else.
pub(crate) fn parent_reference(drive: &Drive, item: &Item) -> Value {
    let mut reference = object(json!({ "driveId": drive.id, "driveType": drive.home.drive_type() }));
    let Some(parent) = item.parent.as_ref().and_then(|parent| drive.item(parent)) else {
        return Value::Object(reference);
    };
    let mut path = format!("/drives/{}/root:", drive.id);
    for name in drive.path(parent) {
        path.push('/');
        path.extend(utf8_percent_encode(name, SEGMENT));
    }
    let name = if parent.parent.is_none() { drive.home.list_name() } else { &parent.name };
    let site = identifier::guid(&format!("site {}", drive.home.site_key()));
    for (member, value) in
        [("id", parent.id.clone()), ("name", name.to_owned()), ("path", path), ("siteId", site.to_string())]
    {
        reference.insert(member.to_owned(), Value::String(value));
    }
    Value::Object(reference)
}

pub(crate) fn sharepoint_ids(links: &Links<'_>, item: &Item) -> Value {
    let home = links.drive.home;
    let part = |name: &str, key: &str| identifier::guid(&format!("{name} {key}")).to_string();
    json!({
        "listId": part("list", &links.drive.key),
        "listItemId": Numbers::of(item.unique).below(100_000).to_string(),
        "listItemUniqueId": item.unique.to_string(),
        "siteId": part("site", home.site_key()),
        "siteUrl": links.site_address(),
        "tenantId": home.tenant(),
        "webId": part("web", home.site_key()),
    })
}

/// In the shape of a quickXorHash, though not one: 20 bytes in base 64.
fn hash_of(item: &Item) -> String {
    use base64::Engine as _;
    let bytes: Vec<u8> = item.unique.as_bytes().iter().chain(&[0; 4]).copied().collect();
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The members of a value that is written as an object.
pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}
