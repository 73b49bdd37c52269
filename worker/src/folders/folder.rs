//! Folders themselves: list, make, open, change.

use contract::folder::{
    ChangeFolderRequest, CreateFolderRequest, Deed, FolderResponse, FoldersResponse, NAME_MAX, PAGE_SIZE,
    REFERENCE_MAX, Role,
};
use contract::ids::FolderId;
use contract::problem::ErrorCode;
use http::{Request, Response, StatusCode};

use super::route::Person;
use super::store::{Change, Newcomer};
use super::{BODY_MAX, Caller, shaped};
use crate::error::ApiError;
use crate::json;
use crate::platform::body::Body;
use crate::query;
use crate::routes::no_query;

/// Name of the query's one option: the last one of the page before.
const AFTER: &str = "after";

/// `GET /api/folders`.
pub(super) async fn list(caller: &Caller<'_>, raw: &str) -> Result<Response<Body>, ApiError> {
    let after: Option<FolderId> = after(raw)?;
    let mut folders = caller.store.folders(after.as_ref()).await?;
    let next = cut(&mut folders).map(|last| last.id.clone());
    Ok(json::answer(&FoldersResponse { folders, next }))
}

/// `POST /api/folders`.
pub(super) async fn create(caller: &Caller<'_>, request: Request<Body>) -> Result<Response<Body>, ApiError> {
    let asked: CreateFolderRequest = read(request).await?;
    let name = shaped(&asked.name, NAME_MAX)?;
    let reference = asked.reference.map(|text| shaped(&text, REFERENCE_MAX)).transpose()?;
    let id: FolderId = caller.random_id().parse().map_err(|_| ErrorCode::Internal)?;
    let user = &caller.session.user;
    let person = Person { tid: user.tid.clone(), oid: user.oid.clone() };
    let (own_name, username) = (&caller.person.name, &caller.person.username);
    let owner = Newcomer { person: &person, role: Role::Owner, name: own_name, username };
    let made = caller.store.create((&id, &name, reference.as_deref()), &owner, caller.now_s()).await?;
    if made == Change::Refused {
        return Err(ErrorCode::ReferenceTaken.into());
    }
    caller.visit.trace.note("folder", "created");
    let mut answer = json::answer(&caller.folder(&id, Deed::See).await?);
    *answer.status_mut() = StatusCode::CREATED;
    Ok(answer)
}

/// `GET /api/folders/{id}`: one round trip until a folder's first documents are on the screen.
pub(super) async fn open(caller: &Caller<'_>, id: &FolderId, raw: &str) -> Result<Response<Body>, ApiError> {
    let after = after(raw)?;
    let folder = caller.folder(id, Deed::See).await?;
    if after.is_none() {
        caller.store.be_called(id, &caller.person).await?;
    }
    let mut documents = caller.store.documents(id, after.as_ref()).await?;
    let next = cut(&mut documents).map(|last| last.id.clone());
    Ok(json::answer(&FolderResponse { folder, documents, next }))
}

/// `PATCH /api/folders/{id}`.
pub(super) async fn change(
    caller: &Caller<'_>,
    id: &FolderId,
    request: Request<Body>,
) -> Result<Response<Body>, ApiError> {
    let asked: ChangeFolderRequest = read(request).await?;
    let name = asked.name.map(|name| shaped(&name, NAME_MAX)).transpose()?;
    caller.folder(id, Deed::ChangeFolder).await?;
    caller.store.change(id, (name.as_deref(), asked.archived), caller.now_s()).await?;
    caller.visit.trace.note("folder", "changed");
    Ok(json::answer(&caller.folder(id, Deed::See).await?))
}

/// The body of a call that takes no query.
pub(super) async fn read<T: serde::de::DeserializeOwned>(request: Request<Body>) -> Result<T, ApiError> {
    no_query(request.uri().query().unwrap_or_default())?;
    let (parts, body) = request.into_parts();
    json::read(&parts.headers, body, BODY_MAX).await
}

/// Where to go on.
fn after<T: std::str::FromStr>(raw: &str) -> Result<Option<T>, ApiError> {
    let pairs = query::parse(raw).ok_or(ErrorCode::InvalidRequest)?;
    match pairs.as_slice() {
        [] => Ok(None),
        [(name, value)] if name == AFTER => {
            value.parse().map(Some).map_err(|_| ErrorCode::InvalidRequest.into())
        }
        _ => Err(ErrorCode::InvalidRequest.into()),
    }
}

/// Makes a page of what the store found: takes the one too many away, and answers the last that stays if there are more.
pub(super) fn cut<T>(found: &mut Vec<T>) -> Option<&T> {
    let more = found.len() > PAGE_SIZE;
    found.truncate(PAGE_SIZE);
    if more { found.last() } else { None }
}
