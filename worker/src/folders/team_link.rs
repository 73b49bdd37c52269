//! The team that a folder follows: what would happen, linking, how it is, and what an owner decides.

use contract::folder::{Deed, PARTICIPANTS_MAX, PERSON_NAME_MAX};
use contract::ids::{FolderId, TeamLinkId};
use contract::problem::ErrorCode;
use contract::team_link::{
    PEOPLE_MAX, PreviewResponse, Skipped, TeamLinkOptions, TeamLinkRequest, TeamLinkResponse, TeamLinkView,
};
use http::{Request, Response};

use super::folder::read;
use super::store::{NewTeamLink, TeamLinkRow};
use super::{Caller, gone, shaped};
use crate::error::ApiError;
use crate::json;
use crate::platform::body::Body;
use crate::sync::engine::{Phase, Roster as _, RosterFault, TeamFault};
use crate::sync::graph::{ApplicationToken, GraphTeam};
use crate::sync::link::{Ask, Link, LinkUnreachable, Status};
use crate::sync::member::{Identity, Member};
use crate::sync::plan::{Action, Brought, Participant, Plan, Rules, is_too_many};
use crate::sync::read_all;
use crate::sync::roster::FolderRoster;

/// `GET /api/folders/{id}/team-link`.
pub(super) async fn show(caller: &Caller<'_>, id: &FolderId) -> Result<Response<Body>, ApiError> {
    caller.folder(id, Deed::SeeParticipants).await?;
    let link = match caller.store.team_link(id).await? {
        Some(row) => {
            let status = caller.say(&row.id, Ask::Status).await?;
            Some(caller.seen(id, row, &status).await?)
        }
        None => None,
    };
    Ok(json::answer(&TeamLinkResponse { link }))
}

/// `POST /api/folders/{id}/team-link/preview`: who would come, change and go. Nothing is written.
pub(super) async fn preview(
    caller: &Caller<'_>,
    id: &FolderId,
    request: Request<Body>,
) -> Result<Response<Body>, ApiError> {
    let (link, _) = caller.wanted(id, request).await?;
    let members = caller.members_seen(&link).await?;
    let roster =
        FolderRoster { database: caller.visit.edge.database, clock: caller.visit.edge.clock, link: &link };
    let participants = roster.participants().await?;
    let rules = Rules {
        options: link.options,
        home: &link.by.tid,
        tenants: &caller.visit.instance.tenants,
        capacity: usize::try_from(PARTICIPANTS_MAX).unwrap_or(usize::MAX),
    };
    let plan = Plan::of(&participants, &members, rules);
    Ok(json::answer(&previewed(&plan, &participants, &members)))
}

/// `PUT /api/folders/{id}/team-link`: the folder follows this team from now on.
pub(super) async fn put(
    caller: &Caller<'_>,
    id: &FolderId,
    request: Request<Body>,
) -> Result<Response<Body>, ApiError> {
    let (link, name) = caller.wanted(id, request).await?;
    caller.members_seen(&link).await?;
    let before = caller.store.team_link(id).await?;
    let by = &caller.person.name;
    let kept = NewTeamLink { id: &link.id, team: &link.team, name: &name, options: link.options, by };
    caller.store.put_team_link(id, &kept, caller.now_s()).await?;
    if let Some(before) = before {
        caller.say(&before.id, Ask::End).await?;
    }
    let link_id = link.id.clone();
    let status = caller.say(&link_id, Ask::Start(link)).await?;
    caller.visit.trace.note("team_link", "made");
    let row = caller.store.team_link(id).await?.ok_or(ErrorCode::FolderNotFound)?;
    let link = Some(caller.seen(id, row, &status).await?);
    Ok(json::answer(&TeamLinkResponse { link }))
}

/// `POST /api/folders/{id}/team-link/runs`: the team is read now.
pub(super) async fn run(caller: &Caller<'_>, id: &FolderId) -> Result<Response<Body>, ApiError> {
    caller.tells(id, Ask::Run).await
}

/// `POST /api/folders/{id}/team-link/agreement`: those go for whom it waits.
pub(super) async fn agree(caller: &Caller<'_>, id: &FolderId) -> Result<Response<Body>, ApiError> {
    caller.tells(id, Ask::Agree).await
}

/// `DELETE /api/folders/{id}/team-link`: the people stay, the team is followed no longer.
pub(super) async fn remove(caller: &Caller<'_>, id: &FolderId) -> Result<Response<Body>, ApiError> {
    caller.folder(id, Deed::FollowTeam).await?;
    let row = caller.store.team_link(id).await?.ok_or(ErrorCode::FolderNotFound)?;
    caller.store.remove_team_link(id).await?;
    caller.say(&row.id, Ask::End).await?;
    caller.visit.trace.note("team_link", "removed");
    Ok(gone())
}

