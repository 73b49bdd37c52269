//! The picker where it is less comfortable than on the web with everything granted: inside Teams and Outlook, with a slow Graph, in
//! results beyond the first page, and on an instance that grants each person's own drive only.

use std::time::Duration;

use contract::endpoint::FOLDERS;
use contract::search::{FROM_MAX, PAGE_SIZE};
use serde_json::json;
use thirtyfour::By;

use crate::picker::{goes_to, opens, opens_picker, stack};
use crate::support::browser::{until, until_within};
use crate::support::client::Caller;
use crate::support::entra::{consented, consented_to_everything};
use crate::support::person::{ADA, Person};
use crate::support::stack::Stack;

const PLAN: &str = "Annual report 2026 draft.docx";
/// For lists of many pages, which take many round trips.
const LONG: Duration = Duration::from_secs(120);

/// The entry with that name, as an expression.
fn named(name: &str) -> String {
    let shown = "[...document.querySelectorAll('.entry')]";
    format!("{shown}.find(one => one.querySelector('.name').textContent === {})", json!(name))
}

async fn chooses(person: &Person<'_>, name: &str) {
    let box_of = format!("{}?.querySelector('.box[data-shown]')", named(name));
    until(&person.page, name, &format!("!!{box_of}")).await;
    person.page.execute(format!("{box_of}.click()"), Vec::new()).await.expect("the click lands");
    let chip = format!(
        "[...document.querySelectorAll('.chosen bdi')].some(one => one.textContent === {})",
        json!(name)
    );
    until(&person.page, "the choice", &chip).await;
}

/// Makes a folder by the app's own ways, which a frame has as well, and opens the picker.
async fn opens_picker_in_a_new_folder(person: &Person<'_>, name: &str) {
    person.clicks(".areas a[href='/folders']").await;
    person.clicks("#new-folder").await;
    person.types("[name=name]", name).await;
    person.submits(".name-form").await;
    person.clicks("#link").await;
    person.sees(".entry").await;
}

/// Whether somebody with a mouse can click it: it is in view, and nothing lies over it.
async fn can_reach(person: &Person<'_>, selector: &str) {
    let hit = format!(
        "(() => {{ const wanted = document.querySelector({}); const {{ x, y, width, height }} = wanted.getBoundingClientRect(); \
           const found = document.elementFromPoint(x + width / 2, y + height / 2); \
           return width > 0 && wanted.contains(found); }})()",
        json!(selector)
    );
    until(&person.page, &format!("that {selector} can be clicked"), &hit).await;
}

