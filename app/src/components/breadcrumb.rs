//! The way to the folder that is shown.

use leptos::prelude::*;

use crate::model::breadcrumb::Crumb;
use crate::text;

/// The way, each step a link except the last. While it is not known, its end is left open.
#[component]
pub fn Breadcrumb(
    /// The way; `None` while it is asked for.
    way: RwSignal<Option<Vec<Crumb>>>,
) -> impl IntoView {
    view! {
        <nav id="breadcrumb" aria-label=text::BREADCRUMB>
            <ol>{move || way.with(|way| steps(way.as_deref()))}</ol>
        </nav>
    }
}

fn steps(way: Option<&[Crumb]>) -> AnyView {
    let Some(way) = way else {
        return view! { <li class="unknown" aria-busy="true">"…"</li> }.into_any();
    };
    let last = way.len().saturating_sub(1);
    way.iter().enumerate().map(|(at, crumb)| step(crumb, at == last)).collect_view().into_any()
}

fn step(crumb: &Crumb, is_last: bool) -> AnyView {
    let name = crumb.name.clone().unwrap_or_else(|| text::MY_FILES.to_owned());
    if is_last {
        view! { <li data-top=crumb.name.is_none().then_some("")><bdi aria-current="page">{name}</bdi></li> }
            .into_any()
    } else {
        view! { <li><a href=crumb.page.path()><bdi>{name}</bdi></a></li> }.into_any()
    }
}
