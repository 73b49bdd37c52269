//! The two clients: anybody may ask who is signed in; only for somebody who is, there is a client that asks for more.

use contract::endpoint::{REQUESTED_BY, REQUESTED_BY_HEADER, SESSION, SIGN_OUT};
use contract::graph::{Collection, DriveItem};
use contract::ids::ItemId;
use contract::operations::{OperationId, PathIds, operation};
use contract::problem::ErrorCode;
use contract::session::{SessionResponse, SignOutRequest, SignOutResponse, SignOutScope};
use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::{JSON, JsString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast as _;
use web_sys::{AbortSignal, Blob, RequestCredentials};

use super::bearer;
use super::error::{awaited, read, refused, unanswered};
use crate::model::failure::Failure;
use crate::session::state::Session;

/// What may be asked without being signed in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AnonymousApi;

/// What may be asked by somebody who is signed in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SignedInApi(());

impl AnonymousApi {
    /// Who is signed in.
    pub(crate) async fn session(self, signal: Option<AbortSignal>) -> Result<SessionResponse, Failure> {
        json(SESSION, signal).await
    }
}

impl SignedInApi {
    /// The client of whoever is signed in.
    pub(crate) fn of(session: &Session) -> Option<Self> {
        session.person().map(|_| Self(()))
    }

    /// Ends the session.
    pub(crate) async fn sign_out(self, scope: SignOutScope) -> Result<SignOutResponse, Failure> {
        let request = ours(Request::post(SIGN_OUT)).header("content-type", "application/json");
        let request = request.body(body(&SignOutRequest { scope })?).map_err(|error| unanswered(&error))?;
        let response = request.send().await.map_err(|error| unanswered(&error))?;
        read(accepted(response).await?.into()).await
    }

    /// A page of a list: its path at the worker is made by [`crate::model::source::Source`] or came with the page before.
    pub(crate) async fn items(
        self,
        path: &str,
        signal: Option<AbortSignal>,
    ) -> Result<Collection<DriveItem>, Failure> {
        json(path, signal).await
    }

    /// One item.
    pub(crate) async fn item(self, id: &ItemId, signal: Option<AbortSignal>) -> Result<DriveItem, Failure> {
        json(&path(OperationId::MyItem, &PathIds::item(None, id.clone())), signal).await
    }

    /// The picture of the person.
    pub(crate) async fn my_photo(self, signal: Option<AbortSignal>) -> Result<Blob, Failure> {
        self.picture(&path(OperationId::MyPhoto, &PathIds::default()), signal).await
    }

    /// A picture at the worker.
    pub(crate) async fn picture(self, path: &str, signal: Option<AbortSignal>) -> Result<Blob, Failure> {
        let response: web_sys::Response = got(path, signal).await?.into();
        awaited(response.blob()).await?.dyn_into().map_err(|_| Failure::Unreadable)
    }
}

pub(super) fn path(id: OperationId, ids: &PathIds) -> String {
    operation(id).map(|row| row.gate_path(ids)).unwrap_or_default()
}

fn get(path: &str) -> RequestBuilder {
    ours(Request::get(path))
}

/// Every call proves that our own script sent it, and carries what names the session to our own origin only: the bearer
/// token of a frame, else the cookie.
pub(super) fn ours(request: RequestBuilder) -> RequestBuilder {
    let request = request.header(REQUESTED_BY_HEADER, REQUESTED_BY);
    match bearer::header() {
        Some(bearer) => request.header("authorization", &bearer).credentials(RequestCredentials::Omit),
        None => request.credentials(RequestCredentials::SameOrigin),
    }
}

/// What lies at a path, as JSON.
pub(super) async fn json<T: DeserializeOwned>(path: &str, signal: Option<AbortSignal>) -> Result<T, Failure> {
    read(got(path, signal).await?.into()).await
}

async fn got(path: &str, signal: Option<AbortSignal>) -> Result<Response, Failure> {
    answered(|| send(get(path), signal.clone())).await
}

/// The answer to a call. A frame whose session has ended, or whose person Microsoft wants to see again, gets a new session, once and
/// silently; where that works, nobody notices (S1-48). Nothing was done for a call that was refused so: it can be made again.
pub(super) async fn answered<F>(call: impl Fn() -> F) -> Result<Response, Failure>
where
    F: Future<Output = Result<Response, Failure>>,
{
    let first = call().await;
    let renewed = match first.as_ref().err() {
        Some(failure) if failure.code().is_some_and(is_over) => bearer::renew(None).await,
        Some(failure) if failure.claims().is_some() => {
            bearer::renew(failure.claims().map(str::to_owned)).await
        }
        Some(_) | None => false,
    };
    if renewed { call().await } else { first }
}

/// A new token helps: the session is over.
fn is_over(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::SessionEnded | ErrorCode::SignInNeeded)
}

async fn send(request: RequestBuilder, signal: Option<AbortSignal>) -> Result<Response, Failure> {
    let request = request.abort_signal(signal.as_ref());
    let response = request.send().await.map_err(|error| unanswered(&error))?;
    accepted(response).await
}

pub(super) async fn accepted(response: Response) -> Result<Response, Failure> {
    if response.ok() { Ok(response) } else { Err(refused(response).await) }
}

pub(super) fn body(value: &impl Serialize) -> Result<JsString, Failure> {
    let value = serde_wasm_bindgen::to_value(value).map_err(|_| Failure::Unreadable)?;
    JSON::stringify(&value).map_err(|_| Failure::Unreadable)
}
