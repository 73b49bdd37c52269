//! Who is in a team, in a channel and in a group.
//!
//! <https://learn.microsoft.com/graph/api/team-list-members>, <https://learn.microsoft.com/graph/api/channel-list-members>,
//! <https://learn.microsoft.com/graph/api/channel-list-allmembers>, <https://learn.microsoft.com/graph/api/group-list-members>,
//! <https://learn.microsoft.com/graph/api/group-delta>

pub mod consent;
mod delta;
mod filter;
mod group;
pub(crate) mod permission;
mod spoil;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::accounts::{Profile, State};
use super::answer::{Answer, Failure};
use super::call::Context;
use super::files::object;
use super::odata::{self, Direction, Options};
use super::page::{self, Place};
use super::profile;
use super::teams::roster::{Role, Roster};
use super::teams::team::Team;
use filter::Filter;

/// Entries in a page unless `$top` says otherwise.
const PAGE: usize = 100;
/// The most that `$top` may say.
const PAGE_MAX: usize = 999;

/// A call about members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Call {
    /// `/teams/{id}/members`
    Team(String),
    /// `/teams/{id}/members/{id}`
    OneOfTeam(String, String),
    /// `/teams/{id}/channels/{id}/members`
    Channel(String, String),
    /// `/teams/{id}/channels/{id}/allMembers`
    AllOfChannel(String, String),
    /// `/groups/{id}/members`
    Group(String),
    /// `/groups/delta`
    Changes,
}

/// Reads the decoded segments of a path below `/v1.0`; none when the path is not about members.
pub(crate) fn locate(path: &[&str]) -> Option<Call> {
    let owned = |text: &str| text.to_owned();
    match path {
        ["teams", team, "members"] => Some(Call::Team(owned(team))),
        ["teams", team, "members", membership] => Some(Call::OneOfTeam(owned(team), owned(membership))),
        ["teams", team, "channels", channel, "members"] => Some(Call::Channel(owned(team), owned(channel))),
        ["teams", team, "channels", channel, "allMembers"] => {
            Some(Call::AllOfChannel(owned(team), owned(channel)))
        }
        ["groups", "delta"] => Some(Call::Changes),
        ["groups", group, "members"] => Some(Call::Group(owned(group))),
        _ => None,
    }
}

/// How roles are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// `owner`, `guest`, and nothing for members.
    Usual,
    /// `Owner`, `Guest` and `Member`, as the sample of `allMembers` has it.
    Capital,
}

impl Call {
    /// Answers the call.
    ///
    /// # Errors
    /// 403 without permission, 404 for what is not there, 400 for the query.
    pub(crate) fn perform(&self, context: &Context<'_>) -> Result<Answer, Failure> {
        let teams = context.world.graph.teams();
        if let Some(gone) = spoil::gone(context) {
            return Err(gone);
        }
        let list = match self {
            Self::OneOfTeam(id, membership) => return one_of_team(context, &teams, (id, membership)),
            Self::Team(id) => {
                let team = permission::team_of(context, &teams, id, &permission::TEAM)?;
                conversation(context, team, &team.people, Spelling::Usual, &format!("teams('{id}')/members"))
            }
            Self::Channel(id, channel) => of_channel(context, &teams, (id, channel), Spelling::Usual),
            Self::AllOfChannel(id, channel) => of_channel(context, &teams, (id, channel), Spelling::Capital),
            Self::Group(id) => group::answer(context, &teams, id),
            Self::Changes => delta::answer(context, &teams),
        }?;
        Ok(Answer::Json(Value::Object(spoil::spoiled(context, list))))
    }
}

/// One membership by its id. <https://learn.microsoft.com/graph/api/team-get-members>
fn one_of_team(
    context: &Context<'_>,
    teams: &[Team],
    (id, membership): (&str, &str),
) -> Result<Answer, Failure> {
    let team = permission::team_of(context, teams, id, &permission::TEAM)?;
    let found = team.people.iter().find(|(oid, _)| membership_id(&team.id, oid) == membership);
    let found = found.and_then(|(oid, role)| Some((present(context, oid)?, role)));
    let (profile, role) = found
        .ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, "NotFound", "No member found with that id."))?;
    let mut member = conversation_member(team, &profile, role, Spelling::Usual);
    let origin = &context.world.origins.graph;
    let context_of = format!("{origin}/v1.0/$metadata#teams('{id}')/members/$entity");
    member.insert("@odata.context".to_owned(), json!(context_of));
    member.insert("@odata.type".to_owned(), json!("#microsoft.graph.aadUserConversationMember"));
    Ok(Answer::Json(Value::Object(member)))
}

fn of_channel(
    context: &Context<'_>,
    teams: &[Team],
    (id, channel): (&str, &str),
    spelling: Spelling,
) -> Result<Map<String, Value>, Failure> {
    let team = permission::team_of(context, teams, id, &permission::CHANNEL)?;
    let shown = |oid: &str| team.channels.iter().any(|known| known.id == channel && team.shows(known, oid));
    let known = team
        .channels
        .iter()
        .find(|known| known.id == channel && context.caller.oid.as_deref().is_none_or(shown));
    let known = known.ok_or_else(|| {
        Failure::new(StatusCode::NOT_FOUND, "NotFound", "No channel found with the given thread id.")
    })?;
    let people = if known.has_own_members() { &known.people } else { &team.people };
    let what = if spelling == Spelling::Usual { "members" } else { "allMembers" };
    conversation(context, team, people, spelling, &format!("teams('{id}')/channels('{channel}')/{what}"))
}

