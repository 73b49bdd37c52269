//! Who signed in: an ID token, from text to proof.
//!
//! The order matters: text, signature, then claims (S1-20). Every failure is the same to the caller; the log learns which.
//! <https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation>,
//! <https://learn.microsoft.com/entra/identity-platform/id-tokens>

use contract::ids::{ClientId, ObjectId, TenantId};
use contract::problem::ErrorCode;
use jwt_compact::alg::{Rsa, StrongAlg};
use jwt_compact::{AlgorithmExt as _, Claims, UntrustedToken};
use serde::Deserialize;

use super::authority::{Authority, issuer};
use super::jwks::{JwksCache, SigningKey};
use super::jwt;
use crate::config::origin::Origin;
use crate::platform::clock::Clock;
use crate::platform::upstream::Upstream;
use crate::secret::Nonce;

/// Clocks of Entra and ours may differ by this much (S1-25).
pub const SKEW_SECONDS: i64 = 120;
/// An ID token is checked seconds after it was issued; an older one comes from somewhere else.
const AGE_SECONDS_MAX: i64 = 15 * 60;

/// An ID token as it came: its claims mean nothing yet.
pub struct UnverifiedIdToken(zeroize::Zeroizing<String>);

impl UnverifiedIdToken {
    /// Takes a token in.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(zeroize::Zeroizing::new(text.into()))
    }
}

impl std::fmt::Debug for UnverifiedIdToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UnverifiedIdToken([redacted])")
    }
}

/// Who signed in, proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdToken {
    /// The tenant that vouches for the person.
    pub tid: TenantId,
    /// The person within that tenant.
    pub oid: ObjectId,
    /// Name for display; empty where Entra has none.
    pub name: String,
    /// User principal name or mail address, for display; empty where Entra has none.
    pub username: String,
    /// Entra's opaque hint for signing out.
    pub login_hint: Option<String>,
}

/// What a token has to be good for.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Entra.
    pub login: &'a Origin,
    /// Our application: the token's audience.
    pub client_id: &'a ClientId,
    /// The nonce of this sign-in.
    pub nonce: &'a Nonce,
}

/// Which check a token did not pass. For the log: a caller is only told that signing in failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The text is not that of a token.
    #[error("malformed")]
    Malformed,
    /// The keys to check it with cannot be read.
    #[error("keys unavailable")]
    KeysUnavailable,
    /// Signed by a key that Entra does not publish.
    #[error("unknown key")]
    UnknownKey,
    /// The signature does not fit.
    #[error("bad signature")]
    BadSignature,
    /// A claim is missing or not of its type.
    #[error("bad claims")]
    BadClaims,
    /// Issued by another party than the tenant it names, or signed by a key that is not that party's.
    #[error("wrong issuer")]
    WrongIssuer,
    /// Issued for another application.
    #[error("wrong audience")]
    WrongAudience,
    /// Too old, or from the future.
    #[error("wrong time")]
    WrongTime,
    /// Issued for another sign-in.
    #[error("wrong nonce")]
    WrongNonce,
    /// An access token, or another version.
    #[error("wrong kind")]
    WrongKind,
}

impl Fault {
    /// The code for whoever signs in.
    #[must_use]
    pub fn code(self) -> ErrorCode {
        match self {
            Self::KeysUnavailable => ErrorCode::UpstreamUnavailable,
            Self::Malformed
            | Self::UnknownKey
            | Self::BadSignature
            | Self::BadClaims
            | Self::WrongIssuer
            | Self::WrongAudience
            | Self::WrongTime
            | Self::WrongNonce
            | Self::WrongKind => ErrorCode::UpstreamInvalid,
        }
    }
}

/// The claims beside the registered times.
#[derive(Debug, Clone, Deserialize)]
struct Wire {
    iss: String,
    aud: String,
    tid: TenantId,
    oid: ObjectId,
    sub: String,
    ver: String,
    nonce: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    preferred_username: String,
    #[serde(default)]
    login_hint: Option<String>,
    /// Only access tokens have scopes.
    #[serde(default)]
    scp: Option<serde_json::Value>,
}

