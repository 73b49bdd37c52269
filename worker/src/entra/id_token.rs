//! Who signed in: an ID token, from text to proof.
//!
//! Every failure is the same to the caller; the log learns which check it was.
//! <https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation>,
//! <https://learn.microsoft.com/entra/identity-platform/id-tokens>

use contract::ids::{ClientId, ObjectId, TenantId};
use serde::Deserialize;

pub use super::claims::Fault;
use super::claims::{self, Checked};
use super::jwks::JwksCache;
use crate::config::origin::Origin;
use crate::platform::clock::Clock;
use crate::platform::upstream::Upstream;
use crate::secret::Nonce;

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

/// The claims that an ID token has beside those of every token.
#[derive(Debug, Clone, Deserialize)]
struct Own {
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
/// # Errors
/// The first check that it does not pass.
pub async fn validate(
    token: &UnverifiedIdToken,
    expected: &Expected<'_>,
    (keys, upstream, clock): (&JwksCache, &dyn Upstream, &dyn Clock),
) -> Result<IdToken, Fault> {
    let parties = (expected.login, expected.client_id);
    let Checked { tid, oid, issued_at, own, expires_at: _ } =
        claims::checked::<Own>(&token.0, parties, (keys, upstream, clock)).await?;
    if clock.now().seconds() > issued_at.saturating_add(AGE_SECONDS_MAX) {
        return Err(Fault::WrongTime);
    }
    if own.scp.is_some() {
        return Err(Fault::WrongKind);
    }
    if !Nonce::new(own.nonce).matches(expected.nonce) {
        return Err(Fault::WrongNonce);
    }
    Ok(IdToken { tid, oid, name: own.name, username: own.preferred_username, login_hint: own.login_hint })
}

#[cfg(test)]
pub(crate) mod tests;
