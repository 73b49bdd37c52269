//! `$batch`: up to twenty requests in one. Parts that depend on none run first; the answers come in reverse order, since
//! Graph promises none.
//!
//! <https://learn.microsoft.com/graph/json-batching>

use std::collections::{BTreeMap, HashSet};

use axum::http::{HeaderMap, Method, StatusCode, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::answer::{Answer, Failure};
use super::call::{self, Outcome, Request};
use super::challenge;
use super::envelope::{self, Exchange};
use crate::entra::access;
use crate::faults::FaultKind;
use crate::journal::Service;
use crate::world::World;

/// The most requests in one.
pub const PARTS_MAX: usize = 20;

#[derive(Debug, Deserialize)]
struct Envelope {
    requests: Vec<Part>,
}

/// One request of a batch.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    id: String,
    method: String,
    url: String,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(default)]
    body: Option<Value>,
    #[serde(default)]
    depends_on: Vec<String>,
}

/// Answers a batch.
///
/// # Errors
/// 401 without a proper token, 400 for a batch that is malformed as a whole; parts that fail do so in their own answer.
pub(crate) fn answer(world: &World, headers: &HeaderMap, body: &[u8]) -> Result<Value, Failure> {
    access::caller(world, headers).map_err(|refusal| challenge::refused(world, refusal))?;
    let parts = read(body)?;
    let mut statuses = BTreeMap::new();
    let mut responses = Vec::new();
    for part in &parts {
        let met = part
            .depends_on
            .iter()
            .all(|id| statuses.get(&id.to_lowercase()).copied().is_some_and(is_success));
        let response = if met { one(world, headers, part) } else { failed_dependency(world, headers, part) };
        statuses.insert(part.id.to_lowercase(), response.0);
        responses.push(response.1);
    }
    responses.reverse();
    Ok(json!({ "responses": responses }))
}

fn is_success(status: StatusCode) -> bool {
    status.is_success() || status.is_redirection()
}

/// Reads the parts and puts them in the order in which they can run.
fn read(body: &[u8]) -> Result<Vec<Part>, Failure> {
    let envelope: Envelope =
        serde_json::from_slice(body).map_err(|_| Failure::bad_request("Invalid batch payload format."))?;
    let parts = envelope.requests;
    if parts.is_empty() || parts.len() > PARTS_MAX {
        let message = format!("Number of batch request steps must be between 1 and {PARTS_MAX}.");
        return Err(Failure::bad_request(message));
    }
    let mut ids = HashSet::new();
    for part in &parts {
        if part.id.is_empty() || !ids.insert(part.id.to_lowercase()) {
            return Err(Failure::bad_request(format!("Request Id '{}' is empty or not unique.", part.id)));
        }
        let content_type = part.headers.keys().any(|name| name.eq_ignore_ascii_case("content-type"));
        if part.body.is_some() && !content_type {
            let message = format!("Request '{}' has a body and no Content-Type header.", part.id);
            return Err(Failure::bad_request(message));
        }
    }
    in_order(parts)
}

fn in_order(mut waiting: Vec<Part>) -> Result<Vec<Part>, Failure> {
    let mut ordered: Vec<Part> = Vec::new();
    while !waiting.is_empty() {
        let is_ready = |part: &Part| {
            let is_there = |id: &String| ordered.iter().any(|done| done.id.eq_ignore_ascii_case(id));
            part.depends_on.iter().all(is_there)
        };
        let (ready, rest): (Vec<Part>, Vec<Part>) = waiting.into_iter().partition(is_ready);
        if ready.is_empty() {
            return Err(Failure::bad_request(
                "'dependsOn' names a request that isn't there, or goes in a circle.",
            ));
        }
        ordered.extend(ready);
        waiting = rest;
    }
    Ok(ordered)
}

fn one(world: &World, outer: &HeaderMap, part: &Part) -> (StatusCode, Value) {
    let headers = headers_of(part, outer);
    let outcome = match refused(world, &headers, part) {
        Some(failure) => Outcome { result: Err(failure), fault: None },
        None => run(world, &headers, part),
    };
    let exchange = Exchange::new(&headers, world.clock.now());
    written(&exchange, &part.id, outcome.result)
}

fn run(world: &World, headers: &HeaderMap, part: &Part) -> Outcome {
    let path = full_path(part);
    let (path, query) = path.split_once('?').unwrap_or((&path, ""));
    let body = part.body.as_ref().map(Value::to_string).unwrap_or_default();
    let body = body.as_bytes();
    match Method::from_bytes(part.method.to_uppercase().as_bytes()) {
        Ok(method) => call::answer(world, Request { method: &method, path, query, headers, body }),
        Err(_) => Outcome { result: Err(Failure::bad_request("The method isn't valid.")), fault: None },
    }
}

