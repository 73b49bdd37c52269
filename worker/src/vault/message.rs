//! What the worker asks of a vault, and what it answers. Declared once, used by caller and object.
//!
//! These messages carry secrets between the worker and its Durable Object inside Cloudflare's runtime; they are never
//! stored or logged. Their `Debug` shows none, because the secrets' own types do not.

use contract::ids::UserKey;
use serde::{Deserialize, Serialize};

use crate::entra::refusal::Refusal;
use crate::entra::token::Tokens;
use crate::secret::{AccessToken, RefreshToken, SessionId};

/// A request to one person's vault.
#[derive(Debug, Serialize, Deserialize)]
pub struct Request {
    /// Whose vault this is. A vault that belongs to somebody else refuses (S1-31).
    pub user: UserKey,
    /// The session on whose behalf it is asked.
    #[serde(with = "secret_text")]
    pub session: SessionId,
    /// What is asked.
    pub ask: Ask,
}

/// What is asked of a vault.
#[derive(Debug, Serialize, Deserialize)]
pub enum Ask {
    /// Starts the session with what Entra granted.
    Open(Opening),
    /// Starts the session of a frame on the grant that is there already.
    Join,
    /// Gives the session another id, once: the old one is worth nothing from then on. Only a session that a window handed over can
    /// be given one; all others have their host, or their cookie.
    Rename {
        /// The new id.
        #[serde(with = "secret_text")]
        to: SessionId,
    },
    /// Who this is, for display.
    Profile,
    /// An access token for exactly this scope set.
    Token {
        /// Scope names, sorted.
        scopes: Vec<String>,
        /// The token that Graph just refused, if one was.
        refused: Option<RefusedToken>,
    },
    /// Ends this session.
    Close,
    /// Ends every session of the person at this instance and forgets all grants.
    CloseAll,
}

/// What names a session at each call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Carrier {
    /// A cookie, on the web.
    Cookie,
    /// A bearer token in a page's memory, in frames.
    Bearer,
    /// What a window hands over to a frame: good for a moment, then renamed, and renamed again before each name ends.
    Handover,
}

/// What a sign-in brings.
#[derive(Debug, Serialize, Deserialize)]
pub struct Opening {
    /// What will name the session.
    pub carrier: Carrier,
    /// The person, for display.
    pub profile: Profile,
    /// The grant.
    #[serde(with = "secret_text")]
    pub grant: RefreshToken,
    /// The first access token.
    pub access: IssuedToken,
    /// The scope set that the access token was asked for.
    pub scopes: Vec<String>,
}

impl Opening {
    /// What Entra issued for this scope set at `now_s`; `None` when it left out the grant, without which no session can live.
    #[must_use]
    pub fn of(
        (tokens, scopes): (Tokens, Vec<String>),
        carrier: Carrier,
        profile: Profile,
        now_s: i64,
    ) -> Option<Self> {
        let expires_at = now_s.saturating_add(tokens.expires_in_s);
        let access = IssuedToken { token: tokens.access_token, expires_at };
        Some(Self { carrier, profile, grant: tokens.refresh_token?, access, scopes })
    }
}

/// A person, for display and for the hint at sign-out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Display name.
    pub name: String,
    /// User principal name or mail address.
    pub username: String,
    /// Entra's opaque `login_hint` claim: spares the choice of account at sign-out.
    pub logout_hint: Option<String>,
}

/// An access token and its end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IssuedToken {
    /// The token.
    #[serde(with = "secret_text")]
    pub token: AccessToken,
    /// When it expires, in seconds since 1970.
    pub expires_at: i64,
}

/// A token that Graph refused.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RefusedToken {
    /// Which one: when the vault already has another, that one is the answer.
    #[serde(with = "secret_text")]
    pub token: AccessToken,
    /// The claims challenge that came with the refusal, as JSON (S1-48).
    pub claims: Option<String>,
}

/// A vault's answer.
#[derive(Debug, Serialize, Deserialize)]
pub enum Answer {
    /// The session is open.
    Opened {
        /// When it ends, whatever happens.
        expires_at: i64,
    },
    /// Who this is.
    Profile {
        /// For display.
        profile: Profile,
        /// When the session ends, whatever happens.
        expires_at: i64,
    },
    /// An access token.
    Token(IssuedToken),
    /// The session (or all of them) ended.
    Closed {
        /// Who it was, if the session was still good.
        profile: Option<Profile>,
    },
    /// There is nothing to join: bring a grant.
    NoGrant,
    /// There is no such session, or its time is up.
    SessionEnded,
    /// Entra gave no token. The session stays, unless the refusal ends grants.
    Refused(Refusal),
    /// Storage or configuration failed: try again later.
    Unavailable,
}

/// Secrets inside messages: the only serialisation of a secret in this code.
mod secret_text {
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::secret::SecretText;

    pub(super) fn serialize<S: Serializer>(
        secret: &impl SecretText,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(secret.show())
    }

    pub(super) fn deserialize<'de, T: SecretText, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<T, D::Error> {
        String::deserialize(deserializer).map(T::take)
    }
}
