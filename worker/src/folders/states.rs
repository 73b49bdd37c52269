//! What the viewer may open: asked of Graph with the viewer's own token, twenty documents in one call. Nobody's rights count but the
//! viewer's, and nothing of the answer is kept but a document's new name and place.

use contract::folder::{Deed, DocumentState, DocumentStateView, STATES_MAX, StatesRequest, StatesResponse};
use contract::graph::{DriveItem, ItemReference};
use contract::ids::{FolderId, ItemId};
use contract::operations::{OperationId, PathIds};
use contract::problem::ErrorCode;
use http::{Request, Response};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Caller;
use super::folder::read;
use super::links::Lying;
use super::store::Stored;
use crate::error::ApiError;
use crate::graph::batch::{self, Part};
use crate::graph::visit;
use crate::json;
use crate::platform::body::Body;

/// Seconds after which a document that Graph did not answer for is worth another question.
const PATIENCE_S: u32 = 5;

/// `POST /api/folders/{id}/documents/states`. Costs one call to Graph.
pub(super) async fn states(
    caller: &Caller<'_>,
    id: &FolderId,
    request: Request<Body>,
) -> Result<Response<Body>, ApiError> {
    let asked: StatesRequest = read(request).await?;
    if !(1..=STATES_MAX).contains(&asked.documents.len()) {
        return Err(ErrorCode::InvalidRequest.into());
    }
    caller.folder(id, Deed::See).await?;
    let mut found = caller.store.stored(id, &asked.documents).await?;
    found.sort_by_key(|stored| asked.documents.iter().position(|wanted| *wanted == stored.id));
    let ids: Vec<PathIds> = found
        .iter()
        .map(|stored| PathIds::item(Some(stored.drive_id.clone()), stored.item_id.clone()))
        .collect();
    let parts = if ids.is_empty() { Vec::new() } else { parts(caller, &ids).await? };
    let seen = found.iter().zip(&parts).map(|(stored, part)| Seen::of(caller, stored, part.as_ref()));
    let seen: Vec<Seen> = seen.collect();
    follow(caller, id, &found, &seen).await?;
    let view = |(stored, seen): (Stored, Seen)| DocumentStateView { id: stored.id, state: seen.state };
    Ok(json::answer(&StatesResponse { states: found.into_iter().zip(seen).map(view).collect() }))
}

/// What Graph says of each. Where it is too busy for all of them, that is an answer for each as well: the list stays as it is and asks
/// again. What the person has to settle, above all signing in, is told as such.
async fn parts(caller: &Caller<'_>, ids: &[PathIds]) -> Result<Vec<Option<Part>>, ApiError> {
    let (visit, session) = (caller.visit, &caller.session);
    match batch::each(visit, session, OperationId::DriveItem, ids).await {
        Err(error) if is_passing(error.code) => {
            let part = || Part { status: 503, retry_after: error.retry_after, body: None };
            Ok(ids.iter().map(|_| Some(part())).collect())
        }
        other => other,
    }
}

fn is_passing(code: ErrorCode) -> bool {
    let passing = [
        ErrorCode::Throttled,
        ErrorCode::UpstreamUnavailable,
        ErrorCode::UpstreamTimeout,
        ErrorCode::UpstreamInvalid,
    ];
    passing.contains(&code)
}

/// What a document is to the viewer, and how Graph describes it now.
struct Seen {
    state: DocumentState,
    now: Option<DriveItem>,
}

impl Seen {
    fn of(caller: &Caller<'_>, stored: &Stored, part: Option<&Part>) -> Self {
        let unknown = |retry_after| DocumentState::Unknown { retry_after };
        let Some(part) = part else { return Self { state: unknown(Some(PATIENCE_S)), now: None } };
        let state = match part.status {
            200 => return Self::described(caller, stored, part),
            // Graph says 401 to guests for what they have no right to.
            401 | 403 | 423 => DocumentState::NoAccess,
            400 | 404 => DocumentState::Missing,
            410 => DocumentState::Deleted,
            _ => unknown(Some(part.retry_after.unwrap_or(PATIENCE_S))),
        };
        Self { state, now: None }
    }

    fn described(caller: &Caller<'_>, stored: &Stored, part: &Part) -> Self {
        let json = part.body.as_ref().map_or("", |body| body.get());
        if serde_json::from_str::<Removed>(json).is_ok_and(|item| item.deleted.is_some()) {
            return Self { state: DocumentState::Deleted, now: None };
        }
        let item = visit::item(caller.visit, &caller.session, OperationId::DriveItem, json.as_bytes());
        let Some(now) = item else {
            return Self { state: DocumentState::Unknown { retry_after: None }, now: None };
        };
        let parent = parent(&now);
        let lying: Option<Lying> = serde_json::from_str(json).ok();
        let tenant = &caller.session.user.tid;
        let state = DocumentState::Open {
            name: now.name.clone(),
            web_url: now.web_url.clone(),
            desktop_url: lying.as_ref().and_then(|lying| lying.desktop(&now.name)),
            teams_url: lying.as_ref().and_then(|lying| lying.teams(&now.name, tenant)),
            size: now.size,
            renamed: now.name != stored.name,
            moved: stored.parent_id.is_some() && parent.is_some() && parent != stored.parent_id.as_deref(),
        };
        Self { state, now: Some(now) }
    }
}

/// The facet of what lies in the recycle bin.
#[derive(Deserialize)]
struct Removed {
    deleted: Option<IgnoredAny>,
}

/// The folder that an item lies in.
pub(super) fn parent(item: &DriveItem) -> Option<&str> {
    let ItemReference { id, .. } = item.parent_reference.as_ref()?;
    id.as_ref().map(ItemId::as_str)
}

/// Keeps the names and places that changed, so that the list shows them to everybody from now on.
async fn follow(
    caller: &Caller<'_>,
    folder: &FolderId,
    found: &[Stored],
    seen: &[Seen],
) -> Result<(), ApiError> {
    let changed = found.iter().zip(seen).filter_map(|(stored, seen)| {
        let now = seen.now.as_ref()?;
        stored.differs_from(now).then_some((&stored.id, now))
    });
    let changed: Vec<_> = changed.collect();
    if !changed.is_empty() {
        caller.visit.trace.note("folder.followed", changed.len());
        caller.store.follow(folder, &changed).await?;
    }
    Ok(())
}
