//! Several calls of one row in one request: Graph's JSON batching. <https://learn.microsoft.com/graph/json-batching>
//!
//! The addresses inside are made from the row and typed ids, as every address is; what each call is answered is the worker's to read,
//! and never handed on.

use std::collections::HashMap;

use contract::operations::{self, OperationId, PathIds};
use contract::problem::ErrorCode;
use http::{HeaderMap, HeaderName};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::address::GraphUrl;
use super::fault::retry_after;
use super::query::CallerQuery;
use super::route::Match;
use super::visit;
use crate::edge::Visit;
use crate::error::ApiError;
use crate::session::guard::Session;

/// Calls that Graph takes in one batch.
pub const CALLS_MAX: usize = 20;

/// What one call was answered.
#[derive(Debug)]
pub struct Part {
    /// The status.
    pub status: u16,
    /// Seconds to wait, if Graph said so.
    pub retry_after: Option<u32>,
    /// JSON as Graph wrote it, where there is any.
    pub body: Option<Box<RawValue>>,
}

#[derive(Serialize)]
struct Calls {
    requests: Vec<Asked>,
}

#[derive(Serialize)]
struct Asked {
    id: String,
    method: &'static str,
    url: String,
}

#[derive(Deserialize)]
struct Answers {
    responses: Vec<Answered>,
}

#[derive(Deserialize)]
struct Answered {
    id: String,
    status: u16,
    #[serde(default)]
    headers: HashMap<String, String>,
    #[serde(default)]
    body: Option<Box<RawValue>>,
}

/// Makes a row's call for each of these ids, at most [`CALLS_MAX`]. Answers them in their order; `None` where Graph left one out.
///
/// # Errors
/// Whatever keeps all of them from an answer.
pub async fn each(
    visit: &Visit<'_>,
    session: &Session,
    row: OperationId,
    ids: &[PathIds],
) -> Result<Vec<Option<Part>>, ApiError> {
    let row = operations::operation(row).ok_or(ErrorCode::Internal)?;
    if !row.is_allowed(&visit.instance.functions, &visit.instance.permissions) {
        return Err(ErrorCode::FunctionDisabled.into());
    }
    let graph = &visit.instance.cloud.graph;
    let url = |ids: &PathIds| {
        let call = Match { operation: row, ids: ids.clone() };
        GraphUrl::for_call(graph, &call, &CallerQuery::default())
    };
    let urls: Option<Vec<GraphUrl>> = ids.iter().map(url).collect();
    let urls = urls.filter(|urls| urls.len() <= CALLS_MAX).ok_or(ErrorCode::InvalidRequest)?;
    let asked = |(place, url): (usize, &GraphUrl)| Asked {
        id: place.to_string(),
        method: "GET",
        url: format!("/{}", url.below_version()),
    };
    let calls = Calls { requests: urls.iter().enumerate().map(asked).collect() };
    let body = serde_json::to_vec(&calls).map_err(|_| ErrorCode::Internal)?;
    let answer = visit::kept(visit, session, (OperationId::Batch, PathIds::default()), Some(&body)).await?;
    let answers: Answers = serde_json::from_slice(&answer).map_err(|_| ErrorCode::UpstreamInvalid)?;
    Ok(in_order(answers, urls.len(), visit.now_s()))
}

/// Graph answers in any order; ids say which call is meant.
fn in_order(answers: Answers, calls: usize, now_s: i64) -> Vec<Option<Part>> {
    let mut parts: Vec<Option<Part>> = (0..calls).map(|_| None).collect();
    for Answered { id, status, headers, body } in answers.responses {
        let place = id.parse().ok().and_then(|place: usize| parts.get_mut(place));
        if let Some(part) = place.filter(|part| part.is_none()) {
            *part = Some(Part { status, retry_after: retry_after(&header_map(&headers), now_s), body });
        }
    }
    parts
}

fn header_map(headers: &HashMap<String, String>) -> HeaderMap {
    let pair =
        |(name, value): (&String, &String)| Some((name.parse::<HeaderName>().ok()?, value.parse().ok()?));
    headers.iter().filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_find_their_calls_whatever_their_order() {
        let answers = r#"{"responses":[
            {"id":"2","status":429,"headers":{"Retry-After":"7"},"body":{"error":{}}},
            {"id":"0","status":200,"body":{"id":"01A"}},
            {"id":"0","status":404},
            {"id":"9","status":200},
            {"id":"x","status":200}
        ]}"#;
        let parts = in_order(serde_json::from_str(answers).unwrap(), 3, 0);
        let seen: Vec<Option<(u16, Option<u32>)>> =
            parts.iter().map(|part| part.as_ref().map(|part| (part.status, part.retry_after))).collect();
        assert_eq!(seen, [Some((200, None)), None, Some((429, Some(7)))], "the first answer of an id counts");
        assert_eq!(parts[0].as_ref().unwrap().body.as_ref().unwrap().get(), r#"{"id":"01A"}"#);
    }
}
