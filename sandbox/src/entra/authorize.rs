//! `/{tenant}/oauth2/v2.0/authorize`: a person signs in and an application gets a code.
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>

mod destination;
mod interact;
mod progress;
mod reply;
mod step;
mod wish;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

pub(crate) use self::destination::{Destination, ResponseMode};
pub(crate) use self::interact::post as interact;
pub(crate) use self::progress::advance;
pub(crate) use self::reply::{redirect, with_query};
pub(crate) use self::step::is_of_domain;
pub(crate) use self::wish::Wish;
use super::aadsts::{Aadsts, RequestIds};
use super::flows::{Flow, Purpose};
use super::form::Parameters;
use super::opener_policy::OpenerPolicy;
use super::pages;
use super::sessions::Browser;
use crate::world::World;

/// The authorize endpoint, with its parameters in the query.
pub(crate) async fn get(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    start(&world, &tenant, query.unwrap_or_default().as_bytes(), &headers)
}

/// The same with its parameters in a form (OpenID Connect Core 1.0, section 3.1.2.1).
pub(crate) async fn post(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    start(&world, &tenant, &body, &headers)
}

fn start(world: &World, tenant: &str, encoded: &[u8], headers: &HeaderMap) -> Response {
    let parameters = match Parameters::parse(encoded) {
        Ok(parameters) => parameters,
        Err(refused) => return pages::error(world, &refused, &RequestIds::new(world, None)),
    };
    let ids = RequestIds::new(world, parameters.get("client-request-id"));
    let destination = match Destination::parse(world, tenant, &parameters) {
        Ok(destination) => destination,
        Err(refused) => return pages::error(world, &refused, &ids),
    };
    let opener_policy = OpenerPolicy::of_request(&destination.application, &parameters);
    match Wish::parse(world, &destination, &parameters) {
        Ok(wish) => {
            let flow = Flow {
                destination: Arc::new(destination),
                purpose: Purpose::SignIn(Arc::new(wish)),
                opener_policy,
                picked: None,
                consented: false,
            };
            let name = world.entra.flows.begin(flow);
            advance(world, &name, &Browser::of(headers), &ids)
        }
        Err(refused) => opener_policy.put_on(send_back(world, &destination, &refused, &ids)),
    }
}

/// Sends an error to the application.
pub(crate) fn send_back(
    world: &World,
    destination: &Destination,
    refused: &Aadsts,
    ids: &RequestIds,
) -> Response {
    reply::error(world, destination, refused, ids)
}
