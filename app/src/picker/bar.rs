//! Above the list: the way, the search, and how the list is shown.

use contract::picker::Place;
use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::entry::FileType;
use super::location::{Location, share};
use super::looking::Looking;
use super::window::Layout;
use crate::model::search::Text;
use crate::model::source::Order;
use crate::text as common;
use crate::text::picker as text;

/// The bar.
#[component]
pub(super) fn Bar(looking: Looking) -> impl IntoView {
    view! {
        <div class="picker-bar">
            <Way looking/>
            <Search looking/>
            <Look looking/>
        </div>
        {move || (looking.place() == Some(Place::Shared)).then(|| view! { <Paste looking/> })}
    }
}

/// The way to where the picker is; each step but the last leads back.
#[component]
fn Way(looking: Looking) -> impl IntoView {
    let steps = move || {
        let way = looking.way.get();
        let last = way.len().saturating_sub(1);
        let step = |(at, step): (usize, super::looking::Step)| {
            let name = view! { <bdi>{step.name}</bdi> };
            if at == last {
                view! { <li><span aria-current="page">{name}</span></li> }.into_any()
            } else {
                view! {
                    <li><button type="button" class="link" on:click=move |_| looking.back_to(at)>{name}</button></li>
                }
                .into_any()
            }
        };
        way.into_iter().enumerate().map(step).collect_view()
    };
    view! { <nav class="way" aria-label=common::BREADCRUMB><ol>{steps}</ol></nav> }
}

#[component]
fn Search(looking: Looking) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let everywhere = looking.allowed.with_value(super::location::Allowed::searches_everywhere);
    let in_sites = move || {
        looking.way.with(|way| {
            let sites = |location: &Location| {
                matches!(location, Location::Place(Place::Sites) | Location::FoundSites(_))
            };
            way.last().is_some_and(|step| sites(&step.location))
        })
    };
    let label = move || match (in_sites(), everywhere) {
        (true, _) => text::SEARCH_SITES,
        (false, true) => text::SEARCH_EVERYWHERE,
        (false, false) => text::SEARCH_OWN,
    };
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(wanted) = typed.with_untracked(|typed| Text::new(typed)) else { return };
        let wanted = wanted.as_str().to_owned();
        let name = text::results(&wanted);
        if untrack(in_sites) {
            looking.go(text::place(Place::Sites).to_owned(), Location::Place(Place::Sites), true);
            looking.go(name, Location::FoundSites(wanted), false);
        } else {
            looking.go(name, Location::Found(wanted), true);
        }
    };
    view! {
        <form role="search" on:submit=search>
            <input
                id="picker-search"
                type="search"
                autocomplete="off"
                aria-label=label
                placeholder=label
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </form>
    }
}

/// Order and layout.
#[component]
fn Look(looking: Looking) -> impl IntoView {
    let order = move || match (looking.is_sorted(), looking.order.get()) {
        (false, _) => text::AS_IT_COMES,
        (true, Order::NameAscending) => text::ASCENDING,
        (true, Order::NameDescending) => text::DESCENDING,
    };
    let sort = move |_| looking.reorder();
    let layout = |layout: Layout, label: &'static str, id: &'static str| {
        let pressed = move || (looking.layout.get() == layout).to_string();
        view! {
            <button type="button" id=id class="toggle" aria-pressed=pressed on:click=move |_| looking.layout.set(layout)>
                {label}
            </button>
        }
    };
    let pick = move |event| {
        let chosen =
            FileType::ALL.into_iter().find(|one| text::file_type(*one) == event_target_value(&event));
        looking.narrow(chosen.unwrap_or_default());
    };
    let types = FileType::ALL.map(|one| view! { <option>{text::file_type(one)}</option> });
    view! {
        <div class="look">
            <select id="picker-type" class="toggle" aria-label=text::FILE_TYPE on:change=pick>
                {types.into_iter().collect_view()}
            </select>
            <button type="button" id="picker-order" class="toggle" on:click=sort>{order}</button>
            {layout(Layout::List, text::AS_LIST, "as-list")}
            {layout(Layout::Tiles, text::AS_TILES, "as-tiles")}
        </div>
    }
}

/// A link leads to what Microsoft does not list.
#[component]
fn Paste(looking: Looking) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let is_wrong = RwSignal::new(false);
    let find = move |event: SubmitEvent| {
        event.prevent_default();
        let found = typed.with_untracked(|typed| share(typed));
        is_wrong.set(found.is_none());
        if let Some(share) = found {
            looking.go(text::place(Place::Shared).to_owned(), Location::Place(Place::Shared), true);
            looking.go(text::PASTED.to_owned(), Location::Pasted(share), false);
        }
    };
    view! {
        <form class="paste" on:submit=find>
            <input
                id="paste-link"
                type="text"
                inputmode="url"
                autocomplete="off"
                aria-label=text::PASTE
                placeholder=text::PASTE
                aria-invalid=move || is_wrong.get().then_some("true")
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <fluent-button type="submit">{text::OPEN_LINK}</fluent-button>
            <p role="status">{move || if is_wrong.get() { text::PASTE_WRONG } else { text::SHARED_NOTE }}</p>
        </form>
    }
}
