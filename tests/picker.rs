//! The picker, in the app: every place, what is chosen across them, thousands of entries, a busy Graph, and an instance that grants little.

use std::time::Duration;

use contract::endpoint::FOLDERS;
use serde_json::json;

use crate::support::browser::{until, until_within};
use crate::support::client::Caller;
use crate::support::entra::consented_to_everything;
use crate::support::person::{ADA, NORA, OTTO, Person};
use crate::support::stack::{PERMISSIONS, Stack};

/// A stack whose instance grants everything.
pub async fn stack() -> Stack {
    Stack::start_with(&[("PERMISSIONS", PERMISSIONS)]).await
}

/// Signs in, makes a folder and opens the picker.
pub async fn opens_picker(person: &Person<'_>, oid: &str) {
    person.signs_in(oid).await;
    makes_folder(person, "Harbour works").await;
    person.clicks("#link").await;
    person.sees(".picker").await;
}

/// Makes a folder by the page of folders; it is open then.
async fn makes_folder(person: &Person<'_>, name: &str) {
    person.opens(FOLDERS.strip_prefix("/api").expect("the page has the same name")).await;
    person.clicks("#new-folder").await;
    person.types("[name=name]", name).await;
    person.submits(".name-form").await;
    person.sees("#link").await;
}

/// The entry with that name as an expression. Its place in the list is another one when the list changes.
fn named(name: &str) -> String {
    let shown = "[...document.querySelectorAll('.entry')]";
    format!("{shown}.find(one => one.querySelector('.name').textContent === {})", json!(name))
}

/// Waits until the list has an entry with that name.
async fn entry(person: &Person<'_>, name: &str) {
    until(&person.page, name, &format!("!!{}", named(name))).await;
}

/// Opens the entry with that name.
pub async fn opens(person: &Person<'_>, name: &str) {
    until(&person.page, name, &format!("(one => one && (one.click(), true))({})", named(name))).await;
}

async fn chooses(person: &Person<'_>, name: &str) {
    entry(person, name).await;
    let click = format!("{}.querySelector('.box').click()", named(name));
    person.page.execute(click, Vec::new()).await.expect("the click lands");
    until(&person.page, "the choice", &format!("{}?.ariaSelected === 'true'", named(name))).await;
}

/// Where SharePoint shows an item that Ada may see.
async fn address(stack: &Stack, drive: &str, path: &str) -> String {
    let (drive, item) = stack.item(drive, path).await;
    let ada = Caller::signed_in(stack, ADA).await;
    let described = ada.get(&format!("/graph/v1.0/drives/{drive}/items/{item}")).await.json();
    described["webUrl"].as_str().expect("an address").to_owned()
}

