//! Outlook over HTTP, without a socket.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;
use crate::applications::Applications;
use crate::world::Origins;

const API: &str = "api://localhost:8787/3a7c5e10-0000-4000-8000-0000000000a1";
const ADA: &str = "00000000-0000-4000-a000-000000000001";
const MIA: &str = "00000000-0000-4000-a000-000000000006";

async fn answer(request: Request<Body>) -> (StatusCode, String, String) {
    let world = World::new(Origins::default(), Applications::built_in().unwrap());
    let response = router(Arc::new(world)).oneshot(request).await.unwrap();
    let kind = response.headers().get(header::CONTENT_TYPE).unwrap().to_str().unwrap().to_owned();
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, kind, String::from_utf8(body.to_vec()).unwrap())
}

async fn reads(path: &str) -> (String, String) {
    let (status, kind, body) = answer(Request::get(path).body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    (kind, body)
}

async fn asks(person: &str) -> (StatusCode, Value) {
    let wish = json!({ "person": person, "app_host": "localhost:8787", "way": "host", "resource": API });
    let request = Request::post("/api/token").header(header::CONTENT_TYPE, "application/json");
    let (status, _, body) = answer(request.body(Body::from(wish.to_string())).unwrap()).await;
    (status, serde_json::from_str(&body).unwrap())
}

#[tokio::test]
async fn the_page_shows_everybody_with_a_mailbox_and_their_mail() {
    let (kind, page) = reads("/").await;
    assert_eq!(kind, "text/html; charset=utf-8");
    assert!(page.contains("Harbour plan, second draft") && page.contains(&format!("value=\"{ADA}\"")));
    assert!(page.contains("&lt;2027&gt; &amp; holidays") && !page.contains("<2027>"));
    assert!(!page.contains(MIA), "she has no mailbox");
}

#[tokio::test]
async fn every_script_of_the_page_and_of_the_pane_is_there() {
    for path in ["/host.js", "/naa.js", "/switches.js", "/lib/1/hosted/office.js"] {
        let (kind, text) = reads(path).await;
        assert_eq!(kind, "text/javascript; charset=utf-8", "{path}");
        assert!(!text.is_empty(), "{path}");
    }
    assert_eq!(reads("/host.css").await.0, "text/css; charset=utf-8");
}

#[tokio::test]
async fn tokens_are_issued_to_outlook() {
    let (status, token) = asks(ADA).await;
    assert_eq!(status, StatusCode::OK, "{token}");
    let claims = crate::entra::claims_of(token["access_token"].as_str().unwrap()).unwrap();
    assert_eq!(claims["azp"], OUTLOOK_WEB);

    let (status, refused) = asks("nobody").await;
    assert_eq!((status, &refused["error"]["code"]), (StatusCode::BAD_REQUEST, &json!("no_account_found")));
}
