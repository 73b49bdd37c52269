//! What each viewer may open, whom a document would leave out, what was linked last, and search.

use serde_json::{Value, json};

use super::{Person, described, oid, outcomes, room};
use crate::sign_in::room::{NOW, Reply, Room};

/// Graph's answer to a batch: a status and a body for each call.
fn batch(parts: &[(u16, Value)]) -> String {
    let response = |(place, (status, body)): (usize, &(u16, Value))| json!({ "id": place.to_string(), "status": status, "headers": { "Retry-After": "9" }, "body": body });
    // Graph answers in any order.
    let responses: Vec<Value> = parts.iter().enumerate().rev().map(response).collect();
    json!({ "responses": responses }).to_string()
}

fn item(id: &str, name: &str) -> Value {
    serde_json::from_str(&described(id, name)).unwrap()
}

/// A folder of Ada's with these items linked, and the ids of its documents in the order of their names.
async fn filled(ada: &Person<'_>, items: &[&str]) -> (String, Vec<String>) {
    let id = ada.makes_folder("Harbour").await;
    for item in items {
        ada.room.upstream.will_answer(200, &described(item, item));
    }
    assert_eq!(outcomes(&ada.links(&id, items).await).len(), items.len());
    ada.room.asked();
    let documents = ada.get(&format!("/api/folders/{id}")).await.body["documents"].clone();
    let ids = documents.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned());
    (id, ids.collect())
}

async fn states(person: &Person<'_>, folder: &str, documents: &[String]) -> Reply {
    let path = format!("/api/folders/{folder}/documents/states");
    person.send("POST", &path, json!({ "documents": documents })).await
}

fn words(reply: &Reply) -> Vec<&str> {
    let states = reply.body["states"].as_array().unwrap();
    states.iter().map(|state| state["state"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn s3_25_a_document_is_what_graph_says_to_the_viewer_and_is_asked_for_once() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let (folder, documents) = filled(&ada, &["01A", "01B", "01C", "01D", "01E", "01F"]).await;
    room.upstream.will_answer(
        200,
        &batch(&[
            (200, item("01A", "01A")),
            (403, json!({ "error": { "code": "accessDenied" } })),
            (401, json!({ "error": { "code": "accessDenied" } })),
            (404, json!({ "error": { "code": "itemNotFound" } })),
            (200, json!({ "id": "01E", "name": "01E", "deleted": { "state": "deleted" } })),
            (429, json!({})),
        ]),
    );
    let reply = states(&ada, &folder, &documents).await;
    let expected = ["open", "no_access", "no_access", "missing", "deleted", "unknown"];
    assert_eq!(words(&reply), expected, "{reply:?}");
    assert_eq!(reply.body["states"][5]["retry_after"], 9);
    let sent = room.upstream.take_sent();
    assert_eq!(sent.len(), 1, "one call, however many documents");
    assert!(sent[0].uri().path().ends_with("/v1.0/$batch"), "{}", sent[0].uri());
    let body: Value = serde_json::from_slice(sent[0].body()).unwrap();
    let first = &body["requests"][0];
    assert_eq!((&first["method"], &first["id"]), (&"GET".into(), &"0".into()));
    assert!(
        first["url"].as_str().unwrap().starts_with("/drives/b%21ada/items/01A?$select=id,name"),
        "{first}"
    );
}

#[tokio::test]
async fn a_document_follows_its_new_name_and_place() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let (folder, documents) = filled(&ada, &["01A"]).await;
    let mut moved = item("01A", "Renamed 港.txt");
    moved["parentReference"]["id"] = "01ELSEWHERE".into();
    room.upstream.will_answer(200, &batch(&[(200, moved.clone())]));
    let reply = states(&ada, &folder, &documents).await;
    let state = &reply.body["states"][0];
    assert_eq!((&state["renamed"], &state["moved"]), (&true.into(), &true.into()), "{state}");
    let listed = ada.get(&format!("/api/folders/{folder}")).await.body;
    assert_eq!(listed["documents"][0]["name"], "Renamed 港.txt", "for everybody from now on");
    room.upstream.will_answer(200, &batch(&[(200, moved)]));
    let again = states(&ada, &folder, &documents).await;
    assert_eq!(again.body["states"][0]["renamed"], false);
}

#[tokio::test]
async fn an_address_that_does_something_is_not_shown() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let (folder, documents) = filled(&ada, &["01A"]).await;
    let mut hostile = item("01A", "01A");
    hostile["webUrl"] = "javascript:alert(1)".into();
    room.upstream.will_answer(200, &batch(&[(200, hostile)]));
    let reply = states(&ada, &folder, &documents).await;
    assert!(reply.body["states"][0]["web_url"].is_null(), "{reply:?}");
}

#[tokio::test]
async fn a_busy_graph_leaves_every_state_open() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let (folder, documents) = filled(&ada, &["01A", "01B"]).await;
    room.upstream.will_answer(429, "{}");
    let reply = states(&ada, &folder, &documents).await;
    assert_eq!((reply.status, words(&reply)), (200, vec!["unknown", "unknown"]));
    assert_eq!(reply.body["states"][0]["retry_after"], 10);
    let one = r#"{"responses":[{"id":"1","status":200,"body":{"id":"01B","name":"01B"}}]}"#;
    room.upstream.will_answer(200, one);
    assert_eq!(words(&states(&ada, &folder, &documents).await), ["unknown", "open"], "one was left out");
}

