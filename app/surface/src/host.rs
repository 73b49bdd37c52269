//! The programs that show the app in a frame or a pane, as ways to a session. Nothing that a host says about who the person is, is
//! believed.

mod bridge;
mod embedder;

use contract::function::Surface;
use js_sys::{Array, Promise};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

pub(crate) use self::embedder::{Embedder, HandedOver};
use crate::ladder::{Leave, Mode, Rung};

/// What a token is wanted for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// Our application.
    pub(crate) client_id: String,
    /// The scope of our API.
    pub(crate) scope: String,
    /// Whether Microsoft may show something.
    pub(crate) mode: Mode,
    /// A claims challenge.
    pub(crate) claims: Option<String>,
    /// What Entra's log will know the request by: a GUID.
    pub(crate) correlation_id: String,
}

/// A program that shows the app.
pub(crate) trait Host {
    /// Where the app is.
    fn surface(&self) -> Surface;

    /// The ways to a token that it may have, best first.
    fn rungs(&self) -> Vec<Rung>;

    /// Asks for an access token for our API.
    async fn token(&self, rung: Rung, wanted: &Wanted) -> Result<String, Leave>;

    /// Opens the page of ours at this path in a window of its own, and waits for what it hands over.
    async fn window(&self, path: &str) -> Result<HandedOver, Leave>;
}

/// Silently; the host may have to ask Entra.
const SILENT_MS: i32 = 8000;
/// With a person who reads, types and confirms.
const CLICK_MS: i32 = 5 * 60 * 1000;

/// How long a host may take for a token.
fn patience_ms(mode: Mode) -> i32 {
    if mode.is_click() { CLICK_MS } else { SILENT_MS }
}

/// What a promise of somebody else's came to.
pub(super) enum Awaited {
    /// It was kept.
    Kept(JsValue),
    /// It was broken.
    Broken(JsValue),
    /// Neither, in the time that there was.
    TimedOut,
}

/// Waits for a promise, but not for ever.
pub(super) async fn within(limit_ms: i32, promise: Promise) -> Awaited {
    let late = JsValue::from(Array::new());
    let race = Promise::race(&Array::of2(&promise, &after(limit_ms, &late)));
    match JsFuture::from(race).await {
        Ok(value) if value == late => Awaited::TimedOut,
        Ok(value) => Awaited::Kept(value),
        Err(error) => Awaited::Broken(error),
    }
}

/// Waits.
pub(crate) async fn sleep(ms: u32) {
    // A promise that resolves only.
    _ = JsFuture::from(after(i32::try_from(ms).unwrap_or(i32::MAX), &JsValue::NULL)).await;
}

fn after(ms: i32, value: &JsValue) -> Promise {
    Promise::new(&mut |resolve, _| {
        // The browser calls it with the third argument.
        let timer = web_sys::window()
            .map(|window| window.set_timeout_with_callback_and_timeout_and_arguments_1(&resolve, ms, value));
        if !matches!(timer, Some(Ok(_))) {
            // Resolving takes any value and cannot fail.
            _ = resolve.call1(&JsValue::NULL, value);
        }
    })
}

/// The text in what a promise was broken with.
pub(super) fn message(error: &JsValue) -> String {
    let error = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    error.unwrap_or_default()
}

/// A GUID.
pub(crate) fn random_id() -> String {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    crypto.map(|crypto| crypto.random_uuid()).unwrap_or_default()
}
