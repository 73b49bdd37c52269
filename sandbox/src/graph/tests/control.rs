//! What the control API does to files, as Graph then shows it.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{Desk, Received, receive};
use crate::control;
use crate::graph::seed::who::{ADA, NORA};
use crate::graph::seed::{library, one_drive};

const ALL: &str = "Files.Read.All";

async fn call(desk: &Desk, path: &str, body: &Value) -> Received {
    request(desk, "POST", path, body).await
}

pub(super) async fn request(desk: &Desk, method: &str, path: &str, body: &Value) -> Received {
    let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    let router = control::router(std::sync::Arc::clone(&desk.world));
    receive(router, request.body(Body::from(body.to_string())).unwrap()).await
}

async fn show(desk: &Desk, path: &str) -> Received {
    let router = control::router(std::sync::Arc::clone(&desk.world));
    receive(router, Request::get(path).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn an_item_is_renamed_moved_deleted_and_restored_by_path_or_id() {
    let desk = Desk::new();
    let path = desk.item(&one_drive(NORA), &["To do.txt"]);
    let id = path.rsplit('/').next().unwrap();
    let mut seen = Vec::new();
    for (what, body) in [
        ("rename", json!({ "drive": "nora@contoso.example", "item": "/To do.txt", "name": "Done.txt" })),
        ("move", json!({ "drive": NORA, "item": "Done.txt", "folder": "Documents" })),
        ("delete", json!({ "drive": one_drive(NORA), "item": "Documents/Done.txt" })),
        ("restore", json!({ "drive": NORA, "item": id })),
    ] {
        assert_eq!(call(&desk, &format!("/api/items/{what}"), &body).await.status.as_u16(), 204, "{what}");
        let item = desk.get("Nora", &path).await.json();
        seen.push(json!([item["name"], item["parentReference"]["name"]]));
    }

    let documents = json!(["Done.txt", "Documents"]);
    assert_eq!(seen, [json!(["Done.txt", "Documents"]), documents.clone(), json!([null, null]), documents]);
}

#[tokio::test]
async fn rights_are_given_and_withdrawn() {
    let desk = Desk::new();
    let place = json!({ "drive": ADA, "item": "Candidate list.xlsx" });
    let with = |more: Value| {
        let mut body = place.clone();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let path = desk.item(&one_drive(ADA), &["Candidate list.xlsx"]);
    let mut seen = Vec::new();
    for (what, body) in [
        ("grant", with(json!({ "to": "nora@contoso.example" }))),
        ("grant", with(json!({ "to": "organization", "role": "write" }))),
        ("withdraw", with(json!({ "to": NORA }))),
        ("withdraw", place.clone()),
    ] {
        assert_eq!(call(&desk, &format!("/api/items/{what}"), &body).await.status.as_u16(), 204, "{body}");
        let rights = call(&desk, "/api/items/find", &place).await.json()["rights"].as_array().unwrap().len();
        seen.push((desk.status("Nora", ALL, &path).await, desk.status("Finn", ALL, &path).await, rights));
    }

    assert_eq!(seen, [(200, 403, 1), (200, 200, 2), (200, 200, 1), (403, 403, 0)]);
}

#[tokio::test]
async fn opening_the_files_tab_makes_the_folder() {
    let desk = Desk::new();
    let body = json!({ "team": "Harbour project", "channel": "New berths" });

    assert_eq!(call(&desk, "/api/channels/open-files", &body).await.status.as_u16(), 204);

    desk.item(&library("harbour", "Shared Documents"), &["New berths"]);
    let teams = show(&desk, "/api/teams").await.json();
    let channels = teams[0]["channels"].as_array().unwrap();
    let opened = channels.iter().find(|channel| channel["name"] == "New berths").unwrap();
    assert_eq!(opened["files"], "Opened");
    let drives = show(&desk, "/api/drives").await.json();
    let keys = drives["drives"].as_array().unwrap().iter().filter_map(|drive| drive["key"].as_str());
    assert_eq!(keys.filter(|key| key.starts_with("harbour/")).count(), 2);
}

#[tokio::test]
async fn what_is_not_there_is_refused_with_a_sentence() {
    let desk = Desk::new();
    for (what, body, status) in [
        ("items/rename", json!({ "drive": "nobody", "item": "a", "name": "b" }), 404),
        ("items/rename", json!({ "drive": ADA, "item": "nothing", "name": "b" }), 404),
        ("items/rename", json!({ "drive": ADA, "item": "Budget", "name": "a/b" }), 400),
        ("items/rename", json!({ "drive": ADA, "item": "Budget" }), 422),
        ("items/move", json!({ "drive": ADA, "item": "Budget", "folder": "Budget" }), 400),
        ("items/delete", json!({ "drive": ADA, "item": "/" }), 404),
        ("items/restore", json!({ "drive": ADA, "item": "Budget" }), 404),
        ("items/grant", json!({ "drive": ADA, "item": "Budget" }), 422),
        ("items/grant", json!({ "drive": ADA, "item": "Budget", "to": "nobody" }), 404),
        ("channels/open-files", json!({ "team": "nothing", "channel": "General" }), 404),
        ("channels/open-files", json!({ "team": "Finance", "channel": "nothing" }), 404),
    ] {
        let refused = call(&desk, &format!("/api/{what}"), &body).await;
        assert_eq!(refused.status.as_u16(), status, "{what} {body}");
        assert!(!refused.body.is_empty(), "{what} {body}");
    }
}

#[tokio::test]
async fn the_page_has_every_drive_and_every_closed_files_tab() {
    let desk = Desk::new();
    let page = show(&desk, "/").await;
    let text = String::from_utf8(page.body.to_vec()).unwrap();

    assert!(text.contains("harbour/Shared Documents") && text.contains(&one_drive(ADA)));
    assert_eq!(text.matches("Open the Files tab of").count(), 3);
    assert!(text.contains("Quay works (12)") && text.contains("Everybody (12001)"));
}
