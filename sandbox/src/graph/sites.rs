//! SharePoint: sites, the libraries in them, and who may read them.
//!
//! <https://learn.microsoft.com/graph/api/resources/site>

pub mod cast;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::answer::{Answer, Failure};
use super::call::Context;
use super::content::link::{self, Links};
use super::files::drive::Drive;
use super::files::home::Home;
use super::files::{access, drive_members, object};
use super::identifier;
use super::instant::timestamp;
use super::listing::{self, Listing};
use super::odata::{self, Options};
use super::scope::Need;
use super::seed::LAST_CHANGE;
use super::teams::team::FilesTab;
use cast::{Audience, SITES, Site};

/// Sites in a page.
const PAGE_SIZE: usize = 200;
const LISTING: Listing<'_> = Listing {
    address: "sites",
    kind: "microsoft.graph.site",
    page_size: PAGE_SIZE,
    page_size_max: PAGE_SIZE,
};

/// A call about sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Call {
    /// `/sites?search=…`
    Search,
    /// `/me/followedSites`
    Followed,
    /// `/sites/{id}`
    One(String),
    /// `/sites/{id}/drives`
    Drives(String),
}

/// Reads the decoded segments of a path below `/v1.0`; none when the path is not about sites as such.
pub(crate) fn locate(path: &[&str]) -> Option<Call> {
    match path {
        ["sites"] => Some(Call::Search),
        ["me", "followedSites"] => Some(Call::Followed),
        ["sites", id] => Some(Call::One((*id).to_owned())),
        ["sites", id, "drives"] => Some(Call::Drives((*id).to_owned())),
        _ => None,
    }
}

impl Call {
    /// What a token must be good for.
    pub(crate) fn need(&self) -> Need {
        match self {
            Self::Search | Self::Followed | Self::One(_) => Need::Sites,
            Self::Drives(_) => Need::Files,
        }
    }

    /// Answers the call.
    ///
    /// # Errors
    /// 400 for the query, 404 for a site that is not there, 403 for one that is not the caller's.
    pub(crate) fn perform(&self, context: &Context<'_>) -> Result<Answer, Failure> {
        match self {
            Self::Search => search(context),
            Self::Followed => followed(context),
            Self::One(id) => {
                let options = Options::parse(context.query, odata::ENTITY)?;
                let members = members(context, readable(context, id)?);
                listing::entity(context, &options, ("sites", LISTING.kind), members)
            }
            Self::Drives(id) => drives(context, readable(context, id)?),
        }
    }
}

/// <https://learn.microsoft.com/graph/api/site-search>
fn search(context: &Context<'_>) -> Result<Answer, Failure> {
    let options = Options::parse(context.query, odata::SITES)?;
    let Some(text) = options.search.as_deref().map(str::to_lowercase) else {
        return Err(Failure::invalid_request("The query option 'search' is missing."));
    };
    let is_found = |site: &Site| {
        let whole = format!("{} {} {}", site.title, site.path, site.description).to_lowercase();
        text.split_whitespace().all(|word| word == "*" || whole.contains(word.trim_matches('*')))
    };
    list(context, &options, |site| is_found(site))
}

/// <https://learn.microsoft.com/graph/api/sites-list-followed>
fn followed(context: &Context<'_>) -> Result<Answer, Failure> {
    let options = Options::parse(context.query, odata::ENTITY)?;
    let oid = context.oid()?;
    list(context, &options, |site| site.followers.contains(&oid))
}

fn list(
    context: &Context<'_>,
    options: &Options,
    is_wanted: impl Fn(&Site) -> bool,
) -> Result<Answer, Failure> {
    let mut entries = Vec::new();
    for site in &SITES {
        if is_wanted(site) && may_read(context, site)? {
            entries.push(members(context, site));
        }
    }
    LISTING.answer(context, options, entries)
}

