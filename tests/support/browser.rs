//! A real browser: Chromium, driven over WebDriver.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use thirtyfour::ChromeCapabilities;
use thirtyfour::prelude::*;

use super::cleanup::Running;
use super::ports::free_port;
use super::workspace::program;

/// How long the browser may take to show what is expected. It takes well below a second; a busy machine may need more.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A browser window and the driver behind it. Both end with this value, also when a test fails. Closing the window waits for
/// the driver, so tests with a browser run on more than one thread.
pub struct Browser {
    window: WebDriver,
    _driver: Running,
}

impl std::ops::Deref for Browser {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.window
    }
}

/// A window of its own, without anything of earlier windows.
pub async fn open() -> Browser {
    open_with(&[]).await
}

/// The same, with more of Chromium's switches.
pub async fn open_with(switches: &[&str]) -> Browser {
    let port = free_port();
    let mut command =
        Command::new(program("CHROMEDRIVER", &["/usr/bin/chromedriver", "/usr/local/bin/chromedriver"]));
    command.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
    let driver = Running::start(&mut command);
    let capabilities = capabilities(switches);
    let started = Instant::now();
    loop {
        match WebDriver::new(format!("http://localhost:{port}"), capabilities.clone()).await {
            Ok(window) => return Browser { window, _driver: driver },
            // The driver needs a moment until it listens.
            Err(error) => assert!(started.elapsed() < PATIENCE, "no browser: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn capabilities(switches: &[&str]) -> ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    let chromium =
        program("CHROMIUM", &["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"]);
    capabilities.set_binary(chromium.to_str().expect("a path")).expect("a binary");
    let always = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1200,900",
        "--lang=en-US",
    ];
    for switch in always.iter().chain(switches) {
        capabilities.add_arg(switch).expect("a switch");
    }
    capabilities
}

/// Waits until something holds on the page; says what was awaited and what the page shows when it never does.
pub async fn until(page: &WebDriver, what: &str, script: &str) -> serde_json::Value {
    until_within(PATIENCE, page, what, script).await
}

/// The same with another bound, for what takes many round trips.
pub async fn until_within(
    patience: Duration,
    page: &WebDriver,
    what: &str,
    script: &str,
) -> serde_json::Value {
    let started = Instant::now();
    loop {
        let outcome = page.execute(format!("return ({script});"), Vec::new()).await;
        if let Ok(value) = &outcome {
            let value = value.json().clone();
            if !matches!(value, serde_json::Value::Null | serde_json::Value::Bool(false)) {
                return value;
            }
        }
        if started.elapsed() > patience {
            let url = page.current_url().await.map(|url| url.to_string()).unwrap_or_default();
            let text = page.execute("return document.body.innerText", Vec::new()).await;
            let text = text.map(|text| text.json().to_string()).unwrap_or_default();
            panic!("{what} never came true at {url}: {text}");
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}
