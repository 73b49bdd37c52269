//! The control API's part for drives, rights and channels: what other people do while an app looks on. A reset undoes it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::{Refused, person};
use crate::graph::Refused as NotDone;
use crate::graph::files::drive::{Drive, Item};
use crate::graph::files::grant::{Role, To};
use crate::world::World;

type Shared = State<Arc<World>>;

/// An item: its drive (an id, a person, or a library such as `harbour/Shared Documents`), and an id in it or a path of names
/// below its root.
#[derive(Deserialize)]
pub(super) struct Place {
    drive: String,
    item: String,
}

/// The ids behind a [`Place`].
struct Found {
    drive: String,
    item: String,
}

pub(super) async fn drives(State(world): Shared) -> Json<Value> {
    Json(world.graph.overview())
}

/// What an item is, as the world keeps it: for tests that know its path only.
pub(super) async fn find(State(world): Shared, Json(place): Json<Place>) -> Result<Json<Value>, Refused> {
    let Found { drive, item } = found(&world, &place)?;
    let drives = world.graph.drives();
    let item = drives.iter().find(|known| known.id == drive).and_then(|known| known.item(&item));
    let item = item.ok_or_else(|| refused(NotDone::NoItem))?;
    Ok(Json(json!({ "drive": drive, "item": item.id, "name": item.name, "rights": rights(item) })))
}

fn rights(item: &Item) -> Vec<Value> {
    let shown = |to: &To| match to {
        To::Person(oid) => json!({ "person": oid }),
        To::Organization => json!("organization"),
        To::Link => json!("link"),
    };
    item.grants.iter().map(|grant| json!({ "to": shown(&grant.to), "role": grant.role.name() })).collect()
}

/// A new name.
#[derive(Deserialize)]
pub(super) struct RenameRequest {
    #[serde(flatten)]
    place: Place,
    name: String,
}

pub(super) async fn rename(
    State(world): Shared,
    Json(request): Json<RenameRequest>,
) -> Result<StatusCode, Refused> {
    let Found { drive, item } = found(&world, &request.place)?;
    done(world.graph.rename_item(&drive, &item, &request.name, world.clock.now()))
}

/// Another folder of the same drive.
#[derive(Deserialize)]
pub(super) struct MoveRequest {
    #[serde(flatten)]
    place: Place,
    folder: String,
}

pub(super) async fn relocate(
    State(world): Shared,
    Json(request): Json<MoveRequest>,
) -> Result<StatusCode, Refused> {
    let Found { drive, item } = found(&world, &request.place)?;
    let folder = found(&world, &Place { drive: drive.clone(), item: request.folder })?.item;
    done(world.graph.move_item(&drive, &item, &folder, world.clock.now()))
}

pub(super) async fn delete(State(world): Shared, Json(place): Json<Place>) -> Result<StatusCode, Refused> {
    let Found { drive, item } = found(&world, &place)?;
    done(world.graph.delete_item(&drive, &item))
}

/// By id only: a path leads to nothing that was deleted.
pub(super) async fn restore(State(world): Shared, Json(place): Json<Place>) -> Result<StatusCode, Refused> {
    let drives = world.graph.drives();
    let drive = drive_of(&world, &drives, &place.drive)?;
    done(world.graph.restore_item(&drive.id, &place.item))
}

/// Whose right: a person's, or that of everybody, or a link's.
#[derive(Deserialize)]
pub(super) struct RightRequest {
    #[serde(flatten)]
    place: Place,
    to: Option<String>,
    #[serde(default)]
    role: RoleName,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RoleName {
    #[default]
    Read,
    Write,
}

pub(super) async fn grant(
    State(world): Shared,
    Json(request): Json<RightRequest>,
) -> Result<StatusCode, Refused> {
    let Found { drive, item } = found(&world, &request.place)?;
    let to = request.to.as_deref().ok_or((StatusCode::UNPROCESSABLE_ENTITY, "To whom?".to_owned()))?;
    let role = match request.role {
        RoleName::Read => Role::Read,
        RoleName::Write => Role::Write,
    };
    done(world.graph.grant(&drive, &item, grantee(&world, to)?, role))
}

pub(super) async fn withdraw(
    State(world): Shared,
    Json(request): Json<RightRequest>,
) -> Result<StatusCode, Refused> {
    let Found { drive, item } = found(&world, &request.place)?;
    let from = request.to.as_deref().map(|to| grantee(&world, to)).transpose()?;
    done(world.graph.withdraw(&drive, &item, from.as_ref()))
}

/// Which channel, by ids or names.
#[derive(Deserialize)]
pub(super) struct ChannelRequest {
    team: String,
    channel: String,
}

pub(super) async fn open_files(
    State(world): Shared,
    Json(request): Json<ChannelRequest>,
) -> Result<StatusCode, Refused> {
    done(world.graph.open_files_tab(&request.team, &request.channel, world.clock.now()))
}

fn grantee(world: &World, name: &str) -> Result<To, Refused> {
    match name {
        "organization" => Ok(To::Organization),
        "link" => Ok(To::Link),
        name => Ok(To::Person(person(world, name)?.oid.to_owned())),
    }
}

fn found(world: &World, place: &Place) -> Result<Found, Refused> {
    let drives = world.graph.drives();
    let drive = drive_of(world, &drives, &place.drive)?;
    let names = place.item.split('/').filter(|name| !name.is_empty());
    let item = drive.item(&place.item).or_else(|| drive.at(names));
    let item = item.ok_or_else(|| refused(NotDone::NoItem))?;
    Ok(Found { drive: drive.id.clone(), item: item.id.clone() })
}

fn drive_of<'a>(world: &World, drives: &'a [Arc<Drive>], name: &str) -> Result<&'a Drive, Refused> {
    let owner = person(world, name).ok().map(|person| person.oid);
    let is_it = |drive: &&Drive| drive.id == name || drive.key == name || Some(drive.key.as_str()) == owner;
    drives.iter().map(Arc::as_ref).find(is_it).ok_or_else(|| refused(NotDone::NoDrive))
}

pub(super) fn done(result: Result<(), NotDone>) -> Result<StatusCode, Refused> {
    result.map(|()| StatusCode::NO_CONTENT).map_err(refused)
}

pub(super) fn refused(problem: NotDone) -> Refused {
    let (status, words) = match problem {
        NotDone::NoDrive => (StatusCode::NOT_FOUND, "There is no such drive."),
        NotDone::NoItem => {
            (StatusCode::NOT_FOUND, "There is no such item, or none that this can be done to.")
        }
        NotDone::NoFolder => (StatusCode::BAD_REQUEST, "That is no folder, or it lies in the item."),
        NotDone::NoTeam => (StatusCode::NOT_FOUND, "There is no such team."),
        NotDone::NoChannel => {
            (StatusCode::NOT_FOUND, "There is no such channel, or none that this can be done to.")
        }
        NotDone::NoPerson => (StatusCode::NOT_FOUND, "There is no such person, or not there."),
        NotDone::BadName => (StatusCode::BAD_REQUEST, "OneDrive allows no such name."),
    };
    (status, words.to_owned())
}
