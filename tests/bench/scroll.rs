//! Scrolling ten thousand entries of the picker: how many frames a second the browser draws, and the script's memory before and after.

use std::time::Duration;

use serde_json::Value;

use crate::picker::{goes_to, opens, opens_picker, stack};
use crate::support::browser::{until, until_within};
use crate::support::person::{ADA, Person};

/// Pixels a second of a strong fling, and how long it is kept up.
const FLING: (u32, u32) = (20_000, 5);

/// Scrolls down from the top, a step in each frame, so many pixels a second for so many seconds; answers frames a second.
fn scroll(name: &str, pace: u32, seconds: u32) -> String {
    format!(
        "(() => {{ if (window.{name} === undefined) {{ window.{name} = null; \
         const list = document.querySelector('#picker-list'); \
         let began, frames = 0; const step = now => {{ began ??= now; frames += 1; \
         list.scrollTop = (now - began) / 1000 * {pace}; \
         if (now - began < {seconds}000) requestAnimationFrame(step); \
         else window.{name} = (frames - 1) / {seconds}; }}; requestAnimationFrame(step); }} \
         return window.{name}; }})()"
    )
}

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
    let measure = async |name: &str, pace: u32, seconds: u32| {
        let fps = until(&ada.page, "frames a second", &scroll(name, pace, seconds)).await;
        fps.as_f64().expect("a number")
    };
    let (pace, seconds) = FLING;
    let fps = measure("fling", pace, seconds).await;
    // By the scrollbar: nothing that a frame shows was in the one before.
    let dragged = measure("drag", 440_000 / 3, 3).await;
    let after = until(&ada.page, "the memory", memory).await;
    let megabytes = |bytes: &Value| bytes.as_f64().unwrap_or_default() / 1e6;
    println!(
        "scrolling 10,000 entries: {fps:.0} frames a second flung (bound 55), {dragged:.0} from end to end in three seconds; \
         JavaScript's memory {:.1} MB before, {:.1} MB after",
        megabytes(&before),
        megabytes(&after)
    );
    assert!(fps >= 55.0, "{fps} frames a second");
}
