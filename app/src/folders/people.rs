//! Adding somebody: looked up by name or mail address among the people of the organization.

use std::time::Duration;

use contract::folder::{AddParticipantRequest, Role};
use contract::graph::User;
use contract::operations::{OperationId, operation};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::notice::{Notice, settle};
use super::participants::{RolePick, Shown};
use crate::api::cancel::Cancel;
use crate::session::provider::SessionContext;
use crate::text::folders as text;

/// Between the last key and the question.
const PAUSE: Duration = Duration::from_millis(300);
/// Fewer letters find everybody.
const LETTERS_MIN: usize = 2;

/// How far looking is.
#[derive(Clone, PartialEq, Eq)]
enum Found {
    /// Nobody is looked for.
    Nothing,
    /// It is being asked for.
    Asked,
    /// These.
    People(Vec<User>),
}

/// The box, the role, and who was found.
#[component]
pub(super) fn AddPeople(shown: Shown) -> impl IntoView {
    let session = expect_context::<SessionContext>();
    let may_look = session.with_untracked(|session| {
        let row = operation(OperationId::UserSearch);
        session.instance().zip(row).is_some_and(|(instance, row)| {
            let granted = |name: &String| contract::operations::optional_scope(name);
            let permissions: Vec<_> = instance.permissions.iter().filter_map(granted).collect();
            row.is_allowed(&instance.functions, &permissions)
        })
    });
    if !may_look {
        return view! { <p class="hint">{text::NO_DIRECTORY}</p> }.into_any();
    }
    let role = RwSignal::new(Role::Member);
    let found = RwSignal::new(Found::Nothing);
    let typed = RwSignal::new(String::new());
    let pause = StoredValue::new(None::<TimeoutHandle>);
    let cancel = StoredValue::new_local(Cancel::new());
    let look = move || {
        let wanted = typed.with_untracked(|typed| typed.trim().to_owned());
        // The question before is not awaited any more.
        cancel.set_value(Cancel::new());
        if wanted.chars().count() < LETTERS_MIN {
            return found.set(Found::Nothing);
        }
        found.set(Found::Asked);
        let signal = cancel.with_value(Cancel::signal);
        spawn_local(async move {
            match shown.api.colleagues(&wanted, signal).await {
                Err(crate::model::failure::Failure::Cancelled) => {}
                Err(failure) => {
                    _ = found.try_set(Found::Nothing);
                    _ = shown.notice.try_set(Some(Notice::Failed(failure)));
                }
                Ok(people) => _ = found.try_set(Found::People(people.value)),
            }
        });
    };
    let wait = move |event| {
        typed.set(event_target_value(&event));
        if let Some(waiting) = pause.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
        pause.set_value(set_timeout_with_handle(look, PAUSE).ok());
    };
    on_cleanup(move || {
        if let Some(waiting) = pause.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    });
    let on_add = Callback::new(move |user| add(shown, user, role.get_untracked()));
    view! {
        <div class="add-people">
            <label>
                <span>{text::ADD}</span>
                <input
                    id="find-people"
                    type="search"
                    autocomplete="off"
                    placeholder=text::FIND
                    on:input=wait
                />
            </label>
            <label>
                <span>{text::AS}</span>
                <RolePick role=role.get_untracked() on_pick=Callback::new(move |picked| role.set(picked))/>
            </label>
            <div role="status">{move || results(found.get(), on_add)}</div>
        </div>
    }
    .into_any()
}

fn add(shown: Shown, user: User, role: Role) {
    let Ok(oid) = user.id.parse() else { return };
    let username = user.user_principal_name.or(user.mail).unwrap_or_else(|| user.id.clone());
    let name = user.display_name.unwrap_or_else(|| username.clone());
    shown.notice.set(None);
    spawn_local(async move {
        let request = AddParticipantRequest { oid, role, name, username };
        let added = shown.api.add_participant(&shown.id.get_value(), &request).await;
        if settle(shown.notice, added).is_some() {
            shown.refresh();
        }
    });
}

fn results(found: Found, on_add: Callback<User>) -> AnyView {
    match found {
        Found::Nothing => ().into_any(),
        Found::Asked => text::FINDING.into_any(),
        Found::People(people) if people.is_empty() => text::NOBODY_FOUND.into_any(),
        Found::People(people) => {
            let line = |user: User| {
                let name = user.display_name.clone().unwrap_or_default();
                let username = user.mail.clone().or_else(|| user.user_principal_name.clone());
                view! {
                    <li>
                        <button type="button" class="found" on:click=move |_| on_add.run(user.clone())>
                            <bdi class="name">{name}</bdi>
                            <bdi class="username">{username}</bdi>
                        </button>
                    </li>
                }
            };
            view! { <ul class="found-people">{people.into_iter().map(line).collect_view()}</ul> }.into_any()
        }
    }
}
