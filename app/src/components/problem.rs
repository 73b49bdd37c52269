//! What went wrong, what can be done, and the one button for it.

use std::time::Duration;

use contract::endpoint::ADMIN_CONSENT;
use contract::problem::ErrorCode;
use leptos::prelude::*;

use super::button::{ActionButton, LinkButton};
use super::illustration::{Drawing, Illustration};
use crate::api::sign_in::challenged;
use crate::model::failure::{Failure, Reaction};
use crate::model::file_list::{Retry, Stop};
use crate::text;

/// Where the reactions of a problem lead.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    /// Signs in again and comes back.
    pub sign_in: Way,
    /// The same with the choice of another account.
    pub other_account: Way,
    /// The address of the person's files.
    pub files: String,
}

/// How the person signs in again.
#[derive(Debug, Clone)]
pub enum Way {
    /// By navigating there.
    Address(String),
    /// Without leaving the page, which a frame cannot: with the claims challenge, if there is one. What failed is asked again
    /// afterwards.
    Here(Callback<(Option<String>, Callback<Asked>)>),
}

impl Default for Way {
    fn default() -> Self {
        Self::Address(String::new())
    }
}

/// Who asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The page.
    ByItself,
    /// The person.
    ByHand,
}

/// A problem in the place of what should have been there.
#[component]
pub fn ProblemPanel(
    /// What went wrong.
    stop: Stop,
    /// Where the reactions lead.
    ways: Ways,
    /// Asks again.
    on_retry: Callback<Asked>,
) -> impl IntoView {
    let explanation = text::failure(&stop.failure);
    view! {
        <div id="problem" class="notice-panel" role="alert" data-code=code(&stop.failure)>
            <Illustration drawing=Drawing::Adrift/>
            <h2>{explanation.title}</h2>
            <p>{explanation.advice}</p>
            <Actions stop=stop.clone() ways on_retry/>
            <Reference failure=stop.failure.clone()/>
        </div>
    }
}

/// A problem beside what is shown.
#[component]
pub fn ProblemBar(
    /// What went wrong.
    stop: Stop,
    /// Where the reactions lead.
    ways: Ways,
    /// Asks again.
    on_retry: Callback<Asked>,
) -> impl IntoView {
    let explanation = text::failure(&stop.failure);
    view! {
        <fluent-message-bar
            id="problem"
            class="problem-bar"
            intent="warning"
            layout="multiline"
            role="alert"
            data-code=code(&stop.failure)
        >
            <strong>{explanation.title}</strong>
            <p>{explanation.advice}</p>
            <Actions stop=stop.clone() ways on_retry/>
            <Reference failure=stop.failure.clone()/>
        </fluent-message-bar>
    }
}

/// The wait, and the button.
#[component]
fn Actions(stop: Stop, ways: Ways, on_retry: Callback<Asked>) -> impl IntoView {
    let reaction = stop.failure.reaction();
    let left = RwSignal::new(if let Reaction::RetryAfter(seconds) = reaction { seconds } else { 0 });
    if left.get_untracked() > 0 {
        count_down(left, stop.retry, on_retry);
    }
    let wait = move || match (left.get(), stop.retry) {
        (0, _) => String::new(),
        (seconds, Retry::ByItself) => text::tries_again_in(seconds),
        (seconds, Retry::ByHand) => text::wait_for(seconds),
    };
    let again = Callback::new(move |()| on_retry.run(Asked::ByHand));
    let reload = Callback::new(|()| _ = window().location().reload());
    let label = text::action(reaction).unwrap_or_default();
    let failure = stop.failure.clone();
    let consent = (failure.code() == Some(ErrorCode::AdminConsentNeeded)).then(|| view! { <ConsentLink/> });
    let button = match reaction {
        Reaction::SignInAgain => view! { <SignIn way=ways.sign_in label failure on_retry/> }.into_any(),
        Reaction::ChooseAccount => {
            view! { <SignIn way=ways.other_account label failure on_retry/> }.into_any()
        }
        Reaction::OpenFiles => view! { <LinkButton href=ways.files label/> }.into_any(),
        Reaction::RetryAfter(_) | Reaction::Retry => {
            view! { <ActionButton label on_press=again/> }.into_any()
        }
        Reaction::Reload => view! { <ActionButton label on_press=reload/> }.into_any(),
        Reaction::TellAdministrator => ().into_any(),
    };
    view! {
        // Not read out each second: the title has said what is going on.
        <p class="wait" aria-live="off" data-test="wait">{wait}</p>
        {consent}
        <div class="actions">{button}</div>
    }
}

#[component]
fn SignIn(way: Way, label: &'static str, failure: Failure, on_retry: Callback<Asked>) -> impl IntoView {
    match way {
        Way::Address(address) => {
            let href = challenged(&address, failure.claims());
            view! { <LinkButton id="sign-in-again" href label appearance="primary"/> }.into_any()
        }
        Way::Here(sign_in) => {
            let claims = failure.claims().map(str::to_owned);
            let on_press = Callback::new(move |()| sign_in.run((claims.clone(), on_retry)));
            view! { <ActionButton label on_press/> }.into_any()
        }
    }
}

/// The link that an administrator needs, to be copied and sent.
#[component]
pub fn ConsentLink() -> impl IntoView {
    let address = move || window().location().origin().unwrap_or_default() + ADMIN_CONSENT;
    view! { <p><a id="admin-consent" href=ADMIN_CONSENT target="_blank" rel="noopener">{address}</a></p> }
}

/// Counts the seconds; at the end the page asks again, if it is its turn.
fn count_down(left: RwSignal<u32>, retry: Retry, on_retry: Callback<Asked>) {
    let tick = move || {
        let before = left.get_untracked();
        left.set(before.saturating_sub(1));
        if before == 1 && retry == Retry::ByItself {
            on_retry.run(Asked::ByItself);
        }
    };
    if let Ok(interval) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
}

/// What the administrator looks for in the log.
#[component]
fn Reference(failure: Failure) -> impl IntoView {
    let id = failure.request_id().map(str::to_owned)?;
    Some(view! {
        <p class="reference">
            {text::REFERENCE} " " <code>{code(&failure)}</code> " " <code data-test="request-id">{id}</code>
        </p>
    })
}

/// The code as tests and administrators read it; failures without one have the name of their kind.
fn code(failure: &Failure) -> &'static str {
    match failure {
        Failure::Problem(problem) => problem.code.name(),
        Failure::Cancelled => "cancelled",
        Failure::Offline => "offline",
        Failure::Unreadable => "unreadable",
        Failure::NotLoaded => "not_loaded",
    }
}
