//! Control: a page for people and an API for tests, on an origin of its own that no app is ever told about.

mod api;
mod files;
mod notifications;
mod page;
mod registrations;
mod teams;

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, get, patch, post};

use crate::html;
use crate::world::World;

/// The control host.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/control.js", get(async || html::script(include_str!("control.js"))))
        .route("/control.css", get(async || html::style(include_str!("control.css"))))
        .route("/api/state", get(api::state))
        .route("/api/reset", post(api::reset))
        .route("/api/journal", get(api::journal).delete(api::clear_journal))
        .route("/api/clock", post(api::set_clock))
        .route("/api/faults", get(api::faults).post(api::set_fault).delete(api::clear_faults))
        .route("/api/faults/{id}", delete(api::clear_fault))
        .route("/api/keys/roll", post(api::roll_keys))
        .route("/api/keys/drop-old", post(api::drop_old_keys))
        .route("/api/consent/grant", post(api::grant_consent))
        .route("/api/consent/withdraw", post(api::withdraw_consent))
        .route("/api/sessions/revoke", post(api::revoke_sessions))
        .route("/api/people", get(api::people))
        .route("/api/drives", get(files::drives))
        .route("/api/items/find", post(files::find))
        .route("/api/items/rename", post(files::rename))
        .route("/api/items/move", post(files::relocate))
        .route("/api/items/delete", post(files::delete))
        .route("/api/items/restore", post(files::restore))
        .route("/api/items/grant", post(files::grant))
        .route("/api/items/withdraw", post(files::withdraw))
        .route("/api/channels/open-files", post(files::open_files))
        .route("/api/applications", get(registrations::list))
        .route("/api/applications/{client_id}", post(registrations::configure))
        .route("/api/applications/{client_id}/redirect-uris", post(registrations::add_redirect_uri))
        .route(
            "/api/applications/{client_id}/authentication-behaviors",
            post(registrations::set_authentication_behaviors),
        )
        .route("/api/applications/{client_id}/secrets", post(registrations::add_secret))
        .route("/api/applications/{client_id}/certificates", post(registrations::add_certificate))
        .route(
            "/api/applications/{client_id}/federated-credentials",
            post(registrations::add_federated_credential),
        )
        .merge(teams())
        .with_state(world)
}

/// Teams, the people in them, and who is told of changes.
fn teams() -> Router<Arc<World>> {
    Router::new()
        .route("/api/teams", get(teams::list))
        .route("/api/teams/{team}/members", post(teams::set_member))
        .route("/api/teams/{team}/members/{oid}", delete(teams::remove_member))
        .route("/api/teams/{team}/channels/{channel}/members", post(teams::set_channel_member))
        .route("/api/teams/{team}/channels/{channel}/members/{oid}", delete(teams::remove_channel_member))
        .route("/api/teams/{team}/resize", post(teams::resize))
        .route("/api/teams/{team}/consent", post(teams::consent).delete(teams::withdraw_consent))
        .route("/api/people/{oid}", patch(teams::change_person))
        .route("/api/notifications", get(notifications::mode).put(notifications::set_mode))
        .route("/api/notifications/release", post(notifications::release))
        .route("/api/subscriptions", get(notifications::subscriptions))
        .route("/api/subscriptions/{id}/lifecycle", post(notifications::lifecycle))
}
