//! `/{tenant}/v2.0/adminconsent`, and the older address without `scope`: an administrator consents for everybody.
//! <https://learn.microsoft.com/entra/identity-platform/v2-admin-consent>

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::aadsts::{Aadsts, RequestIds};
use super::authority::Authority;
use super::authorize::{Destination, advance, redirect, with_query};
use super::flows::{Flow, Purpose};
use super::form::Parameters;
use super::opener_policy::OpenerPolicy;
use super::pages;
use super::scope::Asked;
use super::sessions::Browser;
use crate::people::Account;
use crate::world::World;

/// The endpoint of version 2.0, which wants a scope.
pub(crate) async fn get(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    start(&world, &tenant, &query.unwrap_or_default(), &headers, Scope::Required)
}

/// The older endpoint, which means everything that the registration lists.
pub(crate) async fn get_configured(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    start(&world, &tenant, &query.unwrap_or_default(), &headers, Scope::AsConfigured)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Required,
    AsConfigured,
}

fn start(world: &World, tenant: &str, query: &str, headers: &HeaderMap, scope: Scope) -> Response {
    let ids = RequestIds::new(world, None);
    match read(world, tenant, query, scope) {
        Ok(flow) => {
            let name = world.entra.flows.begin(flow);
            advance(world, &name, &Browser::of(headers), &ids)
        }
        Err(refused) => pages::error(world, &refused, &ids),
    }
}

fn read(world: &World, tenant: &str, query: &str, scope: Scope) -> Result<Flow, Aadsts> {
    let parameters = Parameters::parse(query.as_bytes())?;
    let destination = Destination::parse(world, tenant, &parameters)?;
    if destination.authority == Authority::Common && scope == Scope::Required {
        return Err(Aadsts::new(90002).saying("'common' is not a tenant that can be consented for."));
    }
    let configured = destination.application.required_scopes.join(" ");
    let scope = match scope {
        Scope::Required => parameters.require("scope")?,
        Scope::AsConfigured => &configured,
    };
    let asked = Asked::parse(&world.applications, scope)?
        .with_configured(&world.applications, &destination.application)?;
    Ok(Flow {
        opener_policy: OpenerPolicy::of(&destination.application),
        destination: Arc::new(destination),
        purpose: Purpose::AdminConsent(asked),
        picked: None,
        consented: false,
    })
}

/// The consent was given.
pub(crate) fn finish(destination: &Destination, asked: &Asked, account: &Account) -> Response {
    let scope: Vec<String> = asked
        .permissions()
        .map(|(resource, name)| {
            let identifier = resource.identifiers.first().map_or(resource.app_id.as_str(), String::as_str);
            format!("{identifier}/{name}")
        })
        .collect();
    let mut parameters = vec![
        ("admin_consent", "True".to_owned()),
        ("tenant", account.tenant.id.to_owned()),
        ("scope", scope.join(" ")),
    ];
    parameters.extend(destination.state.clone().map(|state| ("state", state)));
    redirect(&with_query(&destination.redirect.uri, &parameters))
}

/// It was not.
pub(crate) fn refuse(destination: &Destination, refused: &Aadsts, ids: &RequestIds) -> Response {
    let mut parameters = vec![
        ("admin_consent", "True".to_owned()),
        ("error", "consent_required".to_owned()),
        ("error_description", refused.description(ids)),
    ];
    parameters.extend(destination.state.clone().map(|state| ("state", state)));
    redirect(&with_query(&destination.redirect.uri, &parameters))
}
