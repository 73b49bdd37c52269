//! Drives and items as JSON, with the members, annotations and spellings that OneDrive for Business has.
//!
//! <https://learn.microsoft.com/graph/api/resources/driveitem>

use percent_encoding::utf8_percent_encode;
use serde_json::{Map, Value, json};

use super::drive::{Drive, Item, Kind};
use super::file_type::Class;
use super::thumbnail;
use crate::graph::answer::Failure;
use crate::graph::content::link::{Links, SEGMENT};
use crate::graph::identifier::{self, Numbers};
use crate::graph::instant::timestamp;
use crate::graph::odata::Options;
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
        if item.shared {
            members.insert("shared".to_owned(), json!({ "scope": "organization" }));
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
            Kind::File => self.file_facets(item),
        }
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
        "name": "OneDrive",
        "description": "",
        "driveType": "business",
        "webUrl": links.drive_address(),
        "createdDateTime": timestamp(root.map_or(0, |root| root.created)),
        "lastModifiedDateTime": timestamp(drive.all().map(|item| item.modified).max().unwrap_or_default()),
        "createdBy": { "user": { "displayName": "System Account" } },
        "lastModifiedBy": identity(drive.owner),
        "owner": identity(drive.owner),
        "quota": { "total": QUOTA, "used": used, "remaining": QUOTA - used, "deleted": 0, "state": "normal" },
    }))
}

fn identity(person: &Person) -> Value {
    json!({ "user": { "id": person.oid, "displayName": person.display_name(), "email": person.upn } })
}

/// The root's names its drive and nothing else.
fn parent_reference(drive: &Drive, item: &Item) -> Value {
    let mut reference = object(json!({ "driveId": drive.id, "driveType": "business" }));
    let Some(parent) = item.parent.as_ref().and_then(|parent| drive.item(parent)) else {
        return Value::Object(reference);
    };
    let mut path = format!("/drives/{}/root:", drive.id);
    for name in drive.path(parent) {
        path.push('/');
        path.extend(utf8_percent_encode(name, SEGMENT));
    }
    let name = if parent.parent.is_none() { "Documents" } else { &parent.name };
    let site = identifier::guid(&format!("site {}", drive.owner.oid));
    for (member, value) in
        [("id", parent.id.clone()), ("name", name.to_owned()), ("path", path), ("siteId", site.to_string())]
    {
        reference.insert(member.to_owned(), Value::String(value));
    }
    Value::Object(reference)
}

fn sharepoint_ids(links: &Links<'_>, item: &Item) -> Value {
    let owner = links.drive.owner;
    let part = |name: &str| identifier::guid(&format!("{name} {}", owner.oid)).to_string();
    json!({
        "listId": part("list"),
        "listItemId": Numbers::of(item.unique).below(100_000).to_string(),
        "listItemUniqueId": item.unique.to_string(),
        "siteId": part("site"),
        "siteUrl": links.drive_address().trim_end_matches("/Documents"),
        "tenantId": owner.tenant,
        "webId": part("web"),
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
