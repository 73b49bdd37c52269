//! `GET /api/session`: who is signed in.

use contract::function::Function;
use contract::problem::ErrorCode;
use contract::session::{InstanceView, PersonView, SessionResponse, SignedInView};
use http::{HeaderMap, Response};

use crate::config::instance::Instance;
use crate::edge::Visit;
use crate::entra::access_token::SCOPE;
use crate::error::ApiError;
use crate::json;
use crate::platform::body::Body;
use crate::routes::no_query;
use crate::session::cookie;
use crate::session::guard::{Presented, Session};
use crate::vault::message::{Answer, Ask};

/// Answers who is signed in. Costs one call to the person's vault, none when nobody is signed in.
///
/// # Errors
/// When what was presented is no session, or the vault cannot be asked.
pub async fn session(
    visit: &Visit<'_>,
    headers: &HeaderMap,
    query: &str,
) -> Result<Response<Body>, ApiError> {
    no_query(query)?;
    let instance = view(visit.instance);
    match visit.presented(headers) {
        Presented::Nothing => {
            let silent_sign_in = visit.instance.enables(&[Function::SsoWeb]) && !cookie::is_quiet(headers);
            Ok(json::answer(&SessionResponse { instance, signed_in: None, silent_sign_in }))
        }
        Presented::Rejected => Err(ErrorCode::SessionEnded.into()),
        Presented::Session(session) => {
            let (person, expires_at) = person(visit, &session).await?;
            let signed_in = Some(SignedInView { person, expires_at });
            Ok(json::answer(&SessionResponse { instance, signed_in, silent_sign_in: false }))
        }
    }
}

/// Who a session belongs to, for display, and when it ends. Costs one call to the person's vault.
///
/// # Errors
/// When the session has ended, or the vault cannot be asked.
pub(crate) async fn person(visit: &Visit<'_>, session: &Session) -> Result<(PersonView, i64), ApiError> {
    match visit.vault(session, Ask::Profile).await {
        Ok(Answer::Profile { profile, expires_at }) => {
            Ok((PersonView { name: profile.name, username: profile.username }, expires_at))
        }
        Ok(Answer::SessionEnded) => Err(ErrorCode::SessionEnded.into()),
        Ok(
            Answer::Opened { .. }
            | Answer::Token(_)
            | Answer::Closed { .. }
            | Answer::Refused(_)
            | Answer::NoGrant
            | Answer::Unavailable,
        )
        | Err(_) => Err(ErrorCode::Internal.into()),
    }
}

/// What the app may know of an instance.
pub(crate) fn view(instance: &Instance) -> InstanceView {
    InstanceView {
        display_name: instance.display_name.clone(),
        functions: instance.functions.clone(),
        permissions: instance.permissions.iter().map(|scope| scope.0.to_owned()).collect(),
        client_id: instance.client_id.clone(),
        api_scope: format!("{}/{SCOPE}", instance.app_id_uri),
    }
}
