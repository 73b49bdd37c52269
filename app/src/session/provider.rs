//! Keeps the session for the pages, asks for it once, and ends it.

use contract::function::Surface;
use contract::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::embedded::{self, Embedding};
use super::state::Session;
use crate::api::bearer;
use crate::api::cancel::Cancel;
use crate::api::client::{AnonymousApi, SignedInApi};
use crate::model::failure::Failure;
use crate::model::format::web_address;
use crate::model::sign_out::SignOut;
use crate::model::theme::Theme;
use surface::ladder::{Attempt, Why};

/// The session of this visit.
#[derive(Clone, Copy)]
pub(crate) struct SessionContext {
    state: RwSignal<Session>,
    notice: RwSignal<Option<Failure>>,
    embedding: StoredValue<Option<Embedding>, LocalStorage>,
    attempts: StoredValue<Vec<Attempt>>,
}

impl SessionContext {
    /// Asks who is signed in; inside Teams, takes over the sign-in that is under way.
    pub(crate) fn open(embedding: Option<Embedding>, theme: RwSignal<Theme>) -> Self {
        let context = Self {
            state: RwSignal::new(Session::Unknown),
            notice: RwSignal::new(None),
            embedding: StoredValue::new_local(embedding.clone()),
            attempts: StoredValue::new(Vec::new()),
        };
        match embedding {
            None => context.ask(),
            Some(embedding) => embedded::begin(context, embedding, theme),
        }
        context
    }

    /// Asks again.
    pub(crate) fn ask(self) {
        if self.surface() == Surface::Teams {
            return self.climb(false);
        }
        self.state.set(Session::Unknown);
        let cancel = Cancel::new();
        spawn_local(async move {
            let answer = AnonymousApi.session(cancel.signal()).await;
            self.state.update(|state| *state = state.clone().answered(answer));
        });
    }

    /// Inside Teams: the person wants in.
    pub(crate) fn click(self) {
        self.climb(true);
    }

    fn climb(self, click: bool) {
        self.state.set(Session::Unknown);
        self.embedding.with_value(|embedding| {
            if let Some(embedding) = embedding {
                embedded::again(self, embedding, click);
            }
        });
    }

    pub(super) fn set(self, session: Session) {
        self.state.set(session);
    }

    pub(super) fn remember(self, attempts: Vec<Attempt>) {
        self.attempts.set_value(attempts);
    }

    /// What was tried to sign somebody in.
    pub(crate) fn attempts(self) -> Vec<Attempt> {
        self.attempts.get_value()
    }

    /// Where the app is shown.
    pub(crate) fn surface(self) -> Surface {
        self.embedding.with_value(|embedding| if embedding.is_some() { Surface::Teams } else { Surface::Web })
    }

    /// Reads the state and follows it.
    pub(crate) fn with<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.state.with(read)
    }

    /// Reads the state once.
    pub(crate) fn with_untracked<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.state.with_untracked(read)
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
                Ok(_) if self.surface() != Surface::Web => {
                    // Microsoft's session is that of Teams, which is not ours to end.
                    bearer::set(None);
                    self.state.update(|state| *state = state.clone().needs_click(Why::SignedOut));
                }
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
