//! The session at Entra: silent sign-ins, hints, and signing out.

use serde_json::json;

use crate::browser::{Browser, CONTOSO, Landing, MOORING, Pairs, oid};

#[tokio::test]
async fn a_second_sign_in_in_the_same_browser_is_silent() {
    let browser = Browser::open().await;
    browser.code("Ada", CONTOSO, &[]).await;

    let second = browser.authorize(CONTOSO, &[]).await.returned();

    assert!(second.contains_key("code"));
    assert!(second.contains_key("session_state"));
}

#[tokio::test]
async fn without_a_page_a_sign_in_fails_with_the_reason() {
    let browser = Browser::open().await;
    let silently = async |changes: Pairs<'_>| {
        let mut all = vec![("prompt", "none")];
        all.extend(changes);
        browser.authorize(CONTOSO, &all).await
    };
    let expect = |error: &str, code: u32| (error.to_owned(), code);

    assert_eq!(silently(&[]).await.error(), expect("login_required", 50058));

    // Signed in, but nothing is consented to yet.
    let page = browser.authorize(CONTOSO, &[]).await;
    let consent = browser.press(&page, &[("account", oid("Ada"))]).await;
    assert_eq!(silently(&[]).await.error(), expect("consent_required", 65001));

    browser.press(&consent, &[("action", "accept")]).await.returned();
    assert!(silently(&[]).await.returned().contains_key("code"));
    assert_eq!(silently(&[("scope", "Mail.Read")]).await.error(), expect("consent_required", 65001));
    assert_eq!(silently(&[("sid", "another")]).await.error(), expect("interaction_required", 16002));
    assert_eq!(
        silently(&[("login_hint", "bilal@contoso.example")]).await.error(),
        expect("login_required", 50058)
    );

    let page = browser.authorize(CONTOSO, &[("prompt", "select_account")]).await;
    browser.press(&page, &[("account", oid("Mika"))]).await;
    assert_eq!(silently(&[]).await.error(), expect("interaction_required", 16000));
    let hint = [("login_hint", "mika@contoso.example")];
    assert_eq!(silently(&hint).await.error(), expect("interaction_required", 50076));
    assert!(silently(&[("login_hint", "Ada@Contoso.Example")]).await.returned().contains_key("code"));
}

#[tokio::test]
async fn a_prompt_asks_although_there_is_a_session() {
    let browser = Browser::open().await;
    browser.code("Ada", CONTOSO, &[]).await;

    for (prompt, expected) in [
        ("login", "Pick an account"),
        ("select_account", "Pick an account"),
        ("consent", "Permissions requested"),
    ] {
        let landing = browser.authorize(CONTOSO, &[("prompt", prompt)]).await;
        assert!(landing.html().contains(expected), "{prompt}");
    }
}

#[tokio::test]
async fn hints_narrow_the_choice() {
    let browser = Browser::open().await;

    let of_domain = browser.authorize("organizations", &[("domain_hint", "fabrikam.example")]).await;
    assert!(
        of_domain.html().contains("eve@fabrikam.example")
            && !of_domain.html().contains("ada@contoso.example")
    );

    let hinted = browser.authorize(CONTOSO, &[("login_hint", "otto@contoso.example")]).await;
    let html = hinted.html();
    assert!(html.find("otto@").unwrap() < html.find("ada@").unwrap());
}

#[tokio::test]
async fn the_second_factor_is_asked_for_once_in_a_session() {
    let browser = Browser::open().await;
    let page = browser.authorize(CONTOSO, &[]).await;

    let factor = browser.press(&page, &[("account", oid("Mika"))]).await;
    assert!(factor.html().contains("id=\"approve-mfa\""));
    let consent = browser.press(&factor, &[("action", "approve")]).await;
    assert!(browser.press(&consent, &[("action", "accept")]).await.returned().contains_key("code"));

    assert!(browser.authorize(CONTOSO, &[]).await.returned().contains_key("code"));
}

#[tokio::test]
async fn the_login_hint_claim_and_the_sid_lead_back_to_the_same_session() {
    let browser = Browser::open().await;
    let tokens = browser.sign_in("Ada").await;
    let (_, claims) = crate::browser::decoded(&tokens["id_token"]);

    for name in ["login_hint", "sid"] {
        let changes = [("prompt", "none"), (name, claims[name].as_str().unwrap())];
        assert!(browser.authorize(CONTOSO, &changes).await.returned().contains_key("code"), "{name}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_goes_only_to_a_registered_address() {
    let browser = Browser::open().await;
    let logout = async |uri: &str| {
        let url = format!("{}/{CONTOSO}/oauth2/v2.0/logout", browser.sandbox.entra());
        let query = [("post_logout_redirect_uri", uri), ("state", "s")];
        browser.http.get(url).query(&query).send().await.unwrap()
    };
    browser.code("Ada", CONTOSO, &[]).await;

    let back = logout("http://localhost:8787/signed-out").await;
    assert_eq!(back.headers()["location"], "http://localhost:8787/signed-out?state=s");
    assert!(matches!(browser.authorize(CONTOSO, &[]).await, Landing::Page { .. }));

    let stays = logout("http://localhost:8787/elsewhere").await;
    assert_eq!(stays.status(), 200);
    assert!(stays.text().await.unwrap().contains("You signed out"));
}

#[tokio::test]
async fn revoking_the_sessions_signs_the_person_out_everywhere() {
    let browser = Browser::open().await;
    browser.code("Ada", CONTOSO, &[]).await;

    let (status, _) =
        browser.control("POST", "/api/sessions/revoke", json!({ "person": "ada@contoso.example" })).await;

    assert_eq!(status, 204);
    assert!(matches!(browser.authorize(CONTOSO, &[]).await, Landing::Page { .. }));
}

#[tokio::test]
async fn client_info_names_the_account_at_home() {
    let browser = Browser::open().await;
    let page = browser.authorize(CONTOSO, &[("client_info", "1")]).await;

    let parameters = browser.continue_as(&page, "Grace").await.returned();

    let token = json!(format!("{}.{}.", parameters["client_info"], parameters["client_info"]));
    let (info, _) = crate::browser::decoded(&token);
    assert_eq!(
        info,
        json!({ "uid": "00000000-0000-4000-a000-0000000000f8", "utid": crate::browser::FABRIKAM })
    );
    let (_, tokens) = browser.redeem(&parameters["code"], &[("client_id", MOORING)]).await;
    let (_, claims) = crate::browser::decoded(&tokens["id_token"]);
    assert_eq!(claims["oid"], oid("Grace"));
    assert_eq!(claims["idp"], format!("https://sts.windows.net/{}/", crate::browser::FABRIKAM));
}
