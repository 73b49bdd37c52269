//! Ada's drive: one of everything, a folder that takes many pages, names in many scripts.

use super::Filler;
use super::names::IN_ANY_SCRIPT;
use crate::graph::files::drive::Kind;

/// A folder with [`ARCHIVE_COUNT`] files.
pub const ARCHIVE_NAME: &str = "Archive 3000";
/// How many files [`ARCHIVE_NAME`] holds.
pub const ARCHIVE_COUNT: usize = 3000;
/// A folder of `Projects` with [`DISPATCHES_COUNT`] files.
pub const DISPATCHES_NAME: &str = "Dispatches 5000";
/// How many files [`DISPATCHES_NAME`] holds.
pub const DISPATCHES_COUNT: usize = 5000;
/// A folder that holds [`IN_ANY_SCRIPT`].
pub const SCRIPTS_NAME: &str = "Names in any script";
/// A folder without items.
pub const EMPTY_FOLDER_NAME: &str = "Empty folder";
/// A OneNote notebook: neither file nor folder.
pub const NOTEBOOK_NAME: &str = "Team notebook";
/// A file for tests of streaming.
pub const FILM_NAME: &str = "Company film.mp4";
/// Size of [`FILM_NAME`]: 200 MiB.
pub const FILM_SIZE: u64 = 200 * 1024 * 1024;
/// A file whose size does not fit 32 bits.
pub const HUGE_FILE_NAME: &str = "Backup 2025.zip";
/// A file without content, and so without a thumbnail.
pub const ZERO_BYTES_NAME: &str = "Nothing yet.docx";
/// The file that lies deepest: six folders down.
pub const DEEP_PATH: [&str; 7] =
    ["Projects", "Harbour", "Phase 2", "Suppliers", "Contracts", "Signed", "Crane agreement.pdf"];

/// 5 GiB: beyond 32 bits.
const HUGE: u64 = 5 * 1024 * 1024 * 1024;

const FOLDERS: &[&str] = &[
    "Budget",
    "Customers",
    "Design",
    "Board meetings",
    "Recordings",
    "Templates",
    "Travel",
    "Zoning permits",
];

const FILES: &[&str] = &[
    "Annual report 2025.pdf",
    "Annual report 2026 draft.docx",
    "Budget 2025.xlsx",
    "Budget 2026.xlsx",
    "Budget 2026 - Ada's copy.xlsx",
    "Brand colors.png",
    "Business cards.pdf",
    "Candidate list.xlsx",
    "Checklist onboarding.docx",
    "Company history.docx",
    "Contract template.docx",
    "Crane drawings.zip",
    "Customer survey.xlsx",
    "Delivery dates.xlsx",
    "Emergency numbers.txt",
    "Employee handbook.pdf",
    "Floor plan.svg",
    "Harbour at dawn.jpg",
    "Harbour at night.jpg",
    "Harbour map.png",
    "Invoice 1001.pdf",
    "Invoice 1002.pdf",
    "Invoice 1003.pdf",
    "Kick-off.pptx",
    "Lecture notes.txt",
    "Logo.svg",
    "Lunch menu.html",
    "Meeting minutes 2026-03-02.docx",
    "Meeting minutes 2026-04-06.docx",
    "Milestones.xlsx",
    "Newsletter.html",
    "Office tour.mp4",
    "Parking rules.txt",
    "Price list.xlsx",
    "Product video.mp4",
    "Quarterly review.pptx",
    "Roadmap.pptx",
    "Safety briefing.pptx",
    "Sales figures.xlsx",
    "Scan 0001.pdf",
    "Strategy 2027.pptx",
    "Team photo.jpg",
    "Vacation plan.xlsx",
    "Whiteboard.png",
];

pub(super) fn fill(filler: &mut Filler) {
    let root = filler.root();
    for name in FOLDERS {
        let folder = filler.folder(&root, name);
        filler.file(&folder, &format!("{name} overview.docx"));
        filler.file(&folder, &format!("{name} figures.xlsx"));
    }
    for name in FILES {
        filler.file(&root, name);
    }
    filler.folder(&root, EMPTY_FOLDER_NAME);
    filler.add(&root, NOTEBOOK_NAME, Kind::Package("oneNote"), Some(1_482_113));
    filler.file_of(&root, FILM_NAME, FILM_SIZE);
    filler.file_of(&root, HUGE_FILE_NAME, HUGE);
    filler.file_of(&root, ZERO_BYTES_NAME, 0);
    fill_deep(filler);
    fill_archives(filler);
    let scripts = filler.folder(&root, SCRIPTS_NAME);
    for name in IN_ANY_SCRIPT {
        filler.file(&scripts, name);
    }
}

fn fill_deep(filler: &mut Filler) {
    let mut parent = filler.root();
    for (depth, name) in (1..).zip(DEEP_PATH) {
        parent =
            if depth == DEEP_PATH.len() { filler.file(&parent, name) } else { filler.folder(&parent, name) };
    }
}

fn fill_archives(filler: &mut Filler) {
    let root = filler.root();
    let archive = filler.folder(&root, ARCHIVE_NAME);
    filler.many(&archive, ARCHIVE_COUNT, "Record");
    let projects = filler.drive.at(["Projects"]).map(|folder| folder.id.clone());
    if let Some(projects) = projects {
        let dispatches = filler.folder(&projects, DISPATCHES_NAME);
        filler.many(&dispatches, DISPATCHES_COUNT, "Dispatch");
    }
}
