//! Mooring in the browser: signing in, and the person's OneDrive.
//!
//! `model` decides, `components` draw, `pages` bring both together with `api` and `session`. Microsoft is only reached
//! through our worker; this code never holds a token of theirs.

mod api;
mod app;
pub mod components;
pub mod model;
mod navigation;
mod pages;
pub mod session;
mod text;

use wasm_bindgen::prelude::wasm_bindgen;

/// Shows the app in the page. Called once by `start.js`.
#[wasm_bindgen]
pub fn mount() {
    console_error_panic_hook::set_once();
    app::mount();
}
