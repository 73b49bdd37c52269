//! The way from the top of the OneDrive to a folder. Folders that were seen in lists are remembered for the visit, so
//! that stepping inside costs no call; only a folder opened by its address is asked for, parent by parent.

use std::collections::HashMap;

use contract::graph::DriveItem;
use contract::ids::ItemId;
use contract::page::Page;

use super::source::Source;

/// Folders deeper than this show the end of their path only. OneDrive's limit of 400 characters a path keeps real trees
/// far below it; the bound is against answers that point in a circle.
pub const STEPS_MAX: usize = 20;

/// One step of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// The folder's name; `None` is the top, which text names.
    pub name: Option<String>,
    /// Where it leads.
    pub page: Page,
}

/// The way to a folder as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// From the top to the folder itself.
    Known(Vec<Crumb>),
    /// This item has to be asked for first.
    Missing(ItemId),
}

/// The folders of one visit.
#[derive(Debug, Default)]
pub struct Folders {
    root: Option<ItemId>,
    known: HashMap<ItemId, Place>,
}

#[derive(Debug)]
struct Place {
    name: String,
    parent: Option<ItemId>,
}

impl Folders {
    /// Remembers the folders of a list. What lies at the top says which item the top is.
    pub fn learn_list(&mut self, source: &Source, items: &[DriveItem]) {
        if *source == Source::Root {
            self.root = items.iter().find_map(parent).or(self.root.take());
        }
        for item in items.iter().filter(|item| item.folder.is_some()) {
            self.learn(item);
        }
    }

    /// Remembers one folder.
    pub fn learn(&mut self, item: &DriveItem) {
        if item.root.is_some() {
            self.root = Some(item.id.clone());
        }
        let place = Place { name: item.name.clone(), parent: parent(item) };
        self.known.insert(item.id.clone(), place);
    }

    /// The way to `folder`.
    #[must_use]
    pub fn way(&self, folder: &ItemId) -> Way {
        let mut steps = Vec::new();
        let mut at = Some(folder);
        while let Some(id) = at.filter(|id| self.root.as_ref() != Some(id)) {
            if steps.len() == STEPS_MAX {
                break;
            }
            let Some(place) = self.known.get(id) else {
                return Way::Missing(id.clone());
            };
            steps.push(Crumb { name: Some(place.name.clone()), page: Page::Folder(id.clone()) });
            at = place.parent.as_ref();
        }
        steps.push(top());
        steps.reverse();
        Way::Known(steps)
    }
}

/// The first step of every way.
#[must_use]
pub fn top() -> Crumb {
    Crumb { name: None, page: Page::Files }
}

/// The page one step up, if there is one.
#[must_use]
pub fn parent_page(way: &[Crumb]) -> Option<Page> {
    way.iter().rev().nth(1).map(|crumb| crumb.page.clone())
}

fn parent(item: &DriveItem) -> Option<ItemId> {
    item.parent_reference.as_ref().and_then(|parent| parent.id.clone())
}

#[cfg(test)]
mod tests {
    use contract::graph::{Folder, ItemReference, Root};

    use super::*;

    fn folder(id: &str, parent: &str) -> DriveItem {
        DriveItem {
            id: id.parse().unwrap(),
            name: id.to_uppercase(),
            size: None,
            last_modified_date_time: None,
            web_url: None,
            e_tag: None,
            folder: Some(Folder { child_count: None }),
            file: None,
            package: None,
            root: None,
            parent_reference: Some(ItemReference {
                drive_id: None,
                id: Some(parent.parse().unwrap()),
                name: None,
            }),
            remote_item: None,
            thumbnail: None,
        }
    }

    fn names(way: Way) -> Vec<String> {
        match way {
            Way::Known(way) => way.into_iter().map(|crumb| crumb.name.unwrap_or_default()).collect(),
            Way::Missing(id) => panic!("{id} is missing"),
        }
    }

    #[test]
    fn stepping_inside_costs_no_call() {
        let mut folders = Folders::default();
        let a: ItemId = "a".parse().unwrap();
        folders.learn_list(&Source::Root, &[folder("a", "top")]);
        folders.learn_list(&Source::Folder(a), &[folder("b", "a")]);

        assert_eq!(names(folders.way(&"b".parse().unwrap())), ["", "A", "B"]);
        assert_eq!(names(folders.way(&"top".parse().unwrap())), [""]);
    }

    #[test]
    fn a_folder_opened_by_its_address_is_asked_for_parent_by_parent() {
        let mut folders = Folders::default();
        let id: ItemId = "b".parse().unwrap();
        for (missing, answer) in [("b", folder("b", "a")), ("a", folder("a", "top"))] {
            assert_eq!(folders.way(&id), Way::Missing(missing.parse().unwrap()));
            folders.learn(&answer);
        }
        assert_eq!(folders.way(&id), Way::Missing("top".parse().unwrap()));
        folders.learn(&DriveItem { root: Some(Root {}), ..folder("top", "none") });

        assert_eq!(names(folders.way(&id)), ["", "A", "B"]);
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let mut folders = Folders::default();
        folders.learn(&folder("a", "b"));
        folders.learn(&folder("b", "a"));
        assert_eq!(names(folders.way(&"a".parse().unwrap())).len(), STEPS_MAX + 1);
    }

    #[test]
    fn one_step_up_is_the_crumb_before_the_last() {
        let mut folders = Folders::default();
        folders.learn_list(&Source::Root, &[folder("a", "top")]);
        let Way::Known(way) = folders.way(&"a".parse().unwrap()) else { panic!("known") };
        assert_eq!(parent_page(&way), Some(Page::Files));
        assert_eq!(parent_page(&[top()]), None);
    }
}
