//! Links and buttons with words on them.

use leptos::prelude::*;

/// A button that leads to another address of ours by a full page load, such as signing in. It keeps the address, so
/// that it can be opened in a new tab.
#[component]
pub fn LinkButton(
    /// Where it leads.
    href: String,
    /// The words on it.
    label: &'static str,
    /// Fluent's look: `primary`, `outline`, `subtle`.
    #[prop(default = "outline")]
    appearance: &'static str,
    /// Its id, for those that are looked for.
    #[prop(optional)]
    id: Option<&'static str>,
    /// What stands before the words.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <fluent-anchor-button id=id href=href appearance=appearance size="large">
            {children.map(|children| children())}
            {label}
        </fluent-anchor-button>
    }
}

/// A button that does something here.
#[component]
pub fn ActionButton(
    /// The words on it.
    label: &'static str,
    /// Fluent's look.
    #[prop(default = "primary")]
    appearance: &'static str,
    /// What it does.
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <fluent-button appearance=appearance on:click=move |_| on_press.run(())>
            {label}
        </fluent-button>
    }
}
