//! From a request to its answer: who calls, what is called, whether the token is good for it, and which fault strikes.

use std::borrow::Cow;
use std::cell::RefCell;

use axum::http::{HeaderMap, Method, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::answer::{Answer, Failure};
use super::scope::Need;
use super::{challenge, files, members, photo, profile, query, shares, sites, subscriptions, teams, users};
use crate::entra::access::{self, Caller};
use crate::faults::FaultKind;
use crate::world::World;

/// A request, with or without HTTP around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request<'a> {
    /// Its method.
    pub(crate) method: &'a Method,
    /// Its path, percent-encoded, beginning with the version.
    pub(crate) path: &'a str,
    /// Its query, percent-encoded.
    pub(crate) query: &'a str,
    /// Its headers.
    pub(crate) headers: &'a HeaderMap,
    /// Its body.
    pub(crate) body: &'a [u8],
}

/// A request whose caller is known.
pub(crate) struct Context<'a> {
    /// The sandbox.
    pub(crate) world: &'a World,
    /// Who calls.
    pub(crate) caller: &'a Caller,
    /// The request's path, for next links.
    pub(crate) path: &'a str,
    /// The request's query.
    pub(crate) query: &'a str,
    /// The request's headers.
    pub(crate) headers: &'a HeaderMap,
    /// The request's body.
    pub(crate) body: &'a [u8],
    struck: RefCell<Vec<&'static str>>,
}

impl Context<'_> {
    /// The person who calls.
    ///
    /// # Errors
    /// 400 for an application that calls in its own name: it is nobody's `me`.
    pub(crate) fn oid(&self) -> Result<&str, Failure> {
        let message = "/me request is only valid with delegated authentication flow.";
        self.caller.oid.as_deref().ok_or_else(|| Failure::bad_request(message))
    }

    /// Whether the person is here as a guest: their account lives in another organization.
    pub(crate) fn is_guest(&self) -> bool {
        let person = self.caller.oid.as_deref().and_then(|oid| self.world.directory.person(oid));
        let home = person.and_then(|person| person.home.as_ref());
        home.is_some_and(|home| home.tenant != self.caller.tid)
    }

    /// Uses up a fault that carries nothing; says whether it was on.
    pub(crate) fn strikes(&self, kind: &FaultKind) -> bool {
        self.take_fault(kind.name(), |active| (active == kind).then_some(())).is_some()
    }

    /// Uses up the fault of that name; `select` picks what it carries.
    pub(crate) fn take_fault<T>(
        &self,
        name: &'static str,
        select: impl Fn(&FaultKind) -> Option<T>,
    ) -> Option<T> {
        let taken = self.world.faults.take(self.caller.oid.as_deref(), select)?;
        self.struck.borrow_mut().push(name);
        Some(taken)
    }
}

/// An answer or a refusal, and the fault that made it so.
pub(crate) struct Outcome {
    /// What is answered.
    pub(crate) result: Result<Answer, Failure>,
    /// The first fault that played a part, for the journal.
    pub(crate) fault: Option<&'static str>,
}

/// What a path stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Call {
    Me,
    Photo(photo::Call),
    UserInfo,
    Files(files::Call),
    Sites(sites::Call),
    Teams(teams::Call),
    Members(members::Call),
    Shares(shares::Call),
    Subscriptions(subscriptions::Call),
    Users(users::Call),
    Query,
}

/// Answers a request.
pub(crate) fn answer(world: &World, request: Request<'_>) -> Outcome {
    let caller = match access::caller(world, request.headers) {
        Ok(caller) => caller,
        Err(refusal) => return Outcome { result: Err(challenge::refused(world, refusal)), fault: None },
    };
    let Request { path, query, headers, body, .. } = request;
    let context = Context { world, caller: &caller, path, query, headers, body, struck: RefCell::default() };
    let result = instead_of_answer(&context).unwrap_or_else(|| perform(&context, request.method));
    let result = result.map(|answer| with_unknown_members(&context, answer));
    let fault = context.struck.borrow().first().copied();
    Outcome { result, fault }
}

/// The faults that keep a call from being looked at.
fn instead_of_answer(context: &Context<'_>) -> Option<Result<Answer, Failure>> {
    if context.strikes(&FaultKind::ClaimsChallenge) {
        return Some(Err(challenge::revoked(context.world, context.world.clock.now())));
    }
    let location = |kind: &FaultKind| {
        if let FaultKind::Redirect { location } = kind { Some(location.clone()) } else { None }
    };
    if let Some(location) = context.take_fault("redirect", location) {
        return Some(Ok(Answer::Found(location)));
    }
    if context.strikes(&FaultKind::LeakyError) {
        let bearer = context.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let message = format!("The request with '{}' could not be processed.", bearer.unwrap_or_default());
        return Some(Err(Failure::new(StatusCode::BAD_REQUEST, "invalidRequest", message)));
    }
    None
}

