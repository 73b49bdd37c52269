//! Scrolling ten thousand entries of the picker: how many frames a second the browser draws, and the script's memory before and after.

use std::time::Duration;

use serde_json::Value;

use crate::picker::{goes_to, opens, opens_picker, stack};
use crate::support::browser::{until, until_within};
use crate::support::person::{ADA, Person};

/// Scrolls through everything for three seconds, a step in each frame; answers frames a second.
const SCROLL: &str = "(() => { if (window.fps === undefined) { window.fps = null; \
    const list = document.querySelector('#picker-list'); const end = list.scrollHeight - list.clientHeight; \
    let began, frames = 0; const step = now => { began ??= now; frames += 1; const passed = (now - began) / 3000; \
    list.scrollTop = end * Math.min(passed, 1); \
    if (passed < 1) requestAnimationFrame(step); else window.fps = (frames - 1) / 3; }; requestAnimationFrame(step); } \
    return window.fps; })()";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn ten_thousand_entries_scroll_smoothly() {
    let stack = stack().await;
    let ada = Person::at(&stack).await;
    opens_picker(&ada, ADA).await;
    goes_to(&ada, "Sites").await;
    opens(&ada, "Records centre").await;
    opens(&ada, "Documents").await;
    opens(&ada, "Register 10000").await;
    ada.sees(".entry").await;
    let load = "(() => { const list = document.querySelector('#picker-list'); list.scrollTop = list.scrollHeight; \
                return list.dataset.size === '10000'; })()";
    until_within(Duration::from_secs(120), &ada.page, "all ten thousand", load).await;
    let memory = "performance.memory.usedJSHeapSize";
    let before = until(&ada.page, "the memory", memory).await;
    let fps = until(&ada.page, "frames a second", SCROLL).await;
    let after = until(&ada.page, "the memory", memory).await;
    let megabytes = |bytes: &Value| bytes.as_f64().unwrap_or_default() / 1e6;
    let fps = fps.as_f64().expect("a number");
    println!(
        "scrolling 10,000 entries: {fps:.0} frames a second (bound 55); JavaScript's memory {:.1} MB before, {:.1} MB after",
        megabytes(&before),
        megabytes(&after)
    );
    assert!(fps >= 55.0, "{fps} frames a second");
}