/// Looks at a place.
pub async fn goes_to(person: &Person<'_>, place: &str) {
    person.clicks(&format!("[data-place={place}]")).await;
    person.sees(&format!("[data-place={place}][aria-current]")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_chosen_in_every_place_is_linked_together_and_no_drive_is_written_to() {
    let stack = stack().await;
    let ada = Person::at(&stack).await;
    opens_picker(&ada, ADA).await;
    chooses(&ada, "Backup 2025.zip").await;

    goes_to(&ada, "Sites").await;
    opens(&ada, "Harbour project").await;
    opens(&ada, "Drawings").await;
    chooses(&ada, "Harbour notebook").await;
    goes_to(&ada, "Teams").await;
    opens(&ada, "Harbour project").await;
    opens(&ada, "General").await;
    chooses(&ada, "Suppliers.xlsx").await;

    goes_to(&ada, "Shared").await;
    chooses(&ada, "العقود").await;
    let link = address(&stack, "records/Shared Documents", "Retention rules.pdf").await;
    ada.types("#paste-link", &link).await;
    ada.submits(".paste").await;
    chooses(&ada, "Retention rules.pdf").await;

    ada.types("#picker-search", "crane rental").await;
    ada.submits(".picker-bar form").await;
    chooses(&ada, "Crane rental.docx").await;
    // Only spreadsheets, also of what was found.
    let narrow = "(() => { const type = document.querySelector('#picker-type'); type.value = 'Spreadsheets'; \
                  type.dispatchEvent(new Event('change', { bubbles: true })); return true; })()";
    until(&ada.page, "a type of files", narrow).await;
    until(&ada.page, "that it is left out", "document.querySelector('#picker-list').dataset.size === '0'")
        .await;
    until(&ada.page, "six of them", "document.querySelectorAll('.chosen li').length === 6").await;
    stack.sandbox.world().journal.clear();
    ada.clicks("#choose").await;
    ada.clicks("dialog.question fluent-button").await;
    until(&ada.page, "six links", "document.querySelectorAll('[data-document-id]').length === 6").await;
    until(
        &ada.page,
        "that all of them open",
        "document.querySelectorAll('.badge[data-state=open]').length === 6",
    )
    .await;

    // S3-25: nothing was written, and nothing asked for that writes.
    let journal = serde_json::to_string(&stack.sandbox.world().journal.entries()).expect("JSON");
    assert!(!journal.contains("redeem"), "no link was redeemed");
    let entries: serde_json::Value = serde_json::from_str(&journal).expect("JSON");
    for entry in entries.as_array().expect("a list") {
        assert_eq!(entry["drive_writes"], json!([]), "{entry}");
    }
    // What was linked is what Recent shows from now on.
    ada.clicks("#link").await;
    goes_to(&ada, "Recent").await;
    entry(&ada, "Suppliers.xlsx").await;
    until(&ada.page, "all recent ones", "document.querySelector('#picker-list').dataset.count === '6'").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn opening_the_picker_costs_one_request_and_one_call_to_graph() {
    let stack = stack().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    makes_folder(&ada, "Harbour works").await;
    stack.sandbox.world().journal.clear();
    ada.page.execute("performance.clearResourceTimings()", Vec::new()).await.expect("the page answers");
    ada.clicks("#link").await;
    ada.sees(".entry").await;
    let script = "performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname) \
                  .filter(path => path.startsWith('/api') || path.startsWith('/graph/v1.0'))";
    let requests = until(&ada.page, "the requests", script).await;
    assert_eq!(requests, json!(["/graph/v1.0/me/drive/root/children"]));
    assert_eq!(stack.graph_calls().len(), 1, "{:?}", stack.graph_calls());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_entries_scroll_with_a_handful_of_elements() {
    let stack = stack().await;
    let ada = Person::at(&stack).await;
    opens_picker(&ada, ADA).await;
    goes_to(&ada, "Sites").await;
    opens(&ada, "Records centre").await;
    opens(&ada, "Documents").await;
    opens(&ada, "Register 10000").await;
    ada.sees(".entry").await;
    let scroll = "(() => { const list = document.querySelector('#picker-list'); list.scrollTop = list.scrollHeight; \
                  window.most = Math.max(window.most ?? 0, document.querySelectorAll('.entry').length); \
                  return list.dataset.size === '10000'; })()";
    until_within(Duration::from_secs(120), &ada.page, "the last of ten thousand", scroll).await;
    let most = until(&ada.page, "how many were drawn", "window.most").await.as_u64().expect("a number");
    assert!(most < 60, "{most} elements at once");
    let last = "[...document.querySelectorAll('.entry')].some(one => one.ariaPosInSet === '10000')";
    until(&ada.page, "the last entry", last).await;
    // Letters find what is far away.
    until(&ada.page, "the keyboard", "(document.querySelector('#picker-list').focus(), true)").await;
    ada.presses("#picker-list", "Home").await;
    let first = "document.querySelector('.entry.active')?.ariaPosInSet === '1'";
    until(&ada.page, "the first entry", first).await;
    assert!(most > 10, "something was drawn");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_keyboard_reaches_everything() {
    let stack = stack().await;
    let ada = Person::at(&stack).await;
    opens_picker(&ada, ADA).await;
    entry(&ada, "Archive 3000").await;
    ada.presses("#picker-list", "a").await;
    ada.presses("#picker-list", "r").await;
    let on_archive = "document.querySelector('.entry.active .name')?.textContent === 'Archive 3000'";
    until(&ada.page, "the entry that begins so", on_archive).await;
    let named = "document.querySelector('#picker-list').getAttribute('aria-activedescendant') === \
                 document.querySelector('.entry.active').id";
    until(&ada.page, "that it is named to screen readers", named).await;
    ada.presses("#picker-list", " ").await;
    ada.sees(".entry.active[aria-selected=true]").await;
    ada.presses("#picker-list", "Enter").await;
    let inside = "document.querySelector('.way [aria-current]')?.textContent === 'Archive 3000'";
    until(&ada.page, "the inside of the folder", inside).await;
    ada.presses("#picker-list", "Backspace").await;
    until(&ada.page, "the way back", "document.querySelectorAll('.way li').length === 1").await;
    until(&ada.page, "what was chosen", "document.querySelectorAll('.chosen li').length === 1").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_instance_that_grants_little_says_what_is_missing_and_offers_the_own_drive() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    opens_picker(&ada, ADA).await;
    for (place, missing) in
        [("Shared", "Files.Read.All"), ("Sites", "Sites.Read.All"), ("Teams", "Team.ReadBasic.All")]
    {
        let told = format!(
            "document.querySelector('[data-place={place}][aria-disabled]')?.textContent.includes('{missing}')"
        );
        until(&ada.page, &told, &told).await;
    }
    ada.types("#picker-search", "budget").await;
    ada.submits(".picker-bar form").await;
    until(&ada.page, "what was found", "document.querySelector('.way')?.textContent.includes('budget')")
        .await;
    chooses(&ada, "Budget 2026.xlsx").await;
    assert!(
        stack.graph_calls().iter().all(|path| !path.contains("search/query")),
        "only the own drive was searched"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_without_files_and_a_person_without_a_drive_are_told_what_to_do() {
    let stack = stack().await;
    consented_to_everything(&stack).await;
    let otto = Person::at(&stack).await;
    otto.signs_in_at_once(OTTO).await;
    makes_folder(&otto, "Harbour works").await;
    otto.clicks("#link").await;
    otto.is_told("no_drive").await;
    goes_to(&otto, "Teams").await;
    opens(&otto, "Harbour project").await;
    opens(&otto, "General").await;
    entry(&otto, "Suppliers.xlsx").await;

    let nora = Person::at(&stack).await;
    nora.signs_in_at_once(NORA).await;
    makes_folder(&nora, "Newcomers").await;
    nora.clicks("#link").await;
    goes_to(&nora, "Teams").await;
    opens(&nora, "Newcomers").await;
    opens(&nora, "General").await;
    let told = "document.querySelector('.picker #empty')?.textContent.includes('tab Files')";
    until(&nora.page, "what to do", told).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_graph_while_scrolling_keeps_what_is_there_and_goes_on() {
    let stack = stack().await;
    let ada = Person::at(&stack).await;
    opens_picker(&ada, ADA).await;
    opens(&ada, "Archive 3000").await;
    ada.sees(".entry").await;
    stack.fault(json!({ "kind": { "name": "throttled", "service": "graph", "retry_after": "7" } })).await;
    let scroll = "(() => { const list = document.querySelector('#picker-list'); list.scrollTop = list.scrollHeight; \
                  return !!document.querySelector('.picker #problem[data-code=throttled]'); })()";
    until(&ada.page, "what is wrong", scroll).await;
    assert!(ada.has(".entry").await, "what had come stays");
    stack.no_faults().await;
    ada.clicks(".picker #problem fluent-button").await;
    until(&ada.page, "that it goes on", "!document.querySelector('.picker #problem')").await;
    let all = scroll.replace(
        "!!document.querySelector('.picker #problem[data-code=throttled]')",
        "list.dataset.size === '3000'",
    );
    until_within(Duration::from_secs(60), &ada.page, "all of them", &all).await;
}
