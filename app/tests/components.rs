//! The views in a real browser: what a person sees and can reach.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that finds no element has failed")]

use std::cell::Cell;

use contract::graph::{Collection, DriveItem, Folder};
use contract::problem::{ErrorCode, Problem};
use contract::session::PersonView;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::task::tick;
use ui::components::account_menu::AccountMenu;
use ui::components::file_table::FileTable;
use ui::components::lazy::{Draw, Lazy, NotLoaded};
use ui::components::problem::{Asked, ProblemPanel, Way, Ways};
use ui::model::failure::Failure;
use ui::model::file_list::{FileList, Retry, Stop};
use ui::model::source::Order;
use ui::model::theme::Theme;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, KeyboardEvent, KeyboardEventInit};

wasm_bindgen_test_configure!(run_in_browser);

fn item(id: &str, name: &str) -> DriveItem {
    DriveItem {
        id: id.parse().unwrap(),
        name: name.to_owned(),
        size: Some(12_345),
        last_modified_date_time: Some("2026-11-22T09:08:07Z".to_owned()),
        web_url: Some(format!("https://contoso.example/{id}")),
        e_tag: None,
        folder: None,
        file: None,
        package: None,
        root: None,
        parent_reference: None,
        remote_item: None,
        thumbnail: None,
    }
}

/// A place of its own in the page; it must stay there to be able to take the focus.
fn place() -> HtmlElement {
    let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    place
}

fn find(place: &HtmlElement, selector: &str) -> Element {
    place.query_selector(selector).unwrap().unwrap()
}

fn table(items: Vec<DriveItem>) -> (HtmlElement, UnmountHandle<impl Mountable>) {
    let place = place();
    let handle = mount_to(place.clone(), move || {
        let list = RwSignal::new(FileList::default());
        list.update(|list| {
            let ticket = list.restart();
            list.answer(ticket, Ok(Collection { value: items, next_link: None }));
        });
        let order = Some(RwSignal::new(Order::default()));
        view! { <FileTable list order on_sort=Callback::new(|()| ()) on_picture=Callback::new(|_| ())/> }
    });
    (place, handle)
}

#[wasm_bindgen_test]
async fn a_list_shows_names_sizes_and_where_each_leads() {
    let folder = DriveItem { folder: Some(Folder { child_count: Some(2) }), ..item("f1", "Projects") };
    let (place, _handle) = table(vec![folder, item("d1", "Plan.docx")]);
    tick().await;

    assert_eq!(find(&place, "[data-item-id=f1] a").get_attribute("href").unwrap(), "/files/f1");
    let file = find(&place, "[data-item-id=d1] a");
    assert_eq!(file.get_attribute("href").unwrap(), "https://contoso.example/d1");
    assert_eq!(file.get_attribute("rel").unwrap(), "noopener noreferrer");
    assert_eq!(find(&place, "[data-item-id=d1] .size").text_content().unwrap(), "12.3 KB");
    assert_eq!(find(&place, "#files").get_attribute("aria-rowcount").unwrap(), "3");
}

#[wasm_bindgen_test]
async fn a_name_with_markup_is_shown_as_text() {
    let hostile = "<img src=x onerror=alert(1)>.txt";
    let (place, _handle) = table(vec![item("d1", hostile)]);
    tick().await;

    assert_eq!(find(&place, "[data-item-id=d1] bdi").text_content().unwrap(), hostile);
    assert!(place.query_selector("[data-item-id=d1] img").unwrap().is_none());
}

#[wasm_bindgen_test]
async fn a_link_to_a_script_leads_nowhere() {
    let script = DriveItem { web_url: Some("javascript:alert(1)".to_owned()), ..item("d1", "a") };
    let (place, _handle) = table(vec![script]);
    tick().await;

    assert_eq!(find(&place, "[data-item-id=d1] a").get_attribute("href"), None);
}

