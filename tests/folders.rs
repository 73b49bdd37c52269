//! Folders on the real worker and its database: made, shared, filled with documents; and nothing is ever written to a drive.

use contract::endpoint::FOLDERS;
use serde_json::{Value, json};

use crate::support::client::{Caller, Reply};
use crate::support::person::{ADA, BILAL};
use crate::support::stack::{Stack, TENANT};

const ROOT: &str = "/graph/v1.0/me/drive/root/children?$top=5";

/// Makes a folder; answers where it stands.
async fn makes_folder(ada: &Caller, name: &str) -> String {
    let reply = ada.post(FOLDERS, &json!({ "name": name }).to_string()).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    format!("{FOLDERS}/{}", reply.json()["id"].as_str().expect("an id"))
}

async fn links(person: &Caller, folder: &str, items: &[Value]) -> Reply {
    person.post(&format!("{folder}/documents"), &json!({ "items": items }).to_string()).await
}

/// The first items of somebody's OneDrive, as the picker hands them over.
async fn items(person: &Caller) -> Vec<Value> {
    let listed = person.get(ROOT).await.json();
    let items = listed["value"].as_array().expect("items").clone();
    let item =
        |item: &Value| json!({ "drive_id": item["parentReference"]["driveId"], "item_id": item["id"] });
    items.iter().map(item).collect()
}

fn texts<'a>(reply: &'a Value, list: &str, member: &str) -> Vec<&'a str> {
    let list = reply[list].as_array().expect("a list");
    list.iter().map(|one| one[member].as_str().unwrap_or_default()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_holds_links_to_items_and_those_who_take_part_see_them() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let bilal = Caller::signed_in(&stack, BILAL).await;
    let folder = makes_folder(&ada, "Hafen 港 \"1\"").await;
    let items = items(&ada).await;
    let reply = links(&ada, &folder, &items).await;
    assert_eq!(texts(&reply.json(), "outcomes", "outcome"), ["linked"; 5], "{}", reply.text());
    let again = links(&ada, &folder, &items[..2]).await;
    assert_eq!(texts(&again.json(), "outcomes", "outcome"), ["already_there"; 2]);

    assert_eq!(bilal.get(&folder).await.code(), "folder_not_found");
    let added = json!({ "oid": BILAL, "role": "member", "name": "B", "username": "b@contoso.example" });
    assert_eq!(ada.post(&format!("{folder}/participants"), &added.to_string()).await.status, 201);
    let seen = bilal.get(&folder).await.json();
    assert_eq!(
        (seen["folder"]["documents"].as_i64(), seen["folder"]["role"].as_str()),
        (Some(5), Some("member"))
    );
    let mut names = texts(&seen, "documents", "name");
    assert!(names.iter().all(|name| !name.is_empty()), "{seen}");
    names.dedup();
    assert_eq!(names.len(), 5);
    let people = ada.get(&format!("{folder}/participants")).await.json();
    assert_ne!(texts(&people, "participants", "name")[1], "B", "whoever came is called what Microsoft says");

    let foreign = links(&bilal, &folder, &items[..1]).await.json();
    assert_ne!(texts(&foreign, "outcomes", "outcome"), ["linked"], "what Bilal may not see he does not link");
    let own = format!("{folder}/participants/{TENANT}/{BILAL}");
    assert_eq!(bilal.changes("DELETE", &own, "").await.status, 204);
    assert_eq!(bilal.get(&folder).await.code(), "folder_not_found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_25_linking_writes_nothing_to_a_drive_and_redeems_no_link() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let folder = makes_folder(&ada, "Harbour").await;
    let items = items(&ada).await;
    stack.sandbox.world().journal.clear();
    assert_eq!(links(&ada, &folder, &items).await.status, 200);
    let documents = ada.get(&folder).await.json()["documents"].clone();
    let first = format!("{folder}/documents/{}", documents[0]["id"].as_str().expect("an id"));
    assert_eq!(ada.changes("DELETE", &first, "").await.status, 204);
    let entries = serde_json::to_value(stack.sandbox.world().journal.entries()).expect("the journal is JSON");
    let asked: Vec<&Value> =
        entries.as_array().expect("a list").iter().filter(|entry| entry["service"] == "graph").collect();
    assert_eq!(asked.len(), 5, "one call for each item");
    assert!(asked.iter().all(|entry| entry["method"] == "GET"), "{asked:?}");
    assert!(!entries.to_string().to_lowercase().contains("redeemsharinglink"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_52_a_folder_is_closed_to_a_session_that_was_ended_elsewhere() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let folder = makes_folder(&ada, "Harbour").await;
    let elsewhere = Caller::signed_in(&stack, ADA).await;
    elsewhere.post("/api/sign-out", r#"{"scope":"everywhere"}"#).await;
    assert_eq!(ada.get(&folder).await.code(), "session_ended");
}
