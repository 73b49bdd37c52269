//! A folder that follows a team, with Microsoft as a list of prepared answers.

use serde_json::{Value, json};

use super::{Person, oid, place};
use crate::config::tests::TENANT;
use crate::platform::database::{Database as _, Statement};
use crate::sign_in::room::{Reply, Room};
use crate::sync::engine::Engine;

const TEAM: &str = "44444444-4444-4444-8444-444444444444";

fn room() -> Room {
    let room = Room::with_functions("sso-web,sso-teams,documents,team-sync");
    room.will_show_keys();
    room
}

/// A member as Graph lists one.
fn member(end: &str, name: &str, roles: &[&str]) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.aadUserConversationMember", "id": format!("bWVtYmVy{end}=="), "roles": roles,
        "displayName": name, "userId": oid(end), "email": format!("{name}@contoso.example"), "tenantId": TENANT,
    })
}

fn will_list(room: &Room, members: &[Value]) {
    room.upstream.will_answer(200, r#"{"token_type":"Bearer","access_token":"app-token","expires_in":3599}"#);
    room.upstream.will_answer(200, &json!({ "value": members }).to_string());
}

fn request(guests: bool) -> Value {
    json!({ "team": TEAM, "name": "Harbour project", "options": { "owners": "owner", "guests": guests } })
}

fn path(folder: &str) -> String {
    format!("/api/folders/{folder}/team-link")
}

async fn linked(room: &Room, ada: &Person<'_>, folder: &str) -> Reply {
    will_list(room, &[member("01", "Ada", &["owner"]), member("02", "Bilal", &[])]);
    let reply = ada.send("PUT", &path(folder), request(true)).await;
    room.upstream.take_sent();
    reply
}

#[tokio::test]
async fn a_preview_says_who_would_come_and_writes_nothing() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let folder = ada.makes_folder("Harbour").await;
    let members =
        [member("01", "Ada", &["owner"]), member("02", "Bilal", &[]), member("03", "Gus", &["guest"])];
    will_list(&room, &members);
    let preview = ada.send("POST", &format!("{}/preview", path(&folder)), request(false)).await;
    assert_eq!(preview.status, 200, "{preview:?}");
    assert_eq!(preview.body["added_names"], json!(["Bilal"]));
    let skipped = json!([{ "name": "Ada", "why": "added_by_hand" }, { "name": "Gus", "why": "guest" }]);
    assert_eq!((&preview.body["skipped"], &preview.body["asks_first"]), (&skipped, &json!(false)));
    assert_eq!(ada.get(&path(&folder)).await.body, json!({}), "there is no link");
    let sent = room.upstream.take_sent();
    let asked: Vec<String> = sent.iter().map(|request| request.uri().to_string()).collect();
    assert!(asked[0].ends_with(&format!("/{TENANT}/oauth2/v2.0/token")), "{asked:?}");
    assert!(asked[1].ends_with(&format!("/v1.0/teams/{TEAM}/members?$top=999")), "{asked:?}");
    assert_eq!(sent[1].headers()["authorization"], "Bearer app-token");
}

#[tokio::test]
async fn a_link_is_made_shown_asked_to_run_and_removed() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let folder = ada.makes_folder("Harbour").await;
    let made = linked(&room, &ada, &folder).await;
    assert_eq!((made.status, &made.body["link"]["name"]), (200, &"Harbour project".into()), "{made:?}");
    let shown = ada.get(&path(&folder)).await.body;
    assert_eq!((&shown["link"]["linked_by"], &shown["link"]["run"]), (&"Ada".into(), &0.into()));
    assert_eq!(ada.send("POST", &format!("{}/runs", path(&folder)), Value::Null).await.status, 200);
    assert_eq!(ada.send("DELETE", &path(&folder), Value::Null).await.status, 204);
    assert_eq!(ada.get(&path(&folder)).await.body, json!({}));
    ada.is_refused("POST", &format!("{}/runs", path(&folder)), Value::Null, (404, "folder_not_found")).await;
    assert!(room.team_links.borrow().values().all(|store| store.dump().is_empty()), "nothing of it is left");
}

#[tokio::test]
async fn another_team_takes_the_place_of_the_one_before() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let folder = ada.makes_folder("Harbour").await;
    linked(&room, &ada, &folder).await;
    linked(&room, &ada, &folder).await;
    let links = room.team_links.borrow();
    let going = links.values().filter(|store| crate::sync::link::kept(*store).unwrap().is_some());
    assert_eq!((links.len(), going.count()), (2, 1));
}

