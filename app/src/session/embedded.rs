//! Signing in inside Teams and Outlook: done by the package `surface`, which scripts start before the app. Here its outcome becomes the
//! session, its token is used and renewed in time.

use std::cell::Cell;
use std::time::Duration;

use contract::function::Surface;
use contract::session::PersonView;
use js_sys::{Array, Function, Object, Promise};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use surface::ladder::{Mode, Why};
use surface::problem;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::provider::{Climbed, SessionContext};
use super::state::Session;
use crate::api::bearer;
use crate::components::problem::Asked;
use crate::model::failure::Failure;
use crate::model::theme::Theme;

/// A new token is had this long before the old one ends, so that no call has to wait for it.
const MARGIN_S: u32 = 60;

thread_local! {
    /// When the token is renewed.
    static TIMER: Cell<Option<TimeoutHandle>> = const { Cell::new(None) };
}

#[wasm_bindgen]
extern "C" {
    /// What `embedding.js` makes.
    #[derive(Clone)]
    pub(crate) type Embedding;
    /// The first climb, which is under way.
    #[wasm_bindgen(method, getter)]
    fn begun(this: &Embedding) -> Promise;
    #[wasm_bindgen(method, getter)]
    fn surface(this: &Embedding) -> String;
    #[wasm_bindgen(method)]
    fn climb(this: &Embedding, mode: &str, claims: Option<String>) -> Promise;
    #[wasm_bindgen(method, js_name = notifyReady)]
    fn notify_ready(this: &Embedding);
    #[wasm_bindgen(method, js_name = openLink)]
    pub(super) fn open_link(this: &Embedding, link: &str) -> Promise;
    #[wasm_bindgen(method, js_name = onTheme)]
    fn on_theme(this: &Embedding, listener: &Function);
}

impl Embedding {
    /// Where the app is shown.
    pub(crate) fn place(&self) -> Surface {
        if self.surface() == Surface::Outlook.name() { Surface::Outlook } else { Surface::Teams }
    }
}

#[wasm_bindgen]
extern "C" {
    /// What came of a climb; the package `surface` describes its members.
    type Outcome;
    #[wasm_bindgen(method, getter)]
    fn instance(this: &Outcome) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn person(this: &Outcome) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn bearer(this: &Outcome) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn expires_in(this: &Outcome) -> u32;
    #[wasm_bindgen(method, getter)]
    fn why(this: &Outcome) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn problem(this: &Outcome) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn offline(this: &Outcome) -> bool;
    #[wasm_bindgen(method, getter)]
    fn attempts(this: &Outcome) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn correlation_id(this: &Outcome) -> Option<String>;
}

impl Outcome {
    /// Who is signed in.
    fn who(&self) -> Option<PersonView> {
        serde_wasm_bindgen::from_value(self.person()).ok()
    }
}

/// Takes over what the scripts began.
pub(super) fn begin(context: SessionContext, embedding: Embedding, theme: RwSignal<Theme>) {
    let listener = Closure::<dyn FnMut(String)>::new(move |name: String| theme.set(Theme::of_teams(&name)));
    // It lives as long as the page.
    embedding.on_theme(listener.into_js_value().unchecked_ref());
    let again = embedding.clone();
    bearer::renew_with(move |claims| {
        let climbing = again.climb(Mode::Silent.name(), claims);
        future_to_promise(async move { Ok(JsValue::from(renewed(context, climbing).await)) })
    });
    spawn_local(async move {
        enter(context, embedding.begun()).await;
        // Only now: until there is something to see, Teams shows its own waiting picture.
        embedding.notify_ready();
    });
}

/// Climbs again, because the person clicked or wants another try, and shows where that leads.
pub(super) fn again(context: SessionContext, embedding: &Embedding, mode: Mode) {
    let climbing = embedding.climb(mode.name(), None);
    spawn_local(enter(context, climbing));
}

/// Climbs while the page stays as it is. Where it does not lead in, the page says why in the place of this one.
pub(super) fn sign_in_here(
    context: SessionContext,
    embedding: &Embedding,
    (mode, claims): (Mode, Option<String>),
    then: Callback<Asked>,
) {
    let climbing = embedding.climb(mode.name(), claims);
    spawn_local(async move {
        let outcome = taken(context, climbing).await;
        let shown = context.with_untracked(|session| session.person().cloned());
        let who = outcome.who();
        if who.is_some() && who == shown {
            keep(&outcome);
            return then.run(Asked::ByHand);
        }
        // Somebody else, or nobody: nothing of what is on the screen stays.
        context.set(Session::Unknown);
        tick().await;
        keep(&outcome);
        context.set(session(&outcome));
    });
}

async fn enter(context: SessionContext, climbing: Promise) {
    let outcome = taken(context, climbing).await;
    keep(&outcome);
    context.set(session(&outcome));
}

async fn taken(context: SessionContext, climbing: Promise) -> Outcome {
    let outcome = awaited(climbing).await;
    // Without an instance nothing was tried.
    let attempts = outcome.attempts().dyn_into::<Array>().unwrap_or_default();
    let attempts = attempts.iter().filter_map(|line| line.as_string()).collect();
    let correlation_id = outcome.correlation_id().unwrap_or_default();
    context.remember(Climbed { attempts, correlation_id });
    outcome
}

/// Silently, while somebody is signed in. Where it fails, what is on the screen stays: the call that needed it says what is
/// wrong.
async fn renewed(context: SessionContext, climbing: Promise) -> bool {
    let outcome = taken(context, climbing).await;
    let shown = context.with_untracked(|session| session.person().cloned());
    match (outcome.who(), shown) {
        // Signed out meanwhile: the new session ends by itself.
        (_, None) | (None, _) => false,
        (Some(person), Some(shown)) if person != shown => {
            // Somebody else is signed in to the host now: nothing of what is on the screen is theirs. Nobody is signed in until
            // the page is there again.
            bearer::set(None);
            _ = window().location().reload();
            false
        }
        (Some(_), Some(_)) => {
            keep(&outcome);
            true
        }
    }
}

/// A climb that broke off is as good as no answer.
async fn awaited(climbing: Promise) -> Outcome {
    JsFuture::from(climbing).await.unwrap_or_else(|_| Object::new().into()).unchecked_into()
}

fn session(outcome: &Outcome) -> Session {
    let instance = serde_wasm_bindgen::from_value(outcome.instance()).ok();
    match (instance, outcome.who(), outcome.why().and_then(|why| Why::from_name(&why))) {
        (Some(instance), Some(person), _) => Session::SignedIn { instance, person },
        (Some(instance), None, Some(why)) => Session::NeedsClick { instance, why },
        _ => Session::Failed(match problem::read(&outcome.problem()) {
            Some(problem) => Failure::Problem(Box::new(problem)),
            None if outcome.offline() => Failure::Offline,
            None => Failure::Unreadable,
        }),
    }
}

/// Uses the token, and sees to the next one in time.
fn keep(outcome: &Outcome) {
    let Some(token) = outcome.bearer() else { return };
    bearer::set(Some(token));
    let seconds = outcome.expires_in().saturating_sub(MARGIN_S).max(1);
    let renew = || {
        spawn_local(async {
            // Should it fail, the next call notices.
            bearer::renew(None).await;
        });
    };
    let timer = set_timeout_with_handle(renew, Duration::from_secs(u64::from(seconds))).ok();
    // A token that came early replaces the timer of the one before: there is one at any time.
    if let Some(before) = TIMER.replace(timer) {
        before.clear();
    }
}
