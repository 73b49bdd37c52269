//! `POST /api/sign-out`: ends our session, and says where to end Microsoft's.

use contract::page::Page;
use contract::problem::ErrorCode;
use contract::session::{SignOutRequest, SignOutResponse, SignOutScope};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue, Request, Response};

use super::begin::{append_cookie, graph_scopes};
use crate::edge::Visit;
use crate::entra::authority::Authority;
use crate::error::ApiError;
use crate::platform::body::{Body, ReadError};
use crate::routes::no_query;
use crate::session::cookie;
use crate::session::guard::Presented;
use crate::vault::message::{Answer, Ask, Profile};
use crate::who;

/// The one member of the body takes far less.
const BODY_MAX: usize = 256;

/// Ends the session, or all of the person's sessions.
///
/// # Errors
/// When the request is not of the documented form, presents no session, or the vault cannot be asked.
pub async fn sign_out(visit: &Visit<'_>, request: Request<Body>) -> Result<Response<Body>, ApiError> {
    no_query(request.uri().query().unwrap_or_default())?;
    let (parts, body) = request.into_parts();
    let scope = scope(&parts.headers, body).await?;
    let profile = match visit.presented(&parts.headers) {
        Presented::Nothing => return Err(ErrorCode::SignInNeeded.into()),
        // A session that is over anyway is as good as signed out.
        Presented::Rejected => None,
        Presented::Session(session) => {
            let ask = match scope {
                SignOutScope::ThisSession => Ask::Close,
                SignOutScope::Everywhere => Ask::CloseAll,
            };
            let answer = visit.vault(&session, ask).await;
            visit.edge.isolate.tokens.forget(&session.user, &session.id, &graph_scopes(visit.instance));
            closed(answer.ok())?
        }
    };
    visit.trace.note("event", "sign_out.completed");
    let mut response =
        who::json(&SignOutResponse { microsoft_sign_out_url: address(visit, profile.as_ref()) });
    append_cookie(&mut response, &cookie::remove(cookie::SESSION))?;
    // What the browser may still keep of pictures goes with the session (S5-16).
    let clear = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(clear, HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}

async fn scope(headers: &HeaderMap, body: Body) -> Result<SignOutScope, ApiError> {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let plain = !headers.contains_key(CONTENT_ENCODING);
    if !plain || media_type.is_none_or(|found| !found.eq_ignore_ascii_case("application/json")) {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    let bytes = body.read(BODY_MAX).await.map_err(|error| match error {
        ReadError::TooLarge => ErrorCode::BodyTooLarge,
        ReadError::Broken => ErrorCode::InvalidRequest,
    })?;
    let request: SignOutRequest = serde_json::from_slice(&bytes).map_err(|_| ErrorCode::InvalidRequest)?;
    Ok(request.scope)
}

fn closed(answer: Option<Answer>) -> Result<Option<Profile>, ApiError> {
    match answer {
        Some(Answer::Closed { profile }) => Ok(profile),
        Some(Answer::SessionEnded) => Ok(None),
        Some(
            Answer::Opened { .. }
            | Answer::Profile { .. }
            | Answer::Token(_)
            | Answer::Refused(_)
            | Answer::Unavailable,
        )
        | None => Err(ErrorCode::Internal.into()),
    }
}

/// Entra's sign-out page; it sends the browser back to ours.
fn address(visit: &Visit<'_>, profile: Option<&Profile>) -> String {
    let instance = visit.instance;
    let back = format!("{}{}", instance.home(), Page::SignedOut.path());
    let hint = profile.and_then(|profile| profile.logout_hint.as_deref());
    Authority::new(&instance.cloud.login, instance.authority_tenant()).logout_url(&back, hint)
}
