//! The way of one call: which row, whether it may, with which token, to Graph and back.
//!
//! The gate never repeats a call because Graph is busy or down: the app knows whether the answer is still wanted, and a
//! repetition here would hold one of the isolate's six connections while it multiplies the load that Graph complains
//! about (S7-03). The one thing that is done twice is asking with a renewed token.

mod kept;

use std::time::Duration;

use async_trait::async_trait;
use contract::headers::NO_STORE;
use contract::ids::{RequestId, UserKey};
use contract::operations::{Answer, Operation, OperationId, QueryOption, Scope};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};

pub use self::kept::{Kept, kept, kept_more};
use super::address::{ContentUrl, GraphUrl, Target};
use super::answer::{self, ANSWER_MAX};
use super::fault::{self, Failure, GraphFault};
use super::handle::Handles;
use super::picture::{self, Keep};
use super::request::{self, Expected, Names, Question};
use super::{challenge, query, route};
use crate::config::instance::Instance;
use crate::error::ApiError;
use crate::platform::body::Body;
use crate::platform::clock::Clock;
use crate::platform::random::Random;
use crate::platform::upstream::Upstream;
use crate::seal::keyring::Keyring;
use crate::secret::AccessToken;

/// How long Graph has for its headers, and again for the rest (S7-01).
const DEADLINE: Duration = Duration::from_secs(30);
/// Longest body of a failed answer that is read for its code.
const FAILURE_MAX: usize = 64 * 1024;
/// Graph's own name of a request: its support asks for it.
const GRAPH_REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// Where access tokens of the person come from.
#[async_trait(?Send)]
pub trait TokenSource {
    /// A token for these scopes.
    ///
    /// # Errors
    /// What to tell the caller when there is none.
    async fn token(&self, scopes: &[Scope]) -> Result<AccessToken, ApiError>;

    /// Another token than the one that Graph refused, which is forgotten everywhere; one that meets the claims, if Graph
    /// asked for any (S1-48).
    ///
    /// # Errors
    /// What to tell the caller when there is none.
    async fn rejected(
        &self,
        scopes: &[Scope],
        refused: &AccessToken,
        claims: Option<String>,
    ) -> Result<AccessToken, ApiError>;
}

/// On whose behalf a call is made, and with what.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The person.
    pub user: &'a UserKey,
    /// The instance the person is signed in to.
    pub instance: &'a Instance,
    /// Seals the handles.
    pub keyring: &'a Keyring,
    /// Time.
    pub clock: &'a dyn Clock,
    /// Randomness of the seals.
    pub random: &'a dyn Random,
    /// Microsoft.
    pub upstream: &'a dyn Upstream,
    /// The person's tokens.
    pub tokens: &'a dyn TokenSource,
    /// Our own request's id.
    pub request_id: &'a RequestId,
    /// Our own request's W3C trace context.
    pub traceparent: &'a str,
}

/// What came of a call.
#[derive(Debug)]
pub struct Outcome {
    /// The answer for the browser, or why there is none.
    pub result: Result<Response<Body>, GraphFault>,
    /// What was seen on the way, for the log and `Server-Timing`.
    pub observed: Observed,
}

/// What was seen on the way. Nothing in it is of a person or secret.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Observed {
    /// The row, once it was known.
    pub operation: Option<OperationId>,
    /// Status of the last answer.
    pub graph_status: Option<u16>,
    /// Graph's error code, if it is one of the documented ones.
    pub graph_code: Option<&'static str>,
    /// Graph's own id of the last request.
    pub graph_request_id: Option<String>,
    /// Milliseconds that were spent waiting for Microsoft.
    pub graph_ms: u64,
    /// How many requests were sent.
    pub calls: u32,
    /// How many items were left out because they were not well-formed.
    pub skipped: usize,
}

/// Makes the call at `path`, which is everything below [`contract::endpoint::GRAPH_PREFIX`], raw.
pub async fn call(call: &Call<'_>, method: &Method, path: &str, query: &str) -> Outcome {
    let mut exchange = Exchange::new(call);
    let result = exchange.call(method, path, query).await;
    Outcome { result, observed: exchange.observed }
}

/// Fetches the page behind a handle below [`contract::endpoint::GRAPH_NEXT_PREFIX`].
pub async fn next(call: &Call<'_>, method: &Method, handle: &str, query: &str) -> Outcome {
    let mut exchange = Exchange::new(call);
    let result = exchange.next(method, handle, query).await;
    Outcome { result, observed: exchange.observed }
}

/// Fetches the thumbnail behind a handle below [`contract::endpoint::GRAPH_THUMBNAIL_PREFIX`].
pub async fn thumbnail(call: &Call<'_>, method: &Method, handle: &str, query: &str) -> Outcome {
    let mut exchange = Exchange::new(call);
    let result = exchange.thumbnail(method, handle, query).await;
    Outcome { result, observed: exchange.observed }
}

