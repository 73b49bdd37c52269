//! There is nothing to show, and that is no fault.

use leptos::prelude::*;

use super::illustration::{Drawing, Illustration};

/// A quiet picture with two sentences.
#[component]
pub fn Empty(
    /// What is so.
    title: &'static str,
    /// What can be done.
    advice: &'static str,
) -> impl IntoView {
    view! {
        <div id="empty" class="notice-panel">
            <Illustration drawing=Drawing::EmptyFolder/>
            <h2>{title}</h2>
            <p>{advice}</p>
        </div>
    }
}
