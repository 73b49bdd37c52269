//! Keeps the session for the pages, asks for it once, and ends it.

use contract::function::Surface;
use contract::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::embedded::{self, Embedding};
use super::silent;
use super::state::Session;
use crate::api::bearer;
use crate::api::cancel::Cancel;
use crate::api::client::{AnonymousApi, SignedInApi};
use crate::components::problem::Asked;
use crate::model::failure::Failure;
use crate::model::format::web_address;
use crate::model::sign_out::SignOut;
use crate::model::theme::Theme;
use surface::ladder::{Mode, Why};

/// The session of this visit.
#[derive(Clone, Copy)]
pub(crate) struct SessionContext {
    state: RwSignal<Session>,
    notice: RwSignal<Option<Failure>>,
    embedding: StoredValue<Option<Embedding>, LocalStorage>,
    climbed: StoredValue<Climbed>,
    /// Whether the person wants to know how signing in went.
    explained: RwSignal<bool>,
}

/// How the last climb went.
#[derive(Clone, Default)]
pub(crate) struct Climbed {
    /// What was tried, in words.
    pub(crate) attempts: Vec<String>,
    /// What the log knows it by.
    pub(crate) correlation_id: String,
}

impl SessionContext {
    /// Asks who is signed in; in a frame, takes over the sign-in that is under way.
    pub(crate) fn open(embedding: Option<Embedding>, theme: RwSignal<Theme>) -> Self {
        let context = Self {
            state: RwSignal::new(Session::Unknown),
            notice: RwSignal::new(None),
            embedding: StoredValue::new_local(embedding.clone()),
            climbed: StoredValue::new(Climbed::default()),
            explained: RwSignal::new(false),
        };
        match embedding {
            None => context.ask(),
            Some(embedding) => embedded::begin(context, embedding, theme),
        }
        context
    }

    /// Asks again.
    pub(crate) fn ask(self) {
        if self.surface() != Surface::Web {
            return self.climb(Mode::Silent);
        }
        self.state.set(Session::Unknown);
        let cancel = Cancel::new();
        spawn_local(async move {
            let answer = AnonymousApi.session(cancel.signal()).await;
            let leaves = answer.as_ref().is_ok_and(silent::leaves);
            let next = || self.state.with_untracked(|state| state.clone().answered(answer));
            self.state.set(if leaves { Session::Leaving } else { next() });
        });
    }

    /// In a frame: the person wants in, or it is tried again.
    pub(crate) fn climb(self, mode: Mode) {
        self.state.set(Session::Unknown);
        self.embedding.with_value(|embedding| {
            if let Some(embedding) = embedding {
                embedded::again(self, embedding, mode);
            }
        });
    }

    /// In a frame: signs in once more while the page stays as it is, then asks again for what failed.
    pub(crate) fn sign_in_here(self, mode: Mode, claims: Option<String>, then: Callback<Asked>) {
        self.embedding.with_value(|embedding| {
            if let Some(embedding) = embedding {
                embedded::sign_in_here(self, embedding, (mode, claims), then);
            }
        });
    }

    /// In a frame: shows something in the host itself.
    pub(crate) fn open_link(self, link: &str) {
        self.embedding.with_value(|embedding| {
            // Should the host refuse, it says so itself.
            _ = embedding.as_ref().map(|embedding| embedding.open_link(link));
        });
    }

    pub(super) fn set(self, session: Session) {
        self.state.set(session);
    }

    pub(super) fn remember(self, climbed: Climbed) {
        self.climbed.set_value(climbed);
    }

    /// How signing somebody in went.
    pub(crate) fn climbed(self) -> Climbed {
        self.climbed.get_value()
    }

    /// Whether that is shown.
    pub(crate) fn explained(self) -> RwSignal<bool> {
        self.explained
    }

    /// Where the app is shown.
    pub(crate) fn surface(self) -> Surface {
        self.embedding.with_value(|embedding| embedding.as_ref().map_or(Surface::Web, Embedding::place))
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
                    // Microsoft's session is that of the host, which is not ours to end.
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
