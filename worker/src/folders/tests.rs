//! Folders as several people meet them, on a real database in memory.

mod reading;
mod team_link;

use serde_json::{Value, json};

use crate::config::tests::TENANT;
use crate::entra::access_token::tests::claims_at;
use crate::entra::id_token::tests::{KEY_ONE, signed};
use crate::sign_in::room::{NOW, Reply, Room};

/// The person whose object id ends in these two digits.
fn oid(end: &str) -> String {
    format!("00000000-0000-4000-a000-0000000000{end}")
}

/// Where somebody stands as a participant.
fn place(folder: &str, end: &str) -> String {
    format!("/api/folders/{folder}/participants/{TENANT}/{}", oid(end))
}

/// Somebody who is signed in.
struct Person<'a> {
    room: &'a Room,
    bearer: String,
}

impl<'a> Person<'a> {
    async fn signed_in(room: &'a Room, end: &str, name: &str) -> Self {
        let mut claims = claims_at(NOW);
        claims["oid"] = oid(end).into();
        claims["name"] = name.into();
        room.will_grant();
        let reply = room.exchange(&signed(KEY_ONE, &claims), "teams").await;
        assert_eq!(reply.status, 200, "{reply:?}");
        room.asked();
        Self { room, bearer: reply.body["bearer"].as_str().unwrap().to_owned() }
    }

    async fn send(&self, method: &str, path: &str, body: Value) -> Reply {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.room.send(method, path, Some(&self.bearer), &body).await
    }

    async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, Value::Null).await
    }

    async fn makes_folder(&self, name: &str) -> String {
        let reply = self.send("POST", "/api/folders", json!({ "name": name })).await;
        assert_eq!(reply.status, 201, "{reply:?}");
        reply.body["id"].as_str().unwrap().to_owned()
    }

    async fn adds(&self, folder: &str, end: &str, role: &str) -> Reply {
        let body = json!({ "oid": oid(end), "role": role, "name": "Somebody", "username": "somebody@contoso.example" });
        self.send("POST", &format!("/api/folders/{folder}/participants"), body).await
    }

    async fn links(&self, folder: &str, items: &[&str]) -> Reply {
        let items: Vec<Value> =
            items.iter().map(|item| json!({ "drive_id": "b!ada", "item_id": item })).collect();
        self.send("POST", &format!("/api/folders/{folder}/documents"), json!({ "items": items })).await
    }

    async fn is_refused(&self, method: &str, path: &str, body: Value, (status, code): (u16, &str)) {
        let reply = self.send(method, path, body).await;
        assert_eq!((reply.status, &reply.body["code"]), (status, &code.into()), "{method} {path}: {reply:?}");
    }
}

/// What Graph says of an item.
fn described(id: &str, name: &str) -> String {
    json!({
        "id": id, "name": name, "size": 7, "eTag": "\"{1},2\"", "webUrl": format!("https://contoso-my.sharepoint.com/{id}"),
        "file": { "mimeType": "text/plain" }, "parentReference": { "driveId": "b!ada", "id": "01ROOT" },
    })
    .to_string()
}

fn outcomes(reply: &Reply) -> Vec<&str> {
    let outcomes = reply.body["outcomes"].as_array().unwrap();
    outcomes.iter().map(|outcome| outcome["outcome"].as_str().unwrap()).collect()
}

fn room() -> Room {
    let room = Room::new();
    room.will_show_keys();
    room
}

#[tokio::test]
async fn a_folder_is_made_renamed_archived_and_found_again() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let id = ada.makes_folder("  Hafen 港  ").await;
    let made = ada.get(&format!("/api/folders/{id}")).await.body;
    assert_eq!(made["folder"]["name"], "Hafen 港");
    assert_eq!((&made["folder"]["role"], &made["folder"]["participants"]), (&"owner".into(), &1.into()));

    let path = format!("/api/folders/{id}");
    let renamed = ada.send("PATCH", &path, json!({ "name": "Quay" })).await;
    assert_eq!((renamed.status, &renamed.body["name"]), (200, &"Quay".into()));
    let archived = ada.send("PATCH", &path, json!({ "archived": true })).await;
    assert_eq!((&archived.body["archived_at"], &archived.body["name"]), (&NOW.into(), &"Quay".into()));
    ada.makes_folder("Zebra").await;
    let folders = ada.get("/api/folders").await.body;
    let names: Vec<&Value> =
        folders["folders"].as_array().unwrap().iter().map(|folder| &folder["name"]).collect();
    assert_eq!(names, ["Zebra", "Quay"], "the archive stands last");
    let back = ada.send("PATCH", &path, json!({ "archived": false })).await;
    assert!(back.body["archived_at"].is_null(), "{back:?}");
}

