//! What came of something that the person did, above the lines.

use leptos::prelude::*;

use crate::components::problem::{Asked, ProblemBar, Ways};
use crate::model::failure::Failure;
use crate::model::file_list::{Retry, Stop};

/// What is told.
#[derive(Clone)]
pub(super) enum Notice {
    /// It is done.
    Done(String),
    /// It did not work.
    Failed(Failure),
}

/// Where it is told.
pub(super) type NoticeSignal = RwSignal<Option<Notice>>;

/// Tells it. Whoever is told to sign in again comes back to this page.
#[component]
pub(super) fn NoticeBar(notice: NoticeSignal, ways: Ways) -> impl IntoView {
    move || {
        let ways = ways.clone();
        notice.get().map(|told| match told {
            Notice::Done(text) => view! {
                <fluent-message-bar class="problem-bar" intent="success" role="status" data-test="done">
                    {text}
                </fluent-message-bar>
            }
            .into_any(),
            Notice::Failed(Failure::Cancelled) => ().into_any(),
            Notice::Failed(failure) => {
                let stop = Stop { failure, retry: Retry::ByHand };
                // What was tried is still on the screen, to be tried again there.
                let on_retry = Callback::new(move |_: Asked| notice.set(None));
                view! { <ProblemBar stop ways on_retry/> }.into_any()
            }
        })
    }
}

/// Takes the outcome of something in: a failure is told, a success handed on.
pub(super) fn settle<T>(notice: NoticeSignal, outcome: Result<T, Failure>) -> Option<T> {
    match outcome {
        Ok(value) => Some(value),
        Err(failure) => {
            // The page may be gone.
            _ = notice.try_set(Some(Notice::Failed(failure)));
            None
        }
    }
}
