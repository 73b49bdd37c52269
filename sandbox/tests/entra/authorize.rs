//! What the authorize endpoint checks, and whom it tells.

use crate::browser::{
    Browser, CALLBACK, CONTOSO, FABRIKAM, Landing, MOORING, Pairs, SCOPE, SPA, SPA_CALLBACK, decoded,
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_request_that_cannot_be_trusted_is_refused_on_the_page_and_never_redirected() {
    let browser = Browser::open().await;
    let with_slash = format!("{CALLBACK}/");
    let cases: [(&str, Pairs<'_>, u32); 9] = [
        (CONTOSO, &[("client_id", "")], 900_144),
        (CONTOSO, &[("client_id", "mooring")], 700_038),
        (CONTOSO, &[("client_id", "3a7c5e10-0000-4000-8000-0000000000ff")], 700_016),
        (CONTOSO, &[("redirect_uri", &with_slash)], 50011),
        (CONTOSO, &[("redirect_uri", "HTTP://localhost:8787/sign-in/callback")], 50011),
        (CONTOSO, &[("redirect_uri", "not an address")], 90102),
        ("nowhere.example", &[], 90002),
        ("consumers", &[], 9_002_332),
        ("common", &[("client_id", crate::browser::DAEMON), ("redirect_uri", "")], 50194),
    ];
    for (tenant, changes, code) in cases {
        let landing = browser.authorize(tenant, changes).await;
        let Landing::Page { status, html } = &landing else { panic!("redirected: {changes:?} {landing:?}") };
        assert_eq!(*status, 400, "{changes:?}");
        assert!(html.contains(&format!("AADSTS{code}: ")), "{changes:?}: {html}");
    }
}

#[tokio::test]
async fn a_request_that_is_wrong_in_itself_goes_back_to_the_app_with_its_state() {
    let browser = Browser::open().await;
    let spa: Pairs<'_> = &[("client_id", SPA), ("redirect_uri", SPA_CALLBACK), ("code_challenge", "")];
    let cases: [(Pairs<'_>, &str, u32); 12] = [
        (&[("response_type", "")], "invalid_request", 900_144),
        (&[("response_type", "token")], "unsupported_response_type", 700_051),
        (&[("response_type", "code id_token")], "unsupported_response_type", 700_054),
        (&[("response_type", "coupon")], "invalid_request", 90023),
        (&[("response_mode", "pigeon")], "invalid_request", 90023),
        (&[("prompt", "please")], "invalid_request", 90023),
        (&[("scope", "")], "invalid_request", 900_144),
        (&[("scope", "Files.Imagine")], "invalid_client", 650_053),
        (&[("scope", "https://elsewhere.example/.default")], "invalid_resource", 500_011),
        (&[("code_challenge", "short")], "invalid_request", 501_491),
        (&[("claims", "{")], "invalid_request", 9_002_313),
        (spa, "invalid_request", 9_002_325),
    ];
    for (changes, error, code) in cases {
        let parameters = browser.authorize(CONTOSO, changes).await.returned();
        assert_eq!(parameters["error"], error, "{changes:?}");
        assert!(parameters["error_description"].starts_with(&format!("AADSTS{code}: ")), "{changes:?}");
        assert!(parameters["error_uri"].ends_with(&format!("/error?code={code}")), "{changes:?}");
        assert_eq!(parameters["state"], "state of the app", "{changes:?}");
    }
}

#[tokio::test]
async fn the_answer_comes_in_the_mode_that_was_asked_for() {
    let browser = Browser::open().await;
    let query = browser.continue_as(&browser.authorize(CONTOSO, &[]).await, "Ada").await;
    let Landing::App { address, .. } = query else { panic!("{query:?}") };
    assert!(address.starts_with(&format!("{CALLBACK}?code=")));

    let fragment = browser.authorize(CONTOSO, &[("response_mode", "fragment")]).await;
    let Landing::App { address, .. } = fragment else { panic!("{fragment:?}") };
    assert!(address.starts_with(&format!("{CALLBACK}#code=")));

    let form = browser.authorize(CONTOSO, &[("response_mode", "form_post")]).await;
    assert!(form.html().contains(&format!("action=\"{CALLBACK}\"")));
    assert!(form.html().contains("name=\"code\""));
    assert!(form.html().contains("name=\"state\" value=\"state of the app\""));
}

#[tokio::test]
async fn an_id_token_comes_from_this_endpoint_only_when_the_registration_allows_it() {
    let browser = Browser::open().await;
    let path = format!("/api/applications/{MOORING}");
    browser.control("POST", &path, json!({ "id_tokens_from_authorize": true })).await;

    let page = browser.authorize(CONTOSO, &[("response_type", "code id_token")]).await;
    let landing = browser.continue_as(&page, "Ada").await;

    let parameters = landing.returned();
    let (_, claims) = decoded(&Value::from(parameters["id_token"].clone()));
    assert_eq!(claims["nonce"], "nonce of the app");
    assert!(claims["c_hash"].is_string());
    assert!(parameters.contains_key("code"));

    let refused =
        browser.authorize(CONTOSO, &[("response_type", "code id_token"), ("response_mode", "query")]).await;
    assert_eq!(refused.error(), ("unsupported_response_type".to_owned(), 70007));
}

#[tokio::test]
async fn who_may_sign_in_depends_on_the_tenant_in_the_address() {
    let browser = Browser::open().await;
    let cases: [(&str, &str, Result<&str, u32>); 8] = [
        (CONTOSO, "Ada", Ok(CONTOSO)),
        ("contoso.example", "Ada", Ok(CONTOSO)),
        ("organizations", "Ada", Ok(CONTOSO)),
        ("common", "Eve", Ok(FABRIKAM)),
        (CONTOSO, "Eve", Err(50020)),
        (FABRIKAM, "Ada", Err(50020)),
        (CONTOSO, "Grace", Ok(CONTOSO)),
        ("organizations", "Grace", Ok(FABRIKAM)),
    ];
    for (tenant, name, expected) in cases {
        let page = browser.authorize(tenant, &[("prompt", "select_account"), ("client_info", "1")]).await;
        let landing = browser.continue_as(&page, name).await;
        match expected {
            Ok(tid) => {
                let code = landing.returned()["code"].clone();
                let (status, tokens) = browser.token(tid, &redeem(&code)).await;
                assert_eq!(status, 200, "{tenant} {name}: {tokens}");
                assert_eq!(decoded(&tokens["id_token"]).1["tid"], tid, "{tenant} {name}");
            }
            Err(code) => assert!(landing.html().contains(&format!("AADSTS{code}: ")), "{tenant} {name}"),
        }
    }
}

fn redeem(code: &str) -> Vec<(&str, &str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("client_id", MOORING),
        ("client_secret", crate::browser::MOORING_SECRET),
        ("redirect_uri", CALLBACK),
        ("code_verifier", crate::browser::VERIFIER),
        ("code", code),
    ]
}

#[tokio::test]
async fn somebody_without_an_assignment_is_stopped_and_may_go_back_to_the_app() {
    let browser = Browser::open().await;
    let page = browser.authorize(CONTOSO, &[]).await;

    let stopped = browser.continue_as(&page, "Finn").await;
    assert!(stopped.html().contains("AADSTS50105: "));

    let back = browser.press(&stopped, &[("action", "back")]).await;
    assert_eq!(back.error(), ("access_denied".to_owned(), 50105));
}

#[tokio::test]
async fn turning_back_is_told_to_the_app() {
    let browser = Browser::open().await;
    let page = browser.authorize(CONTOSO, &[]).await;
    let cancelled = browser.press(&page, &[("action", "cancel")]).await.returned();
    assert_eq!(
        (cancelled["error"].as_str(), cancelled["error_subcode"].as_str()),
        ("access_denied", "cancel")
    );
    assert!(!cancelled.contains_key("error_description"), "only declining has a number: {cancelled:?}");

    let page = browser.authorize(CONTOSO, &[]).await;
    let consent = browser.press(&page, &[("account", crate::browser::oid("Ada"))]).await;
    let declined = browser.press(&consent, &[("action", "decline")]).await;
    assert_eq!(declined.error(), ("access_denied".to_owned(), 65004));
}

#[tokio::test]
async fn pages_refuse_to_be_framed() {
    let browser = Browser::open().await;
    let url = format!("{}/{CONTOSO}/oauth2/v2.0/authorize", browser.sandbox.entra());
    let query =
        [("client_id", MOORING), ("response_type", "code"), ("scope", SCOPE), ("redirect_uri", CALLBACK)];
    let response = browser.http.get(&url).query(&query).send().await.unwrap();
    assert_eq!(response.headers()["x-frame-options"], "DENY");
}
