//! `POST /api/sign-out`: ends our session, and says where to end Microsoft's.

use contract::page::Page;
use contract::problem::ErrorCode;
use contract::session::{SignOutRequest, SignOutResponse, SignOutScope};
use http::header::HeaderName;
use http::{HeaderValue, Request, Response};

use super::begin::{append_cookie, graph_scopes};
use crate::edge::Visit;
use crate::entra::authority::Authority;
use crate::error::ApiError;
use crate::json;
use crate::platform::body::Body;
use crate::routes::no_query;
use crate::session::cookie;
use crate::session::guard::Presented;
use crate::vault::message::{Answer, Ask, Profile};

/// The one member of the body takes far less.
const BODY_MAX: usize = 256;

/// Ends the session, or all of the person's sessions.
///
/// # Errors
/// When the request is not of the documented form, presents no session, or the vault cannot be asked.
pub async fn sign_out(visit: &Visit<'_>, request: Request<Body>) -> Result<Response<Body>, ApiError> {
    no_query(request.uri().query().unwrap_or_default())?;
    let (parts, body) = request.into_parts();
    let SignOutRequest { scope } = json::read(&parts.headers, body, BODY_MAX).await?;
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
        json::answer(&SignOutResponse { microsoft_sign_out_url: address(visit, profile.as_ref()) });
    append_cookie(&mut response, &cookie::remove(cookie::SESSION))?;
    append_cookie(&mut response, &cookie::signed_out())?;
    // What the browser may still keep of pictures goes with the session (S5-16).
    let clear = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(clear, HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
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
            | Answer::NoGrant
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
