//! Signing in on the web, as people do it.

use crate::support::browser::until;
use crate::support::client::Caller;
use crate::support::person::{ADA, BILAL, MIKA, Person};
use crate::support::stack::Stack;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_time_asks_for_consent_and_later_visits_take_no_click() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.sees("#files [data-item-id]").await;

    // A new visit: our session is gone, Microsoft's is there.
    ada.page.delete_cookie("__Host-mooring").await.unwrap();
    ada.opens("/").await;
    ada.sees("#account").await;

    // Whoever signed out is not signed in again by that, in no tab of this browser.
    ada.clicks("#account").await;
    ada.clicks("#sign-out-here").await;
    ada.sees("[data-test='signed-out']").await;
    ada.opens("/files").await;
    ada.clicks("#sign-in").await;
    ada.sees("#files [data-item-id]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_has_no_session_at_microsoft_is_sent_there_once_in_a_visit() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    for _ in 0..2 {
        ada.opens("/files").await;
        ada.sees("#sign-in").await;
    }
    let entries = stack.sandbox.world().journal.entries();
    let entries = serde_json::to_value(entries).expect("the journal is JSON");
    let sent = entries.as_array().expect("a list").iter();
    let sent = sent.filter(|entry| entry["path"].as_str().is_some_and(|path| path.ends_with("/authorize")));
    assert_eq!(sent.count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_returns_to_the_page_that_was_wanted() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.opens("/search?q=budget").await;
    ada.clicks("#sign-in").await;
    ada.clicks(&format!("[id='account-{ADA}']")).await;
    ada.clicks("#accept").await;
    until(&ada.page, "the page that was wanted", "location.pathname === '/search'").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_factor_is_asked_for_where_entra_demands_it() {
    let stack = Stack::start().await;
    let mika = Person::at(&stack).await;
    mika.chooses_account(MIKA).await;
    mika.clicks("#approve-mfa").await;
    mika.clicks("#accept").await;
    mika.sees("#account").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_may_be_rolled_over_between_two_sign_ins() {
    let stack = Stack::start().await;
    Caller::signed_in(&stack, ADA).await;
    stack.control("keys/roll", serde_json::json!({})).await;
    let bilal = Caller::signed_in(&stack, BILAL).await;
    assert!(bilal.get("/api/session").await.json()["signed_in"].is_object());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_02_s1_06_s1_11_what_entra_is_asked_for() {
    let stack = Stack::start().await;
    let begin = |headers: &'static [(&str, &str)]| {
        let caller = Caller::at(&stack);
        async move {
            let mut call = caller.request("GET", "/sign-in");
            for (name, value) in headers {
                call = call.header(name, value);
            }
            call.send().await
        }
    };
    let plain = begin(&[]).await;
    assert_eq!(plain.status, 303);
    let parameters = |reply: &crate::support::client::Reply| {
        let url = reqwest::Url::parse(&reply.location().unwrap()).unwrap();
        let query: std::collections::BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        query
    };
    let asked = parameters(&plain);
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["redirect_uri"], format!("{}/sign-in/callback", stack.origin));
    assert_eq!(asked["scope"], "openid profile offline_access Files.Read User.Read");
    assert!(!asked.contains_key("prompt"), "never a prompt that was not asked for");

    let hostile = begin(&[
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("referer", "https://evil.example"),
    ])
    .await;
    let again = parameters(&hostile);
    assert_eq!(again["redirect_uri"], asked["redirect_uri"]);
    for fresh in ["state", "nonce", "code_challenge"] {
        assert_ne!(again[fresh], asked[fresh], "{fresh}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_08_s1_09_the_code_is_gone_from_the_address_at_once() {
    let stack = Stack::start().await;
    let mut caller = Caller::at(&stack);
    let callback = caller.answer_of_entra(&stack, ADA).await;
    let reply = caller.request("GET", &callback).send().await;
    assert_eq!((reply.status, reply.location().as_deref()), (303, Some("/files")));
    assert_eq!(reply.header("cache-control").as_deref(), Some("no-store"));
    assert_eq!(reply.header("referrer-policy").as_deref(), Some("no-referrer"));
    assert!(reply.text().is_empty());
    let cookie = reply.header("set-cookie").unwrap();
    assert!(cookie.ends_with("Path=/; Secure; HttpOnly; SameSite=Strict"), "{cookie}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_51_signing_in_again_ends_the_session_that_was_there() {
    let stack = Stack::start().await;
    let first = Caller::signed_in(&stack, ADA).await;
    let begun = first.request("GET", "/sign-in").send().await;
    let transaction = begun.cookie("__Host-mooring-sign-in-").unwrap();
    let back = crate::support::entra::walk(&stack, &begun.location().unwrap(), ADA).await;
    let callback = back.strip_prefix(&stack.origin).unwrap();
    let finished = first.with_cookies(&transaction).request("GET", callback).send().await;
    assert!(finished.cookie("__Host-mooring=").is_some());
    assert_eq!(first.get("/api/session").await.code(), "session_ended");
}
