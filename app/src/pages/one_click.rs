//! In a frame, when nobody could be signed in silently: why, the one click that helps, and what was tried.

use leptos::prelude::*;

use crate::components::button::ActionButton;
use crate::components::heading::Heading;
use crate::components::illustration::{Drawing, Illustration};
use crate::session::provider::{Climbed, SessionContext};
use crate::text;
use surface::ladder::Why;

/// The page.
#[component]
pub(crate) fn OneClickPage(why: Why) -> impl IntoView {
    let session = expect_context::<SessionContext>();
    let explanation = text::why(why);
    let appearances = ["primary", "outline"];
    let buttons = explanation.buttons.into_iter().zip(appearances).map(|((mode, label), appearance)| {
        let on_press = Callback::new(move |()| session.climb(mode));
        view! { <ActionButton label appearance on_press/> }
    });
    view! {
        <section class="card">
            <div id="one-click" class="notice-panel" data-why=why.name()>
                <Illustration drawing=Drawing::Moored/>
                <Heading text=explanation.title.to_owned()/>
                <p>{explanation.advice}</p>
                <div class="actions">{buttons.collect_view()}</div>
                <details id="attempts">
                    <summary>{text::WHY_CLICK}</summary>
                    <Attempts climbed=session.climbed()/>
                </details>
            </div>
        </section>
    }
}

/// What was tried to sign the person in, for those who ask, and what an administrator finds it in the log by.
#[component]
fn Attempts(climbed: Climbed) -> impl IntoView {
    let lines = climbed.attempts.into_iter().map(|line| view! { <li>{line}</li> });
    view! {
        <ul>{lines.collect_view()}</ul>
        <p class="reference">{text::REFERENCE} " " <code>{climbed.correlation_id}</code></p>
    }
}

/// How the person was signed in, when they ask.
#[component]
pub(crate) fn HowSignedIn() -> impl IntoView {
    let session = expect_context::<SessionContext>();
    let on_press = Callback::new(move |()| session.explained().set(false));
    view! {
        <section class="card how-signed-in" role="status" data-test="how-signed-in">
            <h2>{text::HOW_SIGNED_IN}</h2>
            <Attempts climbed=session.climbed()/>
            <ActionButton label=text::CLOSE appearance="subtle" on_press/>
        </section>
    }
}
