//! An item of another drive as `remoteItem`: what a shortcut and a shared item show.
//!
//! <https://learn.microsoft.com/graph/api/resources/remoteitem>

use serde_json::{Value, json};

use super::drive::{Item, Kind};
use super::grant;
use super::view::{self, object};
use crate::graph::content::link::Links;
use crate::graph::instant::timestamp;

/// An item that somebody else shared, as a list of such items shows it.
pub(crate) fn shared(links: &Links<'_>, item: &Item) -> Value {
    let facet = facet(links, item);
    let mut members = object(facet.clone());
    members.retain(|name, _| {
        !matches!(name.as_str(), "parentReference" | "shared" | "sharepointIds" | "webDavUrl")
    });
    members.insert("@odata.type".to_owned(), json!("#microsoft.graph.driveItem"));
    members.insert("remoteItem".to_owned(), facet);
    Value::Object(members)
}

/// The facet. It has no path: that would tell more of the other drive than was shared.
pub(crate) fn facet(links: &Links<'_>, item: &Item) -> Value {
    let drive = links.drive;
    let (created, modified) = (timestamp(item.created), timestamp(item.modified));
    let mut parent = object(view::parent_reference(drive, item));
    parent.retain(|member, _| member != "path" && member != "name");
    let mut facet = object(json!({
        "id": item.id,
        "name": item.name,
        "size": item.size,
        "createdDateTime": created,
        "lastModifiedDateTime": modified,
        "createdBy": view::identity(item.author),
        "lastModifiedBy": view::identity(item.editor),
        "fileSystemInfo": { "createdDateTime": created, "lastModifiedDateTime": modified },
        "parentReference": parent,
        "sharepointIds": view::sharepoint_ids(links, item),
        "webUrl": links.web_url(item),
        "webDavUrl": links.plain(item),
    }));
    if let Some(scope) = grant::scope(&item.grants) {
        let by = drive.owner().unwrap_or(item.author);
        facet.insert(
            "shared".to_owned(),
            json!({
                "owner": view::identity(by), "sharedBy": view::identity(by),
                "scope": scope, "sharedDateTime": modified,
            }),
        );
    }
    let (name, value) = match item.kind {
        Kind::File => ("file", json!({ "mimeType": item.file_type().media_type })),
        Kind::Package(kind) => ("package", json!({ "type": kind })),
        Kind::Folder | Kind::Remote => ("folder", json!({ "childCount": item.children.len() })),
    };
    facet.insert(name.to_owned(), value);
    Value::Object(facet)
}
