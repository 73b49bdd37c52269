//! The person's OneDrive: one folder, and the way to it.

use contract::ids::ItemId;
use contract::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

use super::listing::{Listing, ListingView};
use super::visit::Visit;
use crate::api::cancel::Cancel;
use crate::api::client::SignedInApi;
use crate::components::breadcrumb::Breadcrumb;
use crate::components::heading::Heading;
use crate::model::breadcrumb::{Crumb, STEPS_MAX, Way, parent_page, top};
use crate::model::keyboard::{Step, step};
use crate::model::source::Source;
use crate::navigation::{self, Navigation};
use crate::text;

/// A folder.
#[component]
pub(crate) fn FilesPage(source: Source, api: SignedInApi) -> impl IntoView {
    let way = RwSignal::new(None::<Vec<Crumb>>);
    let listing = Listing::open(api, source.clone());
    let page = match source {
        Source::Folder(folder) => {
            find_way(way, folder.clone(), api, listing.cancel());
            Page::Folder(folder)
        }
        Source::Root | Source::Search(_) => {
            way.set(Some(vec![top()]));
            Page::Files
        }
    };
    let title = move || {
        let name =
            way.with(|way| way.as_ref().and_then(|way| way.last()).and_then(|crumb| crumb.name.clone()));
        name.unwrap_or_else(|| text::MY_FILES.to_owned())
    };
    let navigation = expect_context::<Navigation>();
    let up = move |event: KeyboardEvent| {
        if step(&event.key(), event.alt_key(), 0, 0) == Some(Step::Up)
            && let Some(page) = way.with_untracked(|way| way.as_deref().and_then(parent_page))
        {
            event.prevent_default();
            navigation.go(&page.path(), navigation::Step::Forward);
        }
    };
    view! {
        <section class="card" on:keydown=up>
            <header class="page-head">
                <Breadcrumb way/>
                <Heading text=title/>
            </header>
            <ListingView listing page empty=(text::EMPTY_TITLE, text::EMPTY_ADVICE)/>
        </section>
    }
}

/// Finds the way to a folder: from what was seen, else by asking for it and its parents, one after the other.
fn find_way(
    way: RwSignal<Option<Vec<Crumb>>>,
    folder: ItemId,
    api: SignedInApi,
    cancel: StoredValue<Cancel, LocalStorage>,
) {
    let visit = expect_context::<Visit>();
    let known = move |folder: &ItemId| visit.folders.with_value(|folders| folders.way(folder));
    if let Way::Known(found) = known(&folder) {
        return way.set(Some(found));
    }
    spawn_local(async move {
        // The folder itself, its parents, and the top.
        for _ in 0..STEPS_MAX + 2 {
            let missing = match known(&folder) {
                Way::Known(found) => {
                    // The page may be gone.
                    _ = way.try_set(Some(found));
                    return;
                }
                Way::Missing(missing) => missing,
            };
            let Some(signal) = cancel.try_with_value(Cancel::signal) else { return };
            match api.item(&missing, signal).await {
                Ok(item) => visit.folders.update_value(|folders| folders.learn(&item)),
                // The list says what is wrong; the way stays open at its end.
                Err(_) => return,
            }
        }
    });
}
