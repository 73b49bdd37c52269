//! What is chosen, and the two ways out.

use contract::picker::Picked;
use leptos::prelude::*;

use super::looking::Looking;
use crate::text::picker as text;

/// The foot.
#[component]
pub(super) fn Foot(looking: Looking) -> impl IntoView {
    let chosen = move || looking.selection.with(|selection| selection.chosen().to_vec());
    let count = move || looking.selection.with(|selection| selection.chosen().len());
    view! {
        <footer class="picker-foot">
            <ul class="chosen" aria-label=text::CHOSEN>
                <For each=chosen key=|item| (item.drive_id.clone(), item.item_id.clone()) let:item>
                    <Chip item looking/>
                </For>
            </ul>
            <div class="actions">
                <fluent-button
                    id="choose"
                    appearance="primary"
                    disabled=move || count() == 0
                    on:click=move |_| looking.finish()
                >
                    {move || text::choose(count())}
                </fluent-button>
                <fluent-button id="picker-cancel" on:click=move |_| looking.cancel()>{text::CANCEL}</fluent-button>
            </div>
        </footer>
    }
}

#[component]
fn Chip(item: Picked, looking: Looking) -> impl IntoView {
    let label = text::take_away(&item.name);
    let name = item.name.clone();
    view! {
        <li>
            <bdi>{name}</bdi>
            <button type="button" aria-label=label on:click=move |_| looking.toggle_picked(&item)>"×"</button>
        </li>
    }
}
