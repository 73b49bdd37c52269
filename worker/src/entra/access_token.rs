//! Who uses our API: an access token that a surface (Nested App Auth, Teams, Office) gave out, from text to proof.
//!
//! It and an ID token of the same application have the same issuer, audience, key and `typ`; only the claims tell them
//! apart (S1-26). <https://learn.microsoft.com/entra/identity-platform/access-tokens>

use contract::ids::{ObjectId, TenantId};
use serde::Deserialize;

pub use super::claims::Fault;
use super::claims::{self, Checked, Unverified};
use super::jwks::JwksCache;
use crate::config::instance::Instance;
use crate::platform::clock::Clock;
use crate::platform::upstream::Upstream;
use crate::secret::SurfaceToken;

/// The scope of our API, as the registration exposes it.
pub const SCOPE: &str = "access_as_user";

/// Who calls, proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The tenant that vouches for the person.
    pub tid: TenantId,
    /// The person within that tenant.
    pub oid: ObjectId,
    /// Name for display; empty where the token has none.
    pub name: String,
    /// User principal name or mail address, for display; empty where the token has none.
    pub username: String,
    /// Entra's opaque hint for signing out.
    pub login_hint: Option<String>,
    /// The application that the token was issued to.
    pub client: String,
    /// When the token expires, in seconds since 1970.
    pub expires_at: i64,
}

/// The claims that an access token has beside those of every token.
#[derive(Debug, Clone, Deserialize)]
struct Own {
    #[serde(default)]
    scp: String,
    #[serde(default)]
    azp: String,
    /// `app` where no person is behind it.
    #[serde(default)]
    idtyp: Option<String>,
    /// Only ID tokens of a code flow have one.
    #[serde(default)]
    nonce: Option<serde_json::Value>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    preferred_username: String,
    #[serde(default)]
    login_hint: Option<String>,
}

/// Checks a token completely, but for who may use it where: `client` is for the caller to judge (S1-2B).
///
/// # Errors
/// The first check that it does not pass. A token of a tenant that is not on the list makes nothing be fetched (S1-32).
pub async fn validate(
    token: &SurfaceToken,
    instance: &Instance,
    (keys, upstream, clock): (&JwksCache, &dyn Upstream, &dyn Clock),
) -> Result<AccessToken, Fault> {
    let text = token.expose();
    if !instance.allows(Unverified::read(text)?.tenant()) {
        return Err(Fault::WrongTenant);
    }
    let parties = (&instance.cloud.login, &instance.client_id);
    let checked: Checked<Own> = claims::checked(text, parties, (keys, upstream, clock)).await?;
    let Checked { tid, oid, expires_at, own, issued_at: _ } = checked;
    // The claim that was read first could differ from the proven one only if the text held both.
    if !instance.allows(&tid) {
        return Err(Fault::WrongTenant);
    }
    if own.scp.is_empty() || own.nonce.is_some() || own.idtyp.is_some_and(|kind| kind != "user") {
        return Err(Fault::WrongKind);
    }
    if !own.scp.split(' ').any(|scope| scope == SCOPE) {
        return Err(Fault::WrongScope);
    }
    if own.azp.is_empty() {
        return Err(Fault::WrongClient);
    }
    Ok(AccessToken {
        tid,
        oid,
        name: own.name,
        username: own.preferred_username,
        login_hint: own.login_hint,
        client: own.azp,
        expires_at,
    })
}

#[cfg(test)]
pub(crate) mod tests;
