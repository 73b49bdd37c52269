//! It could not be found out who is signed in.

use contract::page::Page;
use leptos::prelude::*;

use super::listing::ways;
use crate::components::heading::Heading;
use crate::components::problem::ProblemPanel;
use crate::model::address::Address;
use crate::model::failure::Failure;
use crate::model::file_list::{Retry, Stop};
use crate::navigation::Navigation;
use crate::session::provider::SessionContext;
use crate::text;

/// The problem, and another try. Only the person asks again: whoever waits for a session has nothing to lose by it.
#[component]
pub(crate) fn UnavailablePage(failure: Failure) -> impl IntoView {
    let session = expect_context::<SessionContext>();
    let page = expect_context::<Navigation>().with_untracked(Address::page).unwrap_or(Page::Home);
    let on_retry = Callback::new(move |_| session.ask());
    view! {
        <section class="card">
            <header class="page-head only-read"><Heading text=text::PRODUCT.to_owned()/></header>
            <ProblemPanel stop=Stop { failure, retry: Retry::ByHand } ways=ways(&page) on_retry/>
        </section>
    }
}