impl Caller<'_> {
    /// The link that the request asks for, and the team's name.
    async fn wanted(&self, id: &FolderId, request: Request<Body>) -> Result<(Link, String), ApiError> {
        let TeamLinkRequest { team, name, options } = read(request).await?;
        let options: TeamLinkOptions = options.checked().ok_or(ErrorCode::InvalidRequest)?;
        let name = shaped(&name, PERSON_NAME_MAX)?;
        self.folder(id, Deed::FollowTeam).await?;
        let link: TeamLinkId = self.random_id().parse().map_err(|_| ErrorCode::Internal)?;
        let by = self.session.user.clone();
        Ok((Link { id: link, by, folder: id.clone(), team, options }, name))
    }

    /// The members of the team, if the caller is one of them: the application may read teams that the caller may not (S3-25).
    async fn members_seen(&self, link: &Link) -> Result<Vec<Member>, ApiError> {
        let edge = &self.visit.edge;
        let team = GraphTeam {
            config: edge.config,
            clock: edge.clock,
            random: edge.random,
            upstream: edge.upstream,
            link,
            token: &ApplicationToken::default(),
        };
        let members = read_all(&team).await?;
        let user = &self.session.user;
        let own = Identity { tid: user.tid.clone(), oid: user.oid.clone() };
        let is_in = members.iter().any(|member| member.who.as_ref() == Some(&own));
        if is_in { Ok(members) } else { Err(ErrorCode::TeamNotFound.into()) }
    }

    async fn tells(&self, id: &FolderId, ask: Ask) -> Result<Response<Body>, ApiError> {
        self.folder(id, Deed::FollowTeam).await?;
        let row = self.store.team_link(id).await?.ok_or(ErrorCode::FolderNotFound)?;
        let status = self.say(&row.id, ask).await?;
        let link = Some(self.seen(id, row, &status).await?);
        Ok(json::answer(&TeamLinkResponse { link }))
    }

    /// The link as it is shown, with the names of those whose going waits.
    async fn seen(&self, id: &FolderId, row: TeamLinkRow, status: &Status) -> Result<TeamLinkView, ApiError> {
        let doomed = status.doomed.get(..PEOPLE_MAX).unwrap_or(&status.doomed);
        let names = if doomed.is_empty() { Vec::new() } else { self.store.names(id, doomed).await? };
        Ok(view(row, status, names))
    }

    async fn say(&self, link: &TeamLinkId, ask: Ask) -> Result<Status, ApiError> {
        let said = self.visit.edge.team_links.ask(&self.session.user.instance, link, ask).await;
        said.map_err(|LinkUnreachable| ErrorCode::Internal.into())
    }
}

impl From<TeamFault> for ApiError {
    fn from(fault: TeamFault) -> Self {
        match fault {
            TeamFault::NotAllowed => ErrorCode::TeamNotReadable.into(),
            TeamFault::Gone => ErrorCode::TeamNotFound.into(),
            TeamFault::Busy(retry_after) => Self { retry_after, ..ErrorCode::Throttled.into() },
            TeamFault::Temporary | TeamFault::Broken => ErrorCode::UpstreamUnavailable.into(),
        }
    }
}

impl From<RosterFault> for ApiError {
    fn from(RosterFault: RosterFault) -> Self {
        ErrorCode::Internal.into()
    }
}

fn view(row: TeamLinkRow, status: &Status, waiting_names: Vec<String>) -> TeamLinkView {
    let Status { record, doomed, reasons } = status;
    let pause = match record.phase {
        Phase::Paused(pause) => Some(pause),
        Phase::Idle | Phase::Reading { .. } | Phase::Planning | Phase::Applying { .. } | Phase::Settled => {
            None
        }
    };
    let counts = record.counts;
    TeamLinkView {
        options: row.options(),
        team: row.team,
        name: row.name,
        linked_at: row.linked_at,
        linked_by: row.linked_by,
        is_going: record.phase.is_going(),
        pause,
        run: record.run,
        began_at: record.began_at,
        ended_at: record.ended_at,
        retry_at: (record.attempts > 0).then_some(record.wake_at).flatten(),
        members: counts.members,
        added: counts.added,
        changed: counts.changed,
        removed: counts.removed,
        skipped: counts.skipped,
        waiting: u32::try_from(doomed.len()).unwrap_or(u32::MAX),
        reasons: reasons.clone(),
        waiting_names,
    }
}

fn previewed(plan: &Plan, participants: &[Participant], members: &[Member]) -> PreviewResponse {
    let name_of = |who: &Identity| {
        let there = participants.iter().find(|one| one.who == *who).map(|one| one.name.clone());
        let member = || members.iter().find(|one| one.who.as_ref() == Some(who)).map(|one| one.name.clone());
        there.or_else(member).unwrap_or_default()
    };
    let named = |pick: fn(&Action) -> bool| -> (u32, Vec<String>) {
        let picked: Vec<&Identity> =
            plan.actions.iter().filter(|action| pick(action)).map(Action::who).collect();
        let names = picked.iter().take(PEOPLE_MAX).map(|who| name_of(who)).collect();
        (u32::try_from(picked.len()).unwrap_or(u32::MAX), names)
    };
    let (added, added_names) = named(|action| matches!(action, Action::Add(_)));
    let (changed, changed_names) = named(|action| matches!(action, Action::Change(_)));
    let (removed, removed_names) = named(|action| matches!(action, Action::Remove { .. }));
    let brought = participants.iter().filter(|one| matches!(one.brought, Brought::ByLink { .. })).count();
    let skipped = plan.skipped.iter().take(PEOPLE_MAX);
    PreviewResponse {
        added,
        changed,
        removed,
        added_names,
        changed_names,
        removed_names,
        skipped: skipped.map(|(who, why)| Skipped { name: name_of(who), why: *why }).collect(),
        skipped_count: u32::try_from(plan.skipped.len() + plan.nameless).unwrap_or(u32::MAX),
        asks_first: is_too_many(plan.removed().len(), brought),
    }
}