#[tokio::test]
async fn s3_25_nobody_follows_a_team_that_they_are_not_in() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let folder = ada.makes_folder("Harbour").await;
    for way in ["", "/preview"] {
        will_list(&room, &[member("02", "Bilal", &["owner"])]);
        let method = if way.is_empty() { "PUT" } else { "POST" };
        let none = (404, "team_not_found");
        ada.is_refused(method, &format!("{}{way}", path(&folder)), request(true), none).await;
    }
    assert_eq!(ada.get(&path(&folder)).await.body, json!({}));
    assert!(room.team_links.borrow().is_empty());
}

#[tokio::test]
async fn only_owners_decide_about_the_team_and_guests_do_not_see_it() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let folder = ada.makes_folder("Harbour").await;
    linked(&room, &ada, &folder).await;
    let (bilal, gus) =
        (Person::signed_in(&room, "02", "Bilal").await, Person::signed_in(&room, "03", "Gus").await);
    ada.adds(&folder, "02", "member").await;
    ada.adds(&folder, "03", "guest").await;
    let low = (403, "role_too_low");
    for (method, way) in
        [("PUT", ""), ("DELETE", ""), ("POST", "/preview"), ("POST", "/runs"), ("POST", "/agreement")]
    {
        bilal.is_refused(method, &format!("{}{way}", path(&folder)), request(true), low).await;
    }
    assert_eq!(bilal.get(&path(&folder)).await.status, 200);
    gus.is_refused("GET", &path(&folder), Value::Null, low).await;
    assert_eq!(room.asked(), [], "nothing was asked of Microsoft");
}

#[tokio::test]
async fn what_microsoft_refuses_is_said_with_what_to_do() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let folder = ada.makes_folder("Harbour").await;
    let forbidden = r#"{"error":{"code":"Forbidden","message":"x"}}"#;
    let token = r#"{"token_type":"Bearer","access_token":"t","expires_in":3599}"#;
    for (status, body, expected) in [
        (403, forbidden, (403, "team_not_readable")),
        (404, r#"{"error":{"code":"NotFound","message":"x"}}"#, (404, "team_not_found")),
        (503, "{}", (503, "throttled")),
    ] {
        room.upstream.will_answer(200, token);
        room.upstream.will_answer(status, body);
        let reply = ada.send("PUT", &path(&folder), request(true)).await;
        assert_eq!(reply.body["code"], expected.1, "{reply:?}");
    }
}

#[tokio::test]
async fn a_request_of_another_form_is_refused_and_nothing_is_asked() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let folder = ada.makes_folder("Harbour").await;
    let invalid = (400, "invalid_request");
    for body in [
        json!({}),
        json!({ "team": "x", "name": "T", "options": { "owners": "owner", "guests": true } }),
        json!({ "team": TEAM, "name": "", "options": { "owners": "owner", "guests": true } }),
        json!({ "team": TEAM, "name": "T", "options": { "owners": "guest", "guests": true } }),
        json!({ "team": TEAM, "name": "T", "options": { "owners": "owner", "guests": true }, "more": 1 }),
    ] {
        ada.is_refused("PUT", &path(&folder), body, invalid).await;
    }
    assert_eq!(room.asked(), []);
}

#[tokio::test]
async fn without_the_function_there_is_no_team_link() {
    let room = Room::with_functions("sso-teams,documents");
    room.will_show_keys();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let folder = ada.makes_folder("Harbour").await;
    ada.is_refused("GET", &path(&folder), Value::Null, (403, "function_disabled")).await;
}

#[tokio::test]
async fn a_link_that_was_told_to_run_remembers_it() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let folder = ada.makes_folder("Harbour").await;
    linked(&room, &ada, &folder).await;
    let links = room.team_links.borrow();
    let store = links.values().next().unwrap();
    assert_eq!(Engine::record(store).unwrap().run, 0, "the object itself begins");
    assert!(!store.dump().is_empty());
}

#[tokio::test]
async fn whose_role_an_owner_changes_is_followed_no_longer() {
    let room = room();
    let ada = Person::signed_in(&room, "01", "Ada").await;
    let folder = ada.makes_folder("Harbour").await;
    ada.adds(&folder, "02", "member").await;
    let sql = "UPDATE participants SET origin = 'team', membership = 'm', run = 1 WHERE oid = ?1";
    room.database.batch(vec![Statement::new(sql, [oid("02").into()])]).await.unwrap();
    let people = format!("/api/folders/{folder}/participants");
    assert_eq!(ada.get(&people).await.body["participants"][1]["origin"], "team");
    let changed = ada.send("PATCH", &place(&folder, "02"), json!({ "role": "guest" })).await;
    assert_eq!((&changed.body["role"], &changed.body["origin"]), (&"guest".into(), &"manual".into()));
}
