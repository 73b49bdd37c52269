//! A drive and its items, in memory. Nothing here knows HTTP or JSON.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::file_type::FileType;
use crate::graph::identifier;
use crate::people::Person;

/// What an item is. OneDrive gives exactly one of these facets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Holds other items.
    Folder,
    /// Holds bytes.
    File,
    /// Behaves as one thing although it holds many, such as a OneNote notebook.
    Package(&'static str),
}

/// A file, folder or package.
#[derive(Debug, Clone)]
pub struct Item {
    /// The id on Graph's wire.
    pub id: String,
    /// SharePoint's unique id, seen in `eTag` and in links.
    pub unique: Uuid,
    /// Name, in any script.
    pub name: String,
    /// Its facet.
    pub kind: Kind,
    /// The folder that holds it; none for the root.
    pub parent: Option<String>,
    /// Ids of what it holds, unsorted.
    pub children: Vec<String>,
    /// Bytes of its own; a folder's size is that of all it holds.
    pub size: u64,
    /// Unix seconds.
    pub created: i64,
    /// Unix seconds.
    pub modified: i64,
    /// Who made it.
    pub author: &'static Person,
    /// Who changed it last.
    pub editor: &'static Person,
    /// How often it changed: the number in `eTag`.
    pub version: u64,
    /// Whether others may see it (`shared`).
    pub shared: bool,
}

impl Item {
    /// Whether OneDrive draws a picture of it: known types with at least one byte.
    #[must_use]
    pub fn has_thumbnails(&self) -> bool {
        self.kind == Kind::File && self.size > 0 && self.file_type().has_thumbnails()
    }

    pub(crate) fn file_type(&self) -> FileType {
        FileType::of(&self.name)
    }

    /// `"{GUID},version"`: the quotes belong to the value.
    /// <https://learn.microsoft.com/graph/api/driveitem-get>
    #[must_use]
    pub fn e_tag(&self) -> String {
        format!("\"{{{}}},{}\"", self.guid(), self.version)
    }

    /// Changes with the content only; OneDrive for Business gives none for folders.
    #[must_use]
    pub fn c_tag(&self) -> Option<String> {
        (self.kind == Kind::File).then(|| format!("\"c:{{{}}},{}\"", self.guid(), self.version))
    }

    /// The unique id in capitals, as SharePoint writes it.
    #[must_use]
    pub fn guid(&self) -> String {
        self.unique.to_string().to_uppercase()
    }
}

/// One person's OneDrive.
#[derive(Debug, Clone)]
pub struct Drive {
    /// The id on Graph's wire.
    pub id: String,
    /// Whose it is.
    pub owner: &'static Person,
    root: String,
    items: BTreeMap<String, Item>,
}

impl Drive {
    /// An empty drive of `owner`: just the root.
    #[must_use]
    pub fn new(owner: &'static Person, created: i64) -> Self {
        let unique = identifier::guid(&format!("root {}", owner.oid));
        let root = Item {
            id: identifier::item_id(owner.oid, unique),
            unique,
            name: "root".to_owned(),
            kind: Kind::Folder,
            parent: None,
            children: Vec::new(),
            size: 0,
            created,
            modified: created,
            author: owner,
            editor: owner,
            version: 1,
            shared: false,
        };
        Self {
            id: identifier::drive_id(owner.oid),
            owner,
            root: root.id.clone(),
            items: BTreeMap::from([(root.id.clone(), root)]),
        }
    }

    /// Id of the root item.
    #[must_use]
    pub fn root_id(&self) -> &str {
        &self.root
    }

    /// The item of that id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.get(id)
    }

    /// The item with that SharePoint unique id.
    #[must_use]
    pub fn item_by_guid(&self, unique: Uuid) -> Option<&Item> {
        self.item(&identifier::item_id(self.owner.oid, unique))
    }

    /// What a folder holds, in no promised order.
    pub fn children<'a>(&'a self, folder: &'a Item) -> impl Iterator<Item = &'a Item> {
        folder.children.iter().filter_map(|id| self.items.get(id))
    }

    /// Every item but the root, in no promised order.
    pub fn all(&self) -> impl Iterator<Item = &Item> {
        self.items.values().filter(|item| item.parent.is_some())
    }

    /// Puts `item` into the folder it names as its parent; without such a folder nothing happens.
    pub fn insert(&mut self, item: Item) {
        let Some(parent) = item.parent.as_ref().and_then(|parent| self.items.get_mut(parent)) else { return };
        parent.children.push(item.id.clone());
        let (size, above) = (item.size, item.parent.clone());
        self.items.insert(item.id.clone(), item);
        self.resize(above, |whole| whole + size);
    }

    /// Takes an item away, with all it holds. The root stays.
    pub fn remove(&mut self, id: &str) -> Option<Item> {
        self.items.get(id)?.parent.as_ref()?;
        let removed = self.items.remove(id)?;
        if let Some(parent) = removed.parent.as_ref().and_then(|parent| self.items.get_mut(parent)) {
            parent.children.retain(|child| child != id);
        }
        self.resize(removed.parent.clone(), |whole| whole.saturating_sub(removed.size));
        let mut below = removed.children.clone();
        while let Some(item) = below.pop().and_then(|id| self.items.remove(&id)) {
            below.extend(item.children);
        }
        Some(removed)
    }

    /// Changes the size of a folder and of all above it.
    fn resize(&mut self, mut folder: Option<String>, change: impl Fn(u64) -> u64) {
        while let Some(step) = folder.take().and_then(|id| self.items.get_mut(&id)) {
            step.size = change(step.size);
            folder.clone_from(&step.parent);
        }
    }

    /// Names from the top down to `item`, the root left out.
    #[must_use]
    pub fn path<'a>(&'a self, item: &'a Item) -> Vec<&'a str> {
        let mut names = Vec::new();
        let mut current = Some(item);
        while let Some(step) = current.filter(|step| step.parent.is_some()) {
            names.push(step.name.as_str());
            current = step.parent.as_ref().and_then(|id| self.items.get(id));
        }
        names.reverse();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Directory;

    fn file(drive: &Drive, parent: &str, name: &str, size: u64) -> Item {
        let unique = identifier::guid(name);
        Item {
            id: identifier::item_id(drive.owner.oid, unique),
            unique,
            name: name.to_owned(),
            kind: Kind::File,
            parent: Some(parent.to_owned()),
            children: Vec::new(),
            size,
            created: 0,
            modified: 0,
            author: drive.owner,
            editor: drive.owner,
            version: 1,
            shared: false,
        }
    }

    #[test]
    fn folders_have_the_size_of_all_they_hold() {
        let mut drive = Drive::new(&Directory::default().people()[0], 0);
        let root = drive.root_id().to_owned();
        let folder = Item { kind: Kind::Folder, ..file(&drive, &root, "folder", 0) };
        let inner = file(&drive, &folder.id, "inner.txt", 7);
        let (folder_id, inner_id) = (folder.id.clone(), inner.id.clone());

        drive.insert(folder);
        drive.insert(inner);
        drive.insert(file(&drive, &root, "outer.txt", 5));

        assert_eq!(drive.item(&folder_id).unwrap().size, 7);
        assert_eq!(drive.item(&root).unwrap().size, 12);
        assert_eq!(drive.path(drive.item(&inner_id).unwrap()), ["folder", "inner.txt"]);

        drive.remove(&folder_id);

        assert_eq!(drive.item(&root).unwrap().size, 5);
        assert!(drive.item(&inner_id).is_none() && drive.item(&folder_id).is_none());
        assert!(drive.remove(&root).is_none());
    }
}
