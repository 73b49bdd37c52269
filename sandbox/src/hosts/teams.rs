//! Microsoft Teams in a browser: a page that frames the tab of an app, speaks with the real teams-js in it, and gets tokens
//! for the person who is signed in to Teams.
//! <https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-overview>

mod page;

use std::sync::Arc;

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};

use super::broker::{self, TEAMS_WEB, Wish};
use super::page::{NESTED_APP_AUTH, SWITCHES};
use crate::html;
use crate::world::World;

/// The host.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/host.js", get(async || html::script(include_str!("teams/host.js"))))
        .route("/settings.js", get(async || html::script(include_str!("teams/settings.js"))))
        .route("/naa.js", get(async || html::script(NESTED_APP_AUTH)))
        .route("/switches.js", get(async || html::script(SWITCHES)))
        .route("/host.css", get(async || html::style(include_str!("teams/host.css"))))
        .route("/api/token", post(token))
        .with_state(world)
}

async fn token(State(world): State<Arc<World>>, Json(wish): Json<Wish>) -> axum::response::Response {
    broker::token(&world, TEAMS_WEB, &wish)
}
