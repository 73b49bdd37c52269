//! Tells an element that it is about to be seen. One observer serves a whole list; it sends the event `nearby` to the
//! element, once.

use js_sys::Array;
use leptos::prelude::{LocalStorage, StoredValue, WithValue as _};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// The event's name, for `on:nearby`.
const NEARBY: &str = "nearby";
/// How far outside the window "near" begins: about a screen, so that scrolling at reading speed meets no gap.
const MARGIN: &str = "600px 0px";

/// An observer; it ends with the list that keeps it.
#[derive(Debug)]
pub struct Nearby {
    observer: Option<IntersectionObserver>,
    _callback: Closure<dyn FnMut(Array, IntersectionObserver)>,
}

impl Default for Nearby {
    fn default() -> Self {
        Self::new()
    }
}

impl Nearby {
    /// A new observer.
    #[must_use]
    pub fn new() -> Self {
        Self::within(MARGIN)
    }

    /// An observer of what is on the screen itself.
    #[must_use]
    pub fn on_screen() -> Self {
        Self::within("0px")
    }

    fn within(margin: &str) -> Self {
        let callback = Closure::<dyn FnMut(Array, IntersectionObserver)>::new(tell);
        let options = IntersectionObserverInit::new();
        options.set_root_margin(margin);
        // Without an observer, pictures stay icons and further pages are asked for by the button.
        let observer =
            IntersectionObserver::new_with_options(callback.as_ref().unchecked_ref(), &options).ok();
        Self { observer, _callback: callback }
    }

    /// Waits for this element.
    pub fn watch(&self, element: &Element) {
        if let Some(observer) = &self.observer {
            observer.observe(element);
        }
    }
}

impl Drop for Nearby {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}

/// Waits for the element that is drawn; for `use:`. Without an observer nobody waits.
pub fn watched(element: Element, observer: Option<StoredValue<Nearby, LocalStorage>>) {
    // The list may be gone in the moment its last line is drawn.
    _ = observer.map(|observer| observer.try_with_value(|observer| observer.watch(&element)));
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of a callback from JavaScript")]
fn tell(entries: Array, observer: IntersectionObserver) {
    for entry in entries.iter().filter_map(|entry| entry.dyn_into::<IntersectionObserverEntry>().ok()) {
        if entry.is_intersecting() {
            let element = entry.target();
            observer.unobserve(&element);
            if let Ok(event) = Event::new(NEARBY) {
                // An element that left the page in between has nobody to tell.
                _ = element.dispatch_event(&event);
            }
        }
    }
}