/// Hands the choice over and links it.
async fn links(person: &Person<'_>) {
    person.clicks("#choose:not([disabled])").await;
    person.clicks("dialog.question fluent-button").await;
    person.sees("[data-document-id] .badge[data-state=open]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_teams_and_in_outlook_documents_are_picked_and_linked() {
    let stack = stack().await;
    consented_to_everything(&stack).await;
    let hosts = [
        (format!("{}/?app={}&person={ADA}&naa=on", stack.sandbox.teams(), stack.origin), "#tab-frame"),
        (format!("{}/?app={}&person={ADA}&naa=on", stack.sandbox.outlook(), stack.origin), "#pane-frame"),
    ];
    for (url, frame) in hosts {
        let ada = Person::at(&stack).await;
        ada.page.goto(&url).await.expect("the host opens");
        ada.sees(frame).await;
        let inside = ada.page.find(By::Css(frame)).await.expect("its frame");
        inside.enter_frame().await.expect("the app");
        opens_picker_in_a_new_folder(&ada, frame).await;
        chooses(&ada, PLAN).await;
        goes_to(&ada, "Teams").await;
        opens(&ada, "Harbour project").await;
        opens(&ada, "General").await;
        chooses(&ada, "Suppliers.xlsx").await;
        // A pane is narrow: everything is in it all the same.
        for part in ["#choose", "#picker-cancel", "[data-place=Recent]", "#picker-search"] {
            can_reach(&ada, part).await;
        }
        links(&ada).await;
        until(&ada.page, "both", "document.querySelectorAll('.badge[data-state=open]').length === 2").await;
        assert!(!ada.has("dialog").await, "the picker is gone");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_graph_while_scrolling_leaves_what_is_there_to_work_with() {
    let stack = stack().await;
    let ada = Person::at(&stack).await;
    opens_picker(&ada, ADA).await;
    opens(&ada, "Archive 3000").await;
    until(&ada.page, "the first page", "document.querySelector('#picker-list').dataset.count === '200'")
        .await;
    // On each frame from here on: how many there are, how many are shown, and the end asked for again.
    let watch = "(() => { const list = document.querySelector('#picker-list'); window.seen = new Map(); \
                 window.fewest = Infinity; const look = () => { \
                   window.seen.set(list.dataset.count, (window.seen.get(list.dataset.count) ?? 0) + 1); \
                   window.fewest = Math.min(window.fewest, document.querySelectorAll('.entry').length); \
                   list.scrollTop = list.scrollHeight; \
                   if (list.isConnected) requestAnimationFrame(look); }; look(); return true; })()";
    let (_, archive) = stack.item(ADA, "Archive 3000").await;
    let pages = format!("/v1.0/me/drive/items/{archive}/children");
    let slow = json!({ "name": "slow", "service": "graph", "path": pages, "delay_ms": 1500 });
    stack.fault(json!({ "kind": slow, "times": 2 })).await;
    stack.sandbox.world().journal.clear();
    until(&ada.page, "that it scrolls", watch).await;
    // The choice does not wait for what is on its way.
    let choose = "(() => { const box = [...document.querySelectorAll('.entry .box[data-shown]')].at(-1); \
                  box.click(); return document.querySelector('#picker-list').dataset.size; })()";
    assert_eq!(until(&ada.page, "a choice", choose).await, json!("-1"), "there is more to come");
    ada.sees(".chosen li").await;
    let all = "document.querySelector('#picker-list').dataset.size === '3000'";
    until_within(LONG, &ada.page, "all of them", all).await;
    let seen = until(&ada.page, "what was seen", "[...window.seen.keys()].map(Number)").await;
    let seen: Vec<u32> = serde_json::from_value(seen).expect("numbers");
    let grows = seen.windows(2).all(|pair| matches!(pair, [before, after] if before < after));
    assert!(grows && seen.first() == Some(&200) && seen.last() == Some(&3000), "it only grows: {seen:?}");
    let fewest = until(&ada.page, "how few were shown", "window.fewest").await;
    assert!(fewest.as_u64().is_some_and(|fewest| fewest > 5), "{fewest} entries at the least");
    ada.sees(".chosen li").await;
    let journal = serde_json::to_string(&stack.sandbox.world().journal.entries()).expect("JSON");
    assert_eq!(journal.matches(r#""slow""#).count(), 2, "two pages were slow");
    let asked = stack.graph_calls().iter().filter(|path| **path == pages).count();
    assert_eq!(asked, 14, "each page was asked for once, however often somebody scrolls");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn results_go_on_beyond_the_first_page_as_far_as_a_search_goes() {
    let stack = stack().await;
    let ada = Person::at(&stack).await;
    opens_picker(&ada, ADA).await;
    ada.types("#picker-search", "entry").await;
    ada.submits(".picker-bar form").await;
    let first = format!(
        "document.querySelector('#picker-list').dataset.count === '{PAGE_SIZE}' && document.querySelector('.way').textContent.includes('entry')"
    );
    until(&ada.page, "the first results", &first).await;
    let scroll = "(() => { const list = document.querySelector('#picker-list'); list.scrollTop = list.scrollHeight; \
                  return list.dataset.size !== '-1' && Number(list.dataset.count); })()";
    let found = until_within(LONG, &ada.page, "the last results", scroll).await;
    assert_eq!(found, json!(FROM_MAX + PAGE_SIZE));
    // What came last can be linked as well.
    let last = format!(
        "[...document.querySelectorAll('.entry')].find(one => one.ariaPosInSet === '{found}')?.querySelector('.name').textContent"
    );
    let last = until(&ada.page, "the last of them", &last).await;
    chooses(&ada, last.as_str().expect("a name")).await;
    let asked = "performance.getEntriesByType('resource').map(one => new URL(one.name)) \
                 .filter(url => url.pathname === '/api/search').map(url => Number(url.searchParams.get('from')))";
    let asked: Vec<u32> =
        serde_json::from_value(until(&ada.page, "the requests", asked).await).expect("numbers");
    let pages: Vec<u32> = (0..=FROM_MAX).step_by(PAGE_SIZE.try_into().expect("a size")).collect();
    assert_eq!(asked, pages, "each page was asked for once");
    links(&ada).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_own_drive_only_recent_shows_what_was_linked_and_links_it_again() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let caller = Caller::signed_in(&stack, ADA).await;
    let made = caller.post(FOLDERS, r#"{"name":"Harbour works"}"#).await.json();
    let documents = format!("{FOLDERS}/{}/documents", made["id"].as_str().expect("an id"));
    let mut items = Vec::new();
    for name in [PLAN, "Projects"] {
        let (drive, item) = stack.item(ADA, name).await;
        items.push(json!({ "drive_id": drive, "item_id": item }));
    }
    let linked = caller.post(&documents, &json!({ "items": items }).to_string()).await;
    assert_eq!(linked.json()["outcomes"][1]["outcome"], "linked", "{}", linked.text());

    let ada = Person::at(&stack).await;
    ada.signs_in_at_once(ADA).await;
    opens_picker_in_a_new_folder(&ada, "Quay works").await;
    goes_to(&ada, "Recent").await;
    until(&ada.page, "both", "document.querySelector('#picker-list').dataset.count === '2'").await;
    chooses(&ada, PLAN).await;
    chooses(&ada, "Projects").await;
    links(&ada).await;
    until(&ada.page, "both", "document.querySelectorAll('.badge[data-state=open]').length === 2").await;
}
