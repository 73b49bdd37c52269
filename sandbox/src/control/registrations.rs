//! The control API's part for app registrations. A reset undoes all of it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;

use super::api::Refused;
use crate::applications::{
    Application, AuthenticationBehaviors, FederatedCredential, Jwk, RedirectUri, Registry, Secret,
};
use crate::world::World;

type Shared = State<Arc<World>>;

pub(super) async fn list(State(world): Shared) -> Json<Registry> {
    Json(world.applications.registry())
}

/// The switches of a registration; what is left out stays as it is.
#[derive(Deserialize)]
pub(super) struct ConfigureRequest {
    multi_tenant: Option<bool>,
    id_tokens_from_authorize: Option<bool>,
    not_assigned: Option<Vec<String>>,
    required_scopes: Option<Vec<String>>,
    granted_roles: Option<Vec<String>>,
}

pub(super) async fn configure(
    State(world): Shared,
    Path(client_id): Path<String>,
    Json(request): Json<ConfigureRequest>,
) -> Result<StatusCode, Refused> {
    change(&world, &client_id, |application| {
        application.multi_tenant = request.multi_tenant.unwrap_or(application.multi_tenant);
        application.id_tokens_from_authorize =
            request.id_tokens_from_authorize.unwrap_or(application.id_tokens_from_authorize);
        replace(&mut application.not_assigned, request.not_assigned);
        replace(&mut application.required_scopes, request.required_scopes);
        replace(&mut application.granted_roles, request.granted_roles);
    })
}

fn replace<T>(old: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *old = new;
    }
}

pub(super) async fn add_redirect_uri(
    State(world): Shared,
    Path(client_id): Path<String>,
    Json(uri): Json<RedirectUri>,
) -> Result<StatusCode, Refused> {
    change(&world, &client_id, |application| {
        application.redirect_uris.retain(|known| known.uri != uri.uri);
        application.redirect_uris.push(uri);
    })
}

pub(super) async fn set_authentication_behaviors(
    State(world): Shared,
    Path(client_id): Path<String>,
    Json(behaviors): Json<AuthenticationBehaviors>,
) -> Result<StatusCode, Refused> {
    change(&world, &client_id, |application| application.authentication_behaviors = behaviors)
}

pub(super) async fn add_secret(
    State(world): Shared,
    Path(client_id): Path<String>,
    Json(secret): Json<Secret>,
) -> Result<StatusCode, Refused> {
    change(&world, &client_id, |application| application.secrets.push(secret))
}

pub(super) async fn add_certificate(
    State(world): Shared,
    Path(client_id): Path<String>,
    Json(key): Json<Jwk>,
) -> Result<StatusCode, Refused> {
    change(&world, &client_id, |application| application.certificates.push(key))
}

pub(super) async fn add_federated_credential(
    State(world): Shared,
    Path(client_id): Path<String>,
    Json(credential): Json<FederatedCredential>,
) -> Result<StatusCode, Refused> {
    change(&world, &client_id, |application| application.federated_credentials.push(credential))
}

fn change(
    world: &World,
    client_id: &str,
    change: impl FnOnce(&mut Application),
) -> Result<StatusCode, Refused> {
    if world.applications.change(client_id, change) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err((StatusCode::NOT_FOUND, format!("There is no application {client_id}.")))
    }
}
