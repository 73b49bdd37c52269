//! Something is on its way.

use leptos::prelude::*;

/// The whole screen waits.
#[component]
pub fn Waiting(
    /// What for.
    label: &'static str,
) -> impl IntoView {
    view! {
        <div class="waiting" aria-busy="true">
            <fluent-spinner aria-hidden="true"></fluent-spinner>
            <p>{label}</p>
        </div>
    }
}

/// Lines of a list that are on their way.
#[component]
pub fn Skeleton(
    /// Read instead of the lines.
    label: &'static str,
) -> impl IntoView {
    let line = |_| view! { <div class="skeleton-row"><i></i><i></i><i></i><i></i></div> };
    view! {
        <div class="skeleton" role="img" aria-label=label aria-busy="true" data-test="skeleton">
            {(0..8).map(line).collect_view()}
        </div>
    }
}
