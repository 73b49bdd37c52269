//! A window inside the page: the browser's own, which keeps the focus inside, closes on Escape, and tells screen readers what it is.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlDialogElement};

/// The window; it is open as long as it is there.
#[component]
pub fn Dialog(
    /// What it is for: its name for screen readers.
    label: &'static str,
    /// Its class, which decides how large it is.
    class: &'static str,
    /// The person closes it.
    on_close: Callback<()>,
    /// What it shows.
    children: Children,
) -> impl IntoView {
    view! {
        <dialog class=class aria-label=label use:shown on:close=move |_| on_close.run(())>
            {children()}
        </dialog>
    }
}

fn shown(element: Element) {
    let Ok(dialog) = element.dyn_into::<HtmlDialogElement>() else { return };
    // Once it is in the page; one that is gone by then is not shown.
    request_animation_frame(move || {
        if dialog.is_connected() && !dialog.open() {
            _ = dialog.show_modal();
        }
    });
}
