//! Where the app is: the address bar, the history, and links between our pages.
//!
//! The pages and their paths are those of [`contract::page::Page`], so all that is left for a router to do is this; a
//! complete one is 14 kB more to load (docs/decisions/0007).

use contract::function::Surface;
use contract::page::Page;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlAnchorElement;

use crate::model::address::{Address, Click, stays_inside};

/// Where the app is, and how it gets elsewhere.
#[derive(Clone, Copy)]
pub(crate) struct Navigation {
    address: RwSignal<Address>,
    surface: Surface,
}

/// What becomes of the present address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The back button leads to it.
    Forward,
    /// It is forgotten.
    InPlace,
}

impl Navigation {
    /// Reads the address bar, and follows it and the links from now on. In a frame the address bar is the host's: there the
    /// page keeps its address, so that the host can load it again, and the app remembers for itself where it is.
    pub(crate) fn open(surface: Surface) -> Self {
        let first = if surface == Surface::Web { shown() } else { Address::new(&Page::Home.path()) };
        let navigation = Self { address: RwSignal::new(first), surface };
        if surface != Surface::Web {
            window_event_listener(leptos::ev::click, move |event| navigation.follow(&event));
            return navigation;
        }
        // Both live as long as the page.
        window_event_listener(leptos::ev::popstate, move |_| navigation.address.set(shown()));
        window_event_listener(leptos::ev::click, move |event| navigation.follow(&event));
        navigation
    }

    /// Reads the address, and is called again when it changes.
    pub(crate) fn with<T>(self, read: impl FnOnce(&Address) -> T) -> T {
        self.address.with(read)
    }

    /// Reads the address once.
    pub(crate) fn with_untracked<T>(self, read: impl FnOnce(&Address) -> T) -> T {
        self.address.with_untracked(read)
    }

    /// Goes to an address of ours.
    pub(crate) fn go(self, reference: &str, step: Step) {
        if self.surface != Surface::Web {
            self.address.set(Address::new(reference));
            return;
        }
        let history = window().history();
        let done = history.and_then(|history| match step {
            Step::Forward => history.push_state_with_url(&JsValue::NULL, "", Some(reference)),
            Step::InPlace => history.replace_state_with_url(&JsValue::NULL, "", Some(reference)),
        });
        if done.is_err() {
            // Browsers refuse when a page does this hundreds of times within seconds; a full load is always allowed.
            _ = window().location().set_href(reference);
            return;
        }
        self.address.set(Address::new(reference));
        if step == Step::Forward {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    /// Shows the page that a clicked link leads to, if it is one of ours.
    fn follow(self, event: &MouseEvent) {
        if event.default_prevented() {
            return;
        }
        // The path, since the link may stand inside a component.
        let path = event.composed_path();
        let Some(link) = path.iter().find_map(|node| node.dyn_into::<HtmlAnchorElement>().ok()) else {
            return;
        };
        let click = Click { is_plain: is_plain(event), is_ours: is_ours(&link) };
        // A jump within the page is the browser's.
        if stays_inside(click, &Address::new(&link.pathname())) && link.hash().is_empty() {
            event.prevent_default();
            self.go(&format!("{}{}", link.pathname(), link.search()), Step::Forward);
        }
    }
}

fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
}

fn is_ours(link: &HtmlAnchorElement) -> bool {
    let here = window().location().origin();
    here.is_ok_and(|here| here == link.origin()) && link.target().is_empty()
}

/// What the address bar shows.
fn shown() -> Address {
    let location = window().location();
    // Both are readable in every document that runs scripts of its own.
    let path = location.pathname().unwrap_or_default();
    Address::new(&format!("{path}{}", location.search().unwrap_or_default()))
}
