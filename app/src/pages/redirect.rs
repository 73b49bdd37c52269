//! An address whose content stands at another one.

use contract::page::Page;
use leptos::prelude::*;

use crate::components::waiting::Waiting;
use crate::navigation::{Navigation, Step};
use crate::text;

/// Goes there, and leaves no step in the history that would lead back here.
#[component]
pub(crate) fn Redirect(page: Page) -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    Effect::new(move || navigation.go(&page.path(), Step::InPlace));
    view! { <Waiting label=text::OPENING/> }
}
