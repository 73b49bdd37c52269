//! What lies in the cast's drives at the start: always the same, so that a test may name it.
//!
//! Names keep to OneDrive's rules: none of `" * : < > ? / \ |`, no space at either end, at most 255 characters, and no two
//! in a folder that differ in case only.
//! <https://support.microsoft.com/office/restrictions-and-limitations-in-onedrive-and-sharepoint-64883a5d-228e-48f5-b3d2-eb39e07630fa>

mod ada;
mod libraries;
mod names;
mod others;
mod shares;
pub mod who;

use std::sync::{Arc, LazyLock};

use crate::people::{Circumstance, Directory, Person};

use super::files::drive::{Drive, Item, Kind, Target};
use super::files::grant::{Grant, To};
use super::files::home::Home;
use super::identifier::{self, Numbers};
use super::sites::cast::SITES;

pub use ada::{
    ARCHIVE_COUNT, ARCHIVE_NAME, DEEP_PATH, DISPATCHES_COUNT, DISPATCHES_NAME, EMPTY_FOLDER_NAME, FILM_NAME,
    FILM_SIZE, HUGE_FILE_NAME, NOTEBOOK_NAME, SCRIPTS_NAME, ZERO_BYTES_NAME,
};
pub use libraries::{LONG_PATH_NAME, ODD_NAMES_NAME, PATH_CHARACTERS_MAX, REGISTER_COUNT, REGISTER_NAME};
pub use names::{IN_ANY_SCRIPT, ODD_NAMES};
pub use shares::{item_at, library, one_drive};

/// The last change in any drive: 1 September 2026, 08:00 UTC.
pub const LAST_CHANGE: i64 = 1_788_249_600;
/// Drives were made three years before.
const DRIVES_MADE: i64 = LAST_CHANGE - 3 * 365 * DAY;
const DAY: i64 = 24 * 60 * 60;
/// Files are at most so large unless their size is stated: 8 MiB.
const SIZE_MAX: u64 = 8 * 1024 * 1024;

/// Every drive as it is at the start. They are made once a process, when the first is asked for, and shared by all its
/// worlds: making twenty thousand items takes longer than starting a world may.
static AT_START: LazyLock<Arc<Vec<Arc<Drive>>>> =
    LazyLock::new(|| Arc::new(drives(&Directory::default()).into_iter().map(Arc::new).collect()));

/// Every drive as it is at the start.
#[must_use]
pub fn at_start() -> Arc<Vec<Arc<Drive>>> {
    Arc::clone(&AT_START)
}

/// The drives of everybody who has one (guests and people without a licence have none) and the libraries of the sites.
#[must_use]
pub fn drives(directory: &Directory) -> Vec<Drive> {
    let people = directory.people();
    let has_drive = |person: &&'static Person| {
        !person.has(Circumstance::NoDriveLicense) && !person.has(Circumstance::Guest)
    };
    let mut drives: Vec<Drive> =
        people.iter().filter(has_drive).map(|owner| furnish(owner, people)).collect();
    drives.extend(libraries(people));
    shares::give(&mut drives);
    for found in shares::shortcuts(&drives) {
        if let Some(place) = drives.iter().position(|drive| drive.key == found.drive) {
            let mut filler = Filler::of(drives.remove(place), people);
            filler.shortcut(&found.folder, found.name, found.target);
            drives.insert(place, filler.drive);
        }
    }
    drives
}

fn furnish(owner: &'static Person, people: &'static [Person]) -> Drive {
    let drive = Drive::new(Home::Person(owner), owner, DRIVES_MADE);
    let mut filler = Filler::of(drive, people);
    if owner.has(Circumstance::BigDrive) {
        ada::fill(&mut filler);
    } else if owner.has(Circumstance::RightToLeft) {
        others::fill_arabic(&mut filler);
    } else {
        others::fill_plain(&mut filler);
    }
    filler.drive
}

