//! `POST /api/session/attempts`: what a frame tried before it signed somebody in or asked for a click, for the log.

use std::fmt::Write as _;

use contract::problem::ErrorCode;
use contract::session::AttemptsRequest;
use http::{Request, Response, StatusCode};

use crate::edge::Visit;
use crate::error::ApiError;
use crate::json;
use crate::platform::body::Body;
use crate::routes::no_query;

/// More than all rungs, each tried twice.
const ATTEMPTS_MAX: usize = 8;
const BODY_MAX: usize = 1024;

/// Notes them. They are names from a list, so whoever calls this can write nothing else into the log.
///
/// # Errors
/// When the request is not of the documented form.
pub async fn note(visit: &Visit<'_>, request: Request<Body>) -> Result<Response<Body>, ApiError> {
    no_query(request.uri().query().unwrap_or_default())?;
    let (parts, body) = request.into_parts();
    let asked: AttemptsRequest = json::read(&parts.headers, body, BODY_MAX).await?;
    if asked.attempts.len() > ATTEMPTS_MAX {
        return Err(ErrorCode::InvalidRequest.into());
    }
    let line = asked.attempts.iter().fold(String::new(), |mut line, attempt| {
        let blank = if line.is_empty() { "" } else { " " };
        // Writing into a String cannot fail.
        _ = write!(line, "{blank}{:?}:{:?}:{}", attempt.rung, attempt.left, attempt.took_ms);
        line
    });
    visit.trace.note("event", "sign_in.attempts");
    visit.trace.note("surface", asked.surface.name());
    visit.trace.note("attempts", line);
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}
