//! Consent: by a person, by an administrator for everybody, and not at all.

use serde_json::json;

use crate::browser::{Browser, CALLBACK, CONTOSO, Landing, MOORING, SCOPE, decoded, oid};

#[tokio::test]
async fn the_page_lists_what_is_new_in_words() {
    let browser = Browser::open().await;
    browser.code("Ada", CONTOSO, &[]).await;

    let page = browser.authorize(CONTOSO, &[("scope", "openid User.Read Mail.Read")]).await;

    assert!(page.html().contains("Read your mail"));
    assert!(!page.html().contains("Read your files") && !page.html().contains("read your profile"));
}

#[tokio::test]
async fn people_who_may_not_consent_are_sent_to_an_administrator() {
    let cases = [("Nora", SCOPE), ("Ada", "TeamMember.Read.All"), ("Grace", "Group.Read.All")];
    for (name, scope) in cases {
        let browser = Browser::open().await;
        let page = browser.authorize(CONTOSO, &[("scope", scope)]).await;

        let stopped = browser.press(&page, &[("account", oid(name))]).await;
        assert!(stopped.html().contains("Need admin approval"), "{name}");
        // There is no consent to accept behind the page either.
        let still = browser.press(&stopped, &[("action", "accept")]).await;
        assert!(still.html().contains("Need admin approval"), "{name}");

        let back = browser.press(&still, &[("action", "back")]).await;
        assert_eq!(back.error(), ("access_denied".to_owned(), 90094), "{name}");
    }
}

#[tokio::test]
async fn an_administrators_consent_for_everybody_spares_the_others_the_page() {
    let browser = Browser::open().await;
    let scope = format!("{SCOPE} TeamMember.Read.All");
    let page = browser.authorize(CONTOSO, &[("scope", &scope)]).await;
    let consent = browser.press(&page, &[("account", oid("Alex"))]).await;
    assert!(consent.html().contains("id=\"organization\""));

    let done = browser.press(&consent, &[("action", "accept"), ("organization", "on")]).await;
    assert!(done.returned().contains_key("code"));

    let page = browser.authorize(CONTOSO, &[("scope", &scope), ("prompt", "login")]).await;
    let nora = browser.press(&page, &[("account", oid("Nora"))]).await;
    assert!(nora.returned().contains_key("code"));
}

#[tokio::test]
async fn nobody_else_can_consent_for_everybody() {
    let browser = Browser::open().await;
    let page = browser.authorize(CONTOSO, &[]).await;
    let consent = browser.press(&page, &[("account", oid("Ada"))]).await;
    assert!(!consent.html().contains("id=\"organization\""));
    browser.press(&consent, &[("action", "accept"), ("organization", "on")]).await.returned();

    let page = browser.authorize(CONTOSO, &[("prompt", "login")]).await;
    let nora = browser.press(&page, &[("account", oid("Nora"))]).await;
    assert!(nora.html().contains("Need admin approval"));
}

#[tokio::test]
async fn the_admin_consent_address_answers_with_the_tenant_and_the_scopes() {
    let browser = Browser::open().await;
    let start = async |tenant: &str, path: &str, scope: &str| {
        let url = format!("{}/{tenant}{path}", browser.sandbox.entra());
        let query = [("client_id", MOORING), ("redirect_uri", CALLBACK), ("state", "s"), ("scope", scope)];
        let response = browser.http.get(url).query(&query).send().await.unwrap();
        Landing::Page { status: response.status().as_u16(), html: response.text().await.unwrap() }
    };
    let page = start("organizations", "/v2.0/adminconsent", "https://graph.microsoft.com/.default").await;
    let review = browser.press(&page, &[("account", oid("Alex"))]).await;
    let accepted = browser.press(&review, &[("action", "accept")]).await.returned();
    assert_eq!((accepted["admin_consent"].as_str(), accepted["tenant"].as_str()), ("True", CONTOSO));
    assert!(accepted["scope"].contains("https://graph.microsoft.com/Files.Read.All"));
    assert_eq!(accepted["state"], "s");

    let review = browser.press(&start(CONTOSO, "/adminconsent", "").await, &[("account", oid("Alex"))]).await;
    let declined = browser.press(&review, &[("action", "decline")]).await;
    assert_eq!(declined.error(), ("consent_required".to_owned(), 65004));

    let stopped = browser.press(&start(CONTOSO, "/adminconsent", "").await, &[("account", oid("Ada"))]).await;
    assert!(stopped.html().contains("Need admin approval"));

    for (tenant, scope, code) in [(CONTOSO, "", "AADSTS900144"), ("common", "User.Read", "AADSTS90002")] {
        assert!(start(tenant, "/v2.0/adminconsent", scope).await.html().contains(code));
    }
}

#[tokio::test]
async fn the_default_scope_means_what_the_registration_lists() {
    let browser = Browser::open().await;
    let scope = "https://graph.microsoft.com/.default";
    let code = browser.code("Ada", CONTOSO, &[("scope", scope)]).await;

    let (_, tokens) = browser.redeem(&code, &[]).await;

    assert_eq!(decoded(&tokens["access_token"]).1["scp"], "Files.Read Files.Read.All User.Read");
}

#[tokio::test]
async fn a_withdrawn_consent_is_asked_for_again() {
    let browser = Browser::open().await;
    browser.code("Ada", CONTOSO, &[]).await;

    browser.control("POST", "/api/consent/withdraw", json!({ "client_id": MOORING })).await;

    assert!(browser.authorize(CONTOSO, &[]).await.html().contains("Permissions requested"));
}
