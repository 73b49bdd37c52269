//! Changes to the members of groups since a point that the caller remembers.
//!
//! <https://learn.microsoft.com/graph/api/group-delta>, <https://learn.microsoft.com/graph/delta-query-groups>

use std::collections::BTreeMap;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{permission, present};
use crate::faults::FaultKind;
use crate::graph::answer::Failure;
use crate::graph::call::Context;
use crate::graph::files::object;
use crate::graph::ledger::What;
use crate::graph::odata::{self, Options};
use crate::graph::teams::team::Team;

/// The most groups that a filter may name.
const GROUPS_MAX: usize = 50;
/// Members in a page, over all its groups.
const PAGE: usize = 500;
/// How long a token is good for: seven days for the objects of the directory.
/// <https://learn.microsoft.com/graph/delta-query-overview>
const LIFETIME_SECONDS: i64 = 7 * 24 * 3600;

/// Where a query is: what it asks for, since when, and how far it got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Progress {
    /// Groups by id; all without any.
    groups: Vec<String>,
    /// Members to give.
    select: Vec<String>,
    /// What was told before; none when everything is new to the caller.
    since: Option<usize>,
    /// What will have been told with the last page.
    until: usize,
    /// The last of the page before: number of the group, object id.
    after: Option<(usize, String)>,
    /// When the token was given out.
    issued: i64,
}

/// What is told of one membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// The group itself, which comes with none of its members.
    Group,
    Member,
    Removed,
}

pub(super) fn answer(context: &Context<'_>, teams: &[Team]) -> Result<Map<String, Value>, Failure> {
    if !permission::GROUP.allow(context, "") {
        return Err(Failure::insufficient_privileges());
    }
    let options = Options::parse(context.query, odata::DELTA)?;
    let progress = progress(context, &options)?;
    if options.delta_token.as_deref() == Some("latest") {
        return Ok(list(context, &progress, Vec::new(), None));
    }
    let is_wanted = |team: &&Team| {
        team.tenant == context.caller.tid
            && (progress.groups.is_empty() || progress.groups.contains(&team.id))
    };
    let groups: Vec<&Team> = teams.iter().filter(is_wanted).collect();
    let told = match progress.since {
        None => everything(context, &groups),
        Some(since) => changes(context, &groups, since, progress.until),
    };
    let after = progress.after.clone();
    let mut rest = told.into_iter().filter(|(place, _)| after.as_ref().is_none_or(|after| place > after));
    let page: Vec<_> = rest.by_ref().take(PAGE).collect();
    let is_last = rest.next().is_none();
    let next = page.last().filter(|_| !is_last).map(|(place, _)| place.clone());
    let value = groups_of(context, &progress, &groups, page);
    Ok(list(context, &progress, value, next))
}

/// What the request goes on with, or begins with.
fn progress(context: &Context<'_>, options: &Options) -> Result<Progress, Failure> {
    let now = context.world.clock.now();
    let token = options.skip_token.as_deref().or(options.delta_token.as_deref());
    let until = context.world.graph.ledger.len();
    let Some(token) = token.filter(|token| !["", "latest"].contains(token)) else {
        let groups = options.filter.as_deref().map(ids).transpose()?.unwrap_or_default();
        let select = options.select.clone();
        return Ok(Progress { groups, select, since: None, until, after: None, issued: now });
    };
    let refused = || Failure::bad_request("Badly formed token.");
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| refused())?;
    let known: Progress = serde_json::from_slice(&bytes).map_err(|_| refused())?;
    let is_over = now - known.issued > LIFETIME_SECONDS || known.since.is_some_and(|since| since > until);
    if is_over || context.strikes(&FaultKind::DeltaExpired) {
        return Err(over(context, &known));
    }
    if options.skip_token.is_some() { Ok(known) } else { Ok(Progress { until, issued: now, ..known }) }
}

/// 410 with the address of a new beginning.
fn over(context: &Context<'_>, known: &Progress) -> Failure {
    let ids: Vec<String> = known.groups.iter().map(|id| format!("id%20eq%20'{id}'")).collect();
    let option = |name: &str, value: String| {
        if value.is_empty() { String::new() } else { format!("&${name}={value}") }
    };
    let location = format!(
        "{}/v1.0/groups/delta?$deltatoken={}{}",
        context.world.origins.graph,
        option("select", known.select.join(",")),
        option("filter", ids.join("%20or%20"))
    );
    let message = "The sync state generation is not found or has expired. Start a full synchronization.";
    Failure {
        location: Some(location.into()),
        ..Failure::new(StatusCode::GONE, "syncStateNotFound", message)
    }
}

