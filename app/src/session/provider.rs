//! Keeps the session for the pages, asks for it once, and ends it.

use contract::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::Session;
use crate::api::cancel::Cancel;
use crate::api::client::{AnonymousApi, SignedInApi};
use crate::model::failure::Failure;
use crate::model::format::web_address;
use crate::model::sign_out::SignOut;

/// The session of this visit.
#[derive(Clone, Copy)]
pub(crate) struct SessionContext {
    state: RwSignal<Session>,
    notice: RwSignal<Option<Failure>>,
}

impl SessionContext {
    /// Asks who is signed in.
    pub(crate) fn open() -> Self {
        let context = Self { state: RwSignal::new(Session::Unknown), notice: RwSignal::new(None) };
        context.ask();
        context
    }

    /// Asks again.
    pub(crate) fn ask(self) {
        self.state.set(Session::Unknown);
        let cancel = Cancel::new();
        spawn_local(async move {
            let answer = AnonymousApi.session(cancel.signal()).await;
            self.state.update(|state| *state = state.clone().answered(answer));
        });
    }

    /// Reads the state and follows it.
    pub(crate) fn with<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.state.with(read)
    }

    /// The client of whoever is signed in.
    pub(crate) fn api(self) -> Option<SignedInApi> {
        self.state.with_untracked(SignedInApi::of)
    }

    /// Why signing out did not work.
    pub(crate) fn notice(self) -> RwSignal<Option<Failure>> {
        self.notice
    }

    /// Signs out. `show` leads to a page of ours.
    pub(crate) fn sign_out(self, choice: SignOut, show: impl Fn(Page) + 'static) {
        let Some(api) = self.api() else { return };
        self.notice.set(None);
        spawn_local(async move {
            match api.sign_out(choice.scope()).await {
                Ok(answer) if choice.leads_to_microsoft() => self.leave(&answer.microsoft_sign_out_url),
                Ok(_) => {
                    show(Page::SignedOut);
                    self.state.update(|state| *state = state.clone().ended());
                }
                Err(failure) => self.notice.set(Some(failure)),
            }
        });
    }

    fn leave(self, address: &str) {
        let left = web_address(address).map(|address| window().location().set_href(address));
        match left {
            Some(Ok(())) => self.state.set(Session::Leaving),
            Some(Err(_)) | None => self.notice.set(Some(Failure::Unreadable)),
        }
    }
}
