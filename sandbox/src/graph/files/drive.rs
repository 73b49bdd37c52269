//! A drive and its items, in memory. Nothing here knows HTTP or JSON.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::file_type::FileType;
use super::grant::Grant;
use super::home::Home;
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
    /// A shortcut to an item of another drive.
    Remote,
}

/// Where a shortcut leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Id of the drive.
    pub drive: String,
    /// Id of the item in it.
    pub item: String,
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
    /// How often its content changed: the number in `cTag`.
    pub content_version: u64,
    /// Who else may open it, and all it holds.
    pub grants: Vec<Grant>,
    /// Where it leads, if it is a shortcut.
    pub target: Option<Box<Target>>,
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
        (self.kind == Kind::File).then(|| format!("\"c:{{{}}},{}\"", self.guid(), self.content_version))
    }

    /// The unique id in capitals, as SharePoint writes it.
    #[must_use]
    pub fn guid(&self) -> String {
        self.unique.to_string().to_uppercase()
    }
}

/// A OneDrive or a library.
#[derive(Debug, Clone)]
pub struct Drive {
    /// The id on Graph's wire.
    pub id: String,
    /// Whose it is.
    pub home: Home,
    /// What the ids of its items derive from.
    pub key: String,
    author: &'static Person,
    root: String,
    items: BTreeMap<String, Item>,
    /// What was deleted, each with all it held, the latest last.
    bin: Vec<Vec<Item>>,
}

impl Drive {
    /// An empty drive made by `author`: just the root.
    #[must_use]
    pub fn new(home: Home, author: &'static Person, created: i64) -> Self {
        let key = home.key();
        let unique = identifier::guid(&format!("root {key}"));
        let root = Item {
            id: identifier::item_id(&key, unique),
            unique,
            name: "root".to_owned(),
            kind: Kind::Folder,
            parent: None,
            children: Vec::new(),
            size: 0,
            created,
            modified: created,
            author,
            editor: author,
            version: 1,
            content_version: 1,
            grants: Vec::new(),
            target: None,
        };
        Self {
            id: identifier::drive_id(home.site_key(), &key),
            home,
            key,
            author,
            root: root.id.clone(),
            items: BTreeMap::from([(root.id.clone(), root)]),
            bin: Vec::new(),
        }
    }

    /// Whose OneDrive it is; nobody's for a library.
    #[must_use]
    pub fn owner(&self) -> Option<&'static Person> {
        match self.home {
            Home::Person(person) => Some(person),
            Home::Library(..) => None,
        }
    }

    /// Who made it.
    #[must_use]
    pub fn author(&self) -> &'static Person {
        self.author
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
        self.item(&identifier::item_id(&self.key, unique))
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
        if item.parent.as_ref().is_some_and(|parent| self.items.contains_key(parent)) {
            let id = item.id.clone();
            self.items.insert(id.clone(), item);
            self.attach(&id);
        }
    }

    /// The item itself, to change what its folder does not depend on.
    pub(crate) fn item_mut(&mut self, id: &str) -> Option<&mut Item> {
        self.items.get_mut(id)
    }

    /// The item at a path of names below the root; the root itself for none.
    #[must_use]
    pub fn at<'a>(&self, path: impl IntoIterator<Item = &'a str>) -> Option<&Item> {
        path.into_iter().try_fold(self.item(&self.root)?, |folder, name| {
            self.children(folder).find(|item| item.name.eq_ignore_ascii_case(name))
        })
    }

    /// Takes an item away, with all it holds, into the bin. The root stays.
    pub fn remove(&mut self, id: &str) -> Option<&Item> {
        self.detach(id)?;
        let mut gone = vec![self.items.remove(id)?];
        let mut below = gone.first().map(|item| item.children.clone()).unwrap_or_default();
        while let Some(item) = below.pop().and_then(|id| self.items.remove(&id)) {
            below.extend_from_slice(&item.children);
            gone.push(item);
        }
        self.bin.push(gone);
        self.bin.last()?.first()
    }

    /// Brings an item back from the bin, with all it held, into the folder it came from.
    pub fn restore(&mut self, id: &str) -> bool {
        let is_it = |gone: &Vec<Item>| gone.first().is_some_and(|item| item.id == id);
        let Some(place) = self.bin.iter().rposition(is_it) else { return false };
        let folder = self.bin.get(place).and_then(|gone| gone.first()?.parent.as_ref());
        if !folder.is_some_and(|folder| self.items.contains_key(folder)) {
            return false;
        }
        for item in self.bin.remove(place) {
            self.items.insert(item.id.clone(), item);
        }
        self.attach(id);
        true
    }

    /// Puts an item into another folder of the drive; false for the root, and for a folder that is not one or lies in it.
    pub fn relocate(&mut self, id: &str, folder: &str) -> bool {
        let into_itself = {
            let mut above = self.items.get(folder);
            std::iter::from_fn(|| {
                let step = above?;
                above = step.parent.as_ref().and_then(|parent| self.items.get(parent));
                Some(step.id.as_str())
            })
            .any(|step| step == id)
        };
        let is_folder = self.items.get(folder).is_some_and(|item| item.kind == Kind::Folder);
        if into_itself || !is_folder || self.detach(id).is_none() {
            return false;
        }
        if let Some(item) = self.items.get_mut(id) {
            item.parent = Some(folder.to_owned());
        }
        self.attach(id);
        true
    }

    /// Takes an item out of its folder's list.
    fn detach(&mut self, id: &str) -> Option<()> {
        let item = self.items.get(id)?;
        let (folder, size) = (item.parent.clone()?, item.size);
        self.items.get_mut(&folder)?.children.retain(|child| child != id);
        self.resize(Some(folder), |whole| whole.saturating_sub(size));
        Some(())
    }

    /// Puts an item into its folder's list.
    fn attach(&mut self, id: &str) {
        let Some(item) = self.items.get(id) else { return };
        let (folder, size) = (item.parent.clone(), item.size);
        if let Some(folder) = folder.as_ref().and_then(|folder| self.items.get_mut(folder)) {
            folder.children.push(id.to_owned());
        }
        self.resize(folder, |whole| whole + size);
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
mod tests;
