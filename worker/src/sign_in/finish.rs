//! `GET /sign-in/callback`: Entra sends the browser back; a code becomes a session.
//!
//! Every outcome is a redirect to a clean address of ours (S1-08): the page that was wanted, or the page that says what
//! went wrong, with a code and the request id and nothing of what Entra sent (S1-07).

use contract::function::Surface;
use contract::ids::UserKey;
use contract::page::Page;
use contract::problem::ErrorCode;
use http::{HeaderMap, Response};

use super::admin_consent;
use super::begin::{append_cookie, graph_scopes, redirect_uri, see_other, sign_in_scopes};
use super::transaction::{self, Aim, Transaction, cookie_name, state_hash};
use crate::edge::Visit;
use crate::entra::id_token::{self, Expected, IdToken};
use crate::entra::refusal::Refusal;
use crate::entra::token::{self, Tokens};
use crate::error::ApiError;
use crate::platform::body::Body;
use crate::query;
use crate::secret::{AuthorizationCode, State};
use crate::session::cookie;
use crate::session::guard::{self, Session};
use crate::vault::message::{Answer, Ask, Carrier, Opening, Profile};

/// Why a sign-in did not become a session.
#[derive(Debug, thiserror::Error)]
enum SignInError {
    /// Not started in this browser, too old, or used before.
    #[error("no such sign-in")]
    Expired,
    /// Entra refused.
    #[error("refused by Entra")]
    Refused(#[from] Refusal),
    /// The ID token is not good.
    #[error("the ID token is not good")]
    BadIdToken(#[from] id_token::Fault),
    /// The person's tenant is not on the list.
    #[error("tenant not allowed")]
    TenantNotAllowed,
    /// Entra left out what it was asked for.
    #[error("Entra's answer lacks a part")]
    Incomplete,
    /// Storage of ours failed.
    #[error("our storage failed")]
    Unavailable,
}

/// Finishes a sign-in.
///
/// # Errors
/// When the query is not of the documented form; then no sign-in is touched.
pub async fn finish(visit: &Visit<'_>, headers: &HeaderMap, query: &str) -> Result<Response<Body>, ApiError> {
    let pairs = query::parse(query).ok_or(ErrorCode::InvalidRequest)?;
    if let Some(address) = admin_consent::outcome(visit, &pairs) {
        return see_other(&address);
    }
    let state =
        query::value(&pairs, "state").filter(|state| !state.is_empty()).ok_or(ErrorCode::InvalidRequest)?;
    let state = State::new(state);
    let keyring = &visit.edge.config.keyring;
    let found = Transaction::find(headers, &state, &visit.instance.id, keyring, visit.now_s());
    let mut response = match found {
        Some(transaction) => match attempt(visit, &transaction, &pairs).await {
            Ok(opened) => completed(visit, &transaction.aim, &opened)?,
            Err(error) => see_other(&failed_address(visit, &transaction.aim, &error))?,
        },
        None => see_other(&failed_page(visit, refused_as(visit, &SignInError::Expired)))?,
    };
    append_cookie(&mut response, &cookie::remove(&cookie_name(&state)))?;
    Ok(response)
}

/// Where somebody who was signed in goes on, with what names the session.
fn completed(visit: &Visit<'_>, aim: &Aim, opened: &Opened) -> Result<Response<Body>, ApiError> {
    visit.trace.note("event", "sign_in.completed");
    visit.trace.note_user(&opened.session.user);
    match aim {
        Aim::Page(page) | Aim::PageSilently(page) => {
            let (keyring, random) = (&visit.edge.config.keyring, visit.edge.random);
            let cookie = guard::set_cookie(&opened.session, opened.expires_at, keyring, random);
            let mut response = see_other(&page.path())?;
            append_cookie(&mut response, &cookie)?;
            append_cookie(&mut response, &cookie::wanted())?;
            Ok(response)
        }
        Aim::Handover(to) => see_other(&to.address(visit, &opened.session)),
    }
}

async fn attempt(
    visit: &Visit<'_>,
    transaction: &Transaction,
    pairs: &[(String, String)],
) -> Result<Opened, SignInError> {
    use_once(visit, &transaction.state).await?;
    let code = code(pairs)?;
    let (tokens, person) = exchange(visit, transaction, &code).await?;
    let opened = open_session(visit, &transaction.aim, tokens, &person).await?;
    if let Some(replaced) = &transaction.replaces {
        // The new session counts; an old one that cannot be closed now ends by itself (S1-51).
        _ = visit.vault(replaced, Ask::Close).await;
    }
    Ok(opened)
}

/// Marks the sign-in as used, before anything is asked of Entra (S1-03).
async fn use_once(visit: &Visit<'_>, state: &State) -> Result<(), SignInError> {
    let (asked_at, now_s) = (visit.edge.clock.now(), visit.now_s());
    let expires_at = now_s + transaction::SECONDS_MAX;
    let first = visit.edge.used_states.first_use(&state_hash(state), now_s, expires_at).await;
    visit.trace.time("store", visit.edge.clock.now().since(asked_at));
    if first.map_err(|_| SignInError::Unavailable)? { Ok(()) } else { Err(SignInError::Expired) }
}

/// The code that Entra sent, or its refusal.
fn code(pairs: &[(String, String)]) -> Result<AuthorizationCode, SignInError> {
    if let Some(error) = query::value(pairs, "error") {
        let description = query::value(pairs, "error_description");
        let subcode = query::value(pairs, "error_subcode");
        return Err(Refusal::from_redirect(error, description, subcode).into());
    }
    let code = query::value(pairs, "code").filter(|code| !code.is_empty()).ok_or(SignInError::Incomplete)?;
    Ok(AuthorizationCode::new(code))
}

/// Exchanges the code and validates who came.
async fn exchange(
    visit: &Visit<'_>,
    transaction: &Transaction,
    code: &AuthorizationCode,
) -> Result<(Tokens, IdToken), SignInError> {
    let (instance, edge) = (visit.instance, visit.edge);
    let asked_at = edge.clock.now();
    let client = token::Client {
        instance,
        tenant: instance.authority_tenant(),
        random: edge.random,
        upstream: edge.upstream,
    };
    let request = token::CodeExchange {
        code,
        verifier: &transaction.verifier,
        redirect_uri: &redirect_uri(instance),
        scopes: &sign_in_scopes(instance),
    };
    let tokens = token::exchange_code(&client, &request).await?;
    let unverified = tokens.id_token.as_ref().ok_or(SignInError::Incomplete)?;
    let expected =
        Expected { login: &instance.cloud.login, client_id: &instance.client_id, nonce: &transaction.nonce };
    let keys = (&edge.isolate.jwks, edge.upstream, edge.clock);
    let person = id_token::validate(unverified, &expected, keys).await;
    visit.trace.time("entra", edge.clock.now().since(asked_at));
    let person = person?;
    if !instance.allows(&person.tid) {
        return Err(SignInError::TenantNotAllowed);
    }
    Ok((tokens, person))
}

/// A session that the person's vault opened.
struct Opened {
    session: Session,
    expires_at: i64,
}

async fn open_session(
    visit: &Visit<'_>,
    aim: &Aim,
    tokens: Tokens,
    person: &IdToken,
) -> Result<Opened, SignInError> {
    let (surface, carrier) = match aim {
        Aim::Page(_) | Aim::PageSilently(_) => (Surface::Web, Carrier::Cookie),
        Aim::Handover(to) => (to.surface, Carrier::Handover),
    };
    let user =
        UserKey { instance: visit.instance.id.clone(), tid: person.tid.clone(), oid: person.oid.clone() };
    let session = guard::new_session(user, surface, visit.edge.random);
    let profile = Profile {
        name: person.name.clone(),
        username: person.username.clone(),
        logout_hint: person.login_hint.clone(),
    };
    let granted = (tokens, graph_scopes(visit.instance));
    let opening = Opening::of(granted, carrier, profile, visit.now_s());
    let opening = opening.ok_or(SignInError::Incomplete)?;
    match visit.vault(&session, Ask::Open(opening)).await {
        Ok(Answer::Opened { expires_at }) => Ok(Opened { session, expires_at }),
        Ok(
            Answer::Profile { .. }
            | Answer::Token(_)
            | Answer::Closed { .. }
            | Answer::SessionEnded
            | Answer::Refused(_)
            | Answer::NoGrant
            | Answer::Unavailable,
        )
        | Err(_) => Err(SignInError::Unavailable),
    }
}

/// Where somebody who was not signed in goes on. Who was tried silently has asked for nothing and is told nothing.
fn failed_address(visit: &Visit<'_>, aim: &Aim, error: &SignInError) -> String {
    let code = refused_as(visit, error);
    match aim {
        Aim::Page(_) => failed_page(visit, code),
        Aim::PageSilently(page) => page.path(),
        Aim::Handover(to) => to.failed_address(visit, code),
    }
}

/// The page that says what went wrong.
fn failed_page(visit: &Visit<'_>, code: ErrorCode) -> String {
    format!("{}?code={}&request_id={}", Page::SignInFailed.path(), code.name(), visit.trace.request_id)
}

/// What the person is told. What the log needs besides is noted.
fn refused_as(visit: &Visit<'_>, error: &SignInError) -> ErrorCode {
    let code = match error {
        SignInError::Expired => ErrorCode::SignInExpired,
        SignInError::Refused(refusal) => {
            refusal.note(visit.trace);
            refusal.code()
        }
        SignInError::BadIdToken(fault) => {
            visit.trace.note("id_token.fault", fault.to_string());
            fault.code()
        }
        SignInError::TenantNotAllowed => ErrorCode::TenantNotAllowed,
        SignInError::Incomplete => ErrorCode::UpstreamInvalid,
        SignInError::Unavailable => ErrorCode::Internal,
    };
    visit.trace.note("event", "sign_in.refused");
    visit.trace.note("error.code", code.name());
    code
}
