//! Signed out.

use contract::page::Page;
use leptos::prelude::*;

use super::welcome::SignInButtons;
use crate::components::heading::Heading;
use crate::components::illustration::{Drawing, Illustration};
use crate::text;

/// The farewell.
#[component]
pub(crate) fn SignedOutPage() -> impl IntoView {
    view! {
        <section class="card welcome" data-test="signed-out">
            <Illustration drawing=Drawing::Moored/>
            <Heading text=text::SIGNED_OUT_TITLE.to_owned()/>
            <p class="lead">{text::SIGNED_OUT_ADVICE}</p>
            <SignInButtons page=Page::Files/>
        </section>
    }
}
