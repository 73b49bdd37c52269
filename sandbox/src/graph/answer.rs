//! What a call answers, before it becomes an HTTP response or a part of a batch.
//!
//! Error bodies and codes: <https://learn.microsoft.com/graph/errors>

use axum::http::StatusCode;
use serde_json::Value;

use super::subscriptions::Subscription;

/// A successful answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    /// 200 with JSON.
    Json(Value),
    /// 200 with a picture.
    Picture {
        /// The bytes.
        png: Vec<u8>,
        /// Entity tag of the picture.
        e_tag: String,
    },
    /// 302 to another place.
    Found(String),
    /// 304: the caller's copy is still good.
    NotModified,
    /// 201 with JSON.
    Created(Value),
    /// 204.
    NoContent,
    /// 201, once the addresses of a subscription have been asked.
    Handshake(Box<Subscription>),
}

/// A refusal in Graph's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// HTTP status.
    pub(crate) status: StatusCode,
    /// `error.code`; its case differs between the services behind Graph.
    pub(crate) code: &'static str,
    /// `error.message`.
    pub(crate) message: String,
    /// Value of `WWW-Authenticate`, on a 401.
    pub(crate) challenge: Option<String>,
    /// Value of `Retry-After`, on a 429 or 503.
    pub(crate) retry_after: Option<Box<str>>,
    /// Value of `Allow`, on a 405.
    pub(crate) allow: Option<&'static str>,
    /// Value of `Location`, on a 410: where to begin anew.
    pub(crate) location: Option<Box<str>>,
}

impl Failure {
    /// A refusal with just a status, a code and a message.
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            challenge: None,
            retry_after: None,
            allow: None,
            location: None,
        }
    }

    /// 400 of Graph's own front door.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// 400 of OneDrive.
    pub(crate) fn invalid_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalidRequest", message)
    }

    /// 403 of OneDrive.
    pub(crate) fn access_denied() -> Self {
        Self::new(StatusCode::FORBIDDEN, "accessDenied", "Access denied")
    }

    /// 403 of the directory.
    pub(crate) fn insufficient_privileges() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )
    }

    /// 403 of Teams.
    pub(crate) fn missing_scope(wanted: &[&str], granted: &[String]) -> Self {
        let message = format!(
            "Missing scope permissions on the request. API requires one of '{}'. Scopes on the request '{}'",
            wanted.join(", "),
            granted.join(", ")
        );
        Self::new(StatusCode::FORBIDDEN, "Forbidden", message)
    }

    /// 404 of OneDrive.
    pub(crate) fn item_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "itemNotFound", "The resource could not be found.")
    }

    /// 404 of a person without a OneDrive licence.
    pub(crate) fn no_drive() -> Self {
        Self::new(StatusCode::NOT_FOUND, "ResourceNotFound", "User's mysite not found.")
    }

    /// 400 of a path that Graph does not know.
    pub(crate) fn unknown_segment(segment: &str) -> Self {
        Self::bad_request(format!("Resource not found for the segment '{segment}'."))
    }

    /// 405 of a path that only reads.
    pub(crate) fn method_not_allowed(allow: &'static str) -> Self {
        let message = "The HTTP verb in the request is not allowed on the target resource.";
        Self { allow: Some(allow), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, "notAllowed", message) }
    }

    /// The code and message that Graph's front door gives for a status by itself, as when it throttles.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let (code, message) = match status.as_u16() {
            429 => ("activityLimitReached", "The request has been throttled"),
            503 => ("serviceNotAvailable", "The service is temporarily unavailable"),
            504 => ("UnknownError", "The gateway did not receive an answer in time"),
            _ => ("generalException", "General exception while processing"),
        };
        Self::new(status, code, message)
    }
}
