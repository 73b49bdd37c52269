//! The root: what all pages share, and the choice of the screen.

use contract::function::Surface;
use leptos::prelude::*;

use crate::components::heading::Arrival;
use crate::components::waiting::Waiting;
use crate::model::address::Address;
use crate::model::screen::{Screen, screen};
use crate::navigation::Navigation;
use crate::pages::admin_consent::AdminConsentPage;
use crate::pages::files::FilesPage;
use crate::pages::frame::Frame;
use crate::pages::not_found::NotFoundPage;
use crate::pages::one_click::OneClickPage;
use crate::pages::redirect::Redirect;
use crate::pages::search::SearchPage;
use crate::pages::sign_in_failed::SignInFailedPage;
use crate::pages::signed_out::SignedOutPage;
use crate::pages::unavailable::UnavailablePage;
use crate::pages::visit::Visit;
use crate::pages::welcome::WelcomePage;
use crate::session::embedded::Embedding;
use crate::session::provider::SessionContext;
use crate::text;

/// Shows the app in place of the static first paint.
pub(crate) fn mount(embedding: Option<Embedding>) {
    document().body().into_iter().for_each(|body| body.set_inner_html(""));
    mount_to_body(move || view! { <App embedding/> });
}

#[component]
fn App(embedding: Option<Embedding>) -> impl IntoView {
    let visit = Visit::new();
    provide_context(Navigation::open(embedding.as_ref().map_or(Surface::Web, Embedding::place)));
    provide_context(Arrival::new());
    provide_context(visit);
    provide_context(SessionContext::open(embedding, visit.theme));
    view! {
        <Frame>
            <Screens/>
        </Frame>
    }
}

/// Draws the screen anew when it is another one.
#[component]
fn Screens() -> impl IntoView {
    let session = expect_context::<SessionContext>();
    let navigation = expect_context::<Navigation>();
    let current = Memo::new(move |_| session.with(|session| screen(navigation.with(Address::page), session)));
    move || match (current.get(), session.api()) {
        (Screen::Files(source), Some(api)) => view! { <FilesPage source api/> }.into_any(),
        (Screen::Search, Some(api)) => view! { <SearchPage api/> }.into_any(),
        (Screen::Failed(failure), _) => view! { <UnavailablePage failure/> }.into_any(),
        (Screen::OneClick(why), _) => view! { <OneClickPage why/> }.into_any(),
        (Screen::Welcome(page), _) => view! { <WelcomePage page/> }.into_any(),
        (Screen::Redirect(page), _) => view! { <Redirect page/> }.into_any(),
        (Screen::SignInFailed, _) => view! { <SignInFailedPage/> }.into_any(),
        (Screen::AdminConsent, _) => view! { <AdminConsentPage/> }.into_any(),
        (Screen::SignedOut, _) => view! { <SignedOutPage/> }.into_any(),
        (Screen::NotFound, _) => view! { <NotFoundPage/> }.into_any(),
        (Screen::Leaving, _) => view! { <Waiting label=text::LEAVING/> }.into_any(),
        (Screen::Opening | Screen::Files(_) | Screen::Search, _) => {
            view! { <Waiting label=text::OPENING/> }.into_any()
        }
    }
}
