//! `/{tenant}/oauth2/v2.0/logout`: the session at Entra ends.
//! <https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#send-a-sign-out-request>

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::aadsts::RequestIds;
use super::authority::Authority;
use super::authorize::{redirect, with_query};
use super::form::Parameters;
use super::opener_policy::OpenerPolicy;
use super::pages;
use super::sessions::Browser;
use crate::applications::Application;
use crate::world::World;

/// With its parameters in the query.
pub(crate) async fn get(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    end(&world, &tenant, query.unwrap_or_default().as_bytes(), &headers)
}

/// With its parameters in a form.
pub(crate) async fn post(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    end(&world, &tenant, &body, &headers)
}

fn end(world: &World, tenant: &str, encoded: &[u8], headers: &HeaderMap) -> Response {
    let read = Authority::parse(world, tenant).and_then(|_| Parameters::parse(encoded));
    let parameters = match read {
        Ok(parameters) => parameters,
        Err(refused) => return pages::error(world, &refused, &RequestIds::new(world, None)),
    };
    world.entra.sessions.end(&Browser::of(headers));
    let wanted = parameters.get("post_logout_redirect_uri");
    match wanted.and_then(|uri| Some((uri, owner(world, uri)?))) {
        Some((uri, application)) => {
            let state = parameters.get("state").map(|state| ("state", state.to_owned()));
            let back = redirect(&state.map_or_else(|| uri.to_owned(), |state| with_query(uri, &[state])));
            OpenerPolicy::of(&application).put_on(back)
        }
        None => pages::signed_out(),
    }
}

/// The application that a URI is registered for.
fn owner(world: &World, uri: &str) -> Option<Application> {
    let registered = world.applications.registry().applications;
    registered.into_iter().find(|application| application.redirect_uri(uri).is_some())
}
