//! Whom a choice would leave out, before anything is done with it.

use contract::folder::{Audience, AudienceResponse, ItemRef};
use contract::picker::Picked;
use leptos::prelude::*;

use crate::components::button::ActionButton;
use crate::components::waiting::Waiting;
use crate::text::folders as text;

/// The choice as it is asked about.
pub(crate) fn refs(items: &[Picked]) -> Vec<ItemRef> {
    let item = |item: &Picked| ItemRef { drive_id: item.drive_id.clone(), item_id: item.item_id.clone() };
    items.iter().map(item).collect()
}

/// What is known of who can open the choice, and whether to go on.
#[component]
pub(crate) fn Weighing(
    /// The choice.
    items: Vec<Picked>,
    /// Whom it would leave out; `None` until it is known.
    audience: Option<AudienceResponse>,
    /// The words for going on.
    go_on: &'static str,
    /// Goes on.
    on_go_on: Callback<()>,
    /// Gives it up.
    on_close: Callback<()>,
) -> impl IntoView {
    let told = match &audience {
        None => view! { <Waiting label=text::LOOKING/> }.into_any(),
        Some(AudienceResponse { participants: 0, items: told }) if !told.is_empty() => {
            view! { <p>{text::NOBODY_ELSE}</p> }.into_any()
        }
        Some(audience) => sentences(&items, audience),
    };
    view! {
        <h2>{text::BEFORE_LINKING}</h2>
        <div class="audience" role="status">{told}</div>
        <p class="hint">{text::RIGHTS_NOTE}</p>
        <div class="actions">
            <ActionButton label=go_on on_press=on_go_on/>
            <ActionButton label=text::CANCEL appearance="outline" on_press=on_close/>
        </div>
    }
}

fn sentences(items: &[Picked], audience: &AudienceResponse) -> AnyView {
    let line = |(at, item): (usize, &Picked)| {
        let told = audience.items.get(at).copied().unwrap_or(Audience::Unknown);
        view! {
            <li>
                <bdi>{item.name.clone()}</bdi>
                <span>{text::audience(told, audience.participants)}</span>
            </li>
        }
    };
    view! { <ul>{items.iter().enumerate().map(line).collect_view()}</ul> }.into_any()
}
