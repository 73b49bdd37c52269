//! The control API's part for notifications: what becomes of them on their way.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::Refused;
use crate::graph::subscriptions::Subscription;
use crate::graph::subscriptions::outbox::Mode;
use crate::world::World;

type Shared = State<Arc<World>>;

/// Kinds of lifecycle events. <https://learn.microsoft.com/graph/change-notifications-lifecycle-events>
const EVENTS: [&str; 3] = ["reauthorizationRequired", "subscriptionRemoved", "missed"];

/// What becomes of notifications.
#[derive(Deserialize)]
pub(super) struct ModeRequest {
    mode: Mode,
}

pub(super) async fn mode(State(world): Shared) -> Json<Value> {
    Json(json!({ "mode": world.graph.subscriptions.outbox.mode() }))
}

pub(super) async fn set_mode(State(world): Shared, Json(request): Json<ModeRequest>) -> StatusCode {
    world.graph.subscriptions.outbox.set_mode(request.mode);
    StatusCode::NO_CONTENT
}

/// In which order.
#[derive(Deserialize)]
pub(super) struct ReleaseRequest {
    #[serde(default)]
    reversed: bool,
}

pub(super) async fn release(State(world): Shared, Json(request): Json<ReleaseRequest>) -> Json<Value> {
    Json(json!({ "released": world.graph.subscriptions.outbox.release(request.reversed) }))
}

pub(super) async fn subscriptions(State(world): Shared) -> Json<Value> {
    let live = world.graph.subscriptions.live(world.clock.now());
    Json(live.iter().map(Subscription::shown).collect())
}

/// Which event.
#[derive(Deserialize)]
pub(super) struct LifecycleRequest {
    event: String,
}

pub(super) async fn lifecycle(
    State(world): Shared,
    Path(id): Path<String>,
    Json(request): Json<LifecycleRequest>,
) -> Result<StatusCode, Refused> {
    if !EVENTS.contains(&request.event.as_str()) {
        return Err((StatusCode::BAD_REQUEST, "There is no such event.".to_owned()));
    }
    if world.graph.subscriptions.send_lifecycle(&id, &request.event, world.clock.now()) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        let words = "There is no such subscription, or it has no address for lifecycle events.";
        Err((StatusCode::NOT_FOUND, words.to_owned()))
    }
}
