//! Whether a token may read members. Other than elsewhere in Graph, applications may do so in their own name, for the whole
//! organization or, with resource-specific consent, for one team.
//!
//! <https://learn.microsoft.com/graph/permissions-reference>

use axum::http::StatusCode;

use crate::graph::answer::Failure;
use crate::graph::call::Context;
use crate::graph::teams::team::Team;

/// Which permissions are enough, each kind on its own.
pub(crate) struct Permissions {
    /// Of a person, or of an application for the whole organization.
    pub(crate) all: &'static [&'static str],
    /// Of an application in one team.
    pub(crate) of_team: &'static [&'static str],
}

/// <https://learn.microsoft.com/graph/api/team-list-members>
pub(crate) const TEAM: Permissions = Permissions {
    all: &["TeamMember.Read.All", "TeamMember.ReadWrite.All"],
    of_team: &["TeamMember.Read.Group"],
};
/// <https://learn.microsoft.com/graph/api/channel-list-members>, <https://learn.microsoft.com/graph/api/channel-list-allmembers>
pub(crate) const CHANNEL: Permissions = Permissions {
    all: &["ChannelMember.Read.All", "ChannelMember.ReadWrite.All"],
    of_team: &["ChannelMember.Read.Group"],
};
/// <https://learn.microsoft.com/graph/api/group-list-members>
pub(crate) const GROUP: Permissions = Permissions {
    all: &[
        "GroupMember.ReadBasic.All",
        "GroupMember.Read.All",
        "Group.ReadBasic.All",
        "Group.Read.All",
        "Directory.Read.All",
        "GroupMember.ReadWrite.All",
        "Group.ReadWrite.All",
    ],
    of_team: &[],
};

impl Permissions {
    /// Whether the caller has one of them, for this team.
    pub(crate) fn allow(&self, context: &Context<'_>, team: &str) -> bool {
        let caller = context.caller;
        let has =
            |granted: &[String], wanted: &[&str]| granted.iter().any(|name| wanted.contains(&name.as_str()));
        if caller.oid.is_some() {
            return has(&caller.scp, self.all);
        }
        let in_team = context.world.graph.team_consents.of(team, &caller.app_id);
        has(&caller.roles, self.all) || has(&in_team, self.of_team)
    }

    /// The sentence of Teams without one.
    /// <https://github.com/microsoftgraph/msgraph-sdk-powershell/issues/1410>
    pub(crate) fn refusal(&self) -> Failure {
        let allowed = [self.all, self.of_team].concat().join(",");
        let message = format!(
            "Caller does not have the required permissions for accessing this API. AllowedPermissions:'{allowed}'"
        );
        Failure::new(StatusCode::FORBIDDEN, "Forbidden", message)
    }
}

/// The team of that id in the caller's organization; a person has to be in it.
///
/// # Errors
/// 403 without permission, and for a person outside; 404 without the team.
pub(crate) fn team_of<'a>(
    context: &Context<'_>,
    teams: &'a [Team],
    id: &str,
    permissions: &Permissions,
) -> Result<&'a Team, Failure> {
    let is_it = |team: &&Team| team.id.eq_ignore_ascii_case(id) && team.tenant == context.caller.tid;
    let team = teams.iter().find(is_it);
    // Whether a team is there is told to those only who may read members somewhere.
    if !permissions.allow(context, team.map_or(id, |team| &team.id)) {
        return Err(permissions.refusal());
    }
    let team = team.ok_or_else(|| super::super::teams::not_there(id))?;
    let is_outside = context.caller.oid.as_deref().is_some_and(|oid| !team.has(oid));
    if is_outside { Err(super::super::teams::not_in()) } else { Ok(team) }
}
