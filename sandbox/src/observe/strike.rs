//! The faults that any service can have.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};

use crate::faults::FaultKind;
use crate::journal::Service;
use crate::listen::DropConnection;

/// Headers that an app must not hand on: cookies, challenges, permissions of another origin, and the names of machines.
const GARBAGE: [(&str, &str); 7] = [
    ("set-cookie", "intruder=1; Path=/"),
    ("www-authenticate", "Basic realm=\"intruder\""),
    ("access-control-allow-origin", "*"),
    ("access-control-allow-credentials", "true"),
    ("server", "Microsoft-IIS/10.0"),
    ("x-ms-ags-diagnostic", "{\"ServerInfo\":{\"DataCenter\":\"Sandbox\"}}"),
    ("clear-site-data", "\"*\""),
];

/// Long enough that the first part of a body leaves before the connection breaks.
const BREAK_AFTER: Duration = Duration::from_millis(30);

/// Answers a request with the faults in force, in the order they were switched on.
pub(super) async fn answer(faults: &[FaultKind], service: Service, request: Request, next: Next) -> Response {
    for fault in faults {
        if let FaultKind::Slow { delay_ms, .. } = fault {
            tokio::time::sleep(Duration::from_millis(*delay_ms)).await;
        }
    }
    let mut response = match faults.iter().find_map(|fault| instead_of_answer(fault, service)) {
        Some(response) => response,
        None => next.run(request).await,
    };
    for fault in faults {
        response = spoil(fault, response).await;
    }
    response
}

/// The whole answer of a fault that keeps the handler from running.
fn instead_of_answer(fault: &FaultKind, service: Service) -> Option<Response> {
    if let FaultKind::Unavailable { status, retry_after, .. } = fault {
        let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        return Some(refusal(service, status, retry_after.as_deref()));
    }
    if let FaultKind::Throttled { retry_after, .. } = fault {
        return Some(refusal(service, StatusCode::TOO_MANY_REQUESTS, retry_after.as_deref()));
    }
    if matches!(fault, FaultKind::Reset { .. }) {
        let mut response = Response::default();
        response.extensions_mut().insert(DropConnection);
        return Some(response);
    }
    if matches!(fault, FaultKind::Html { .. }) {
        let page = "<!doctype html><title>Welcome</title><p>Please accept the terms to use this network.";
        return Some(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response());
    }
    None
}

fn refusal(service: Service, status: StatusCode, retry_after: Option<&str>) -> Response {
    let mut response = match service {
        Service::Entra => (status, axum::Json(entra_body())).into_response(),
        Service::Graph => (status, axum::Json(graph_body(status))).into_response(),
        Service::Content => (status, "The service is not available.").into_response(),
    };
    if let Some(value) = retry_after.and_then(|value| HeaderValue::from_str(value).ok()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// <https://learn.microsoft.com/entra/identity-platform/reference-error-codes> (90055)
fn entra_body() -> Value {
    json!({
        "error": "temporarily_unavailable",
        "error_description": "AADSTS90055: TenantThrottlingError - There are too many incoming requests.",
        "error_codes": [90055],
    })
}

/// <https://learn.microsoft.com/graph/errors>
fn graph_body(status: StatusCode) -> Value {
    let code = match status.as_u16() {
        429 => "TooManyRequests",
        503 => "serviceNotAvailable",
        504 => "GatewayTimeout",
        502 => "BadGateway",
        _ => "generalException",
    };
    json!({ "error": { "code": code, "message": "The sandbox was told to refuse this request." } })
}

/// Changes an answer that is already there.
async fn spoil(fault: &FaultKind, response: Response) -> Response {
    if let FaultKind::Truncated { bytes, .. } = fault {
        return truncate(response, *bytes).await;
    }
    if matches!(fault, FaultKind::EmptyBody { .. }) {
        let (mut head, _) = response.into_parts();
        head.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(head, Body::empty());
    }
    if matches!(fault, FaultKind::GarbageHeaders { .. }) {
        let mut response = response;
        add_garbage(response.headers_mut());
        return response;
    }
    response
}

/// Announces the whole length, sends a part and breaks the connection.
async fn truncate(response: Response, bytes: usize) -> Response {
    let (mut head, body) = response.into_parts();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let part = whole.slice(..bytes.min(whole.len()));
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let rest = stream::once(async {
        tokio::time::sleep(BREAK_AFTER).await;
        Err::<Bytes, io::Error>(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    let body = stream::once(async move { Ok(part) }).chain(rest);
    Response::from_parts(head, Body::from_stream(body))
}

fn add_garbage(headers: &mut HeaderMap) {
    for (name, value) in GARBAGE {
        headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}
