//! What is not in the first load: each function here stands for code that the browser fetches when it is first called.
//!
//! The build moves whatever only such a function reaches into a file of its own. Functions of one name share a file; what
//! several of these files need, and the first load does not, becomes a file as well (docs/decisions/0010).

use contract::ids::FolderId;
use leptos::prelude::*;
use surface::ladder::Why;
#[cfg(feature = "split")]
use wasm_split_helpers::wasm_split;

use crate::api::client::SignedInApi;
use crate::components::lazy::{Draw, NotLoaded};
use crate::folders::documents::DocumentsPage;
use crate::folders::list::FoldersPage;
use crate::folders::participants::ParticipantsPage;
use crate::pages::admin_consent::AdminConsentPage;
use crate::pages::embedded_picker::EmbeddedPickerPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::one_click::{HowSignedIn, OneClickPage};
use crate::pages::search::SearchPage;
use crate::pages::sign_in_failed::SignInFailedPage;
use crate::pages::signed_out::SignedOutPage;
use crate::picker::Picker;

/// A part: its name, the function that fetches it, what it is drawn from, and how. Without the feature `split`, which the tests of the
/// views leave out, it is there from the start: only the build can cut a file into several.
macro_rules! part {
    ($part:ident, $function:ident, $from:ty, $draw:expr) => {
        #[cfg(feature = "split")]
        #[wasm_split($part, fallible)]
        pub(crate) fn $function() -> Result<Draw<$from>, NotLoaded> {
            Ok($draw)
        }

        #[cfg(not(feature = "split"))]
        pub(crate) async fn $function() -> Result<Draw<$from>, NotLoaded> {
            Ok($draw)
        }
    };
}

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

part!(folders, folders, SignedInApi, |api| view! { <FoldersPage api/> }.into_any());

part!(documents, documents, (SignedInApi, FolderId), |(api, id)| view! { <DocumentsPage api id/> }
    .into_any());

part!(participants, participants, (SignedInApi, FolderId), |(api, id)| view! { <ParticipantsPage api id/> }
    .into_any());

part!(embed, embedded_picker, Option<SignedInApi>, |api| view! { <EmbeddedPickerPage api/> }.into_any());

/// What the picker is asked.
#[derive(Clone)]
pub(crate) struct PickerAsked {
    pub(crate) api: SignedInApi,
    pub(crate) options: contract::picker::PickerOptions,
    pub(crate) on_picked: Callback<Vec<contract::picker::Picked>>,
    pub(crate) on_cancel: Callback<()>,
}

part!(picker, picker, PickerAsked, |asked| view! { <Picker asked/> }.into_any());

part!(seldom, seldom, Seldom, |page| match page {
    Seldom::SignInFailed => view! { <SignInFailedPage/> }.into_any(),
    Seldom::AdminConsent => view! { <AdminConsentPage/> }.into_any(),
    Seldom::SignedOut => view! { <SignedOutPage/> }.into_any(),
    Seldom::NotFound => view! { <NotFoundPage/> }.into_any(),
    Seldom::OneClick(why) => view! { <OneClickPage why/> }.into_any(),
    Seldom::HowSignedIn => view! { <HowSignedIn/> }.into_any(),
    Seldom::Search(api) => view! { <SearchPage api/> }.into_any(),
});
