//! The person's folders.

use contract::folder::{CreateFolderRequest, FolderView};
use contract::ids::FolderId;
use contract::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::edit::{NameForm, Typed};
use super::lines::{Lines, Words, rest};
use super::notice::{NoticeBar, settle};
use crate::api::client::SignedInApi;
use crate::components::file_icon::FileIcon;
use crate::components::heading::Heading;
use crate::model::icon::Kind;
use crate::navigation::{Navigation, Step};
use crate::pages::listing::ways;
use crate::text::folders as text;

const WORDS: Words = Words { loading: text::LOADING, empty: (text::EMPTY_TITLE, text::EMPTY_ADVICE) };

/// The list, and the form for another one.
#[component]
pub(crate) fn FoldersPage(api: SignedInApi) -> impl IntoView {
    let lines = Lines::open(move |after: Option<FolderId>, signal| async move {
        let answer = api.folders(after, signal).await?;
        Ok((answer.folders, answer.next))
    });
    let (making, notice) = (RwSignal::new(false), RwSignal::new(None));
    let navigation = expect_context::<Navigation>();
    let make = Callback::new(move |Typed { name, reference }| {
        notice.set(None);
        spawn_local(async move {
            let made = api.create_folder(&CreateFolderRequest { name, reference }).await;
            if let Some(folder) = settle(notice, made) {
                navigation.go(&Page::Documents(folder.id).path(), Step::Forward);
            }
        });
    });
    let on_cancel = Callback::new(move |()| making.set(false));
    let form = move || {
        making.get().then(|| {
            view! { <NameForm submit=text::CREATE with_reference=true on_submit=make on_cancel/> }
        })
    };
    let rows = move || lines.list.with(|list| list.rows().to_vec());
    let ways = ways(&Page::Folders);
    view! {
        <section class="card">
            <header class="page-head with-actions">
                <Heading text=text::TITLE/>
                <fluent-button
                    id="new-folder"
                    appearance="primary"
                    aria-expanded=move || making.get().to_string()
                    on:click=move |_| making.update(|making| *making = !*making)
                >
                    {text::NEW}
                </fluent-button>
            </header>
            {form}
            <NoticeBar notice ways=ways.clone()/>
            <ul id="folders" class="folders" aria-label=text::LIST>
                <For each=rows key=|folder| (folder.id.clone(), folder.name.clone()) let:folder>
                    <Line folder/>
                </For>
            </ul>
            {rest(lines, WORDS, ways)}
        </section>
    }
}

/// One folder: its name, and what it holds.
#[component]
fn Line(folder: FolderView) -> impl IntoView {
    let href = Page::Documents(folder.id.clone()).path();
    let people = folder.participants.map(text::people);
    view! {
        <li data-folder-id=folder.id.to_string()>
            <span class="icon"><FileIcon kind=Kind::Folder/></span>
            <a href=href dir="auto"><bdi>{folder.name}</bdi></a>
            <span class="facts">
                {folder.archived_at.map(|_| view! { <span class="badge">{text::ARCHIVED}</span> })}
                <span>{text::role(folder.role)}</span>
                <span>{text::documents(usize::try_from(folder.documents).unwrap_or(usize::MAX))}</span>
                {people.map(|people| view! { <span>{people}</span> })}
                {folder.reference.map(|reference| view! { <bdi class="folder-reference">{reference}</bdi> })}
            </span>
        </li>
    }
}
