//! The calls to our worker: the ways to a session.

use contract::endpoint::{ATTEMPTS, HANDOVER, RENEWAL, REQUESTED_BY, REQUESTED_BY_HEADER, SESSION};
use contract::session::{AttemptsRequest, ExchangeRequest, HandoverRequest};
use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::JSON;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestCredentials;

use crate::failure::Failure;
use crate::object::{member, number, text};
use crate::problem;

/// One climb, as all its calls name it: so the lines of our log, and of Entra's, that belong to it are found by one id.
pub(crate) struct Climb {
    /// A GUID.
    pub(crate) id: String,
}

/// A session that our service opened.
pub(crate) struct Answer {
    /// Who it is, for the app to show.
    pub(crate) person: JsValue,
    /// What names it.
    pub(crate) bearer: String,
    /// For how long, in seconds.
    pub(crate) expires_in: u32,
}

impl Answer {
    fn read(body: &JsValue) -> Result<Self, Failure> {
        let (person, bearer) = (member(body, "person"), text(body, "bearer"));
        let expires_in = number(body, "expires_in").filter(|_| person.is_object() && !bearer.is_empty());
        Ok(Self { person, bearer, expires_in: expires_in.ok_or(Failure::Unreadable)? })
    }
}

impl Climb {
    /// Exchanges the token that the host gave out for a session.
    pub(crate) async fn exchange(&self, token: &str, request: &ExchangeRequest) -> Result<Answer, Failure> {
        Answer::read(&answered(self.post(SESSION, Some(token), request).await?).await?)
    }

    /// Takes up what a window handed over.
    pub(crate) async fn take(&self, request: &HandoverRequest) -> Result<Answer, Failure> {
        Answer::read(&answered(self.post(HANDOVER, None, request).await?).await?)
    }

    /// A fresh name for the session that is held.
    pub(crate) async fn renew(&self, held: &str) -> Result<Answer, Failure> {
        Answer::read(&answered(self.post(RENEWAL, Some(held), &()).await?).await?)
    }

    /// Tells what was tried. Should it not arrive, the log lacks a line.
    pub(crate) async fn report(&self, request: &AttemptsRequest) {
        _ = self.post(ATTEMPTS, None, request).await;
    }

    async fn post(
        &self,
        path: &str,
        bearer: Option<&str>,
        body: &impl Serialize,
    ) -> Result<Result<Response, gloo_net::Error>, Failure> {
        let body = serde_wasm_bindgen::to_value(body).ok().and_then(|value| JSON::stringify(&value).ok());
        let call = ours(Request::post(path)).header("content-type", "application/json");
        let call = call.header("traceparent", &self.traceparent());
        let call = match bearer {
            Some(bearer) => call.header("authorization", &format!("Bearer {bearer}")),
            None => call,
        };
        let call = call.body(body.ok_or(Failure::Unreadable)?).map_err(|_| Failure::Unreadable)?;
        Ok(call.send().await)
    }

    /// <https://www.w3.org/TR/trace-context/#traceparent-header>
    fn traceparent(&self) -> String {
        let trace = self.id.replace('-', "");
        let span = trace.get(..16).unwrap_or_default();
        format!("00-{trace}-{span}-01")
    }
}

fn ours(request: RequestBuilder) -> RequestBuilder {
    request.header(REQUESTED_BY_HEADER, REQUESTED_BY).credentials(RequestCredentials::Omit)
}

/// What our service answered, or why it did not.
async fn answered(answer: Result<Response, gloo_net::Error>) -> Result<JsValue, Failure> {
    let response = answer.map_err(|_| Failure::Offline)?;
    let ok = response.ok();
    let body = read(response.into()).await?;
    if ok { Ok(body) } else { Err(refused(&body)) }
}

/// Reads a body by the browser's own parser.
async fn read(response: web_sys::Response) -> Result<JsValue, Failure> {
    let body = response.json().map_err(|_| Failure::Unreadable)?;
    JsFuture::from(body).await.map_err(|_| Failure::Unreadable)
}

fn refused(body: &JsValue) -> Failure {
    problem::read(body).map_or(Failure::Unreadable, |problem| Failure::Problem(Box::new(problem)))
}
