//! The pages that a person sees while signing in. No passwords: a click on a name is a sign-in.

use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, PreEscaped, html};

use super::aadsts::{Aadsts, RequestIds};
use super::attribution::hinted;
use super::authorize::is_of_domain;
use super::flows::{Flow, Purpose};
use super::scope::Asked;
use crate::html::document;
use crate::people::{Account, Circumstance, Person};
use crate::world::World;

/// A page may not be shown in a frame, as with the real service.
const HEADERS: [(HeaderName, &str); 4] = [
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    ),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (header::CACHE_CONTROL, "no-store, no-cache"),
];

const STYLE: &str = "
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; place-items: center; min-height: 100vh; }
main { box-sizing: border-box; width: min(30rem, 100%); padding: 2rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
ul { padding: 0; list-style: none; }
ul.scopes { padding-left: 1.25rem; list-style: disc; }
button { font: inherit; padding: 0.5rem 1rem; cursor: pointer; }
li > button { width: 100%; margin-bottom: 0.25rem; text-align: start; }
button small { display: block; }
button:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
.row { display: flex; gap: 0.5rem; justify-content: end; margin-top: 1.5rem; }
";

/// The account picker: the whole cast, so that the wrong account can be picked too.
pub(super) fn choose(world: &World, name: &str, flow: &Flow) -> Response {
    let (hint, domain) = match &flow.purpose {
        Purpose::SignIn(wish) => (wish.login_hint.as_deref(), wish.domain_hint.as_deref()),
        Purpose::AdminConsent(_) => (None, None),
    };
    let expected = hint.and_then(|hint| hinted(world, hint));
    let people = world.directory.people().iter().filter(|person| is_of_domain(world, person, domain));
    let mut people: Vec<&Person> = people.collect();
    // The expected account first; the order of the cast is kept otherwise.
    people.sort_by_key(|person| Some(*person) != expected);
    page(
        "Pick an account",
        StatusCode::OK,
        &html! {
            p { "to continue to " strong { (flow.destination.application.display_name) } }
            form method="post" action=(action(name)) {
                ul {
                    @for person in people {
                        li { (account_button(person)) }
                    }
                }
                div.row { (button("cancel", "cancel", "Cancel")) }
            }
        },
    )
}

fn account_button(person: &Person) -> Markup {
    html! {
        button id={ "account-" (person.oid) } name="account" value=(person.oid) {
            (person.display_name())
            small { (person.upn) " · " (person.note) }
        }
    }
}

/// The second factor.
pub(super) fn approve(name: &str, account: &Account) -> Response {
    page(
        "Approve sign in request",
        StatusCode::OK,
        &html! {
            p { (account.person.upn) }
            p { "Your organization asks for a second factor. In the sandbox, a click stands for the phone." }
            form.row method="post" action=(action(name)) {
                (button("cancel", "cancel", "Cancel"))
                (button("approve-mfa", "approve", "Approve"))
            }
        },
    )
}

/// Consent to what is missing; an administrator may consent for everybody.
pub(super) fn consent(name: &str, flow: &Flow, account: &Account, missing: &Asked) -> Response {
    let for_everybody = matches!(flow.purpose, Purpose::AdminConsent(_));
    let title = if for_everybody {
        "Permissions requested: review for your organization"
    } else {
        "Permissions requested"
    };
    let may_tick = account.person.has(Circumstance::GlobalAdministrator) && !for_everybody;
    page(
        title,
        StatusCode::OK,
        &html! {
            p { (account.person.upn) }
            p { strong { (flow.destination.application.display_name) } " would like to:" }
            (scopes(missing))
            form method="post" action=(action(name)) {
                @if may_tick {
                    label { input type="checkbox" id="organization" name="organization" value="on"; " Consent on behalf of your organization" }
                }
                div.row {
                    (button("decline", "decline", "Cancel"))
                    (button("accept", "accept", "Accept"))
                }
            }
        },
    )
}

fn scopes(asked: &Asked) -> Markup {
    html! {
        ul.scopes {
            @for (resource, name) in asked.permissions() {
                @let words = resource.scopes.iter().find(|known| known.name == name).map_or(name, |known| known.words.as_str());
                li data-scope=(name) { (words) }
            }
        }
    }
}

/// The person may not consent.
pub(super) fn need_administrator(name: &str, flow: &Flow, account: &Account) -> Response {
    page(
        "Need admin approval",
        StatusCode::OK,
        &html! {
            p { (account.person.upn) }
            p {
                strong { (flow.destination.application.display_name) }
                " needs permission to access resources in your organization that only an admin can grant. \
                 Please ask an admin to grant permission to this app before you can use it."
            }
            form.row method="post" action=(action(name)) {
                (button("use-another", "other", "Have an admin account? Sign in with that account"))
                (button("back", "back", "Return to the application without granting consent"))
            }
        },
    )
}

/// The account cannot be used here. The real service has no way back to the application on this page; see the README.
pub(super) fn dead_end(world: &World, name: &str, refused: &Aadsts, ids: &RequestIds) -> Response {
    page(
        "Sorry, but we’re having trouble signing you in.",
        StatusCode::BAD_REQUEST,
        &html! {
            (details(world, refused, ids))
            form.row method="post" action=(action(name)) {
                (button("use-another", "other", "Sign in with a different account"))
                (button("back", "back", "Return to the application"))
            }
        },
    )
}

/// An error that must not be sent to anybody, because it is not certain to whom.
pub(super) fn error(world: &World, refused: &Aadsts, ids: &RequestIds) -> Response {
    let title = "Sorry, but we’re having trouble signing you in.";
    page(title, StatusCode::BAD_REQUEST, &details(world, refused, ids))
}

fn details(world: &World, refused: &Aadsts, ids: &RequestIds) -> Markup {
    html! {
        p id="error" role="alert" { "AADSTS" (refused.code) ": " (refused.text()) }
        p { small { "Request Id: " (ids.trace) br; "Correlation Id: " (ids.correlation) br; "Timestamp: " (ids.timestamp) } }
        p { a href=(refused.uri(world)) { "About this error" } }
    }
}

/// The session has ended, and there is nowhere to go back to.
pub(super) fn signed_out() -> Response {
    page(
        "You signed out of your account",
        StatusCode::OK,
        &html! {
            p { "It’s a good idea to close all browser windows." }
        },
    )
}

/// What an error number means: where `error_uri` leads.
pub(super) fn about(code: Option<u32>) -> Response {
    let row = code.and_then(super::aadsts::known);
    match row {
        Some(row) => page(&format!("AADSTS{}", row.code), StatusCode::OK, &html! { p { (row.text) } }),
        None => page(
            "Unknown error",
            StatusCode::NOT_FOUND,
            &html! { p { "The sandbox does not know this number." } },
        ),
    }
}

/// The answer to the application, as a form that posts itself.
/// <https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html>
pub(super) fn form_post(uri: &str, parameters: &[(&'static str, String)]) -> Response {
    let body = html! {
        body {
            form method="post" action=(uri) {
                @for (name, value) in parameters {
                    input type="hidden" name=(name) value=(value);
                }
                noscript {
                    p { "Script is disabled. Click Submit to continue." }
                    button { "Submit" }
                }
            }
            script { (PreEscaped("document.forms[0].submit();")) }
        }
    };
    let page = document("Working...", &html! {}, &body);
    ([(header::CACHE_CONTROL, "no-store, no-cache")], Html(page.into_string())).into_response()
}

fn page(title: &str, status: StatusCode, content: &Markup) -> Response {
    let style = html! { style { (PreEscaped(STYLE)) } };
    let body = html! {
        body {
            main {
                h1 { (title) }
                (content)
            }
        }
    };
    let page = document(&format!("{title} · Sandbox"), &style, &body);
    (status, HEADERS, Html(page.into_string())).into_response()
}

fn button(id: &str, action: &str, label: &str) -> Markup {
    html! { button id=(id) name="action" value=(action) { (label) } }
}

fn action(name: &str) -> String {
    format!("/interact/{name}")
}