/// <https://learn.microsoft.com/graph/api/drive-list>
fn drives(context: &Context<'_>, site: &'static Site) -> Result<Answer, Failure> {
    let options = Options::parse(context.query, odata::ENTITY)?;
    let drives = context.world.graph.drives();
    let (origin, now) = (context.world.origins.content.as_str(), context.world.clock.now());
    let mut value = Vec::new();
    for drive in drives.iter().filter(|drive| is_in(drive, site)) {
        let mut members = drive_members(&Links { origin, drive, now });
        super::profile::keep_selected(&mut members, &options.select, "microsoft.graph.drive")?;
        value.push(members);
    }
    let address = format!("{}/v1.0/$metadata#drives", context.world.origins.graph);
    Ok(Answer::Json(json!({ "@odata.context": address, "value": value })))
}

fn is_in(drive: &Drive, site: &Site) -> bool {
    matches!(drive.home, Home::Library(home, _) if home == site)
}

/// The default library of a site.
///
/// # Errors
/// 404 for a site that is not there, 403 for one that is not the caller's.
pub(crate) fn default_library<'a>(
    context: &Context<'_>,
    drives: &'a [std::sync::Arc<Drive>],
    id: &str,
) -> Result<&'a Drive, Failure> {
    let site = readable(context, id)?;
    let found = drives.iter().map(AsRef::as_ref).find(|drive: &&Drive| is_in(drive, site));
    found.ok_or_else(Failure::item_not_found)
}

/// The site of that id, for a caller who may read it. The id is `hostname,site,web`, or the middle of it alone.
fn readable(context: &Context<'_>, id: &str) -> Result<&'static Site, Failure> {
    let is_it = |site: &&Site| {
        let full = site_id(context, site);
        site.tenant == context.caller.tid
            && (full.eq_ignore_ascii_case(id) || full.split(',').nth(1) == Some(id))
    };
    let site = SITES.iter().find(is_it).ok_or_else(|| {
        Failure::new(StatusCode::NOT_FOUND, "itemNotFound", "Requested site could not be found")
    })?;
    if may_read(context, site)? { Ok(site) } else { Err(access::refusal(context)) }
}

/// The host of a site as an id names it: without scheme and port.
fn hostname<'a>(context: &'a Context<'_>) -> &'a str {
    let origin = &context.world.origins.content;
    let host = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host);
    host.split(':').next().unwrap_or_default()
}

fn site_id(context: &Context<'_>, site: &Site) -> String {
    let part = |name: &str| identifier::guid(&format!("{name} {}", site.path));
    format!("{},{},{}", hostname(context), part("site"), part("web"))
}

fn members(context: &Context<'_>, site: &'static Site) -> Map<String, Value> {
    let path = site.libraries.first().map(|library| link::site_path(Home::Library(site, library)));
    object(json!({
        "id": site_id(context, site),
        "name": site.path,
        "displayName": site.title,
        "description": site.description,
        "webUrl": format!("{}{}", context.world.origins.content, path.unwrap_or_default()),
        "createdDateTime": timestamp(LAST_CHANGE),
        "lastModifiedDateTime": timestamp(LAST_CHANGE),
        "root": {},
        "siteCollection": { "hostname": hostname(context) },
    }))
}

/// Whether the person is in the audience of a site.
///
/// # Errors
/// 400 for an application on its own.
pub(crate) fn may_read(context: &Context<'_>, site: &Site) -> Result<bool, Failure> {
    let oid = context.oid()?;
    if site.tenant != context.caller.tid {
        return Ok(false);
    }
    let teams = context.world.graph.teams();
    let team = |key: &str| teams.iter().find(|team| team.key == key);
    Ok(match site.audience {
        Audience::Team(key) => team(key).is_some_and(|team| team.has(oid)),
        Audience::Channel(key, name) => team(key).is_some_and(|team| {
            let channel = team.channel(name);
            channel.is_some_and(|channel| channel.files == FilesTab::Opened && team.shows(channel, oid))
        }),
        Audience::People(people) => people.contains(&oid),
        Audience::Everybody => !context.is_guest(),
    })
}
