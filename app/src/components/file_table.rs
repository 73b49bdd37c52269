//! A list of files: a table whose lines are walked with the arrow keys.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::file_row::FileRow;
use super::illustration::{Drawing, Illustration};
use super::nearby::Nearby;
use super::picture::PictureWanted;
use crate::model::file_list::{FileList, Stage};
use crate::model::keyboard::{Step, step};
use crate::model::source::Order;
use crate::text;

/// The table; hidden while there is nothing to put into it.
#[component]
pub fn FileTable(
    /// Its lines.
    list: RwSignal<FileList>,
    /// Their order, where it can be chosen.
    order: Option<RwSignal<Order>>,
    /// Turns the order round.
    on_sort: Callback<()>,
    /// Asks for a picture of a line.
    on_picture: Callback<PictureWanted>,
) -> impl IntoView {
    let seen = StoredValue::new_local(Nearby::new());
    // -1 says that there are more lines than these (WAI-ARIA 1.2, aria-rowcount).
    let count = move || {
        list.with(|list| match list.stage() {
            Stage::Complete | Stage::Empty => (list.rows().len() + 1).to_string(),
            Stage::Loading
            | Stage::More(_)
            | Stage::LoadingMore(_)
            | Stage::Failed(_)
            | Stage::MoreFailed(..) => "-1".to_owned(),
        })
    };
    let is_hidden = move || list.with(|list| matches!(list.stage(), Stage::Failed(_) | Stage::Empty));
    let rows = move || list.with(|list| list.rows().to_vec());
    view! {
        <table
            id="files"
            hidden=is_hidden
            role="table"
            aria-label=text::FILES_LABEL
            aria-rowcount=count
            on:focusin=|event| with_link(&event, enter)
            on:keydown=move |event: KeyboardEvent| walk(&event, list.with_untracked(|list| list.rows().len()))
        >
            <thead role="rowgroup">
                <tr role="row" aria-rowindex="1">
                    <NameHeading order on_sort/>
                    <th role="columnheader" scope="col" class="modified">{text::MODIFIED}</th>
                    <th role="columnheader" scope="col" class="size">{text::SIZE}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                <For each=rows key=|row| row.item.id.clone() let:row>
                    <FileRow row seen on_picture/>
                </For>
            </tbody>
        </table>
    }
}

/// The heading of the names, which sorts where sorting is possible.
#[component]
fn NameHeading(order: Option<RwSignal<Order>>, on_sort: Callback<()>) -> AnyView {
    let Some(order) = order else {
        return view! { <th role="columnheader" scope="col">{text::NAME}</th> }.into_any();
    };
    view! {
        <th role="columnheader" scope="col" aria-sort=move || order.get().aria()>
            <button id="sort-name" type="button" on:click=move |_| on_sort.run(())>
                {text::NAME}
                <Illustration drawing=Drawing::Sort/>
            </button>
        </th>
    }
    .into_any()
}

fn with_link(event: &ev::FocusEvent, act: fn(&Element)) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some(link) = target.filter(|target| target.has_attribute("tabindex")) {
        act(&link);
    }
}

/// Makes this line the one that Tab comes back to.
fn enter(link: &Element) {
    let Ok(Some(body)) = link.closest("tbody") else { return };
    if let Ok(Some(before)) = body.query_selector("a[tabindex='0']") {
        // A constant name and value: this cannot fail.
        _ = before.set_attribute("tabindex", "-1");
    }
    _ = link.set_attribute("tabindex", "0");
}

fn walk(event: &KeyboardEvent, count: usize) {
    let Some(row) = row_of(event) else { return };
    let at = row.get_attribute("aria-rowindex").and_then(|index| index.parse::<usize>().ok());
    let at = at.unwrap_or_default().saturating_sub(2);
    if let Some(Step::Row(to)) = step(&event.key(), event.alt_key(), at, count) {
        event.prevent_default();
        focus(&row, to);
    }
}

fn row_of(event: &KeyboardEvent) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("tbody tr").ok()?
}

fn focus(row: &Element, to: usize) {
    let selector = format!("tr[aria-rowindex='{}'] a", to + 2);
    let link = row.parent_element().and_then(|body| body.query_selector(&selector).ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        // A line that went away in this moment keeps the focus where it is.
        _ = link.focus();
    }
}
