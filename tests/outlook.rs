//! Inside Outlook, in the sandbox's page of another site: who is signed in there is signed in in the pane, beside a mail that is read
//! and beside one that is written.

use serde_json::json;
use thirtyfour::By;

use crate::support::entra::consented;
use crate::support::person::{ADA, Person};
use crate::support::stack::Stack;

/// Opens Outlook with these switches, and looks into the pane.
async fn opens_pane(person: &Person<'_>, stack: &Stack, switches: &str) {
    let url = format!("{}/?app={}&person={ADA}&{switches}", stack.sandbox.outlook(), stack.origin);
    person.page.goto(url).await.expect("Outlook opens");
    enters_pane(person).await;
}

async fn enters_pane(person: &Person<'_>) {
    let frame = person.page.find(By::Css("#pane-frame")).await.expect("a pane");
    frame.enter_frame().await.expect("its frame");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_54_whoever_is_signed_in_to_outlook_is_signed_in_without_a_click() {
    let stack = Stack::start().await;
    consented(&stack).await;
    for switches in [
        "mode=read&naa=on",
        "mode=compose&naa=on",
        "mode=read&naa=off&sso=on",
        "mode=compose&naa=silent&sso=on",
        "mode=read&naa=PERSISTENT_ERROR",
    ] {
        // A browser of its own each time: nothing is left of the one before.
        let ada = Person::at(&stack).await;
        opens_pane(&ada, &stack, switches).await;
        ada.sees("#files [data-item-id]").await;
        // Office.js keeps what it knows of itself for the session of this window, and we keep nothing.
        let kept = "return JSON.stringify([document.cookie, {...localStorage}, Object.keys(sessionStorage), typeof history.pushState])";
        let kept = ada.page.execute(kept, Vec::new()).await.unwrap().json().to_string();
        assert_eq!(kept, r#""[\"\",{},[\"hostInfoValue\"],\"function\"]""#, "{switches}");
        let cookies = ada.page.get_all_cookies().await.unwrap();
        assert!(cookies.is_empty(), "{switches}: {cookies:?}");
    }
    assert_eq!(stack.token_calls(), 1, "the grant of the first is good for all");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn third_party_storage_that_is_blocked_changes_nothing_in_outlook() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let blocked = ["--test-third-party-cookie-phaseout", "--block-third-party-cookies"];
    let ada = Person::at_with(&stack, &blocked).await;
    opens_pane(&ada, &stack, "naa=off&sso=on").await;
    ada.sees("#files [data-item-id]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_number_of_office_has_its_way_on() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let ada = Person::at(&stack).await;
    let cases = [
        ("13000", "no-token"),
        ("13001", "interaction"),
        ("13002", "cancelled"),
        ("13003", "no-token"),
        ("13005", "interaction"),
        ("13007", "no-token"),
        ("13012", "no-token"),
        ("13013", "no-token"),
        ("50001", "no-token"),
    ];
    for (number, why) in cases {
        opens_pane(&ada, &stack, &format!("naa=off&sso={number}")).await;
        ada.sees(&format!("#one-click[data-why='{why}']")).await;
    }
    opens_pane(&ada, &stack, "naa=off&sso=13001").await;
    ada.clicks("#one-click fluent-button").await;
    ada.sees("#files [data-item-id]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_04_where_outlook_has_no_token_the_person_signs_in_in_its_dialog() {
    for cut_off in [true, false] {
        let stack = Stack::start().await;
        stack.cuts_windows_off(cut_off);
        let ada = Person::at(&stack).await;
        opens_pane(&ada, &stack, "naa=DISABLED&sso=13003").await;
        ada.sees("#one-click[data-why='no-token']").await;
        ada.clicks("#one-click fluent-button").await;
        ada.signs_in_in_the_window(ADA, true).await;
        ada.has_windows(1).await;
        ada.turns_to_window_with("#pane-frame").await;
        enters_pane(&ada).await;
        ada.sees("#files [data-item-id]").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pane_follows_outlooks_theme() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let ada = Person::at(&stack).await;
    opens_pane(&ada, &stack, "theme=dark").await;
    ada.sees("#files [data-item-id]").await;
    ada.sees("[data-theme='dark']").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_13_a_page_that_is_not_in_outlook_loads_no_office_js() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.opens("/outlook").await;
    ada.sees("#sign-in").await;
    let office = ada.page.execute("return typeof Office", Vec::new()).await.unwrap();
    assert_eq!(office.json(), &json!("undefined"));
}
