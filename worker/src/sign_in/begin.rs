//! `GET /sign-in`: starts a sign-in and sends the browser to Entra.

use contract::endpoint::{CHALLENGE, CLAIMS, PROMPT, RETURN_TO, SIGN_IN_CALLBACK, SURFACE};
use contract::page::Page;
use contract::problem::ErrorCode;
use contract::session::SignInPrompt;
use http::header::{LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderValue, Response, StatusCode};

use super::handover::Recipient;
use super::transaction::{Aim, Transaction, cookie_name};
use crate::config::instance::Instance;
use crate::edge::Visit;
use crate::entra::authority::{Authority, AuthorizeRequest};
use crate::entra::pkce;
use crate::error::ApiError;
use crate::platform::body::Body;
use crate::query;
use crate::session::cookie;
use crate::session::guard::Presented;

/// Sign-ins that one browser may have under way; beyond that, all older ones are dropped, so that nobody can fill up a
/// browser's cookies from outside.
const UNDER_WAY_MAX: usize = 5;

/// OpenID Connect scopes of every sign-in; `offline_access` asks for a refresh token.
const SIGN_IN_SCOPES: [&str; 3] = ["openid", "profile", "offline_access"];

/// Starts a sign-in.
///
/// # Errors
/// When the query is not of the documented form.
pub fn begin(visit: &Visit<'_>, headers: &HeaderMap, query: &str) -> Result<Response<Body>, ApiError> {
    let Wishes { aim, prompt, claims } = wishes(query).ok_or(ErrorCode::InvalidRequest)?;
    let (instance, random) = (visit.instance, visit.edge.random);
    let replaces = match (&aim, visit.presented(headers)) {
        (Aim::Page(_) | Aim::PageSilently(_), Presented::Session(session)) => Some(session),
        // The frame's session stands beside that of the browser.
        (Aim::Handover(to), _) if !instance.enables(&[to.surface.sign_in()]) => {
            return Err(ErrorCode::FunctionDisabled.into());
        }
        (_, _) => None,
    };
    let transaction = Transaction::start(aim, replaces, visit.now_s(), random);
    let mut response = see_other(&address(instance, &transaction, (prompt, claims.as_deref())))?;
    let set = transaction.set_cookie(&instance.id, &visit.edge.config.keyring, random);
    let tried = matches!(transaction.aim, Aim::PageSilently(_)).then(cookie::tried);
    for cookie in std::iter::once(set).chain(tried).chain(surplus(headers, &transaction)) {
        append_cookie(&mut response, &cookie)?;
    }
    Ok(response)
}

/// The scopes of a sign-in: OpenID Connect's own and what the enabled functions need of Graph, and nothing more (S1-11).
#[must_use]
pub fn sign_in_scopes(instance: &Instance) -> Vec<String> {
    let own = SIGN_IN_SCOPES.iter().map(|scope| (*scope).to_owned());
    own.chain(graph_scopes(instance)).collect()
}

/// The Graph scopes of the enabled functions. A scope without a resource is one of Graph's, in every cloud.
/// <https://learn.microsoft.com/entra/identity-platform/scopes-oidc>
#[must_use]
pub fn graph_scopes(instance: &Instance) -> Vec<String> {
    instance.graph_scopes().iter().map(|scope| scope.0.to_owned()).collect()
}

/// The registered redirect address: fixed, never built from anything in the request (S1-06).
#[must_use]
pub fn redirect_uri(instance: &Instance) -> String {
    format!("{}{SIGN_IN_CALLBACK}", instance.home())
}

/// A redirect after which the browser always uses `GET` (S1-09).
pub(super) fn see_other(location: &str) -> Result<Response<Body>, ApiError> {
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = StatusCode::SEE_OTHER;
    let location = HeaderValue::from_str(location).map_err(|_| ErrorCode::Internal)?;
    response.headers_mut().insert(LOCATION, location);
    Ok(response)
}

/// Adds a cookie to an answer.
pub(super) fn append_cookie(response: &mut Response<Body>, cookie: &str) -> Result<(), ApiError> {
    let value = HeaderValue::from_str(cookie).map_err(|_| ErrorCode::Internal)?;
    response.headers_mut().append(SET_COOKIE, value);
    Ok(())
}

/// What the query asks for.
struct Wishes {
    aim: Aim,
    prompt: SignInPrompt,
    claims: Option<String>,
}

/// Longest claims challenge that is handed on.
const CLAIMS_MAX: usize = 2048;

/// Where the sign-in leads, what to prompt for, and what Entra has to satisfy. A page is named by its path; no other address can be
/// (S2-10).
fn wishes(query: &str) -> Option<Wishes> {
    let pairs = query::parse(query)?;
    if pairs.iter().any(|(name, _)| ![RETURN_TO, PROMPT, CLAIMS, SURFACE, CHALLENGE].contains(&name.as_str()))
    {
        return None;
    }
    let page = match query::value(&pairs, RETURN_TO) {
        Some(path) => Page::from_path(path).filter(Page::is_return_target)?,
        None => Page::Home,
    };
    let prompt = match query::value(&pairs, PROMPT) {
        Some(name) => SignInPrompt::from_name(name)?,
        None => SignInPrompt::default(),
    };
    let claims = query::value(&pairs, CLAIMS).map(str::to_owned);
    if claims.as_deref().is_some_and(|claims| !is_challenge(claims)) {
        return None;
    }
    let aim = match (query::value(&pairs, SURFACE), query::value(&pairs, CHALLENGE), prompt) {
        (Some(surface), Some(challenge), SignInPrompt::WhenNeeded | SignInPrompt::SelectAccount) => {
            Aim::Handover(Recipient::named(surface, challenge)?)
        }
        (None, None, SignInPrompt::Silent) => Aim::PageSilently(page),
        (None, None, SignInPrompt::WhenNeeded | SignInPrompt::SelectAccount) => Aim::Page(page),
        (Some(_) | None, Some(_) | None, _) => return None,
    };
    Some(Wishes { aim, prompt, claims })
}

fn address(
    instance: &Instance,
    transaction: &Transaction,
    (prompt, claims): (SignInPrompt, Option<&str>),
) -> String {
    let redirect_uri = redirect_uri(instance);
    let scopes = sign_in_scopes(instance);
    Authority::new(&instance.cloud.login, instance.authority_tenant()).authorize_url(&AuthorizeRequest {
        client_id: &instance.client_id,
        redirect_uri: &redirect_uri,
        scopes: &scopes,
        state: &transaction.state,
        nonce: &transaction.nonce,
        code_challenge: &pkce::challenge(&transaction.verifier),
        prompt: prompt.name(),
        claims,
    })
}

fn is_challenge(text: &str) -> bool {
    text.len() <= CLAIMS_MAX && matches!(serde_json::from_str(text), Ok(serde_json::Value::Object(_)))
}

/// `Set-Cookie` values that drop older sign-ins of a browser that has too many.
fn surplus(headers: &HeaderMap, started: &Transaction) -> Vec<String> {
    let names = cookie::names(headers, cookie::SIGN_IN_PREFIX);
    if names.len() < UNDER_WAY_MAX {
        return Vec::new();
    }
    let own = cookie_name(&started.state);
    names.into_iter().filter(|name| *name != own).map(cookie::remove).collect()
}
