//! Signing in did not work: why, and what to do. The worker redirects here with a code and the request's id.

use contract::ids::RequestId;
use contract::page::Page;
use contract::problem::ErrorCode;
use leptos::prelude::*;

use super::welcome::SignInButtons;
use crate::components::heading::Heading;
use crate::components::illustration::{Drawing, Illustration};
use crate::components::problem::ConsentLink;
use crate::navigation::Navigation;
use crate::text;

/// The code that the address names, if it is one of ours.
pub(super) fn code_in_address() -> Option<ErrorCode> {
    parameter("code").and_then(|code| ErrorCode::from_name(&code))
}

fn parameter(name: &str) -> Option<String> {
    expect_context::<Navigation>().with_untracked(|address| address.parameter(name))
}

/// The reason and the way on.
#[component]
pub(crate) fn SignInFailedPage() -> impl IntoView {
    // Anybody can write an address: only codes and ids of ours are shown, and only in our own words.
    let code = code_in_address();
    let request_id = parameter("request_id").and_then(|id| id.parse::<RequestId>().ok());
    let explanation = code.map(text::code);
    let reference = request_id.map(|id| {
        let name = code.map(ErrorCode::name);
        view! {
            <p class="reference">
                {text::REFERENCE} " " <code>{name}</code> " " <code data-test="request-id">{id.to_string()}</code>
            </p>
        }
    });
    view! {
        <section class="card">
            <div id="problem" class="notice-panel" data-code=code.map(ErrorCode::name)>
                <Illustration drawing=Drawing::Adrift/>
                <Heading text=text::SIGN_IN_FAILED_TITLE.to_owned()/>
                {explanation.map(|explanation| view! { <h2>{explanation.title}</h2><p>{explanation.advice}</p> })}
                {(code == Some(ErrorCode::AdminConsentNeeded)).then(|| view! { <ConsentLink/> })}
                <SignInButtons page=Page::Files/>
                {reference}
            </div>
        </section>
    }
}
