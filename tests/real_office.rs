//! Microsoft's own Office.js, as npm has it, in our pane inside the sandbox's Outlook. It is not the copy on Microsoft's network that
//! production loads, but of the same source.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use thirtyfour::By;

use crate::support::browser::until;
use crate::support::entra::consented;
use crate::support::person::{ADA, Person};
use crate::support::stack::{Stack, copy_folder};
use crate::support::workspace::built;

/// Microsoft's hosts that the library insists on, played by the sandbox's Outlook: whom it speaks with, and where it gets a library of
/// its own from.
const PLAYED: [&str; 2] = ["outlook.office.com", "ajax.aspnetcdn.com"];

/// Our site, with the files of the library that a pane in Outlook on the web loads.
fn site_with_office() -> TempDir {
    let site = tempfile::tempdir().expect("a folder");
    copy_folder(&built("target/site"), site.path());
    let (package, office) =
        (built("node_modules/@microsoft/office-js/dist"), site.path().join("assets/office"));
    copy_folder(&package.join("en-us"), &office.join("en-us"));
    copy_folder(&package.join("telemetry"), &office.join("telemetry"));
    for file in ["office.js", "outlook-web-16.01.js"] {
        fs::copy(package.join(file), office.join(file)).expect("a file of the package");
    }
    site
}

async fn stack(site: &Path) -> Stack {
    let office_js = [("OFFICE_JS", "{origin}/assets/office/office.js")];
    let stack = Stack::start_https_with_site(site, &office_js).await;
    consented(&stack).await;
    stack
}

/// A browser that finds the sandbox's Outlook at Microsoft's addresses.
async fn somebody(stack: &Stack) -> Person<'_> {
    let port = stack.sandbox.outlook().rsplit(':').next().expect("a port").to_owned();
    let rules = PLAYED.map(|host| format!("MAP {host}:443 127.0.0.1:{port}")).join(",");
    let rules = format!("--host-resolver-rules={rules}");
    Person::at_with(stack, &["--ignore-certificate-errors", &rules]).await
}

async fn opens_pane(ada: &Person<'_>, switches: &str, app: &str) {
    let url = format!("https://{}/?app={app}&person={ADA}&{switches}", PLAYED[0]);
    ada.page.goto(url).await.expect("Outlook opens");
    let frame = ada.page.find(By::Css("#pane-frame")).await.expect("a pane");
    frame.enter_frame().await.expect("its frame");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn microsofts_own_office_js_starts_the_pane_and_signs_in_without_a_click() {
    let site = site_with_office();
    let stack = stack(site.path()).await;
    for mode in ["read", "compose"] {
        let ada = somebody(&stack).await;
        opens_pane(&ada, &format!("mode={mode}&sso=on"), &stack.origin).await;
        ada.sees("#files [data-item-id]").await;
        let who = "JSON.stringify([Office.context.host, Office.context.platform, Office.context.mailbox.userProfile.emailAddress])";
        let expected = r#"["Outlook","OfficeOnline","ada@contoso.example"]"#;
        until(&ada.page, "what the library knows", &format!("{who} === '{expected}'")).await;
        let history = "typeof history.pushState === 'function' && typeof history.replaceState === 'function'";
        until(&ada.page, "the history that the library took away", history).await;
    }
    assert_eq!(stack.token_calls(), 1, "the grant of the first is good for the second");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn microsofts_own_office_js_hands_the_numbers_of_a_refusal_on() {
    let site = site_with_office();
    let stack = stack(site.path()).await;
    for (number, why) in [("13001", "interaction"), ("13005", "interaction"), ("13007", "no-token")] {
        let ada = somebody(&stack).await;
        opens_pane(&ada, &format!("sso={number}"), &stack.origin).await;
        ada.sees(&format!("#one-click[data-why='{why}']")).await;
    }
}
