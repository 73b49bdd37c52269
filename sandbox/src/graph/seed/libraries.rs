//! What lies in the libraries of the sites.

use super::Filler;
use super::names::ODD_NAMES;
use crate::graph::files::drive::Kind;

/// A folder of the records centre with [`REGISTER_COUNT`] files.
pub const REGISTER_NAME: &str = "Register 10000";
/// How many files [`REGISTER_NAME`] holds.
pub const REGISTER_COUNT: usize = 10_000;
/// A folder of the harbour project that holds [`ODD_NAMES`].
pub const ODD_NAMES_NAME: &str = "Odd names";
/// The longest path that SharePoint allows, from `sites/` to the end of the file's name.
pub const PATH_CHARACTERS_MAX: usize = 400;
/// The folder at the top of the longest path.
pub const LONG_PATH_NAME: &str = "Down to the longest path";

type Folders = &'static [(&'static str, &'static [&'static str])];

const HARBOUR: Folders = &[
    ("General", &["Kick-off notes.docx", "Site plan.pdf", "Suppliers.xlsx", "Harbour from above.jpg"]),
    ("Contracts", &["Crane rental.docx", "Quay wall.pdf", "Dredging offers.xlsx"]),
];
const DRAWINGS: Folders = &[("Sections", &["Section A.pdf", "Section B.pdf"]), ("Old drawings", &[])];
const BOARD: Folders = &[("Board", &["Board minutes.docx", "Merger draft.docx"])];
const FINANCE: Folders =
    &[("General", &["Budget 2027.xlsx", "Forecast.xlsx"]), ("Invoices", &["Invoice 2001.pdf"])];
const INTRANET: Folders = &[("News", &["Welcome.docx", "Summer party.pptx"])];
const POLICIES: Folders = &[("Travel", &["Travel policy.pdf"]), ("Security", &["Security policy.docx"])];

/// Fills the library of that segment in the site of that path; what is not named here is empty.
pub(super) fn fill(filler: &mut Filler, site: &str, library: &str) {
    match (site, library) {
        ("harbour", "Drawings") => {
            folders(filler, DRAWINGS);
            let root = filler.root();
            filler.add(&root, "Harbour notebook", Kind::Package("oneNote"), Some(88_064));
            long_path(filler);
        }
        ("harbour", _) => {
            folders(filler, HARBOUR);
            let root = filler.root();
            let odd = filler.folder(&root, ODD_NAMES_NAME);
            for name in ODD_NAMES {
                filler.file(&odd, name);
            }
        }
        ("harbour-Board", _) => folders(filler, BOARD),
        ("finance", _) => folders(filler, FINANCE),
        ("intranet", "Policies") => folders(filler, POLICIES),
        ("intranet", _) => folders(filler, INTRANET),
        ("records", _) => {
            let root = filler.root();
            filler.file(&root, "Retention rules.pdf");
            let register = filler.folder(&root, REGISTER_NAME);
            filler.many(&register, REGISTER_COUNT, "Entry");
        }
        _ => {}
    }
}

fn folders(filler: &mut Filler, folders: Folders) {
    let root = filler.root();
    for (name, files) in folders {
        let folder = filler.folder(&root, name);
        for file in *files {
            filler.file(&folder, file);
        }
    }
}

/// Folders in folders, and a file whose whole path has exactly as many characters as SharePoint allows.
fn long_path(filler: &mut Filler) {
    const ENDING: &str = ".docx";
    const LEVEL: &str = "A folder whose name is rather long, as those of projects are";
    let mut parent = filler.root();
    let mut length = "sites/harbour/Drawings".chars().count();
    let mut name = LONG_PATH_NAME;
    while length + name.chars().count() + LEVEL.chars().count() < PATH_CHARACTERS_MAX {
        parent = filler.folder(&parent, name);
        length += 1 + name.chars().count();
        name = LEVEL;
    }
    let rest = PATH_CHARACTERS_MAX.saturating_sub(length + 1 + ENDING.len());
    let stem: String = "the longest path of all ".chars().cycle().take(rest).collect();
    let stem = format!("{}x", stem.get(..rest.saturating_sub(1)).unwrap_or_default());
    filler.file(&parent, &format!("{stem}{ENDING}"));
}