/// A call under way.
struct Exchange<'a> {
    call: &'a Call<'a>,
    observed: Observed,
}

/// Why an answer is no good.
enum Refused {
    /// The token is not good (any more): another one may be.
    Token {
        /// The claims that the other one has to meet.
        claims: Option<String>,
    },
    /// Another token would not change it.
    Finally(GraphFault),
}

impl<'a> Exchange<'a> {
    fn new(call: &'a Call<'a>) -> Self {
        Self { call, observed: Observed::default() }
    }

    async fn call(&mut self, method: &Method, path: &str, query: &str) -> Result<Response<Body>, GraphFault> {
        let found = route::find(method, path)?;
        self.allowed(found.operation)?;
        let query = query::parse(found.operation, query)?;
        let graph = &self.call.instance.cloud.graph;
        let url = GraphUrl::for_call(graph, &found, &query).ok_or(GraphFault::InvalidRequest)?;
        match found.operation.answer {
            Answer::Picture => self.picture(found.operation, &url, Keep::Never).await,
            Answer::Kept => Err(GraphFault::NotFound),
            Answer::User
            | Answer::Drive
            | Answer::Item
            | Answer::Items
            | Answer::Drives
            | Answer::Sites
            | Answer::Teams
            | Answer::Channels
            | Answer::Users => self.json(found.operation, &url).await,
        }
    }

    async fn next(
        &mut self,
        method: &Method,
        handle: &str,
        query: &str,
    ) -> Result<Response<Body>, GraphFault> {
        reads_only(method, query)?;
        let (operation, url) = self.handles().next(handle)?;
        self.allowed(operation)?;
        self.json(operation, &url).await
    }

    async fn thumbnail(
        &mut self,
        method: &Method,
        handle: &str,
        query: &str,
    ) -> Result<Response<Body>, GraphFault> {
        reads_only(method, query)?;
        let (operation, target) = self.handles().thumbnail(handle)?;
        self.allowed(operation)?;
        match target {
            Target::Graph(url) => self.picture(operation, &url, Keep::Hour).await,
            Target::Content(url) => self.content(&url, Keep::Hour).await,
        }
    }

    /// Whether an enabled function needs this row.
    fn allowed(&mut self, operation: &'static Operation) -> Result<(), GraphFault> {
        self.observed.operation = Some(operation.id);
        let Instance { functions, permissions, .. } = self.call.instance;
        if operation.is_allowed(functions, permissions) { Ok(()) } else { Err(GraphFault::FunctionDisabled) }
    }

