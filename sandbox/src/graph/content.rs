//! The content host: what pre-authenticated links lead to. It takes no bearer token; the ticket in the query is the right
//! to read.

pub(crate) mod bytes;
pub(crate) mod link;
pub(crate) mod ticket;

use std::convert::Infallible;
use std::ops::Range;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use maud::{DOCTYPE, html};
use serde::Deserialize;
use uuid::Uuid;

use super::files::drive::{Drive, Item, Kind};
use super::picture;
use crate::world::World;

use bytes::Wanted;
use ticket::{Invalid, Purpose};

/// The longest side of a thumbnail; larger ones are not drawn.
const SIDE_MAX: u32 = 2000;

/// The routes of the content host.
pub(super) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/transform/thumbnail", get(thumbnail))
        .route("/personal/{site}/_layouts/15/download.aspx", get(download))
        .route("/sites/{site}/_layouts/15/download.aspx", get(download))
        .fallback(page)
        .with_state(world)
}

#[derive(Debug, Deserialize)]
struct ThumbnailQuery {
    site: String,
    docid: Uuid,
    width: u32,
    height: u32,
    #[serde(default)]
    tempauth: String,
}

async fn thumbnail(State(world): State<Arc<World>>, Query(query): Query<ThumbnailQuery>) -> Response {
    if let Err(invalid) = ticket::check(&query.tempauth, Purpose::Thumbnail, query.docid, world.clock.now()) {
        return refused(invalid);
    }
    let drives = world.graph.drives();
    let Some((_, item)) = find(&drives, &query.site, query.docid).filter(|(_, item)| item.has_thumbnails())
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (width, height) = (query.width.clamp(1, SIDE_MAX), query.height.clamp(1, SIDE_MAX));
    let png = picture::page(item.file_type().color, width, height);
    ([(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "public, max-age=3600")], png)
        .into_response()
}

#[derive(Debug, Deserialize)]
struct DownloadQuery {
    #[serde(rename = "UniqueId")]
    unique_id: Uuid,
    #[serde(default)]
    tempauth: String,
}

/// <https://learn.microsoft.com/graph/api/driveitem-get-content>
async fn download(
    State(world): State<Arc<World>>,
    Path(site): Path<String>,
    Query(query): Query<DownloadQuery>,
    headers: HeaderMap,
) -> Response {
    if let Err(invalid) =
        ticket::check(&query.tempauth, Purpose::Download, query.unique_id, world.clock.now())
    {
        return refused(invalid);
    }
    let drives = world.graph.drives();
    match find(&drives, &site, query.unique_id) {
        Some((_, item)) if item.kind == Kind::File => send(item, &headers),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn send(item: &Item, headers: &HeaderMap) -> Response {
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let (status, range) = match Wanted::parse(range, item.size) {
        Wanted::Whole => (StatusCode::OK, 0..item.size),
        Wanted::Part(range) => (StatusCode::PARTIAL_CONTENT, range),
        Wanted::Unsatisfiable => {
            let size = format!("bytes */{}", item.size);
            return (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, size)]).into_response();
        }
    };
    let content_range = format!("bytes {}-{}/{}", range.start, range.end.saturating_sub(1), item.size);
    let name = percent_encoding::utf8_percent_encode(&item.name, link::SEGMENT);
    let mut response = (
        status,
        [
            (header::CONTENT_TYPE, item.file_type().media_type.to_owned()),
            (header::CONTENT_LENGTH, (range.end - range.start).to_string()),
            (header::ACCEPT_RANGES, "bytes".to_owned()),
            (header::ETAG, item.e_tag()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
        ],
        body(range),
    )
        .into_response();
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(value) = content_range.parse()
    {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    response
}

/// Made while it is sent.
fn body(range: Range<u64>) -> Body {
    Body::from_stream(stream::iter(bytes::pieces(range).map(Ok::<_, Infallible>)))
}

/// What a browser would show at Microsoft: here, which address was opened. A sharing link begins with what it leads to, as
/// in `/:w:/g/…`.
async fn page(method: Method, uri: Uri) -> Response {
    let is_place = ["/personal/", "/sites/", "/:"].iter().any(|start| uri.path().starts_with(start));
    if method != Method::GET || !is_place {
        return StatusCode::NOT_FOUND.into_response();
    }
    let place = percent_encoding::percent_decode_str(uri.path()).decode_utf8_lossy().into_owned();
    let query = uri.query().unwrap_or_default().to_owned();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { title { "SharePoint (sandbox)" } }
            body {
                h1 { "SharePoint would open this" }
                p { (place) }
                p { (query) }
            }
        }
    };
    Html(page.into_string()).into_response()
}

fn find<'a>(drives: &'a [Arc<Drive>], site: &str, unique: Uuid) -> Option<(&'a Drive, &'a Item)> {
    let mut of_site = drives.iter().map(Arc::as_ref).filter(|drive| link::site(drive) == site);
    of_site.find_map(|drive| Some((drive, drive.item_by_guid(unique)?)))
}

/// SharePoint says 401 to both; the sandbox says which it was.
fn refused(invalid: Invalid) -> Response {
    let reason = match invalid {
        Invalid::Forged => "The tempauth is missing or wrong.",
        Invalid::Expired => "The tempauth has expired.",
    };
    (StatusCode::UNAUTHORIZED, reason).into_response()
}
