//! The token endpoint: codes and grants become tokens.
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>

use std::time::Duration;

use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, Method, Request, Response, StatusCode};
use serde::Deserialize;
use url::form_urlencoded;
use zeroize::Zeroizing;

use super::authority::{Authority, claims_with_capabilities};
use super::id_token::UnverifiedIdToken;
use super::refusal::{Kind, Refusal};
use crate::config::instance::{Credential, Instance};
use crate::platform::body::Body;
use crate::platform::random::{self, Random};
use crate::platform::upstream::Upstream;
use crate::secret::{AccessToken, AuthorizationCode, CodeVerifier, RefreshToken, SurfaceToken};

/// Entra has this long to answer (S7-01).
pub const DEADLINE: Duration = Duration::from_secs(10);
/// Longest answer that is read. A token answer with a large ID token has about 10 KB (S1-10).
const BODY_MAX: usize = 256 * 1024;
/// When the answer does not say how long the access token lives, it is taken to live this long (S1-10).
const LIFETIME_UNSTATED: i64 = 300;
/// No token of Entra's lives longer than 28 hours; a longer claim is not believed.
const LIFETIME_MAX: i64 = 28 * 60 * 60;
/// Longest wait that is taken from `Retry-After`, in seconds (S7-03).
const RETRY_AFTER_MAX: f64 = 600.0;

/// All that the application itself may do at Graph, which is named by its own application id: the same in every cloud.
const GRAPH_DEFAULT: &str = "00000003-0000-0000-c000-000000000000/.default";

/// The application at the token endpoint.
#[derive(Clone, Copy)]
pub struct Client<'a> {
    /// Whose application it is, and its credential.
    pub instance: &'a Instance,
    /// The tenant in the endpoint's address: that of the grant (S1-40).
    pub tenant: &'a str,
    /// Randomness, for request ids.
    pub random: &'a dyn Random,
    /// Entra.
    pub upstream: &'a dyn Upstream,
}

/// What goes with an authorization code.
pub struct CodeExchange<'a> {
    /// The code.
    pub code: &'a AuthorizationCode,
    /// The verifier whose challenge was sent.
    pub verifier: &'a CodeVerifier,
    /// The redirect address that was used.
    pub redirect_uri: &'a str,
    /// Scope names.
    pub scopes: &'a [String],
}

/// What Entra issued.
#[derive(Debug)]
pub struct Tokens {
    /// An access token for the scopes that were asked for.
    pub access_token: AccessToken,
    /// How long it lives, in seconds.
    pub expires_in_s: i64,
    /// The scopes it was granted, which may be fewer or more than were asked for.
    pub scopes: Vec<String>,
    /// A grant, where `offline_access` was asked for.
    pub refresh_token: Option<RefreshToken>,
    /// Who signed in, not yet checked.
    pub id_token: Option<UnverifiedIdToken>,
}

/// Exchanges an authorization code.
///
/// # Errors
/// When Entra refuses, cannot be reached, or answers against its protocol.
pub async fn exchange_code(client: &Client<'_>, exchange: &CodeExchange<'_>) -> Result<Tokens, Refusal> {
    let grant = [
        ("grant_type", "authorization_code"),
        ("code", exchange.code.expose()),
        ("redirect_uri", exchange.redirect_uri),
        ("code_verifier", exchange.verifier.expose()),
    ];
    redeem(client, &grant, &exchange.scopes.join(" "), None).await
}

/// Renews an access token for these scopes. A claims challenge that Graph sent goes along.
///
/// # Errors
/// When Entra refuses, cannot be reached, or answers against its protocol.
pub async fn refresh(
    client: &Client<'_>,
    grant: &RefreshToken,
    scopes: &[String],
    claims: Option<&str>,
) -> Result<Tokens, Refusal> {
    let grant = [("grant_type", "refresh_token"), ("refresh_token", grant.expose())];
    redeem(client, &grant, &format!("{} offline_access", scopes.join(" ")), claims).await
}

/// Exchanges an access token for our API, which has been validated, for one that Graph takes, on behalf of the person
/// (S1-40). The tenant of `client` has to be that of the token.
/// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow>
///
/// # Errors
/// When Entra refuses, cannot be reached, or answers against its protocol.
pub async fn on_behalf_of(
    client: &Client<'_>,
    assertion: &SurfaceToken,
    scopes: &[String],
) -> Result<Tokens, Refusal> {
    let grant = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        ("assertion", assertion.expose()),
        ("requested_token_use", "on_behalf_of"),
    ];
    redeem(client, &grant, &format!("{} offline_access", scopes.join(" ")), None).await
}

/// A token of the application's own for Graph: for what an administrator, or a team's owner, allowed it. The tenant of `client` is
/// the one whose people are read.
/// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>
///
/// # Errors
/// When Entra refuses, cannot be reached, or answers against its protocol.
pub async fn of_application(client: &Client<'_>) -> Result<Tokens, Refusal> {
    redeem(client, &[("grant_type", "client_credentials")], GRAPH_DEFAULT, None).await
}

/// Sends one kind of grant, given as its own form fields, and reads what comes of it.
async fn redeem(
    client: &Client<'_>,
    grant: &[(&str, &str)],
    scope: &str,
    claims: Option<&str>,
) -> Result<Tokens, Refusal> {
    let common = [("scope", scope), ("claims", &claims_with_capabilities(claims))];
    let form = form(client.instance, grant.iter().chain(&common));
    let id = guid(&random::bytes::<16>(client.random));
    let request = request(client, &id, form).ok_or(Refusal::of(Kind::Invalid))?;
    let outcome = match client.upstream.send(request, DEADLINE).await {
        Ok(answer) => read(answer, scope).await,
        Err(error) => Err(Refusal::no_answer(error)),
    };
    outcome.map_err(|refusal| refusal.asked_as(id))
}

