//! What stands around every page: the skip link, the header, the live region, the look.

use std::collections::HashMap;

use contract::function::Surface;
use contract::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::visit::Visit;
use crate::api::cancel::Cancel;
use crate::components::account_menu::AccountMenu;
use crate::components::illustration::{Drawing, Illustration};
use crate::components::lazy::Lazy;
use crate::components::picture::PictureAddress;
use crate::components::search_box::SearchBox;
use crate::model::address::Address;
use crate::model::breadcrumb::Folders;
use crate::model::search::{PARAMETER, Text};
use crate::navigation::{Navigation, Step};
use crate::parts::{Seldom, seldom};
use crate::session::provider::SessionContext;
use crate::text;

/// The frame.
#[component]
pub(crate) fn Frame(children: Children) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        // Nothing is lost if the focus stays.
        let main = document().get_element_by_id("main").and_then(|main| main.dyn_into::<HtmlElement>().ok());
        _ = main.map(|main| main.focus());
    };
    Effect::new(move || {
        if let Some(root) = document().document_element() {
            // A constant name: this cannot fail.
            _ = root.set_attribute("data-theme", visit.theme.get().name());
        }
    });
    view! {
        <a class="skip" href="#main" on:click=skip>{text::SKIP}</a>
        <Header/>
        <main id="main" tabindex="-1">
            <SignOutNotice/>
            <Explanation/>
            {children()}
        </main>
        <p id="status" class="only-read" role="status" aria-live="polite">{move || visit.status.get()}</p>
    }
}

/// The same without a header.
#[component]
pub(crate) fn Bare(children: Children) -> impl IntoView {
    let visit = expect_context::<Visit>();
    view! {
        <main id="main" class="bare" tabindex="-1">{children()}</main>
        <p id="status" class="only-read" role="status" aria-live="polite">{move || visit.status.get()}</p>
    }
}

#[component]
fn Header() -> impl IntoView {
    let session = expect_context::<SessionContext>();
    let instance = move || {
        session.with(|session| {
            session
                .instance()
                .map_or_else(|| text::PRODUCT.to_owned(), |instance| instance.display_name.clone())
        })
    };
    let person = move || session.with(|session| session.person().cloned());
    view! {
        <header class="top">
            <div class="where">
                <a class="brand" href=Page::Home.path()>
                    <Illustration drawing=Drawing::Brand/>
                    <bdi data-test="instance">{instance}</bdi>
                </a>
                {move || person().map(|_| view! { <Areas/> })}
            </div>
            {move || person().map(|person| view! { <Search/> <Account person/> })}
        </header>
    }
}

/// The parts of the app: the person's own files, and the folders.
#[component]
fn Areas() -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let area = |page: Page, label: &'static str, holds: fn(&Page) -> bool| {
        let current = move || {
            let here = navigation.with(|address| address.page().as_ref().is_some_and(holds));
            here.then_some("page")
        };
        view! { <a href=page.path() aria-current=current>{label}</a> }
    };
    view! {
        <nav class="areas" aria-label=text::AREAS>
            {area(Page::Files, text::MY_FILES, |page| matches!(page, Page::Files | Page::Folder(_)))}
            {area(
                Page::Folders,
                text::folders::TITLE,
                |page| matches!(page, Page::Folders | Page::Documents(_) | Page::Participants(_)),
            )}
        </nav>
    }
}

#[component]
fn Search() -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let shown = move || navigation.with(|address| address.parameter(PARAMETER)).unwrap_or_default();
    let on_search = Callback::new(move |text: Text| {
        // While somebody types, each pause would leave a step in the history: only the first one does.
        let searching = navigation.with_untracked(Address::page) == Some(Page::Search);
        navigation.go(&text.address(), if searching { Step::InPlace } else { Step::Forward });
    });
    view! { <SearchBox shown on_search/> }
}

#[component]
fn Account(person: contract::session::PersonView) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let session = expect_context::<SessionContext>();
    let cancel = StoredValue::new_local(Cancel::new());
    let navigation = expect_context::<Navigation>();
    let on_sign_out = Callback::new(move |choice| {
        session.sign_out(choice, move |page| navigation.go(&page.path(), Step::Forward));
    });
    Effect::new(move || {
        let Some(api) = session.api().filter(|_| visit.list_shown.get()) else { return };
        let signal = cancel.with_value(Cancel::signal);
        spawn_local(async move {
            // Many people have no picture: the initials stay.
            if let Ok(picture) = api.my_photo(signal).await {
                visit.photo.set(PictureAddress::of(&picture));
            }
        });
    });
    // Nothing that belongs to somebody outlives their session.
    on_cleanup(move || {
        visit.photo.set(None);
        visit.list_shown.set(false);
        visit.folders.set_value(Folders::default());
        visit.documents.set_value(HashMap::new());
    });
    let explain = Callback::new(move |()| session.explained().set(true));
    let on_explain = (session.surface() != Surface::Web).then_some(explain);
    view! { <AccountMenu person photo=visit.photo theme=visit.theme on_explain on_sign_out/> }
}

/// How the person was signed in, when they ask.
#[component]
fn Explanation() -> impl IntoView {
    let session = expect_context::<SessionContext>();
    move || {
        let shown = session.explained().get() && session.with(|session| session.person().is_some());
        shown.then(|| view! { <Lazy code=seldom from=Seldom::HowSignedIn/> })
    }
}

/// Why signing out did not work.
#[component]
fn SignOutNotice() -> impl IntoView {
    let notice = expect_context::<SessionContext>().notice();
    move || {
        let failure = notice.get()?;
        let explanation = text::failure(&failure);
        Some(view! {
            <fluent-message-bar class="problem-bar" intent="warning" role="alert" data-test="notice">
                <strong>{text::SIGN_OUT_FAILED}</strong> " " {explanation.advice}
            </fluent-message-bar>
        })
    }
}
