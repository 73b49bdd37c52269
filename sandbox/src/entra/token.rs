//! `POST /{tenant}/oauth2/v2.0/token`: what was granted, or proven, is traded for tokens.
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>

mod authorization_code;
mod client;
mod client_assertion;
mod client_credentials;
mod on_behalf_of;
mod refresh;
mod response;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};

use self::client::Client;
pub(crate) use self::client_assertion::SeenAssertions;
use self::response::Tokens;
use super::aadsts::{Aadsts, RequestIds};
use super::attribution;
use super::authority::Authority;
use super::form::Parameters;
use crate::applications::Platform;
use crate::faults::FaultKind;
use crate::journal::FaultApplied;
use crate::world::World;

/// A token request, read but not yet believed.
struct Request<'a> {
    world: &'a World,
    authority: Authority,
    form: Parameters,
    headers: &'a HeaderMap,
}

impl Request<'_> {
    /// `Origin`, which browsers add to a cross-origin request and nobody else does.
    fn origin(&self) -> Option<&str> {
        self.headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok())
    }
}

/// The token endpoint.
pub(crate) async fn post(
    State(world): State<Arc<World>>,
    Path(tenant): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let ids = RequestIds::new(&world, client_request_id(&uri, &headers, &body).as_deref());
    let mut response = match scheduled_fault(&world, &body, &headers) {
        Some(refused) => {
            let mut response = refused.json_response(&world, &ids);
            response.extensions_mut().insert(FaultApplied("token_error"));
            response
        }
        None => match answer(&world, &tenant, &headers, &body) {
            Ok(tokens) => axum::Json(tokens).into_response(),
            Err(refused) => refused.json_response(&world, &ids),
        },
    };
    add_headers(response.headers_mut(), &ids);
    allow_origin(&world, &headers, &body, response.headers_mut());
    response
}

fn answer(world: &World, tenant: &str, headers: &HeaderMap, body: &[u8]) -> Result<Tokens, Aadsts> {
    let form = Parameters::parse(body)?;
    let authority = Authority::parse(world, tenant)?;
    let request = Request { world, authority, form, headers };
    let grant_type = request.form.require("grant_type")?.to_owned();
    let client = Client::identify(&request)?;
    match grant_type.as_str() {
        "authorization_code" => authorization_code::redeem(&request, &client),
        "refresh_token" => refresh::redeem(&request, &client),
        "client_credentials" => client_credentials::issue(&request, &client),
        "urn:ietf:params:oauth:grant-type:jwt-bearer" => on_behalf_of::exchange(&request, &client),
        other => {
            Err(Aadsts::new(70003).saying(format!("The app requested an unsupported grant type '{other}'.")))
        }
    }
}

/// The error that the control page asked for, if it is this person's turn.
fn scheduled_fault(world: &World, body: &[u8], headers: &HeaderMap) -> Option<Aadsts> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    let (person, _) = attribution::of(world, &[], &pairs, headers);
    world.faults.take(person.as_deref(), |fault| {
        if let FaultKind::TokenError { code } = fault { Some(Aadsts::new(*code)) } else { None }
    })
}

/// MSAL sends its id in the query or in the form, others as a header.
fn client_request_id(uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let named = |encoded: &[u8]| {
        form_urlencoded::parse(encoded)
            .find(|(name, _)| name == "client-request-id")
            .map(|(_, id)| id.into_owned())
    };
    let header = headers.get("client-request-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    header.or_else(|| named(uri.query().unwrap_or_default().as_bytes())).or_else(|| named(body))
}

/// The headers that captures of the real service show.
fn add_headers(headers: &mut HeaderMap, ids: &RequestIds) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    headers.insert(header::EXPIRES, HeaderValue::from_static("-1"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(HeaderName::from_static("x-ms-ests-server"), HeaderValue::from_static("2.1.0 - SANDBOX"));
    headers.insert(HeaderName::from_static("x-ms-clitelem"), HeaderValue::from_static("1,0,0,,"));
    if let Ok(trace) = HeaderValue::from_str(&ids.trace) {
        headers.insert(HeaderName::from_static("x-ms-request-id"), trace);
    }
}

/// Lets a page read the answer, if the application has a redirect URI for pages.
fn allow_origin(world: &World, request: &HeaderMap, body: &[u8], headers: &mut HeaderMap) {
    if !request.contains_key(header::ORIGIN) {
        return;
    }
    let client_id = form_urlencoded::parse(body).find(|(name, _)| name == "client_id");
    let application = client_id.and_then(|(_, id)| world.applications.find(&id));
    let is_spa =
        |uris: &[crate::applications::RedirectUri]| uris.iter().any(|uri| uri.platform == Platform::Spa);
    if application.is_some_and(|application| is_spa(&application.redirect_uris)) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
}