/// What stops a part before it is looked at: an absolute address, a batch in the batch, or a fault of the service, each
/// part being throttled by itself.
fn refused(world: &World, headers: &HeaderMap, part: &Part) -> Option<Failure> {
    if part.url.contains("://") || part.url.starts_with("//") {
        return Some(Failure::bad_request("The URL of a batch request must be relative."));
    }
    let path = full_path(part);
    let path = path.split('?').next().unwrap_or_default();
    if path.eq_ignore_ascii_case("/v1.0/$batch") {
        return Some(Failure::bad_request("A batch request can't contain another batch request."));
    }
    let person = access::caller(world, headers).ok().and_then(|caller| caller.oid);
    let faults = world.faults.take_at(Service::Graph, path, person.as_deref());
    faults.into_iter().find_map(struck)
}

fn struck(fault: FaultKind) -> Option<Failure> {
    if let FaultKind::Throttled { retry_after, .. } = fault {
        let retry_after = retry_after.map(Box::from);
        return Some(Failure { retry_after, ..Failure::of_status(StatusCode::TOO_MANY_REQUESTS) });
    }
    if let FaultKind::Unavailable { status, retry_after, .. } = fault {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
        let retry_after = retry_after.map(Box::from);
        return Some(Failure { retry_after, ..Failure::of_status(status) });
    }
    None
}

fn full_path(part: &Part) -> String {
    format!("/v1.0/{}", part.url.trim_start_matches('/'))
}

/// The part's own headers; the credential is always that of the batch.
fn headers_of(part: &Part, outer: &HeaderMap) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in &part.headers {
        let name = name.parse::<header::HeaderName>().ok();
        let value = value.as_str().and_then(|value| value.parse().ok());
        if let (Some(name), Some(value)) = (name, value) {
            headers.insert(name, value);
        }
    }
    match outer.get(header::AUTHORIZATION) {
        Some(credential) => headers.insert(header::AUTHORIZATION, credential.clone()),
        None => headers.remove(header::AUTHORIZATION),
    };
    headers
}

fn failed_dependency(world: &World, headers: &HeaderMap, part: &Part) -> (StatusCode, Value) {
    let failure = Failure::new(
        StatusCode::FAILED_DEPENDENCY,
        "FailedDependency",
        "The request could not be performed because a request that it depends on failed.",
    );
    written(&Exchange::new(headers, world.clock.now()), &part.id, Err(failure))
}

fn written(exchange: &Exchange, id: &str, result: Result<Answer, Failure>) -> (StatusCode, Value) {
    let mut headers = Map::new();
    let (status, body) = match result {
        Ok(Answer::Json(value)) => {
            headers.insert("Content-Type".to_owned(), json!("application/json; odata.metadata=minimal"));
            (StatusCode::OK, Some(value))
        }
        Ok(Answer::Picture { png, e_tag }) => {
            headers.insert("Content-Type".to_owned(), json!("image/png"));
            headers.insert("ETag".to_owned(), json!(e_tag));
            (StatusCode::OK, Some(json!(STANDARD.encode(png))))
        }
        Ok(Answer::Found(location)) => {
            headers.insert("Location".to_owned(), json!(location));
            (StatusCode::FOUND, None)
        }
        Ok(Answer::NotModified) => (StatusCode::NOT_MODIFIED, None),
        Ok(Answer::Created(value)) => (StatusCode::CREATED, Some(value)),
        Ok(Answer::NoContent) => (StatusCode::NO_CONTENT, None),
        // A batch is answered at once: there is no time for a handshake.
        Ok(Answer::Handshake(_)) => (StatusCode::NOT_IMPLEMENTED, None),
        Err(failure) => {
            headers.insert("Content-Type".to_owned(), json!("application/json"));
            for (name, value) in envelope::failure_headers(&failure) {
                headers.insert(title_case(name.as_str()), json!(value));
            }
            (failure.status, Some(exchange.error_body(&failure)))
        }
    };
    let mut response =
        super::files::object(json!({ "id": id, "status": status.as_u16(), "headers": headers }));
    if let Some(body) = body {
        response.insert("body".to_owned(), body);
    }
    (status, Value::Object(response))
}

/// `retry-after` as `Retry-After`: in JSON, clients compare names as they are written.
fn title_case(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    name.split('-').map(capital).collect::<Vec<_>>().join("-")
}
