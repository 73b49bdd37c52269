//! The calls to our worker: which instance this is, and the ways to a session.

use contract::endpoint::{ATTEMPTS, HANDOVER, RENEWAL, REQUESTED_BY, REQUESTED_BY_HEADER, SESSION};
use contract::problem::Problem;
use contract::session::{
    AttemptsRequest, ExchangeRequest, ExchangeResponse, HandoverRequest, SessionResponse,
};
use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::JSON;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestCredentials;

use crate::failure::Failure;

/// One climb, as all its calls name it: so the lines of our log, and of Entra's, that belong to it are found by one id.
pub(crate) struct Climb {
    /// A GUID.
    pub(crate) id: String,
}

/// Which instance this is. Asked without any credential: cookies have no meaning in a frame.
pub(crate) async fn session() -> Result<SessionResponse, Failure> {
    answered(ours(Request::get(SESSION)).send().await).await
}

impl Climb {
    /// Exchanges the token that the host gave out for a session.
    pub(crate) async fn exchange(
        &self,
        token: &str,
        request: &ExchangeRequest,
    ) -> Result<ExchangeResponse, Failure> {
        answered(self.post(SESSION, Some(token), request).await?).await
    }

    /// Takes up what a window handed over.
    pub(crate) async fn take(&self, request: &HandoverRequest) -> Result<ExchangeResponse, Failure> {
        answered(self.post(HANDOVER, None, request).await?).await
    }

    /// A fresh name for the session that is held.
    pub(crate) async fn renew(&self, held: &str) -> Result<ExchangeResponse, Failure> {
        answered(self.post(RENEWAL, Some(held), &()).await?).await
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

async fn answered<T: DeserializeOwned>(answer: Result<Response, gloo_net::Error>) -> Result<T, Failure> {
    let response = answer.map_err(|_| Failure::Offline)?;
    if response.ok() {
        return read(response).await;
    }
    Err(read::<Problem>(response)
        .await
        .map_or_else(|failure| failure, |problem| Failure::Problem(Box::new(problem))))
}

/// Reads a body by the browser's own parser.
async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    let response: web_sys::Response = response.into();
    let body = response.json().map_err(|_| Failure::Unreadable)?;
    let body = JsFuture::from(body).await.map_err(|_| Failure::Unreadable)?;
    serde_wasm_bindgen::from_value(body).map_err(|_| Failure::Unreadable)
}
