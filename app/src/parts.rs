//! What is not in the first load: each function here stands for code that the browser fetches when it is first called.
//!
//! The build moves whatever only such a function reaches into a file of its own. Functions of one name share a file; what
//! several of these files need, and the first load does not, becomes a file as well (docs/decisions/0010).

#![expect(clippy::unnecessary_wraps, reason = "the macro puts in the failure of the download")]

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use crate::api::client::SignedInApi;
use crate::components::lazy::{Draw, NotLoaded};
use crate::pages::admin_consent::AdminConsentPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::one_click::{HowSignedIn, OneClickPage};
use crate::pages::search::SearchPage;
use crate::pages::sign_in_failed::SignInFailedPage;
use crate::pages::signed_out::SignedOutPage;
use surface::ladder::Why;

/// What is not shown to somebody who comes to see their files.
#[derive(Clone, Copy)]
pub(crate) enum Seldom {
    SignInFailed,
    AdminConsent,
    SignedOut,
    NotFound,
    OneClick(Why),
    HowSignedIn,
    Search(SignedInApi),
}

#[wasm_split(seldom, fallible)]
pub(crate) fn seldom() -> Result<Draw<Seldom>, NotLoaded> {
    Ok(|page| match page {
        Seldom::SignInFailed => view! { <SignInFailedPage/> }.into_any(),
        Seldom::AdminConsent => view! { <AdminConsentPage/> }.into_any(),
        Seldom::SignedOut => view! { <SignedOutPage/> }.into_any(),
        Seldom::NotFound => view! { <NotFoundPage/> }.into_any(),
        Seldom::OneClick(why) => view! { <OneClickPage why/> }.into_any(),
        Seldom::HowSignedIn => view! { <HowSignedIn/> }.into_any(),
        Seldom::Search(api) => view! { <SearchPage api/> }.into_any(),
    })
}
