//! What the pages of Teams and Outlook share: who may be signed in, the switches of both, and what the app's manifest says.

use maud::{Markup, html};
use serde_json::{Value, json};

use crate::applications::Application;
use crate::html;
use crate::people::{CONTOSO, Person};
use crate::world::World;

/// Nested App Auth, and the switches at the top of the page.
pub(super) const NESTED_APP_AUTH: &str = include_str!("naa.js");
pub(super) const SWITCHES: &str = include_str!("switches.js");

/// How a host answers Nested App Auth; the last ones are the `status` of its error.
pub(super) const NESTED: [(&str, &str); 8] = [
    ("on", "works"),
    ("off", "not offered"),
    ("silent", "never answers"),
    ("USER_INTERACTION_REQUIRED", "needs a click"),
    ("TRANSIENT_ERROR", "fails this time"),
    ("PERSISTENT_ERROR", "fails for good"),
    ("DISABLED", "disabled"),
    ("ACCOUNT_UNAVAILABLE", "has no account"),
];

/// The list of those who may be signed in to a host.
pub(super) fn people(world: &World, host: &str, may: impl Fn(&Person) -> bool) -> Markup {
    html! {
        label { "Signed in to " (host) " as "
            select id="person" {
                @for person in world.directory.people().iter().filter(|person| may(person)) {
                    (html::person(person))
                }
            }
        }
    }
}

/// What the app's manifest says, as far as hosts use it.
/// <https://learn.microsoft.com/microsoft-365/extensibility/schema/root-web-application-info>
pub(super) fn setup(world: &World) -> Value {
    let setup = app(world).map(|app| {
        let web = app.redirect_uris.iter().rev().find(|uri| uri.uri.starts_with("http"));
        let origin = web.and_then(|uri| url::Url::parse(&uri.uri).ok());
        json!({
            "clientId": app.client_id,
            "tenantId": CONTOSO,
            "resource": app.api.and_then(|api| api.identifiers.first().cloned()),
            "appOrigin": origin.map(|origin| origin.origin().ascii_serialization()),
        })
    });
    setup.unwrap_or(Value::Null)
}

/// The application that is shown: the one that offers an API, as apps with single sign-on do.
fn app(world: &World) -> Option<Application> {
    world.applications.registry().applications.into_iter().find(|application| application.api.is_some())
}
