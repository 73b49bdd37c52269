//! Inside Teams, by the real teams-js in a page of another site: who is signed in there is signed in here, without a click,
//! a cookie, or anything kept in the browser.

use serde_json::json;
use thirtyfour::By;

use crate::support::browser::until;
use crate::support::client::Caller;
use crate::support::entra::consented;
use crate::support::person::{ADA, BILAL, Person};
use crate::support::stack::Stack;

/// Opens the tab in Teams with these switches, and looks into its frame.
async fn opens_tab(person: &Person<'_>, stack: &Stack, switches: &str) {
    let url = format!("{}/?app={}&person={ADA}&{switches}", stack.sandbox.teams(), stack.origin);
    person.page.goto(url).await.expect("Teams opens");
    enters_tab(person).await;
}

async fn enters_tab(person: &Person<'_>) {
    let frame = person.page.find(By::Css("#tab-frame")).await.expect("a tab");
    frame.enter_frame().await.expect("its frame");
}

/// What teams-js told Teams in the end.
async fn teams_says(person: &Person<'_>, state: &str) {
    person.page.enter_default_frame().await.expect("the page of Teams");
    let script = format!("document.getElementById('state').dataset.state === '{state}'");
    until(&person.page, &format!("Teams says {state}"), &script).await;
}

