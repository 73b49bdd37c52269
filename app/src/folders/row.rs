//! One document: its name, what it is to the viewer, and where it opens.

use contract::folder::{Deed, DocumentKind, DocumentState, DocumentView, FolderView};
use contract::function::Surface;
use contract::ids::DocumentId;
use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{Event, MouseEvent};

use super::states::Knowledge;
use super::viewing::Viewing;
use crate::components::file_icon::FileIcon;
use crate::components::local_date::LocalDate;
use crate::components::nearby::{Nearby, watched};
use crate::model::format::web_address;
use crate::model::icon::Kind;
use crate::session::provider::SessionContext;
use crate::text as common;
use crate::text::folders as text;

/// A line of the list.
#[component]
pub(super) fn DocumentRow(
    document: DocumentView,
    /// The folder, which says what the viewer may do.
    folder: Memo<Option<FolderView>>,
    viewing: Viewing,
    /// Tells the line that it is on the screen.
    seen: StoredValue<Nearby, LocalStorage>,
    on_unlink: Callback<DocumentId>,
) -> impl IntoView {
    let id = document.id.clone();
    let knowledge = Memo::new({
        let id = id.clone();
        move |_| viewing.of(&id)
    });
    let want = {
        let id = id.clone();
        move |_: Event| viewing.want(&id)
    };
    let kind = kind(&document);
    let own = document.own;
    let may_unlink = Memo::new(move |_| {
        folder.with(|folder| {
            folder
                .as_ref()
                .is_some_and(|folder| folder.allows(Deed::Unlink) || (own && folder.allows(Deed::UnlinkOwn)))
        })
    });
    let stored = StoredValue::new(document.clone());
    let name = move || stored.with_value(|document| name(document, &knowledge.get()));
    let actions = move || stored.with_value(|document| actions(document, &knowledge.get()));
    let key = id.to_string();
    let unlink_label = format!("{}: {}", text::UNLINK, document.name);
    view! {
        <tr role="row" data-document-id=key use:watched=Some(seen) on:nearby=want>
            <th role="rowheader" scope="row">
                <span class="icon"><FileIcon kind/></span>
                {name}
            </th>
            <td role="cell" class="state">{move || badge(&knowledge.get())}</td>
            <td role="cell" class="linked">
                <bdi>{document.linked_by}</bdi> " " <LocalDate at=iso(document.linked_at)/>
            </td>
            <td role="cell" class="row-actions">
                {actions}
                {move || may_unlink.get().then(|| {
                    let (id, label) = (id.clone(), unlink_label.clone());
                    view! {
                        <button
                            type="button"
                            class="link"
                            title=text::UNLINK_NOTE
                            aria-label=label
                            on:click=move |_| on_unlink.run(id.clone())
                        >
                            {text::UNLINK}
                        </button>
                    }
                })}
            </td>
        </tr>
    }
}

fn kind(document: &DocumentView) -> Kind {
    match document.kind {
        DocumentKind::File => Kind::of_file(&document.name, document.mime_type.as_deref()),
        DocumentKind::Folder => Kind::Folder,
        DocumentKind::Package => Kind::Notebook,
    }
}

/// The name: a link for whoever can open it. Inside Teams it opens there.
fn name(document: &DocumentView, knowledge: &Knowledge) -> AnyView {
    let shown = match knowledge.state() {
        Some(DocumentState::Open { name, .. }) => name.clone(),
        Some(_) | None => document.name.clone(),
    };
    let shown = view! { <bdi>{shown}</bdi> };
    let Some(href) = address(document, knowledge.state()) else {
        return view! { <span class="name" dir="auto">{shown}</span> }.into_any();
    };
    let session = expect_context::<SessionContext>();
    let in_teams = match knowledge.state() {
        Some(DocumentState::Open { teams_url, .. }) if session.surface() == Surface::Teams => {
            teams_url.clone()
        }
        Some(_) | None => None,
    };
    let open = move |event: MouseEvent| {
        if let Some(link) = in_teams.as_deref() {
            event.prevent_default();
            session.open_link(link);
        }
    };
    view! {
        <a class="name" dir="auto" href=href target="_blank" rel="noopener noreferrer" on:click=open>
            {shown} <span class="only-read">{common::OPENS_IN_NEW_TAB}</span>
        </a>
    }
    .into_any()
}

