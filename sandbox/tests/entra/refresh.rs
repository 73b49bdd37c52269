//! Refresh tokens.

use serde_json::json;

use crate::browser::{
    Browser, CONTOSO, DAEMON, MOORING_SCOPE, SPA, SPA_ORIGIN, assert_refused, decoded, number,
};

const DAY: i64 = 24 * 3600;

#[tokio::test]
async fn a_refresh_token_stays_good_and_each_use_gives_another() {
    let browser = Browser::open().await;
    let first = browser.sign_in("Ada").await["refresh_token"].as_str().unwrap().to_owned();

    let (_, one) = browser.refresh(&first, &[]).await;
    let (_, two) = browser.refresh(&first, &[]).await;

    assert_ne!(one["refresh_token"], two["refresh_token"]);
    assert_eq!(browser.refresh(one["refresh_token"].as_str().unwrap(), &[]).await.0, 200);
}

#[tokio::test]
async fn a_servers_refresh_token_lives_ninety_days_from_its_last_use() {
    let browser = Browser::open().await;
    let clock = &browser.sandbox.world().clock;
    let first = browser.sign_in("Ada").await["refresh_token"].as_str().unwrap().to_owned();

    clock.advance(89 * DAY);
    let (status, tokens) = browser.refresh(&first, &[]).await;
    assert_eq!(status, 200);
    let second = tokens["refresh_token"].as_str().unwrap();

    clock.advance(2 * DAY);
    assert_refused(&browser.refresh(&first, &[]).await, "invalid_grant", 700_082);
    assert_eq!(browser.refresh(second, &[]).await.0, 200);
}

#[tokio::test]
async fn a_pages_refresh_token_lives_a_day_from_the_sign_in() {
    let browser = Browser::open().await;
    let tokens = browser.sign_in_to_spa("Ada", "openid offline_access User.Read").await;
    assert_eq!(tokens["refresh_token_expires_in"], DAY);
    let refresh = async |token: &str| {
        let form = [("grant_type", "refresh_token"), ("client_id", SPA), ("refresh_token", token)];
        browser.token_from(CONTOSO, &form, &[("origin", SPA_ORIGIN)]).await
    };

    browser.sandbox.world().clock.advance(DAY - 60);
    let (status, tokens) = refresh(tokens["refresh_token"].as_str().unwrap()).await;
    assert_eq!(status, 200);
    assert!(tokens["refresh_token_expires_in"].as_i64().unwrap() <= 60);

    browser.sandbox.world().clock.advance(61);
    let late = refresh(tokens["refresh_token"].as_str().unwrap()).await;
    assert_refused(&late, "invalid_grant", 700_084);
}

#[tokio::test]
async fn a_refresh_token_serves_every_resource_that_is_consented_to_and_no_other_client() {
    let browser = Browser::open().await;
    let tokens = browser.sign_in_to_spa("Ada", &format!("offline_access {MOORING_SCOPE}")).await;
    let token = tokens["refresh_token"].as_str().unwrap();
    let refresh = async |scope: &str| {
        let form =
            [("grant_type", "refresh_token"), ("client_id", SPA), ("refresh_token", token), ("scope", scope)];
        browser.token_from(CONTOSO, &form, &[("origin", SPA_ORIGIN)]).await
    };

    assert_eq!(decoded(&refresh(MOORING_SCOPE).await.1["access_token"]).1["scp"], "access_as_user");
    let refused = refresh("User.Read").await;
    assert_refused(&refused, "invalid_grant", 65001);
    assert_eq!(refused.1["suberror"], "consent_required");

    let grant = json!({ "client_id": SPA, "person": "ada@contoso.example", "scope": "User.Read" });
    browser.control("POST", "/api/consent/grant", grant).await;
    assert_eq!(decoded(&refresh("User.Read").await.1["access_token"]).1["scp"], "User.Read");

    let changes = [("client_id", DAEMON), ("client_secret", "probe-daemon-secret")];
    assert_refused(&browser.refresh(token, &changes).await, "invalid_grant", 70000);
    assert_refused(&browser.refresh("1.Bnonsense", &[]).await, "invalid_grant", 70000);
}

#[tokio::test]
async fn after_a_revocation_old_refresh_tokens_are_refused_and_new_ones_work() {
    let browser = Browser::open().await;
    let tokens = browser.sign_in("Ada").await;
    let others = browser.code("Bilal", CONTOSO, &[("prompt", "login")]).await;
    let others = browser.redeem(&others, &[]).await.1;

    browser.control("POST", "/api/sessions/revoke", json!({ "person": crate::browser::oid("Ada") })).await;

    let refused = browser.refresh(tokens["refresh_token"].as_str().unwrap(), &[]).await;
    assert_refused(&refused, "invalid_grant", 50173);
    assert_eq!(number(refused.1["error_description"].as_str().unwrap()), 50173);
    assert_eq!(browser.refresh(others["refresh_token"].as_str().unwrap(), &[]).await.0, 200);

    let code = browser.code("Ada", CONTOSO, &[("prompt", "login")]).await;
    let again = browser.redeem(&code, &[]).await.1;
    assert_eq!(browser.refresh(again["refresh_token"].as_str().unwrap(), &[]).await.0, 200);
}

#[tokio::test]
async fn after_a_withdrawn_consent_a_refresh_is_refused() {
    let browser = Browser::open().await;
    let tokens = browser.sign_in("Ada").await;
    let withdrawn = json!({ "client_id": crate::browser::MOORING, "person": crate::browser::oid("Ada") });

    browser.control("POST", "/api/consent/withdraw", withdrawn).await;

    let refused = browser.refresh(tokens["refresh_token"].as_str().unwrap(), &[]).await;
    assert_refused(&refused, "invalid_grant", 65001);
}
