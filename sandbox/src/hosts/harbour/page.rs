//! The page: three ways to pick, and what was picked. What it does stands in `harbour.js`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use maud::html;

use crate::hosts::page::setup;
use crate::html::{assets, choice, document};
use crate::world::World;

pub(super) async fn index(State(world): State<Arc<World>>) -> Response {
    let body = html! {
        body data-setup=(setup(&world)) {
            header {
                h1 { "Harbour" }
                p { "A web app of somebody else's, which knows nothing of Microsoft." }
            }
            main {
                form id="options" {
                    (choice("kinds", "What", &KINDS))
                    (choice("start", "Begins at", &PLACES))
                    label { "Extensions" input id="extensions" placeholder="pdf,docx"; }
                    label { input type="checkbox" id="multiple" checked; " several" }
                }
                p {
                    button type="button" id="popup" { "Choose in a window" }
                    button type="button" id="frame" { "Choose in this page" }
                }
                mooring-picker kinds="files" { "Choose with the element" }
                div id="place" {}
                p id="state" role="status" {}
                ul id="picked" {}
            }
        }
    };
    let page = document("Harbour (sandbox)", &assets("/harbour.css", "/harbour.js"), &body);
    Html(page.into_string()).into_response()
}

const KINDS: [(&str, &str); 3] = [("files", "Files"), ("folders", "Folders"), ("all", "Both")];

const PLACES: [(&str, &str); 5] = [
    ("my-files", "My files"),
    ("recent", "Recent"),
    ("shared", "Shared"),
    ("sites", "Sites"),
    ("teams", "Teams"),
];
