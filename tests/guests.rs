//! Guests inside Teams: somebody else in each organization that they switch to, and let in only where it is the instance's.

use crate::support::browser::until;
use crate::support::entra::consented;
use crate::support::person::{GRACE, Person};
use crate::support::stack::Stack;

async fn opens_tab(person: &Person<'_>, stack: &Stack, switches: &str) {
    let url = format!("{}/?app={}&person={GRACE}&{switches}", stack.sandbox.teams(), stack.origin);
    person.page.goto(url).await.expect("Teams opens");
    let frame = person.page.find(thirtyfour::By::Css("#tab-frame")).await.expect("a tab");
    frame.enter_frame().await.expect("its frame");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_30_a_guest_is_signed_in_without_a_click_as_who_they_are_here() {
    let stack = Stack::start().await;
    consented(&stack).await;
    for switches in ["tab=channel&naa=on", "tab=channel&naa=off"] {
        let grace = Person::at(&stack).await;
        opens_tab(&grace, &stack, switches).await;
        // Guests have no OneDrive where they are guests.
        grace.is_told("no_drive").await;
        grace.clicks("#account").await;
        until(&grace.page, "her name", "document.body.textContent.includes('Grace Hill')").await;
    }
    let log = stack.log();
    assert!(!log.contains("account_mismatch") && !log.contains("tenant_not_allowed"), "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_32_whoever_has_switched_to_an_organization_that_may_not_sign_in_is_told_so() {
    let stack = Stack::start().await;
    consented(&stack).await;
    for switches in ["org=home&naa=on", "org=home&naa=off"] {
        let grace = Person::at(&stack).await;
        opens_tab(&grace, &stack, switches).await;
        grace.is_told("tenant_not_allowed").await;
        assert!(!grace.has("#files").await, "{switches}");
    }
    assert_eq!(stack.token_calls(), 0, "nothing was exchanged for the other organization");
}
