//! The root: what all pages share, and the choice of the screen.

use contract::function::Surface;
use leptos::prelude::*;

use crate::components::heading::Arrival;
use crate::components::lazy::Lazy;
use crate::components::waiting::Waiting;
use crate::model::address::Address;
use crate::model::screen::{Screen, screen};
use crate::navigation::Navigation;
use crate::pages::embedded_picker::{Embedded, Embedder};
use crate::pages::files::FilesPage;
use crate::pages::frame::{Bare, Frame};
use crate::pages::redirect::Redirect;
use crate::pages::unavailable::UnavailablePage;
use crate::pages::visit::Visit;
use crate::pages::welcome::WelcomePage;
use crate::parts::{Seldom, documents, embedded_picker, folders, participants, seldom};
use crate::session::embedded::Embedding;
use crate::session::provider::SessionContext;
use crate::text;

/// Shows the app in place of the static first paint.
pub(crate) fn mount(embedding: Option<Embedding>, embedder: Option<Embedder>) {
    document().body().into_iter().for_each(|body| body.set_inner_html(""));
    mount_to_body(move || view! { <App embedding embedder/> });
}

#[component]
fn App(embedding: Option<Embedding>, embedder: Option<Embedder>) -> impl IntoView {
    let visit = Visit::new();
    provide_context(Navigation::open(embedding.as_ref().map_or(Surface::Web, Embedding::place)));
    let is_embedded = embedder.is_some();
    provide_context(Embedded(StoredValue::new_local(embedder)));
    provide_context(Arrival::new());
    provide_context(visit);
    provide_context(SessionContext::open(embedding, visit.theme));
    if is_embedded {
        // The web app's own header stands around it, or its window is ours alone.
        return view! { <Bare><Screens/></Bare> }.into_any();
    }
    view! {
        <Frame>
            <Screens/>
        </Frame>
    }
    .into_any()
}

/// Draws the screen anew when it is another one.
#[component]
fn Screens() -> impl IntoView {
    let session = expect_context::<SessionContext>();
    let navigation = expect_context::<Navigation>();
    let current = Memo::new(move |_| session.with(|session| screen(navigation.with(Address::page), session)));
    move || match (current.get(), session.api()) {
        (Screen::Files(source), Some(api)) => view! { <FilesPage source api/> }.into_any(),
        (Screen::Search, Some(api)) => view! { <Lazy code=seldom from=Seldom::Search(api)/> }.into_any(),
        (Screen::Folders, Some(api)) => view! { <Lazy code=folders from=api/> }.into_any(),
        (Screen::Documents(id), Some(api)) => view! { <Lazy code=documents from=(api, id)/> }.into_any(),
        (Screen::Participants(id), Some(api)) => {
            view! { <Lazy code=participants from=(api, id)/> }.into_any()
        }
        (Screen::EmbeddedPicker, api) => view! { <Lazy code=embedded_picker from=api/> }.into_any(),
        (Screen::Failed(failure), _) => view! { <UnavailablePage failure/> }.into_any(),
        (Screen::OneClick(why), _) => view! { <Lazy code=seldom from=Seldom::OneClick(why)/> }.into_any(),
        (Screen::Welcome(page), _) => view! { <WelcomePage page/> }.into_any(),
        (Screen::Redirect(page), _) => view! { <Redirect page/> }.into_any(),
        (Screen::SignInFailed, _) => view! { <Lazy code=seldom from=Seldom::SignInFailed/> }.into_any(),
        (Screen::AdminConsent, _) => view! { <Lazy code=seldom from=Seldom::AdminConsent/> }.into_any(),
        (Screen::SignedOut, _) => view! { <Lazy code=seldom from=Seldom::SignedOut/> }.into_any(),
        (Screen::NotFound, _) => view! { <Lazy code=seldom from=Seldom::NotFound/> }.into_any(),
        (Screen::Leaving, _) => view! { <Waiting label=text::LEAVING/> }.into_any(),
        (
            Screen::Opening
            | Screen::Files(_)
            | Screen::Search
            | Screen::Folders
            | Screen::Documents(_)
            | Screen::Participants(_),
            _,
        ) => view! { <Waiting label=text::OPENING/> }.into_any(),
    }
}
