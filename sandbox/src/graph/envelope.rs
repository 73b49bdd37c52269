//! The HTTP around an answer: headers that every response of Graph carries, and the body of an error.
//!
//! <https://learn.microsoft.com/graph/errors>, <https://learn.microsoft.com/graph/best-practices-concept>

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::{Answer, Failure};
use super::call::Outcome;
use super::instant;
use crate::journal::FaultApplied;

const JSON: &str =
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";
const DIAGNOSTIC: &str = r#"{"ServerInfo":{"DataCenter":"Sandbox","Slice":"E","Ring":"5","ScaleUnit":"000","RoleInstance":"SANDBOX00"}}"#;
static REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
static CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// The ids of one exchange and its moment.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    request_id: String,
    client_request_id: String,
    now: i64,
}

impl Exchange {
    /// Takes over the caller's `client-request-id`; without one it equals `request-id`.
    pub(crate) fn new(headers: &HeaderMap, now: i64) -> Self {
        let request_id = Uuid::new_v4().to_string();
        let sent = headers.get(&CLIENT_REQUEST_ID).and_then(|value| value.to_str().ok());
        let client_request_id = sent.unwrap_or(&request_id).to_owned();
        Self { request_id, client_request_id, now }
    }

    /// The body of an error.
    pub(crate) fn error_body(&self, failure: &Failure) -> Value {
        json!({ "error": {
            "code": failure.code,
            "message": failure.message,
            "innerError": {
                "date": instant::zoneless(self.now),
                "request-id": self.request_id,
                "client-request-id": self.client_request_id,
            },
        }})
    }

    /// The HTTP response of an outcome.
    pub(crate) fn response(&self, outcome: Outcome) -> Response {
        let mut response = match outcome.result {
            Ok(answer) => of_answer(answer),
            Err(failure) => self.of_failure(&failure),
        };
        self.add_headers(response.headers_mut());
        if let Some(fault) = outcome.fault {
            response.extensions_mut().insert(FaultApplied(fault));
        }
        response
    }

    /// 200 with JSON that no outcome stands behind, as that of a batch.
    pub(crate) fn json(&self, value: &Value) -> Response {
        let mut response = json_response(StatusCode::OK, value);
        self.add_headers(response.headers_mut());
        response
    }

    fn of_failure(&self, failure: &Failure) -> Response {
        let mut response = json_response(failure.status, &self.error_body(failure));
        for (name, value) in failure_headers(failure) {
            put(response.headers_mut(), name, &value);
        }
        response
    }

    fn add_headers(&self, headers: &mut HeaderMap) {
        put(headers, REQUEST_ID.clone(), &self.request_id);
        put(headers, CLIENT_REQUEST_ID.clone(), &self.client_request_id);
        put(headers, HeaderName::from_static("x-ms-ags-diagnostic"), DIAGNOSTIC);
        put(headers, HeaderName::from_static("odata-version"), "4.0");
        put(headers, header::CACHE_CONTROL, "no-store, no-cache");
        put(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
        put(headers, header::DATE, &instant::http_date(self.now));
    }
}

/// Headers that a refusal has of its own.
pub(crate) fn failure_headers(failure: &Failure) -> Vec<(HeaderName, String)> {
    [
        (header::WWW_AUTHENTICATE, failure.challenge.clone()),
        (header::RETRY_AFTER, failure.retry_after.as_deref().map(str::to_owned)),
        (header::LOCATION, failure.location.as_deref().map(str::to_owned)),
        (header::ALLOW, failure.allow.map(str::to_owned)),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

fn of_answer(answer: Answer) -> Response {
    match answer {
        Answer::Json(value) => json_response(StatusCode::OK, &value),
        Answer::Picture { png, e_tag } => {
            let mut response = Response::new(Body::from(png));
            put(response.headers_mut(), header::CONTENT_TYPE, "image/png");
            put(response.headers_mut(), header::ETAG, &e_tag);
            response
        }
        Answer::Found(location) => {
            let mut response = empty(StatusCode::FOUND);
            put(response.headers_mut(), header::LOCATION, &location);
            response
        }
        Answer::NotModified => empty(StatusCode::NOT_MODIFIED),
        Answer::Created(value) => json_response(StatusCode::CREATED, &value),
        Answer::NoContent => empty(StatusCode::NO_CONTENT),
        // It is completed before: only a request of its own gets that far.
        Answer::Handshake(_) => empty(StatusCode::NOT_IMPLEMENTED),
    }
}

fn json_response(status: StatusCode, value: &Value) -> Response {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    put(response.headers_mut(), header::CONTENT_TYPE, JSON);
    response
}

fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Values that no header can hold (a fault may carry any text) are left out.
fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
