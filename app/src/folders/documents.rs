//! One folder: its documents, and what the viewer may do here.

use contract::folder::{ChangeFolderRequest, Deed, DocumentView, FolderView, Linked};
use contract::ids::{DocumentId, FolderId};
use contract::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

use super::edit::{NameForm, Typed};
use super::lines::{Lines, Words, rest};
use super::linking::{LinkDialogs, Linker, Linking};
use super::notice::{Notice, NoticeBar, NoticeSignal, settle};
use super::row::DocumentRow;
use super::viewing::Viewing;
use super::walk::walk;
use crate::api::client::SignedInApi;
use crate::components::heading::Heading;
use crate::components::nearby::Nearby;
use crate::components::problem::{Asked, ProblemBar, Ways};
use crate::model::file_list::{Retry, Stop};
use crate::pages::listing::ways;
use crate::pages::visit::Visit;
use crate::text as common;
use crate::text::folders as text;

const WORDS: Words =
    Words { loading: common::LOADING_FILES, empty: (text::NO_DOCUMENTS_TITLE, text::NO_DOCUMENTS_ADVICE) };

/// What the page holds.
#[derive(Clone, Copy)]
struct Shown {
    api: SignedInApi,
    id: StoredValue<FolderId>,
    folder: RwSignal<Option<FolderView>>,
    lines: Lines<DocumentView, DocumentId>,
    notice: NoticeSignal,
}

impl Shown {
    /// One call brings the folder and its first documents.
    fn open(api: SignedInApi, id: FolderId) -> Self {
        let folder = RwSignal::new(None);
        let visit = expect_context::<Visit>();
        let asked = id.clone();
        let lines = Lines::open(move |after, signal| {
            let id = asked.clone();
            async move {
                let answer = api.folder(&id, after, signal).await?;
                let count = usize::try_from(answer.folder.documents).unwrap_or(usize::MAX);
                visit.status.set(text::documents(count));
                _ = folder.try_set(Some(answer.folder));
                Ok((answer.documents, answer.next))
            }
        });
        Self { api, id: StoredValue::new(id), folder, lines, notice: RwSignal::new(None) }
    }

    fn allows(self, deed: Deed) -> bool {
        self.folder.with(|folder| folder.as_ref().is_some_and(|folder| folder.allows(deed)))
    }

    fn change(self, request: ChangeFolderRequest) {
        self.notice.set(None);
        spawn_local(async move {
            let changed = self.api.change_folder(&self.id.get_value(), &request).await;
            if let Some(folder) = settle(self.notice, changed) {
                _ = self.folder.try_set(Some(folder));
            }
        });
    }

    fn unlink(self, document: DocumentId) {
        self.notice.set(None);
        spawn_local(async move {
            let gone = self.api.unlink(&self.id.get_value(), &document).await;
            if settle(self.notice, gone).is_some() {
                let take_out = |list: &mut crate::model::paged::Paged<DocumentView, DocumentId>| {
                    list.rows_mut().retain(|row| row.id != document);
                };
                _ = self.lines.list.try_update(take_out);
            }
        });
    }

    fn linked(self, outcomes: Vec<Linked>) {
        self.notice.set(Some(Notice::Done(text::linked(&outcomes))));
        self.lines.start();
    }
}

/// The page.
#[component]
pub(crate) fn DocumentsPage(api: SignedInApi, id: FolderId) -> impl IntoView {
    let shown = Shown::open(api, id.clone());
    let viewing = Viewing::open(api, id.clone());
    let ways = ways(&Page::Documents(id.clone()));
    let title = move || {
        shown.folder.with(|folder| {
            folder.as_ref().map_or_else(|| text::TITLE.to_owned(), |folder| folder.name.clone())
        })
    };
    let linker = Linker {
        api,
        folder: id,
        linking: RwSignal::new(Linking::Idle),
        notice: shown.notice,
        on_linked: Callback::new(move |outcomes| shown.linked(outcomes)),
    };
    view! {
        <section class="card">
            <header class="page-head">
                <nav id="breadcrumb" aria-label=common::BREADCRUMB>
                    <ol><li><a href=Page::Folders.path()>{text::TITLE}</a></li></ol>
                </nav>
                <Heading text=title/>
                <Bar shown viewing linking=linker.linking/>
            </header>
            {move || shown.folder.with(|folder| folder.as_ref().is_some_and(|folder| folder.archived_at.is_some()))
                .then(|| view! { <p class="hint">{text::IN_ARCHIVE_NOTE}</p> })}
            <NoticeBar notice=shown.notice ways=ways.clone()/>
            <Failed viewing ways=ways.clone()/>
            <Table shown viewing/>
            {rest(shown.lines, WORDS, ways)}
            <LinkDialogs linker/>
        </section>
    }
}

