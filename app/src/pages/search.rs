//! Results of a search in the whole OneDrive. The text stands in the address, so that it can be gone back to.

use contract::page::Page;
use leptos::prelude::*;

use super::listing::{Listing, ListingView};
use crate::api::client::SignedInApi;
use crate::components::heading::Heading;
use crate::model::search::{PARAMETER, Text};
use crate::model::source::Source;
use crate::navigation::Navigation;
use crate::text;

/// The results.
#[component]
pub(crate) fn SearchPage(api: SignedInApi) -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let wanted =
        move || navigation.with(|address| address.parameter(PARAMETER)).and_then(|typed| Text::new(&typed));
    let title = move || match wanted() {
        Some(wanted) => text::results_for(wanted.as_str()),
        None => text::SEARCH_RESULTS.to_owned(),
    };
    let results = move || match wanted() {
        None => view! { <p class="hint">{text::SEARCH_INVITATION}</p> }.into_any(),
        Some(wanted) => {
            let listing = Listing::open(api, Source::Search(wanted.as_str().to_owned()));
            let empty = (text::NOTHING_FOUND_TITLE, text::NOTHING_FOUND_ADVICE);
            view! { <ListingView listing page=Page::Search empty/> }.into_any()
        }
    };
    view! {
        <section class="card">
            <header class="page-head">
                <nav id="breadcrumb" aria-label=text::BREADCRUMB>
                    <ol><li><a href=Page::Files.path()>{text::MY_FILES}</a></li></ol>
                </nav>
                <Heading text=title/>
            </header>
            {results}
        </section>
    }
}
