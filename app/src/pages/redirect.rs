//! An address whose content stands at another one.

use contract::page::Page;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::components::waiting::Waiting;
use crate::text;

/// Goes there, and leaves no step in the history that would lead back here.
#[component]
pub(crate) fn Redirect(page: Page) -> impl IntoView {
    let navigate = use_navigate();
    Effect::new(move || {
        navigate(&page.path(), NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    view! { <Waiting label=text::OPENING/> }
}
