//! The control API's part for teams and the people in them: what owners and administrators do while an app looks on. A reset
//! undoes it. A team and a channel go by id or name.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::api::Refused;
use super::files::{done, refused};
use crate::graph::Refused as NotDone;
use crate::graph::accounts::{self, Change, Mail};
use crate::graph::teams::roster::Role;
use crate::graph::teams::team::{Channel, Team};
use crate::world::World;

type Shared = State<Arc<World>>;

pub(super) async fn list(State(world): Shared) -> Json<Value> {
    Json(world.graph.teams().iter().map(team).collect())
}

fn team(team: &Team) -> Value {
    json!({
        "id": team.id,
        "name": team.name,
        "members": team.people.len(),
        "owners": team.people.in_role(Role::Owner).len(),
        "channels": team.channels.iter().map(channel).collect::<Vec<Value>>(),
    })
}

fn channel(channel: &Channel) -> Value {
    json!({
        "id": channel.id,
        "name": channel.name,
        "kind": format!("{:?}", channel.kind),
        "members": channel.people.iter().map(|(oid, _)| oid).collect::<Vec<&str>>(),
        "site": channel.site,
        "files": format!("{:?}", channel.files),
    })
}

/// Who, and as what.
#[derive(Deserialize)]
pub(super) struct MemberRequest {
    oid: Option<String>,
    name: Option<String>,
    #[serde(default = "as_member")]
    role: Role,
}

fn as_member() -> Role {
    Role::Member
}

/// Adds somebody who is named, or somebody new.
pub(super) async fn set_member(
    State(world): Shared,
    Path(team): Path<String>,
    Json(request): Json<MemberRequest>,
) -> Result<Response, Refused> {
    if let Some(oid) = request.oid {
        return done(world.graph.set_member(&team, &oid, request.role)).map(IntoResponse::into_response);
    }
    let added = world.graph.add_newcomer(&team, request.name.as_deref(), request.role).map_err(refused)?;
    Ok(Json(json!({ "oid": added.oid, "name": added.display_name })).into_response())
}

pub(super) async fn remove_member(
    State(world): Shared,
    Path((team, oid)): Path<(String, String)>,
) -> Result<StatusCode, Refused> {
    done(world.graph.remove_member(&team, &oid))
}

pub(super) async fn set_channel_member(
    State(world): Shared,
    Path((team, channel)): Path<(String, String)>,
    Json(request): Json<MemberRequest>,
) -> Result<StatusCode, Refused> {
    let oid = request.oid.ok_or((StatusCode::UNPROCESSABLE_ENTITY, "Who?".to_owned()))?;
    done(world.graph.set_channel_member(&team, &channel, &oid, request.role))
}

pub(super) async fn remove_channel_member(
    State(world): Shared,
    Path((team, channel, oid)): Path<(String, String, String)>,
) -> Result<StatusCode, Refused> {
    done(world.graph.remove_channel_member(&team, &channel, &oid))
}

/// How many people who are made up.
#[derive(Deserialize)]
pub(super) struct SizeRequest {
    members: u32,
}

pub(super) async fn resize(
    State(world): Shared,
    Path(team): Path<String>,
    Json(request): Json<SizeRequest>,
) -> Result<StatusCode, Refused> {
    done(world.graph.resize_team(&team, request.members))
}

/// What becomes different about a person; `"mail": null` takes the address away.
#[derive(Deserialize)]
pub(super) struct PersonRequest {
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    mail: Option<Mail>,
    state: Option<accounts::State>,
}

/// Tells a member that is null from one that is not there.
fn given<'a, D: Deserializer<'a>>(deserializer: D) -> Result<Option<Mail>, D::Error> {
    Mail::deserialize(deserializer).map(Some)
}

pub(super) async fn change_person(
    State(world): Shared,
    Path(oid): Path<String>,
    Json(request): Json<PersonRequest>,
) -> Result<StatusCode, Refused> {
    let PersonRequest { name, mail, state } = request;
    done(world.graph.change_person(&oid, Change { name, mail, state }))
}

/// Which application, and what it may do in the team.
#[derive(Deserialize)]
pub(super) struct TeamConsentRequest {
    client_id: String,
    #[serde(default)]
    permissions: Vec<String>,
}

pub(super) async fn consent(
    State(world): Shared,
    Path(team): Path<String>,
    Json(request): Json<TeamConsentRequest>,
) -> Result<StatusCode, Refused> {
    let team = id_of(&world, &team)?;
    world.graph.team_consents.grant(&team, &request.client_id, request.permissions);
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn withdraw_consent(
    State(world): Shared,
    Path(team): Path<String>,
    Json(request): Json<TeamConsentRequest>,
) -> Result<StatusCode, Refused> {
    let team = id_of(&world, &team)?;
    world.graph.team_consents.withdraw(&team, &request.client_id);
    Ok(StatusCode::NO_CONTENT)
}

fn id_of(world: &World, name: &str) -> Result<String, Refused> {
    let teams = world.graph.teams();
    let found = teams.iter().find(|team| team.id == name || team.name.eq_ignore_ascii_case(name));
    found.map(|team| team.id.clone()).ok_or_else(|| refused(NotDone::NoTeam))
}