#[tokio::test]
async fn s3_25_nobody_asks_for_states_of_another_folder() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let eve = Person::signed_in(&room, "66", "Eve").await;
    let (folder, documents) = filled(&ada, &["01A"]).await;
    let own = eve.makes_folder("Mine").await;
    room.asked();
    assert_eq!(states(&eve, &folder, &documents).await.body["code"], "folder_not_found");
    let reply = states(&eve, &own, &documents).await;
    assert_eq!(reply.body["states"], json!([]), "her folder has no such document");
    for documents in [json!([]), json!(vec![documents[0].clone(); 21]), json!(["x"]), json!("x")] {
        let path = format!("/api/folders/{folder}/documents/states");
        ada.is_refused("POST", &path, json!({ "documents": documents }), (400, "invalid_request")).await;
    }
    assert_eq!(room.asked(), [], "nothing was asked of Graph");
}

#[tokio::test]
async fn whoever_links_is_told_whom_a_document_leaves_out() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let folder = ada.makes_folder("Harbour").await;
    for end in ["02", "03", "04"] {
        ada.adds(&folder, end, "member").await;
    }
    room.asked();
    let right = |end: &str| json!({ "roles": ["read"], "grantedToV2": { "user": { "id": oid(end) } } });
    room.upstream.will_answer(
        200,
        &batch(&[
            (200, json!({ "value": [right("01"), right("02")] })),
            (200, json!({ "value": [right("02"), { "link": { "scope": "organization" } }] })),
            (403, json!({})),
        ]),
    );
    let items: Vec<Value> =
        ["01A", "01B", "01C"].iter().map(|item| json!({ "drive_id": "b!ada", "item_id": item })).collect();
    let path = format!("/api/folders/{folder}/audience");
    let reply = ada.send("POST", &path, json!({ "items": items })).await;
    let expected = json!([
        { "audience": "known", "without": 2 }, { "audience": "estimate", "without": 2 }, { "audience": "unknown" },
    ]);
    assert_eq!(reply.body, json!({ "participants": 3, "items": expected }));
    let guest = Person::signed_in(&room, "05", "Gil").await;
    ada.adds(&folder, "05", "guest").await;
    room.asked();
    guest.is_refused("POST", &path, json!({ "items": items }), (403, "role_too_low")).await;
    ada.is_refused("POST", &path, json!({ "items": [] }), (400, "invalid_request")).await;
    assert_eq!(room.asked(), []);
}

#[tokio::test]
async fn what_was_linked_last_stands_first_and_only_ones_own() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let (folder, _) = filled(&ada, &["01A"]).await;
    ada.adds(&folder, "02", "owner").await;
    let mo = Person::signed_in(&room, "02", "Mo").await;
    room.clock.advance(60);
    filled(&ada, &["01B", "01A"]).await;
    let reply = ada.get("/api/documents/recent").await;
    let names = |reply: &Reply| -> Vec<String> {
        let documents = reply.body["documents"].as_array().unwrap().clone();
        documents.iter().map(|one| one["document"]["name"].as_str().unwrap().to_owned()).collect()
    };
    let mut newest = names(&reply);
    newest.sort();
    assert_eq!(newest, ["01A", "01B"], "each item once");
    assert_eq!(reply.body["documents"][0]["document"]["linked_at"], NOW + 60);
    assert_eq!(reply.body["documents"][0]["folder"], "Harbour");
    assert!(names(&mo.get("/api/documents/recent").await).is_empty());
    ada.is_refused("GET", "/api/documents/recent?top=9", Value::Null, (400, "invalid_request")).await;
}

#[tokio::test]
async fn a_search_is_one_question_and_its_answer_holds_files_only() {
    let room = Room::with(&[("PERMISSIONS", "Files.Read.All")]);
    room.will_show_keys();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let hit = |id: &str| json!({ "hitId": id, "summary": "<c0>x</c0>", "resource": item(id, "Crane.pdf") });
    let hits = json!([hit("01A"), { "resource": { "id": "../x", "name": "x" } }]);
    let container = json!({ "hits": hits, "moreResultsAvailable": true });
    let answer = json!({ "value": [{ "searchTerms": [], "hitsContainers": [container] }] }).to_string();
    room.upstream.will_answer(200, &answer);
    let reply = ada.get("/api/search?q=crane&extensions=pdf").await;
    assert_eq!(reply.body["value"].as_array().unwrap().len(), 1, "{reply:?}");
    assert_eq!(reply.body["value"][0]["name"], "Crane.pdf");
    assert_eq!(reply.body["@odata.nextLink"], "/api/search?q=crane&extensions=pdf&from=50");
    assert!(!reply.body.to_string().contains("<c0>"), "no markup of Microsoft's");
    let sent = room.upstream.take_sent();
    let body: Value = serde_json::from_slice(sent[0].body()).unwrap();
    let expected = r#""crane*" AND isDocument:true AND (filetype:pdf)"#;
    assert_eq!(body["requests"][0]["query"]["queryString"], expected);
    ada.is_refused("GET", "/api/search?q=", Value::Null, (400, "invalid_request")).await;
    assert_eq!(room.asked(), []);
}

#[tokio::test]
async fn s3_05_a_search_everywhere_needs_a_permission_that_was_granted() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    ada.is_refused("GET", "/api/search?q=crane", Value::Null, (403, "function_disabled")).await;
    assert_eq!(room.asked(), []);
}
