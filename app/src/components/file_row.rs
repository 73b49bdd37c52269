//! One line of a list of files.

use leptos::prelude::*;
use web_sys::Event;

use contract::graph::DriveItem;
use contract::page::Page;

use super::file_icon::FileIcon;
use super::local_date::LocalDate;
use super::nearby::{Nearby, watched};
use super::picture::{PictureAddress, PictureWanted};
use crate::model::file_list::Row;
use crate::model::format::{size, web_address};
use crate::model::icon::Kind;
use crate::text;

/// A line: icon or picture, name, date, size.
#[component]
pub fn FileRow(
    /// What it shows.
    row: Row,
    /// Tells the line that it is about to be seen.
    seen: StoredValue<Nearby, LocalStorage>,
    /// Asks for its picture.
    on_picture: Callback<PictureWanted>,
) -> impl IntoView {
    let Row { position, item } = row;
    let place = RwSignal::new(None::<PictureAddress>);
    let kind = Kind::of(&item);
    let thumbnail = item.thumbnail.clone();
    let observer = thumbnail.is_some().then_some(seen);
    let fetch = move |_: Event| {
        if let Some(path) = thumbnail.clone() {
            on_picture.run(PictureWanted { path, place });
        }
    };
    let picture = move || {
        place.with(|place| match place {
            Some(address) => {
                view! { <img src=address.as_str().to_owned() alt="" draggable="false"/> }.into_any()
            }
            None => view! { <FileIcon kind/> }.into_any(),
        })
    };
    let bytes = item.size.map(size);
    view! {
        <tr
            role="row"
            use:watched=observer
            data-item-id=item.id.to_string()
            // The heading is row 1 (WAI-ARIA 1.2, aria-rowindex).
            aria-rowindex=(position + 2).to_string()
            on:nearby=fetch
        >
            <th role="rowheader" scope="row">
                <span class="icon">{picture}</span>
                {name(&item, position)}
            </th>
            <td role="cell" class="modified"><LocalDate at=item.last_modified_date_time.clone()/></td>
            <td role="cell" class="size">{bytes}</td>
        </tr>
    }
}

/// The name as a link: into the folder, or to the file where it lies. One line of the list is in the tab order.
fn name(item: &DriveItem, position: usize) -> AnyView {
    let name = view! { <bdi>{item.name.clone()}</bdi> };
    let tabindex = if position == 0 { "0" } else { "-1" };
    if item.folder.is_some() || item.root.is_some() {
        let href = Page::Folder(item.id.clone()).path();
        return view! { <a dir="auto" href=href tabindex=tabindex>{name}</a> }.into_any();
    }
    match item.web_url.as_deref().and_then(web_address).map(str::to_owned) {
        Some(href) => view! {
            <a dir="auto" href=href target="_blank" rel="noopener noreferrer" tabindex=tabindex>
                {name} <span class="only-read">{text::OPENS_IN_NEW_TAB}</span>
            </a>
        }
        .into_any(),
        None => view! {
            <a dir="auto" role="link" aria-disabled="true" tabindex=tabindex>{name}</a>
        }
        .into_any(),
    }
}
