//! A real browser: Chromium, driven over WebDriver.

use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use thirtyfour::prelude::*;

use super::cleanup::Running;
use super::stack::free_port;
use super::workspace::program;

/// How long the browser may take to show what is expected. It takes well below a second; a busy machine may need more.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// One driver serves every window of this run.
fn driver_address() -> &'static str {
    static DRIVER: OnceLock<(Running, String)> = OnceLock::new();
    let (_, address) = DRIVER.get_or_init(|| {
        let port = free_port();
        let mut command =
            Command::new(program("CHROMEDRIVER", &["/usr/bin/chromedriver", "/usr/local/bin/chromedriver"]));
        command.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
        (Running::start(&mut command), format!("http://localhost:{port}"))
    });
    address
}

/// A window of its own, without anything of earlier windows.
pub async fn open() -> WebDriver {
    open_with(&[]).await
}

/// The same, with more of Chromium's switches.
pub async fn open_with(switches: &[&str]) -> WebDriver {
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
    let started = Instant::now();
    loop {
        match WebDriver::new(driver_address(), capabilities.clone()).await {
            Ok(driver) => return driver,
            // The driver needs a moment until it listens.
            Err(error) => assert!(started.elapsed() < PATIENCE, "no browser: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until something holds on the page; says what was awaited and what the page shows when it never does.
pub async fn until(page: &WebDriver, what: &str, script: &str) -> serde_json::Value {
    let started = Instant::now();
    loop {
        let outcome = page.execute(format!("return ({script});"), Vec::new()).await;
        if let Ok(value) = &outcome {
            let value = value.json().clone();
            if !matches!(value, serde_json::Value::Null | serde_json::Value::Bool(false)) {
                return value;
            }
        }
        if started.elapsed() > PATIENCE {
            let url = page.current_url().await.map(|url| url.to_string()).unwrap_or_default();
            let text = page.execute("return document.body.innerText", Vec::new()).await;
            let text = text.map(|text| text.json().to_string()).unwrap_or_default();
            panic!("{what} never came true at {url}: {text}");
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}
