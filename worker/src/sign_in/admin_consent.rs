//! `GET /admin-consent`: the link that a person hands to an administrator, who allows the application for everybody.
//! <https://learn.microsoft.com/entra/identity-platform/v2-admin-consent>

use contract::page::Page;
use contract::problem::ErrorCode;
use http::Response;

use super::begin::{redirect_uri, see_other, sign_in_scopes};
use crate::edge::Visit;
use crate::entra::authority::Authority;
use crate::entra::refusal::Refusal;
use crate::error::ApiError;
use crate::platform::body::Body;
use crate::query;
use crate::routes::no_query;

/// Sends the browser to Entra's page, with the scopes of a sign-in and nothing more.
///
/// # Errors
/// When there is a query.
pub fn begin(visit: &Visit<'_>, query: &str) -> Result<Response<Body>, ApiError> {
    no_query(query)?;
    let instance = visit.instance;
    let authority = Authority::new(&instance.cloud.login, instance.authority_tenant());
    let scopes = sign_in_scopes(instance);
    see_other(&authority.admin_consent_url(&instance.client_id, &redirect_uri(instance), &scopes))
}

/// Whether Entra sends an administrator back, and where that leads. What Entra says here proves nothing about anybody, so nothing is
/// changed by it: the next sign-in shows what holds.
#[must_use]
pub fn outcome(visit: &Visit<'_>, pairs: &[(String, String)]) -> Option<String> {
    query::value(pairs, "admin_consent")?;
    visit.trace.note("event", "admin_consent.returned");
    let page = Page::AdminConsent.path();
    let Some(error) = query::value(pairs, "error") else { return Some(page) };
    let refusal = Refusal::from_redirect(
        error,
        query::value(pairs, "error_description"),
        query::value(pairs, "error_subcode"),
    );
    refusal.note(visit.trace);
    // Its own page has words for going back that the sign-in page has not.
    let known = Some(refusal.code()).filter(|code| *code != ErrorCode::UpstreamInvalid);
    let code = known.unwrap_or(ErrorCode::ConsentDeclined);
    Some(format!("{page}?code={}&request_id={}", code.name(), visit.trace.request_id))
}
