//! Microsoft Teams: the teams of a person, their channels, and where a channel's files lie.
//!
//! <https://learn.microsoft.com/graph/api/resources/team>, <https://learn.microsoft.com/graph/api/resources/channel>

pub mod people;
pub mod roster;
pub mod team;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::answer::{Answer, Failure};
use super::call::Context;
use super::content::link::Links;
use super::files::home::Home;
use super::files::{object, view_item};
use super::instant::timestamp;
use super::listing::{self, Listing};
use super::odata::{self, Options};
use super::scope::Need;
use super::seed::LAST_CHANGE;
use team::{Channel, FilesTab, Kind, Team};

/// What the folder of a channel shows of itself.
/// <https://learn.microsoft.com/graph/api/channel-get-filesfolder>
const FOLDER_MEMBERS: [&str; 9] = [
    "id",
    "createdDateTime",
    "lastModifiedDateTime",
    "name",
    "webUrl",
    "size",
    "parentReference",
    "fileSystemInfo",
    "folder",
];

/// A call about teams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Call {
    /// `/me/joinedTeams`
    Joined,
    /// `/teams/{id}`
    One(String),
    /// `/teams/{id}/channels`
    Channels(String),
    /// `/teams/{id}/channels/{id}`
    Channel(String, String),
    /// `/teams/{id}/channels/{id}/filesFolder`
    FilesFolder(String, String),
}

/// Reads the decoded segments of a path below `/v1.0`; none when the path is not about teams.
///
/// # Errors
/// 400 for a path that begins as one about teams and leads nowhere.
pub(crate) fn locate(path: &[&str]) -> Option<Result<Call, Failure>> {
    let owned = |text: &str| text.to_owned();
    Some(Ok(match path {
        ["me", "joinedTeams"] => Call::Joined,
        ["teams", team] => Call::One(owned(team)),
        ["teams", team, "channels"] => Call::Channels(owned(team)),
        ["teams", team, "channels", channel] => Call::Channel(owned(team), owned(channel)),
        ["teams", team, "channels", channel, "filesFolder"] => Call::FilesFolder(owned(team), owned(channel)),
        ["teams", .., other] => return Some(Err(Failure::unknown_segment(other))),
        _ => return None,
    }))
}

impl Call {
    /// What a token must be good for.
    pub(crate) fn need(&self) -> Need {
        match self {
            Self::Joined => Need::JoinedTeams,
            Self::One(_) => Need::Team,
            Self::Channels(_) | Self::Channel(..) => Need::Channels,
            Self::FilesFolder(..) => Need::FilesFolder,
        }
    }

    /// Answers the call.
    ///
    /// # Errors
    /// 400 for the query, 404 for what is not there or not shown, 403 for a team that the caller is not in.
    pub(crate) fn perform(&self, context: &Context<'_>) -> Result<Answer, Failure> {
        let allowed = match self {
            Self::Joined | Self::FilesFolder(..) => odata::NONE,
            Self::One(_) | Self::Channels(_) | Self::Channel(..) => odata::ENTITY,
        };
        let options = Options::parse(context.query, allowed)?;
        let teams = context.world.graph.teams();
        match self {
            Self::Joined => {
                let oid = context.oid()?;
                let is_mine = |team: &&Team| team.tenant == context.caller.tid && team.has(oid);
                let mine = teams.iter().filter(is_mine).map(|team| members(context, team)).collect();
                listing("teams", "microsoft.graph.team").answer(context, &options, mine)
            }
            Self::One(id) => {
                let members = members(context, find(context, &teams, id)?);
                listing::entity(context, &options, ("teams", "microsoft.graph.team"), members)
            }
            Self::Channels(id) => {
                let (team, oid) = (find(context, &teams, id)?, context.oid()?);
                let shown = team.channels.iter().filter(|channel| team.shows(channel, oid));
                let shown = shown.map(|channel| channel_members(context, team, channel)).collect();
                let address = format!("teams('{id}')/channels");
                listing(&address, "microsoft.graph.channel").answer(context, &options, shown)
            }
            Self::Channel(id, channel) => {
                let team = find(context, &teams, id)?;
                let members = channel_members(context, team, find_channel(context, team, channel)?);
                let address = format!("teams('{id}')/channels");
                listing::entity(context, &options, (&address, "microsoft.graph.channel"), members)
            }
            Self::FilesFolder(id, channel) => {
                let team = find(context, &teams, id)?;
                files_folder(context, team, find_channel(context, team, channel)?)
            }
        }
    }
}