/// How often the sandbox's Entra exchanged a token on somebody's behalf.
fn exchanges(stack: &Stack) -> usize {
    stack.token_calls()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_54_whoever_is_signed_in_to_teams_is_signed_in_without_a_click() {
    let stack = Stack::start().await;
    consented(&stack).await;
    for switches in [
        "tab=personal&naa=on",
        "tab=channel&naa=on",
        "naa=off&sso=on",
        "naa=silent&sso=on",
        "naa=PERSISTENT_ERROR",
        "naa=USER_INTERACTION_REQUIRED",
    ] {
        // A browser of its own each time: nothing is left of the one before.
        let ada = Person::at(&stack).await;
        opens_tab(&ada, &stack, switches).await;
        ada.sees("#files [data-item-id]").await;
        let kept = "return JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}, location.pathname])";
        let kept = ada.page.execute(kept, Vec::new()).await.unwrap().json().to_string();
        assert_eq!(kept, r#""[\"\",{},{},\"/teams\"]""#, "{switches}");
        teams_says(&ada, "ready").await;
        let cookies = ada.page.get_all_cookies().await.unwrap();
        assert!(cookies.is_empty(), "{switches}: {cookies:?}");
    }
    assert_eq!(exchanges(&stack), 1, "the grant of the first is good for all");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn third_party_storage_that_is_blocked_changes_nothing() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let blocked = ["--test-third-party-cookie-phaseout", "--block-third-party-cookies"];
    let ada = Person::at_with(&stack, &blocked).await;
    opens_tab(&ada, &stack, "naa=off").await;
    ada.sees("#files [data-item-id]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_way_that_fails_ends_with_one_click_that_helps() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let ada = Person::at(&stack).await;
    let cases = [
        ("naa=USER_INTERACTION_REQUIRED&sso=resourceDisabled", "interaction"),
        ("naa=off&sso=resourceRequiresConsent", "interaction"),
    ];
    for (switches, why) in cases {
        opens_tab(&ada, &stack, switches).await;
        ada.sees(&format!("#one-click[data-why='{why}']")).await;
        ada.sees("#attempts li").await;
        ada.clicks("#one-click fluent-button").await;
        ada.sees("#files [data-item-id]").await;
    }
    opens_tab(&ada, &stack, "naa=DISABLED&sso=someUnheardOfWord").await;
    ada.sees("#one-click[data-why='no-token']").await;
    opens_tab(&ada, &stack, "naa=off&sso=CancelledByUser").await;
    ada.sees("#one-click[data-why='cancelled']").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_04_whoever_has_not_consented_is_asked_to_in_a_window_and_comes_in() {
    for cut_off in [true, false] {
        let stack = Stack::start().await;
        stack.cuts_windows_off(cut_off);
        let ada = Person::at(&stack).await;
        opens_tab(&ada, &stack, "naa=on").await;
        ada.sees("#one-click[data-why='consent']").await;
        ada.clicks("#one-click fluent-button").await;
        ada.signs_in_in_the_window(ADA, true).await;
        ada.has_windows(1).await;
        ada.turns_to_window_with("#tab-frame").await;
        enters_tab(&ada).await;
        ada.sees("#files [data-item-id]").await;
        ada.clicks("#account").await;
        ada.clicks("#how-signed-in").await;
        ada.sees("[data-test='how-signed-in'] code").await;
    }
}

/// What windows say to this frame arrives two seconds later than it would: the browser is busy.
async fn hears_windows_late(person: &Person<'_>) {
    let script = "const listen = window.addEventListener;
        window.addEventListener = (name, hear, ...rest) => listen.call(window, name,
            name === 'message' ? (event) => setTimeout(hear, 2000, event) : hear, ...rest);";
    person.page.execute(script, Vec::new()).await.expect("the frame listens");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_whose_answer_arrives_late_was_not_cancelled() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    opens_tab(&ada, &stack, "naa=on").await;
    ada.sees("#one-click[data-why='consent']").await;
    hears_windows_late(&ada).await;
    ada.clicks("#one-click fluent-button").await;
    ada.signs_in_in_the_window(ADA, true).await;
    ada.has_windows(1).await;
    ada.turns_to_window_with("#tab-frame").await;
    enters_tab(&ada).await;
    ada.sees("#files [data-item-id]").await;
}

/// Ada in a tab that gets no token, over https; she has just clicked.
async fn asks_for_teams_own_window(stack: &Stack) -> Person<'_> {
    let ada = Person::at_with(stack, &["--ignore-certificate-errors"]).await;
    opens_tab(&ada, stack, "naa=DISABLED&sso=someUnheardOfWord").await;
    ada.sees("#one-click[data-why='no-token']").await;
    ada.clicks("#one-click fluent-button").await;
    ada
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_04_teams_own_window_signs_in_over_https_and_survives_being_cut_off() {
    for cut_off in [true, false] {
        let stack = Stack::start_https().await;
        stack.cuts_windows_off(cut_off);
        let ada = asks_for_teams_own_window(&stack).await;
        ada.signs_in_in_the_window(ADA, true).await;
        ada.has_windows(1).await;
        ada.turns_to_window_with("#tab-frame").await;
        enters_tab(&ada).await;
        ada.sees("#files [data-item-id]").await;

        // Consent is given now: silent, over https as over http.
        opens_tab(&ada, &stack, "naa=on").await;
        ada.sees("#files [data-item-id]").await;
        teams_says(&ada, "ready").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_that_shows_microsofts_pages_itself_looks_closed_where_they_cut_it_off() {
    for cut_off in [true, false] {
        let stack = Stack::start_https().await;
        stack.cuts_windows_off(cut_off);
        let ada = asks_for_teams_own_window(&stack).await;
        ada.turns_to_window_with("#continue").await;
        // As in the apps of Teams: there is no second window.
        ada.page.execute("window.open = () => null", Vec::new()).await.unwrap();
        ada.clicks("#continue").await;
        ada.turns_to_window_with(&format!("[id='account-{ADA}']")).await;
        if !cut_off {
            ada.clicks(&format!("[id='account-{ADA}']")).await;
            ada.clicks("#accept").await;
        }
        ada.turns_to_window_with("#tab-frame").await;
        enters_tab(&ada).await;
        ada.sees(if cut_off { "#one-click[data-why='cancelled']" } else { "#files [data-item-id]" }).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn teams_own_window_is_blocked_or_closed_and_the_tab_says_which() {
    let stack = Stack::start_https().await;
    let ada = Person::at_with(&stack, &["--ignore-certificate-errors"]).await;
    for (auth, why) in [("FailedToOpenWindow", "blocked"), ("CancelledByUser", "cancelled")] {
        opens_tab(&ada, &stack, &format!("naa=DISABLED&sso=someUnheardOfWord&auth={auth}")).await;
        ada.sees("#one-click[data-why='no-token']").await;
        ada.clicks("#one-click fluent-button").await;
        ada.sees(&format!("#one-click[data-why='{why}']")).await;
    }
    opens_tab(&ada, &stack, "naa=DISABLED&sso=someUnheardOfWord").await;
    ada.sees("#one-click[data-why='no-token']").await;
    ada.clicks("#one-click fluent-button").await;
    ada.turns_to_window_with("#continue").await;
    ada.page.close_window().await.unwrap();
    ada.turns_to_window_with("#tab-frame").await;
    enters_tab(&ada).await;
    ada.sees("#one-click[data-why='cancelled']").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_is_cancelled_by_the_person_and_by_nobody_else() {
    let stack = Stack::start().await;
    consented(&stack).await;
    for cut_off in [true, false] {
        stack.cuts_windows_off(cut_off);
        let ada = Person::at(&stack).await;
        opens_tab(&ada, &stack, "naa=DISABLED&sso=someUnheardOfWord").await;
        ada.sees("#one-click[data-why='no-token']").await;
        ada.clicks("#one-click fluent-button").await;
        ada.turns_to_window_with("#continue").await;
        ada.clicks("#continue").await;
        ada.turns_to_window_with(&format!("[id='account-{ADA}']")).await;
        // Microsoft's window is closed: the one that waits says nothing, and opens it again.
        ada.page.close_window().await.unwrap();
        ada.has_windows(2).await;
        ada.turns_to_window_with("[data-part='waiting']:not([hidden])").await;
        ada.clicks("[data-part='waiting'] button").await;
        ada.has_windows(3).await;
        ada.turns_to_window_with("[data-part='waiting']:not([hidden])").await;
        ada.page.close_window().await.unwrap();
        ada.turns_to_window_with("#tab-frame").await;
        enters_tab(&ada).await;
        ada.sees("#one-click[data-why='cancelled']").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_52_signing_out_ends_the_session_and_one_click_begins_a_new_one() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let ada = Person::at(&stack).await;
    opens_tab(&ada, &stack, "naa=on").await;
    ada.clicks("#account").await;
    ada.clicks("#sign-out-everywhere").await;
    ada.sees("#one-click[data-why='signed-out']").await;
    ada.clicks("#one-click fluent-button").await;
    ada.sees("#files [data-item-id]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_ends_meanwhile_is_renewed_unnoticed() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let ada = Person::at(&stack).await;
    opens_tab(&ada, &stack, "naa=on").await;
    ada.sees("#files [data-item-id]").await;
    // The same person ends all sessions from the web.
    let elsewhere = Caller::signed_in(&stack, ADA).await;
    assert_eq!(elsewhere.post("/api/sign-out", r#"{"scope":"everywhere"}"#).await.status, 200);
    ada.clicks("#files tr[data-item-id] a[href^='/files/']").await;
    ada.sees("#breadcrumb li:nth-child(2)").await;
    ada.sees("#files [data-item-id], #empty").await;
    assert!(!ada.has("#problem").await && !ada.has("#one-click").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_whose_sessions_were_revoked_goes_on_while_teams_vouches_for_them() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let ada = Person::at(&stack).await;
    opens_tab(&ada, &stack, "naa=on").await;
    ada.sees("#files [data-item-id]").await;
    // Graph answers with a claims challenge now, and Entra takes no grant from before. A second later Teams has a newer sign-in.
    stack.control("sessions/revoke", json!({ "person": ADA })).await;
    stack.control("clock", json!({ "advance_seconds": 5 })).await;
    ada.clicks("#files tr[data-item-id] a[href^='/files/']").await;
    ada.sees("#breadcrumb li:nth-child(2)").await;
    ada.sees("#files [data-item-id], #empty").await;
    assert!(!ada.has("#problem").await && !ada.has("#one-click").await);
    assert_eq!(
        stack.graph_calls().iter().filter(|path| path.contains("children")).count(),
        3,
        "one of them was refused"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_48_a_challenge_that_only_the_person_can_meet_leaves_the_page_as_it_is() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let ada = Person::at(&stack).await;
    opens_tab(&ada, &stack, "naa=on").await;
    ada.sees("#files [data-item-id]").await;
    // Whoever was revoked gets nothing silently: what Teams has was issued before.
    stack.control("sessions/revoke", json!({ "person": ADA })).await;
    stack.fault(json!({ "kind": {"name": "token_error", "code": 50076} })).await;
    let typed = "document.querySelector('#search').value";
    let search = "const box = document.querySelector('#search'); box.value = 'plan'; box.dispatchEvent(new InputEvent('input', { bubbles: true }))";
    ada.page.execute(search, Vec::new()).await.expect("text is typed");
    ada.is_told("interaction_needed").await;
    stack.no_faults().await;
    ada.clicks("#problem fluent-button").await;
    ada.sees("#files [data-item-id], #empty").await;
    until(&ada.page, "what was typed is still there", &format!("{typed} === 'plan'")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_account_than_that_of_teams_is_asked_about() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let ada = Person::at(&stack).await;
    opens_tab(&ada, &stack, &format!("naa=on&told={BILAL}")).await;
    ada.sees("#one-click[data-why='another-account']").await;
    // On with the account that Microsoft gave out.
    ada.clicks("#one-click fluent-button:nth-of-type(2)").await;
    ada.sees("#files [data-item-id]").await;
    // It stays so when the session is renewed.
    let elsewhere = Caller::signed_in(&stack, ADA).await;
    assert_eq!(elsewhere.post("/api/sign-out", r#"{"scope":"everywhere"}"#).await.status, 200);
    ada.clicks("#files tr[data-item-id] a[href^='/files/']").await;
    ada.sees("#breadcrumb li:nth-child(2)").await;
    ada.sees("#files [data-item-id], #empty").await;
    assert!(!ada.has("#problem").await && !ada.has("#one-click").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn teams_theme_is_followed() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let ada = Person::at(&stack).await;
    opens_tab(&ada, &stack, "theme=contrast").await;
    ada.sees("html[data-theme='high-contrast'] #files").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_09_other_sites_cannot_frame_the_tab_and_teams_cannot_frame_other_pages() {
    let stack = Stack::start().await;
    let anybody = Caller::at(&stack);
    let tab = anybody.get("/teams").await.header("content-security-policy").unwrap();
    let ancestors = tab.split("frame-ancestors ").nth(1).unwrap();
    assert!(ancestors.contains("https://teams.microsoft.com") && ancestors.contains(stack.sandbox.teams()));
    assert!(!ancestors.contains('\'') && !ancestors.contains(" *"), "{ancestors}");
    for path in ["/", "/files", "/search", "/sign-in/failed"] {
        let policy = anybody.get(path).await.header("content-security-policy").unwrap();
        assert!(policy.ends_with("frame-ancestors 'none'"), "{path}");
    }
    // Opened by itself, it is a page like any other.
    let ada = Person::at(&stack).await;
    ada.opens("/teams").await;
    ada.sees("#sign-in").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tab_that_opened_without_a_network_says_so_and_recovers() {
    let stack = Stack::start().await;
    consented(&stack).await;
    // One process for all frames, so that the window's network is the tab's.
    let together = ["--disable-site-isolation-trials", "--disable-features=IsolateOrigins,site-per-process"];
    let ada = Person::at_with(&stack, &together).await;
    ada.reaches_everything_but(&["*/api/session*"]).await;
    opens_tab(&ada, &stack, "naa=on").await;
    ada.is_told("offline").await;
    teams_says(&ada, "ready").await;
    enters_tab(&ada).await;
    ada.reaches_everything_but(&[]).await;
    ada.clicks("#problem fluent-button").await;
    ada.sees("#files [data-item-id]").await;
}
