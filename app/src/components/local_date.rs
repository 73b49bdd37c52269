//! A point in time in the person's language, by the browser's own calendar (ECMA-402).

use js_sys::{Array, Date, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::model::format::timestamp;

thread_local! {
    /// Made once: each costs about as much as drawing ten rows.
    static FORMAT: Intl::DateTimeFormat = {
        let options = Object::new();
        // Setting a member of a fresh object cannot fail.
        _ = Reflect::set(&options, &JsValue::from_str("dateStyle"), &JsValue::from_str("medium"));
        Intl::DateTimeFormat::new(&Array::new(), &options)
    };
}

/// The day of a change; nothing, where Graph gave no date.
#[component]
pub fn LocalDate(
    /// The point in time as Graph writes it.
    #[prop(into)]
    at: Option<String>,
) -> impl IntoView {
    let at = at?;
    let day = day(&at)?;
    Some(view! { <time datetime=at>{day}</time> })
}

/// The day of a point in time as Graph writes it; `None` where it is none.
pub(crate) fn day(at: &str) -> Option<String> {
    timestamp(at)?;
    let date = Date::new(&JsValue::from_str(at));
    FORMAT.with(|format| format.format().call1(&JsValue::UNDEFINED, &date).ok()?.as_string())
}
