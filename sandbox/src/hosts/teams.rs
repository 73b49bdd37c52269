//! Microsoft Teams in a browser: a page that frames the tab of an app, speaks with the real teams-js in it, and gets tokens
//! for the person who is signed in to Teams.
//! <https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-overview>

mod broker;
mod page;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::world::World;

/// The host.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/host.js", get(page::script))
        .route("/host.css", get(page::style))
        .route("/api/token", post(broker::token))
        .with_state(world)
}
