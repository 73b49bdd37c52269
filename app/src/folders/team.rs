//! The team that a folder follows: which one, how it goes, and what an owner decides.

use std::time::Duration;

use contract::folder::{Deed, Role};
use contract::function::Function;
use contract::graph::Team;
use contract::ids::FolderId;
use contract::team_link::{
    Pause, PreviewResponse, TeamLinkOptions, TeamLinkRequest, TeamLinkResponse, TeamLinkView,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::notice::settle;
use super::participants::Shown;
use crate::api::cancel::Cancel;
use crate::model::failure::Failure;
use crate::session::provider::SessionContext;
use crate::text::team_link as text;

/// Between two looks at a run that goes.
const LOOK: Duration = Duration::from_secs(1);

/// What the section holds.
#[derive(Clone, Copy)]
struct Following {
    shown: Shown,
    link: RwSignal<Option<TeamLinkView>>,
    choosing: RwSignal<bool>,
    /// The run that was asked for: it begins when the link wakes, which is a moment after it was told.
    awaited: StoredValue<u32>,
    cancel: StoredValue<Cancel, LocalStorage>,
}

impl Following {
    /// Looks how it is; looks again while a run goes, and draws the people anew when it has ended.
    fn look(self) {
        let Some(signal) = self.cancel.try_with_value(Cancel::signal) else { return };
        spawn_local(async move {
            let answer = self.shown.api.team_link(&self.shown.id.get_value(), signal).await;
            if answer != Err(Failure::Cancelled) {
                self.take(settle(self.shown.notice, answer));
            }
        });
    }

    fn take(self, answer: Option<TeamLinkResponse>) {
        let Some(TeamLinkResponse { link }) = answer else { return };
        let is_going = |link: &Option<TeamLinkView>| link.as_ref().is_some_and(|link| self.moves(link));
        let went = self.link.try_with_untracked(is_going).unwrap_or_default();
        let goes = is_going(&link);
        if self.link.try_set(link).is_some() {
            // The page is gone.
            return;
        }
        if goes {
            set_timeout(move || self.look(), LOOK);
        } else if went {
            self.shown.refresh();
        }
    }

    /// Whether something is about to change by itself.
    fn moves(self, link: &TeamLinkView) -> bool {
        // Before its first run it has to wake.
        link.is_going || link.run < self.awaited.try_get_value().unwrap_or_default().max(1)
    }

    /// Says something to the link.
    fn tell(self, what: &'static str) {
        self.shown.notice.set(None);
        spawn_local(async move {
            let answer = self.shown.api.tell_team_link(&self.shown.id.get_value(), what).await;
            if let Some(TeamLinkResponse { link: Some(link) }) = settle(self.shown.notice, answer) {
                _ = self.awaited.try_set_value(link.run + 1);
                self.take(Some(TeamLinkResponse { link: Some(link) }));
            }
        });
    }

    fn stop(self) {
        if !window().confirm_with_message(text::STOP_QUESTION).unwrap_or(false) {
            return;
        }
        spawn_local(async move {
            let gone = self.shown.api.unfollow_team(&self.shown.id.get_value()).await;
            if settle(self.shown.notice, gone).is_some() {
                _ = self.link.try_set(None);
                self.shown.refresh();
            }
        });
    }
}

/// The section; where the instance does not follow teams, there is none.
#[component]
pub(super) fn TeamSection(shown: Shown) -> impl IntoView {
    let session = expect_context::<SessionContext>();
    let is_on = session.with_untracked(|session| {
        session.instance().is_some_and(|instance| instance.functions.contains(&Function::TeamSync))
    });
    is_on.then(|| {
        let following = Following {
            shown,
            link: RwSignal::new(None),
            choosing: RwSignal::new(false),
            awaited: StoredValue::new(0),
            cancel: StoredValue::new_local(Cancel::new()),
        };
        following.look();
        let may = move || shown.may(Deed::FollowTeam);
        view! {
            <section class="team" aria-label=text::TITLE>
                {move || match following.link.get() {
                    Some(link) => linked(following, &link, may()),
                    None if following.choosing.get() => view! { <Choose following/> }.into_any(),
                    None => may().then(|| begin(following)).into_any(),
                }}
            </section>
        }
    })
}

fn begin(following: Following) -> AnyView {
    let on_press = Callback::new(move |()| following.choosing.set(true));
    view! {
        <p class="hint">{text::NONE}</p>
        {button("follow-team", text::FOLLOW, "outline", on_press)}
    }
    .into_any()
}

fn linked(following: Following, link: &TeamLinkView, may: bool) -> AnyView {
    let waits = link.pause == Some(Pause::ManyRemovals);
    let reasons: Vec<_> = link.reasons.iter().map(|why| view! { <li>{text::skip(*why)}</li> }).collect();
    let has_reasons = !reasons.is_empty() && !link.is_going;
    let actions = may.then(|| {
        view! {
            <div class="bar">
                {waits.then(|| {
                    let agree = Callback::new(move |()| following.tell("agreement"));
                    button("agree", text::AGREE, "primary", agree)
                })}
                {button("sync-now", text::SYNC_NOW, "outline", Callback::new(move |()| following.tell("runs")))}
                <button type="button" id="stop-following" class="link" on:click=move |_| following.stop()>
                    {text::STOP}
                </button>
            </div>
        }
    });
    view! {
        <h2><bdi>{link.name.clone()}</bdi></h2>
        <p role="status" id="team-state" data-run=link.run.to_string() data-rests=(!following.moves(link)).then_some("")>
            {text::state(link)}
        </p>
        {waits.then(|| view! { <p id="waiting-names"><bdi>{link.waiting_names.join(", ")}</bdi></p> })}
        {has_reasons.then(|| view! { <p class="hint">{text::REASONS}</p> <ul class="reasons">{reasons}</ul> })}
        {actions}
    }
    .into_any()
}

fn button(
    id: &'static str,
    label: &'static str,
    appearance: &'static str,
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <fluent-button id=id appearance=appearance on:click=move |_| on_press.run(())>
            {label}
        </fluent-button>
    }
}