fn libraries(people: &'static [Person]) -> Vec<Drive> {
    let mut drives = Vec::new();
    for site in &SITES {
        let Some(author) = people.iter().find(|person| person.tenant == site.tenant) else { continue };
        for library in site.libraries {
            let drive = Drive::new(Home::Library(site, library), author, DRIVES_MADE);
            let mut filler = Filler::of(drive, people);
            libraries::fill(&mut filler, site.path, library.segment);
            drives.push(filler.drive);
        }
    }
    drives
}

/// Puts items into a drive; what is not stated follows from the item's path.
struct Filler {
    drive: Drive,
    author: &'static Person,
    people: &'static [Person],
}

impl Filler {
    fn of(drive: Drive, people: &'static [Person]) -> Self {
        Self { author: drive.author(), drive, people }
    }

    fn root(&self) -> String {
        self.drive.root_id().to_owned()
    }

    /// Adds a folder and gives its id.
    fn folder(&mut self, parent: &str, name: &str) -> String {
        self.add(parent, name, Kind::Folder, Some(0))
    }

    /// Adds a file of a size that follows from its path.
    fn file(&mut self, parent: &str, name: &str) -> String {
        self.add(parent, name, Kind::File, None)
    }

    /// Adds a file of that size.
    fn file_of(&mut self, parent: &str, name: &str, size: u64) -> String {
        self.add(parent, name, Kind::File, Some(size))
    }

    /// Adds an item and gives its id.
    fn add(&mut self, parent: &str, name: &str, kind: Kind, size: Option<u64>) -> String {
        let unique = identifier::guid(&format!("{} {parent} {name}", self.drive.key));
        let id = identifier::item_id(&self.drive.key, unique);
        let mut numbers = Numbers::of(unique);
        let modified = LAST_CHANGE - span(&mut numbers, 700 * DAY);
        self.drive.insert(Item {
            id: id.clone(),
            unique,
            name: name.to_owned(),
            kind,
            parent: Some(parent.to_owned()),
            children: Vec::new(),
            size: size.unwrap_or_else(|| 1 + numbers.below(SIZE_MAX)),
            created: modified - span(&mut numbers, 300 * DAY),
            modified,
            author: self.author,
            editor: self.colleague(&mut numbers),
            version: 1 + numbers.below(9),
            content_version: 1,
            grants: self.grants(&mut numbers),
            target: None,
        });
        id
    }

    /// Every fourth item of a OneDrive is shared with the organization. Those of a library have the rights of their site.
    fn grants(&self, numbers: &mut Numbers) -> Vec<Grant> {
        let is_shared = numbers.below(4) == 0 && self.drive.owner().is_some();
        if is_shared { vec![Grant::read(To::Organization)] } else { Vec::new() }
    }

    /// Adds a shortcut to an item of another drive.
    fn shortcut(&mut self, parent: &str, name: &str, target: Target) {
        let id = self.add(parent, name, Kind::Remote, Some(0));
        if let Some(item) = self.drive.item_mut(&id) {
            item.target = Some(Box::new(target));
            item.grants.clear();
        }
    }

    /// Adds many files with numbers for names; every seventh has no thumbnail.
    fn many(&mut self, parent: &str, count: usize, name: &str) {
        let endings = ["docx", "pdf", "xlsx", "jpg", "pptx", "png", "txt"];
        let digits = count.to_string().len();
        for (number, ending) in (1..=count).zip(endings.iter().cycle()) {
            self.file(parent, &format!("{name} {number:0digits$}.{ending}"));
        }
    }

    /// The owner, or every third time somebody of the same tenant.
    fn colleague(&self, numbers: &mut Numbers) -> &'static Person {
        let owner = self.author;
        if numbers.below(3) > 0 {
            return owner;
        }
        let colleagues: Vec<&'static Person> =
            self.people.iter().filter(|person| person.tenant == owner.tenant).collect();
        let count = u64::try_from(colleagues.len()).unwrap_or(1);
        let index = usize::try_from(numbers.below(count)).unwrap_or_default();
        colleagues.get(index).copied().unwrap_or(owner)
    }
}

