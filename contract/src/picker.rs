//! The picker: what may be asked of it, and what it gives back. The same words are used inside the app, in the messages of the page for
//! embedding ([`crate::page::Page::EmbeddedPicker`]) and in `mooring.d.ts`.

use serde::{Deserialize, Serialize};

use crate::folder::DocumentKind;
use crate::ids::{DriveId, FolderId, ItemId};
use crate::search::{EXTENSIONS_MAX, is_extension};

/// What is to be picked, and where it begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PickerOptions {
    /// Whether more than one may be picked.
    pub multiple: bool,
    /// What may be picked; everything is shown all the same, as the way to it.
    pub kinds: Kinds,
    /// File name extensions without their dots; files of others are not shown. None means all.
    pub extensions: Vec<String>,
    /// Where it opens.
    pub start: Place,
    /// The folder that the choice is for. Whoever shows the picker tells how many of its participants cannot open the choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<FolderId>,
}

impl Default for PickerOptions {
    fn default() -> Self {
        Self {
            multiple: true,
            kinds: Kinds::default(),
            extensions: Vec::new(),
            start: Place::default(),
            folder: None,
        }
    }
}

impl PickerOptions {
    /// The names of the members.
    pub const MEMBERS: [&str; 5] = ["multiple", "kinds", "extensions", "start", "folder"];

    /// Whether they can be met: serde has looked at everything but the extensions.
    #[must_use]
    pub fn are_valid(&self) -> bool {
        self.extensions.len() <= EXTENSIONS_MAX && self.extensions.iter().all(|text| is_extension(text))
    }
}

/// What may be picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kinds {
    /// Files, and what is opened like one (a notebook).
    #[default]
    Files,
    /// Folders.
    Folders,
    /// Both.
    All,
}

/// Where the picker looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The person's OneDrive.
    #[default]
    MyFiles,
    /// What was linked last in the person's folders.
    Recent,
    /// What others shared with the person.
    Shared,
    /// SharePoint sites.
    Sites,
    /// Teams and their channels.
    Teams,
}

impl Place {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::MyFiles, Self::Recent, Self::Shared, Self::Sites, Self::Teams];
}

/// Something that was picked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Picked {
    /// The drive it lies in.
    pub drive_id: DriveId,
    /// Its id there.
    pub item_id: ItemId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: DocumentKind,
    /// Media type of a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// Size in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Its address in the browser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub web_url: Option<String>,
}

/// Things that one choice may hold: as many as one call links.
pub const PICKED_MAX: usize = crate::folder::LINKS_MAX;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_is_named() {
        let folder = Some("0123456789abcdef0123456789abcdef".parse().unwrap());
        let json = serde_json::to_value(PickerOptions { folder, ..PickerOptions::default() }).unwrap();
        let mut names: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        let mut members = PickerOptions::MEMBERS;
        members.sort_unstable();
        assert_eq!(names, members);
    }

    #[test]
    fn what_is_left_out_has_a_usual_value() {
        let options: PickerOptions = serde_json::from_str("{}").unwrap();
        assert_eq!(options, PickerOptions::default());
        assert!(options.multiple && options.are_valid());
        let options: PickerOptions =
            serde_json::from_str(r#"{"kinds":"folders","start":"my-files","multiple":false}"#).unwrap();
        assert_eq!((options.kinds, options.multiple), (Kinds::Folders, false));
    }

    #[test]
    fn options_that_nobody_knows_are_refused() {
        for wrong in [
            r#"{"kind":"folders"}"#,
            r#"{"kinds":"everything"}"#,
            r#"{"start":"https://evil.example"}"#,
            r#"{"folder":"../x"}"#,
            r#"{"multiple":"yes"}"#,
        ] {
            assert!(serde_json::from_str::<PickerOptions>(wrong).is_err(), "{wrong}");
        }
        for extensions in [vec!["do cx".to_owned()], vec![".docx".to_owned()], vec!["a".to_owned(); 21]] {
            assert!(!PickerOptions { extensions, ..PickerOptions::default() }.are_valid());
        }
    }
}
