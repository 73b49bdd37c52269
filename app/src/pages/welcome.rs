//! What Mooring is, for whoever is not signed in, and the button to sign in.

use contract::page::Page;
use contract::session::SignInPrompt;
use leptos::prelude::*;

use crate::api::sign_in::sign_in_address;
use crate::components::button::LinkButton;
use crate::components::heading::Heading;
use crate::components::illustration::{Drawing, Illustration};
use crate::text;

/// The welcome; signing in returns to `page`.
#[component]
pub(crate) fn WelcomePage(page: Page) -> impl IntoView {
    let promises = text::PROMISES.map(|(title, sentence)| {
        view! { <li><strong>{title}</strong><span>{sentence}</span></li> }
    });
    view! {
        <section class="card welcome">
            <Illustration drawing=Drawing::Moored/>
            <Heading text=text::WELCOME_TITLE.to_owned()/>
            <p class="lead">{text::WELCOME_LEAD}</p>
            <SignInButtons page/>
            <ul class="promises">{promises.into_iter().collect_view()}</ul>
        </section>
    }
}

/// The two ways to sign in.
#[component]
pub(crate) fn SignInButtons(page: Page) -> impl IntoView {
    view! {
        <div class="actions">
            <LinkButton
                id="sign-in"
                href=sign_in_address(&page, SignInPrompt::WhenNeeded)
                label=text::SIGN_IN
                appearance="outline"
            >
                <span slot="start"><Illustration drawing=Drawing::MicrosoftLogo/></span>
            </LinkButton>
            <LinkButton
                id="sign-in-other"
                href=sign_in_address(&page, SignInPrompt::SelectAccount)
                label=text::OTHER_ACCOUNT
                appearance="subtle"
            />
        </div>
    }
}
