//! A list of files on a page: asks for it, takes the answers in, and draws every stage of it.

use contract::function::Surface;
use contract::page::Page;
use contract::session::SignInPrompt;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Event;

use super::visit::Visit;
use crate::api::cancel::Cancel;
use crate::api::client::SignedInApi;
use crate::api::sign_in::sign_in_address;
use crate::components::button::ActionButton;
use crate::components::empty::Empty;
use crate::components::file_table::FileTable;
use crate::components::nearby::{Nearby, watched};
use crate::components::picture::{PictureAddress, PictureWanted};
use crate::components::problem::{Asked, ProblemBar, ProblemPanel, Way, Ways};
use crate::components::waiting::Skeleton;
use crate::model::file_list::{FileList, Stage, Ticket};
use crate::model::source::{Order, Source};
use crate::session::provider::SessionContext;
use crate::text;
use surface::ladder::Mode;

/// The list of one page. Its calls end with the page.
#[derive(Clone, Copy)]
pub(crate) struct Listing {
    api: SignedInApi,
    visit: Visit,
    source: StoredValue<Source>,
    order: RwSignal<Order>,
    list: RwSignal<FileList>,
    cancel: StoredValue<Cancel, LocalStorage>,
}

impl Listing {
    /// Asks for the first page.
    pub(crate) fn open(api: SignedInApi, source: Source) -> Self {
        let listing = Self {
            api,
            visit: expect_context(),
            source: StoredValue::new(source),
            order: RwSignal::new(Order::default()),
            list: RwSignal::new(FileList::default()),
            cancel: StoredValue::new_local(Cancel::new()),
        };
        listing.start();
        listing
    }

    /// Ends the calls of this page when it goes.
    pub(crate) fn cancel(self) -> StoredValue<Cancel, LocalStorage> {
        self.cancel
    }

    fn start(self) {
        let path = self.source.with_value(|source| source.first_page(self.order.get_untracked()));
        let ticket = self.list.try_update(FileList::restart);
        self.visit.status.set(text::LOADING_FILES.to_owned());
        self.ask(ticket.map(|ticket| (ticket, path)));
    }

    fn more(self) {
        self.ask(self.list.try_update(FileList::more).flatten());
    }

    fn ask(self, question: Option<(Ticket, String)>) {
        let Some((ticket, path)) = question else { return };
        let signal = self.cancel.with_value(Cancel::signal);
        spawn_local(async move {
            let answer = self.api.items(&path, signal).await;
            if let Ok(page) = &answer {
                let learn = |source: &Source| {
                    self.visit.folders.update_value(|folders| folders.learn_list(source, &page.value));
                };
                // Nothing to learn for a page that is gone.
                _ = self.source.try_with_value(learn);
            }
            if self.list.try_update(|list| list.answer(ticket, answer)) == Some(true) {
                self.report();
            }
        });
    }

    /// Says how much is shown; from the first list on, ornaments may be fetched.
    fn report(self) {
        let shown = self.list.with_untracked(|list| match list.stage() {
            Stage::Failed(_) | Stage::MoreFailed(..) => None,
            Stage::Loading | Stage::Empty | Stage::Complete | Stage::More(_) | Stage::LoadingMore(_) => {
                Some(list.rows().len())
            }
        });
        self.visit.status.set(shown.map(text::shown).unwrap_or_default());
        if shown.is_some() && !self.visit.list_shown.get_untracked() {
            self.visit.list_shown.set(true);
        }
    }

    fn sort(self) {
        self.order.update(|order| *order = order.reversed());
        self.start();
    }

    fn retry(self, asked: Asked) {
        if asked == Asked::ByItself {
            self.list.update(FileList::note_automatic_retry);
        }
        if self.list.with_untracked(|list| matches!(list.stage(), Stage::MoreFailed(..))) {
            self.more();
        } else {
            self.start();
        }
    }

    fn picture(self, wanted: PictureWanted) {
        let signal = self.cancel.with_value(Cancel::signal);
        spawn_local(async move {
            // A picture that does not come leaves the icon: it is only an ornament.
            if let Ok(picture) = self.api.picture(&wanted.path, signal).await {
                _ = wanted.place.try_set(PictureAddress::of(&picture));
            }
        });
    }
}

/// Where the reactions of a problem on `page` lead.
pub(crate) fn ways(page: &Page) -> Ways {
    let session = expect_context::<SessionContext>();
    let way = |mode, prompt| match session.surface() {
        Surface::Web => Way::Address(sign_in_address(page, prompt)),
        Surface::Teams | Surface::Outlook => {
            Way::Here(Callback::new(move |(claims, then)| session.sign_in_here(mode, claims, then)))
        }
    };
    Ways {
        sign_in: way(Mode::Click, SignInPrompt::WhenNeeded),
        other_account: way(Mode::OtherAccount, SignInPrompt::SelectAccount),
        files: Page::Files.path(),
    }
}

/// The list in all its stages.
#[component]
pub(crate) fn ListingView(
    listing: Listing,
    /// Where to return to after signing in again.
    page: Page,
    /// Title and advice when there is nothing in it.
    empty: (&'static str, &'static str),
) -> impl IntoView {
    let order = listing.source.with_value(Source::is_sortable).then_some(listing.order);
    let on_sort = Callback::new(move |()| listing.sort());
    let on_picture = Callback::new(move |wanted| listing.picture(wanted));
    let ways = ways(&page);
    view! {
        <FileTable list=listing.list order on_sort on_picture/>
        {move || rest(listing, listing.list.with(|list| list.stage().clone()), ways.clone(), empty)}
    }
}

/// What stands below the lines, or in their place.
fn rest(
    listing: Listing,
    stage: Stage,
    ways: Ways,
    (title, advice): (&'static str, &'static str),
) -> AnyView {
    let on_retry = Callback::new(move |asked| listing.retry(asked));
    match stage {
        Stage::Loading => view! { <Skeleton label=text::LOADING_FILES/> }.into_any(),
        Stage::Empty => view! { <Empty title advice/> }.into_any(),
        Stage::Complete => ().into_any(),
        Stage::More(_) => view! { <More listing/> }.into_any(),
        Stage::LoadingMore(_) => view! {
            <p class="more" aria-busy="true">
                <fluent-spinner size="tiny" aria-hidden="true"></fluent-spinner>
                {text::LOADING_MORE}
            </p>
        }
        .into_any(),
        Stage::Failed(stop) => view! { <ProblemPanel stop ways on_retry/> }.into_any(),
        Stage::MoreFailed(_, stop) => view! { <ProblemBar stop ways on_retry/> }.into_any(),
    }
}

/// The end of what is shown: the next page is fetched when it comes near, or when the button is pressed.
#[component]
fn More(listing: Listing) -> impl IntoView {
    let seen = StoredValue::new_local(Nearby::new());
    let observer = listing.list.with_untracked(FileList::grows_by_itself).then_some(seen);
    let on_press = Callback::new(move |()| listing.more());
    view! {
        <div class="more" use:watched=observer on:nearby=move |_: Event| listing.more()>
            <ActionButton label=text::SHOW_MORE appearance="subtle" on_press/>
        </div>
    }
}
