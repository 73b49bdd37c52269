//! The small form that asks for a name.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use contract::folder::{NAME_MAX, REFERENCE_MAX};

use crate::text::folders as text;

/// What the person typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Typed {
    /// A name, not empty.
    pub(super) name: String,
    /// What the host app calls it, if the form asks for it.
    pub(super) reference: Option<String>,
}

/// Asks for a name, and for a reference where one can be given.
#[component]
pub(super) fn NameForm(
    /// The name that is there.
    #[prop(optional_no_strip)]
    name: Option<String>,
    /// The words on the button.
    submit: &'static str,
    /// Whether a reference is asked for, too.
    with_reference: bool,
    on_submit: Callback<Typed>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let typed = RwSignal::new(name.unwrap_or_default());
    let reference = RwSignal::new(String::new());
    let trimmed = |signal: RwSignal<String>| signal.with(|text| text.trim().to_owned());
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let name = trimmed(typed);
        if !name.is_empty() {
            on_submit
                .run(Typed { name, reference: Some(trimmed(reference)).filter(|text| !text.is_empty()) });
        }
    };
    let cancel_on_escape = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            on_cancel.run(());
        }
    };
    view! {
        <form class="name-form" on:submit=send on:keydown=cancel_on_escape>
            <label>
                <span>{text::NAME}</span>
                <input
                    name="name"
                    required
                    maxlength=NAME_MAX.to_string()
                    autocomplete="off"
                    autofocus
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </label>
            {with_reference.then(|| view! {
                <label>
                    <span>{text::REFERENCE}</span>
                    <input
                        name="reference"
                        maxlength=REFERENCE_MAX.to_string()
                        autocomplete="off"
                        on:input=move |event| reference.set(event_target_value(&event))
                    />
                </label>
            })}
            <div class="actions">
                <fluent-button appearance="primary" type="submit">{submit}</fluent-button>
                <fluent-button on:click=move |_| on_cancel.run(())>{text::CANCEL}</fluent-button>
            </div>
        </form>
    }
}
