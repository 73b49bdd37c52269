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
use crate::pages::embedded_picker::EmbeddedPickerPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::one_click::{HowSignedIn, OneClickPage};
use crate::pages::search::SearchPage;
use crate::pages::sign_in_failed::SignInFailedPage;
use crate::pages::signed_out::SignedOutPage;
use crate::picker::Picker;
use contract::ids::FolderId;
use surface::ladder::Why;

use crate::folders::documents::DocumentsPage;
use crate::folders::list::FoldersPage;
use crate::folders::participants::ParticipantsPage;

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

#[wasm_split(folders, fallible)]
pub(crate) fn folders() -> Result<Draw<SignedInApi>, NotLoaded> {
    Ok(|api| view! { <FoldersPage api/> }.into_any())
}

#[wasm_split(documents, fallible)]
pub(crate) fn documents() -> Result<Draw<(SignedInApi, FolderId)>, NotLoaded> {
    Ok(|(api, id)| view! { <DocumentsPage api id/> }.into_any())
}

#[wasm_split(participants, fallible)]
pub(crate) fn participants() -> Result<Draw<(SignedInApi, FolderId)>, NotLoaded> {
    Ok(|(api, id)| view! { <ParticipantsPage api id/> }.into_any())
}

#[wasm_split(embed, fallible)]
pub(crate) fn embedded_picker() -> Result<Draw<Option<SignedInApi>>, NotLoaded> {
    Ok(|api| view! { <EmbeddedPickerPage api/> }.into_any())
}

/// What the picker is asked.
#[derive(Clone)]
pub(crate) struct PickerAsked {
    pub(crate) api: SignedInApi,
    pub(crate) options: contract::picker::PickerOptions,
    pub(crate) on_picked: Callback<Vec<contract::picker::Picked>>,
    pub(crate) on_cancel: Callback<()>,
}

#[wasm_split(picker, fallible)]
pub(crate) fn picker() -> Result<Draw<PickerAsked>, NotLoaded> {
    Ok(|asked| view! { <Picker asked/> }.into_any())
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
