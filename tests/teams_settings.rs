//! The dialog in which Teams asks what a new tab of a channel shows.

use thirtyfour::{By, Key};

use crate::support::browser::until;
use crate::support::entra::consented;
use crate::support::person::{ADA, Person};
use crate::support::stack::Stack;

/// Opens the dialog in Teams with these switches, and looks into its frame.
async fn adds_a_tab(ada: &Person<'_>, stack: &Stack, switches: &str) {
    let url = format!("{}/?app={}&person={ADA}&{switches}", stack.sandbox.teams(), stack.origin);
    ada.page.goto(url).await.expect("Teams opens");
    opens_the_dialog(ada).await;
}

async fn opens_the_dialog(ada: &Person<'_>) {
    ada.clicks("#add-tab").await;
    looks_into(ada, "#settings-frame").await;
    ada.sees("#settings input").await;
}

async fn looks_into(ada: &Person<'_>, frame: &str) {
    let frame = ada.page.find(By::Css(frame)).await.expect("a frame");
    frame.enter_frame().await.expect("its page");
}

/// Whether Teams lets somebody save.
async fn can_save(ada: &Person<'_>, can: bool) {
    ada.page.enter_default_frame().await.expect("the page of Teams");
    let script = format!("document.getElementById('save').disabled === {}", !can);
    until(&ada.page, "Teams' own button", &script).await;
}

async fn names_it(ada: &Person<'_>, name: &str) {
    let input = ada.page.find(By::Css("#tab-name")).await.expect("the name");
    input.send_keys(Key::Control + "a").await.expect("all of it");
    input.send_keys(Key::Delete + "").await.expect("is gone");
    input.send_keys(name).await.expect("the new one");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tab_is_added_to_a_channel_by_somebody_who_is_signed_in_without_a_click() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let ada = Person::at(&stack).await;
    adds_a_tab(&ada, &stack, "theme=dark").await;
    ada.sees("#who[data-person^='ada@']").await;
    ada.sees("html[data-theme='dark']").await;

    names_it(&ada, "").await;
    can_save(&ada, false).await;
    looks_into(&ada, "#settings-frame").await;
    names_it(&ada, "Harbour files").await;
    can_save(&ada, true).await;
    ada.clicks("#save").await;
    until(&ada.page, "the tab", "document.querySelector('h2').textContent === 'Harbour files'").await;
    until(&ada.page, "no dialog", "!document.querySelector('dialog').open").await;
    looks_into(&ada, "#tab-frame").await;
    ada.sees("#files [data-item-id]").await;

    ada.page.enter_default_frame().await.expect("the page of Teams");
    opens_the_dialog(&ada).await;
    until(&ada.page, "its name", "document.querySelector('#tab-name').value === 'Harbour files'").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_cannot_be_signed_in_silently_adds_it_all_the_same() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    adds_a_tab(&ada, &stack, "naa=off&sso=resourceRequiresConsent").await;
    ada.sees("#who[data-person='']").await;
    can_save(&ada, true).await;
    ada.clicks("#save").await;
    until(&ada.page, "the tab", "document.querySelector('h2').textContent === 'Contoso'").await;
    looks_into(&ada, "#tab-frame").await;
    ada.sees("#one-click").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn outside_of_teams_the_dialogs_page_says_where_it_belongs() {
    let stack = Stack::start().await;
    let ada = Person::at(&stack).await;
    ada.page.goto(format!("{}/teams/settings", stack.origin)).await.expect("the page opens");
    ada.sees("#elsewhere:not([hidden])").await;
}
