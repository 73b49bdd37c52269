//! The arrow keys in a table: from line to line.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Takes the focus to the line that the key asks for, if it is in a line.
pub(super) fn walk(event: &KeyboardEvent) {
    let Some(line) = line_of(event) else { return };
    let next = match event.key().as_str() {
        "ArrowDown" => line.next_element_sibling(),
        "ArrowUp" => line.previous_element_sibling(),
        "Home" => line.parent_element().and_then(|lines| lines.first_element_child()),
        "End" => line.parent_element().and_then(|lines| lines.last_element_child()),
        _ => return,
    };
    event.prevent_default();
    let target = next.and_then(|line| line.query_selector("a, button, select").ok().flatten());
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        // A line that went away in this moment keeps the focus where it is.
        _ = target.focus();
    }
}

fn line_of(event: &KeyboardEvent) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    // Where text is typed or chosen, the arrow keys are that field's.
    let is_field = matches!(target.tag_name().as_str(), "INPUT" | "SELECT");
    if is_field { None } else { target.closest("tbody tr").ok()? }
}
