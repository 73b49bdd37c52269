//! One entry of the list.

use std::iter::successors;
use std::time::Duration;

use leptos::html::{Div, Img};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Element, HtmlElement, HtmlImageElement, MouseEvent};

use super::entry::Entry;
use super::looking::Looking;
use super::selection::Selection;
use super::window::Layout;
use crate::api::cancel::Cancel;
use crate::components::file_icon::shapes;
use crate::components::local_date::day;
use crate::components::picture::PictureAddress;
use crate::model::format;

/// Where a row keeps its picture, and the element that shows it.
type Place = (StoredValue<Option<Held>, LocalStorage>, HtmlImageElement);

/// An entry that is scrolled past is not worth its picture.
const REST: Duration = Duration::from_millis(150);

/// The id of an entry in the page, by its place.
pub(super) fn id(at: usize) -> String {
    format!("entry-{at}")
}

/// A row, with the entry that it draws at the moment: a click opens what can be opened and chooses what cannot; the box chooses.
#[component]
pub(super) fn Line(
    at: Memo<Option<usize>>,
    looking: Looking,
    /// Entries in a line.
    columns: Memo<usize>,
    /// How many entries there are, as screen readers are told.
    size: Memo<String>,
) -> impl IntoView {
    let (node, image) = (NodeRef::<Div>::new(), NodeRef::<Img>::new());
    let held = StoredValue::new_local(None::<Held>);
    // One effect writes everything: a dozen of them in each row would take most of the time that a frame has.
    Effect::new(move |_| {
        let Some((node, image)) = node.get().zip(image.get()) else { return };
        let place = at.get().unwrap_or_default();
        size.with(|size| write(&node, "aria-setsize", Some(size)));
        stand(&node, looking.layout.get(), (place, columns.get()));
        looking.list.with(|list| {
            let entry = at.get().and_then(|at| list.rows().get(at));
            write(&node, "hidden", entry.is_none().then_some(""));
            let is_active = looking.active.get() == place;
            // A row without an entry is none.
            write(&node, "class", entry.map(|_| if is_active { "entry active" } else { "entry" }));
            if let Some(entry) = entry {
                looking.selection.with(|selection| draw(&node, place, entry, selection));
            }
            show_picture(looking, entry.and_then(|entry| entry.thumbnail.as_ref()), (held, image));
        });
    });
    let act = move |event: MouseEvent| {
        let Some(at) = at.get_untracked() else { return };
        looking.active.set(at);
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            looking.toggle_at(at);
        } else {
            looking.open_entry(at);
        }
    };
    let choose = move |event: MouseEvent| {
        event.stop_propagation();
        let Some(at) = at.get_untracked() else { return };
        looking.active.set(at);
        looking.toggle_at(at);
    };
    view! {
        <div node_ref=node role="option" on:click=act>
            <span class="box" on:click=choose></span>
            <span class="icon">
                <img alt="" draggable="false" hidden node_ref=image/>
                <svg class="file-icon" viewBox="0 0 24 24" aria-hidden="true">
                    <path class="body"></path>
                    <path class="front"></path>
                    <path class="mark"></path>
                </svg>
            </span>
            <bdi class="name"></bdi>
            <time class="modified"></time>
            <span class="size"></span>
        </div>
    }
}

/// Writes an entry into its row, whose elements stay.
fn draw(row: &Element, at: usize, entry: &Entry, selection: &Selection) {
    let Entry { name, modified, size, picked, opens, .. } = entry;
    let is_chosen = picked.as_ref().is_some_and(|picked| selection.holds(picked));
    write(row, "id", Some(&id(at)));
    write(row, "data-opens", opens.is_some().then_some(""));
    write(row, "aria-selected", Some(if is_chosen { "true" } else { "false" }));
    write(row, "aria-posinset", Some(&(at + 1).to_string()));
    let mut parts = elements_in(row);
    if let Some(choice) = parts.next() {
        write(&choice, "data-shown", picked.is_some().then_some(""));
    }
    let texts = [Some(name.clone()), modified.as_deref().and_then(day), size.map(format::size)];
    if let Some(icon) = parts.next().and_then(|part| part.last_element_child()) {
        write(&icon, "data-kind", Some(entry.icon.name()));
        for (path, shape) in elements_in(&icon).zip(shapes(entry.icon)) {
            write(&path, "d", Some(shape));
        }
    }
    for (part, text) in parts.zip(texts) {
        part.set_text_content(text.as_deref());
    }
}

fn elements_in(element: &Element) -> impl Iterator<Item = Element> {
    successors(element.first_element_child(), Element::next_element_sibling)
}

/// Sets an attribute, or takes it away.
fn write(element: &Element, name: &str, value: Option<&str>) {
    // Names of attributes that are written here cannot be refused.
    _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Puts a row where its entry stands. In tiles, columns are shares of the width.
fn stand(row: &HtmlElement, layout: Layout, (at, columns): (usize, usize)) {
    let (top, column) = layout.place(at, columns);
    let left = match layout {
        Layout::List => String::new(),
        Layout::Tiles => format!("calc(100% / {} * {column})", columns.max(1)),
    };
    // Set one by one: the page's policy allows no style as text.
    for (name, value) in [("top", format!("{top}px")), ("left", left)] {
        _ = row.style().set_property(name, &value);
    }
}

/// Fetches the entry's picture, if it stays on the screen, and shows it in the place of the icon.
fn show_picture(looking: Looking, wanted: Option<&String>, (held, image): Place) {
    let is_same = held.with_value(|held| held.as_ref().map(|held| &held.path) == wanted);
    if !is_same {
        write(&image, "hidden", Some(""));
        held.set_value(wanted.and_then(|path| Held::wait(looking, path.clone(), (held, image))));
    }
}

/// A row's picture, and what is on its way to it; given up when it is dropped.
struct Held {
    path: String,
    timer: TimeoutHandle,
    call: Option<Cancel>,
    address: Option<PictureAddress>,
}

impl Held {
    fn wait(looking: Looking, path: String, place: Place) -> Option<Self> {
        let wanted = path.clone();
        let fetch = move || Self::fetch(looking, wanted, place);
        let timer = set_timeout_with_handle(fetch, REST).ok()?;
        Some(Self { path, timer, call: None, address: None })
    }

    fn fetch(looking: Looking, path: String, (held, image): Place) {
        let api = looking.asked.with_value(|asked| asked.api);
        let call = Cancel::new();
        let signal = call.signal();
        spawn_local(async move {
            // A picture that does not come leaves the icon: it is only an ornament. Whoever aborts the call gets none.
            let Ok(picture) = api.picture(&path, signal).await else { return };
            let Some(address) = PictureAddress::of(&picture) else { return };
            write(&image, "src", Some(address.as_str()));
            write(&image, "hidden", None);
            held.try_update_value(|held| held.as_mut().map(|held| held.address = Some(address)));
        });
        held.try_update_value(|held| held.as_mut().map(|held| held.call = Some(call)));
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.timer.clear();
    }
}
