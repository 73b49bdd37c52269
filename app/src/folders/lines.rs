//! Asks for a list page by page, and draws what stands below its lines or in their place.

use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{AbortSignal, Event};

use crate::api::cancel::Cancel;
use crate::components::button::ActionButton;
use crate::components::empty::Empty;
use crate::components::nearby::{Nearby, watched};
use crate::components::problem::{Asked, ProblemBar, ProblemPanel, Ways};
use crate::components::waiting::Skeleton;
use crate::model::failure::Failure;
use crate::model::paged::{Paged, Stage, Ticket};
use crate::text;

/// A page of lines, and where the next one begins.
pub(super) type Page<T, N> = Result<(Vec<T>, Option<N>), Failure>;
/// Asks for the page that begins there.
type Ask<T, N> = Rc<dyn Fn(Option<N>, Option<AbortSignal>) -> Pin<Box<dyn Future<Output = Page<T, N>>>>>;

/// The lines of a page. Their calls end with it.
pub(super) struct Lines<T: Send + Sync + 'static, N: Send + Sync + 'static> {
    /// What is there.
    pub(super) list: RwSignal<Paged<T, N>>,
    ask: StoredValue<Ask<T, N>, LocalStorage>,
    cancel: StoredValue<Cancel, LocalStorage>,
}

// Derived, they would ask the same of `T` and `N`.
impl<T: Send + Sync, N: Send + Sync> Clone for Lines<T, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync, N: Send + Sync> Copy for Lines<T, N> {}

impl<T: Send + Sync + 'static, N: Clone + Send + Sync + 'static> Lines<T, N> {
    /// Asks for the first page.
    pub(super) fn open<F>(ask: impl Fn(Option<N>, Option<AbortSignal>) -> F + 'static) -> Self
    where
        F: Future<Output = Page<T, N>> + 'static,
    {
        let lines = Self {
            list: RwSignal::new(Paged::default()),
            ask: StoredValue::new_local(Rc::new(move |next, signal| Box::pin(ask(next, signal)))),
            cancel: StoredValue::new_local(Cancel::new()),
        };
        lines.start();
        lines
    }

    /// Asks for the first page once more.
    pub(super) fn start(self) {
        let ticket = self.list.try_update(Paged::restart);
        self.send(ticket.map(|ticket| (ticket, None)));
    }

    fn more(self) {
        let question = self.list.try_update(Paged::more).flatten();
        self.send(question.map(|(ticket, next)| (ticket, Some(next))));
    }

    fn send(self, question: Option<(Ticket, Option<N>)>) {
        let Some((ticket, next)) = question else { return };
        let (ask, signal) = (self.ask.get_value(), self.cancel.with_value(Cancel::signal));
        spawn_local(async move {
            let answer = ask(next, signal).await;
            // The page may be gone.
            _ = self.list.try_update(|list| list.answer(ticket, answer));
        });
    }

    fn retry(self) {
        if self.list.with_untracked(|list| matches!(list.stage(), Stage::MoreFailed(..))) {
            self.more();
        } else {
            self.start();
        }
    }
}

/// The sentences around lines.
#[derive(Clone, Copy)]
pub(super) struct Words {
    /// While they are on their way.
    pub(super) loading: &'static str,
    /// Title and advice when there are none.
    pub(super) empty: (&'static str, &'static str),
}

/// What stands below the lines, or in their place.
pub(super) fn rest<T, N>(lines: Lines<T, N>, words: Words, ways: Ways) -> impl IntoView
where
    T: Send + Sync + 'static,
    N: Clone + PartialEq + Send + Sync + 'static,
{
    let seen = Memo::new(move |_| lines.list.with(|list| (list.stage().clone(), list.rows().is_empty())));
    let on_retry = Callback::new(move |_: Asked| lines.retry());
    let (title, advice) = words.empty;
    move || {
        let ways = ways.clone();
        match seen.get() {
            (Stage::Loading, true) => view! { <Skeleton label=words.loading/> }.into_any(),
            (Stage::Complete, true) => view! { <Empty title advice/> }.into_any(),
            (Stage::Complete | Stage::Loading, false) => ().into_any(),
            (Stage::More(_), _) => {
                let observer = Some(StoredValue::new_local(Nearby::new()));
                let on_press = Callback::new(move |()| lines.more());
                view! {
                    <div class="more" use:watched=observer on:nearby=move |_: Event| lines.more()>
                        <ActionButton label=text::SHOW_MORE appearance="subtle" on_press/>
                    </div>
                }
                .into_any()
            }
            (Stage::LoadingMore(_), _) => view! {
                <p class="more" aria-busy="true">
                    <fluent-spinner size="tiny" aria-hidden="true"></fluent-spinner>
                    {text::LOADING_MORE}
                </p>
            }
            .into_any(),
            (Stage::Failed(stop), true) => view! { <ProblemPanel stop ways on_retry/> }.into_any(),
            (Stage::Failed(stop) | Stage::MoreFailed(_, stop), _) => {
                view! { <ProblemBar stop ways on_retry/> }.into_any()
            }
        }
    }
}
