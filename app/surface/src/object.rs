//! Members of objects that came from JavaScript. Whatever is missing or of another type is empty: what it means, its reader says.
//!
//! A reader made by serde for these few members would be a fifth of what is loaded.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// A member.
pub(crate) fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// A member that is a text.
pub(crate) fn text(object: &JsValue, name: &str) -> String {
    member(object, name).as_string().unwrap_or_default()
}

/// A member that is a number, without its fraction.
pub(crate) fn number(object: &JsValue, name: &str) -> Option<u32> {
    member(object, name).as_f64().map(whole)
}

/// A number without its fraction.
pub(crate) fn whole(number: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut to what fits")]
    let whole = number.clamp(0.0, f64::from(u32::MAX)) as u32;
    whole
}
