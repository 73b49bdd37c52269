//! The control API: what the page does, for tests.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::entra::knows_error;
use crate::faults::{Fault, FaultKind, NumberedFault};
use crate::journal::Entry;
use crate::people::Person;
use crate::world::World;

type Shared = State<Arc<World>>;

/// A refusal in words: the caller is a test or a person at the page.
pub(super) type Refused = (StatusCode, String);

pub(super) async fn state(State(world): Shared) -> Json<Value> {
    Json(json!({
        "origins": world.origins,
        "clock": { "now": world.clock.now(), "offset_seconds": world.clock.offset() },
        "keys": world.key_ids(),
        "faults": world.faults.list(),
        "journal_entries": world.journal.entries().len(),
    }))
}

pub(super) async fn reset(State(world): Shared) -> StatusCode {
    world.reset();
    StatusCode::NO_CONTENT
}

pub(super) async fn journal(State(world): Shared) -> Json<Vec<Entry>> {
    Json(world.journal.entries())
}

pub(super) async fn clear_journal(State(world): Shared) -> StatusCode {
    world.journal.clear();
    StatusCode::NO_CONTENT
}

/// How to move the clock.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum ClockRequest {
    Advance { advance_seconds: i64 },
    Offset { offset_seconds: i64 },
}

pub(super) async fn set_clock(State(world): Shared, Json(request): Json<ClockRequest>) -> Json<Value> {
    match request {
        ClockRequest::Advance { advance_seconds } => world.clock.advance(advance_seconds),
        ClockRequest::Offset { offset_seconds } => world.clock.set_offset(offset_seconds),
    }
    Json(json!({ "now": world.clock.now(), "offset_seconds": world.clock.offset() }))
}

pub(super) async fn faults(State(world): Shared) -> Json<Vec<NumberedFault>> {
    Json(world.faults.list())
}

pub(super) async fn set_fault(
    State(world): Shared,
    Json(mut fault): Json<Fault>,
) -> Result<Response, Refused> {
    if let FaultKind::TokenError { code } | FaultKind::AuthorizeError { code } = fault.kind
        && !knows_error(code)
    {
        return Err((StatusCode::BAD_REQUEST, format!("AADSTS{code} is not in the sandbox's table.")));
    }
    if let Some(name) = &fault.person {
        fault.person = Some(person(&world, name)?.oid.to_owned());
    }
    let id = world.faults.set(fault);
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))).into_response())
}

pub(super) async fn clear_faults(State(world): Shared) -> StatusCode {
    world.faults.clear();
    StatusCode::NO_CONTENT
}

pub(super) async fn clear_fault(State(world): Shared, Path(id): Path<u64>) -> StatusCode {
    if world.faults.clear_one(id) { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

pub(super) async fn roll_keys(State(world): Shared) -> Json<Vec<String>> {
    world.roll_keys();
    Json(world.key_ids())
}

pub(super) async fn drop_old_keys(State(world): Shared) -> Json<Vec<String>> {
    world.drop_old_keys();
    Json(world.key_ids())
}

/// Whose consent, to what.
#[derive(Deserialize)]
pub(super) struct ConsentRequest {
    client_id: String,
    #[serde(default)]
    person: Option<String>,
    #[serde(default)]
    scope: String,
}

pub(super) async fn grant_consent(
    State(world): Shared,
    Json(request): Json<ConsentRequest>,
) -> Result<StatusCode, Refused> {
    let person = request.person.map(|name| person(&world, &name)).transpose()?;
    world
        .grant_consent(&request.client_id, person, &request.scope)
        .map_err(|problem| (StatusCode::BAD_REQUEST, problem))?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn withdraw_consent(
    State(world): Shared,
    Json(request): Json<ConsentRequest>,
) -> Result<StatusCode, Refused> {
    let person = request.person.map(|name| person(&world, &name)).transpose()?;
    world.withdraw_consent(&request.client_id, person);
    Ok(StatusCode::NO_CONTENT)
}

/// Whose sessions.
#[derive(Deserialize)]
pub(super) struct RevokeRequest {
    person: String,
}

pub(super) async fn revoke_sessions(
    State(world): Shared,
    Json(request): Json<RevokeRequest>,
) -> Result<StatusCode, Refused> {
    world.revoke_sessions(person(&world, &request.person)?);
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn people(State(world): Shared) -> Json<Value> {
    Json(json!({ "tenants": world.directory.tenants(), "people": world.directory.people() }))
}

/// A person by object id or sign-in name.
pub(super) fn person(world: &World, name: &str) -> Result<&'static Person, Refused> {
    let found = world.directory.person(name).or_else(|| world.directory.person_by_upn(name));
    found.ok_or_else(|| (StatusCode::NOT_FOUND, format!("{name} is not in the cast.")))
}
