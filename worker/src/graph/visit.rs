//! The gate as a visitor of our site meets it: session in, answer out, tokens from the vault.

use async_trait::async_trait;
use contract::endpoint::GRAPH_PREFIX;
use contract::graph::DriveItem;
use contract::operations::{self, OperationId, PathIds, Scope};
use contract::problem::ErrorCode;
use http::{Method, Request, Response};

use super::answer::{self, Found};
use super::forward::{self, Call, Observed, TokenSource};
use super::handle::Handles;
use crate::edge::Visit;
use crate::entra::refusal::Refusal;
use crate::error::ApiError;
use crate::platform::body::Body;
use crate::session::guard::Session;
use crate::sign_in::begin::graph_scopes;
use crate::vault::message::{Answer, Ask, IssuedToken, RefusedToken};

/// A call of the operations table.
///
/// # Errors
/// Whatever keeps the caller from an answer.
pub async fn call(
    visit: &Visit<'_>,
    request: &Request<Body>,
    path: &str,
) -> Result<Response<Body>, ApiError> {
    passed(visit, request, Way::Call(path)).await
}

/// The next page of a list.
///
/// # Errors
/// Whatever keeps the caller from an answer.
pub async fn next(
    visit: &Visit<'_>,
    request: &Request<Body>,
    handle: &str,
) -> Result<Response<Body>, ApiError> {
    passed(visit, request, Way::Next(handle)).await
}

/// A thumbnail.
///
/// # Errors
/// Whatever keeps the caller from an answer.
pub async fn thumbnail(
    visit: &Visit<'_>,
    request: &Request<Body>,
    handle: &str,
) -> Result<Response<Body>, ApiError> {
    passed(visit, request, Way::Thumbnail(handle)).await
}

/// A call that the worker itself makes on behalf of the session's person, by its row. Answers what the browser would be answered.
///
/// # Errors
/// Whatever keeps the person from an answer.
pub async fn row(
    visit: &Visit<'_>,
    session: &Session,
    operation: OperationId,
    ids: &PathIds,
) -> Result<Response<Body>, ApiError> {
    let path = operations::operation(operation).map(|row| row.gate_path(ids)).unwrap_or_default();
    let path = path.strip_prefix(GRAPH_PREFIX).unwrap_or_default();
    through(visit, session, (&Method::GET, ""), Way::Call(path)).await
}

/// A call of a row that is the worker's alone, with a body where the row posts one. Answers Graph's own JSON, which must not be
/// handed on.
///
/// # Errors
/// Whatever keeps the person from an answer.
pub async fn kept(
    visit: &Visit<'_>,
    session: &Session,
    (operation, ids): (OperationId, PathIds),
    body: Option<&[u8]>,
) -> Result<Vec<u8>, ApiError> {
    let tokens = VaultTokens { visit, session };
    let traceparent = visit.trace.traceparent();
    let call = call_of(visit, session, (&tokens, &traceparent));
    let outcome = forward::kept(&call, operation, ids, body).await;
    note(visit, &outcome.observed);
    outcome.result.map_err(ApiError::from)
}

/// An item as Graph wrote it inside an answer that is kept, rebuilt as the browser would be answered.
#[must_use]
pub fn item(visit: &Visit<'_>, session: &Session, operation: OperationId, json: &[u8]) -> Option<DriveItem> {
    answer::described(operations::operation(operation)?, json, &handles(visit, session))
}

/// What a search found, rebuilt likewise.
///
/// # Errors
/// When the answer is not of the documented form.
pub fn hits(visit: &Visit<'_>, session: &Session, json: &[u8]) -> Result<Found, ApiError> {
    let found = operations::operation(OperationId::Search)
        .map(|row| answer::hits(row, json, &handles(visit, session)).ok());
    found.flatten().ok_or_else(|| ErrorCode::UpstreamInvalid.into())
}

fn handles<'a>(visit: &'a Visit<'_>, session: &'a Session) -> Handles<'a> {
    Handles {
        keyring: &visit.edge.config.keyring,
        user: &session.user,
        cloud: &visit.instance.cloud,
        random: visit.edge.random,
        now_s: visit.now_s(),
    }
}

