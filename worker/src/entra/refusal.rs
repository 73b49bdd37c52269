//! How Entra refuses, classed by what to do about it.
//!
//! Entra says that texts and numbers change, so `error`, `suberror` and `claims` come first, as in Microsoft's own
//! libraries; AADSTS numbers only refine where those are too coarse, and alone never end a grant. Descriptions are never
//! kept.
//! <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>

mod classify;
#[cfg(test)]
mod tests;

use contract::problem::ErrorCode;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use crate::platform::upstream::UpstreamError;
use crate::trace::Trace;

/// One kind for each reaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// The code or grant is over: sign in again.
    GrantEnded,
    /// The person has to act: second factor, other account, new password.
    InteractionNeeded,
    /// The person has to consent.
    ConsentNeeded,
    /// An administrator has to consent.
    AdminConsentNeeded,
    /// The person declined the permissions.
    ConsentDeclined,
    /// The person went back.
    Cancelled,
    /// A rule of the organization forbids it; the person cannot do anything.
    BlockedByPolicy,
    /// The person is not assigned to the application, or not known in the tenant.
    NotAssigned,
    /// Registration and configuration do not fit each other.
    RegistrationFault,
    /// Entra cannot be reached, or says that it is out of order.
    Unavailable,
    /// Entra took too long.
    Timeout,
    /// The answer is not what the protocol says.
    Invalid,
}

/// A refusal, with what the log and the administrator need to find out more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("refused by Entra: {kind:?}")]
pub struct Refusal {
    kind: Kind,
    /// The AADSTS number.
    number: Option<u32>,
    /// Entra's trace id, a GUID.
    trace_id: Option<String>,
    /// What Entra's logs know the request by, a GUID: ours, echoed.
    correlation_id: Option<String>,
    /// What a new sign-in has to satisfy, as JSON.
    claims: Option<String>,
    /// Seconds after which another try makes sense.
    retry_after: Option<u32>,
}

/// The members of an error body that are read. <https://www.rfc-editor.org/rfc/rfc6749#section-5.2>
#[derive(Debug, Default, Deserialize)]
struct ErrorBody {
    error: String,
    #[serde(default, deserialize_with = "lenient")]
    suberror: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    error_codes: Option<Vec<u32>>,
    #[serde(default, deserialize_with = "lenient")]
    claims: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    trace_id: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    correlation_id: Option<String>,
}

/// A member of another type than it should be counts as absent: it must not hide the refusal itself.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).ok())
}

/// Longest claims challenge that is handed on.
const CLAIMS_MAX: usize = 4096;
/// When Entra is out of order and does not say for how long.
const RETRY_SECONDS: u32 = 10;

impl Refusal {
    /// A refusal without anything but its kind.
    pub(super) fn of(kind: Kind) -> Self {
        let retry_after = matches!(kind, Kind::Unavailable | Kind::Timeout).then_some(RETRY_SECONDS);
        Self { kind, number: None, trace_id: None, correlation_id: None, claims: None, retry_after }
    }

    /// A refusal as the token endpoint answers it. What is no refusal either is [`Kind::Invalid`].
    #[must_use]
    pub fn from_answer(body: &[u8]) -> Self {
        serde_json::from_slice(body).map_or(Self::of(Kind::Invalid), Self::from_body)
    }

    fn from_body(body: ErrorBody) -> Self {
        let numbers = body.error_codes.unwrap_or_default();
        let claims = body.claims.filter(|claims| is_challenge(claims));
        let named = classify::Named {
            error: &body.error,
            suberror: body.suberror.as_deref(),
            challenged: claims.is_some(),
        };
        Self {
            number: numbers.first().copied(),
            trace_id: body.trace_id.filter(|id| is_guid(id)),
            correlation_id: body.correlation_id.filter(|id| is_guid(id)),
            claims,
            ..Self::of(classify::token_error(named, &numbers))
        }
    }

    /// A refusal that came with the browser (RFC 6749 section 4.1.2.1). The description is only searched for its number.
    #[must_use]
    pub fn from_redirect(error: &str, description: Option<&str>, subcode: Option<&str>) -> Self {
        let number = description.and_then(aadsts_number);
        let kind = classify::redirect_error(error, subcode, number);
        Self { number, ..Self::of(kind) }
    }

    /// No answer at all.
    pub(super) fn no_answer(error: UpstreamError) -> Self {
        Self::of(match error {
            UpstreamError::Timeout => Kind::Timeout,
            UpstreamError::Unreachable => Kind::Unavailable,
        })
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether the grant is worth nothing any more (S1-46).
    #[must_use]
    pub fn ends_grant(&self) -> bool {
        self.kind == Kind::GrantEnded
    }

    /// What a new sign-in has to satisfy, as JSON.
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        self.claims.as_deref()
    }

    /// Seconds after which another try makes sense.
    #[must_use]
    pub fn retry_after(&self) -> Option<u32> {
        self.retry_after
    }

    /// The code for whoever asked.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self.kind {
            Kind::GrantEnded => ErrorCode::SessionEnded,
            Kind::InteractionNeeded => ErrorCode::InteractionNeeded,
            Kind::ConsentNeeded => ErrorCode::ConsentNeeded,
            Kind::AdminConsentNeeded => ErrorCode::AdminConsentNeeded,
            Kind::ConsentDeclined => ErrorCode::ConsentDeclined,
            Kind::Cancelled => ErrorCode::SignInCancelled,
            Kind::BlockedByPolicy => ErrorCode::BlockedByPolicy,
            Kind::NotAssigned => ErrorCode::NotAssigned,
            Kind::RegistrationFault => ErrorCode::RegistrationFault,
            Kind::Unavailable => ErrorCode::UpstreamUnavailable,
            Kind::Timeout => ErrorCode::UpstreamTimeout,
            Kind::Invalid => ErrorCode::UpstreamInvalid,
        }
    }

    /// Writes down what an administrator needs to find out more.
    pub fn note(&self, trace: &Trace) {
        trace.note("entra.refusal", format!("{:?}", self.kind));
        if let Some(number) = self.number {
            trace.note("entra.aadsts", number);
        }
        if let Some(id) = &self.trace_id {
            trace.note("entra.trace_id", id.as_str());
        }
        if let Some(id) = &self.correlation_id {
            trace.note("entra.correlation_id", id.as_str());
        }
    }

    /// The same refusal, of a request that was sent under this id.
    pub(super) fn asked_as(mut self, id: String) -> Self {
        self.correlation_id.get_or_insert(id);
        self
    }

    /// The same refusal, from an endpoint that is out of order: whatever it says, nothing follows from it but to wait (S1-46).
    pub(super) fn out_of_order(self, retry_after: Option<u32>) -> Self {
        let out_of_order = Self::of(Kind::Unavailable);
        let retry_after = retry_after.or(out_of_order.retry_after);
        Self { kind: out_of_order.kind, claims: None, retry_after, ..self }
    }
}

/// The number that a description begins with: `AADSTS65004: …`.
fn aadsts_number(description: &str) -> Option<u32> {
    let rest = description.strip_prefix("AADSTS")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn is_challenge(text: &str) -> bool {
    text.len() <= CLAIMS_MAX && matches!(serde_json::from_str(text), Ok(serde_json::Value::Object(_)))
}

fn is_guid(text: &str) -> bool {
    text.parse::<contract::ids::TenantId>().is_ok()
}
