//! Who is signed in, and how signing in and out is asked for.

use serde::{Deserialize, Serialize};

use crate::function::{Function, Surface};
use crate::ids::{ClientId, ObjectId};

/// Answer of `GET /api/session`. (A session that was presented and is not good is a problem, not this.)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionResponse {
    /// The instance this host belongs to.
    pub instance: InstanceView,
    /// Who is signed in; `None` when no session was presented.
    pub signed_in: Option<SignedInView>,
    /// Whether a round trip to Microsoft that shows nothing ([`SignInPrompt::Silent`]) is worth the way: nobody is signed in, it was
    /// not tried in this visit, and the person did not sign out.
    #[serde(default)]
    pub silent_sign_in: bool,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedInView {
    /// The person, for display.
    pub person: PersonView,
    /// When the session ends whatever the person does, in seconds since 1970 (UTC).
    pub expires_at: i64,
}

/// Body of `POST /api/session`. The access token that the surface gave out for our API goes along as a bearer token
/// (RFC 6750); it alone says who the person is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRequest {
    /// Where the app runs. The session is good there only.
    pub surface: Surface,
    /// Ask Microsoft again even if there is a grant: the person just acted (consented, satisfied a claims challenge).
    #[serde(default)]
    pub renew_grant: bool,
    /// Who the host says is signed in to it. It proves nothing and can only do one thing: when the token is about somebody else,
    /// the answer is a problem instead of a session, so that nobody works under another account without noticing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host_person: Option<ObjectId>,
}

/// Body of `POST /api/session/handover`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandoverRequest {
    /// What the window handed over: sealed, good once and for two minutes.
    pub code: String,
    /// The secret behind the challenge that the sign-in was started with: whoever got hold of the code alone has nothing.
    pub verifier: String,
}

/// Body of `POST /api/session/attempts`. Names only, so that nothing personal can come into the log this way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttemptsRequest {
    /// Where the app runs.
    pub surface: Surface,
    /// What was tried, in order.
    pub attempts: Vec<Attempt>,
}

/// One way to a session that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// Which.
    pub rung: Rung,
    /// Why it was left; `None` when it led in.
    pub left: Option<Leave>,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
}

/// A way for a frame to get a session, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// Nested App Auth: the host brokers a token that is issued to our own application.
    NestedAppAuth,
    /// The host's own call: `getAuthToken` in Teams, `getAccessToken` in Outlook.
    HostToken,
    /// The session that a window handed over is still there: it gets a fresh name.
    HeldSession,
    /// A window of its own, in which the person signs in.
    Window,
}

/// Why a rung was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leave {
    /// The host does not offer it.
    Absent,
    /// The host did not answer in time.
    TimedOut,
    /// Microsoft wants the person to act.
    NeedsPerson,
    /// The person went back.
    Cancelled,
    /// It did not work this time.
    Temporary,
    /// It does not work here; every word that is not known counts as this.
    Refused,
    /// It gave a token that our service does not take.
    NotTaken,
    /// The browser did not open a window.
    Blocked,
}

/// Answer of `POST /api/session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExchangeResponse {
    /// The instance this host belongs to.
    pub instance: InstanceView,
    /// The person, for display.
    pub person: PersonView,
    /// What every later call carries as `Authorization: Bearer`. It is to be kept in memory only (S1-54).
    pub bearer: String,
    /// How long it is good, in seconds: ten minutes at most. Not a moment, because clocks differ.
    pub expires_in: i64,
}

/// What the app may know of the instance it runs for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceView {
    /// The name shown in the header.
    pub display_name: String,
    /// The functions that are switched on.
    pub functions: Vec<Function>,
    /// The scopes of [`crate::operations::OPTIONAL`] that its administrator has granted, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<String>,
    /// The Entra application, for which a surface gives out tokens. Every page of Microsoft's that signs people in shows it.
    pub client_id: ClientId,
    /// The scope of our API, as a surface is asked for it.
    pub api_scope: String,
}

/// A person, for display only. None of this identifies anybody (S1-30).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonView {
    /// The display name, in any script.
    pub name: String,
    /// The user principal name or mail address, as Entra gave it.
    pub username: String,
}

/// What Entra's sign-in page is asked for. Never `consent` (Entra would ask on every sign-in), never `none` from a click.
/// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignInPrompt {
    /// Let Entra decide: silent where a session exists.
    #[default]
    WhenNeeded,
    /// Offer the choice of another account.
    SelectAccount,
    /// Show nothing: whoever has a session at Microsoft is signed in, everybody else comes back as they went.
    Silent,
}

impl SignInPrompt {
    /// The value in the query of the sign-in address; `None` leaves the parameter out.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::WhenNeeded => None,
            Self::SelectAccount => Some("select_account"),
            Self::Silent => Some("none"),
        }
    }

    /// Reads the value back.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::SelectAccount, Self::Silent].into_iter().find(|prompt| prompt.name() == Some(name))
    }
}

/// Body of `POST /api/sign-out`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOutRequest {
    /// How much ends.
    pub scope: SignOutScope,
}

/// How much ends when a person signs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignOutScope {
    /// This browser's session.
    ThisSession,
    /// Every session of the person at this instance, and what Microsoft granted us for them.
    Everywhere,
}

/// Answer of `POST /api/sign-out`: our session has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOutResponse {
    /// Navigate here to end the session at Microsoft as well; it returns to the signed-out page.
    pub microsoft_sign_out_url: String,
}
