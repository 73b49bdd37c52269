//! A line of the picker: something that can be opened, picked, or both.

use contract::folder::{DocumentKind, RecentDocument};
use contract::graph::{Channel, Drive, DriveItem, Site, Team};
use contract::ids::{DriveId, TeamId};
use contract::picker::{Kinds, Picked};

use super::location::Location;
use crate::model::icon::Kind;

/// The line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its name, in any script.
    pub(crate) name: String,
    /// What it is.
    pub(crate) icon: Kind,
    /// Last change, as Graph writes it.
    pub(crate) modified: Option<String>,
    /// Bytes.
    pub(crate) size: Option<u64>,
    /// Where there is a small picture.
    pub(crate) thumbnail: Option<String>,
    /// What lies in it.
    pub(crate) opens: Option<Location>,
    /// What is picked with it.
    pub(crate) picked: Option<Picked>,
}

/// Which files the person wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum FileType {
    /// All of them.
    #[default]
    Any,
    /// Word and its like.
    Documents,
    /// Excel and its like.
    Spreadsheets,
    /// `PowerPoint` and its like.
    Presentations,
    /// PDF.
    Pdf,
    /// Pictures.
    Pictures,
}

impl FileType {
    /// All of them, in the order in which they are offered.
    pub(crate) const ALL: [Self; 6] =
        [Self::Any, Self::Documents, Self::Spreadsheets, Self::Presentations, Self::Pdf, Self::Pictures];

    /// The extensions of such files; none means all.
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Any => &[],
            Self::Documents => &["docx", "doc", "docm", "odt", "rtf", "txt", "md"],
            Self::Spreadsheets => &["xlsx", "xls", "xlsm", "xlsb", "ods", "csv"],
            Self::Presentations => &["pptx", "ppt", "pptm", "ppsx", "odp"],
            Self::Pdf => &["pdf"],
            Self::Pictures => &["png", "jpg", "jpeg", "gif", "bmp", "webp", "svg", "heic", "tif", "tiff"],
        }
    }
}

/// What the embedder wants to see and to have, and what the person wants to see of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filter {
    /// What may be picked.
    pub(crate) kinds: Kinds,
    /// Extensions of the files that are shown, in lower case; none means all.
    pub(crate) extensions: Vec<String>,
    /// What the person wants to see of it.
    pub(crate) file_type: FileType,
}

impl Filter {
    /// The extensions that both want; none means all. Where they have nothing in common, the person's, of which nothing is shown then.
    pub(crate) fn wanted(&self) -> Vec<String> {
        let of_type = self.file_type.extensions();
        let both = |one: &&String| of_type.is_empty() || of_type.contains(&one.as_str());
        let both: Vec<String> = self.extensions.iter().filter(both).cloned().collect();
        if both.is_empty() { of_type.iter().map(|one| (*one).to_owned()).collect() } else { both }
    }

    /// The line as this filter leaves it; `None` when it is not shown.
    pub(crate) fn apply(&self, mut entry: Entry) -> Option<Entry> {
        let Some(picked) = &entry.picked else { return Some(entry) };
        if picked.kind == DocumentKind::File && !self.shows(&picked.name) {
            return None;
        }
        let fits = match self.kinds {
            Kinds::Files => picked.kind != DocumentKind::Folder,
            Kinds::Folders => picked.kind == DocumentKind::Folder,
            Kinds::All => true,
        };
        if !fits {
            entry.picked = None;
        }
        Some(entry)
    }

    fn shows(&self, name: &str) -> bool {
        let of_type = self.file_type.extensions();
        let Some((_, extension)) = name.rsplit_once('.') else {
            return self.extensions.is_empty() && of_type.is_empty();
        };
        let extension = extension.to_ascii_lowercase();
        (self.extensions.is_empty() || self.extensions.contains(&extension))
            && (of_type.is_empty() || of_type.contains(&extension.as_str()))
    }
}

