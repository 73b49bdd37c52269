//! One entry of the list.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::MouseEvent;

use super::entry::Entry;
use super::looking::Looking;
use super::window::{Layout, Window};
use crate::api::cancel::Cancel;
use crate::components::file_icon::FileIcon;
use crate::components::local_date::LocalDate;
use crate::components::picture::PictureAddress;
use crate::model::format;

/// An entry that is scrolled past is not worth its picture.
const REST: Duration = Duration::from_millis(150);

/// The id of an entry in the page, by its place.
pub(super) fn id(at: usize) -> String {
    format!("entry-{at}")
}

/// An entry: a click opens what can be opened and chooses what cannot; the box chooses.
#[component]
pub(super) fn Line(
    at: usize,
    looking: Looking,
    window: Memo<Window>,
    /// How many entries there are, as screen readers are told.
    size: Memo<String>,
) -> impl IntoView {
    let entry = looking.list.with_untracked(|list| list.rows().get(at).cloned())?;
    let picture = RwSignal::new(None::<PictureAddress>);
    fetch(looking, entry.thumbnail.clone(), picture);
    let Entry { name, icon, modified, size: bytes, picked, opens, .. } = entry;
    let is_chosen = Memo::new({
        let picked = picked.clone();
        move |_| {
            let holds = |picked| looking.selection.with(|selection| selection.holds(picked));
            picked.as_ref().is_some_and(holds)
        }
    });
    let shown = move || {
        picture.with(|picture| match picture {
            Some(address) => {
                view! { <img src=address.as_str().to_owned() alt="" draggable="false"/> }.into_any()
            }
            None => view! { <FileIcon kind=icon/> }.into_any(),
        })
    };
    let place = move || window.with(|window| window.place(at, looking.layout.get()));
    let top = move || format!("{}px", place().0);
    let left = move || {
        let columns = window.with(|window| window.columns.max(1));
        format!("calc(100% / {columns} * {})", place().1)
    };
    let act = move |event: MouseEvent| {
        looking.active.set(at);
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            looking.toggle_at(at);
        } else {
            looking.open_entry(at);
        }
    };
    let choose = move |event: MouseEvent| {
        event.stop_propagation();
        looking.active.set(at);
        looking.toggle_at(at);
    };
    let rest = (looking.layout.get_untracked() == Layout::List).then(|| {
        view! {
            <span class="modified"><LocalDate at=modified/></span>
            <span class="size">{bytes.map(format::size)}</span>
        }
    });
    Some(view! {
        <div
            id=id(at)
            class="entry"
            role="option"
            data-opens=opens.is_some().then_some("")
            aria-selected=move || is_chosen.get().to_string()
            aria-posinset=(at + 1).to_string()
            aria-setsize=move || size.get()
            class:active=move || looking.active.get() == at
            style:top=top
            style:left=left
            on:click=act
        >
            <span class="box" data-shown=picked.is_some().then_some("") on:click=choose></span>
            <span class="icon">{shown}</span>
            <bdi class="name">{name}</bdi>
            {rest}
        </div>
    })
}

/// Fetches the picture of an entry that stays on the screen.
fn fetch(looking: Looking, path: Option<String>, place: RwSignal<Option<PictureAddress>>) {
    let Some(path) = path else { return };
    let cancel = StoredValue::new_local(Cancel::new());
    let api = looking.asked.with_value(|asked| asked.api);
    let begin = move || {
        let Some(signal) = cancel.try_with_value(Cancel::signal) else { return };
        spawn_local(async move {
            // A picture that does not come leaves the icon: it is only an ornament.
            if let Ok(picture) = api.picture(&path, signal).await {
                _ = place.try_set(PictureAddress::of(&picture));
            }
        });
    };
    if let Ok(timer) = set_timeout_with_handle(begin, REST) {
        on_cleanup(move || timer.clear());
    }
}
