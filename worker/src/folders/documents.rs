//! Documents of a folder: linking reads each item on behalf of whoever links it, and writes nothing anywhere but here. No copy is made,
//! no right is changed, no sharing link comes into being.

use std::collections::HashSet;

use contract::folder::{
    Deed, DocumentKind, ItemRef, LINKS_MAX, LinkRequest, LinkResponse, Linked, RECENT_MAX, RecentDocument,
    RecentResponse,
};
use contract::graph::DriveItem;
use contract::ids::{DocumentId, FolderId};
use contract::operations::{OperationId, PathIds};
use contract::problem::ErrorCode;
use futures_util::future::join_all;
use http::{Request, Response};

use super::Caller;
use super::folder::read;
use super::states::parent;
use super::store::{Change, NewDocument};
use crate::error::ApiError;
use crate::graph::visit;
use crate::json;
use crate::platform::body::Body;

/// Longest description of one item.
const ITEM_MAX: usize = 64 * 1024;

/// `POST /api/folders/{id}/documents`. Costs one call to Graph for each item.
pub(super) async fn link(
    caller: &Caller<'_>,
    id: &FolderId,
    request: Request<Body>,
) -> Result<Response<Body>, ApiError> {
    let asked: LinkRequest = read(request).await?;
    if !(1..=LINKS_MAX).contains(&asked.items.len()) {
        return Err(ErrorCode::InvalidRequest.into());
    }
    caller.folder(id, Deed::Link).await?;
    let described = join_all(asked.items.iter().map(|item| described(caller, item))).await;
    let mut outcomes = Vec::with_capacity(described.len());
    for (item, described) in asked.items.into_iter().zip(described) {
        outcomes.push(linked(caller, id, item, described).await?);
    }
    let made = outcomes.iter().filter(|outcome| matches!(outcome, Linked::Linked { .. })).count();
    caller.visit.trace.note("folder.linked", made);
    Ok(json::answer(&LinkResponse { outcomes }))
}

/// What Graph says of an item to the caller.
async fn described(caller: &Caller<'_>, item: &ItemRef) -> Result<DriveItem, ApiError> {
    let ids = PathIds::item(Some(item.drive_id.clone()), item.item_id.clone());
    let answer = visit::row(caller.visit, &caller.session, OperationId::DriveItem, &ids).await?;
    let bytes = answer.into_body().read(ITEM_MAX).await.map_err(|_| ErrorCode::UpstreamInvalid)?;
    serde_json::from_slice(&bytes).map_err(|_| ErrorCode::UpstreamInvalid.into())
}

async fn linked(
    caller: &Caller<'_>,
    folder: &FolderId,
    item: ItemRef,
    described: Result<DriveItem, ApiError>,
) -> Result<Linked, ApiError> {
    let described = match described {
        Ok(described) => described,
        Err(error) => return refused(item, error),
    };
    let id: DocumentId = caller.random_id().parse().map_err(|_| ErrorCode::Internal)?;
    let new = document(id, &item, described);
    let change = caller.store.link(folder, &new, (&caller.person.name, caller.now_s())).await?;
    let there = caller.store.document_of(folder, (&new.drive_id, &new.item_id)).await?;
    match (there, change) {
        (Some(document), Change::Done) => Ok(Linked::Linked { document }),
        (Some(document), Change::Refused) => Ok(Linked::AlreadyThere { document }),
        (None, _) => Err(ErrorCode::FolderFull.into()),
    }
}

/// One item that cannot be read keeps no other from being linked; what keeps all of them, is told as such.
fn refused(item: ItemRef, error: ApiError) -> Result<Linked, ApiError> {
    let is_one_of = |codes: &[ErrorCode]| codes.contains(&error.code);
    if is_one_of(&[ErrorCode::NoAccess, ErrorCode::InvalidRequest]) {
        return Ok(Linked::NoAccess { item });
    }
    let busy = [
        ErrorCode::Throttled,
        ErrorCode::UpstreamUnavailable,
        ErrorCode::UpstreamTimeout,
        ErrorCode::UpstreamInvalid,
    ];
    if is_one_of(&busy) { Ok(Linked::Unavailable { item }) } else { Err(error) }
}

/// What is kept: the ids that Graph itself names, and what it says to show.
fn document(id: DocumentId, asked: &ItemRef, item: DriveItem) -> NewDocument {
    let kind = match (&item.package, &item.folder) {
        (Some(_), _) => DocumentKind::Package,
        (None, Some(_)) => DocumentKind::Folder,
        (None, None) => DocumentKind::File,
    };
    let parent_id = parent(&item).map(str::to_owned);
    let drive_id = item.parent_reference.and_then(|parent| parent.drive_id?.parse().ok());
    NewDocument {
        id,
        parent_id,
        drive_id: drive_id.unwrap_or_else(|| asked.drive_id.clone()),
        item_id: item.id,
        name: item.name,
        kind,
        mime_type: item.file.and_then(|file| file.mime_type),
        size: item.size,
        web_url: item.web_url,
        e_tag: item.e_tag,
    }
}

/// `GET /api/documents/recent`: each item once, where it was linked last.
pub(super) async fn recent(caller: &Caller<'_>) -> Result<Response<Body>, ApiError> {
    let rows = u32::try_from(RECENT_MAX).unwrap_or(u32::MAX).saturating_mul(2);
    let mut documents = caller.store.recent(rows).await?;
    let mut seen = HashSet::new();
    documents.retain(|RecentDocument { document, .. }| {
        seen.insert((document.drive_id.clone(), document.item_id.clone()))
    });
    documents.truncate(RECENT_MAX);
    Ok(json::answer(&RecentResponse { documents }))
}

/// `DELETE /api/folders/{id}/documents/{id}`.
pub(super) async fn unlink(
    caller: &Caller<'_>,
    id: &FolderId,
    document: &DocumentId,
) -> Result<Response<Body>, ApiError> {
    let folder = caller.folder(id, Deed::UnlinkOwn).await?;
    let own_only = !folder.allows(Deed::Unlink);
    if caller.store.unlink(id, document, own_only).await? == Change::Refused {
        return Err(ErrorCode::FolderNotFound.into());
    }
    caller.visit.trace.note("folder", "document unlinked");
    Ok(super::gone())
}