/// `id eq '…' or id eq '…'`: nothing else is supported.
fn ids(filter: &str) -> Result<Vec<String>, Failure> {
    let refused = |message: &str| Failure::new(StatusCode::BAD_REQUEST, "Request_UnsupportedQuery", message);
    let clause = |text: &str| -> Option<String> {
        let (name, value) = text.trim().split_once(" eq ")?;
        let value = value.trim().strip_prefix('\'')?.strip_suffix('\'')?;
        (name == "id").then(|| value.to_lowercase())
    };
    let ids: Option<Vec<String>> = filter.split(" or ").map(clause).collect();
    let ids = ids.ok_or_else(|| refused("Unsupported filter: only the id of groups can be compared."))?;
    if ids.len() > GROUPS_MAX {
        return Err(refused("The filter names more than 50 objects."));
    }
    Ok(ids)
}

type Places = BTreeMap<(usize, String), Told>;

/// Each group, and everybody in it.
fn everything(context: &Context<'_>, groups: &[&Team]) -> Places {
    let mut places = Places::new();
    for (number, group) in groups.iter().enumerate() {
        places.insert((number, String::new()), Told::Group);
        for (oid, _) in group.people.iter() {
            if present(context, oid).is_some_and(|own| own.tenant == group.tenant) {
                places.insert((number, oid.to_owned()), Told::Member);
            }
        }
    }
    places
}

/// What the ledger says about groups: the last thing of each membership. A new role is none.
fn changes(context: &Context<'_>, groups: &[&Team], since: usize, until: usize) -> Places {
    let mut places = Places::new();
    for entry in context.world.graph.ledger.between(since, until) {
        let number = groups.iter().position(|group| group.id == entry.team);
        let account = context.world.graph.accounts.find(&entry.oid);
        let is_of_group = |group: &&Team| account.as_ref().is_some_and(|own| own.tenant == group.tenant);
        let Some(number) = number.filter(|number| groups.get(*number).is_some_and(is_of_group)) else {
            continue;
        };
        let told = match entry.what {
            What::Added => Told::Member,
            What::Removed => Told::Removed,
            What::Changed => continue,
        };
        if entry.channel.is_none() {
            places.insert((number, entry.oid), told);
        }
    }
    places
}

/// The groups of a page, each with its part of the changes.
fn groups_of(
    context: &Context<'_>,
    progress: &Progress,
    groups: &[&Team],
    page: Vec<((usize, String), Told)>,
) -> Vec<Value> {
    let mut members: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
    for ((number, oid), told) in page {
        let own = members.entry(number).or_default();
        match told {
            Told::Group => {}
            Told::Member => own.push(json!({ "@odata.type": "#microsoft.graph.user", "id": oid })),
            Told::Removed => own.push(json!({
                "@odata.type": "#microsoft.graph.user", "id": oid, "@removed": { "reason": "deleted" },
            })),
        }
    }
    let wants = |name: &str| progress.select.iter().any(|own| own.eq_ignore_ascii_case(name));
    let has_name = progress.select.is_empty() || (wants("displayName") && !is_minimal(context, progress));
    let shown = |(number, changes): (usize, Vec<Value>)| {
        let group = groups.get(number)?;
        let mut shown = object(json!({ "id": group.id }));
        if has_name {
            shown.insert("displayName".to_owned(), json!(group.name));
        }
        if wants("members") && !changes.is_empty() {
            shown.insert("members@delta".to_owned(), Value::Array(changes));
        }
        Some(Value::Object(shown))
    };
    members.into_iter().filter_map(shown).collect()
}

/// `Prefer: return=minimal`: of a later round only what changed.
fn is_minimal(context: &Context<'_>, progress: &Progress) -> bool {
    let prefer = context.headers.get_all("prefer").iter();
    let asked = prefer.filter_map(|value| value.to_str().ok()).any(|value| value.contains("return=minimal"));
    asked && progress.since.is_some()
}

fn list(
    context: &Context<'_>,
    progress: &Progress,
    value: Vec<Value>,
    next: Option<(usize, String)>,
) -> Map<String, Value> {
    let origin = &context.world.origins.graph;
    let select =
        if progress.select.is_empty() { String::new() } else { format!("({})", progress.select.join(",")) };
    let mut list = object(json!({ "@odata.context": format!("{origin}/v1.0/$metadata#groups{select}") }));
    list.insert("value".to_owned(), Value::Array(value));
    let (annotation, option, progress) = if next.is_some() {
        ("@odata.nextLink", "$skiptoken", Progress { after: next, ..progress.clone() })
    } else {
        let until = progress.until;
        ("@odata.deltaLink", "$deltatoken", Progress { since: Some(until), after: None, ..progress.clone() })
    };
    let token = URL_SAFE_NO_PAD.encode(json!(progress).to_string());
    list.insert(annotation.to_owned(), json!(format!("{origin}/v1.0/groups/delta?{option}={token}")));
    list
}
