//! The whole surface of the worker on one screen: address → who may → what answers.

use contract::endpoint::{
    ADMIN_CONSENT, ATTEMPTS, FOLDERS, GRAPH_NEXT_PREFIX, GRAPH_PREFIX, GRAPH_THUMBNAIL_PREFIX, HANDOVER,
    HEALTH, RECENT, RENEWAL, SEARCH, SESSION, SIGN_IN, SIGN_IN_CALLBACK, SIGN_OUT,
};
use contract::page::Page;
use contract::problem::ErrorCode;
use http::header::{CONTENT_TYPE, HOST, LOCATION};
use http::{HeaderValue, Method, Request, Response};

use crate::config::instance::Instance;
use crate::config::{Config, ConfigFault};
use crate::edge::{Edge, Visit};
use crate::error::ApiError;
use crate::folders::{self, route::FolderRoute};
use crate::graph;
use crate::headers::{self, Kind};
use crate::pages;
use crate::platform::body::Body;
use crate::platform::clock::Clock;
use crate::platform::log::Log;
use crate::platform::random::Random;
use crate::search;
use crate::session::forgery;
use crate::sign_in::{admin_consent, attempts, begin, exchange, finish, handover, sign_out};
use crate::trace::Trace;
use crate::who;

/// An address of the worker.
#[derive(Debug, PartialEq, Eq)]
enum Route<'a> {
    Health,
    Session,
    Handover,
    Renewal,
    Attempts,
    SignOut,
    SignIn,
    SignInCallback,
    AdminConsent,
    Folders(FolderRoute),
    Recent,
    Search,
    Graph(&'a str),
    GraphNext(&'a str),
    GraphThumbnail(&'a str),
    Page(Page),
    File,
}

impl<'a> Route<'a> {
    /// The route of a raw path.
    fn of(path: &'a str) -> Self {
        match path {
            HEALTH => return Self::Health,
            SESSION => return Self::Session,
            HANDOVER => return Self::Handover,
            RENEWAL => return Self::Renewal,
            ATTEMPTS => return Self::Attempts,
            ADMIN_CONSENT => return Self::AdminConsent,
            SIGN_OUT => return Self::SignOut,
            RECENT => return Self::Recent,
            SEARCH => return Self::Search,
            SIGN_IN => return Self::SignIn,
            SIGN_IN_CALLBACK => return Self::SignInCallback,
            _ => {}
        }
        let below =
            |prefix: &str| path.strip_prefix(prefix).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        if let Some(folders) = below(FOLDERS).and_then(FolderRoute::of) {
            return Self::Folders(folders);
        }
        if let Some(rest) = below(GRAPH_PREFIX) {
            return Self::Graph(rest);
        }
        let handle = |prefix: &str| below(prefix).and_then(|rest| rest.strip_prefix('/'));
        if let Some(handle) = handle(GRAPH_NEXT_PREFIX) {
            return Self::GraphNext(handle);
        }
        if let Some(handle) = handle(GRAPH_THUMBNAIL_PREFIX) {
            return Self::GraphThumbnail(handle);
        }
        Page::from_path(path).map_or(Self::File, Self::Page)
    }

    /// The route's name in the log: never the path itself, which can hold ids and handles.
    fn name(&self) -> &'static str {
        match self {
            Self::Health => HEALTH,
            Self::Session => SESSION,
            Self::Handover => HANDOVER,
            Self::Renewal => RENEWAL,
            Self::Attempts => ATTEMPTS,
            Self::SignOut => SIGN_OUT,
            Self::SignIn => SIGN_IN,
            Self::SignInCallback => SIGN_IN_CALLBACK,
            Self::AdminConsent => ADMIN_CONSENT,
            Self::Folders(route) => route.name(),
            Self::Recent => RECENT,
            Self::Search => SEARCH,
            Self::Graph(_) => GRAPH_PREFIX,
            Self::GraphNext(_) => GRAPH_NEXT_PREFIX,
            Self::GraphThumbnail(_) => GRAPH_THUMBNAIL_PREFIX,
            Self::Page(_) => "page",
            Self::File => "file",
        }
    }

    /// The methods it takes.
    fn methods(&self) -> &'static str {
        match self {
            Self::Handover | Self::Renewal | Self::Attempts | Self::SignOut => "POST",
            Self::Health | Self::Page(_) | Self::File => "GET, HEAD",
            Self::Session => "GET, POST",
            Self::Folders(route) => route.methods(),
            Self::SignIn
            | Self::SignInCallback
            | Self::AdminConsent
            | Self::Recent
            | Self::Search
            | Self::Graph(_)
            | Self::GraphNext(_)
            | Self::GraphThumbnail(_) => "GET",
        }
    }

    /// Whether our scripts call it, so that it has to prove where it comes from.
    fn is_call(&self) -> bool {
        match self {
            Self::Session
            | Self::Handover
            | Self::Renewal
            | Self::Attempts
            | Self::SignOut
            | Self::Folders(_)
            | Self::Recent
            | Self::Search
            | Self::Graph(_)
            | Self::GraphNext(_)
            | Self::GraphThumbnail(_) => true,
            Self::Health
            | Self::SignIn
            | Self::SignInCallback
            | Self::AdminConsent
            | Self::Page(_)
            | Self::File => false,
        }
    }
}

