//! Sentences of the picker.

use contract::operations::Scope;
use contract::picker::{PICKED_MAX, Place};

use crate::picker::entry::FileType;

pub(crate) const PLACES: &str = "Places";
pub(crate) const SEARCH_EVERYWHERE: &str = "Search all files";
pub(crate) const SEARCH_OWN: &str = "Search your OneDrive";
pub(crate) const SEARCH_SITES: &str = "Search sites";
pub(crate) const PASTE: &str = "Paste a link to a file or folder";
pub(crate) const PASTE_WRONG: &str =
    "This is not a link to a file. Copy it from OneDrive, SharePoint or Teams.";
pub(crate) const OPEN_LINK: &str = "Find";
pub(crate) const PASTED: &str = "From a link";
pub(crate) const SHARED_NOTE: &str =
    "Microsoft lists only part of what is shared with you. With a link, everything can be found.";
pub(crate) const FILE_TYPE: &str = "Type of files";
pub(crate) const AS_LIST: &str = "List";
pub(crate) const AS_TILES: &str = "Tiles";
pub(crate) const AS_IT_COMES: &str = "Sort by name";
pub(crate) const ASCENDING: &str = "A to Z";
pub(crate) const DESCENDING: &str = "Z to A";
pub(crate) const ENTRIES: &str =
    "Files and folders. Arrow keys move, Enter opens, Space chooses, letters jump, Backspace goes up.";
pub(crate) const LOADING: &str = "Loading…";
pub(crate) const EMPTY_TITLE: &str = "There is nothing here";
pub(crate) const EMPTY_ADVICE: &str = "Look in another place, or search.";
pub(crate) const NO_RECENT_ADVICE: &str = "What you link appears here.";
pub(crate) const CHOSEN: &str = "Chosen";
pub(crate) const CANCEL: &str = "Cancel";

/// The name of a place.
#[must_use]
pub(crate) fn place(place: Place) -> &'static str {
    match place {
        Place::MyFiles => "My files",
        Place::Recent => "Recent",
        Place::Shared => "Shared",
        Place::Sites => "Sites",
        Place::Teams => "Teams",
    }
}

/// The name of a type of files.
#[must_use]
pub(crate) fn file_type(file_type: FileType) -> &'static str {
    match file_type {
        FileType::Any => "All files",
        FileType::Documents => "Documents",
        FileType::Spreadsheets => "Spreadsheets",
        FileType::Presentations => "Presentations",
        FileType::Pdf => "PDF",
        FileType::Pictures => "Pictures",
    }
}

/// What a place needs that was not granted, for the person and their administrator.
#[must_use]
pub(crate) fn missing(scope: Scope) -> String {
    format!("Your administrator has to allow this first ({}).", scope.0)
}

/// The heading of what was found.
#[must_use]
pub(crate) fn results(text: &str) -> String {
    format!("Results for “{text}”")
}

/// The button that ends picking.
#[must_use]
pub(crate) fn choose(count: usize) -> String {
    match count {
        0 => "Choose".to_owned(),
        _ => format!("Choose ({count})"),
    }
}

/// Read out when something was chosen.
#[must_use]
pub(crate) fn taken(name: &str, count: usize) -> String {
    format!("{name} chosen. {count} altogether.")
}

/// Read out when something is not chosen any more.
#[must_use]
pub(crate) fn dropped(name: &str, count: usize) -> String {
    format!("{name} not chosen any more. {count} altogether.")
}

/// No more can be chosen.
#[must_use]
pub(crate) fn full() -> String {
    format!("No more than {PICKED_MAX} can be chosen at once.")
}

/// What taking one of the chosen things away is called.
#[must_use]
pub(crate) fn take_away(name: &str) -> String {
    format!("Do not choose {name}")
}
