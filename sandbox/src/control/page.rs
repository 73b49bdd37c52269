//! The control page: the cast, the applications, what can go wrong, the clock and the journal, at a glance.

mod files;
mod teams;

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use serde_json::json;

use crate::faults::{FaultKind, IdTokenDefect, Place};
use crate::html;
use crate::journal::Service;
use crate::world::World;

pub(super) async fn index(State(world): State<Arc<World>>) -> Response {
    let body = html! {
        body {
            header {
                h1 { "Sandbox control" }
                button type="button" id="reset" { "Reset everything" }
                output id="outcome" role="status" {}
            }
            main {
                (origins(&world))
                (clock())
                (faults(&world))
                (files::section(&world))
                (teams::section(&world))
                (cast(&world))
                (applications(&world))
                (journal())
            }
        }
    };
    let page = html::document("Sandbox control", &html::assets("/control.css", "/control.js"), &body);
    let policy =
        [(header::CONTENT_SECURITY_POLICY, "default-src 'self'; frame-ancestors 'none'; form-action 'self'")];
    (policy, Html(page.into_string())).into_response()
}

fn origins(world: &World) -> Markup {
    let origins = &world.origins;
    html! {
        section aria-labelledby="origins" {
            h2 id="origins" { "Hosts" }
            dl {
                dt { "Entra" } dd { code { (origins.entra) } }
                dt { "Graph" } dd { code { (origins.graph) } }
                dt { "Content" } dd { code { (origins.content) } }
                dt { "Teams" } dd { a href=(origins.teams) { (origins.teams) } }
                dt { "Outlook" } dd { a href=(origins.outlook) { (origins.outlook) } }
                dt { "Harbour" } dd { a href=(origins.harbour) { (origins.harbour) } }
            }
        }
    }
}

fn clock() -> Markup {
    html! {
        section aria-labelledby="clock" {
            h2 id="clock" { "Clock, keys and sessions" }
            p { "Now: " time id="now" {} " (" span id="offset" {} " s ahead)" }
            form id="advance" {
                label { "Move forward by seconds " input type="number" name="seconds" value="3600" required; }
                button { "Move" }
            }
            p { "Signing key: " code id="key" {} }
            div.row {
                button type="button" data-post="/api/keys/roll" { "Roll the key" }
                button type="button" data-post="/api/keys/drop-old" { "Drop old keys" }
            }
        }
    }
}

fn faults(world: &World) -> Markup {
    html! {
        section aria-labelledby="faults" {
            h2 id="faults" { "Faults" }
            form id="fault" {
                label { "What goes wrong "
                    select name="kind" {
                        @for kind in examples() {
                            option value=(json!(kind)) { (label(&kind)) }
                        }
                    }
                }
                label { "Details, as JSON " textarea name="details" rows="2" spellcheck="false" {} }
                label { "For "
                    select name="person" {
                        option value="" { "everybody" }
                        @for person in world.directory.people() {
                            (html::person(person))
                        }
                    }
                }
                label { "Times (empty: until switched off) " input type="number" name="times" min="1"; }
                button { "Switch on" }
            }
            ul id="active" aria-label="Faults that are switched on" {}
        }
    }
}

/// One of each kind, to start from.
fn examples() -> Vec<FaultKind> {
    let mut kinds: Vec<FaultKind> =
        [Service::Entra, Service::Graph, Service::Content].into_iter().flat_map(of_service).collect();
    kinds.extend([
        FaultKind::TokenError { code: 65001 },
        FaultKind::AuthorizeError { code: 53003 },
        FaultKind::JwksUnavailable,
        FaultKind::IdTokenFault { what: IdTokenDefect::WrongNonce },
        FaultKind::ShortTokens { expires_in: 60 },
        FaultKind::DiscoveryIssuerMismatch,
        FaultKind::UnknownKid,
        FaultKind::OmitRefreshToken,
        FaultKind::ClaimsChallenge,
        FaultKind::EmptyPage,
        FaultKind::NoThumbnails,
        FaultKind::Redirect { location: "https://elsewhere.example/".to_owned() },
        FaultKind::ForeignNextLink { url: "https://elsewhere.example/v1.0/me".to_owned() },
        FaultKind::LeakyError,
        FaultKind::UnknownMembers,
        FaultKind::LostPage,
        FaultKind::RepeatedEntries,
        FaultKind::Reordered,
        FaultKind::NextLinkGone { status: 410 },
        FaultKind::DeltaExpired,
    ]);
    kinds
}

fn of_service(service: Service) -> Vec<FaultKind> {
    let at = || Place { service, path: None };
    vec![
        FaultKind::Slow { at: at(), delay_ms: 3000 },
        FaultKind::Unavailable { at: at(), status: 503, retry_after: None },
        FaultKind::Throttled { at: at(), retry_after: Some("10".to_owned()) },
        FaultKind::Reset { at: at() },
        FaultKind::Truncated { at: at(), bytes: 20 },
        FaultKind::Html { at: at() },
        FaultKind::EmptyBody { at: at() },
        FaultKind::GarbageHeaders { at: at() },
    ]
}

fn label(kind: &FaultKind) -> String {
    let name = kind.name().replace('_', " ");
    match kind.place() {
        Some(place) => format!("{:?}: {name}", place.service),
        None => name,
    }
}

fn cast(world: &World) -> Markup {
    html! {
        section aria-labelledby="cast" {
            h2 id="cast" { "Cast" }
            div.scroll tabindex="0" role="region" aria-labelledby="cast" {
                table {
                    thead { tr { th scope="col" { "Name" } th scope="col" { "Sign-in name" } th scope="col" { "What for" } th scope="col" { "Sessions" } } }
                    tbody {
                        @for person in world.directory.people() {
                            tr {
                                th scope="row" { (person.display_name()) }
                                td { (person.upn) }
                                td { (person.note) }
                                td {
                                    button type="button" data-post="/api/sessions/revoke" data-body=(json!({ "person": person.oid }))
                                        aria-label={ "Revoke the sessions of " (person.display_name()) } { "Revoke" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn applications(world: &World) -> Markup {
    html! {
        section aria-labelledby="applications" {
            h2 id="applications" { "Applications" }
            div.scroll tabindex="0" role="region" aria-labelledby="applications" {
                table {
                    thead { tr { th scope="col" { "Name" } th scope="col" { "Client id" } th scope="col" { "Redirect URIs" } th scope="col" { "Consent" } } }
                    tbody {
                        @for application in world.applications.registry().applications {
                            tr {
                                th scope="row" { (application.display_name) }
                                td { code { (application.client_id) } }
                                td { ul { @for uri in &application.redirect_uris { li { code { (uri.uri) } } } } }
                                td {
                                    button type="button" data-post="/api/consent/withdraw" data-body=(json!({ "client_id": application.client_id }))
                                        aria-label={ "Withdraw all consent to " (application.display_name) } { "Withdraw" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn journal() -> Markup {
    html! {
        section aria-labelledby="journal" {
            h2 id="journal" { "Journal" }
            button type="button" data-delete="/api/journal" { "Clear the journal" }
            div.scroll tabindex="0" role="region" aria-labelledby="journal" {
                table {
                    thead { tr { th scope="col" { "Time" } th scope="col" { "Host" } th scope="col" { "Request" } th scope="col" { "Status" } th scope="col" { "Fault" } th scope="col" { "Writes to drives" } } }
                    tbody id="entries" {}
                }
            }
        }
    }
}
