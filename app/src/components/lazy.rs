//! A part of the app whose code is fetched when it is first shown.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::SplitLoaderError;

use super::problem::{ProblemPanel, Ways};
use super::waiting::Waiting;
use crate::model::failure::Failure;
use crate::model::file_list::{Retry, Stop};
use crate::text;

/// What draws a part, once its code is there.
pub type Draw<P> = fn(P) -> AnyView;

/// The code of a part did not arrive. The browser's console says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotLoaded;

impl From<SplitLoaderError> for NotLoaded {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// Where the code is.
enum Stage<P> {
    OnItsWay,
    Missing,
    There(Draw<P>),
}

// Derived, it would ask the same of `P`.
impl<P> Clone for Stage<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Stage<P> {}

/// A part; it waits for its code, and says so when that does not come. Code that is there is not fetched again.
#[component]
pub fn Lazy<P, F>(
    /// Fetches the code: one of the functions of `parts.rs`.
    code: fn() -> F,
    /// What the part is drawn from.
    from: P,
) -> impl IntoView
where
    P: Clone + Send + Sync + 'static,
    F: Future<Output = Result<Draw<P>, NotLoaded>> + 'static,
{
    let stage = RwSignal::new(Stage::OnItsWay);
    let fetch = move || {
        stage.set(Stage::OnItsWay);
        spawn_local(async move {
            let reached = code().await.map_or(Stage::Missing, Stage::There);
            // Nobody waits for a part that is gone by then.
            _ = stage.try_set(reached);
        });
    };
    fetch();
    let on_retry = Callback::new(move |_| fetch());
    move || match stage.get() {
        Stage::OnItsWay => view! { <Waiting label=text::OPENING/> }.into_any(),
        Stage::Missing => {
            let stop = Stop { failure: Failure::NotLoaded, retry: Retry::ByHand };
            view! { <section class="card"><ProblemPanel stop ways=Ways::default() on_retry/></section> }
                .into_any()
        }
        Stage::There(draw) => draw(from.clone()),
    }
}
