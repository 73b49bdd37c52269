//! `Cross-Origin-Opener-Policy`: on every answer that a browser gets on the way through a sign-in, or on none.

use reqwest::Response;
use serde_json::{Value, json};

use crate::browser::{Browser, CALLBACK, CHALLENGE, CONTOSO, MOORING, Pairs, SCOPE, SPA, SPA_CALLBACK, oid};

fn policy(response: &Response) -> Option<&str> {
    response.headers().get("cross-origin-opener-policy").map(|value| value.to_str().unwrap())
}

async fn gets(browser: &Browser, path: &str, query: Pairs<'_>) -> Response {
    let url = format!("{}/{path}", browser.sandbox.entra());
    browser.http.get(url).query(&query).send().await.unwrap()
}

async fn asks(browser: &Browser, more: Pairs<'_>) -> Response {
    let usual =
        [("client_id", MOORING), ("response_type", "code"), ("scope", SCOPE), ("redirect_uri", CALLBACK)];
    let query = crate::browser::changed(&usual, more);
    gets(browser, &format!("{CONTOSO}/oauth2/v2.0/authorize"), &query).await
}

/// Presses a button of the page, and hands the next answer back.
async fn presses(browser: &Browser, page: Response, form: Pairs<'_>) -> Response {
    let html = page.text().await.unwrap();
    let action = html.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
    let url = format!("{}{action}", browser.sandbox.entra());
    browser.http.post(url).form(&form).send().await.unwrap()
}

async fn enforces(browser: &Browser, coop_enforcement: Value) {
    let path = format!("/api/applications/{MOORING}/authentication-behaviors");
    let (status, answer) =
        browser.control("POST", &path, json!({ "coop_enforcement": coop_enforcement })).await;
    assert_eq!(status, 204, "{answer}");
}

/// Every answer on the way of somebody who has to approve and to consent, who comes back, who goes back, and who signs out.
async fn on_the_way(browser: &Browser, more: Pairs<'_>) -> Vec<(&'static str, Option<String>)> {
    let mut heard = Vec::new();
    let mut note = |what, response: &Response| heard.push((what, policy(response).map(str::to_owned)));

    let accounts = asks(browser, more).await;
    note("the accounts", &accounts);
    let factor = presses(browser, accounts, &[("account", oid("Mika"))]).await;
    note("the second factor", &factor);
    let consent = presses(browser, factor, &[("action", "approve")]).await;
    note("the consent", &consent);
    let other = presses(browser, consent, &[("action", "other")]).await;
    note("another account", &other);
    let factor = presses(browser, other, &[("account", oid("Mika"))]).await;
    let consent = presses(browser, factor, &[("action", "approve")]).await;
    let back = presses(browser, consent, &[("action", "accept")]).await;
    assert_eq!(back.status(), 302);
    note("the way back", &back);

    let silent = asks(browser, more).await;
    assert_eq!(silent.status(), 302);
    note("without a page", &silent);
    let form = [more, &[("response_mode", "form_post")]].concat();
    note("a form that posts itself", &asks(browser, &form).await);
    let refused = [more, &[("scope", "Files.Imagine")]].concat();
    note("an error that is sent back", &asks(browser, &refused).await);
    let accounts = asks(browser, &[more, &[("prompt", "login")]].concat()).await;
    note("going back", &presses(browser, accounts, &[("action", "cancel")]).await);
    heard
}

#[tokio::test]
async fn every_answer_of_a_sign_in_cuts_the_window_off_unless_the_application_says_no() {
    let cases =
        [(json!(null), Some("same-origin")), (json!(true), Some("same-origin")), (json!(false), None)];
    for (enforcement, expected) in cases {
        let browser = Browser::open().await;
        enforces(&browser, enforcement.clone()).await;
        for (what, heard) in on_the_way(&browser, &[]).await {
            assert_eq!(heard.as_deref(), expected, "{what} with {enforcement}");
        }
    }
}

#[tokio::test]
async fn a_client_that_checked_its_opener_itself_is_not_cut_off() {
    let browser = Browser::open().await;
    for (what, heard) in on_the_way(&browser, &[("pocd", "1")]).await {
        assert_eq!(heard, None, "{what}");
    }
    assert_eq!(policy(&asks(&browser, &[("pocd", "0")]).await), Some("same-origin"));
}

#[tokio::test]
async fn each_application_has_its_own_setting() {
    let browser = Browser::open().await;
    enforces(&browser, json!(false)).await;
    let of_the_other = [
        ("client_id", SPA),
        ("redirect_uri", SPA_CALLBACK),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    assert_eq!(policy(&asks(&browser, &of_the_other).await), Some("same-origin"));
    let path = "/api/applications/nobody/authentication-behaviors";
    assert_eq!(browser.control("POST", path, json!({ "coop_enforcement": false })).await.0, 404);
}

#[tokio::test]
async fn an_administrators_consent_and_a_sign_out_are_cut_off_as_well() {
    let browser = Browser::open().await;
    let back = CALLBACK.replace("/sign-in/callback", "/signed-out");
    let consent = [("client_id", MOORING), ("redirect_uri", CALLBACK), ("scope", "User.Read")];
    let logout = format!("{CONTOSO}/oauth2/v2.0/logout");
    for (enforcement, expected) in [(json!(true), Some("same-origin")), (json!(false), None)] {
        enforces(&browser, enforcement).await;
        let page = gets(&browser, &format!("{CONTOSO}/v2.0/adminconsent"), &consent).await;
        assert_eq!(policy(&page), expected);
        let refused = presses(&browser, page, &[("action", "cancel")]).await;
        assert_eq!((refused.status().as_u16(), policy(&refused)), (302, expected));
        let signed_out = gets(&browser, &logout, &[("post_logout_redirect_uri", &back)]).await;
        assert_eq!((signed_out.status().as_u16(), policy(&signed_out)), (302, expected));
    }
    enforces(&browser, json!(true)).await;
    assert_eq!(policy(&gets(&browser, &logout, &[]).await), None, "nobody knows of which application");
}
