//! The one heading of a page: names the browser's tab, and takes the focus when the page was navigated to, so that
//! screen readers and the keyboard start where the news is.

use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use crate::text;

/// Whether a page was shown before. The first one leaves the focus where the browser put it.
#[derive(Clone, Copy)]
pub struct Arrival(RwSignal<bool>);

impl Arrival {
    /// Before the first page.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(false))
    }

    fn was_navigated(self) -> bool {
        self.0.try_update_untracked(|shown| std::mem::replace(shown, true)).unwrap_or(false)
    }
}

impl Default for Arrival {
    fn default() -> Self {
        Self::new()
    }
}

/// A page's heading.
#[component]
pub fn Heading(
    /// Its words: names of folders and searches come from people, in any script.
    #[prop(into)]
    text: TextProp,
) -> impl IntoView {
    let title = text.clone();
    Effect::new(move || document().set_title(&format!("{} – {}", title.get(), text::PRODUCT)));
    let arrival = use_context::<Arrival>();
    view! { <h1 use:arrived=arrival tabindex="-1" dir="auto">{move || text.get()}</h1> }
}

fn arrived(heading: Element, arrival: Option<Arrival>) {
    let takes_focus = arrival.is_some_and(Arrival::was_navigated) && !is_typing();
    if let (true, Ok(heading)) = (takes_focus, heading.dyn_into::<HtmlElement>()) {
        // After the browser has put it into the page; one that is gone by then takes no focus.
        request_animation_frame(move || _ = heading.focus());
    }
}

/// Results that appear while somebody types must not take the keyboard away.
fn is_typing() -> bool {
    document().active_element().is_some_and(|element| element.id() == super::search_box::ID)
}
