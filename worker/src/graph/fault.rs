//! Why a call to Graph gave nothing: one variant for each reaction. Graph's own words never pass (S3-24).
//! <https://learn.microsoft.com/graph/errors>

use std::time::{Duration, UNIX_EPOCH};

use contract::operations::{Operation, OperationId, Segment};
use contract::problem::ErrorCode;
use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::handle::InvalidHandle;
use super::query::InvalidQuery;
use super::route::NoMatch;
use crate::error::ApiError;
use crate::platform::body::ReadError;
use crate::platform::upstream::UpstreamError;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GraphFault {
    /// The call is not of the documented form, or its handle is not good (any more). Nothing was sent.
    InvalidRequest,
    /// No row has this path. Nothing was sent.
    NotFound,
    /// The row takes other methods. Nothing was sent.
    MethodNotAllowed {
        /// The methods it takes.
        allow: &'static str,
    },
    /// No enabled function needs this call. Nothing was sent.
    FunctionDisabled,
    /// There is no token to ask with.
    Token(ApiError),
    /// Graph refused the token, and the renewed one too.
    TokenRefused,
    /// Graph asked for claims that a renewed token does not have: the person has to sign in with them.
    Challenged {
        /// The claims, as JSON.
        claims: String,
    },
    /// The person has no right to it, or it is not there.
    NoAccess,
    /// The person has no OneDrive.
    NoDrive,
    /// Nobody has opened the Files tab of the channel yet.
    /// <https://learn.microsoft.com/graph/api/channel-get-filesfolder>
    NoFilesFolder,
    /// Graph asks us to slow down.
    Throttled {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// Graph cannot be reached, or says that it is out of order.
    Unavailable {
        /// Seconds to wait, if Graph said so.
        retry_after: Option<u32>,
    },
    /// Graph took too long.
    Timeout,
    /// Graph's answer was not what its documentation says.
    Invalid,
}

/// Seconds to wait when Graph throttles without saying how long: one step of the back-off it asks for.
/// <https://learn.microsoft.com/graph/throttling>
const RETRY_AFTER_DEFAULT: u32 = 10;
/// Longest wait that is passed on: after ten minutes it is worth a try, whatever the header said (S7-03).
const RETRY_AFTER_MAX: u32 = 600;

/// The codes of Graph that may stand in a log. Its services disagree about case.
/// <https://learn.microsoft.com/graph/errors>
const KNOWN_CODES: &[&str] = &[
    "accessDenied",
    "activityLimitReached",
    "Authorization_RequestDenied",
    "BadRequest",
    "ErrorItemNotFound",
    "extensionError",
    "Forbidden",
    "generalException",
    "ImageNotFound",
    "InternalServerError",
    "InvalidAuthenticationToken",
    "invalidRange",
    "invalidRequest",
    "itemNotFound",
    "malwareDetected",
    "notAllowed",
    "notFound",
    "notSupported",
    "quotaLimitReached",
    "Request_ResourceNotFound",
    "ResourceNotFound",
    "resyncRequired",
    "serviceNotAvailable",
    "ServiceUnavailable",
    "syncStateNotFound",
    "TooManyRequests",
    "unauthenticated",
    "Unauthorized",
    "UnknownError",
];

/// A failed answer of Graph, as far as it decides something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Failure<'a> {
    /// Its status.
    pub(super) status: StatusCode,
    /// Its headers.
    pub(super) headers: &'a HeaderMap,
    /// The time, in seconds since 1970.
    pub(super) now_s: i64,
}

impl GraphFault {
    /// The fault that a failed answer means, whatever was asked for.
    pub(super) fn of(failure: Failure<'_>) -> Self {
        let said = retry_after(failure.headers, failure.now_s);
        match failure.status.as_u16() {
            // 509: the service's other word for the same.
            429 | 509 => Self::Throttled { retry_after: said.unwrap_or(RETRY_AFTER_DEFAULT) },
            500..=599 => Self::Unavailable { retry_after: said },
            // 410: removed; 423: locked for everybody else.
            401 | 403 | 404 | 410 | 423 => Self::NoAccess,
            _ => Self::Invalid,
        }
    }

    /// The fault that a failed answer of Graph means for this row.
    pub(super) fn of_row(operation: &Operation, failure: Failure<'_>) -> Self {
        match failure.status.as_u16() {
            // The root of a drive is there as long as the drive is, so only the drive itself can be missing. Codes differ
            // (ResourceNotFound, itemNotFound, UnknownError), so they decide nothing.
            404 if addresses_root(operation) => Self::NoDrive,
            404 if operation.id == OperationId::ChannelFilesFolder => Self::NoFilesFolder,
            // An id that Graph can't even read names nothing.
            400 if operation.path.contains(&Segment::Item) => Self::NoAccess,
            _ => Self::of(failure),
        }
    }
}

