//! On-behalf-of: the API's own access token is traded for one for Graph.

use serde_json::{Value, json};

use crate::browser::{
    Browser, CONTOSO, FABRIKAM, MOORING, MOORING_SCOPE, MOORING_SECRET, Pairs, assert_refused, changed,
    decoded, oid,
};

async fn exchange(browser: &Browser, tenant: &str, assertion: &str, changes: Pairs<'_>) -> (u16, Value) {
    let usual = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
        ("client_id", MOORING),
        ("client_secret", MOORING_SECRET),
        ("assertion", assertion),
        ("scope", "https://graph.microsoft.com/User.Read offline_access"),
        ("requested_token_use", "on_behalf_of"),
    ];
    browser.token(tenant, &changed(&usual, changes)).await
}

async fn host_token(browser: &Browser) -> String {
    let tokens = browser.sign_in_to_spa("Ada", &format!("openid {MOORING_SCOPE}")).await;
    tokens["access_token"].as_str().unwrap().to_owned()
}

async fn consent(browser: &Browser) {
    let grant = json!({ "client_id": MOORING, "person": oid("Ada"), "scope": "User.Read offline_access" });
    assert_eq!(browser.control("POST", "/api/consent/grant", grant).await.0, 204);
}

#[tokio::test]
async fn an_access_token_for_the_api_is_traded_for_one_for_graph() {
    let browser = Browser::open().await;
    let assertion = host_token(&browser).await;
    consent(&browser).await;

    let (status, tokens) = exchange(&browser, CONTOSO, &assertion, &[]).await;

    assert_eq!(status, 200, "{tokens}");
    let (_, claims) = decoded(&tokens["access_token"]);
    assert_eq!((&claims["oid"], &claims["scp"]), (&json!(oid("Ada")), &json!("User.Read")));
    assert_eq!(claims["aud"], "https://graph.microsoft.com");
    assert_eq!((&claims["appid"], &claims["appidacr"]), (&json!(MOORING), &json!("1")));
    assert_eq!(tokens["scope"], "https://graph.microsoft.com/User.Read");
    assert!(tokens["refresh_token"].is_string() && tokens.get("id_token").is_none());

    let (_, default) =
        exchange(&browser, CONTOSO, &assertion, &[("scope", "https://graph.microsoft.com/.default")]).await;
    assert_eq!(decoded(&default["access_token"]).1["scp"], "User.Read");
    assert!(default.get("refresh_token").is_none());
}

#[tokio::test]
async fn without_consent_the_answer_says_so() {
    let browser = Browser::open().await;
    let assertion = host_token(&browser).await;

    let answer = exchange(&browser, CONTOSO, &assertion, &[]).await;

    assert_refused(&answer, "invalid_grant", 65001);
    assert_eq!(answer.1["suberror"], "consent_required");
    let default = [("scope", "https://graph.microsoft.com/.default")];
    assert_refused(&exchange(&browser, CONTOSO, &assertion, &default).await, "invalid_grant", 65001);
}

#[tokio::test]
async fn an_assertion_of_the_wrong_kind_is_refused() {
    let browser = Browser::open().await;
    consent(&browser).await;
    let good = host_token(&browser).await;
    let tokens = browser
        .sign_in_to_spa(
            "Ada",
            &format!("openid User.Read {MOORING_SCOPE}").replace(&format!(" {MOORING_SCOPE}"), ""),
        )
        .await;
    let graph = tokens["access_token"].as_str().unwrap();
    let mooring = browser.code("Ada", CONTOSO, &[]).await;
    let mooring = browser.redeem(&mooring, &[]).await.1;
    let identity = mooring["id_token"].as_str().unwrap();
    let forged = format!("{}A", good.strip_suffix(|_: char| true).unwrap());
    let forged = if forged == good { format!("{}B", good.strip_suffix('A').unwrap()) } else { forged };
    let app = app_only(&browser).await;
    let cases = [
        (graph, 50013, "invalid_grant"),
        (&forged, 50013, "invalid_grant"),
        ("nonsense", 50013, "invalid_grant"),
        (identity, 240_002, "invalid_grant"),
        (&app, 7_000_114, "unauthorized_client"),
    ];
    for (assertion, code, error) in cases {
        assert_refused(&exchange(&browser, CONTOSO, assertion, &[]).await, error, code);
    }
    let daemon = [("client_id", crate::browser::DAEMON), ("client_secret", "probe-daemon-secret")];
    assert_refused(&exchange(&browser, CONTOSO, &good, &daemon).await, "invalid_grant", 500_131);

    browser.sandbox.world().clock.advance(3600);
    assert_refused(&exchange(&browser, CONTOSO, &good, &[]).await, "invalid_grant", 500_133);
}

/// A token for the API that stands for an application, not a person.
async fn app_only(browser: &Browser) -> String {
    let scope = MOORING_SCOPE.replace("access_as_user", ".default");
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", crate::browser::DAEMON),
        ("client_secret", "probe-daemon-secret"),
        ("scope", &scope),
    ];
    let (status, tokens) = browser.token(CONTOSO, &form).await;
    assert_eq!(status, 200, "{tokens}");
    tokens["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_request_that_is_not_complete_is_refused() {
    let browser = Browser::open().await;
    consent(&browser).await;
    let good = host_token(&browser).await;
    let cases: [(&str, Pairs<'_>, &str, u32); 7] = [
        (CONTOSO, &[("requested_token_use", "")], "invalid_request", 900_144),
        (CONTOSO, &[("assertion", "")], "invalid_request", 900_144),
        (CONTOSO, &[("scope", "")], "invalid_request", 900_144),
        (CONTOSO, &[("client_secret", "")], "invalid_client", 7_000_218),
        (CONTOSO, &[("claims", "{")], "invalid_request", 9_002_313),
        ("common", &[], "invalid_request", 9_001_023),
        (FABRIKAM, &[], "invalid_grant", 50013),
    ];
    for (tenant, changes, error, code) in cases {
        assert_refused(&exchange(&browser, tenant, &good, changes).await, error, code);
    }
}

#[tokio::test]
async fn a_challenge_passes_through_with_its_claims() {
    let browser = Browser::open().await;
    let good = host_token(&browser).await;
    consent(&browser).await;
    browser.fault(json!({ "name": "token_error", "code": 50079 })).await;

    let answer = exchange(&browser, CONTOSO, &good, &[]).await;

    assert_refused(&answer, "invalid_grant", 50079);
    assert_eq!(answer.1["suberror"], "basic_action");
    let claims: Value = serde_json::from_str(answer.1["claims"].as_str().unwrap()).unwrap();
    assert_eq!(claims["access_token"]["polids"]["essential"], true);
}

#[tokio::test]
async fn after_a_revocation_an_old_assertion_is_refused() {
    let browser = Browser::open().await;
    let good = host_token(&browser).await;
    consent(&browser).await;

    browser.control("POST", "/api/sessions/revoke", json!({ "person": oid("Ada") })).await;

    assert_refused(&exchange(&browser, CONTOSO, &good, &[]).await, "invalid_grant", 50173);
}
