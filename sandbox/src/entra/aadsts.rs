//! Entra's errors: a number after `AADSTS`, an OAuth error, and what surrounds them on the wire.
//! <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>

mod table;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

pub(crate) use self::table::{Row, known};
use crate::world::World;

/// The codes whose body was seen with an `error_uri` in captures of the real service; others were seen without.
const CODES_WITH_URI: [u32; 2] = [7_000_215, 500_011];

/// One refusal.
#[derive(Clone, Debug)]
pub(crate) struct Aadsts {
    /// The number.
    pub(crate) code: u32,
    row: Row,
    text: String,
}

impl Aadsts {
    /// The refusal with this number and its usual words.
    pub(crate) fn new(code: u32) -> Self {
        let row = known(code).unwrap_or(table::UNKNOWN);
        Self { code, row, text: row.text.to_owned() }
    }

    /// Says it in other words, with the particulars of the request.
    pub(crate) fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// A required parameter is missing.
    pub(crate) fn missing(parameter: &str) -> Self {
        Self::new(900_144)
            .saying(format!("The request body must contain the following parameter: '{parameter}'."))
    }

    /// `error` where a token was asked for.
    pub(crate) const fn token_error(&self) -> &'static str {
        self.row.token_error
    }

    /// `error` where a sign-in was asked for.
    pub(crate) const fn authorize_error(&self) -> &'static str {
        self.row.authorize_error
    }

    /// `suberror`: what kind of interaction would help.
    pub(crate) const fn suberror(&self) -> Option<&'static str> {
        self.row.suberror
    }

    /// `claims`: what to ask for next time, as JSON in a string.
    pub(crate) const fn claims(&self) -> Option<&'static str> {
        self.row.claims
    }

    /// The message for people.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// `error_description`.
    pub(crate) fn description(&self, ids: &RequestIds) -> String {
        let RequestIds { trace, correlation, timestamp } = ids;
        format!(
            "AADSTS{}: {} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {timestamp}",
            self.code, self.text
        )
    }

    /// `error_uri`.
    pub(crate) fn uri(&self, world: &World) -> String {
        format!("{}/error?code={}", world.origins.entra, self.code)
    }

    /// The status: 401 for a client that could not prove itself, as captured; 503 for a passing trouble.
    pub(crate) fn status(&self) -> StatusCode {
        match self.row.token_error {
            "invalid_client" => StatusCode::UNAUTHORIZED,
            "temporarily_unavailable" => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// The answer of the token endpoint and of discovery.
    pub(crate) fn json_response(&self, world: &World, ids: &RequestIds) -> Response {
        let body = Body {
            error: self.token_error(),
            error_description: self.description(ids),
            error_codes: [self.code],
            timestamp: &ids.timestamp,
            trace_id: &ids.trace,
            correlation_id: &ids.correlation,
            error_uri: CODES_WITH_URI.contains(&self.code).then(|| self.uri(world)),
            suberror: self.suberror(),
            claims: self.claims(),
        };
        (self.status(), [(header::CONTENT_TYPE, "application/json; charset=utf-8")], Json(body))
            .into_response()
    }
}

/// The members in the order of the real service.
#[derive(Serialize)]
struct Body<'a> {
    error: &'static str,
    error_description: String,
    error_codes: [u32; 1],
    timestamp: &'a str,
    trace_id: &'a str,
    correlation_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suberror: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<&'static str>,
}

/// What support would ask for.
#[derive(Clone, Debug)]
pub(crate) struct RequestIds {
    /// Entra's own id of the request.
    pub(crate) trace: String,
    /// The caller's `client-request-id`, or a new one.
    pub(crate) correlation: String,
    /// When it was, for people.
    pub(crate) timestamp: String,
}

impl RequestIds {
    /// The ids for a request that came with this `client-request-id`.
    pub(crate) fn new(world: &World, client_request_id: Option<&str>) -> Self {
        // Text that is not a GUID is ignored.
        let correlation =
            client_request_id.and_then(|id| Uuid::parse_str(id).ok()).unwrap_or_else(Uuid::new_v4);
        Self {
            trace: Uuid::new_v4().to_string(),
            correlation: correlation.to_string(),
            timestamp: timestamp(world.clock.now()),
        }
    }
}

fn timestamp(seconds: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (hour, minute, second) = time.to_hms();
    format!("{} {hour:02}:{minute:02}:{second:02}Z", time.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_have_the_form_of_the_real_service() {
        assert_eq!(timestamp(1_786_656_269), "2026-08-13 21:24:29Z");
    }

    #[test]
    fn a_number_that_is_not_in_the_table_is_a_server_error() {
        assert_eq!(Aadsts::new(1).token_error(), "server_error");
    }
}
