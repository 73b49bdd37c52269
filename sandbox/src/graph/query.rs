//! `POST /search/query` for files: over everything that the caller may read.
//!
//! <https://learn.microsoft.com/graph/search-concept-files>, <https://learn.microsoft.com/graph/api/search-query>

mod kql;

use std::cmp::Reverse;

use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{Answer, Failure};
use super::call::Context;
use super::content::link::Links;
use super::files::drive::{Drive, Item, Kind};
use super::files::{access, identity, object, sharepoint_ids};
use super::instant::timestamp;
use super::odata::{self, Options};
use kql::{Candidate, Kql};

/// Hits in a page unless `size` says otherwise.
const SIZE: usize = 25;
/// A larger `size` counts as this.
const SIZE_MAX: usize = 500;

#[derive(Debug, Deserialize)]
struct Body {
    requests: Vec<Request>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    entity_types: Vec<String>,
    query: Query,
    #[serde(default)]
    from: usize,
    size: Option<usize>,
    region: Option<String>,
    #[serde(default)]
    sort_properties: Vec<Sort>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Query {
    query_string: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sort {
    name: String,
    #[serde(default)]
    is_descending: bool,
}

/// A hit with the addresses of its drive.
#[derive(Clone, Copy)]
struct Hit<'a> {
    links: Links<'a>,
    item: &'a Item,
}

/// Answers the call.
///
/// # Errors
/// 400 for a body that asks for anything but one search for files.
pub(crate) fn perform(context: &Context<'_>) -> Result<Answer, Failure> {
    Options::parse(context.query, odata::NONE)?;
    let request = read(context.body)?;
    let kql = Kql::parse(&request.query.query_string)?;
    let drives = context.world.graph.drives();
    let mut hits = Vec::new();
    for drive in drives.iter().filter(|drive| drive.home.tenant() == context.caller.tid) {
        collect(context, drive, &kql, &mut hits)?;
    }
    sort(&mut hits, &request.sort_properties)?;
    let total = hits.len();
    let size = request.size.unwrap_or(SIZE).min(SIZE_MAX);
    let page = hits.iter().skip(request.from).take(size);
    let shown: Vec<Value> = (request.from + 1..).zip(page).map(|(rank, hit)| hit.shown(rank)).collect();
    let more = request.from + shown.len() < total;
    let mut container = object(json!({ "total": total, "moreResultsAvailable": more }));
    if !shown.is_empty() {
        container.insert("hits".to_owned(), Value::Array(shown));
    }
    Ok(Answer::Json(json!({
        "@odata.context":
            format!("{}/v1.0/$metadata#Collection(microsoft.graph.searchResponse)", context.world.origins.graph),
        "value": [{ "searchTerms": kql.words(), "hitsContainers": [container] }],
    })))
}

fn read(body: &[u8]) -> Result<Request, Failure> {
    let body: Body = serde_json::from_slice(body)
        .map_err(|problem| Failure::bad_request(format!("The request body is invalid: {problem}")))?;
    let mut requests = body.requests.into_iter();
    let (Some(request), None) = (requests.next(), requests.next()) else {
        return Err(Failure::bad_request("SearchRequest Invalid (Exactly one request is supported.)"));
    };
    if request.entity_types.as_slice() != ["driveItem"] {
        return Err(Failure::bad_request("SearchRequest Invalid (The entity types are not supported.)"));
    }
    if request.region.is_some() {
        return Err(Failure::bad_request(
            "SearchRequest Invalid (Region is not supported when request with delegated permission.)",
        ));
    }
    if request.size == Some(0) {
        return Err(Failure::bad_request("SearchRequest Invalid (Size must be greater than zero.)"));
    }
    Ok(request)
}

/// Adds what matches and may be read. What matches is looked at first: it is little, and rights take a walk up the folders.
fn collect<'a>(
    context: &'a Context<'_>,
    drive: &'a Drive,
    kql: &Kql,
    hits: &mut Vec<Hit<'a>>,
) -> Result<(), Failure> {
    let links = Links { origin: &context.world.origins.content, drive, now: context.world.clock.now() };
    let is_home = access::is_open(context, drive, None)?;
    for item in drive.all().filter(|item| item.kind != Kind::Remote) {
        let candidate = Candidate {
            name: &item.name,
            address: &|| links.plain(item),
            modified: item.modified,
            is_document: item.kind == Kind::File,
        };
        if kql.matches(&candidate) && (is_home || access::is_granted(context, drive, Some(item))?) {
            hits.push(Hit { links, item });
        }
    }
    Ok(())
}

/// By name unless told otherwise: the sandbox knows no relevance.
fn sort(hits: &mut [Hit<'_>], wanted: &[Sort]) -> Result<(), Failure> {
    hits.sort_by_cached_key(|hit| (hit.item.name.to_lowercase(), hit.item.id.clone()));
    for sort in wanted.iter().rev() {
        match (sort.name.to_ascii_lowercase().as_str(), sort.is_descending) {
            ("lastmodifieddatetime" | "lastmodifiedtime", true) => {
                hits.sort_by_key(|hit| Reverse(hit.item.modified));
            }
            ("lastmodifieddatetime" | "lastmodifiedtime", false) => hits.sort_by_key(|hit| hit.item.modified),
            ("name" | "filename", true) => {
                hits.sort_by_cached_key(|hit| Reverse(hit.item.name.to_lowercase()));
            }
            ("name" | "filename", false) => hits.sort_by_cached_key(|hit| hit.item.name.to_lowercase()),
            (other, _) => {
                let message = format!("SearchRequest Invalid (The property '{other}' is not sortable.)");
                return Err(Failure::bad_request(message));
            }
        }
    }
    Ok(())
}

impl Hit<'_> {
    fn shown(&self, rank: usize) -> Value {
        let Self { links, item } = self;
        let drive = links.drive;
        let (created, modified) = (timestamp(item.created), timestamp(item.modified));
        let mut ids = object(sharepoint_ids(links, item));
        let site = ids.remove("siteId");
        ids.retain(|name, _| name.starts_with("list"));
        json!({
            "hitId": item.id,
            "rank": rank,
            "summary": format!("<c0>{}</c0> <ddd/>", item.name),
            "resource": {
                "@odata.type": "#microsoft.graph.driveItem",
                "id": item.id,
                "name": item.name,
                "size": item.size,
                "webUrl": links.plain(item),
                "createdDateTime": created,
                "lastModifiedDateTime": modified,
                "createdBy": identity(item.author),
                "lastModifiedBy": identity(item.editor),
                "fileSystemInfo": { "createdDateTime": created, "lastModifiedDateTime": modified },
                "parentReference": {
                    "driveId": drive.id,
                    "siteId": site,
                    "sharepointIds": ids,
                },
            },
        })
    }
}