    fn handles(&self) -> Handles<'a> {
        let Call { user, instance, keyring, clock, random, .. } = *self.call;
        Handles { keyring, user, cloud: &instance.cloud, random, now_s: clock.now().seconds() }
    }

    async fn json(&mut self, operation: &Operation, url: &GraphUrl) -> Result<Response<Body>, GraphFault> {
        let eventual = operation.query.iter().any(|option| matches!(option, QueryOption::Search(_)));
        let question = Question { eventual, ..Question::plain(Expected::Json) };
        let answer = self.authorised(operation, url, question).await?;
        let body = self.read(answer).await?;
        let rebuilt = answer::rebuild(operation, &body, &self.handles()).map_err(|_| GraphFault::Invalid)?;
        self.observed.skipped = rebuilt.skipped;
        let mut response = Response::new(Body::Bytes(rebuilt.json));
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(NO_STORE));
        Ok(response)
    }

    /// The JSON of an answer.
    async fn read(&mut self, answer: Response<Body>) -> Result<Vec<u8>, GraphFault> {
        let is_json = picture::essence(answer.headers())
            .is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
        if answer.status() != StatusCode::OK || !is_json {
            return Err(GraphFault::Invalid);
        }
        let started = self.call.clock.now();
        let body = answer.into_body().read(ANSWER_MAX).await;
        self.observed.graph_ms += self.call.clock.now().since(started);
        Ok(body?)
    }

    /// A picture from Graph, which may send us on to a content host, once.
    async fn picture(
        &mut self,
        operation: &Operation,
        url: &GraphUrl,
        keep: Keep,
    ) -> Result<Response<Body>, GraphFault> {
        let answer = self.authorised(operation, url, Question::plain(Expected::Picture)).await?;
        if !is_redirect(answer.status()) {
            return picture::pass(answer, keep);
        }
        let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let hosts = &self.call.instance.cloud.content;
        let url = location.and_then(|text| ContentUrl::new(hosts, text)).ok_or(GraphFault::Invalid)?;
        self.content(&url, keep).await
    }

    /// A picture from a content host: no token, no further redirect.
    async fn content(&mut self, url: &ContentUrl, keep: Keep) -> Result<Response<Body>, GraphFault> {
        let answer = self.send(request::to_content(url)).await?;
        if answer.status() == StatusCode::OK {
            return picture::pass(answer, keep);
        }
        Err(GraphFault::of(self.failure(answer.status(), answer.headers())))
    }

    /// Graph's answer: a success, or a redirect where one can be followed. Asks twice at most, the second time with
    /// another token (S1-48).
    async fn authorised(
        &mut self,
        operation: &Operation,
        url: &GraphUrl,
        question: Question<'_>,
    ) -> Result<Response<Body>, GraphFault> {
        let scopes = [operation.scope];
        let tokens = self.call.tokens;
        let token = tokens.token(&scopes).await.map_err(GraphFault::Token)?;
        let claims = match self.ask(operation, url, &token, question).await? {
            Ok(answer) => return Ok(answer),
            Err(Refused::Finally(fault)) => return Err(fault),
            Err(Refused::Token { claims }) => claims,
        };
        let renewed = tokens.rejected(&scopes, &token, claims).await.map_err(GraphFault::Token)?;
        self.ask(operation, url, &renewed, question).await?.map_err(|refused| match refused {
            Refused::Finally(fault) => fault,
            Refused::Token { claims: Some(claims) } => GraphFault::Challenged { claims },
            Refused::Token { claims: None } => GraphFault::TokenRefused,
        })
    }

    async fn ask(
        &mut self,
        operation: &Operation,
        url: &GraphUrl,
        token: &AccessToken,
        question: Question<'_>,
    ) -> Result<Result<Response<Body>, Refused>, GraphFault> {
        let expected = question.expected;
        let names = Names { request_id: self.call.request_id, traceparent: self.call.traceparent };
        let answer = self.send(request::to_graph(url, token, question, names)).await?;
        let status = answer.status();
        if status == StatusCode::OK || (expected == Expected::Picture && is_redirect(status)) {
            return Ok(Ok(answer));
        }
        Ok(Err(self.refusal(operation, answer, expected).await))
    }

    async fn refusal(
        &mut self,
        operation: &Operation,
        answer: Response<Body>,
        expected: Expected,
    ) -> Refused {
        let (parts, body) = answer.into_parts();
        // A body that can't be read has no code; the status decides without it.
        let body = body.read(FAILURE_MAX).await.unwrap_or_default();
        self.observed.graph_code = fault::code_in(&body);
        if matches!(parts.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
            && let Some(claims) = challenge::claims(&parts.headers)
        {
            return Refused::Token { claims: Some(claims) };
        }
        // Graph says 401 to guests for items that they have no right to; another token would not help.
        let denied = matches!(self.observed.graph_code, Some("accessDenied" | "Authorization_RequestDenied"));
        if parts.status == StatusCode::UNAUTHORIZED && !denied {
            return Refused::Token { claims: None };
        }
        let failure = self.failure(parts.status, &parts.headers);
        Refused::Finally(match expected {
            Expected::Json => GraphFault::of_row(operation, failure),
            // A picture is not the row's own subject: a list's thumbnail can be gone while the list is there.
            Expected::Picture => GraphFault::of(failure),
        })
    }

    fn failure<'h>(&self, status: StatusCode, headers: &'h HeaderMap) -> Failure<'h> {
        Failure { status, headers, now_s: self.call.clock.now().seconds() }
    }

    /// Sends a request, if it could be made, and keeps what the log wants to know.
    async fn send(&mut self, request: Option<Request<Vec<u8>>>) -> Result<Response<Body>, GraphFault> {
        let request = request.ok_or(GraphFault::Invalid)?;
        let started = self.call.clock.now();
        self.observed.calls += 1;
        self.observed.graph_code = None;
        let answer = self.call.upstream.send(request, DEADLINE).await;
        self.observed.graph_ms += self.call.clock.now().since(started);
        let answer = answer?;
        self.observed.graph_status = Some(answer.status().as_u16());
        self.observed.graph_request_id = graph_request_id(answer.headers());
        Ok(answer)
    }
}

/// Handles are read, and nothing but the handle says what.
fn reads_only(method: &Method, query: &str) -> Result<(), GraphFault> {
    match (method, query) {
        (&Method::GET, "") => Ok(()),
        (&Method::GET, _) => Err(GraphFault::InvalidRequest),
        _ => Err(GraphFault::MethodNotAllowed { allow: "GET" }),
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Graph's own id of a request, if it is a GUID and nothing else (S3-24).
fn graph_request_id(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(GRAPH_REQUEST_ID)?.to_str().ok()?;
    let hyphen = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    let fits = |(at, b): (usize, u8)| if hyphen(at) { b == b'-' } else { b.is_ascii_hexdigit() };
    (text.len() == 36 && text.bytes().enumerate().all(fits)).then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
