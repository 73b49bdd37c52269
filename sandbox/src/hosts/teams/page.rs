//! The page: a rail, the switches of the sandbox, and the app's tab. What it does stands in `host.js`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use serde_json::{Value, json};

use crate::applications::Application;
use crate::people::CONTOSO;
use crate::world::World;

/// The application whose tab is shown: the one that offers an API, as apps with single sign-on do.
fn app(world: &World) -> Option<Application> {
    world.applications.registry().applications.into_iter().find(|application| application.api.is_some())
}

pub(super) async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("host.js")).into_response()
}

pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("host.css")).into_response()
}

pub(super) async fn index(State(world): State<Arc<World>>) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Teams (sandbox)" }
                link rel="stylesheet" href="/host.css";
                script src="/host.js" type="module" {}
            }
            body data-setup=(setup(&world)) {
                header {
                    h1 { "Teams (sandbox)" }
                    (people(&world))
                    (choice("tab", "Tab", &[("personal", "Personal app"), ("channel", "Channel: General")]))
                    (choice("theme", "Theme", &[("default", "Light"), ("dark", "Dark"), ("contrast", "High contrast")]))
                    (choice("naa", "Nested App Auth", &NESTED))
                    (choice("sso", "getAuthToken", &SSO))
                }
                main {
                    p id="state" role="status" { "Opening the app…" }
                    iframe id="tab-frame" title="Mooring" allow="clipboard-write" {}
                }
            }
        }
    };
    Html(page.into_string()).into_response()
}

/// How the host answers Nested App Auth; the last ones are the `status` of its error.
const NESTED: [(&str, &str); 8] = [
    ("on", "works"),
    ("off", "not offered"),
    ("silent", "never answers"),
    ("USER_INTERACTION_REQUIRED", "needs a click"),
    ("TRANSIENT_ERROR", "fails this time"),
    ("PERSISTENT_ERROR", "fails for good"),
    ("DISABLED", "disabled"),
    ("ACCOUNT_UNAVAILABLE", "has no account"),
];

/// How the host answers `getAuthToken`; the last ones are the words it fails with.
const SSO: [(&str, &str); 6] = [
    ("on", "works"),
    ("silent", "never answers"),
    ("resourceRequiresConsent", "needs consent"),
    ("resourceDisabled", "is not set up"),
    ("CancelledByUser", "was cancelled"),
    ("someUnheardOfWord", "fails with an unknown word"),
];

fn choice(id: &str, label: &str, values: &[(&str, &str)]) -> Markup {
    html! {
        label { (label) " "
            select id=(id) { @for (value, words) in values { option value=(value) { (words) } } }
        }
    }
}

fn people(world: &World) -> Markup {
    html! {
        label { "Signed in to Teams as "
            select id="person" {
                @for person in world.directory.people() {
                    @if person.tenant == CONTOSO || person.home.is_some() {
                        option value=(person.oid) data-upn=(person.upn) { (person.display_name()) }
                    }
                }
            }
        }
    }
}

/// What the app's manifest says, as far as the host uses it.
/// <https://learn.microsoft.com/microsoft-365/extensibility/schema/root-web-application-info>
fn setup(world: &World) -> String {
    let setup: Option<Value> = app(world).map(|app| {
        let web = app.redirect_uris.iter().rev().find(|uri| uri.uri.starts_with("http"));
        let origin = web.and_then(|uri| url::Url::parse(&uri.uri).ok());
        json!({
            "clientId": app.client_id,
            "tenantId": CONTOSO,
            "resource": app.api.and_then(|api| api.identifiers.first().cloned()),
            "appOrigin": origin.map(|origin| origin.origin().ascii_serialization()),
        })
    });
    setup.unwrap_or(Value::Null).to_string()
}
