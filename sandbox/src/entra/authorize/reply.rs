//! Handing the answer of a sign-in to the application.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use form_urlencoded::Serializer;

use super::{Destination, ResponseMode};
use crate::entra::aadsts::{Aadsts, RequestIds};
use crate::entra::pages;
use crate::world::World;

/// Sends parameters to the redirect URI.
pub(super) fn success(destination: &Destination, parameters: &[(&'static str, String)]) -> Response {
    match destination.mode {
        ResponseMode::FormPost => pages::form_post(&destination.redirect.uri, parameters),
        ResponseMode::Query => redirect(&with_query(&destination.redirect.uri, parameters)),
        ResponseMode::Fragment => redirect(&format!("{}#{}", destination.redirect.uri, encoded(parameters))),
    }
}

/// Sends an error to the redirect URI.
pub(super) fn error(
    world: &World,
    destination: &Destination,
    refused: &Aadsts,
    ids: &RequestIds,
) -> Response {
    let mut parameters = vec![
        ("error", refused.authorize_error().to_owned()),
        ("error_description", refused.description(ids)),
        ("error_uri", refused.uri(world)),
    ];
    if refused.authorize_error() == "access_denied" && refused.code == 65004 {
        parameters.push(("error_subcode", "cancel".to_owned()));
    }
    parameters.extend(refused.suberror().map(|suberror| ("suberror", suberror.to_owned())));
    parameters.extend(refused.claims().map(|claims| ("claims", claims.to_owned())));
    parameters.extend(destination.state.clone().map(|state| ("state", state)));
    success(destination, &parameters)
}

/// What the application hears when the person goes back: a subcode, and neither number nor description.
pub(super) fn cancelled(destination: &Destination) -> Response {
    let mut parameters = vec![("error", "access_denied".to_owned()), ("error_subcode", "cancel".to_owned())];
    parameters.extend(destination.state.clone().map(|state| ("state", state)));
    success(destination, &parameters)
}

/// Appends to the query that the redirect URI may have itself (RFC 6749, section 3.1.2).
pub(crate) fn with_query(uri: &str, parameters: &[(&'static str, String)]) -> String {
    let joint = if uri.contains('?') { '&' } else { '?' };
    format!("{uri}{joint}{}", encoded(parameters))
}

/// 302 to an address.
pub(crate) fn redirect(location: &str) -> Response {
    // What a redirect URI may hold was checked at registration; anything else would be ours to mend.
    let location = HeaderValue::from_str(location).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}

fn encoded(parameters: &[(&'static str, String)]) -> String {
    Serializer::new(String::new()).extend_pairs(parameters).finish()
}