/// Whether the row is about the person's drive as a whole.
fn addresses_root(operation: &Operation) -> bool {
    matches!(operation.path, [Segment::Literal("me"), Segment::Literal("drive"), rest @ ..]
        if !rest.contains(&Segment::Item))
}

/// The error code in a failed answer's body, if it is one that may stand in a log.
pub(super) fn code_in(body: &[u8]) -> Option<&'static str> {
    #[derive(Deserialize)]
    struct Failed {
        error: Inner,
    }
    #[derive(Deserialize)]
    struct Inner {
        code: String,
    }
    let failed: Failed = serde_json::from_slice(body).ok()?;
    KNOWN_CODES.iter().copied().find(|known| known.eq_ignore_ascii_case(&failed.error.code))
}

/// Seconds in `Retry-After`: an integer, a decimal as some of Graph's services send, or an HTTP date (S7-03).
pub(super) fn retry_after(headers: &HeaderMap, now_s: i64) -> Option<u32> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = decimal(text).or_else(|| until(text, now_s))?;
    Some(seconds.clamp(1, RETRY_AFTER_MAX))
}

/// A decimal number, rounded up.
fn decimal(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let part = u32::from(fraction.bytes().any(|b| b != b'0'));
    // What does not even fit into the number is longer than any bound.
    Some(whole.parse::<u32>().map_or(u32::MAX, |whole| whole.saturating_add(part)))
}

/// Seconds until an HTTP date.
fn until(text: &str, now_s: i64) -> Option<u32> {
    let date = httpdate::parse_http_date(text).ok()?;
    let now = UNIX_EPOCH + Duration::from_secs(u64::try_from(now_s).ok()?);
    let wait = date.duration_since(now).unwrap_or_default();
    Some(u32::try_from(wait.as_secs()).unwrap_or(u32::MAX))
}

impl From<GraphFault> for ApiError {
    fn from(fault: GraphFault) -> Self {
        let code = match fault {
            GraphFault::MethodNotAllowed { allow } => return Self::method_not_allowed(allow),
            GraphFault::Token(error) => return error,
            GraphFault::Challenged { claims } => {
                return Self { claims: Some(claims), ..ErrorCode::InteractionNeeded.into() };
            }
            GraphFault::Throttled { retry_after } => {
                return Self { retry_after: Some(retry_after), ..ErrorCode::Throttled.into() };
            }
            GraphFault::Unavailable { retry_after } => {
                return Self { retry_after, ..ErrorCode::UpstreamUnavailable.into() };
            }
            GraphFault::InvalidRequest => ErrorCode::InvalidRequest,
            GraphFault::NotFound => ErrorCode::NotFound,
            GraphFault::FunctionDisabled => ErrorCode::FunctionDisabled,
            GraphFault::TokenRefused => ErrorCode::SignInNeeded,
            GraphFault::NoAccess => ErrorCode::NoAccess,
            GraphFault::NoDrive => ErrorCode::NoDrive,
            GraphFault::NoFilesFolder => ErrorCode::NoFilesFolder,
            GraphFault::Timeout => ErrorCode::UpstreamTimeout,
            GraphFault::Invalid => ErrorCode::UpstreamInvalid,
        };
        code.into()
    }
}

impl From<NoMatch> for GraphFault {
    fn from(reason: NoMatch) -> Self {
        match reason {
            NoMatch::Invalid => Self::InvalidRequest,
            NoMatch::NotFound => Self::NotFound,
            NoMatch::MethodNotAllowed { allow } => Self::MethodNotAllowed { allow },
        }
    }
}

impl From<InvalidQuery> for GraphFault {
    fn from(_: InvalidQuery) -> Self {
        Self::InvalidRequest
    }
}

impl From<InvalidHandle> for GraphFault {
    fn from(_: InvalidHandle) -> Self {
        Self::InvalidRequest
    }
}

impl From<UpstreamError> for GraphFault {
    fn from(error: UpstreamError) -> Self {
        match error {
            UpstreamError::Timeout => Self::Timeout,
            UpstreamError::Unreachable => Self::Unavailable { retry_after: None },
        }
    }
}

impl From<ReadError> for GraphFault {
    fn from(_: ReadError) -> Self {
        Self::Invalid
    }
}

#[cfg(test)]
mod tests {
    use contract::operations::{OperationId, TABLE, operation};

    use super::*;

    /// 2026-11-23 00:00:00 UTC.
    const NOW: i64 = 1_795_392_000;

    fn fault(id: OperationId, status: u16, retry_after: Option<&str>) -> GraphFault {
        let mut headers = HeaderMap::new();
        if let Some(text) = retry_after {
            headers.insert(RETRY_AFTER, text.parse().unwrap());
        }
        let status = StatusCode::from_u16(status).unwrap();
        GraphFault::of_row(operation(id).unwrap(), Failure { status, headers: &headers, now_s: NOW })
    }

