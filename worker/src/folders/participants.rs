//! Who takes part in a folder.

use contract::folder::{
    AddParticipantRequest, ChangeParticipantRequest, Deed, PAGE_SIZE, PARTICIPANTS_MAX, PERSON_NAME_MAX,
    ParticipantsResponse,
};
use contract::ids::FolderId;
use contract::problem::ErrorCode;
use http::{Request, Response, StatusCode};

use super::folder::{cut, read};
use super::route::Person;
use super::store::{Change, Newcomer};
use super::{Caller, shaped};
use crate::error::ApiError;
use crate::json;
use crate::platform::body::Body;
use crate::query;

/// Name of the query's one option: how many come before.
const SKIP: &str = "skip";

/// `GET /api/folders/{id}/participants`.
pub(super) async fn list(caller: &Caller<'_>, id: &FolderId, raw: &str) -> Result<Response<Body>, ApiError> {
    let skip = skip(raw)?;
    caller.folder(id, Deed::SeeParticipants).await?;
    let mut participants = caller.store.participants(id, skip).await?;
    let more = cut(&mut participants).is_some();
    let page = u32::try_from(PAGE_SIZE).unwrap_or(u32::MAX);
    let next = more.then(|| skip.saturating_add(page));
    Ok(json::answer(&ParticipantsResponse { participants, next }))
}

/// `POST /api/folders/{id}/participants`.
pub(super) async fn add(
    caller: &Caller<'_>,
    id: &FolderId,
    request: Request<Body>,
) -> Result<Response<Body>, ApiError> {
    let asked: AddParticipantRequest = read(request).await?;
    let (name, username) = (shaped(&asked.name, PERSON_NAME_MAX)?, shaped(&asked.username, PERSON_NAME_MAX)?);
    caller.folder(id, Deed::ChangeParticipants).await?;
    // Nobody adds people of a tenant that is not their own: whoever vouches for the caller vouches for them.
    let person = Person { tid: caller.session.user.tid.clone(), oid: asked.oid };
    let newcomer = Newcomer { person: &person, role: asked.role, name: &name, username: &username };
    let added = caller.store.add(id, &newcomer, caller.now_s()).await?;
    let Some(participant) = caller.store.somebody(id, &person).await? else {
        return Err(ErrorCode::FolderFull.into());
    };
    if added == Change::Refused {
        return Err(ErrorCode::AlreadyTakesPart.into());
    }
    caller.visit.trace.note("folder", "participant added");
    let mut answer = json::answer(&participant);
    *answer.status_mut() = StatusCode::CREATED;
    Ok(answer)
}

/// `PATCH /api/folders/{id}/participants/{tid}/{oid}`.
pub(super) async fn change(
    caller: &Caller<'_>,
    id: &FolderId,
    person: &Person,
    request: Request<Body>,
) -> Result<Response<Body>, ApiError> {
    let asked: ChangeParticipantRequest = read(request).await?;
    caller.folder(id, Deed::ChangeParticipants).await?;
    let changed = caller.store.set_role(id, person, asked.role).await?;
    let participant = caller.store.somebody(id, person).await?.ok_or(ErrorCode::FolderNotFound)?;
    if changed == Change::Refused {
        return Err(ErrorCode::LastOwner.into());
    }
    caller.visit.trace.note("folder", "participant changed");
    Ok(json::answer(&participant))
}

/// `DELETE /api/folders/{id}/participants/{tid}/{oid}`: somebody else, or oneself.
pub(super) async fn remove(
    caller: &Caller<'_>,
    id: &FolderId,
    person: &Person,
) -> Result<Response<Body>, ApiError> {
    let user = &caller.session.user;
    let own = person.tid == user.tid && person.oid == user.oid;
    caller.folder(id, if own { Deed::Leave } else { Deed::ChangeParticipants }).await?;
    if caller.store.remove(id, person).await? == Change::Refused {
        let there = caller.store.somebody(id, person).await?.is_some();
        return Err(if there { ErrorCode::LastOwner } else { ErrorCode::FolderNotFound }.into());
    }
    caller.visit.trace.note("folder", "participant removed");
    Ok(super::gone())
}

fn skip(raw: &str) -> Result<u32, ApiError> {
    let pairs = query::parse(raw).ok_or(ErrorCode::InvalidRequest)?;
    match pairs.as_slice() {
        [] => Ok(0),
        [(name, value)] if name == SKIP && value.bytes().all(|b| b.is_ascii_digit()) => {
            let skip = value.parse().ok().filter(|skip| *skip <= PARTICIPANTS_MAX);
            skip.ok_or_else(|| ErrorCode::InvalidRequest.into())
        }
        _ => Err(ErrorCode::InvalidRequest.into()),
    }
}