impl Entry {
    fn place(name: Option<String>, fallback: &str, icon: Kind, opens: Location) -> Self {
        let name = name.unwrap_or_else(|| fallback.to_owned());
        Self { name, icon, modified: None, size: None, thumbnail: None, opens: Some(opens), picked: None }
    }

    /// A site.
    pub(crate) fn site(site: Site) -> Self {
        let address = site.web_url.unwrap_or_default();
        Self::place(site.display_name, &address, Kind::Folder, Location::Site(site.id))
    }

    /// A library; `None` when its id is not well-formed.
    pub(crate) fn drive(drive: Drive) -> Option<Self> {
        let id = drive.id.parse().ok()?;
        Some(Self::place(drive.name, "", Kind::Folder, Location::Library(id)))
    }

    /// A team.
    pub(crate) fn team(team: Team) -> Self {
        Self::place(team.display_name, "", Kind::Folder, Location::Team(team.id))
    }

    /// A channel of a team.
    pub(crate) fn channel(channel: Channel, team: TeamId) -> Self {
        Self::place(channel.display_name, "", Kind::Folder, Location::Channel(team, channel.id))
    }

    /// A document that was linked lately.
    pub(crate) fn recent(RecentDocument { document, .. }: RecentDocument) -> Self {
        let icon = match document.kind {
            DocumentKind::File => Kind::of_file(&document.name, document.mime_type.as_deref()),
            DocumentKind::Folder => Kind::Folder,
            DocumentKind::Package => Kind::Notebook,
        };
        let opens = (document.kind == DocumentKind::Folder)
            .then(|| Location::Folder(Some(document.drive_id.clone()), document.item_id.clone()));
        Self {
            name: document.name.clone(),
            icon,
            modified: None,
            size: document.size,
            thumbnail: None,
            opens,
            picked: Some(Picked {
                drive_id: document.drive_id,
                item_id: document.item_id,
                name: document.name,
                kind: document.kind,
                mime_type: document.mime_type,
                size: document.size,
                web_url: document.web_url,
            }),
        }
    }

    /// An item; what lies in another drive is opened and picked there. `None` for what cannot be named.
    pub(crate) fn item(item: DriveItem, own: bool) -> Option<Self> {
        let icon = icon(&item);
        let thumbnail = item.thumbnail.clone();
        let (parent, item_id, folder, file, package) = match item.remote_item {
            Some(remote) => (remote.parent_reference, remote.id, remote.folder, remote.file, remote.package),
            None => (item.parent_reference, item.id, item.folder, item.file, item.package),
        };
        let is_own = own && icon.1;
        let drive_id: DriveId = parent?.drive_id?.parse().ok()?;
        let kind = match (&package, &folder) {
            (Some(_), _) => DocumentKind::Package,
            (None, Some(_)) => DocumentKind::Folder,
            (None, None) => DocumentKind::File,
        };
        let opens = (kind == DocumentKind::Folder)
            .then(|| Location::Folder((!is_own).then(|| drive_id.clone()), item_id.clone()));
        Some(Self {
            name: item.name.clone(),
            icon: icon.0,
            modified: item.last_modified_date_time,
            size: item.size.filter(|_| kind == DocumentKind::File),
            thumbnail,
            opens,
            picked: Some(Picked {
                drive_id,
                item_id,
                name: item.name,
                kind,
                mime_type: file.and_then(|file| file.mime_type),
                size: item.size,
                web_url: item.web_url,
            }),
        })
    }

    /// Whether two lines are about the same thing.
    pub(crate) fn key(&self) -> String {
        match (&self.picked, &self.opens) {
            (Some(picked), _) => format!("{}/{}", picked.drive_id, picked.item_id),
            (None, opens) => format!("{opens:?}"),
        }
    }
}

