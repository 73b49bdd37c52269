//! Documents of a folder as each viewer meets them: who may open what, what changes while the folder is open, in the app, in Teams and
//! in Outlook.

use contract::endpoint::FOLDERS;
use serde_json::json;

use crate::support::browser::until;
use crate::support::client::Caller;
use crate::support::entra::consented_to_everything;
use crate::support::person::{ADA, BILAL, GRACE, Person};
use crate::support::stack::{PERMISSIONS, Stack};

const PLAN: &str = "Annual report 2026 draft.docx";

/// A stack that grants everything, and a folder of Ada's with one document, which Bilal and Grace see too. Answers the folder's path.
async fn folder_with_a_document(stack: &Stack) -> String {
    consented_to_everything(stack).await;
    let ada = Caller::signed_in(stack, ADA).await;
    let made = ada.post(FOLDERS, r#"{"name":"Harbour works"}"#).await.json();
    let folder = format!("{FOLDERS}/{}", made["id"].as_str().expect("an id"));
    for (oid, role) in [(BILAL, "member"), (GRACE, "guest")] {
        let body = json!({ "oid": oid, "role": role, "name": "x", "username": "x@contoso.example" });
        assert_eq!(ada.post(&format!("{folder}/participants"), &body.to_string()).await.status, 201);
    }
    let (drive, item) = stack.item(ADA, PLAN).await;
    stack.control("items/withdraw", json!({ "drive": ADA, "item": PLAN })).await;
    let items = json!({ "items": [{ "drive_id": drive, "item_id": item }] });
    let linked = ada.post(&format!("{folder}/documents"), &items.to_string()).await;
    assert_eq!(linked.json()["outcomes"][0]["outcome"], "linked", "{}", linked.text());
    folder.trim_start_matches("/api").to_owned()
}

async fn stack() -> Stack {
    Stack::start_with(&[("PERMISSIONS", PERMISSIONS)]).await
}

async fn shows(person: &Person<'_>, state: &str) {
    person.sees(&format!("[data-document-id] .badge[data-state='{state}']")).await;
}

async fn looks_again(person: &Person<'_>, state: &str) {
    person.clicks("#check").await;
    shows(person, state).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_opens_with_their_own_rights_only_and_is_told_when_they_change() {
    let stack = stack().await;
    let folder = folder_with_a_document(&stack).await;
    let ada = Person::at(&stack).await;
    ada.signs_in_at_once(ADA).await;
    ada.opens(&folder).await;
    shows(&ada, "open").await;
    ada.sees("[data-test=desktop][href^='ms-word:ofe|u|http']").await;

    let bilal = Person::at(&stack).await;
    bilal.signs_in_at_once(BILAL).await;
    bilal.opens(&folder).await;
    shows(&bilal, "no-access").await;
    assert!(!bilal.has("[data-document-id] a.name").await, "what does not open is no link");
    bilal.sees("[data-test=ask][href^='http']").await;

    let right = json!({ "drive": ADA, "item": PLAN, "to": BILAL });
    stack.control("items/grant", right.clone()).await;
    looks_again(&bilal, "open").await;
    bilal.sees("[data-document-id] a.name[href^='http']").await;
    stack.control("items/withdraw", right).await;
    looks_again(&bilal, "no-access").await;

    let grace = Person::at(&stack).await;
    grace.signs_in_at_once(GRACE).await;
    grace.opens(&folder).await;
    shows(&grace, "no-access").await;
    assert!(
        !grace.has("#people").await && !grace.has("#link").await,
        "a guest sees documents, and nothing else"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_document_that_is_renamed_moved_deleted_and_restored_is_followed() {
    let stack = stack().await;
    let folder = folder_with_a_document(&stack).await;
    let (drive, item) = stack.item(ADA, PLAN).await;
    let place = json!({ "drive": drive, "item": item });
    let with = |name: &str, value: &str| {
        let mut body = place.clone();
        body[name] = value.into();
        body
    };
    let ada = Person::at(&stack).await;
    ada.signs_in_at_once(ADA).await;
    ada.opens(&folder).await;
    shows(&ada, "open").await;
    stack.control("items/rename", with("name", "Hafenbericht 港.docx")).await;
    ada.clicks("#check").await;
    let renamed = "document.querySelector('[data-document-id] .name bdi').textContent === 'Hafenbericht 港.docx' \
                   && document.querySelector('.badge').textContent === 'Renamed'";
    until(&ada.page, "the new name", renamed).await;
    stack.control("items/move", with("folder", "Archive 3000")).await;
    ada.clicks("#check").await;
    until(&ada.page, "that it moved", "document.querySelector('.badge').textContent === 'Moved'").await;

    stack.control("items/delete", place.clone()).await;
    looks_again(&ada, "missing").await;
    stack.control("items/restore", place).await;
    looks_again(&ada, "open").await;
    // Who comes later reads the new name without asking Microsoft.
    let bilal = Caller::signed_in(&stack, BILAL).await;
    let seen = bilal.get(&format!("/api{folder}")).await.json();
    assert_eq!(seen["documents"][0]["name"], "Hafenbericht 港.docx");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_links_is_told_who_cannot_open_it() {
    let stack = stack().await;
    let folder = folder_with_a_document(&stack).await;
    let ada = Person::at(&stack).await;
    ada.signs_in_at_once(ADA).await;
    ada.opens(&folder).await;
    ada.clicks("#link").await;
    let first = "[...document.querySelectorAll('.entry')].find(one => one.textContent.includes('Annual report 2026'))";
    until(&ada.page, "the document", &format!("!!{first}")).await;
    until(&ada.page, "a click", &format!("({first}.querySelector('.box').click(), true)")).await;
    ada.clicks("#choose:not([disabled])").await;
    let told =
        "document.querySelector('.audience')?.textContent.includes('2 of 2 other people cannot open it.')";
    until(&ada.page, "whom it leaves out", told).await;
    ada.clicks("dialog.question fluent-button").await;
    until(
        &ada.page,
        "what came of it",
        "document.querySelector('[data-test=done]')?.textContent.includes('1 already there')",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_added_by_name_given_roles_and_taken_out() {
    let stack = stack().await;
    let folder = folder_with_a_document(&stack).await;
    let ada = Person::at(&stack).await;
    ada.signs_in_at_once(ADA).await;
    ada.opens(&format!("{folder}/participants")).await;
    ada.types("#find-people", "mika").await;
    ada.clicks(".found").await;
    let mika = "[data-oid='00000000-0000-4000-a000-000000000003']";
    ada.sees(mika).await;
    let pick = format!(
        "(() => {{ const role = document.querySelector(\"{mika} select\"); role.value = 'owner'; \
         role.dispatchEvent(new Event('change', {{ bubbles: true }})); return true; }})()"
    );
    until(&ada.page, "the choice of a role", &pick).await;
    let owner =
        format!("document.querySelector(\"{mika} option[selected], {mika} select\")?.value === 'owner'");
    until(&ada.page, "the new role", &owner).await;
    ada.clicks(&format!("{mika} button.link")).await;
    until(&ada.page, "that Mika is gone", &format!("!document.querySelector(\"{mika}\")")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_documents_begin_with_two_requests() {
    let stack = stack().await;
    let folder = folder_with_a_document(&stack).await;
    let ada = Person::at(&stack).await;
    ada.signs_in_at_once(ADA).await;
    let caller = Caller::signed_in(&stack, ADA).await;
    let (drive, _) = stack.item(ADA, PLAN).await;
    let listed = caller.get("/graph/v1.0/me/drive/root/children?$top=200").await.json();
    let ids: Vec<&str> = listed["value"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["id"].as_str().expect("an id"))
        .collect();
    for ids in ids.chunks(20) {
        let items: Vec<_> = ids.iter().map(|item| json!({ "drive_id": drive, "item_id": item })).collect();
        let body = json!({ "items": items }).to_string();
        assert_eq!(caller.post(&format!("/api{folder}/documents"), &body).await.status, 200);
    }
    ada.opens(&folder).await;
    shows(&ada, "open").await;
    let script = "performance.getEntriesByType('resource').map(entry => new URL(entry.name).pathname) \
                  .filter(path => path.startsWith('/api/folders'))";
    let requests = until(&ada.page, "the requests", script).await;
    let api = format!("/api{folder}");
    assert_eq!(requests, json!([api, format!("{api}/documents/states")]), "{} documents", ids.len());
    assert!(ids.len() > 40, "more than a screen");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_teams_and_in_outlook_it_is_the_same() {
    let stack = stack().await;
    folder_with_a_document(&stack).await;
    let hosts = [
        (format!("{}/?app={}&person={ADA}&naa=on", stack.sandbox.teams(), stack.origin), "#tab-frame"),
        (format!("{}/?app={}&person={ADA}&naa=on", stack.sandbox.outlook(), stack.origin), "#pane-frame"),
    ];
    for (url, frame) in hosts {
        let ada = Person::at(&stack).await;
        ada.page.goto(&url).await.expect("the host opens");
        ada.sees(frame).await;
        let inside = ada.page.find(thirtyfour::By::Css(frame)).await.expect("its frame");
        inside.enter_frame().await.expect("the app");
        ada.clicks(".areas a[href='/folders']").await;
        ada.clicks("[data-folder-id] a").await;
        shows(&ada, "open").await;
        if frame == "#tab-frame" {
            ada.clicks("[data-document-id] a.name").await;
            ada.page.enter_default_frame().await.expect("Teams");
            let opened = "document.querySelector('#state')?.textContent.includes('opened https://teams.microsoft.com/l/file/')";
            until(&ada.page, "that Teams shows it", opened).await;
        }
    }
}
