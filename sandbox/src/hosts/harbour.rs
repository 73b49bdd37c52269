//! Harbour: a small web app of somebody else's, on an origin of its own, in which people pick documents with the app's script.

mod page;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::html;
use crate::world::World;

/// The web app.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/harbour.js", get(async || html::script(include_str!("harbour/harbour.js"))))
        .route("/harbour.css", get(async || html::style(include_str!("harbour/harbour.css"))))
        .with_state(world)
}