#[tokio::test]
async fn a_reference_of_the_host_app_names_one_folder() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let body = json!({ "name": "One", "reference": "case/7" });
    assert_eq!(ada.send("POST", "/api/folders", body.clone()).await.status, 201);
    ada.is_refused("POST", "/api/folders", body, (409, "reference_taken")).await;
    assert_eq!(ada.get("/api/folders").await.body["folders"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn s3_25_who_takes_no_part_finds_no_folder_and_changes_none() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let eve = Person::signed_in(&room, "66", "Eve").await;
    let id = ada.makes_folder("Secret").await;
    let path = format!("/api/folders/{id}");
    let none = (404, "folder_not_found");
    eve.is_refused("GET", &path, Value::Null, none).await;
    eve.is_refused("PATCH", &path, json!({ "name": "Mine" }), none).await;
    eve.is_refused("GET", &format!("{path}/participants"), Value::Null, none).await;
    eve.is_refused("DELETE", &place(&id, "01"), Value::Null, none).await;
    eve.is_refused("DELETE", &format!("{path}/documents/{id}"), Value::Null, none).await;
    assert_eq!(eve.adds(&id, "66", "owner").await.status, 404);
    assert_eq!(eve.links(&id, &["01A"]).await.status, 404);
    assert_eq!(eve.get("/api/folders").await.body["folders"], json!([]));
    assert_eq!(room.asked(), [], "nothing was asked of Graph");
    assert_eq!(ada.get(&path).await.body["folder"]["name"], "Secret");
}

#[tokio::test]
async fn each_role_may_what_the_table_says() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let id = ada.makes_folder("Harbour").await;
    assert_eq!(ada.adds(&id, "02", "member").await.status, 201);
    assert_eq!(ada.adds(&id, "03", "guest").await.status, 201);
    let member = Person::signed_in(&room, "02", "Mo").await;
    let guest = Person::signed_in(&room, "03", "Gil").await;
    let (path, low) = (format!("/api/folders/{id}"), (403, "role_too_low"));

    assert_eq!(guest.get(&path).await.status, 200);
    assert!(guest.get(&path).await.body["folder"]["participants"].is_null(), "a guest is not told how many");
    guest.is_refused("GET", &format!("{path}/participants"), Value::Null, low).await;
    guest
        .is_refused(
            "POST",
            &format!("{path}/documents"),
            json!({ "items": [{ "drive_id": "b", "item_id": "a" }] }),
            low,
        )
        .await;
    member.is_refused("PATCH", &path, json!({ "name": "Mine" }), low).await;
    member.is_refused("PATCH", &place(&id, "02"), json!({ "role": "owner" }), low).await;
    assert_eq!(member.adds(&id, "04", "guest").await.status, 403);
    member.is_refused("DELETE", &place(&id, "03"), Value::Null, low).await;
    let seen = member.get(&format!("{path}/participants")).await.body;
    let names: Vec<&Value> =
        seen["participants"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["Ada", "Somebody", "Gil"], "owners first; who came is called what Microsoft says");
    assert_eq!(guest.send("DELETE", &place(&id, "03"), Value::Null).await.status, 204, "anybody may leave");
    guest.is_refused("GET", &path, Value::Null, (404, "folder_not_found")).await;
}

#[tokio::test]
async fn a_folder_always_has_an_owner() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let id = ada.makes_folder("Harbour").await;
    let last = (409, "last_owner");
    ada.is_refused("DELETE", &place(&id, "01"), Value::Null, last).await;
    ada.is_refused("PATCH", &place(&id, "01"), json!({ "role": "member" }), last).await;
    ada.adds(&id, "02", "member").await;
    ada.is_refused(
        "POST",
        &format!("/api/folders/{id}/participants"),
        json!({ "oid": oid("02"), "role": "owner", "name": "x", "username": "x" }),
        (409, "already_takes_part"),
    )
    .await;
    ada.is_refused("PATCH", &place(&id, "09"), json!({ "role": "owner" }), (404, "folder_not_found")).await;
    let raised = ada.send("PATCH", &place(&id, "02"), json!({ "role": "owner" })).await;
    assert_eq!((raised.status, &raised.body["role"]), (200, &"owner".into()));
    assert_eq!(ada.send("DELETE", &place(&id, "01"), Value::Null).await.status, 204);
}

