//! Rights that tests name, beside the many that follow from the names; and the shortcuts.

use std::sync::Arc;

use super::who::{ADA, ALEX, BILAL, GRACE, MIKA, NORA};
use crate::graph::files::drive::{Drive, Target};
use crate::graph::files::grant::{Grant, Role, To};
use crate::graph::identifier;

/// Whose item, the way to it, who it is for, and how far that goes. An item named here has these rights and no others.
const SHARES: &[(&str, &[&str], For)] = &[
    (ADA, &["Candidate list.xlsx"], For::Nobody),
    (ADA, &["Roadmap.pptx"], For::People(Role::Read, &[BILAL, MIKA])),
    (ADA, &["Budget"], For::People(Role::Write, &[BILAL])),
    (ADA, &["Contract template.docx"], For::People(Role::Read, &[GRACE])),
    (ADA, &["Strategy 2027.pptx"], For::Link),
    (ADA, &["Customers"], For::Link),
    (BILAL, &["العقود"], For::People(Role::Read, &[ADA])),
    (BILAL, &["تقرير سنوي.pdf"], For::Organization),
    (BILAL, &["ملاحظات.txt"], For::Nobody),
    (NORA, &["Slides.pptx"], For::People(Role::Read, &[ADA, GRACE])),
    (NORA, &["To do.txt"], For::Nobody),
    (ALEX, &["Documents", "Notes.docx"], For::Organization),
];

#[derive(Debug, Clone, Copy)]
enum For {
    Nobody,
    People(Role, &'static [&'static str]),
    Organization,
    Link,
}

impl For {
    fn grants(self) -> Vec<Grant> {
        match self {
            Self::Nobody => Vec::new(),
            Self::People(role, people) => {
                people.iter().map(|oid| Grant { to: To::Person((*oid).to_owned()), role }).collect()
            }
            Self::Organization => vec![Grant::read(To::Organization)],
            Self::Link => vec![Grant::read(To::Link)],
        }
    }
}

/// Gives the rights that are named above.
pub(super) fn give(drives: &mut [Drive]) {
    for (owner, path, to) in SHARES {
        let Some(drive) = of(drives, owner) else { continue };
        let Some(id) = drive.at(path.iter().copied()).map(|item| item.id.clone()) else { continue };
        if let Some(item) = drive.item_mut(&id) {
            item.grants = to.grants();
        }
    }
}

/// A shortcut: in whose drive, in which folder, by which name; and the drive and the way that it leads to.
struct Shortcut {
    owner: &'static str,
    folder: &'static [&'static str],
    name: &'static str,
    drive: &'static str,
    path: &'static [&'static str],
}

const SHORTCUTS: &[Shortcut] = &[
    Shortcut {
        owner: ADA,
        folder: &["Customers"],
        name: "Contracts of the harbour",
        drive: "harbour/Shared Documents",
        path: &["Contracts"],
    },
    Shortcut {
        owner: ADA, folder: &["Customers"], name: "عقود بلال", drive: BILAL, path: &["العقود"]
    },
    Shortcut {
        owner: ADA,
        folder: &["Customers"],
        name: "Board papers",
        drive: "harbour-Board/Shared Documents",
        path: &["Board"],
    },
];

/// A shortcut whose places were found.
pub(super) struct Found {
    /// Key of the drive that it lies in.
    pub(super) drive: &'static str,
    /// Id of the folder that it lies in.
    pub(super) folder: String,
    /// Its name.
    pub(super) name: &'static str,
    /// Where it leads.
    pub(super) target: Target,
}

/// The shortcuts, as far as their places are there.
pub(super) fn shortcuts(drives: &[Drive]) -> Vec<Found> {
    let drive_of = |key: &str| drives.iter().find(|drive| drive.key == key);
    let found = |shortcut: &Shortcut| {
        let folder = drive_of(shortcut.owner)?.at(shortcut.folder.iter().copied())?.id.clone();
        let drive = drive_of(shortcut.drive)?;
        let item = drive.at(shortcut.path.iter().copied())?.id.clone();
        let target = Target { drive: drive.id.clone(), item };
        Some(Found { drive: shortcut.owner, folder, name: shortcut.name, target })
    };
    SHORTCUTS.iter().filter_map(found).collect()
}

fn of<'a>(drives: &'a mut [Drive], owner: &str) -> Option<&'a mut Drive> {
    drives.iter_mut().find(|drive| drive.key == owner)
}

/// Id of the OneDrive of a person.
#[must_use]
pub fn one_drive(oid: &str) -> String {
    identifier::drive_id(oid, oid)
}

/// Id of a library.
#[must_use]
pub fn library(site: &str, segment: &str) -> String {
    identifier::drive_id(site, &format!("{site}/{segment}"))
}

/// The item at a path of the drive of that id.
#[must_use]
pub fn item_at(drives: &[Arc<Drive>], drive: &str, path: &[&str]) -> Option<String> {
    let drive = drives.iter().find(|known| known.id == drive)?;
    drive.at(path.iter().copied()).map(|item| item.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_share_and_every_shortcut_finds_its_item() {
        let drives = crate::graph::seed::at_start();
        for (owner, path, to) in SHARES {
            let drive = drives.iter().find(|drive| drive.key == *owner).unwrap();
            let item = drive.at(path.iter().copied()).unwrap_or_else(|| panic!("{path:?}"));
            assert_eq!(item.grants, to.grants(), "{path:?}");
        }
        let remote = drives.iter().flat_map(|drive| drive.all()).filter(|item| item.target.is_some());
        assert_eq!(remote.count(), SHORTCUTS.len());
    }
}