/// Which team, what follows from being in it, and who would come.
#[component]
fn Choose(following: Following) -> impl IntoView {
    let shown = following.shown;
    let teams = RwSignal::new(None::<Vec<Team>>);
    let chosen = RwSignal::new(None::<Team>);
    let (owners, guests) = (RwSignal::new(false), RwSignal::new(true));
    let preview = RwSignal::new(None::<PreviewResponse>);
    let busy = RwSignal::new(false);
    spawn_local(async move {
        let answer = shown.api.own_teams(following.cancel.with_value(Cancel::signal)).await;
        let found = settle(shown.notice, answer).map(|answer| answer.value);
        _ = teams.try_set(Some(found.unwrap_or_default()));
    });
    let request = move || {
        let owners = if owners.get_untracked() { Role::Owner } else { Role::Member };
        let options = TeamLinkOptions { owners, guests: guests.get_untracked() };
        let team = chosen.get_untracked()?;
        Some(TeamLinkRequest { team: team.id, name: team.display_name?, options })
    };
    let look = Callback::new(move |()| {
        let Some(request) = request() else { return };
        busy.set(true);
        shown.notice.set(None);
        spawn_local(async move {
            let id: FolderId = shown.id.get_value();
            let answer = shown.api.preview_team(&id, &request).await;
            _ = busy.try_set(false);
            _ = preview.try_set(settle(shown.notice, answer));
        });
    });
    let start = Callback::new(move |()| {
        let Some(request) = request() else { return };
        spawn_local(async move {
            let answer = shown.api.follow_team(&shown.id.get_value(), &request).await;
            if let Some(answer) = settle(shown.notice, answer) {
                _ = following.choosing.try_set(false);
                _ = following.awaited.try_set_value(1);
                following.take(Some(answer));
            }
        });
    });
    let pick = move |event| {
        let id = event_target_value(&event);
        preview.set(None);
        chosen.set(
            teams.with_untracked(|teams| teams.iter().flatten().find(|team| team.id.as_str() == id).cloned()),
        );
    };
    let options = move || {
        let list = teams.get().unwrap_or_default();
        list.into_iter()
            .map(|team| view! { <option value=team.id.to_string()>{team.display_name}</option> })
            .collect_view()
    };
    let is_empty = move || teams.with(|teams| teams.as_ref().is_some_and(Vec::is_empty));
    let tick = move |signal: RwSignal<bool>| {
        move |event| {
            preview.set(None);
            signal.set(event_target_checked(&event));
        }
    };
    let on_cancel = Callback::new(move |()| following.choosing.set(false));
    view! {
        <label class="which">
            <span>{text::CHOOSE}</span>
            <select id="teams" on:change=pick>
                <option value=""></option>
                {options}
            </select>
        </label>
        {move || is_empty().then(|| view! { <p class="hint">{text::NO_TEAMS}</p> })}
        <label class="tick"><input type="checkbox" id="team-owners" on:change=tick(owners)/>{text::OWNERS}</label>
        <label class="tick">
            <input type="checkbox" id="team-guests" checked on:change=tick(guests)/>
            {text::GUESTS}
        </label>
        <div role="status">{move || busy.get().then_some(text::PREVIEWING)} {move || preview.get().map(previewed)}</div>
        <div class="bar">
            {move || {
                if preview.with(Option::is_some) {
                    button("start-following", text::START, "primary", start)
                } else {
                    button("preview-team", text::PREVIEW, "outline", look)
                }
            }}
            {button("cancel-team", text::CANCEL, "outline", on_cancel)}
        </div>
    }
}

fn previewed(preview: PreviewResponse) -> AnyView {
    let PreviewResponse { added, changed, removed, skipped_count, asks_first, .. } = preview;
    let named = |label: &'static str, names: Vec<String>| {
        (!names.is_empty()).then(|| view! { <dt>{label}</dt> <dd><bdi>{names.join(", ")}</bdi></dd> })
    };
    let left = preview.skipped.iter().map(|one| format!("{} ({})", one.name, text::skip(one.why))).collect();
    view! {
        <p id="team-preview">{text::would(added, changed, removed, skipped_count)}</p>
        {asks_first.then_some(text::ASKS_FIRST)}
        <dl class="preview">
            {named(text::WOULD_COME, preview.added_names)} {named(text::WOULD_CHANGE, preview.changed_names)}
            {named(text::WOULD_GO, preview.removed_names)} {named(text::LEFT_OUT, left)}
        </dl>
    }
    .into_any()
}