fn form<'f>(instance: &Instance, fields: impl Iterator<Item = &'f (&'f str, &'f str)>) -> Vec<u8> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("client_id", instance.client_id.as_str()).extend_pairs(fields);
    match &instance.credential {
        Credential::Secret(secret) => form.append_pair("client_secret", secret.expose()),
    };
    form.finish().into_bytes()
}

/// Never with an `Origin`: Entra takes that for a browser and refuses the credential (AADSTS9002326).
fn request(client: &Client<'_>, id: &str, form: Vec<u8>) -> Option<Request<Vec<u8>>> {
    let url = Authority::new(&client.instance.cloud.login, client.tenant).token_url();
    Request::builder()
        .method(Method::POST)
        .uri(url)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("accept", "application/json")
        .header("client-request-id", id)
        .body(form)
        .ok()
}

async fn read(answer: Response<Body>, asked: &str) -> Result<Tokens, Refusal> {
    let (parts, body) = answer.into_parts();
    let bytes = body.read(BODY_MAX).await.map(Zeroizing::new);
    if parts.status == StatusCode::TOO_MANY_REQUESTS || parts.status.is_server_error() {
        // The body only adds what the administrator may quote; without it the reaction is the same.
        let refusal = bytes.map_or(Refusal::of(Kind::Unavailable), |bytes| Refusal::from_answer(&bytes));
        return Err(refusal.out_of_order(seconds(&parts.headers)));
    }
    let bytes = bytes.map_err(|_| Refusal::of(Kind::Invalid))?;
    if parts.status.is_success() {
        return tokens(&bytes, asked).ok_or(Refusal::of(Kind::Invalid));
    }
    Err(Refusal::from_answer(&bytes))
}

/// A success as it comes over the wire. <https://www.rfc-editor.org/rfc/rfc6749#section-5.1>
#[derive(Deserialize)]
struct Wire {
    token_type: String,
    access_token: Zeroized,
    #[serde(default)]
    expires_in: Option<Lifetime>,
    #[serde(default)]
    scope: Option<String>,
    #[serde(default)]
    refresh_token: Option<Zeroized>,
    #[serde(default)]
    id_token: Option<Zeroized>,
}

/// A text that is wiped when dropped.
#[derive(Deserialize)]
#[serde(transparent)]
struct Zeroized(String);

impl Zeroized {
    fn is_there(&self) -> bool {
        !self.0.is_empty()
    }
}

impl Drop for Zeroized {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

/// Entra's older endpoints write the lifetime as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Lifetime {
    Number(f64),
    Text(String),
}

fn tokens(bytes: &[u8], asked: &str) -> Option<Tokens> {
    let wire: Wire = serde_json::from_slice(bytes).ok()?;
    let bearer = wire.token_type.eq_ignore_ascii_case("bearer");
    // What cannot stand in a header is no token (RFC 6750 section 2.1).
    let sendable = wire.access_token.is_there() && wire.access_token.0.bytes().all(|b| b.is_ascii_graphic());
    if !bearer || !sendable {
        return None;
    }
    // Left out, the scopes are those that were asked for (RFC 6749 section 5.1).
    let granted = wire.scope.as_deref().unwrap_or(asked);
    // An empty grant must never take the place of a good one.
    let refresh_token = wire.refresh_token.as_ref().filter(|token| token.is_there());
    let id_token = wire.id_token.as_ref().filter(|token| token.is_there());
    Some(Tokens {
        access_token: AccessToken::new(wire.access_token.0.as_str()),
        expires_in_s: wire.expires_in.as_ref().map_or(LIFETIME_UNSTATED, lifetime),
        scopes: granted.split_ascii_whitespace().map(str::to_owned).collect(),
        refresh_token: refresh_token.map(|token| RefreshToken::new(token.0.as_str())),
        id_token: id_token.map(|token| UnverifiedIdToken::new(token.0.as_str())),
    })
}

fn lifetime(stated: &Lifetime) -> i64 {
    let number = match stated {
        Lifetime::Number(number) => *number,
        Lifetime::Text(text) => text.parse().unwrap_or(f64::NAN),
    };
    if !number.is_finite() || number < 0.0 {
        return LIFETIME_UNSTATED;
    }
    #[expect(clippy::cast_possible_truncation, reason = "finite, not negative, and cut to 28 hours")]
    let whole = number.min(100_800.0) as i64;
    whole.min(LIFETIME_MAX)
}

/// `Retry-After` in whole seconds, rounded up, between one second and ten minutes; a date or nonsense counts as absent.
fn seconds(headers: &HeaderMap) -> Option<u32> {
    let stated: f64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    if !stated.is_finite() || stated < 0.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 600")]
    let whole = stated.ceil().clamp(1.0, RETRY_AFTER_MAX) as u32;
    Some(whole)
}

/// A random UUID (version 4), for Entra's logs. It is no secret.
fn guid(bytes: &[u8; 16]) -> String {
    let mut bytes = *bytes;
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = crate::hex(&bytes);
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

#[cfg(test)]
mod tests;
