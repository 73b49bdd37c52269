//! What a search found. <https://learn.microsoft.com/graph/search-concept-files>

use contract::graph::{DriveItem, File};
use contract::operations::Operation;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Handles, NotTheAnswer, WireItem, item, read};

/// A page of what was found.
#[derive(Debug)]
pub struct Found {
    /// The files; those that are not well-formed are left out.
    pub items: Vec<DriveItem>,
    /// Whether there is more.
    pub more: bool,
}

#[derive(Deserialize)]
struct WireSearch<'a> {
    #[serde(borrow)]
    value: Vec<WireResponse<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireResponse<'a> {
    #[serde(borrow)]
    hits_containers: Vec<WireContainer<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireContainer<'a> {
    /// Left out when nothing is found.
    #[serde(borrow, default)]
    hits: Vec<WireHit<'a>>,
    #[serde(default)]
    more_results_available: bool,
}

#[derive(Deserialize)]
struct WireHit<'a> {
    #[serde(borrow)]
    resource: &'a RawValue,
}

/// Reads the answer to a search for files. Its summaries, which hold markup, are left out.
///
/// # Errors
/// When it is not of the documented form.
pub fn hits(operation: &Operation, body: &[u8], handles: &Handles<'_>) -> Result<Found, NotTheAnswer> {
    let search: WireSearch<'_> = read(body).ok_or(NotTheAnswer)?;
    let container = search.value.into_iter().flat_map(|response| response.hits_containers).next();
    let container = container.ok_or(NotTheAnswer)?;
    let rebuilt = |hit: &WireHit<'_>| {
        serde_json::from_str(hit.resource.get())
            .ok()
            .and_then(|wire: WireItem<'_>| file(wire, operation, handles))
    };
    Ok(Found {
        items: container.hits.iter().filter_map(rebuilt).collect(),
        more: container.more_results_available,
    })
}

/// Graph describes what it found without saying what it is. Files were asked for, so it is one.
fn file(wire: WireItem<'_>, operation: &Operation, handles: &Handles<'_>) -> Option<DriveItem> {
    let mut found = item(wire, operation, handles)?;
    if found.folder.is_none() && found.package.is_none() {
        found.file.get_or_insert(File { mime_type: None });
    }
    Some(found)
}
