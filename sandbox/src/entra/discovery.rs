//! Discovery: where the endpoints are, and which keys sign.
//! <https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#find-your-apps-openid-configuration-document-uri>

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::aadsts::{Aadsts, RequestIds};
use super::authority::{Authority, CONSUMER_TENANT, issuer};
use super::keys::SigningKey;
use crate::faults::FaultKind;
use crate::world::World;

/// The headers of both documents: they may be cached for a day and read by every page.
const HEADERS: [(HeaderName, &str); 4] = [
    (header::CONTENT_TYPE, "application/json; charset=utf-8"),
    (header::CACHE_CONTROL, "max-age=86400, private"),
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, OPTIONS"),
];

/// The members in the order of the real service.
#[derive(Serialize)]
struct Configuration {
    token_endpoint: String,
    token_endpoint_auth_methods_supported: [&'static str; 3],
    jwks_uri: String,
    response_modes_supported: [&'static str; 3],
    subject_types_supported: [&'static str; 1],
    id_token_signing_alg_values_supported: [&'static str; 1],
    response_types_supported: [&'static str; 3],
    scopes_supported: [&'static str; 4],
    issuer: String,
    request_uri_parameter_supported: bool,
    userinfo_endpoint: String,
    authorization_endpoint: String,
    http_logout_supported: bool,
    frontchannel_logout_supported: bool,
    end_session_endpoint: String,
    claims_supported: [&'static str; 19],
    tenant_region_scope: Option<&'static str>,
    cloud_instance_name: String,
    cloud_graph_host_name: &'static str,
    msgraph_host: String,
}

impl Configuration {
    fn of(world: &World, authority: Authority) -> Self {
        let base = format!("{}/{}", world.origins.entra, authority.segment());
        let wrong = world.faults.take_exact(None, &FaultKind::DiscoveryIssuerMismatch);
        let issuer = if wrong {
            format!("https://issuer.example/{}/v2.0", authority.issuer_segment())
        } else {
            issuer(world, authority.issuer_segment())
        };
        Self {
            token_endpoint: format!("{base}/oauth2/v2.0/token"),
            token_endpoint_auth_methods_supported: [
                "client_secret_post",
                "private_key_jwt",
                "client_secret_basic",
            ],
            jwks_uri: format!("{base}/discovery/v2.0/keys"),
            response_modes_supported: ["query", "fragment", "form_post"],
            subject_types_supported: ["pairwise"],
            id_token_signing_alg_values_supported: ["RS256"],
            response_types_supported: ["code", "id_token", "code id_token"],
            scopes_supported: ["openid", "profile", "email", "offline_access"],
            issuer,
            request_uri_parameter_supported: false,
            userinfo_endpoint: format!("{}/oidc/userinfo", world.origins.graph),
            authorization_endpoint: format!("{base}/oauth2/v2.0/authorize"),
            http_logout_supported: true,
            frontchannel_logout_supported: true,
            end_session_endpoint: format!("{base}/oauth2/v2.0/logout"),
            claims_supported: [
                "sub",
                "iss",
                "cloud_instance_name",
                "cloud_instance_host_name",
                "cloud_graph_host_name",
                "msgraph_host",
                "aud",
                "exp",
                "iat",
                "auth_time",
                "acr",
                "nonce",
                "preferred_username",
                "name",
                "tid",
                "ver",
                "at_hash",
                "c_hash",
                "email",
            ],
            tenant_region_scope: authority.tenant().map(|_| "WW"),
            cloud_instance_name: host(&world.origins.entra),
            cloud_graph_host_name: "graph.windows.net",
            msgraph_host: host(&world.origins.graph),
        }
    }
}

/// `/{tenant}/v2.0/.well-known/openid-configuration`
pub(crate) async fn configuration(State(world): State<Arc<World>>, Path(tenant): Path<String>) -> Response {
    match Authority::parse(&world, &tenant) {
        Ok(authority) => (HEADERS, Json(Configuration::of(&world, authority))).into_response(),
        Err(refused) => refused.json_response(&world, &RequestIds::new(&world, None)),
    }
}

/// One published key. There is no `alg`, as with the real service.
#[derive(Serialize)]
struct PublishedKey {
    kty: &'static str,
    r#use: &'static str,
    kid: String,
    x5t: String,
    n: String,
    e: String,
    x5c: [String; 1],
    issuer: String,
}

impl PublishedKey {
    fn of(key: &SigningKey, issuer: String) -> Self {
        Self {
            kty: "RSA",
            r#use: "sig",
            kid: key.kid.clone(),
            x5t: key.kid.clone(),
            n: key.n.clone(),
            e: key.e.clone(),
            x5c: [key.x5c.clone()],
            issuer,
        }
    }
}

#[derive(Serialize)]
struct KeySet {
    keys: Vec<PublishedKey>,
}

/// `/{tenant}/discovery/v2.0/keys`. Each key says whose tokens it may sign.
/// <https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens>
pub(crate) async fn keys(State(world): State<Arc<World>>, Path(tenant): Path<String>) -> Response {
    if world.faults.take_exact(None, &FaultKind::JwksUnavailable) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if let Err(refused) = Authority::parse(&world, &tenant) {
        return refused.json_response(&world, &RequestIds::new(&world, None));
    }
    let of_work = world.entra.keys.published();
    let mut keys: Vec<PublishedKey> =
        of_work.iter().map(|key| PublishedKey::of(key, issuer(&world, "{tenantid}"))).collect();
    keys.push(PublishedKey::of(&world.entra.keys.consumer, issuer(&world, CONSUMER_TENANT)));
    (HEADERS, Json(KeySet { keys })).into_response()
}

/// What instance discovery is asked.
#[derive(Deserialize)]
pub(crate) struct InstanceQuery {
    authorization_endpoint: Option<String>,
}

/// `/common/discovery/instance`: MSAL asks whether it may trust an authority.
pub(crate) async fn instance(
    State(world): State<Arc<World>>,
    Query(query): Query<InstanceQuery>,
) -> Response {
    let tenant = query.authorization_endpoint.as_deref().and_then(|endpoint| {
        // An address that cannot be read, or of another host, is answered like one that is missing.
        let endpoint = Url::parse(endpoint).ok()?;
        let ours = endpoint.origin().ascii_serialization() == world.origins.entra;
        endpoint.path_segments()?.next().filter(|_| ours).map(str::to_owned)
    });
    let Some(tenant) = tenant else {
        let refused = Aadsts::missing("authorization_endpoint");
        return refused.json_response(&world, &RequestIds::new(&world, None));
    };
    let name = host(&world.origins.entra);
    let body = json!({
        "tenant_discovery_endpoint":
            format!("{}/{tenant}/v2.0/.well-known/openid-configuration", world.origins.entra),
        "api-version": "1.1",
        "metadata": [{ "preferred_network": name, "preferred_cache": name, "aliases": [name] }],
    });
    (HEADERS, Json(body)).into_response()
}

/// Host and port of an origin.
fn host(origin: &str) -> String {
    origin.split_once("://").map_or(origin, |(_, host)| host).to_owned()
}
