//! What the access tokens are worth at Graph, over time.

use serde_json::{Value, json};

use crate::browser::{Browser, CONTOSO, MOORING_SCOPE, oid};

const CP1: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;

/// The status of a call to Graph, and what it says about authentication.
async fn call(browser: &Browser, token: &str) -> (u16, String) {
    let url = format!("{}/v1.0/me", browser.sandbox.graph());
    let response = browser.http.get(url).bearer_auth(token).send().await.unwrap();
    let challenge =
        response.headers().get("www-authenticate").map(|value| value.to_str().unwrap().to_owned());
    (response.status().as_u16(), challenge.unwrap_or_default())
}

async fn token(browser: &Browser, claims: &str) -> String {
    let code = browser.code("Ada", CONTOSO, &[("prompt", "login")]).await;
    let (_, tokens) = browser.redeem(&code, &[("claims", claims)]).await;
    tokens["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_token_opens_graph_until_it_ends() {
    let browser = Browser::open().await;
    let token = token(&browser, "").await;
    assert_eq!(call(&browser, &token).await.0, 200);

    browser.sandbox.world().clock.advance(3600);
    assert_eq!(call(&browser, &token).await.0, 401);
}

#[tokio::test]
async fn a_token_for_something_else_does_not_open_graph() {
    let browser = Browser::open().await;
    let spa = browser.sign_in_to_spa("Ada", MOORING_SCOPE).await;
    let mooring = browser.sign_in("Ada").await;
    for token in [&spa["access_token"], &mooring["id_token"], &mooring["refresh_token"], &json!("nonsense")] {
        assert_eq!(call(&browser, token.as_str().unwrap()).await.0, 401, "{token}");
    }
}

#[tokio::test]
async fn after_a_revocation_graph_challenges_only_those_who_can_answer() {
    let browser = Browser::open().await;
    let (able, unable) = (token(&browser, CP1).await, token(&browser, "").await);
    assert_eq!(call(&browser, &able).await.0, 200);

    browser.control("POST", "/api/sessions/revoke", json!({ "person": oid("Ada") })).await;

    let (status, challenge) = call(&browser, &able).await;
    assert_eq!(status, 401);
    assert!(
        challenge.contains("error=\"insufficient_claims\"") && challenge.contains("claims=\""),
        "{challenge}"
    );
    assert_eq!(call(&browser, &unable).await.0, 200);
    assert_eq!(call(&browser, &token(&browser, CP1).await).await.0, 200);
}

#[tokio::test]
async fn the_journal_knows_who_called_graph() {
    let browser = Browser::open().await;
    let token = token(&browser, "").await;
    browser.control("DELETE", "/api/journal", Value::Null).await;

    call(&browser, &token).await;

    let (_, journal) = browser.control("GET", "/api/journal", Value::Null).await;
    let journal: Value = serde_json::from_str(&journal).unwrap();
    assert_eq!((&journal[0]["service"], &journal[0]["person"]), (&json!("graph"), &json!(oid("Ada"))));
    assert!(!journal.to_string().contains(&token));
}
