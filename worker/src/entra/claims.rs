//! What every token of Entra's has to prove, whoever it is for: text, signature, then claims, in this order (S1-20).
//! <https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-tokens>

use std::collections::BTreeMap;

use contract::ids::{ClientId, ObjectId, TenantId};
use contract::problem::ErrorCode;
use jwt_compact::alg::{Rsa, StrongAlg};
use jwt_compact::{AlgorithmExt as _, Claims, UntrustedToken};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::authority::{Authority, issuer};
use super::jwks::{JwksCache, SigningKey};
use super::jwt;
use crate::config::origin::Origin;
use crate::platform::clock::Clock;
use crate::platform::upstream::Upstream;

/// Clocks of Entra and ours may differ by this much (S1-25).
pub(super) const SKEW_SECONDS: i64 = 120;

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
    /// Another kind of token, or another version.
    #[error("wrong kind")]
    WrongKind,
    /// Issued by a tenant whose people may not sign in here.
    #[error("wrong tenant")]
    WrongTenant,
    /// Issued to an application that may not sign people in here.
    #[error("wrong client")]
    WrongClient,
    /// Not for the scope that our API has.
    #[error("wrong scope")]
    WrongScope,
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
            | Self::WrongKind
            | Self::WrongTenant
            | Self::WrongClient
            | Self::WrongScope => ErrorCode::UpstreamInvalid,
        }
    }
}

/// The claims of every token, and beside them those of its own kind.
#[derive(Debug, Clone, Deserialize)]
struct Wire<T> {
    iss: String,
    aud: Audience,
    tid: TenantId,
    oid: ObjectId,
    sub: String,
    ver: String,
    #[serde(flatten)]
    own: T,
    #[serde(flatten)]
    others: BTreeMap<String, serde_json::Value>,
}

/// The audience may be written as a list (RFC 7519 section 4.1.3); whoever else stands in it could use the token here.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    List(Vec<String>),
}

/// Claims that decide something. Another spelling of one would be a second opinion, so there must be none (S1-28).
const DECIDING: [&str; 13] =
    ["iss", "aud", "tid", "oid", "sub", "ver", "exp", "iat", "nbf", "nonce", "scp", "idtyp", "azp"];

/// A token that passed every check that does not depend on its kind.
#[derive(Debug)]
pub(super) struct Checked<T> {
    /// The tenant that issued it.
    pub(super) tid: TenantId,
    /// The person, within that tenant.
    pub(super) oid: ObjectId,
    /// When it was issued, in seconds.
    pub(super) issued_at: i64,
    /// When it expires, in seconds.
    pub(super) expires_at: i64,
    /// The claims of its kind.
    pub(super) own: T,
}

/// Checks a token up to the claims of its kind.
///
/// The address of the keys is chosen by the tenant that the token names, before it is verified: that claim decides nothing
/// but which of Entra's own key sets is read, and is checked against the key and the issuer afterwards.
///
/// # Errors
/// The first check that it does not pass.
pub(super) async fn checked<T: DeserializeOwned>(
    text: &str,
    (login, client_id): (&Origin, &ClientId),
    (keys, upstream, clock): (&JwksCache, &dyn Upstream, &dyn Clock),
) -> Result<Checked<T>, Fault> {
    let Unverified { kid, tenant, token } = Unverified::read(text)?;
    let url = Authority::new(login, tenant.as_str()).jwks_url();
    let found = keys.find(&url, &kid, (upstream, clock)).await.map_err(|_| Fault::KeysUnavailable)?;
    let key = found.ok_or(Fault::UnknownKey)?;
    let claims: Claims<Wire<T>> = verified(&token, &key)?;
    let (issued_at, expires_at) = check_time(&claims, clock.now().seconds())?;
    let Wire { tid, oid, own, .. } = check_parties(claims.custom, (login, client_id), &key)?;
    Ok(Checked { tid, oid, issued_at, expires_at, own })
}

/// What finding the key takes, out of a token that anybody may have written.
#[derive(Debug)]
pub(super) struct Unverified<'a> {
    kid: String,
    tenant: TenantId,
    token: UntrustedToken<'a>,
}

impl Unverified<'_> {
    /// The tenant that the token says it comes from. Good for refusing early, and for nothing else.
    pub(super) fn tenant(&self) -> &TenantId {
        &self.tenant
    }
}

impl<'a> Unverified<'a> {
    /// Reads a text.
    ///
    /// # Errors
    /// When it is not that of a token, or names no tenant.
    pub(super) fn read(text: &'a str) -> Result<Self, Fault> {
        #[derive(Deserialize)]
        struct Tenant {
            tid: TenantId,
        }
        let kid = jwt::unverified_kid(text).map_err(|_| Fault::Malformed)?;
        let token = UntrustedToken::new(text).map_err(|_| Fault::Malformed)?;
        let claims: Claims<Tenant> = token.deserialize_claims_unchecked().map_err(|_| Fault::BadClaims)?;
        Ok(Self { kid, tenant: claims.custom.tid, token })
    }
}

/// The claims, once the signature fits (S1-20, S1-21).
fn verified<T: DeserializeOwned>(
    untrusted: &UntrustedToken<'_>,
    key: &SigningKey,
) -> Result<Claims<Wire<T>>, Fault> {
    let validated = StrongAlg(Rsa::rs256()).validator::<Wire<T>>(key.key()).validate(untrusted);
    match validated {
        Ok(token) => Ok(token.into_parts().1),
        Err(jwt_compact::ValidationError::MalformedClaims(_)) => Err(Fault::BadClaims),
        Err(_) => Err(Fault::BadSignature),
    }
}

/// `exp` and `iat` are required; all times are within the skew (S1-25). Answers `iat` and `exp`.
fn check_time<T>(claims: &Claims<T>, now: i64) -> Result<(i64, i64), Fault> {
    let expires = claims.expiration.ok_or(Fault::BadClaims)?.timestamp();
    let issued = claims.issued_at.ok_or(Fault::BadClaims)?.timestamp();
    let begins = claims.not_before.map_or(issued, |moment| moment.timestamp());
    let over = now >= expires.saturating_add(SKEW_SECONDS);
    let early = now < issued.saturating_sub(SKEW_SECONDS) || now < begins.saturating_sub(SKEW_SECONDS);
    if over || early { Err(Fault::WrongTime) } else { Ok((issued, expires)) }
}

/// Who issued it, with which key, for whom, in which version (S1-24, S1-28, S1-29).
fn check_parties<T>(
    wire: Wire<T>,
    (login, client_id): (&Origin, &ClientId),
    key: &SigningKey,
) -> Result<Wire<T>, Fault> {
    let respelt = |name: &String| {
        DECIDING.iter().any(|deciding| name != deciding && name.eq_ignore_ascii_case(deciding))
    };
    if wire.others.keys().any(respelt) {
        return Err(Fault::BadClaims);
    }
    if wire.iss != issuer(login, &wire.tid) || !key.signs_for(&wire.iss, wire.tid.as_str()) {
        return Err(Fault::WrongIssuer);
    }
    if !wire.aud.is(client_id.as_str()) {
        return Err(Fault::WrongAudience);
    }
    if wire.ver != "2.0" || wire.sub.is_empty() {
        return Err(Fault::WrongKind);
    }
    Ok(wire)
}

impl Audience {
    /// Whether the token is for this application and for nobody else.
    fn is(&self, client_id: &str) -> bool {
        match self {
            Self::One(one) => one == client_id,
            Self::List(list) => matches!(list.as_slice(), [only] if only == client_id),
        }
    }
}