/// A number of seconds below `max`.
fn span(numbers: &mut Numbers, max: i64) -> i64 {
    i64::try_from(numbers.below(u64::try_from(max).unwrap_or_default())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn drive_of(given_name: &str) -> Drive {
        at_start()
            .iter()
            .find(|drive| drive.owner().is_some_and(|owner| owner.given_name == given_name))
            .map(|drive| Drive::clone(drive))
            .unwrap()
    }

    fn folder<'a>(drive: &'a Drive, name: &str) -> &'a Item {
        let root = drive.item(drive.root_id()).unwrap();
        drive.children(root).find(|item| item.name == name).unwrap()
    }

    #[test]
    fn two_starts_give_the_same_drives() {
        let ids = |drives: Vec<Drive>| -> Vec<(String, i64, u64)> {
            drives
                .iter()
                .flat_map(Drive::all)
                .map(|item| (item.id.clone(), item.modified, item.size))
                .collect()
        };
        assert_eq!(ids(drives(&Directory::default())), ids(drives(&Directory::default())));
    }

    #[test]
    fn people_without_a_licence_and_guests_have_no_drive() {
        let drives = at_start();
        let owners: Vec<&str> =
            drives.iter().filter_map(|drive| drive.owner()).map(|owner| owner.given_name).collect();
        assert_eq!(owners, ["Ada", "Bilal", "Mika", "Nora", "Mia", "Alex", "Eve", "Finn"]);
    }

    #[test]
    fn adas_drive_has_every_kind_of_item() {
        let drive = drive_of("Ada");
        let root = drive.item(drive.root_id()).unwrap();

        assert!((55..=70).contains(&root.children.len()), "{}", root.children.len());
        assert_eq!(folder(&drive, ARCHIVE_NAME).children.len(), ARCHIVE_COUNT);
        assert_eq!(folder(&drive, EMPTY_FOLDER_NAME).children.len(), 0);
        assert_eq!(folder(&drive, NOTEBOOK_NAME).kind, Kind::Package("oneNote"));
        assert_eq!(folder(&drive, FILM_NAME).size, FILM_SIZE);
        assert_eq!(folder(&drive, ZERO_BYTES_NAME).size, 0);
        assert!(folder(&drive, HUGE_FILE_NAME).size > u64::from(u32::MAX));
        assert_eq!(folder(&drive, SCRIPTS_NAME).children.len(), IN_ANY_SCRIPT.len());
        assert!(drive.all().any(|item| drive.path(item) == DEEP_PATH));
        assert_eq!(drive.at(["Projects", DISPATCHES_NAME]).unwrap().children.len(), DISPATCHES_COUNT);
    }

    #[test]
    fn the_libraries_hold_a_folder_of_ten_thousand_odd_names_and_the_longest_path() {
        let drives = at_start();
        let library = |site: &str, segment: &str| {
            let id = library(site, segment);
            drives.iter().find(|drive| drive.id == id).unwrap()
        };
        let register = library("records", "Shared Documents").at([REGISTER_NAME]).unwrap().children.len();
        let odd = library("harbour", "Shared Documents").at([ODD_NAMES_NAME]).unwrap().children.len();
        assert_eq!((register, odd), (REGISTER_COUNT, ODD_NAMES.len()));

        let drawings = library("harbour", "Drawings");
        let lengths = drawings.all().map(|item| {
            let path = format!("sites/harbour/Drawings/{}", drawings.path(item).join("/"));
            path.chars().count()
        });
        assert_eq!(lengths.max(), Some(PATH_CHARACTERS_MAX));
    }

    #[test]
    fn every_name_keeps_to_onedrives_rules() {
        for drive in at_start().iter() {
            let mut seen = HashSet::new();
            for item in drive.all() {
                let name = &item.name;
                assert!(!name.contains(['"', '*', ':', '<', '>', '?', '/', '\\', '|']), "{name}");
                assert!(!name.starts_with(' ') && !name.ends_with([' ', '.']), "{name}");
                assert!(name.encode_utf16().count() <= 255, "{name}");
                assert!(seen.insert((item.parent.clone(), name.to_lowercase())), "{name} is there twice");
            }
        }
    }
}
