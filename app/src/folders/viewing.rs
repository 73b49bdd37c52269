//! Asks which documents the viewer may open: those on the screen, twenty in one call, and again when the viewer comes back.

use std::time::Duration;

use contract::ids::{DocumentId, FolderId};
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use super::states::{Knowledge, States};
use crate::api::client::SignedInApi;
use crate::model::failure::Failure;
use crate::pages::visit::Visit;

/// What the viewer of a folder knows of its documents.
#[derive(Clone, Copy)]
pub(super) struct Viewing {
    api: SignedInApi,
    folder: StoredValue<FolderId>,
    states: RwSignal<States>,
    is_due: StoredValue<bool>,
    /// Why the last question came to nothing.
    pub(super) failure: RwSignal<Option<Failure>>,
}

impl Viewing {
    /// Begins with what is known from earlier in this session.
    pub(super) fn open(api: SignedInApi, folder: FolderId) -> Self {
        let visit = expect_context::<Visit>();
        let known = visit.documents.try_update_value(|seen| seen.remove(&folder)).flatten();
        let viewing = Self {
            api,
            folder: StoredValue::new(folder.clone()),
            states: RwSignal::new(known.unwrap_or_default()),
            is_due: StoredValue::new(false),
            failure: RwSignal::new(None),
        };
        let states = viewing.states;
        on_cleanup(move || {
            let known = states.try_update_untracked(std::mem::take).unwrap_or_default();
            // After signing out there is nowhere to keep it.
            _ = visit.documents.try_update_value(|seen| seen.insert(folder, known.leave()));
        });
        viewing.follow_window();
        viewing
    }

    /// What is known of a document.
    pub(super) fn of(self, id: &DocumentId) -> Knowledge {
        self.states.with(|states| states.of(id))
    }

    /// A document came onto the screen.
    pub(super) fn want(self, id: &DocumentId) {
        if self.states.try_update(|states| states.want(id)) == Some(true) {
            self.ask_soon();
        }
    }

    /// Asks again about what is on the screen: rights may have changed meanwhile.
    pub(super) fn again(self) {
        let ids = on_screen();
        self.failure.set(None);
        self.states.update(|states| states.want_again(&ids));
        self.ask_soon();
    }

    fn follow_window(self) {
        let listener = window_event_listener(leptos::ev::visibilitychange, move |_| {
            if !document().hidden() {
                self.again();
            }
        });
        on_cleanup(move || listener.remove());
    }

    /// Waits until all lines that appear together have said so, then asks.
    fn ask_soon(self) {
        if self.is_due.try_update_value(|due| std::mem::replace(due, true)) != Some(false) {
            return;
        }
        spawn_local(async move {
            tick().await;
            self.is_due.try_set_value(false);
            while let Some(batch) = self.states.try_update(States::next).flatten() {
                self.ask(batch);
            }
        });
    }

    fn ask(self, batch: Vec<DocumentId>) {
        let Some(folder) = self.folder.try_get_value() else { return };
        spawn_local(async move {
            match self.api.states(&folder, batch.clone()).await {
                Ok(answer) => {
                    let again = self.states.try_update(|states| states.answer(&batch, answer.states));
                    if let Some((seconds, ids)) = again.flatten() {
                        self.ask_later(seconds, ids);
                    }
                }
                Err(failure) => {
                    _ = self.states.try_update(|states| states.fail(&batch));
                    _ = self.failure.try_set(Some(failure));
                }
            }
        });
    }

    fn ask_later(self, seconds: u32, ids: Vec<DocumentId>) {
        let ask = move || {
            // The page may be gone.
            if self.states.try_update(|states| states.want_again(&ids)).is_some() {
                self.ask_soon();
            }
        };
        set_timeout(ask, Duration::from_secs(u64::from(seconds)));
    }
}

/// The documents whose lines are on the screen.
fn on_screen() -> Vec<DocumentId> {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(f64::MAX);
    let Ok(lines) = document().query_selector_all("[data-document-id]") else { return Vec::new() };
    let lines = (0..lines.length()).filter_map(|at| lines.get(at)?.dyn_into::<Element>().ok());
    let visible = lines.filter(|line| {
        let place = line.get_bounding_client_rect();
        place.bottom() > 0.0 && place.top() < height
    });
    visible.filter_map(|line| line.get_attribute("data-document-id")?.parse().ok()).collect()
}
