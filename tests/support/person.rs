//! What people do, in the words of people.

use std::time::{Duration, Instant};

use thirtyfour::{By, Key};

use super::browser::{self, Browser, PATIENCE, until};
use super::stack::Stack;

/// The sandbox's people, by their object ids.
pub const ADA: &str = "00000000-0000-4000-a000-000000000001";
pub const BILAL: &str = "00000000-0000-4000-a000-000000000002";
pub const MIKA: &str = "00000000-0000-4000-a000-000000000003";
pub const NORA: &str = "00000000-0000-4000-a000-000000000004";
pub const OTTO: &str = "00000000-0000-4000-a000-000000000005";
pub const ALEX: &str = "00000000-0000-4000-a000-000000000007";
pub const GRACE: &str = "00000000-0000-4000-a000-000000000008";
pub const EVE: &str = "00000000-0000-4000-a000-000000000009";
pub const FINN: &str = "00000000-0000-4000-a000-000000000010";

/// Somebody at a browser, in front of a stack.
pub struct Person<'a> {
    /// Their window.
    pub page: Browser,
    stack: &'a Stack,
}

impl<'a> Person<'a> {
    /// Sits down at a fresh browser.
    pub async fn at(stack: &'a Stack) -> Self {
        Self { page: browser::open().await, stack }
    }

    /// Sits down at a browser with more of Chromium's switches.
    pub async fn at_with(stack: &'a Stack, switches: &[&str]) -> Self {
        Self { page: browser::open_with(switches).await, stack }
    }

    /// Cuts the browser off from the addresses with these patterns, and from no others.
    pub async fn reaches_everything_but(&self, patterns: &[&str]) {
        let tools = self.page.cdp();
        tools.send_raw("Network.enable", serde_json::json!({})).await.expect("the browser's network");
        let blocked = serde_json::json!({ "urls": patterns });
        tools.send_raw("Network.setBlockedURLs", blocked).await.expect("it is cut");
    }

    /// Opens an address of the app.
    pub async fn opens(&self, path: &str) {
        self.page.goto(format!("{}{path}", self.stack.origin)).await.expect("the page opens");
    }

    /// Clicks what the selector names, once it is there.
    pub async fn clicks(&self, selector: &str) {
        let found = format!("document.querySelector({})", quoted(selector));
        until(&self.page, &format!("{selector} to click"), &format!("!!{found}")).await;
        self.page.execute(format!("{found}.click()"), Vec::new()).await.expect("the click lands");
    }

    /// Waits until the selector names something.
    pub async fn sees(&self, selector: &str) {
        until(&self.page, selector, &format!("!!document.querySelector({})", quoted(selector))).await;
    }

    /// Whether the selector names something just now.
    pub async fn has(&self, selector: &str) -> bool {
        let script = format!("return !!document.querySelector({})", quoted(selector));
        self.page.execute(script, Vec::new()).await.expect("the page answers").json().as_bool() == Some(true)
    }

    /// Turns to the window that shows this, once there is one; windows that come and go meanwhile do not matter.
    pub async fn turns_to_window_with(&self, selector: &str) {
        let script = format!("return !!document.querySelector({})", quoted(selector));
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            for window in self.page.windows().await.expect("the browser's windows") {
                let shown = async {
                    self.page.switch_to_window(window).await?;
                    self.page.execute(script.clone(), Vec::new()).await
                };
                if shown.await.is_ok_and(|shown| shown.json().as_bool() == Some(true)) {
                    return;
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no window ever showed {selector}");
    }

    /// How many windows are open, once there are so many.
    pub async fn has_windows(&self, count: usize) {
        let started = Instant::now();
        loop {
            let open = self.page.windows().await.expect("the browser's windows").len();
            if open == count {
                return;
            }
            assert!(started.elapsed() < PATIENCE, "{open} windows instead of {count}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// In the window that a frame opened: goes on to Microsoft, chooses the account there and accepts what is asked for, if anything
    /// is.
    pub async fn signs_in_in_the_window(&self, oid: &str, accepts: bool) {
        self.turns_to_window_with("#continue").await;
        self.clicks("#continue").await;
        self.turns_to_window_with(&format!("[id='account-{oid}']")).await;
        self.clicks(&format!("[id='account-{oid}']")).await;
        if accepts {
            self.clicks("#accept").await;
        }
    }

    /// Starts signing in and chooses an account at Microsoft.
    pub async fn chooses_account(&self, oid: &str) {
        self.opens("/").await;
        self.clicks("#sign-in").await;
        self.clicks(&format!("[id='account-{oid}']")).await;
    }

    /// Signs in for the first time: chooses the account and accepts what is asked for.
    pub async fn signs_in(&self, oid: &str) {
        self.chooses_account(oid).await;
        self.clicks("#accept").await;
        self.sees("#account").await;
    }

    /// Signs in where an administrator has allowed what is asked for.
    pub async fn signs_in_at_once(&self, oid: &str) {
        self.chooses_account(oid).await;
        self.sees("#account").await;
    }

    /// Types into a field, in the place of what stands there.
    pub async fn types(&self, selector: &str, text: &str) {
        self.sees(selector).await;
        let field = self.page.find(By::Css(selector)).await.expect("the field");
        field.clear().await.expect("an empty field");
        field.send_keys(text).await.expect("the keys arrive");
    }

    /// Sends a form off, as Enter in it does.
    pub async fn submits(&self, selector: &str) {
        self.sees(selector).await;
        let script = format!("document.querySelector({}).requestSubmit()", quoted(selector));
        self.page.execute(script, Vec::new()).await.expect("the form is sent");
    }

    /// Presses a key, by its name in `KeyboardEvent.key`.
    pub async fn presses(&self, selector: &str, key: &str) {
        let target = self.page.find(By::Css(selector)).await.expect("something to press a key in");
        let sent = match key {
            "Enter" => target.send_keys(Key::Enter).await,
            "Backspace" => target.send_keys(Key::Backspace).await,
            "Home" => target.send_keys(Key::Home).await,
            "ArrowDown" => target.send_keys(Key::Down).await,
            letter => target.send_keys(letter).await,
        };
        sent.expect("the key arrives");
    }

    /// Waits for the panel that says what went wrong.
    pub async fn is_told(&self, code: &str) {
        self.sees(&format!("#problem[data-code='{code}']")).await;
    }

    /// The names of the files that are shown, in order.
    pub async fn file_names(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('#files [data-item-id]')].map(row => row.querySelector('bdi').textContent)";
        let names = self.page.execute(script, Vec::new()).await.expect("the page answers");
        serde_json::from_value(names.json().clone()).expect("names")
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
