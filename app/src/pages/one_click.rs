//! Inside Teams, when nobody could be signed in silently: why, the one click that helps, and what was tried.

use contract::page::Page;
use contract::session::SignInPrompt;
use leptos::prelude::*;

use crate::api::sign_in::sign_in_address;
use crate::components::button::ActionButton;
use crate::components::heading::Heading;
use crate::components::illustration::{Drawing, Illustration};
use crate::session::provider::SessionContext;
use crate::text;
use surface::ladder::{Attempt, Why};

/// The page.
#[component]
pub(crate) fn OneClickPage(why: Why) -> impl IntoView {
    let session = expect_context::<SessionContext>();
    let explanation = text::why(why);
    let on_press = Callback::new(move |()| session.click());
    // The frame cannot show Microsoft's pages; a window of its own can.
    let allow = (why == Why::Consent).then(|| {
        let href = sign_in_address(&Page::Files, SignInPrompt::WhenNeeded);
        view! {
            <fluent-anchor-button id="allow" href=href target="_blank" appearance="primary" size="large">
                {text::ALLOW_IN_WINDOW}
            </fluent-anchor-button>
        }
    });
    let appearance = if why == Why::Consent { "outline" } else { "primary" };
    view! {
        <section class="card">
            <div id="one-click" class="notice-panel" data-why=format!("{why:?}")>
                <Illustration drawing=Drawing::Moored/>
                <Heading text=explanation.title.to_owned()/>
                <p>{explanation.advice}</p>
                <div class="actions">
                    {allow}
                    <ActionButton label=explanation.button appearance on_press/>
                </div>
                <Attempts attempts=session.attempts()/>
            </div>
        </section>
    }
}

/// What was tried silently, for those who ask why a click was needed.
#[component]
fn Attempts(attempts: Vec<Attempt>) -> impl IntoView {
    let lines = attempts.into_iter().map(|attempt| {
        let Attempt { rung, left, took_ms } = attempt;
        view! { <li>{text::rung(rung)} ": " {left.map_or(text::LED_IN, text::leave)} " (" {took_ms} " ms)"</li> }
    });
    view! {
        <details id="attempts">
            <summary>{text::WHY_CLICK}</summary>
            <ul>{lines.collect_view()}</ul>
        </details>
    }
}
