//! The two calls to our worker: which instance this is, and a session for a token.

use contract::endpoint::{REQUESTED_BY, REQUESTED_BY_HEADER, SESSION};
use contract::problem::Problem;
use contract::session::{ExchangeRequest, ExchangeResponse, SessionResponse};
use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::JSON;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::JsFuture;
use web_sys::RequestCredentials;

use crate::failure::Failure;

/// Which instance this is. Asked without any credential: cookies have no meaning in a frame.
pub(crate) async fn session() -> Result<SessionResponse, Failure> {
    answered(ours(Request::get(SESSION)).send().await).await
}

/// Exchanges the token that Teams gave out for a session.
pub(crate) async fn exchange(token: &str, request: ExchangeRequest) -> Result<ExchangeResponse, Failure> {
    let body = serde_wasm_bindgen::to_value(&request).ok().and_then(|value| JSON::stringify(&value).ok());
    let call = ours(Request::post(SESSION))
        .header("authorization", &format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(body.ok_or(Failure::Unreadable)?)
        .map_err(|_| Failure::Unreadable)?;
    answered(call.send().await).await
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