#[tokio::test]
async fn an_item_is_linked_as_graph_describes_it_to_whoever_links_it() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let id = ada.makes_folder("Harbour").await;
    room.upstream.will_answer(200, &described("01B", "Bills.txt"));
    room.upstream.will_answer(404, r#"{"error":{"code":"itemNotFound","message":"m"}}"#);
    room.upstream.will_answer(503, "{}");
    let reply = ada.links(&id, &["01B", "01GONE", "01BUSY"]).await;
    assert_eq!(outcomes(&reply), ["linked", "no_access", "unavailable"], "{reply:?}");
    let sent = room.upstream.take_sent();
    assert!(sent.iter().all(|sent| sent.method() == "GET"), "nothing is ever written to a drive");
    assert!(sent[0].uri().path().ends_with("/drives/b%21ada/items/01B"), "{}", sent[0].uri());
    assert!(sent.iter().all(|sent| !sent.headers().contains_key("prefer")), "no sharing link is redeemed");

    room.upstream.will_answer(200, &described("01B", "Bills.txt"));
    assert_eq!(outcomes(&ada.links(&id, &["01B"]).await), ["already_there"]);
    let documents = ada.get(&format!("/api/folders/{id}")).await.body["documents"].clone();
    assert_eq!(documents.as_array().unwrap().len(), 1);
    let document = &documents[0];
    assert_eq!(
        (&document["name"], &document["kind"], &document["size"]),
        (&"Bills.txt".into(), &"file".into(), &7.into())
    );
    assert_eq!((&document["linked_by"], &document["own"]), (&"Ada".into(), &true.into()));
}

#[tokio::test]
async fn a_member_takes_own_links_away_and_an_owner_every_one() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let id = ada.makes_folder("Harbour").await;
    ada.adds(&id, "02", "member").await;
    let member = Person::signed_in(&room, "02", "Mo").await;
    for (person, item) in [(&ada, "01A"), (&member, "01B"), (&member, "01C")] {
        room.upstream.will_answer(200, &described(item, item));
        assert_eq!(outcomes(&person.links(&id, &[item]).await), ["linked"]);
    }
    let documents = member.get(&format!("/api/folders/{id}")).await.body["documents"].clone();
    let at = |position: usize| {
        format!("/api/folders/{id}/documents/{}", documents[position]["id"].as_str().unwrap())
    };
    assert_eq!(
        documents.as_array().unwrap().iter().map(|one| one["own"].as_bool().unwrap()).collect::<Vec<_>>(),
        [false, true, true]
    );
    member.is_refused("DELETE", &at(0), Value::Null, (404, "folder_not_found")).await;
    assert_eq!(member.send("DELETE", &at(1), Value::Null).await.status, 204);
    assert_eq!(ada.send("DELETE", &at(2), Value::Null).await.status, 204);
    ada.send("PATCH", &format!("/api/folders/{id}"), json!({ "archived": true })).await;
    ada.is_refused("DELETE", &at(0), Value::Null, (409, "folder_archived")).await;
    assert_eq!(ada.links(&id, &["01D"]).await.body["code"], "folder_archived");
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    for number in 0..205 {
        ada.makes_folder(&format!("Folder {:03}", number * 7 % 205)).await;
    }
    let (mut names, mut path) = (Vec::new(), "/api/folders".to_owned());
    loop {
        let page = ada.get(&path).await.body;
        let folders = page["folders"].as_array().unwrap().clone();
        names.extend(folders.iter().map(|folder| folder["name"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/folders?after={next}");
    }
    let expected: Vec<String> = (0..205).map(|number| format!("Folder {number:03}")).collect();
    assert_eq!(names, expected);
}

#[tokio::test]
async fn bad_input_changes_nothing() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let id = ada.makes_folder("Harbour").await;
    let (path, bad) = (format!("/api/folders/{id}"), (400, "invalid_request"));
    for name in ["", "   ", "a\u{0}b", "a\nb", &"x".repeat(121)] {
        ada.is_refused("POST", "/api/folders", json!({ "name": name }), bad).await;
        ada.is_refused("PATCH", &path, json!({ "name": name }), bad).await;
    }
    ada.is_refused("POST", "/api/folders", json!({ "name": "a", "owner": "me" }), bad).await;
    ada.is_refused("PATCH", &path, json!({ "archived": "yes" }), bad).await;
    ada.is_refused("GET", "/api/folders?after=x", Value::Null, bad).await;
    ada.is_refused("GET", "/api/folders?limit=9", Value::Null, bad).await;
    ada.is_refused("GET", &format!("{path}/participants?skip=-1"), Value::Null, bad).await;
    ada.is_refused("GET", &format!("{path}/participants?skip=99999999"), Value::Null, bad).await;
    for items in [
        json!([]),
        json!(vec![json!({ "drive_id": "b", "item_id": "a" }); 21]),
        json!([{ "drive_id": "../x", "item_id": "a" }]),
    ] {
        ada.is_refused("POST", &format!("{path}/documents"), json!({ "items": items }), bad).await;
    }
    assert_eq!(room.asked(), [], "nothing was asked of Graph");
    assert_eq!(ada.get("/api/folders").await.body["folders"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn folders_are_there_only_where_a_function_needs_them() {
    let room = Room::with_functions("sso-web,sso-teams");
    room.will_show_keys();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    ada.is_refused("GET", "/api/folders", Value::Null, (403, "function_disabled")).await;
}
