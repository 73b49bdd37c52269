//! A part of the app whose code is fetched when it is first shown.

use std::pin::Pin;
use std::rc::Rc;

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

/// What draws this part, once its code is there.
type Drawn = Rc<dyn Fn() -> AnyView>;
/// Fetches the code.
type Load = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Drawn, NotLoaded>>>>>;

/// Where the code is.
#[derive(Clone)]
enum Stage {
    OnItsWay,
    Missing,
    There(Drawn),
}

/// A part; it waits for its code, and says so when that does not come. Code that is there is not fetched again.
#[component]
pub fn Lazy<P, F>(
    /// Fetches the code: one of the functions of `parts.rs`.
    code: fn() -> F,
    /// What the part is drawn from.
    from: P,
) -> impl IntoView
where
    P: Clone + 'static,
    F: Future<Output = Result<Draw<P>, NotLoaded>> + 'static,
{
    // The rest is the same for every part, and stands in the first load once.
    let load: Load = Rc::new(move || {
        let from = from.clone();
        Box::pin(async move {
            let draw = code().await?;
            Ok(Rc::new(move || draw(from.clone())) as Drawn)
        })
    });
    part(load)
}

fn part(load: Load) -> AnyView {
    let stage = RwSignal::new_local(Stage::OnItsWay);
    let fetch = move || {
        stage.set(Stage::OnItsWay);
        let load = load.clone();
        spawn_local(async move {
            let reached = load().await.map_or(Stage::Missing, Stage::There);
            // Nobody waits for a part that is gone by then.
            _ = stage.try_set(reached);
        });
    };
    fetch();
    let fetch = StoredValue::new_local(fetch);
    let on_retry = Callback::new(move |_| fetch.with_value(|fetch| fetch()));
    let drawn = move || match stage.get() {
        Stage::OnItsWay => view! { <Waiting label=text::OPENING/> }.into_any(),
        Stage::Missing => {
            let stop = Stop { failure: Failure::NotLoaded, retry: Retry::ByHand };
            view! { <section class="card"><ProblemPanel stop ways=Ways::default() on_retry/></section> }
                .into_any()
        }
        Stage::There(draw) => draw(),
    };
    drawn.into_any()
}