/// The three ways into the gate.
#[derive(Clone, Copy)]
enum Way<'a> {
    Call(&'a str),
    Next(&'a str),
    Thumbnail(&'a str),
}

async fn passed(
    visit: &Visit<'_>,
    request: &Request<Body>,
    way: Way<'_>,
) -> Result<Response<Body>, ApiError> {
    let session = visit.session(request.headers())?;
    let query = request.uri().query().unwrap_or_default();
    through(visit, &session, (request.method(), query), way).await
}

async fn through(
    visit: &Visit<'_>,
    session: &Session,
    (method, query): (&Method, &str),
    way: Way<'_>,
) -> Result<Response<Body>, ApiError> {
    let tokens = VaultTokens { visit, session };
    let traceparent = visit.trace.traceparent();
    let call = call_of(visit, session, (&tokens, &traceparent));
    let outcome = match way {
        Way::Call(path) => forward::call(&call, method, path, query).await,
        Way::Next(handle) => forward::next(&call, method, handle, query).await,
        Way::Thumbnail(handle) => forward::thumbnail(&call, method, handle, query).await,
    };
    note(visit, &outcome.observed);
    outcome.result.map_err(ApiError::from)
}

/// On whose behalf, and with what.
fn call_of<'a>(
    visit: &'a Visit<'a>,
    session: &'a Session,
    (tokens, traceparent): (&'a VaultTokens<'a>, &'a str),
) -> Call<'a> {
    Call {
        user: &session.user,
        instance: visit.instance,
        keyring: &visit.edge.config.keyring,
        clock: visit.edge.clock,
        random: visit.edge.random,
        upstream: visit.edge.upstream,
        tokens,
        request_id: &visit.trace.request_id,
        traceparent,
    }
}

/// What the log line says of a call to Graph.
fn note(visit: &Visit<'_>, observed: &Observed) {
    let trace = visit.trace;
    if let Some(operation) = observed.operation {
        trace.note("graph.operation", format!("{operation:?}"));
    }
    if observed.calls > 0 {
        trace.time("graph", observed.graph_ms);
        trace.note("graph.calls", observed.calls);
    }
    if observed.skipped > 0 {
        trace.note("graph.skipped", observed.skipped);
    }
    let known = [
        ("graph.status", observed.graph_status.map(|status| status.to_string())),
        ("graph.code", observed.graph_code.map(str::to_owned)),
        ("graph.request_id", observed.graph_request_id.clone()),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            trace.note(name, value);
        }
    }
}

/// Access tokens of one session: from this isolate's memory, else from the person's vault.
struct VaultTokens<'a> {
    visit: &'a Visit<'a>,
    session: &'a Session,
}

#[async_trait(?Send)]
impl TokenSource for VaultTokens<'_> {
    async fn token(&self, _: &[Scope]) -> Result<crate::secret::AccessToken, ApiError> {
        let scopes = self.scopes();
        let Session { user, id, surface: _ } = self.session;
        let cached = self.visit.edge.isolate.tokens.get(user, id, &scopes, self.visit.now_s());
        match cached {
            Some(token) => Ok(token),
            None => self.ask(scopes, None).await,
        }
    }

    async fn rejected(
        &self,
        _: &[Scope],
        refused: &crate::secret::AccessToken,
        claims: Option<String>,
    ) -> Result<crate::secret::AccessToken, ApiError> {
        let scopes = self.scopes();
        self.visit.edge.isolate.tokens.forget(&self.session.user, &self.session.id, &scopes);
        self.ask(scopes, Some(RefusedToken { token: refused.clone(), claims })).await
    }
}

impl VaultTokens<'_> {
    /// One token serves all rows of the instance's functions: it is asked for with the instance's whole scope set, which
    /// is never more than those functions need.
    fn scopes(&self) -> Vec<String> {
        graph_scopes(self.visit.instance)
    }

    async fn ask(
        &self,
        scopes: Vec<String>,
        refused: Option<RefusedToken>,
    ) -> Result<crate::secret::AccessToken, ApiError> {
        let answer = self.visit.vault(self.session, Ask::Token { scopes: scopes.clone(), refused }).await;
        match answer {
            Ok(Answer::Token(issued)) => Ok(self.remember(&scopes, issued)),
            Ok(Answer::SessionEnded) => Err(ErrorCode::SessionEnded.into()),
            Ok(Answer::Refused(refusal)) => Err(self.refused(&refusal)),
            Ok(
                Answer::Opened { .. }
                | Answer::Profile { .. }
                | Answer::Closed { .. }
                | Answer::NoGrant
                | Answer::Unavailable,
            )
            | Err(_) => Err(ErrorCode::Internal.into()),
        }
    }

    fn remember(&self, scopes: &[String], issued: IssuedToken) -> crate::secret::AccessToken {
        let Session { user, id, surface: _ } = self.session;
        self.visit.edge.isolate.tokens.put(user, id, (scopes, &issued), self.visit.now_s());
        issued.token
    }

    fn refused(&self, refusal: &Refusal) -> ApiError {
        refusal.note(self.visit.trace);
        refusal.into()
    }
}
