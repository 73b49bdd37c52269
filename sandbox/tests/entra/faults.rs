//! Entra's own faults: every AADSTS number at both endpoints, and the smaller ones.

use serde_json::{Value, json};

use crate::browser::{Browser, CONTOSO, decoded};

/// Number, `error` at the token endpoint, `error` at the authorize endpoint, `suberror`, whether `claims` come along.
const ROWS: [(u32, &str, &str, Option<&str>, bool); 16] = [
    (65001, "invalid_grant", "consent_required", Some("consent_required"), false),
    (65004, "access_denied", "access_denied", None, false),
    (90094, "access_denied", "access_denied", None, false),
    (50076, "invalid_grant", "interaction_required", Some("basic_action"), true),
    (50079, "invalid_grant", "interaction_required", Some("basic_action"), true),
    (50158, "invalid_grant", "interaction_required", Some("basic_action"), true),
    (53003, "invalid_grant", "access_denied", Some("message_only"), true),
    (50058, "login_required", "login_required", None, false),
    (16000, "invalid_grant", "interaction_required", None, false),
    (50105, "invalid_grant", "access_denied", None, false),
    (50173, "invalid_grant", "invalid_grant", None, false),
    (70043, "invalid_grant", "invalid_grant", None, false),
    (7_000_215, "invalid_client", "invalid_client", None, false),
    (500_011, "invalid_resource", "invalid_resource", None, false),
    (90033, "server_error", "server_error", None, false),
    (90055, "temporarily_unavailable", "temporarily_unavailable", None, false),
];

#[tokio::test]
async fn a_token_error_has_the_shape_of_its_number() {
    let browser = Browser::open().await;
    let token = browser.sign_in("Ada").await["refresh_token"].as_str().unwrap().to_owned();
    for (code, error, _, suberror, has_claims) in ROWS {
        browser.fault(json!({ "name": "token_error", "code": code })).await;
        let (status, body) = browser.refresh(&token, &[]).await;
        let expected = match error {
            "invalid_client" => 401,
            "temporarily_unavailable" => 503,
            _ => 400,
        };
        assert_eq!((status, body["error"].as_str()), (expected, Some(error)), "{code}");
        assert_eq!(body["error_codes"], json!([code]));
        assert_eq!(body.get("suberror").and_then(Value::as_str), suberror, "{code}");
        assert_eq!(body.get("claims").is_some_and(Value::is_string), has_claims, "{code}");
    }
    assert_eq!(browser.refresh(&token, &[]).await.0, 200);
}

#[tokio::test]
async fn an_authorize_error_comes_back_with_the_state() {
    let browser = Browser::open().await;
    browser.sign_in("Ada").await;
    for (code, _, error, suberror, has_claims) in ROWS {
        browser.fault(json!({ "name": "authorize_error", "code": code })).await;
        let parameters = browser.authorize(CONTOSO, &[]).await.returned();
        assert_eq!(parameters["error"], error, "{code}");
        assert_eq!(parameters["state"], "state of the app");
        assert_eq!(parameters.get("suberror").map(String::as_str), suberror, "{code}");
        assert_eq!(parameters.contains_key("claims"), has_claims, "{code}");
    }
}

#[tokio::test]
async fn every_error_has_a_page_that_explains_it() {
    let browser = Browser::open().await;
    for (code, _, _, _, _) in ROWS {
        let url = format!("{}/error?code={code}", browser.sandbox.entra());
        assert_eq!(browser.http.get(url).send().await.unwrap().status(), 200, "{code}");
    }
    let url = format!("{}/error?code=1", browser.sandbox.entra());
    assert_eq!(browser.http.get(url).send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn tokens_can_be_short_unpublished_or_without_a_refresh_token() {
    let browser = Browser::open().await;
    let token = browser.sign_in("Ada").await["refresh_token"].as_str().unwrap().to_owned();

    browser.fault(json!({ "name": "short_tokens", "expires_in": 60 })).await;
    assert_eq!(browser.refresh(&token, &[]).await.1["expires_in"], 59);

    browser.fault(json!({ "name": "unknown_kid" })).await;
    let (_, tokens) = browser.refresh(&token, &[("scope", "User.Read")]).await;
    assert_eq!(decoded(&tokens["access_token"]).0["kid"], "unpublished-key");

    browser.fault(json!({ "name": "omit_refresh_token" })).await;
    assert!(browser.refresh(&token, &[]).await.1.get("refresh_token").is_none());

    browser.fault(json!({ "name": "discovery_issuer_mismatch" })).await;
    let url = format!("{}/{CONTOSO}/v2.0/.well-known/openid-configuration", browser.sandbox.entra());
    let document: Value = browser.http.get(url).send().await.unwrap().json().await.unwrap();
    assert_eq!(document["issuer"], format!("https://issuer.example/{CONTOSO}/v2.0"));
}
