//! What goes wrong while signing in: each has a sentence of its own, and none leaves a session behind.

use serde_json::json;

use crate::support::client::Caller;
use crate::support::person::{ADA, ALEX, EVE, FINN, NORA, Person};
use crate::support::stack::Stack;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_cancels_at_microsoft_is_told_so_and_can_try_again() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.opens("/").await;
    ada.clicks("#sign-in").await;
    ada.clicks("#cancel").await;
    ada.is_told("sign_in_cancelled").await;
    ada.signs_in(ADA).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_declines_the_permissions_is_told_what_they_are_for() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.chooses_account(ADA).await;
    ada.clicks("#decline").await;
    ada.is_told("consent_declined").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_needs_an_administrator_is_told_to_ask_one() {
    let stack = Stack::start().await;
    let nora = Person::at(&stack).await;
    nora.chooses_account(NORA).await;
    nora.clicks("#back").await;
    nora.is_told("admin_consent_needed").await;
    let link = "document.querySelector('#admin-consent').textContent";
    let link = nora.page.execute(format!("return {link}"), Vec::new()).await.expect("a link");
    assert_eq!(link.json(), &json!(format!("{}/admin-consent", stack.origin)), "to be handed over");

    // The administrator follows it, in a browser of their own, and allows the app for everybody.
    let alex = Person::at(&stack).await;
    alex.opens("/admin-consent").await;
    alex.clicks(&format!("[id='account-{ALEX}']")).await;
    alex.clicks("#accept").await;
    alex.sees("[data-test='admin-consent']").await;

    nora.clicks("#sign-in").await;
    nora.sees("#account").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_who_declines_is_told_what_that_means() {
    let stack = Stack::start().await;
    let alex = Person::at(&stack).await;
    alex.opens("/admin-consent").await;
    alex.clicks(&format!("[id='account-{ALEX}']")).await;
    alex.clicks("#decline").await;
    alex.is_told("consent_declined").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_32_people_of_another_tenant_do_not_get_in() {
    // Two tenants make the sign-in go to `organizations`; only one of them is Eve's.
    let stack = Stack::start_with(&[(
        "TENANTS",
        "c0a70500-0000-4000-8000-00000000c001,00000000-0000-4000-8000-00000000d001",
    )])
    .await;
    let eve = Person::at(&stack).await;
    eve.chooses_account(EVE).await;
    eve.clicks("#accept").await;
    eve.is_told("tenant_not_allowed").await;
    assert!(!eve.has("#account").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_not_assigned_to_the_application_is_told_so() {
    let stack = Stack::start().await;
    let finn = Person::at(&stack).await;
    finn.chooses_account(FINN).await;
    finn.clicks("#back").await;
    finn.is_told("not_assigned").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_secret_is_a_fault_of_the_registration_not_of_the_person() {
    let stack = Stack::start_with(&[("CLIENT_SECRET", "some-other-secret-canary")]).await;
    let ada = Person::at(&stack).await;
    ada.chooses_account(ADA).await;
    ada.clicks("#accept").await;
    ada.is_told("registration_fault").await;
    let log = stack.log_with("7000215").await;
    assert!(!log.contains("canary"), "and never the secret");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_way_entra_can_fail_has_its_own_answer() {
    let stack = Stack::start().await;
    let cases = [
        (
            json!({"name": "unavailable", "service": "entra", "path": "/c0a70500", "status": 503}),
            "upstream_unavailable",
        ),
        (json!({"name": "reset", "service": "entra", "path": "/c0a70500"}), "upstream_unavailable"),
        (json!({"name": "html", "service": "entra", "path": "/c0a70500"}), "upstream_invalid"),
        (
            json!({"name": "truncated", "service": "entra", "path": "/c0a70500", "bytes": 40}),
            "upstream_invalid",
        ),
        (
            json!({"name": "slow", "service": "entra", "path": "/c0a70500", "delay_ms": 30_000}),
            "upstream_timeout",
        ),
        (json!({"name": "token_error", "code": 50_076}), "interaction_needed"),
        (json!({"name": "token_error", "code": 53_003}), "blocked_by_policy"),
        (json!({"name": "token_error", "code": 65_001}), "consent_needed"),
        (json!({"name": "token_error", "code": 700_016}), "registration_fault"),
        (json!({"name": "token_error", "code": 54_005}), "session_ended"),
        (json!({"name": "omit_refresh_token"}), "upstream_invalid"),
    ];
    for (fault, code) in cases {
        let told = told_after(&stack, &fault).await;
        assert_eq!(told, code, "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_20_to_s1_28_an_id_token_with_any_defect_opens_no_session() {
    let stack = Stack::start().await;
    let defects = [
        "wrong_nonce",
        "no_nonce",
        "wrong_audience",
        "wrong_issuer",
        "issuer_of_another_tenant",
        "wrong_signature",
        "consumer_key",
        "alg_none",
        "alg_hs256",
        "expired",
        "not_yet_valid",
        "no_tid",
        "no_oid",
    ];
    for what in defects {
        let told = told_after(&stack, &json!({"name": "id_token_fault", "what": what})).await;
        assert_eq!(told, "upstream_invalid", "{what}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_03_a_sign_in_works_once_in_its_own_browser() {
    let stack = Stack::start().await;
    let mut ada = Caller::at(&stack);
    let callback = ada.answer_of_entra(&stack, ADA).await;
    stack.sandbox.world().journal.clear();

    let another_browser = Caller::at(&stack).request("GET", &callback).send().await;
    assert_eq!(told(&another_browser.location()), "sign_in_expired");
    let forged = callback.replace("state=", "state=x");
    assert_eq!(told(&ada.request("GET", &forged).send().await.location()), "sign_in_expired");
    assert_eq!(stack.token_calls(), 0, "nothing was asked of Entra");

    assert!(ada.request("GET", &callback).send().await.cookie("__Host-mooring=").is_some());
    let calls = stack.token_calls();
    let replayed = ada.request("GET", &callback).send().await;
    assert_eq!(told(&replayed.location()), "sign_in_expired");
    assert_eq!(stack.token_calls(), calls, "nothing was asked of Entra");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_07_nothing_that_entra_or_an_attacker_writes_is_echoed() {
    let stack = Stack::start().await;
    let mut ada = Caller::at(&stack);
    let callback = ada.answer_of_entra(&stack, ADA).await;
    let state = callback.split("state=").nth(1).unwrap().split('&').next().unwrap();
    let hostile = format!(
        "/sign-in/callback?error=access_denied&error_description=%3Cscript%3Ecanary%3C/script%3E&state={state}"
    );
    let reply = ada.request("GET", &hostile).send().await;
    assert_eq!(reply.status, 303);
    assert!(!reply.everything().contains("canary"));
    assert!(reply.cookie("__Host-mooring=").is_none());
    assert!(!stack.log().contains("canary"));
}

/// The code that a person is told when they sign in while this fault strikes the token endpoint or the keys.
async fn told_after(stack: &Stack, fault: &serde_json::Value) -> String {
    let mut ada = Caller::at(stack);
    let callback = ada.answer_of_entra(stack, ADA).await;
    stack.fault(json!({ "kind": fault })).await;
    let reply = ada.request("GET", &callback).send().await;
    stack.no_faults().await;
    assert!(reply.cookie("__Host-mooring=").is_none(), "no session after {fault}");
    told(&reply.location())
}

/// The code in the address of the page that says what went wrong.
fn told(location: &Option<String>) -> String {
    let location = location.as_deref().unwrap_or_default();
    let code = location.strip_prefix("/sign-in/failed?code=").and_then(|rest| rest.split('&').next());
    code.unwrap_or(location).to_owned()
}
