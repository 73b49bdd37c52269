//! Where Entra sends an administrator back to, who allowed Mooring for the organization or did not.

use contract::page::Page;
use leptos::prelude::*;

use super::sign_in_failed::{SignInFailedPage, code_in_address};
use super::welcome::SignInButtons;
use crate::components::heading::Heading;
use crate::components::illustration::{Drawing, Illustration};
use crate::text;

/// What came of it.
#[component]
pub(crate) fn AdminConsentPage() -> impl IntoView {
    if code_in_address().is_some() {
        return view! { <SignInFailedPage/> }.into_any();
    }
    view! {
        <section class="card welcome" data-test="admin-consent">
            <Illustration drawing=Drawing::Moored/>
            <Heading text=text::ADMIN_CONSENT_TITLE.to_owned()/>
            <p class="lead">{text::ADMIN_CONSENT_ADVICE}</p>
            <SignInButtons page=Page::Files/>
        </section>
    }
    .into_any()
}
