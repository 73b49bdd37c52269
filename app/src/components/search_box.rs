//! The search box of the header. It searches on Enter, and by itself after a pause in typing.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use web_sys::SubmitEvent;

use super::illustration::{Drawing, Illustration};
use crate::model::search::{PAUSE_MS, Text};
use crate::text;

/// The id of the input.
pub const ID: &str = "search";

/// The box.
#[component]
pub fn SearchBox(
    /// The search that is shown, for whoever came by its address.
    #[prop(into)]
    shown: TextProp,
    /// Searches.
    on_search: Callback<Text>,
) -> impl IntoView {
    let typed = RwSignal::new(untrack(|| shown.get().to_string()));
    let pause = StoredValue::new(None::<TimeoutHandle>);
    let stop_waiting = move || {
        if let Some(waiting) = pause.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    };
    let search = move || {
        stop_waiting();
        if let Some(text) = Text::new(&typed.get_untracked()) {
            on_search.run(text);
        }
    };
    let wait = move || {
        stop_waiting();
        if Text::new(&typed.get_untracked()).is_some_and(|text| text.searches_by_itself()) {
            // Without a timer, Enter still searches.
            pause.set_value(set_timeout_with_handle(search, Duration::from_millis(PAUSE_MS)).ok());
        }
    };
    on_cleanup(stop_waiting);
    view! {
        <form
            role="search"
            class="search"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                search();
            }
        >
            <fluent-text-input
                id=ID
                type="search"
                appearance="filled-lighter"
                autocomplete="off"
                placeholder=text::SEARCH
                prop:value=move || shown.get().to_string()
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    wait();
                }
            >
                <span slot="start"><Illustration drawing=Drawing::Search/></span>
                <span>{text::SEARCH}</span>
            </fluent-text-input>
        </form>
    }
}
