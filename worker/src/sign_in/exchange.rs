//! `POST /api/session`: the access token that Teams, Outlook or Nested App Auth gave out becomes a session.
//!
//! The token is checked completely before anything is asked on the person's behalf (S1-40). Who the person is, is said by
//! the token alone; nothing that the page, its address or its body says about it is read.

use contract::function::Surface;
use contract::ids::UserKey;
use contract::problem::ErrorCode;
use contract::session::{ExchangeRequest, ExchangeResponse, PersonView};
use http::{HeaderMap, Request, Response};

use super::begin::graph_scopes;
use crate::edge::Visit;
use crate::entra::access_token::{self, AccessToken, Fault};
use crate::entra::first_party::may_sign_in;
use crate::entra::refusal::Refusal;
use crate::entra::token;
use crate::error::ApiError;
use crate::json;
use crate::platform::body::Body;
use crate::routes::no_query;
use crate::secret::SurfaceToken;
use crate::session::bearer::{self, Bearer};
use crate::session::guard::{self, Session};
use crate::vault::client::VaultUnreachable;
use crate::vault::message::{Answer, Ask, Carrier, Opening, Profile};
use crate::who;

/// The members of the body take less.
const BODY_MAX: usize = 256;

/// Exchanges a token. With a grant in the person's vault this costs no call to Entra.
///
/// # Errors
/// When the request is not of the documented form, the token is not good, or Entra refuses.
pub async fn exchange(visit: &Visit<'_>, request: Request<Body>) -> Result<Response<Body>, ApiError> {
    no_query(request.uri().query().unwrap_or_default())?;
    let (parts, body) = request.into_parts();
    let asked: ExchangeRequest = json::read(&parts.headers, body, BODY_MAX).await?;
    let surface = embedded(visit, asked.surface)?;
    let token = presented(&parts.headers)?;
    let person = proven(visit, surface, &token).await?;
    if asked.host_person.is_some_and(|told| told != person.oid) {
        return Err(ErrorCode::AccountMismatch.into());
    }
    let user =
        UserKey { instance: visit.instance.id.clone(), tid: person.tid.clone(), oid: person.oid.clone() };
    visit.trace.note_user(&user);
    let session = guard::new_session(user, surface, visit.edge.random);
    let expires_at = match joined(visit, &session, asked.renew_grant).await? {
        Some(expires_at) => expires_at,
        None => opened(visit, &session, (&person, &token)).await?,
    };
    visit.trace.note("event", "sign_in.completed");
    visit.trace.note("surface", surface.name());
    let (keyring, random) = (&visit.edge.config.keyring, visit.edge.random);
    Ok(json::answer(&ExchangeResponse {
        instance: who::view(visit.instance),
        bearer: guard::bearer_token(&session, expires_at, keyring, random),
        person: PersonView { name: person.name, username: person.username },
        expires_in: expires_at - visit.now_s(),
    }))
}

/// A surface that is switched on and that exchanges tokens; on the web people sign in by navigating.
fn embedded(visit: &Visit<'_>, surface: Surface) -> Result<Surface, ApiError> {
    match surface {
        Surface::Web => Err(ErrorCode::InvalidRequest.into()),
        Surface::Teams | Surface::Outlook if visit.instance.enables(&[surface.sign_in()]) => Ok(surface),
        Surface::Teams | Surface::Outlook => Err(ErrorCode::FunctionDisabled.into()),
    }
}

fn presented(headers: &HeaderMap) -> Result<SurfaceToken, ApiError> {
    match bearer::token(headers) {
        Bearer::Token(text) => Ok(SurfaceToken::new(text)),
        Bearer::Absent => Err(ErrorCode::SignInNeeded.into()),
        Bearer::Malformed => Err(ErrorCode::TokenRejected.into()),
    }
}

