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
use super::refusal::{ErrorBody, Kind, Refusal};
use crate::config::instance::{Credential, Instance};
use crate::platform::body::Body;
use crate::platform::random::{self, Random};
use crate::platform::upstream::Upstream;
use crate::secret::{AccessToken, AuthorizationCode, CodeVerifier, RefreshToken};

/// Entra has this long to answer (S7-01).
pub const DEADLINE: Duration = Duration::from_secs(10);
/// Longest answer that is read. A token answer with a large ID token has about 10 KB (S1-10).
const BODY_MAX: usize = 256 * 1024;
/// When the answer does not say how long the access token lives, it is taken to live this long (S1-10).
const LIFETIME_UNSTATED: i64 = 300;
/// No token of Entra's lives longer than 28 hours; a longer claim is not believed.
const LIFETIME_MAX: i64 = 28 * 60 * 60;

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
    let scope = exchange.scopes.join(" ");
    let grant = [
        ("grant_type", "authorization_code"),
        ("code", exchange.code.expose()),
        ("redirect_uri", exchange.redirect_uri),
        ("code_verifier", exchange.verifier.expose()),
        ("scope", scope.as_str()),
    ];
    redeem(client, &grant, None).await
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
    let scope = format!("{} offline_access", scopes.join(" "));
    let grant =
        [("grant_type", "refresh_token"), ("refresh_token", grant.expose()), ("scope", scope.as_str())];
    redeem(client, &grant, claims).await
}

async fn redeem(
    client: &Client<'_>,
    grant: &[(&str, &str)],
    claims: Option<&str>,
) -> Result<Tokens, Refusal> {
    let claims = claims_with_capabilities(claims);
    let form = form(client.instance, grant, &claims);
    let request = request(client, form).ok_or(Refusal::of(Kind::Invalid))?;
    let answer = client.upstream.send(request, DEADLINE).await.map_err(Refusal::no_answer)?;
    read(answer).await
}

fn form(instance: &Instance, grant: &[(&str, &str)], claims: &str) -> Vec<u8> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("client_id", instance.client_id.as_str())
        .extend_pairs(grant)
        .append_pair("claims", claims);
    match &instance.credential {
        Credential::Secret(secret) => form.append_pair("client_secret", secret.expose()),
    };
    form.finish().into_bytes()
}

/// Never with an `Origin`: Entra takes that for a browser and refuses the credential (AADSTS9002326).
fn request(client: &Client<'_>, form: Vec<u8>) -> Option<Request<Vec<u8>>> {
    let url = Authority::new(&client.instance.cloud.login, client.tenant).token_url();
    let id = guid(&random::bytes::<16>(client.random));
    Request::builder()
        .method(Method::POST)
        .uri(url)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("accept", "application/json")
        .header("client-request-id", id)
        .body(form)
        .ok()
}

async fn read(answer: Response<Body>) -> Result<Tokens, Refusal> {
    let (parts, body) = answer.into_parts();
    let retry_after = seconds(&parts.headers);
    if parts.status == StatusCode::TOO_MANY_REQUESTS || parts.status.is_server_error() {
        return Err(Refusal::of(Kind::Unavailable).with_retry_after(retry_after));
    }
    let bytes = Zeroizing::new(body.read(BODY_MAX).await.map_err(|_| Refusal::of(Kind::Invalid))?);
    if parts.status.is_success() {
        return tokens(&bytes).ok_or(Refusal::of(Kind::Invalid));
    }
    let refused: Option<ErrorBody> = serde_json::from_slice(&bytes).ok();
    Err(refused.map_or(Refusal::of(Kind::Invalid), Refusal::from_body))
}

/// A success as it comes over the wire. <https://www.rfc-editor.org/rfc/rfc6749#section-5.1>
#[derive(Deserialize)]
struct Wire {
    token_type: String,
    access_token: Zeroized,
    #[serde(default)]
    expires_in: Option<Lifetime>,
    #[serde(default)]
    refresh_token: Option<Zeroized>,
    #[serde(default)]
    id_token: Option<Zeroized>,
}

/// A text that is wiped when dropped.
#[derive(Deserialize)]
#[serde(transparent)]
struct Zeroized(String);

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

fn tokens(bytes: &[u8]) -> Option<Tokens> {
    let wire: Wire = serde_json::from_slice(bytes).ok()?;
    let bearer = wire.token_type.eq_ignore_ascii_case("bearer");
    if !bearer || wire.access_token.0.is_empty() {
        return None;
    }
    Some(Tokens {
        access_token: AccessToken::new(wire.access_token.0.as_str()),
        expires_in_s: wire.expires_in.as_ref().map_or(LIFETIME_UNSTATED, lifetime),
        refresh_token: wire.refresh_token.as_ref().map(|token| RefreshToken::new(token.0.as_str())),
        id_token: wire.id_token.as_ref().map(|token| UnverifiedIdToken::new(token.0.as_str())),
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

/// `Retry-After` in whole seconds, between one and ten minutes' worth; a date or nonsense counts as absent.
fn seconds(headers: &HeaderMap) -> Option<u32> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?;
    text.parse::<u32>().ok().map(|seconds| seconds.clamp(1, 600))
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
