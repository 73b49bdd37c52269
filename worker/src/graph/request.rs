//! The requests that the gate sends. Their headers are made here, from nothing of the caller's (S3-13, S3-14).

use contract::ids::RequestId;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderName, HeaderValue, Method, Request, Uri};

use super::address::{ContentUrl, GraphUrl};
use crate::secret::AccessToken;

/// Says who we are in the form by which SharePoint tells applications apart.
/// <https://learn.microsoft.com/sharepoint/dev/general-development/how-to-avoid-getting-throttled-or-blocked-in-sharepoint-online>
const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("NONISV|Mooring|Mooring/", env!("CARGO_PKG_VERSION")));
/// Graph logs it beside its own `request-id`.
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const CONSISTENCY_LEVEL: HeaderName = HeaderName::from_static("consistencylevel");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// What is expected back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// JSON.
    Json,
    /// A picture; a failure still comes as JSON.
    Picture,
}

/// What is asked of Graph, beside the address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'a> {
    /// What is expected back.
    pub(super) expected: Expected,
    /// A body, as JSON: the question is posted.
    pub(super) body: Option<&'a [u8]>,
    /// Whether an answer may be somewhat old, which Graph wants to be told for `$search`.
    /// <https://learn.microsoft.com/graph/aad-advanced-queries>
    pub(super) eventual: bool,
}

impl Question<'_> {
    /// A question that the address says in full.
    pub(super) fn plain(expected: Expected) -> Self {
        Self { expected, body: None, eventual: false }
    }
}

/// The names of our own request, to be found again in Graph's logs.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    /// Our request id.
    pub(super) request_id: &'a RequestId,
    /// W3C trace context.
    pub(super) traceparent: &'a str,
}

/// A request to Graph with the person's token: the only place where a token is put on a request (S3-20). `None` when the
/// address or the token cannot stand in a request.
pub(super) fn to_graph(
    url: &GraphUrl,
    token: &AccessToken,
    question: Question<'_>,
    names: Names<'_>,
) -> Option<Request<Vec<u8>>> {
    let mut request = get(url.as_str(), question.expected)?;
    if let Some(body) = question.body {
        *request.method_mut() = Method::POST;
        *request.body_mut() = body.to_vec();
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    if question.eventual {
        request.headers_mut().insert(CONSISTENCY_LEVEL, HeaderValue::from_static("eventual"));
    }
    let mut bearer: HeaderValue = format!("Bearer {}", token.expose()).parse().ok()?;
    bearer.set_sensitive(true);
    let headers = request.headers_mut();
    headers.insert(AUTHORIZATION, bearer);
    headers.insert(CLIENT_REQUEST_ID, guid(names.request_id).parse().ok()?);
    headers.insert(TRACEPARENT, names.traceparent.parse().ok()?);
    Some(request)
}

/// A request to a content host, without a token: the address itself is the authorisation.
pub(super) fn to_content(url: &ContentUrl) -> Option<Request<Vec<u8>>> {
    get(url.as_str(), Expected::Picture)
}

fn get(url: &str, expected: Expected) -> Option<Request<Vec<u8>>> {
    // What was checked is what is sent: a second parser must not read it as something else.
    let uri: Uri = url.parse().ok()?;
    let sent = uri.to_string();
    if sent != url {
        return None;
    }
    let accept = match expected {
        Expected::Json => "application/json",
        Expected::Picture => "image/*, application/json;q=0.5",
    };
    let mut request = Request::new(Vec::new());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = uri;
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static(accept));
    request.headers_mut().insert(USER_AGENT, AGENT);
    Some(request)
}

/// The request id in the form that Graph takes: the same 32 digits, with hyphens.
fn guid(id: &RequestId) -> String {
    let mut text = String::with_capacity(36);
    for (at, digit) in id.as_str().chars().enumerate() {
        if matches!(at, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}