/// A list that always comes whole.
fn listing<'a>(address: &'a str, kind: &'a str) -> Listing<'a> {
    Listing { address, kind, page_size: usize::MAX, page_size_max: usize::MAX }
}

fn find<'a>(context: &Context<'_>, teams: &'a [Team], id: &str) -> Result<&'a Team, Failure> {
    let is_it = |team: &&Team| team.id.eq_ignore_ascii_case(id) && team.tenant == context.caller.tid;
    let team = teams.iter().find(is_it).ok_or_else(|| not_there(id))?;
    if team.has(context.oid()?) { Ok(team) } else { Err(not_in()) }
}

/// 404 of Teams.
pub(crate) fn not_there(id: &str) -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "NotFound", format!("No team found with Group Id {id}"))
}

/// 403 of a team that the caller is not in. <https://github.com/microsoftgraph/microsoft-graph-docs/issues/5535>
pub(crate) fn not_in() -> Failure {
    let message = "Failed to execute Skype backend request GetThreadS2SRequest.";
    Failure::new(StatusCode::FORBIDDEN, "Forbidden", message)
}

fn find_channel<'a>(context: &Context<'_>, team: &'a Team, id: &str) -> Result<&'a Channel, Failure> {
    let oid = context.oid()?;
    let channel = team.channels.iter().find(|channel| channel.id == id && team.shows(channel, oid));
    channel.ok_or_else(|| {
        Failure::new(StatusCode::NOT_FOUND, "NotFound", "No channel found with the given thread id.")
    })
}

/// <https://learn.microsoft.com/graph/api/channel-get-filesfolder>; that there is none before somebody opened the tab:
/// <https://github.com/MicrosoftDocs/OfficeDocs-SkypeForBusiness/issues/3407>
fn files_folder(context: &Context<'_>, team: &Team, channel: &Channel) -> Result<Answer, Failure> {
    let missing = || Failure::new(StatusCode::NOT_FOUND, "ItemNotFound", "Sharepoint folder not found.");
    if channel.files != FilesTab::Opened {
        return Err(missing());
    }
    let drives = context.world.graph.drives();
    let of_site = |drive: &&std::sync::Arc<_>| {
        let drive: &super::files::drive::Drive = drive;
        matches!(drive.home, Home::Library(site, _) if site.path == channel.site)
    };
    let drive = drives.iter().find(of_site).ok_or_else(missing)?;
    let folder = drive.at([channel.name]).ok_or_else(missing)?;
    let links = Links { origin: &context.world.origins.content, drive, now: context.world.clock.now() };
    let mut members = object(view_item(links, &drives, folder)?);
    members.retain(|name, _| FOLDER_MEMBERS.contains(&name.as_str()));
    let parent = json!({ "driveId": drive.id, "driveType": drive.home.drive_type() });
    members.insert("parentReference".to_owned(), parent);
    let origin = &context.world.origins.graph;
    let address = format!(
        "{origin}/v1.0/$metadata#teams('{}')/channels('{}')/filesFolder/$entity",
        team.id,
        channel.id.replace(':', "%3A").replace('@', "%40")
    );
    members.insert("@odata.context".to_owned(), json!(address));
    Ok(Answer::Json(Value::Object(members)))
}

fn members(context: &Context<'_>, team: &Team) -> Map<String, Value> {
    object(json!({
        "id": team.id,
        "createdDateTime": null,
        "displayName": team.name,
        "description": team.description,
        "internalId": null,
        "classification": null,
        "specialization": null,
        "visibility": null,
        "webUrl": format!("{}/l/team/{}", context.world.origins.teams, team.id),
        "isArchived": false,
        "tenantId": team.tenant,
    }))
}

fn channel_members(context: &Context<'_>, team: &Team, channel: &Channel) -> Map<String, Value> {
    let kind = match channel.kind {
        Kind::Standard => "standard",
        Kind::Private => "private",
        Kind::Shared => "shared",
    };
    object(json!({
        "id": channel.id,
        "createdDateTime": timestamp(LAST_CHANGE),
        "displayName": channel.name,
        "description": null,
        "isFavoriteByDefault": null,
        "email": "",
        "tenantId": team.tenant,
        "webUrl": format!("{}/l/channel/{}", context.world.origins.teams, channel.id),
        "membershipType": kind,
        "isArchived": false,
    }))
}
