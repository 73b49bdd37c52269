//! `$batch`.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use super::{Desk, Received, USUAL};
use crate::faults::{FaultKind, Place};
use crate::journal::Service;

async fn post(desk: &Desk, body: &Value) -> Received {
    let request = Request::post("/v1.0/$batch")
        .header("authorization", format!("Bearer {}", desk.token("Ada", USUAL)))
        .header("content-type", "application/json");
    desk.send(request.body(Body::from(body.to_string())).unwrap()).await
}

fn get(id: &str, url: &str) -> Value {
    json!({ "id": id, "method": "GET", "url": url })
}

fn part<'a>(responses: &'a Value, id: &str) -> &'a Value {
    responses["responses"].as_array().unwrap().iter().find(|part| part["id"] == id).unwrap()
}

#[tokio::test]
async fn each_part_has_its_own_status_headers_and_body() {
    let desk = Desk::new();

    let answered = post(
        &desk,
        &json!({ "requests": [
            get("1", "/me?$select=displayName"),
            get("2", "me/photo/$value"),
            get("3", "/me/drive/items/01NOTHING"),
            get("4", "/$batch"),
            get("5", "http://localhost:8702/v1.0/me"),
            get("6", "/me/drive/root/search(q='crane agreement')?$select=name"),
        ]}),
    )
    .await;

    assert_eq!(answered.status, StatusCode::OK);
    let answered = answered.json();
    let statuses: Vec<&Value> =
        ["1", "2", "3", "4", "5", "6"].iter().map(|id| &part(&answered, id)["status"]).collect();
    assert_eq!(statuses, [200, 200, 404, 400, 400, 200]);
    assert_eq!(part(&answered, "1")["body"]["displayName"], "Ada Lindqvist");
    assert_eq!(part(&answered, "2")["headers"]["Content-Type"], "image/png");
    assert_eq!(part(&answered, "3")["body"]["error"]["code"], "itemNotFound");
    assert_eq!(part(&answered, "6")["body"]["value"][0]["name"], "Crane agreement.pdf");
    assert_ne!(answered["responses"][0]["id"], "1", "the order is not that of the requests");
}

#[tokio::test]
async fn a_part_whose_dependency_failed_is_not_run() {
    let desk = Desk::new();

    let answered = post(
        &desk,
        &json!({ "requests": [
            { "id": "c", "method": "GET", "url": "/me", "dependsOn": ["b"] },
            { "id": "b", "method": "GET", "url": "/me", "dependsOn": ["A"] },
            get("a", "/me/drive/items/01NOTHING"),
            { "id": "e", "method": "GET", "url": "/me", "dependsOn": ["d"] },
            get("d", "/me"),
        ]}),
    )
    .await
    .json();

    let statuses: Vec<&Value> =
        ["a", "b", "c", "d", "e"].iter().map(|id| &part(&answered, id)["status"]).collect();
    assert_eq!(statuses, [404, 424, 424, 200, 200]);
}

#[tokio::test]
async fn a_malformed_batch_is_refused_as_a_whole() {
    let desk = Desk::new();
    let many: Vec<Value> = (0..=crate::graph::PARTS_MAX).map(|id| get(&id.to_string(), "/me")).collect();
    for body in [
        json!({}),
        json!({ "requests": [] }),
        json!({ "requests": many }),
        json!({ "requests": [{ "method": "GET", "url": "/me" }] }),
        json!({ "requests": [{ "id": "1", "url": "/me" }] }),
        json!({ "requests": [{ "id": "1", "method": "GET" }] }),
        json!({ "requests": [get("a", "/me"), get("A", "/me")] }),
        json!({ "requests": [{ "id": "1", "method": "GET", "url": "/me", "dependsOn": ["2"] }] }),
        json!({ "requests": [{ "id": "1", "method": "GET", "url": "/me", "dependsOn": ["1"] }] }),
        json!({ "requests": [{ "id": "1", "method": "POST", "url": "/me", "body": {} }] }),
    ] {
        let refused = post(&desk, &body).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (StatusCode::BAD_REQUEST, "BadRequest"),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_batch_without_a_token_is_refused_as_a_whole() {
    let request =
        Request::post("/v1.0/$batch").body(Body::from(json!({ "requests": [get("1", "/me")] }).to_string()));

    assert_eq!(Desk::new().send(request.unwrap()).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn parts_are_throttled_one_by_one() {
    let desk = Desk::new();
    let at = Place { service: Service::Graph, path: Some("/v1.0/me/drive".to_owned()) };
    desk.fault(FaultKind::Throttled { at, retry_after: Some("7".to_owned()) });

    let answered =
        post(&desk, &json!({ "requests": [get("1", "/me"), get("2", "/me/drive"), get("3", "/me/drive")] }))
            .await
            .json();

    assert_eq!(part(&answered, "1")["status"], 200);
    assert_eq!(part(&answered, "2")["status"], 429);
    assert_eq!(part(&answered, "2")["headers"]["Retry-After"], "7");
    assert_eq!(part(&answered, "3")["status"], 200);
}
