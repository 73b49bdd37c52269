//! The page: a rail, the switches of the sandbox, and the app's tab. What it does stands in `host.js`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};

use crate::hosts::page::{NESTED, people, setup};
use crate::html::{assets, choice, document};
use crate::people::CONTOSO;
use crate::world::World;

pub(super) async fn index(State(world): State<Arc<World>>) -> Response {
    let body = html! {
        body data-setup=(setup(&world)) {
            header {
                h1 { "Teams (sandbox)" }
                (people(&world, "Teams", |person| person.tenant == CONTOSO || person.home.is_some()))
                (choice("org", "Organization", &[("host", "Contoso"), ("home", "The person's own")]))
                (choice("tab", "Tab", &[("personal", "Personal app"), ("channel", "Channel: General")]))
                (choice("theme", "Theme", &[("default", "Light"), ("dark", "Dark"), ("contrast", "High contrast")]))
                (choice("naa", "Nested App Auth", &NESTED))
                (choice("sso", "getAuthToken", &SSO))
                (choice("auth", "authenticate", &WINDOWS))
                button type="button" id="add-tab" { "Add a tab to the channel" }
            }
            main {
                p id="state" role="status" { "Opening the app…" }
                h2 id="tab-name" {}
                iframe id="tab-frame" title="Mooring" allow="clipboard-write" {}
            }
            (settings())
        }
    };
    let page = document("Teams (sandbox)", &assets("/host.css", "/host.js"), &body);
    Html(page.into_string()).into_response()
}

/// The dialog in which the app says what a tab shows; Teams' own part of it is its two buttons.
fn settings() -> Markup {
    html! {
        dialog id="settings" aria-label="Add a tab" {
            iframe id="settings-frame" title="What the tab shows" {}
            p id="not-saved" role="alert" {}
            button type="button" id="cancel" { "Cancel" }
            button type="button" id="save" disabled { "Save" }
        }
    }
}

/// How the host answers `authenticate`; the last ones are the words it fails with.
const WINDOWS: [(&str, &str); 3] =
    [("on", "opens a window"), ("FailedToOpenWindow", "opens none"), ("CancelledByUser", "was cancelled")];

/// How the host answers `getAuthToken`; the last ones are the words it fails with.
const SSO: [(&str, &str); 6] = [
    ("on", "works"),
    ("silent", "never answers"),
    ("resourceRequiresConsent", "needs consent"),
    ("resourceDisabled", "is not set up"),
    ("CancelledByUser", "was cancelled"),
    ("someUnheardOfWord", "fails with an unknown word"),
];
