//! From what came, or did not come, to the contract's types and the app's own failures.

use gloo_net::Error;
use gloo_net::http::Response;
use js_sys::Promise;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::model::failure::Failure;
use surface::problem;

/// Name of the exception of a call that was ended on purpose (WHATWG DOM, `AbortController.abort`).
const ABORTED: &str = "AbortError";
/// Name of the exception of a body whose connection broke (WHATWG Fetch, `Response.json`).
const BROKEN: &str = "TypeError";

/// No answer came.
pub(crate) fn unanswered(error: &Error) -> Failure {
    match error {
        Error::JsError(error) if error.name == ABORTED => Failure::Cancelled,
        Error::JsError(_) | Error::GlooError(_) | Error::SerdeError(_) => Failure::Offline,
    }
}

/// The answer is a refusal: its body says why.
pub(crate) async fn refused(response: Response) -> Failure {
    let response: web_sys::Response = response.into();
    match awaited(response.json()).await {
        Ok(body) => {
            problem::read(&body).map_or(Failure::Unreadable, |problem| Failure::Problem(Box::new(problem)))
        }
        Err(failure) => failure,
    }
}

/// Reads a body by the browser's own parser.
pub(crate) async fn read<T: DeserializeOwned>(response: web_sys::Response) -> Result<T, Failure> {
    let body = awaited(response.json()).await?;
    serde_wasm_bindgen::from_value(body).map_err(|_| Failure::Unreadable)
}

/// Waits for a body in any of its forms.
pub(crate) async fn awaited(body: Result<Promise, JsValue>) -> Result<JsValue, Failure> {
    let body = body.map_err(|_| Failure::Unreadable)?;
    JsFuture::from(body).await.map_err(|error| broken(&error))
}

/// The body could not be read to its end.
fn broken(error: &JsValue) -> Failure {
    let name = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.name()));
    match name.as_deref() {
        Some(ABORTED) => Failure::Cancelled,
        Some(BROKEN) => Failure::Offline,
        _ => Failure::Unreadable,
    }
}
