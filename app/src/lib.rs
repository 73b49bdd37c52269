//! Mooring in the browser: signing in, and the person's OneDrive.
//!
//! `model` decides, `components` draw, `pages` bring both together with `api` and `session`. Microsoft is only reached
//! through our worker; this code never holds a token of theirs.

mod api;
mod app;
pub mod components;
mod folders;
pub mod model;
mod navigation;
mod pages;
mod parts;
mod picker;
pub mod session;
mod text;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};

/// Shows the app in the page. Called once by the page's script; that of Teams hands over the sign-in that is under way, that of
/// the picker for other web apps the one that it is for.
#[wasm_bindgen]
pub fn mount(embedding: JsValue, embedder: JsValue) {
    console_error_panic_hook::set_once();
    let embedder = embedder.is_object().then(|| embedder.unchecked_into());
    app::mount(embedding.is_object().then(|| embedding.unchecked_into()), embedder);
}