/// The icon of an item, and whether the item lies where it is listed.
fn icon(item: &DriveItem) -> (Kind, bool) {
    let Some(remote) = &item.remote_item else { return (Kind::of(item), true) };
    let kind = match (&remote.package, &remote.folder) {
        (Some(_), _) => Kind::Notebook,
        (None, Some(_)) => Kind::Folder,
        (None, None) => {
            Kind::of_file(&item.name, remote.file.as_ref().and_then(|file| file.mime_type.as_deref()))
        }
    };
    (kind, false)
}

#[cfg(test)]
pub(crate) mod tests {
    use serde_json::json;

    use super::*;

    pub(crate) fn item(json: serde_json::Value, own: bool) -> Option<Entry> {
        Entry::item(serde_json::from_value(json).unwrap(), own)
    }

    pub(crate) fn file(id: &str, name: &str) -> Entry {
        item(json!({ "id": id, "name": name, "file": {}, "parentReference": { "driveId": "b!a" } }), true)
            .unwrap()
    }

    #[test]
    fn what_lies_elsewhere_is_opened_and_picked_there() {
        let own =
            json!({ "id": "01A", "name": "Plans", "folder": {}, "parentReference": { "driveId": "b!a" } });
        let entry = item(own.clone(), true).unwrap();
        assert_eq!(entry.opens, Some(Location::Folder(None, "01A".parse().unwrap())));
        let entry = item(own, false).unwrap();
        assert_eq!(entry.opens, Some(Location::Folder(Some("b!a".parse().unwrap()), "01A".parse().unwrap())));
        let remote = json!({
            "id": "01S", "name": "Shared",
            "remoteItem": { "id": "01R", "folder": {}, "parentReference": { "driveId": "b!b" } },
        });
        let entry = item(remote, true).unwrap();
        assert_eq!(entry.opens, Some(Location::Folder(Some("b!b".parse().unwrap()), "01R".parse().unwrap())));
        assert_eq!(entry.picked.unwrap().item_id.as_str(), "01R");
        assert_eq!(item(json!({ "id": "01A", "name": "x" }), true), None, "nothing says where it lies");
    }

    #[test]
    fn the_embedder_says_what_is_shown_and_what_is_picked() {
        let folder = item(
            json!({ "id": "01F", "name": "Plans", "folder": {}, "parentReference": { "driveId": "b!a" } }),
            true,
        )
        .unwrap();
        let filter = |kinds, extensions: &[&str]| Filter {
            kinds,
            extensions: extensions.iter().map(ToString::to_string).collect(),
            file_type: FileType::Any,
        };
        let pdf = filter(Kinds::Files, &["pdf"]);
        assert!(
            pdf.apply(file("01A", "Plan.PDF")).is_some() && pdf.apply(file("01B", "Plan.docx")).is_none()
        );
        let shown = pdf.apply(folder.clone()).unwrap();
        assert!(shown.opens.is_some() && shown.picked.is_none(), "a folder is the way, and is not picked");
        let folders = filter(Kinds::Folders, &[]);
        assert!(folders.apply(folder).unwrap().picked.is_some());
        assert!(folders.apply(file("01A", "a")).unwrap().picked.is_none());
    }

    #[test]
    fn the_person_narrows_what_the_embedder_wants() {
        let filter = |extensions: &[&str], file_type| Filter {
            kinds: Kinds::Files,
            extensions: extensions.iter().map(ToString::to_string).collect(),
            file_type,
        };
        assert_eq!(filter(&[], FileType::Pdf).wanted(), ["pdf"]);
        assert_eq!(filter(&["pdf", "docx"], FileType::Documents).wanted(), ["docx"]);
        assert_eq!(filter(&["pdf", "docx"], FileType::Any).wanted(), ["pdf", "docx"]);
        let nothing = filter(&["zip"], FileType::Pdf);
        assert!(
            nothing.apply(file("01A", "a.pdf")).is_none() && nothing.apply(file("01B", "a.zip")).is_none()
        );
        let pictures = filter(&[], FileType::Pictures);
        assert!(
            pictures.apply(file("01A", "a.JPG")).is_some() && pictures.apply(file("01B", "README")).is_none()
        );
    }
}
