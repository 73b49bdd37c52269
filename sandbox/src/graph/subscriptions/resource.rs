//! What can be watched, who may watch it, and what a notification about it looks like.
//!
//! <https://learn.microsoft.com/graph/teams-changenotifications-teammembership>,
//! <https://learn.microsoft.com/graph/change-notifications-overview>

use serde_json::{Value, json};

use super::Subscription;
use super::outbox::Notice;
use crate::graph::answer::Failure;
use crate::graph::call::Context;
use crate::graph::ledger::{Entry, What};
use crate::graph::members::membership_id;
use crate::graph::members::permission::{self, Permissions};
use crate::graph::teams::team::Team;

/// <https://learn.microsoft.com/graph/api/subscription-post-subscriptions>: permissions that write are none to subscribe with.
const GROUP: Permissions = Permissions { all: &["Group.Read.All"], of_team: &[] };
/// Members of a group in one notification.
const MEMBERS_MAX: usize = 100;

/// What is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Resource {
    /// `/teams/{id}/members`
    Team(String),
    /// `/teams/{id}/channels/getAllMembers`: of private and shared channels.
    Channels(String),
    /// `/groups/{id}` and `/groups/{id}/members`
    Group(String),
}

impl Resource {
    pub(super) fn parse(path: &str) -> Option<Self> {
        let owned = |text: &str| text.to_lowercase();
        match path.trim_start_matches('/').split('/').collect::<Vec<&str>>().as_slice() {
            ["teams", id, "members"] => Some(Self::Team(owned(id))),
            ["teams", id, "channels", "getAllMembers"] => Some(Self::Channels(owned(id))),
            ["groups", id] | ["groups", id, "members"] => Some(Self::Group(owned(id))),
            _ => None,
        }
    }

    /// Minutes until it ends at the latest.
    pub(super) fn minutes_max(&self) -> i64 {
        match self {
            Self::Team(_) | Self::Channels(_) => 4_320,
            Self::Group(_) => 41_760,
        }
    }

    /// Whether it belongs to Teams, where there can be one subscription of an application, and where an end that is more
    /// than an hour away demands an address for lifecycle events.
    pub(super) const fn is_of_teams(&self) -> bool {
        !matches!(self, Self::Group(_))
    }

    /// Kinds of changes that there are.
    pub(super) const fn change_types(&self) -> &'static [&'static str] {
        match self {
            Self::Team(_) | Self::Channels(_) => &["created", "updated", "deleted"],
            Self::Group(_) => &["updated", "deleted"],
        }
    }

    /// Whether the caller may watch it.
    ///
    /// # Errors
    /// 403 and 404, as for reading it.
    pub(super) fn check(&self, context: &Context<'_>) -> Result<(), Failure> {
        let teams = context.world.graph.teams();
        match self {
            Self::Team(id) => permission::team_of(context, &teams, id, &permission::TEAM).map(|_| ()),
            Self::Channels(id) => permission::team_of(context, &teams, id, &permission::CHANNEL).map(|_| ()),
            Self::Group(id) => {
                if !GROUP.allow(context, id) {
                    return Err(Failure::insufficient_privileges());
                }
                let is_it = |team: &Team| team.id == *id && team.tenant == context.caller.tid;
                let known = teams.iter().any(is_it);
                if known { Ok(()) } else { Err(crate::graph::profile::not_there(id)) }
            }
        }
    }

    /// What a subscription is told of what happened.
    pub(super) fn notices(&self, entries: &[Entry], teams: &[Team], own: &Subscription) -> Vec<Notice> {
        let of = |id: &str, channels: bool| -> Vec<&Entry> {
            let is_of = |entry: &&Entry| entry.team == id && entry.channel.is_some() == channels;
            entries.iter().filter(is_of).collect()
        };
        match self {
            Self::Team(id) => of(id, false).into_iter().filter_map(|entry| one(entry, own)).collect(),
            Self::Channels(id) => of(id, true).into_iter().filter_map(|entry| one(entry, own)).collect(),
            Self::Group(id) => {
                let tenant = teams.iter().find(|team| team.id == *id).map_or("", |team| team.tenant);
                // A new role is no change of the members of a group.
                let members = of(id, false).into_iter().filter(|entry| entry.what != What::Changed);
                let members: Vec<Value> = members.map(group_member).collect();
                members.chunks(MEMBERS_MAX).filter_map(|part| of_group(id, tenant, part, own)).collect()
            }
        }
    }
}

/// A notification about one membership of a team or channel.
fn one(entry: &Entry, own: &Subscription) -> Option<Notice> {
    let change_type = match entry.what {
        What::Added => "created",
        What::Changed => "updated",
        What::Removed => "deleted",
    };
    let id = membership_id(&entry.team, &entry.oid);
    let channel = entry.channel.as_ref().map(|channel| format!("/channels('{channel}')")).unwrap_or_default();
    let address = format!("teams('{}'){channel}/members('{id}')", entry.team);
    let data = json!({
        "id": id,
        "@odata.type": "#Microsoft.Graph.aadUserConversationMember",
        "@odata.id": address,
    });
    wants(own, change_type).then(|| Notice::new(own, change_type, &address, data))
}

/// A notification about a group. Its `eventTime` is when it is sent.
fn of_group(id: &str, tenant: &str, members: &[Value], own: &Subscription) -> Option<Notice> {
    let address = format!("Groups/{id}");
    let data = json!({
        "@odata.type": "#Microsoft.Graph.Group",
        "@odata.id": address,
        "id": id,
        "organizationId": tenant,
        "members@delta": members,
    });
    wants(own, "updated").then(|| Notice::new(own, "updated", &address, data))
}

fn group_member(entry: &Entry) -> Value {
    match entry.what {
        What::Removed => json!({ "id": entry.oid, "@removed": "deleted" }),
        What::Added | What::Changed => json!({ "id": entry.oid }),
    }
}

fn wants(own: &Subscription, change_type: &str) -> bool {
    own.change_type.split(',').any(|wanted| wanted.trim().eq_ignore_ascii_case(change_type))
}
