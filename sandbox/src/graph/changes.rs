//! What happens in the drives behind the clients' backs: the control page and tests do it, never a call to Graph, but for
//! the right that opening a sharing link gives.

use std::sync::Arc;

use super::State;
use super::files::drive::{Drive, Item, Kind};
use super::files::grant::{Grant, Role, To};
use super::files::home::Home;
use super::identifier;
use super::teams::team::{Channel, FilesTab};

/// What a change needs and does not find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// There is no such drive.
    NoDrive,
    /// There is no such item, or none that this can be done to.
    NoItem,
    /// There is no such folder, or it lies in the item.
    NoFolder,
    /// There is no such team.
    NoTeam,
    /// There is no such channel, or none that this can be done to.
    NoChannel,
    /// There is no such person, or not there.
    NoPerson,
    /// That name is empty, or not allowed.
    BadName,
}

/// What OneDrive allows in no name.
const FORBIDDEN: [char; 9] = ['"', '*', ':', '<', '>', '?', '/', '\\', '|'];

impl State {
    /// Gives an item another name.
    ///
    /// # Errors
    /// Without the item, and for a name that OneDrive does not allow.
    pub fn rename_item(&self, drive: &str, item: &str, name: &str, now: i64) -> Result<(), Refused> {
        if name.trim().is_empty() || name.contains(FORBIDDEN) {
            return Err(Refused::BadName);
        }
        self.change(drive, |drive| {
            touch(drive, item, now, |item| name.clone_into(&mut item.name)).ok_or(Refused::NoItem)
        })
    }

    /// Puts an item into another folder of its drive.
    ///
    /// # Errors
    /// Without the item, and for a folder that is none or lies in the item.
    pub fn move_item(&self, drive: &str, item: &str, folder: &str, now: i64) -> Result<(), Refused> {
        self.change(drive, |drive| {
            let can_move = drive.item(item).is_some_and(|item| item.parent.is_some());
            if !can_move {
                return Err(Refused::NoItem);
            }
            if !drive.relocate(item, folder) {
                return Err(Refused::NoFolder);
            }
            touch(drive, item, now, |_| ()).ok_or(Refused::NoItem)
        })
    }

    /// Puts an item into the bin, with all it holds.
    ///
    /// # Errors
    /// Without the item, and for the root.
    pub fn delete_item(&self, drive: &str, item: &str) -> Result<(), Refused> {
        self.change(drive, |drive| drive.remove(item).map(|_| ()).ok_or(Refused::NoItem))
    }

    /// Brings an item back from the bin.
    ///
    /// # Errors
    /// When it is not in the bin, and when the folder it came from is gone.
    pub fn restore_item(&self, drive: &str, item: &str) -> Result<(), Refused> {
        self.change(drive, |drive| if drive.restore(item) { Ok(()) } else { Err(Refused::NoItem) })
    }

    /// Opens an item to somebody; another right of theirs to it is replaced.
    ///
    /// # Errors
    /// Without the item.
    pub fn grant(&self, drive: &str, item: &str, to: To, role: Role) -> Result<(), Refused> {
        self.change(drive, |drive| {
            let item = drive.item_mut(item).ok_or(Refused::NoItem)?;
            item.grants.retain(|grant| grant.to != to);
            item.grants.push(Grant { to, role });
            Ok(())
        })
    }

    /// Takes the right of one back, or every right that the item itself gives. What a folder above it grants stays.
    ///
    /// # Errors
    /// Without the item.
    pub fn withdraw(&self, drive: &str, item: &str, from: Option<&To>) -> Result<(), Refused> {
        self.change(drive, |drive| {
            let item = drive.item_mut(item).ok_or(Refused::NoItem)?;
            item.grants.retain(|grant| from.is_some_and(|from| grant.to != *from));
            Ok(())
        })
    }

    /// Opens the Files tab of a channel, which makes its folder. The team and the channel go by id or name.
    ///
    /// # Errors
    /// Without the team or the channel.
    pub fn open_files_tab(&self, team: &str, channel: &str, now: i64) -> Result<(), Refused> {
        let (site, name) = self.change_team(team, |team| {
            let id = team.channel(channel).ok_or(Refused::NoChannel)?.id.clone();
            let is_it = |known: &&mut Channel| known.id == id && known.files != FilesTab::NotPlayed;
            let channel = team.channels.iter_mut().find(is_it).ok_or(Refused::NoChannel)?;
            channel.files = FilesTab::Opened;
            Ok((channel.site, channel.name))
        })?;
        let drives = self.drives();
        let of_site = |drive: &&Arc<Drive>| matches!(drive.home, Home::Library(home, _) if home.path == site);
        let library = drives.iter().find(of_site).ok_or(Refused::NoDrive)?;
        if library.at([name]).is_some() {
            return Ok(());
        }
        self.change(&library.id, |drive| {
            let folder = folder(drive, name, now);
            drive.insert(folder);
            Ok(())
        })
    }

    /// Changes a drive. Whoever looks at it meanwhile goes on seeing what it was.
    fn change<T>(
        &self,
        id: &str,
        change: impl FnOnce(&mut Drive) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        self.drives.with(|drives| {
            let drives = Arc::make_mut(drives.get_or_insert_with(super::seed::at_start));
            let drive = drives.iter_mut().find(|drive| drive.id == id).ok_or(Refused::NoDrive)?;
            change(Arc::make_mut(drive))
        })
    }
}

/// Changes an item other than the root, and so its `eTag`; none without it.
fn touch(drive: &mut Drive, id: &str, now: i64, change: impl FnOnce(&mut Item)) -> Option<()> {
    let item = drive.item_mut(id).filter(|item| item.parent.is_some())?;
    change(item);
    item.version += 1;
    item.modified = now;
    Some(())
}

/// A new folder at the top of a drive.
fn folder(drive: &Drive, name: &str, now: i64) -> Item {
    let unique = identifier::guid(&format!("{} {} {name}", drive.key, drive.root_id()));
    Item {
        id: identifier::item_id(&drive.key, unique),
        unique,
        name: name.to_owned(),
        kind: Kind::Folder,
        parent: Some(drive.root_id().to_owned()),
        children: Vec::new(),
        size: 0,
        created: now,
        modified: now,
        author: drive.author(),
        editor: drive.author(),
        version: 1,
        content_version: 1,
        grants: Vec::new(),
        target: None,
    }
}
