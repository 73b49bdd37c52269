//! The icon of a kind of file: a sheet or a folder in the kind's color, with a mark on it.

use leptos::prelude::*;

use crate::model::icon::Kind;

const FOLDER: &str = "M2.5 6A2 2 0 0 1 4.5 4h4.3c.5 0 1 .2 1.4.6L11.6 6h7.9a2 2 0 0 1 2 2v9.5a2.5 2.5 0 0 1-2.5 2.5H5a2.5 2.5 0 0 1-2.5-2.5Z";
const FOLDER_FRONT: &str = "M2.5 9.5h19v8a2.5 2.5 0 0 1-2.5 2.5H5a2.5 2.5 0 0 1-2.5-2.5Z";
const SHEET: &str = "M6.5 2H14l5.5 5.5V20a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2Z";
const SHEET_FOLD: &str = "M14 2v4.5a1 1 0 0 0 1 1h4.5Z";

/// An icon. It says nothing that the name does not say.
#[component]
pub fn FileIcon(
    /// The kind.
    kind: Kind,
) -> impl IntoView {
    let [body, front, mark] = shapes(kind);
    view! {
        <svg class="file-icon" data-kind=kind.name() viewBox="0 0 24 24" aria-hidden="true">
            <path class="body" d=body/>
            <path class="front" d=front/>
            <path class="mark" d=mark/>
        </svg>
    }
}

/// The paths of an icon, from the back to the front.
pub(crate) fn shapes(kind: Kind) -> [&'static str; 3] {
    let (body, front) = if kind == Kind::Folder { (FOLDER, FOLDER_FRONT) } else { (SHEET, SHEET_FOLD) };
    [body, front, mark(kind)]
}

fn mark(kind: Kind) -> &'static str {
    match kind {
        Kind::Folder | Kind::Other => "",
        Kind::Notebook => "M8.5 11v8M11.5 13h4M11.5 16h4",
        Kind::Document => "M8 12h8M8 15h8M8 18h5",
        Kind::Spreadsheet => "M8 12h8v6.5H8zM12 12v6.5M8 15.2h8",
        Kind::Presentation => "M8 12h8v5H8zM12 17v2",
        Kind::Pdf => "M8 18.5c3-2 4-5.5 3.7-8 0 3.5 2 5.5 4.8 5.5-3 0-6 1-8.5 2.5Z",
        Kind::Image => "m7.5 18.5 3-4 2 2.3 1.6-2 2.4 3.7ZM9 11.3h.01",
        Kind::Video => "M10 11.5v6.5l5-3.2Z",
        Kind::Audio => "M10 18v-6l5-1v6M10 18a1.2 1.2 0 1 1-1.2-1M15 17a1.2 1.2 0 1 1-1.2-1",
        Kind::Archive => "M12 10v1.5M12 13v1.5M12 16v2.5",
        Kind::Code => "M10 12l-2.5 2.8L10 17.5M14 12l2.5 2.8-2.5 2.7",
        Kind::Text => "M8 12h8M8 15h6M8 18h8",
    }
}
