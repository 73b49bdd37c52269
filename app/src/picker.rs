//! The picker: places, lists, what is chosen. Inside the app it stands in a dialog, for other web apps on a page of its own.
//!
//! What lies at a location is asked for by `api/picker.rs`; nothing is written to a drive, ever.

#![expect(
    unreachable_pub,
    reason = "the component macro declares public items, which nobody outside can reach"
)]

mod bar;
pub(crate) mod entry;
mod foot;
mod line;
mod lines;
pub(crate) mod location;
mod looking;
mod selection;
mod type_ahead;
mod window;

use contract::operations::optional_scope;
use contract::picker::Place;
use leptos::prelude::*;

use self::bar::Bar;
use self::foot::Foot;
use self::lines::List;
use self::location::{Allowed, Location};
use self::looking::Looking;
use crate::parts::PickerAsked;
use crate::session::provider::SessionContext;
use crate::text::picker as text;

/// The picker.
#[component]
pub(crate) fn Picker(asked: PickerAsked) -> impl IntoView {
    let session = expect_context::<SessionContext>();
    let allowed = session.with_untracked(|session| {
        let of = |instance: &contract::session::InstanceView| Allowed {
            functions: instance.functions.clone(),
            permissions: instance.permissions.iter().filter_map(|name| optional_scope(name)).collect(),
        };
        session.instance().map(of).unwrap_or_default()
    });
    let looking = Looking::open(asked, allowed);
    view! {
        <div class="picker">
            <Places looking/>
            <div class="picker-main">
                <Bar looking/>
                <List looking/>
            </div>
            <Foot looking/>
        </div>
    }
}

/// The places; one that is not allowed says why.
#[component]
fn Places(looking: Looking) -> impl IntoView {
    let button = move |place: Place| {
        let missing = looking.allowed.with_value(|allowed| allowed.missing(place)).map(text::missing);
        let is_missing = missing.is_some();
        let current = move || looking.place() == Some(place);
        let go = move |_| {
            if !is_missing {
                looking.go(text::place(place).to_owned(), Location::Place(place), true);
            }
        };
        view! {
            <li>
                <button
                    type="button"
                    data-place=format!("{place:?}")
                    aria-current=move || current().then_some("true")
                    aria-disabled=is_missing.then_some("true")
                    on:click=go
                >
                    {text::place(place)}
                    {missing.map(|why| view! { <small>{why}</small> })}
                </button>
            </li>
        }
    };
    view! {
        <nav class="places" aria-label=text::PLACES>
            <ul>{Place::ALL.map(button).into_iter().collect_view()}</ul>
        </nav>
    }
}