/// Who the token is about, once it is proven and was issued to somebody who may sign people in on this surface.
async fn proven(visit: &Visit<'_>, surface: Surface, token: &SurfaceToken) -> Result<AccessToken, ApiError> {
    let (instance, edge) = (visit.instance, visit.edge);
    let seen = edge.isolate.surface_tokens.get(&instance.id, token, visit.now_s());
    let person = if let Some(person) = seen {
        person
    } else {
        let keys = (&edge.isolate.jwks, edge.upstream, edge.clock);
        let person = access_token::validate(token, instance, keys).await;
        let person = person.map_err(|fault| rejected(visit, fault))?;
        edge.isolate.surface_tokens.put(&instance.id, token, &person, visit.now_s());
        person
    };
    if may_sign_in(surface, &person.client, &instance.client_id) {
        Ok(person)
    } else {
        Err(ErrorCode::ClientNotAllowed.into())
    }
}

/// The caller learns what to do about it; which check it was, only the log does.
fn rejected(visit: &Visit<'_>, fault: Fault) -> ApiError {
    visit.trace.note("token.fault", fault.to_string());
    let code = match fault {
        Fault::KeysUnavailable => ErrorCode::UpstreamUnavailable,
        Fault::WrongTenant => ErrorCode::TenantNotAllowed,
        Fault::WrongClient => ErrorCode::ClientNotAllowed,
        Fault::Malformed
        | Fault::UnknownKey
        | Fault::BadSignature
        | Fault::BadClaims
        | Fault::WrongIssuer
        | Fault::WrongAudience
        | Fault::WrongTime
        | Fault::WrongNonce
        | Fault::WrongKind
        | Fault::WrongScope => ErrorCode::TokenRejected,
    };
    code.into()
}

/// A session on the grant that the person's vault has; `None` when it has none, or when a new one is wanted.
async fn joined(visit: &Visit<'_>, session: &Session, renew: bool) -> Result<Option<i64>, ApiError> {
    if renew {
        return Ok(None);
    }
    match visit.vault(session, Ask::Join).await {
        Ok(Answer::NoGrant) => Ok(None),
        answer => end_of(&answer).map(Some),
    }
}

/// A session on a new grant, had from Entra on the person's behalf.
async fn opened(
    visit: &Visit<'_>,
    session: &Session,
    (person, token): (&AccessToken, &SurfaceToken),
) -> Result<i64, ApiError> {
    let (instance, edge) = (visit.instance, visit.edge);
    let asked_at = edge.clock.now();
    let tenant = person.tid.as_str();
    let client = token::Client { instance, tenant, random: edge.random, upstream: edge.upstream };
    let scopes = graph_scopes(instance);
    let tokens = token::on_behalf_of(&client, token, &scopes).await;
    visit.trace.time("entra", edge.clock.now().since(asked_at));
    let tokens = tokens.map_err(|refusal| refused(visit, &refusal))?;
    let profile = Profile {
        name: person.name.clone(),
        username: person.username.clone(),
        logout_hint: person.login_hint.clone(),
    };
    let opening = Opening::of((tokens, scopes), Carrier::Bearer, profile, visit.now_s());
    let opening = opening.ok_or(ErrorCode::UpstreamInvalid)?;
    end_of(&visit.vault(session, Ask::Open(opening)).await)
}

fn refused(visit: &Visit<'_>, refusal: &Refusal) -> ApiError {
    refusal.note(visit.trace);
    refusal.into()
}

/// When the session that the vault opened ends.
fn end_of(answer: &Result<Answer, VaultUnreachable>) -> Result<i64, ApiError> {
    match answer {
        Ok(Answer::Opened { expires_at }) => Ok(*expires_at),
        Ok(
            Answer::Profile { .. }
            | Answer::Token(_)
            | Answer::Closed { .. }
            | Answer::NoGrant
            | Answer::SessionEnded
            | Answer::Refused(_)
            | Answer::Unavailable,
        )
        | Err(VaultUnreachable) => Err(ErrorCode::Internal.into()),
    }
}

#[cfg(test)]
mod tests;
