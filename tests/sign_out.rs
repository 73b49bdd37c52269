//! Signing out: here, everywhere, and at Microsoft.

use crate::support::browser::until;
use crate::support::client::Caller;
use crate::support::person::{ADA, Person};
use crate::support::stack::Stack;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_ends_our_session_and_microsofts() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.clicks("#account").await;
    ada.clicks("#sign-out").await;
    until(&ada.page, "the signed-out page", "location.pathname === '/signed-out'").await;
    // Microsoft asks who it is again.
    ada.chooses_account(ADA).await;
    ada.sees("#account").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_here_only_leaves_microsofts_session() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.signs_in(ADA).await;
    ada.clicks("#account").await;
    ada.clicks("#sign-out-here").await;
    until(&ada.page, "the signed-out page", "location.pathname === '/signed-out'").await;
    ada.opens("/").await;
    ada.clicks("#sign-in").await;
    ada.sees("#account").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_15_s1_52_a_session_that_was_ended_is_over_on_the_server() {
    let stack = Stack::start().await;
    let (here, there) = (Caller::signed_in(&stack, ADA).await, Caller::signed_in(&stack, ADA).await);
    let reply = here.post("/api/sign-out", r#"{"scope":"this_session"}"#).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("clear-site-data").as_deref(), Some("\"cache\", \"storage\""));
    let address = reply.json()["microsoft_sign_out_url"].as_str().unwrap().to_owned();
    assert!(
        address.starts_with(stack.sandbox.entra()) && address.contains("/oauth2/v2.0/logout?"),
        "{address}"
    );
    assert_eq!(here.get("/api/session").await.code(), "session_ended");
    assert!(there.get("/api/session").await.json()["signed_in"].is_object());

    assert_eq!(there.post("/api/sign-out", r#"{"scope":"everywhere"}"#).await.status, 200);
    assert_eq!(there.get("/api/session").await.code(), "session_ended");
    assert_eq!(there.get("/graph/v1.0/me").await.code(), "session_ended");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_07_nothing_changes_by_a_get() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"] {
        let reply = ada.request(method, "/api/sign-out").header("x-requested-by", "mooring").send().await;
        assert_eq!((reply.status, reply.header("allow").as_deref()), (405, Some("POST")), "{method}");
    }
    assert!(ada.get("/api/session").await.json()["signed_in"].is_object());
}