/// Answers a request: headers, trace and log line included. Never fails.
pub async fn answer(request: Request<Body>, edge: Edge<'_>, log: &dyn Log) -> Response<Body> {
    let started = edge.clock.now();
    let Some(trace) = Trace::begin(request.headers(), started, edge.random) else {
        return Response::new(Body::Empty);
    };
    let head = request.method() == Method::HEAD;
    let (mut response, kind) = route(request, edge, &trace).await;
    if head {
        *response.body_mut() = Body::Empty;
    }
    finish_answer(response, &kind, &trace, (edge.clock, log))
}

/// Answers a request to a deployment whose configuration is wrong. The log says which value; the answer does not.
pub fn answer_unconfigured(
    request: &Request<Body>,
    fault: &ConfigFault,
    (clock, random): (&dyn Clock, &dyn Random),
    log: &dyn Log,
) -> Response<Body> {
    let Some(trace) = Trace::begin(request.headers(), clock.now(), random) else {
        return Response::new(Body::Empty);
    };
    trace.note("config.fault", fault.to_string());
    let response = refused(&ErrorCode::NotConfigured.into(), &trace);
    finish_answer(response, &Kind::Data, &trace, (clock, log))
}

fn finish_answer(
    mut response: Response<Body>,
    kind: &Kind,
    trace: &Trace,
    (clock, log): (&dyn Clock, &dyn Log),
) -> Response<Body> {
    let kind = if response.headers().contains_key(LOCATION) { &Kind::Redirect } else { kind };
    headers::secure(response.headers_mut(), kind);
    trace.mark(response.headers_mut(), clock.now());
    log.line(&trace.line(response.status().as_u16(), clock.now()));
    response
}

async fn route(request: Request<Body>, edge: Edge<'_>, trace: &Trace) -> (Response<Body>, Kind) {
    let path = request.uri().path().to_owned();
    let route = Route::of(&path);
    trace.note("route", route.name());
    trace.note("method", method_name(request.method()));
    let outcome = dispatch(request, &route, edge, trace).await;
    match outcome {
        Ok(answered) => answered,
        Err(error) => (refused(&error, trace), Kind::Data),
    }
}

async fn dispatch(
    request: Request<Body>,
    route: &Route<'_>,
    edge: Edge<'_>,
    trace: &Trace,
) -> Result<(Response<Body>, Kind), ApiError> {
    let instance = instance_of(&request, edge.config).ok_or(ErrorCode::UnknownHost)?;
    trace.note("instance", instance.id.as_str());
    let visit = Visit { edge, instance, trace };
    let allowed = route.methods().split(", ").any(|method| method == request.method().as_str());
    if !allowed {
        return Err(ApiError::method_not_allowed(route.methods()));
    }
    if route.is_call() {
        forgery::check(request.method(), request.headers(), instance)
            .map_err(|_| ErrorCode::ForgeryCheckFailed)?;
    }
    let query = request.uri().query().unwrap_or_default();
    let response = match route {
        Route::Health => health(query)?,
        Route::Session if request.method() == Method::POST => exchange::exchange(&visit, request).await?,
        Route::Session => who::session(&visit, request.headers(), query).await?,
        Route::Handover => handover::take(&visit, request).await?,
        Route::Renewal => handover::renew(&visit, request).await?,
        Route::Attempts => attempts::note(&visit, request).await?,
        Route::SignOut => sign_out::sign_out(&visit, request).await?,
        Route::SignIn => begin::begin(&visit, request.headers(), query)?,
        Route::SignInCallback => finish::finish(&visit, request.headers(), query).await?,
        Route::AdminConsent => admin_consent::begin(&visit, query)?,
        Route::Folders(route) => folders::answer(&visit, request, route).await?,
        Route::Recent => folders::recent(&visit, &request).await?,
        Route::Search => search::answer(&visit, &request).await?,
        Route::Graph(path) => graph::visit::call(&visit, &request, path).await?,
        Route::GraphNext(handle) => graph::visit::next(&visit, &request, handle).await?,
        Route::GraphThumbnail(handle) => graph::visit::thumbnail(&visit, &request, handle).await?,
        Route::Page(page) => {
            return Ok(pages::page(&visit, &request, page).await);
        }
        Route::File => return pages::other(&visit, &request).await,
    };
    Ok((response, Kind::Data))
}

/// The instance that the request's host belongs to. Nothing else in a request chooses it (S1-33, S3-13).
fn instance_of<'a>(request: &Request<Body>, config: &'a Config) -> Option<&'a Instance> {
    let mut hosts = request.headers().get_all(HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(only), None) => config.instance_at(only.to_str().ok()?),
        _ => None,
    }
}

/// Reaching this line means that the configuration is whole; nothing outside is asked, so that a check costs nothing.
fn health(query: &str) -> Result<Response<Body>, ApiError> {
    no_query(query)?;
    let mut response = Response::new(Body::Bytes(br#"{"status":"ok"}"#.to_vec()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

/// An address that takes no query refuses one (S3-07).
pub(crate) fn no_query(query: &str) -> Result<(), ApiError> {
    if query.is_empty() { Ok(()) } else { Err(ErrorCode::InvalidRequest.into()) }
}

fn refused(error: &ApiError, trace: &Trace) -> Response<Body> {
    trace.note("error.code", error.code.name());
    error.response(&trace.request_id)
}

/// The method for the log: one of the known names, so that a caller cannot write into it.
fn method_name(method: &Method) -> &'static str {
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];
    known.into_iter().find(|name| *name == method.as_str()).unwrap_or("other")
}

#[cfg(test)]
mod tests;
