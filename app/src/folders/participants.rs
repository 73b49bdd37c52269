//! Who takes part in a folder: roles, adding, taking out, leaving.

use contract::folder::{Deed, FolderView, Origin, ParticipantView, Role};
use contract::ids::FolderId;
use contract::page::Page;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

use super::lines::{Lines, Words, rest};
use super::notice::{NoticeBar, NoticeSignal, settle};
use super::people::AddPeople;
use super::row::iso;
use super::team::TeamSection;
use super::walk::walk;
use crate::api::client::SignedInApi;
use crate::components::heading::Heading;
use crate::components::local_date::LocalDate;
use crate::navigation::{Navigation, Step};
use crate::pages::listing::ways;
use crate::session::provider::SessionContext;
use crate::text as common;
use crate::text::folders as text;
use crate::text::team_link as team_text;

// Whoever sees the page takes part, so there is always somebody.
const WORDS: Words = Words { loading: text::LOADING_PEOPLE, empty: (text::PEOPLE, text::PEOPLE_LABEL) };

/// What the page holds.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) api: SignedInApi,
    pub(super) id: StoredValue<FolderId>,
    folder: RwSignal<Option<FolderView>>,
    lines: Lines<ParticipantView, u32>,
    pub(super) notice: NoticeSignal,
}

impl Shown {
    fn open(api: SignedInApi, id: FolderId) -> Self {
        let folder = RwSignal::new(None);
        let asked = id.clone();
        let lines = Lines::open(move |skip, signal| {
            let id = asked.clone();
            async move {
                // The folder says what the viewer may do here; its first documents come along for nothing.
                if folder.with_untracked(Option::is_none) {
                    let answer = api.folder(&id, None, signal.clone()).await?;
                    _ = folder.try_set(Some(answer.folder));
                }
                let answer = api.participants(&id, skip, signal).await?;
                Ok((answer.participants, answer.next))
            }
        });
        Self { api, id: StoredValue::new(id), folder, lines, notice: RwSignal::new(None) }
    }

    fn may_change(self) -> bool {
        self.may(Deed::ChangeParticipants)
    }

    /// Whether the viewer may do that here.
    pub(super) fn may(self, deed: Deed) -> bool {
        self.folder.with(|folder| folder.as_ref().is_some_and(|folder| folder.allows(deed)))
    }

    /// Somebody came.
    pub(super) fn refresh(self) {
        self.lines.start();
    }

    fn set_role(self, person: ParticipantView, role: Role) {
        self.notice.set(None);
        spawn_local(async move {
            let (id, key) = (self.id.get_value(), (&person.tid, &person.oid));
            let changed = self.api.change_participant(&id, key, role).await;
            // Also a refusal: what is shown is what is so.
            _ = settle(self.notice, changed);
            self.refresh();
        });
    }

    fn remove(self, person: ParticipantView, is_me: bool, navigation: Navigation) {
        let sure = !is_me || window().confirm_with_message(text::LEAVE_QUESTION).unwrap_or(false);
        if !sure {
            return;
        }
        self.notice.set(None);
        spawn_local(async move {
            let gone = self.api.remove_participant(&self.id.get_value(), (&person.tid, &person.oid)).await;
            match settle(self.notice, gone) {
                Some(()) if is_me => navigation.go(&Page::Folders.path(), Step::Forward),
                Some(()) => self.refresh(),
                None => {}
            }
        });
    }
}

/// The page.
#[component]
pub(crate) fn ParticipantsPage(api: SignedInApi, id: FolderId) -> impl IntoView {
    let shown = Shown::open(api, id.clone());
    let ways = ways(&Page::Participants(id.clone()));
    let name = move || {
        shown.folder.with(|folder| folder.as_ref().map_or_else(String::new, |folder| folder.name.clone()))
    };
    let rows = move || shown.lines.list.with(|list| list.rows().to_vec());
    let is_empty = move || shown.lines.list.with(|list| list.rows().is_empty());
    view! {
        <section class="card">
            <header class="page-head">
                <nav id="breadcrumb" aria-label=common::BREADCRUMB>
                    <ol>
                        <li><a href=Page::Folders.path()>{text::TITLE}</a></li>
                        <li><a href=Page::Documents(id).path()><bdi>{name}</bdi></a></li>
                    </ol>
                </nav>
                <Heading text=text::PEOPLE/>
                {move || shown.may_change().then(|| view! { <AddPeople shown/> })}
                {move || shown.may(Deed::SeeParticipants).then(|| view! { <TeamSection shown/> })}
            </header>
            <NoticeBar notice=shown.notice ways=ways.clone()/>
            <table
                id="participants"
                hidden=is_empty
                role="table"
                aria-label=text::PEOPLE_LABEL
                on:keydown=move |event: KeyboardEvent| walk(&event)
            >
                <tbody role="rowgroup">
                    <For each=rows key=|row| (row.oid.clone(), row.role, row.name.clone()) let:person>
                        <Line person shown/>
                    </For>
                </tbody>
            </table>
            {rest(shown.lines, WORDS, ways)}
        </section>
    }
}

#[component]
fn Line(person: ParticipantView, shown: Shown) -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let session = expect_context::<SessionContext>();
    // For display only: the worker knows who asks.
    let me = session.with_untracked(|session| session.person().map(|person| person.username.clone()));
    let is_me = me.as_deref() == Some(person.username.as_str());
    let added = iso(person.added_at);
    let kept = StoredValue::new(person.clone());
    let role = person.role;
    let on_pick = Callback::new(move |role| shown.set_role(kept.get_value(), role));
    let role = move || {
        if shown.may_change() {
            view! { <RolePick role on_pick/> }.into_any()
        } else {
            text::role(role).into_any()
        }
    };
    let remove = move || {
        let label = if is_me { text::LEAVE } else { text::REMOVE };
        let name = kept.with_value(|person| format!("{label}: {}", person.name));
        (is_me || shown.may_change()).then(|| {
            view! {
                <button
                    type="button"
                    class="link"
                    aria-label=name
                    on:click=move |_| shown.remove(kept.get_value(), is_me, navigation)
                >
                    {label}
                </button>
            }
        })
    };
    view! {
        <tr role="row" data-oid=person.oid.to_string()>
            <th role="rowheader" scope="row">
                <bdi class="name">{person.name}</bdi> {is_me.then_some(text::YOU)}
                <bdi class="username">{person.username}</bdi>
                {(person.origin == Origin::Team).then(|| view! { <small class="origin">{team_text::FROM_TEAM}</small> })}
            </th>
            <td role="cell">{role}</td>
            <td role="cell" class="linked">{text::SINCE} " " <LocalDate at=added/></td>
            <td role="cell" class="row-actions">{remove}</td>
        </tr>
    }
}

/// A choice of roles.
#[component]
pub(super) fn RolePick(role: Role, on_pick: Callback<Role>) -> impl IntoView {
    let pick = move |event| {
        if let Some(role) = Role::from_name(&event_target_value(&event)) {
            on_pick.run(role);
        }
    };
    let option = |one: Role| {
        view! { <option value=one.name() selected=one == role>{text::role(one)}</option> }
    };
    view! {
        <select aria-label=text::AS on:change=pick>
            {Role::ALL.map(option).into_iter().collect_view()}
        </select>
    }
}
