//! Linking: what is picked, whom it would leave out, and then the link. Nothing is copied and no right is changed on the way.

use contract::folder::{AudienceResponse, Linked};
use contract::ids::FolderId;
use contract::picker::{Kinds, Picked, PickerOptions};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::notice::{NoticeSignal, settle};
use super::weighing::{Weighing, refs};
use crate::api::client::SignedInApi;
use crate::components::dialog::Dialog;
use crate::components::lazy::Lazy;
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
            Linking::Weighing(items, audience) => {
                let kept = items.clone();
                let on_go_on = Callback::new(move |()| linker.link(&kept));
                view! {
                    <Dialog label=text::BEFORE_LINKING class="question" on_close>
                        <Weighing items audience go_on=text::LINK_NOW on_go_on on_close/>
                    </Dialog>
                }
                .into_any()
            }
        }
    }
}