fn perform(context: &Context<'_>, method: &Method) -> Result<Answer, Failure> {
    let call = locate(context.path)?;
    if let Some((allowed, name)) = call.method()
        && method != allowed
    {
        return Err(Failure::method_not_allowed(name));
    }
    if let Some(need) = call.need() {
        need.check(&context.caller.scp)?;
    }
    match call {
        Call::Me => profile::me(context),
        Call::Photo(call) => call.perform(context),
        Call::UserInfo => profile::user_info(context),
        Call::Files(call) => call.perform(context),
        Call::Sites(call) => call.perform(context),
        Call::Teams(call) => call.perform(context),
        Call::Members(call) => call.perform(context),
        Call::Shares(call) => call.perform(context),
        Call::Subscriptions(call) => call.perform(context, method),
        Call::Users(call) => call.perform(context),
        Call::Query => query::perform(context),
    }
}

/// Segments are split before they are decoded: an encoded slash belongs to its segment.
fn locate(path: &str) -> Result<Call, Failure> {
    let decode = |segment: &str| percent_decode_str(segment).decode_utf8().map(Cow::into_owned);
    let segments: Result<Vec<String>, _> = path.trim_start_matches('/').split('/').map(decode).collect();
    let segments = segments.map_err(|_| Failure::bad_request("The path isn't UTF-8."))?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["oidc", "userinfo"] => Ok(Call::UserInfo),
        ["v1.0", "me"] => Ok(Call::Me),
        ["v1.0", rest @ ..] => located(rest)
            .unwrap_or_else(|| Err(Failure::unknown_segment(rest.first().copied().unwrap_or_default()))),
        _ => Err(Failure::bad_request("Invalid version.")),
    }
}

/// Asks each capability whether the path is one of its own.
fn located(path: &[&str]) -> Option<Result<Call, Failure>> {
    None.or_else(|| members::locate(path).map(|call| Ok(Call::Members(call))))
        .or_else(|| sites::locate(path).map(|call| Ok(Call::Sites(call))))
        .or_else(|| files::locate(path).map(|call| call.map(Call::Files)))
        .or_else(|| teams::locate(path).map(|call| call.map(Call::Teams)))
        .or_else(|| shares::locate(path).map(|call| call.map(Call::Shares)))
        .or_else(|| subscriptions::locate(path).map(|call| Ok(Call::Subscriptions(call))))
        .or_else(|| users::locate(path).map(|call| Ok(Call::Users(call))))
        .or_else(|| (path == ["search", "query"]).then_some(Ok(Call::Query)))
        .or_else(|| photo::locate(path).map(|call| Ok(Call::Photo(call))))
}

impl Call {
    /// The one method that the path has, and its name; none for a path that has several.
    fn method(&self) -> Option<(Method, &'static str)> {
        Some(match self {
            Self::Subscriptions(_) => return None,
            Self::Query => (Method::POST, "POST"),
            Self::Me
            | Self::Photo(_)
            | Self::UserInfo
            | Self::Files(_)
            | Self::Sites(_)
            | Self::Teams(_)
            | Self::Members(_)
            | Self::Shares(_)
            | Self::Users(_) => (Method::GET, "GET"),
        })
    }

    /// What a token must be good for; none for a call that looks at it itself, because it depends on the team.
    fn need(&self) -> Option<Need> {
        Some(match self {
            Self::Me => Need::Profile,
            Self::Photo(_) => Need::Photo,
            Self::UserInfo => Need::UserInfo,
            Self::Files(call) => call.need(),
            Self::Sites(call) => call.need(),
            Self::Teams(call) => call.need(),
            Self::Members(_) | Self::Subscriptions(_) => return None,
            Self::Shares(_) => shares::Call::need(),
            Self::Users(call) => call.need(),
            Self::Query => Need::Query,
        })
    }
}

/// Services add members without notice; clients must not mind.
/// <https://learn.microsoft.com/graph/best-practices-concept>
fn with_unknown_members(context: &Context<'_>, answer: Answer) -> Answer {
    let Answer::Json(mut body) = answer else { return answer };
    if context.strikes(&FaultKind::UnknownMembers) {
        add_unknown_members(&mut body);
    }
    Answer::Json(body)
}

fn add_unknown_members(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(add_unknown_members);
            members.insert("@future.annotation".to_owned(), json!({ "list": [1, "two", null] }));
            members.insert("futureMember".to_owned(), json!("unheard of"));
        }
        Value::Array(entries) => entries.iter_mut().for_each(add_unknown_members),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
