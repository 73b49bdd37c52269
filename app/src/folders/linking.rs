//! Linking: what is picked, whom it would leave out, and then the link. Nothing is copied and no right is changed on the way.

use contract::folder::{AudienceResponse, ItemRef, Linked};
use contract::ids::FolderId;
use contract::picker::{Kinds, Picked, PickerOptions};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::notice::{NoticeSignal, settle};
use crate::api::client::SignedInApi;
use crate::components::button::ActionButton;
use crate::components::dialog::Dialog;
use crate::components::lazy::Lazy;
use crate::components::waiting::Waiting;
use crate::parts::{PickerAsked, picker};
use crate::text::folders as text;

/// How far linking is.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Linking {
    /// Nothing is being linked.
    Idle,
    /// The person picks.
    Picking,
    /// The person sees whom the items would leave out; `None` until it is known.
    Weighing(Vec<Picked>, Option<AudienceResponse>),
}

/// What linking needs to know.
#[derive(Clone)]
pub(super) struct Linker {
    /// Whose call it is.
    pub(super) api: SignedInApi,
    /// Where the links stand.
    pub(super) folder: FolderId,
    /// How far it is.
    pub(super) linking: RwSignal<Linking>,
    /// Where it is told what went wrong.
    pub(super) notice: NoticeSignal,
    /// What came of it.
    pub(super) on_linked: Callback<Vec<Linked>>,
}

impl Linker {
    fn weigh(&self, items: Vec<Picked>) {
        if items.is_empty() {
            return self.linking.set(Linking::Idle);
        }
        let Self { api, folder, linking, .. } = self.clone();
        linking.set(Linking::Weighing(items.clone(), None));
        spawn_local(async move {
            // What cannot be found out keeps nobody from linking: then it is said that it is not known.
            let audience = api
                .audience(&folder, refs(&items))
                .await
                .unwrap_or_else(|_| AudienceResponse { participants: 0, items: Vec::new() });
            _ = linking.try_update(|linking| {
                if let Linking::Weighing(weighed, told @ None) = linking
                    && *weighed == items
                {
                    *told = Some(audience);
                }
            });
        });
    }

    fn link(&self, items: &[Picked]) {
        let Self { api, folder, linking, notice, on_linked } = self.clone();
        linking.set(Linking::Idle);
        notice.set(None);
        let items = refs(items);
        spawn_local(async move {
            if let Some(answer) = settle(notice, api.link(&folder, items).await) {
                on_linked.run(answer.outcomes);
            }
        });
    }
}

fn refs(items: &[Picked]) -> Vec<ItemRef> {
    let item = |item: &Picked| ItemRef { drive_id: item.drive_id.clone(), item_id: item.item_id.clone() };
    items.iter().map(item).collect()
}

/// The window of each step.
#[component]
pub(super) fn LinkDialogs(linker: Linker) -> impl IntoView {
    let linking = linker.linking;
    let on_close = Callback::new(move |()| linking.set(Linking::Idle));
    move || {
        let linker = linker.clone();
        match linking.get() {
            Linking::Idle => ().into_any(),
            Linking::Picking => {
                let options = PickerOptions {
                    kinds: Kinds::All,
                    folder: Some(linker.folder.clone()),
                    ..PickerOptions::default()
                };
                let api = linker.api;
                let on_picked = Callback::new(move |items| linker.weigh(items));
                let asked = PickerAsked { api, options, on_picked, on_cancel: on_close };
                view! {
                    <Dialog label=text::LINK class="picker-window" on_close>
                        <Lazy code=picker from=asked/>
                    </Dialog>
                }
                .into_any()
            }
            Linking::Weighing(items, audience) => view! {
                <Dialog label=text::BEFORE_LINKING class="question" on_close>
                    <Weighing linker items audience on_close/>
                </Dialog>
            }
            .into_any(),
        }
    }
}

#[component]
fn Weighing(
    linker: Linker,
    items: Vec<Picked>,
    audience: Option<AudienceResponse>,
    on_close: Callback<()>,
) -> impl IntoView {
    let told = match &audience {
        None => view! { <Waiting label=text::LOOKING/> }.into_any(),
        Some(AudienceResponse { participants: 0, items: told }) if !told.is_empty() => {
            view! { <p>{text::NOBODY_ELSE}</p> }.into_any()
        }
        Some(audience) => sentences(&items, audience),
    };
    let on_link = Callback::new(move |()| linker.link(&items));
    view! {
        <h2>{text::BEFORE_LINKING}</h2>
        <div class="audience" role="status">{told}</div>
        <p class="hint">{text::RIGHTS_NOTE}</p>
        <div class="actions">
            <ActionButton label=text::LINK_NOW on_press=on_link/>
            <ActionButton label=text::CANCEL appearance="outline" on_press=on_close/>
        </div>
    }
}

fn sentences(items: &[Picked], audience: &AudienceResponse) -> AnyView {
    let line = |(at, item): (usize, &Picked)| {
        let told = audience.items.get(at).copied().unwrap_or(contract::folder::Audience::Unknown);
        view! {
            <li>
                <bdi>{item.name.clone()}</bdi>
                <span>{text::audience(told, audience.participants)}</span>
            </li>
        }
    };
    view! { <ul>{items.iter().enumerate().map(line).collect_view()}</ul> }.into_any()
}
