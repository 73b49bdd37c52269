//! "My files": browse, page, search, and what is shown when something is wrong.

use serde_json::json;

use std::time::Duration;

use crate::support::browser::{until, until_within};
use crate::support::person::{ADA, OTTO, Person};
use crate::support::stack::Stack;

/// Thirty pages, each asked for when the last line of the one before is in sight.
const SCROLL_MAX: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn opening_my_files_costs_one_request_and_one_call_to_graph() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.sees("#files [data-item-id]").await;
    stack.sandbox.world().journal.clear();
    ada.opens("/files").await;
    ada.sees("#files [data-item-id]").await;
    // Pictures come afterwards, for the rows on screen; the list itself is one request.
    let script = "performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname) \
                  .filter(path => path.startsWith('/api') || path.startsWith('/graph/v1.0/me/drive') || path.startsWith('/graph/next'))";
    let requests = until(&ada.page, "the requests", script).await;
    assert_eq!(requests, json!(["/api/session", "/graph/v1.0/me/drive/root/children"]));
    let lists = stack.graph_calls().into_iter().filter(|path| path.starts_with("/v1.0/me/drive")).count();
    assert_eq!(lists, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_thousand_files_come_as_one_scrolls_each_once() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.sees("#files [data-item-id]").await;
    opens_folder(&ada, "Archive 3000").await;
    until(
        &ada.page,
        "the archive's first page",
        "document.querySelectorAll('#files [data-item-id]').length > 50",
    )
    .await;
    let scroll = "(() => { const rows = document.querySelectorAll('#files [data-item-id]'); \
                  rows[rows.length - 1].scrollIntoView(); return rows.length >= 3000; })()";
    until_within(SCROLL_MAX, &ada.page, "the last of 3,000 files", scroll).await;
    let names = ada.file_names().await;
    let unique: std::collections::BTreeSet<&String> = names.iter().collect();
    assert_eq!((names.len(), unique.len()), (3000, 3000));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn folders_open_by_name_by_crumb_and_by_address() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.sees("#files [data-item-id]").await;
    opens_folder(&ada, "Archive 3000").await;
    until(&ada.page, "the folder's address", "location.pathname.startsWith('/files/')").await;
    until(
        &ada.page,
        "the folder's crumb",
        "document.querySelector('#breadcrumb').innerText.includes('Archive 3000')",
    )
    .await;
    // The address works by itself: a colleague can be told it, a tab can be restored.
    let address = until(&ada.page, "the address", "location.pathname").await;
    ada.opens(address.as_str().unwrap()).await;
    until(
        &ada.page,
        "the folder's crumb",
        "!!document.querySelector('#breadcrumb')?.innerText.includes('Archive 3000')",
    )
    .await;
    ada.clicks("#breadcrumb a").await;
    until(&ada.page, "the root", "location.pathname === '/files'").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_12_names_of_any_script_are_shown_as_they_are() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.sees("#files [data-item-id]").await;
    opens_folder(&ada, "Names in any script").await;
    until(&ada.page, "the names", "document.querySelectorAll('#files [data-item-id]').length > 5").await;
    let names = ada.file_names().await;
    let shown: std::collections::BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let stored: std::collections::BTreeSet<&str> =
        sandbox::graph::seed::IN_ANY_SCRIPT.iter().copied().collect();
    assert_eq!(shown, stored, "letter by letter");
    let scripts: [fn(char) -> bool; 4] = [
        |c| ('\u{600}'..'\u{700}').contains(&c),
        |c| ('\u{5d0}'..'\u{5eb}').contains(&c),
        |c| ('\u{4e00}'..'\u{a000}').contains(&c),
        |c| ('\u{1f300}'..'\u{1fb00}').contains(&c),
    ];
    for script in scripts {
        assert!(names.iter().any(|name| name.chars().any(script)), "{names:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_finds_files_by_their_names() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.sees("#files [data-item-id]").await;
    let wanted = ada.file_names().await.into_iter().find(|name| name.ends_with(".docx")).expect("a document");
    let word: String = wanted.chars().take_while(|c| c.is_alphanumeric()).collect();
    ada.opens(&format!("/search?q={word}")).await;
    until(
        &ada.page,
        "the results",
        &format!(
            "[...document.querySelectorAll('#files [data-item-id]')].some(row => row.querySelector('bdi').textContent === {})",
            json!(wanted)
        ),
    )
    .await;
    ada.opens("/search?q=nothing-is-called-like-this").await;
    ada.sees("#empty").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn throttling_is_waited_out_once_and_then_the_list_is_there() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.sees("#files [data-item-id]").await;
    let fault = json!({"kind": {"name": "throttled", "service": "graph", "path": "/v1.0/me/drive", "retry_after": "1"}, "times": 1});
    stack.fault(fault).await;
    ada.opens("/files").await;
    ada.is_told("throttled").await;
    ada.sees("#files [data-item-id]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_wrong_is_said_and_can_be_tried_again() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.sees("#files [data-item-id]").await;
    stack.fault(json!({"kind": {"name": "unavailable", "service": "graph", "path": "/v1.0/me/drive", "status": 503}})).await;
    ada.opens("/files").await;
    ada.is_told("upstream_unavailable").await;
    stack.no_faults().await;
    ada.clicks("#problem .actions > *").await;
    ada.sees("#files [data-item-id]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ended_meanwhile_leads_back_to_the_same_folder() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.sees("#files [data-item-id]").await;
    stack.control("sessions/revoke", json!({ "person": ADA })).await;
    opens_folder(&ada, "Archive 3000").await;
    ada.is_told("session_ended").await;
    ada.clicks("#sign-in-again").await;
    ada.clicks(&format!("[id='account-{ADA}']")).await;
    until(&ada.page, "the same folder", "location.pathname.startsWith('/files/') && document.querySelectorAll('#files [data-item-id]').length > 50").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_no_onedrive_is_told_whom_to_ask() {
    let stack = Stack::start().await;
    let otto = Person::at(&stack).await;
    otto.signs_in(OTTO).await;
    otto.is_told("no_drive").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keyboard_is_enough() {
    use thirtyfour::Key;
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.sees("#files [data-item-id]").await;
    ada.page
        .execute("document.querySelector('#files [data-item-id] [tabindex=\"0\"]').focus()", Vec::new())
        .await
        .unwrap();
    let focused = "document.activeElement.closest('[data-item-id]')?.querySelector('bdi').textContent";
    let first = until(&ada.page, "the focus", focused).await;
    ada.page.action_chain().send_keys(Key::Down).perform().await.unwrap();
    until(&ada.page, "the next row", &format!("({focused}) !== {first}")).await;
    ada.page.action_chain().send_keys(Key::Home).perform().await.unwrap();
    until(&ada.page, "the first row", &format!("({focused}) === {first}")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_theme_follows_the_choice() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    for theme in ["dark", "light", "high-contrast"] {
        ada.clicks("#account").await;
        ada.clicks(&format!("#theme-{theme}")).await;
        until(&ada.page, theme, &format!("document.documentElement.dataset.theme === '{theme}'")).await;
    }
}

/// Opens a folder of the list by its name, scrolling until it is there.
async fn opens_folder(person: &Person<'_>, name: &str) {
    let script = format!(
        "(() => {{ const rows = [...document.querySelectorAll('#files [data-item-id]')]; \
           const row = rows.find(row => row.querySelector('bdi').textContent === {}); \
           if (row) {{ row.querySelector('a').click(); return true; }} \
           rows.at(-1)?.scrollIntoView(); return false; }})()",
        json!(name)
    );
    until(&person.page, name, &script).await;
}