/// Checks a token completely.
///
/// The address of the keys is chosen by the tenant that the token names, before it is verified: that claim decides nothing
/// but which of Entra's own key sets is read, and is checked against the key and the issuer afterwards.
///
/// # Errors
/// The first check that it does not pass.
pub async fn validate(
    token: &UnverifiedIdToken,
    expected: &Expected<'_>,
    (keys, upstream, clock): (&JwksCache, &dyn Upstream, &dyn Clock),
) -> Result<IdToken, Fault> {
    let kid = jwt::unverified_kid(&token.0).map_err(|_| Fault::Malformed)?;
    let untrusted = UntrustedToken::new(token.0.as_str()).map_err(|_| Fault::Malformed)?;
    let tenant = unverified_tenant(&untrusted)?;
    let url = Authority::new(expected.login, tenant.as_str()).jwks_url();
    let found = keys.find(&url, &kid, (upstream, clock)).await.map_err(|_| Fault::KeysUnavailable)?;
    let key = found.ok_or(Fault::UnknownKey)?;
    let claims = verified(&untrusted, &key)?;
    check(claims, expected, &key, clock.now().seconds())
}

fn unverified_tenant(untrusted: &UntrustedToken<'_>) -> Result<TenantId, Fault> {
    #[derive(Deserialize)]
    struct Tenant {
        tid: TenantId,
    }
    let claims: Claims<Tenant> = untrusted.deserialize_claims_unchecked().map_err(|_| Fault::BadClaims)?;
    Ok(claims.custom.tid)
}

/// The claims, once the signature fits (S1-20, S1-21).
fn verified(untrusted: &UntrustedToken<'_>, key: &SigningKey) -> Result<Claims<Wire>, Fault> {
    let validated = StrongAlg(Rsa::rs256()).validator::<Wire>(key.key()).validate(untrusted);
    match validated {
        Ok(token) => Ok(token.into_parts().1),
        Err(jwt_compact::ValidationError::MalformedClaims(_)) => Err(Fault::BadClaims),
        Err(_) => Err(Fault::BadSignature),
    }
}

fn check(
    claims: Claims<Wire>,
    expected: &Expected<'_>,
    key: &SigningKey,
    now: i64,
) -> Result<IdToken, Fault> {
    check_time(&claims, now)?;
    let wire = claims.custom;
    if wire.iss != issuer(expected.login, &wire.tid) || !key.signs_for(&wire.iss, wire.tid.as_str()) {
        return Err(Fault::WrongIssuer);
    }
    if wire.aud != expected.client_id.as_str() {
        return Err(Fault::WrongAudience);
    }
    if wire.ver != "2.0" || wire.scp.is_some() || wire.sub.is_empty() {
        return Err(Fault::WrongKind);
    }
    if !Nonce::new(wire.nonce).matches(expected.nonce) {
        return Err(Fault::WrongNonce);
    }
    Ok(IdToken {
        tid: wire.tid,
        oid: wire.oid,
        name: wire.name,
        username: wire.preferred_username,
        login_hint: wire.login_hint,
    })
}

/// `exp` and `iat` are required; all times are within the skew (S1-25).
fn check_time(claims: &Claims<Wire>, now: i64) -> Result<(), Fault> {
    let expires = claims.expiration.ok_or(Fault::BadClaims)?.timestamp();
    let issued = claims.issued_at.ok_or(Fault::BadClaims)?.timestamp();
    let begins = claims.not_before.map_or(issued, |moment| moment.timestamp());
    let over = now >= expires.saturating_add(SKEW_SECONDS);
    let early = now < issued.saturating_sub(SKEW_SECONDS) || now < begins.saturating_sub(SKEW_SECONDS);
    let old = now > issued.saturating_add(AGE_SECONDS_MAX);
    if over || early || old { Err(Fault::WrongTime) } else { Ok(()) }
}

#[cfg(test)]
pub(crate) mod tests;