/// Where the document opens in the browser, for whoever can open it or may find out that they can.
fn address(document: &DocumentView, state: Option<&DocumentState>) -> Option<String> {
    let url = match state {
        Some(DocumentState::Open { web_url, .. }) => web_url.as_ref().or(document.web_url.as_ref()),
        Some(DocumentState::Unknown { .. }) | None => document.web_url.as_ref(),
        Some(DocumentState::NoAccess | DocumentState::Missing | DocumentState::Deleted) => None,
    };
    url.map(String::as_str).and_then(web_address).map(str::to_owned)
}

fn badge(knowledge: &Knowledge) -> AnyView {
    let Some(state) = knowledge.state() else {
        return view! { <span class="badge" data-state="asked" aria-busy="true">"…"</span> }.into_any();
    };
    let (word, meaning) = text::state(state);
    view! { <span class="badge" data-state=state_name(state) title=meaning>{word}</span> }.into_any()
}

/// The name of a state in the style sheet.
fn state_name(state: &DocumentState) -> &'static str {
    match state {
        DocumentState::Open { .. } => "open",
        DocumentState::NoAccess => "no-access",
        DocumentState::Missing => "missing",
        DocumentState::Deleted => "deleted",
        DocumentState::Unknown { .. } => "unknown",
    }
}

/// Other places where it opens, or the way to a right to it: `OneDrive` offers its own request to whoever cannot open an address.
fn actions(document: &DocumentView, knowledge: &Knowledge) -> AnyView {
    match knowledge.state() {
        Some(DocumentState::Open { desktop_url, teams_url, .. }) => {
            let desktop = desktop_url.clone().filter(|url| is_program(url));
            let teams =
                teams_url.clone().filter(|url| url.starts_with("https://teams.microsoft.com/l/file/"));
            view! {
                {desktop.map(|href| view! { <a class="link" data-test="desktop" href=href>{text::DESKTOP}</a> })}
                {teams.map(|href| view! { <InTeams href/> })}
            }
            .into_any()
        }
        Some(DocumentState::NoAccess | DocumentState::Missing) => {
            let href = document.web_url.as_deref().and_then(web_address).map(str::to_owned);
            href.map(|href| {
                view! {
                    <a class="link" data-test="ask" href=href target="_blank" rel="noopener noreferrer">{text::ASK}</a>
                }
            })
            .into_any()
        }
        Some(DocumentState::Deleted | DocumentState::Unknown { .. }) | None => ().into_any(),
    }
}

#[component]
fn InTeams(href: String) -> impl IntoView {
    let session = expect_context::<SessionContext>();
    let link = href.clone();
    let open = move |event: MouseEvent| {
        if session.surface() == Surface::Teams {
            event.prevent_default();
            session.open_link(&link);
        }
    };
    view! {
        <a class="link" data-test="teams" href=href target="_blank" rel="noopener noreferrer" on:click=open>
            {text::IN_TEAMS}
        </a>
    }
}

/// Whether an address starts one of Office's programs with an address of the web, and nothing else.
fn is_program(url: &str) -> bool {
    let rest = url.split_once(":ofe|u|").filter(|(scheme, _)| scheme.starts_with("ms-"));
    rest.is_some_and(|(_, address)| web_address(address).is_some())
}

/// A moment as the calendar reads it.
pub(super) fn iso(seconds: i64) -> Option<String> {
    #[expect(clippy::cast_precision_loss, reason = "seconds of this age are exact in a double")]
    let date = Date::new(&JsValue::from_f64(seconds as f64 * 1000.0));
    // A moment that the calendar does not have would throw.
    date.get_time().is_finite().then(|| date.to_iso_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_program_of_office_is_started_and_only_with_an_address_of_the_web() {
        assert!(is_program("ms-word:ofe|u|https://contoso.example/a.docx"));
        for other in
            ["javascript:ofe|u|https://a", "ms-word:ofe|u|file:///a", "ms-word:https://a", "https://a"]
        {
            assert!(!is_program(other), "{other}");
        }
    }
}