#[wasm_bindgen_test]
async fn arrow_keys_walk_the_lines_and_tab_comes_back_to_the_last_one() {
    let (place, _handle) = table(vec![item("a", "a"), item("b", "b")]);
    tick().await;
    let first: HtmlElement = find(&place, "[data-item-id=a] a").unchecked_into();
    first.focus().unwrap();

    let down = KeyboardEventInit::new();
    down.set_key("ArrowDown");
    down.set_bubbles(true);
    let down = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &down).unwrap();
    first.dispatch_event(&down).unwrap();

    let second = find(&place, "[data-item-id=b] a");
    assert_eq!(document().active_element().unwrap(), second);
    assert_eq!(second.get_attribute("tabindex").unwrap(), "0");
    assert_eq!(first.get_attribute("tabindex").unwrap(), "-1");
}

#[wasm_bindgen_test]
async fn a_problem_says_what_to_do_in_our_words() {
    let place = place();
    let failure = Failure::Problem(Box::new(Problem {
        kind: "urn:mooring:problem:session_ended".to_owned(),
        title: "<b>developer</b>".to_owned(),
        status: 401,
        detail: "developer".to_owned(),
        code: ErrorCode::SessionEnded,
        request_id: "0123456789abcdef0123456789abcdef".to_owned(),
        retry_after: None,
        claims: None,
    }));
    let ways = Ways { sign_in: Way::Address("/sign-in?return_to=%2Ffiles".to_owned()), ..Ways::default() };
    let _handle = mount_to(place.clone(), move || {
        let stop = Stop { failure: failure.clone(), retry: Retry::ByHand };
        view! { <ProblemPanel stop ways=ways.clone() on_retry=Callback::new(|_: Asked| ())/> }
    });
    tick().await;

    let panel = find(&place, "#problem");
    assert_eq!(panel.get_attribute("data-code").unwrap(), "session_ended");
    assert!(panel.text_content().unwrap().contains("Your session has ended"));
    assert!(!panel.text_content().unwrap().contains("developer"));
    assert_eq!(find(&place, "#sign-in-again").get_attribute("href").unwrap(), "/sign-in?return_to=%2Ffiles");
}

#[wasm_bindgen_test]
async fn choosing_a_look_changes_it() {
    let place = place();
    let theme = RwSignal::new(Theme::System);
    let _handle = mount_to(place.clone(), move || {
        let person = PersonView { name: "Ada".to_owned(), username: "ada@contoso.example".to_owned() };
        let photo = RwSignal::new(None);
        view! { <AccountMenu person photo theme on_sign_out=Callback::new(|_| ())/> }
    });
    tick().await;

    // Fluent's element sets `checked` and tells by `change`; here it is a plain element that does the same.
    let dark = find(&place, "#theme-dark");
    js_sys::Reflect::set(&dark, &"checked".into(), &true.into()).unwrap();
    dark.dispatch_event(&web_sys::Event::new("change").unwrap()).unwrap();

    assert_eq!(theme.get_untracked(), Theme::Dark);
}

thread_local! {
    /// Whether the network is there.
    static ONLINE: Cell<bool> = const { Cell::new(true) };
}

/// Stands for a function of `parts.rs`.
async fn greeting() -> Result<Draw<&'static str>, NotLoaded> {
    tick().await;
    if ONLINE.get() {
        Ok(|name| view! { <p id="greeting">"Hello " {name}</p> }.into_any())
    } else {
        Err(NotLoaded)
    }
}

#[wasm_bindgen_test]
async fn a_part_whose_code_does_not_come_says_so_and_can_be_tried_again() {
    ONLINE.set(false);
    let place = place();
    let _handle = mount_to(place.clone(), || view! { <Lazy code=greeting from="Ada"/> });
    assert!(find(&place, ".waiting").text_content().unwrap().contains("Loading"));
    settled(&place, "[data-code=not_loaded]").await;
    assert!(find(&place, "#problem").text_content().unwrap().contains("could not be loaded"));

    ONLINE.set(true);
    let again: HtmlElement = find(&place, "#problem fluent-button").unchecked_into();
    again.click();
    settled(&place, "#greeting").await;
    assert_eq!(find(&place, "#greeting").text_content().unwrap(), "Hello Ada");
    assert!(place.query_selector("#problem, .waiting").unwrap().is_none());
}

/// Lets whatever is under way come to its end; what never comes has failed.
async fn settled(place: &HtmlElement, selector: &str) {
    for _ in 0..10 {
        if place.query_selector(selector).unwrap().is_some() {
            return;
        }
        tick().await;
    }
    find(place, selector);
}