    #[test]
    fn s7_03_the_wait_that_graph_asks_for_is_passed_on_within_bounds() {
        let waits = [
            (None, RETRY_AFTER_DEFAULT),
            (Some("7"), 7),
            (Some(" 7 "), 7),
            (Some("2.128"), 3),
            (Some("2.000"), 2),
            (Some("5."), 5),
            (Some("0"), 1),
            (Some("0.1"), 1),
            (Some("601"), RETRY_AFTER_MAX),
            (Some("1000000000"), RETRY_AFTER_MAX),
            (Some("99999999999999999999"), RETRY_AFTER_MAX),
            (Some("Mon, 23 Nov 2026 00:00:30 GMT"), 30),
            (Some("Sun, 22 Nov 2026 00:00:00 GMT"), 1),
            (Some("Mon, 23 Nov 2099 00:00:00 GMT"), RETRY_AFTER_MAX),
            (Some("-5"), RETRY_AFTER_DEFAULT),
            (Some("1e9"), RETRY_AFTER_DEFAULT),
            (Some("soon"), RETRY_AFTER_DEFAULT),
            (Some(".5"), RETRY_AFTER_DEFAULT),
            (Some(""), RETRY_AFTER_DEFAULT),
        ];
        for (header, retry_after) in waits {
            for status in [429, 509] {
                let expected = GraphFault::Throttled { retry_after };
                assert_eq!(fault(OperationId::Me, status, header), expected, "{header:?}");
            }
            let said = header
                .map(|_| retry_after)
                .filter(|_| !matches!(header, Some("-5" | "1e9" | "soon" | ".5" | "")));
            let expected = GraphFault::Unavailable { retry_after: said };
            assert_eq!(fault(OperationId::Me, 503, header), expected, "{header:?}");
        }
    }

    #[test]
    fn every_failed_status_has_one_reaction() {
        use OperationId::{Me, MyDrive, MyDriveSearch, MyItem, MyItemChildren, MyPhoto, MyRootChildren};
        let out = GraphFault::Unavailable { retry_after: None };
        for row in TABLE {
            for status in [401, 403, 410, 423] {
                assert_eq!(fault(row.id, status, None), GraphFault::NoAccess, "{status}");
            }
            for status in [500, 502, 503, 504, 507] {
                assert_eq!(fault(row.id, status, None), out, "{status}");
            }
            for status in [201, 204, 206, 304, 405, 406, 409, 412, 415, 422] {
                assert_eq!(fault(row.id, status, None), GraphFault::Invalid, "{status}");
            }
        }
        let missing = |id| fault(id, 404, None);
        assert_eq!([MyDrive, MyRootChildren, MyDriveSearch].map(missing), [const { GraphFault::NoDrive }; 3]);
        assert_eq!([Me, MyPhoto, MyItem, MyItemChildren].map(missing), [const { GraphFault::NoAccess }; 4]);
        assert_eq!(missing(OperationId::ChannelFilesFolder), GraphFault::NoFilesFolder);
        let unreadable = |id| fault(id, 400, None);
        assert_eq!([MyItem, MyItemChildren].map(unreadable), [const { GraphFault::NoAccess }; 2]);
        assert_eq!([Me, MyDrive, MyRootChildren].map(unreadable), [const { GraphFault::Invalid }; 3]);
    }

    #[test]
    fn s3_24_only_codes_that_are_known_are_kept() {
        let code =
            |text: &str| code_in(format!(r#"{{"error":{{"code":"{text}","message":"m"}}}}"#).as_bytes());
        assert_eq!(code("AccessDenied"), Some("accessDenied"));
        assert_eq!(code("itemNotFound"), Some("itemNotFound"));
        for foreign in ["", "eyJhbGciOi", "accessDenied2", "access denied"] {
            assert_eq!(code(foreign), None, "{foreign}");
        }
        for body in ["", "{}", "[]", "<html>", r#"{"error":"invalid_grant"}"#, r#"{"error":{"code":1}}"#] {
            assert_eq!(code_in(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn a_fault_keeps_what_its_answer_needs() {
        let slow = ApiError::from(GraphFault::Throttled { retry_after: 7 });
        assert_eq!((slow.code, slow.retry_after), (ErrorCode::Throttled, Some(7)));
        let asked = ApiError::from(GraphFault::Challenged { claims: "{}".to_owned() });
        assert_eq!((asked.code, asked.claims.as_deref()), (ErrorCode::InteractionNeeded, Some("{}")));
        let method = ApiError::from(GraphFault::MethodNotAllowed { allow: "GET" });
        assert_eq!((method.code, method.allow), (ErrorCode::MethodNotAllowed, Some("GET")));
    }
}