/// A page of conversation members.
fn conversation(
    context: &Context<'_>,
    team: &Team,
    people: &Roster,
    spelling: Spelling,
    address: &str,
) -> Result<Map<String, Value>, Failure> {
    let options = Options::parse(context.query, odata::MEMBERS)?;
    let filter = options.filter.as_deref().map(Filter::parse).transpose()?;
    let mut entries: Vec<(Profile, Role)> = Vec::new();
    let (rest, size) = rest_of(people, &options)?;
    let mut next = None;
    for (oid, role) in rest {
        let Some(profile) = present(context, oid) else { continue };
        if filter.as_ref().is_some_and(|filter| !filter.takes(&profile)) {
            continue;
        }
        if entries.len() == size {
            next = entries.last().map(|(last, _)| place(&last.oid).token());
            break;
        }
        entries.push((profile, role));
    }
    let mut value = Vec::new();
    for (profile, role) in &entries {
        let mut members = conversation_member(team, profile, *role, spelling);
        let kind = "microsoft.graph.conversationMember";
        profile::keep_selected(&mut members, &options.select, kind)?;
        members.insert("@odata.type".to_owned(), json!("#microsoft.graph.aadUserConversationMember"));
        value.push(Value::Object(members));
    }
    let mut list = list(context, address, &options, value, next);
    let count = list.get("value").and_then(Value::as_array).map_or(0, Vec::len);
    list.insert("@odata.count".to_owned(), json!(count));
    Ok(list)
}

/// An owner of another organization is not one of the team: everybody from there has that role.
fn conversation_member(team: &Team, profile: &Profile, role: Role, spelling: Spelling) -> Map<String, Value> {
    let is_external = profile.tenant != team.tenant;
    let roles: &[&str] = match (role, spelling) {
        (Role::Owner, Spelling::Usual) => &["owner"],
        (Role::Owner, Spelling::Capital) => &["Owner"],
        (_, Spelling::Usual) if is_external => &["owner"],
        (_, Spelling::Capital) if is_external => &["Owner"],
        (Role::Guest, Spelling::Usual) => &["guest"],
        (Role::Guest, Spelling::Capital) => &["Guest"],
        (Role::Member, Spelling::Usual) => &[],
        (Role::Member, Spelling::Capital) => &["Member"],
    };
    object(json!({
        "id": membership_id(&team.id, &profile.oid),
        "roles": roles,
        "displayName": profile.display_name,
        "visibleHistoryStartDateTime": "0001-01-01T00:00:00Z",
        "userId": profile.oid,
        "email": profile.mail,
        "tenantId": profile.tenant,
    }))
}

/// The id of a membership, which is opaque to clients.
pub(crate) fn membership_id(team: &str, oid: &str) -> String {
    STANDARD.encode(format!("{team}##{oid}"))
}

/// The account, unless it was deleted.
pub(crate) fn present(context: &Context<'_>, oid: &str) -> Option<Profile> {
    context.world.graph.accounts.find(oid).filter(|profile| profile.state == State::Active)
}

/// Those behind the skip token, and how many go into the page.
fn rest_of<'a>(
    people: &'a Roster,
    options: &Options,
) -> Result<(impl Iterator<Item = (&'a str, Role)>, usize), Failure> {
    let size = options.top.unwrap_or(PAGE);
    if size > PAGE_MAX {
        let message =
            format!("Invalid page size specified: '{size}'. Must be between 1 and {PAGE_MAX} inclusive.");
        return Err(Failure::new(StatusCode::BAD_REQUEST, "Request_UnsupportedQuery", message));
    }
    let after = options.skip_token.as_deref().map(Place::parse).transpose()?;
    let after = after.unwrap_or_else(|| Place::before_all(Direction::Ascending)).id;
    Ok((people.iter().skip_while(move |(oid, _)| *oid <= after.as_str()), size))
}

fn place(oid: &str) -> Place {
    Place { text: String::new(), id: oid.to_owned() }
}

fn list(
    context: &Context<'_>,
    address: &str,
    options: &Options,
    value: Vec<Value>,
    next: Option<String>,
) -> Map<String, Value> {
    let origin = &context.world.origins.graph;
    let select =
        if options.select.is_empty() { String::new() } else { format!("({})", options.select.join(",")) };
    let mut list = object(json!({
        "@odata.context": format!("{origin}/v1.0/$metadata#{address}{select}"),
    }));
    list.insert("value".to_owned(), Value::Array(value));
    if let Some(token) = next {
        let link = page::link(origin, context.path, context.query, &token);
        list.insert("@odata.nextLink".to_owned(), json!(link));
    }
    list
}
