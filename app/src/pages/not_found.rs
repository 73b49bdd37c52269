//! No page has this address.

use contract::page::Page;
use leptos::prelude::*;

use crate::components::heading::Heading;
use crate::components::illustration::{Drawing, Illustration};
use crate::text;

/// The way back.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    view! {
        <section class="card" data-test="not-found">
            <div class="notice-panel">
                <Illustration drawing=Drawing::Adrift/>
                <Heading text=text::NOT_FOUND_TITLE.to_owned()/>
                <p>{text::NOT_FOUND_ADVICE}</p>
                <p><a class="link" href=Page::Home.path()>{text::TO_START}</a></p>
            </div>
        </section>
    }
}
