//! Reads a problem, as our service sends it, from the object that the browser's parser made of it.

use contract::problem::{ErrorCode, Problem};
use wasm_bindgen::JsValue;

use crate::object::{member, number, text};

/// The problem; `None` when it is none of ours, which its code says. What else is missing is empty.
#[must_use]
pub fn read(body: &JsValue) -> Option<Problem> {
    let code = ErrorCode::from_name(&text(body, "code"))?;
    Some(Problem {
        kind: text(body, "type"),
        title: text(body, "title"),
        status: number(body, "status").and_then(|status| u16::try_from(status).ok()).unwrap_or_default(),
        detail: text(body, "detail"),
        code,
        request_id: text(body, "request_id"),
        retry_after: number(body, "retry_after"),
        claims: member(body, "claims").as_string(),
    })
}
