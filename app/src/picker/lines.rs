//! The list: of thousands of entries, those on the screen are drawn. The keyboard stays with the list itself, which names the entry
//! that keys act on (`aria-activedescendant`).
//! <https://www.w3.org/WAI/ARIA/apg/patterns/listbox/>

use contract::page::Page;
use contract::problem::ErrorCode;
use js_sys::Date;
use leptos::html::Div;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::line::{Line, id};
use super::looking::Looking;
use super::type_ahead::TypeAhead;
use super::window::{Layout, View, Window, reveal, rows, step};
use crate::components::empty::Empty;
use crate::components::problem::{Asked, ProblemBar, ProblemPanel};
use crate::components::waiting::Skeleton;
use crate::model::paged::Stage;
use crate::pages::listing::ways;
use crate::text::picker as text;

/// The list.
#[component]
pub(super) fn List(looking: Looking) -> impl IntoView {
    let node = NodeRef::<Div>::new();
    let seen = RwSignal::new(View::default());
    let measure = move || measure(node, seen);
    // Once it has a size, and whenever that changes: an empty list has none.
    Effect::new(move |_| {
        node.track();
        looking.list.track();
        request_animation_frame(measure);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    let count = Memo::new(move |_| looking.list.with(|list| list.rows().len()));
    let window = Memo::new(move |_| Window::of(count.get(), looking.layout.get(), seen.get()));
    Effect::new(move |_| {
        if window.get().is_near_end(count.get()) {
            // Only where there is more: else nothing happens.
            let has_more = looking.list.with(|list| matches!(list.stage(), Stage::More(_)));
            if has_more {
                looking.more();
            }
        }
    });
    // Another list begins at its top.
    Effect::new(move |_| {
        looking.way.track();
        if let Some(node) = node.get_untracked() {
            node.set_scroll_top(0);
            _ = node.focus();
        }
    });
    let ahead = StoredValue::new(TypeAhead::default());
    let keys = move |event: KeyboardEvent| key(looking, (node, window, seen), ahead, &event);
    let rows = Memo::new(move |_| rows(looking.layout.get(), seen.get()));
    let columns = Memo::new(move |_| window.with(|window| window.columns));
    // -1 says that there are more than have come.
    let size = Memo::new(move |_| {
        let is_complete = looking.list.with(|list| matches!(list.stage(), Stage::Complete));
        if is_complete { count.get().to_string() } else { "-1".to_owned() }
    });
    // Made anew only when the list gets another size.
    let drawn = move || {
        let line = |row| {
            let at = Memo::new(move |_| window.with(|window| window.at(row, rows.get())));
            view! { <Line at looking columns size/> }
        };
        (0..rows.get()).map(line).collect_view()
    };
    // Only what is drawn can be named.
    let active = move || {
        let at = looking.active.get();
        window.with(|window| (window.first..window.end).contains(&at)).then(|| id(at))
    };
    view! {
        <div
            id="picker-list"
            class="entries"
            class:tiles=move || looking.layout.get() == Layout::Tiles
            role="listbox"
            tabindex="0"
            aria-label=text::ENTRIES
            aria-multiselectable=looking.asked.with_value(|asked| asked.options.multiple).to_string()
            aria-activedescendant=active
            data-count=move || count.get().to_string()
            data-size=move || size.get()
            node_ref=node
            on:scroll=move |_| measure()
            on:keydown=keys
        >
            <div class="sizer" role="presentation" style:height=move || format!("{}px", window.get().height)>
                {drawn}
            </div>
        </div>
        {move || rest(looking)}
    }
}

/// Takes in how the list is looked at now.
fn measure(node: NodeRef<Div>, seen: RwSignal<View>) {
    let Some(node) = node.get_untracked() else { return };
    let pixels = |value: i32| u32::try_from(value).unwrap_or_default();
    let view = View {
        scrolled: pixels(node.scroll_top()),
        height: pixels(node.client_height()),
        width: pixels(node.client_width()),
    };
    if seen.get_untracked() != view {
        seen.set(view);
    }
}

/// What a key does.
fn key(
    looking: Looking,
    (node, window, seen): (NodeRef<Div>, Memo<Window>, RwSignal<View>),
    ahead: StoredValue<TypeAhead>,
    event: &KeyboardEvent,
) {
    let (name, at) = (event.key(), looking.active.get_untracked());
    if event.ctrl_key() || event.meta_key() {
        return;
    }
    match (name.as_str(), event.alt_key()) {
        ("ArrowUp", true) | ("Backspace", false) => looking.up(),
        (_, true) => return,
        // A dialog around the picker hears the key as well, and closes; that cancels once.
        ("Escape", false) => return looking.cancel(),
        ("Enter", false) => looking.open_entry(at),
        (" ", false) => looking.toggle_at(at),
        (name, false) => {
            let layout = looking.layout.get_untracked();
            let (count, window) =
                (looking.list.with_untracked(|list| list.rows().len()), window.get_untracked());
            let view = seen.get_untracked();
            let page = usize::try_from(view.height / layout.line_height()).unwrap_or(1);
            let typed = || {
                looking.list.with_untracked(|list| {
                    let names = list.rows().iter().map(|entry| entry.name.as_str());
                    ahead.try_update_value(|ahead| ahead.key(name, Date::now(), at, names)).flatten()
                })
            };
            let Some(to) = step(name, at, count, (window.columns.max(1), page)).or_else(typed) else {
                return;
            };
            looking.active.set(to);
            let scroll = reveal(to, window, layout, view);
            if let Some((node, scroll)) = node.get_untracked().zip(scroll) {
                node.set_scroll_top(i32::try_from(scroll).unwrap_or(i32::MAX));
            }
        }
    }
    event.prevent_default();
}

/// What stands in the place of entries, or beside them.
fn rest(looking: Looking) -> AnyView {
    let on_retry = Callback::new(move |_: Asked| looking.retry());
    // Nobody is sent back into the picker: the page around it is what one returns to.
    let ways = || ways(&Page::Folders);
    looking.list.with(|list| match list.stage() {
        Stage::Loading => view! { <Skeleton label=text::LOADING/> }.into_any(),
        Stage::Complete if list.rows().is_empty() => {
            let is_recent = looking.place() == Some(contract::picker::Place::Recent);
            let advice = if is_recent { text::NO_RECENT_ADVICE } else { text::EMPTY_ADVICE };
            view! { <Empty title=text::EMPTY_TITLE advice/> }.into_any()
        }
        // Nothing is wrong: something is to be done elsewhere.
        Stage::Failed(stop) if stop.failure.code() == Some(ErrorCode::NoFilesFolder) => {
            let told = crate::text::code(ErrorCode::NoFilesFolder);
            view! { <Empty title=told.title advice=told.advice/> }.into_any()
        }
        Stage::Failed(stop) => view! { <ProblemPanel stop=stop.clone() ways=ways() on_retry/> }.into_any(),
        Stage::MoreFailed(_, stop) => {
            view! { <ProblemBar stop=stop.clone() ways=ways() on_retry/> }.into_any()
        }
        Stage::Complete | Stage::More(_) | Stage::LoadingMore(_) => ().into_any(),
    })
}