/// What can be done with the folder.
#[component]
fn Bar(shown: Shown, viewing: Viewing, linking: RwSignal<Linking>) -> impl IntoView {
    let renaming = RwSignal::new(false);
    let rename = Callback::new(move |Typed { name, .. }| {
        renaming.set(false);
        shown.change(ChangeFolderRequest { name: Some(name), archived: None });
    });
    let on_cancel = Callback::new(move |()| renaming.set(false));
    let name = move || shown.folder.with(|folder| folder.as_ref().map(|folder| folder.name.clone()));
    let form = move || {
        renaming.get().then(|| {
            view! { <NameForm name=name() submit=text::SAVE with_reference=false on_submit=rename on_cancel/> }
        })
    };
    let people = move || {
        let count = shown.folder.with(|folder| folder.as_ref().and_then(|folder| folder.participants))?;
        let href = Page::Participants(shown.id.get_value()).path();
        Some(view! { <a id="people" class="link" href=href>{text::people(count)}</a> })
    };
    let archive = move || {
        let archived =
            shown.folder.with(|folder| folder.as_ref().map(|folder| folder.archived_at.is_some()))?;
        let label = if archived { text::RESTORE } else { text::ARCHIVE };
        let put = move |_| shown.change(ChangeFolderRequest { name: None, archived: Some(!archived) });
        Some(view! { <fluent-button id="archive" appearance="subtle" on:click=put>{label}</fluent-button> })
    };
    view! {
        <div class="bar">
            {move || shown.allows(Deed::Link).then(|| view! {
                <fluent-button id="link" appearance="primary" on:click=move |_| linking.set(Linking::Picking)>
                    {text::LINK}
                </fluent-button>
            })}
            {people}
            <fluent-button id="check" appearance="subtle" on:click=move |_| viewing.again()>
                {text::CHECK_AGAIN}
            </fluent-button>
            {move || shown.allows(Deed::ChangeFolder).then(|| view! {
                <fluent-button id="rename" appearance="subtle" on:click=move |_| renaming.set(true)>
                    {text::RENAME}
                </fluent-button>
                {archive}
            })}
        </div>
        {form}
    }
}

/// The states could not be asked for: the list stays, and says why it knows nothing.
#[component]
fn Failed(viewing: Viewing, ways: Ways) -> impl IntoView {
    move || {
        let (failure, ways) = (viewing.failure.get()?, ways.clone());
        let on_retry = Callback::new(move |_: Asked| viewing.again());
        let stop = Stop { failure, retry: Retry::ByHand };
        Some(view! { <ProblemBar stop ways on_retry/> })
    }
}

#[component]
fn Table(shown: Shown, viewing: Viewing) -> impl IntoView {
    let seen = StoredValue::new_local(Nearby::on_screen());
    let rows = move || shown.lines.list.with(|list| list.rows().to_vec());
    let is_empty = move || shown.lines.list.with(|list| list.rows().is_empty());
    let count =
        move || shown.folder.with(|folder| folder.as_ref().map(|folder| (folder.documents + 1).to_string()));
    let folder = Memo::new(move |_| shown.folder.get());
    let on_unlink = Callback::new(move |document| shown.unlink(document));
    view! {
        <table
            id="documents"
            hidden=is_empty
            role="table"
            aria-label=text::DOCUMENTS_LABEL
            aria-rowcount=count
            on:keydown=move |event: KeyboardEvent| walk(&event)
        >
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{common::NAME}</th>
                    <th role="columnheader" scope="col">{text::STATE}</th>
                    <th role="columnheader" scope="col">{text::LINKED_BY}</th>
                    <th role="columnheader" scope="col">{text::ACTIONS}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                <For each=rows key=|row| row.id.clone() let:document>
                    <DocumentRow document folder viewing seen on_unlink/>
                </For>
            </tbody>
        </table>
    }
}
