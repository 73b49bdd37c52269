//! Outlook on the web: a page that frames the task pane of an app beside a mail, a stand-in for Office.js that the pane loads,
//! and tokens for the person who is signed in to Outlook.
//! <https://learn.microsoft.com/office/dev/add-ins/outlook/outlook-add-ins-overview>

mod page;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use super::broker::{self, OUTLOOK_WEB, Wish};
use super::page::{NESTED_APP_AUTH, SWITCHES};
use crate::html;
use crate::world::World;

/// The parts of Office.js within one function, so that the page sees nothing of them but what they mean it to.
const OFFICE: &str = concat!(
    "(() => {\n\"use strict\";\n\n",
    include_str!("outlook/dialogs.js"),
    include_str!("outlook/office.js"),
    "})();\n"
);

/// The host.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/host.js", get(async || html::script(include_str!("outlook/host.js"))))
        .route("/xdm.js", get(async || html::script(include_str!("outlook/xdm.js"))))
        .route("/ajax/3.5/MicrosoftAjax.js", get(async || open(include_str!("outlook/ajax.js"))))
        .route("/naa.js", get(async || html::script(NESTED_APP_AUTH)))
        .route("/switches.js", get(async || html::script(SWITCHES)))
        .route("/host.css", get(async || html::style(include_str!("outlook/host.css"))))
        .route("/lib/1/hosted/office.js", get(async || open(OFFICE)))
        .route("/api/token", post(token))
        .with_state(world)
}

/// A script as open to other origins as those on Microsoft's network.
fn open(script: &'static str) -> Response {
    ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")], html::script(script)).into_response()
}

async fn token(State(world): State<Arc<World>>, Json(wish): Json<Wish>) -> Response {
    broker::token(&world, OUTLOOK_WEB, &wish)
}
