//! What kind of file an item is: from its facets, then its name, then the media type that OneDrive gives.

use contract::graph::DriveItem;

/// A kind of item, as a person would sort them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A folder.
    Folder,
    /// A OneNote notebook or another package.
    Notebook,
    /// Word and its like.
    Document,
    /// Excel and its like.
    Spreadsheet,
    /// `PowerPoint` and its like.
    Presentation,
    /// PDF.
    Pdf,
    /// A picture.
    Image,
    /// A film.
    Video,
    /// Sound.
    Audio,
    /// A packed archive.
    Archive,
    /// Source code and data.
    Code,
    /// Plain text.
    Text,
    /// Anything else.
    Other,
}

impl Kind {
    /// The kind of an item.
    #[must_use]
    pub fn of(item: &DriveItem) -> Self {
        if item.folder.is_some() || item.root.is_some() {
            return Self::Folder;
        }
        if item.package.is_some() {
            return Self::Notebook;
        }
        Self::of_file(&item.name, item.file.as_ref().and_then(|file| file.mime_type.as_deref()))
    }

    /// The kind of a file.
    #[must_use]
    pub fn of_file(name: &str, mime_type: Option<&str>) -> Self {
        let by_name = name.rsplit_once('.').and_then(|(_, extension)| Self::of_extension(extension));
        by_name.or_else(|| mime_type.map(Self::of_mime_type)).unwrap_or(Self::Other)
    }

    /// Its name in the style sheet.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::Notebook => "notebook",
            Self::Document => "document",
            Self::Spreadsheet => "spreadsheet",
            Self::Presentation => "presentation",
            Self::Pdf => "pdf",
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::Archive => "archive",
            Self::Code => "code",
            Self::Text => "text",
            Self::Other => "other",
        }
    }

    fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "doc" | "docx" | "docm" | "dotx" | "odt" | "rtf" => Self::Document,
            "xls" | "xlsx" | "xlsm" | "xlsb" | "ods" | "csv" => Self::Spreadsheet,
            "ppt" | "pptx" | "pptm" | "ppsx" | "odp" => Self::Presentation,
            "pdf" => Self::Pdf,
            "png" | "jpg" | "jpeg" | "gif" | "bmp" | "webp" | "svg" | "heic" | "tif" | "tiff" => Self::Image,
            "mp4" | "mov" | "avi" | "mkv" | "webm" => Self::Video,
            "mp3" | "wav" | "m4a" | "flac" | "ogg" => Self::Audio,
            "zip" | "7z" | "rar" | "gz" | "tar" => Self::Archive,
            "rs" | "js" | "ts" | "json" | "xml" | "html" | "css" | "py" | "cs" | "sql" => Self::Code,
            "txt" | "md" | "log" => Self::Text,
            "one" | "onetoc2" | "onepkg" => Self::Notebook,
            _ => return None,
        })
    }

    fn of_mime_type(mime_type: &str) -> Self {
        match mime_type.split_once('/') {
            Some(("image", _)) => Self::Image,
            Some(("video", _)) => Self::Video,
            Some(("audio", _)) => Self::Audio,
            Some(("text", _)) => Self::Text,
            Some(("application", "pdf")) => Self::Pdf,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use contract::graph::{File, Folder, Package};

    use super::*;

    fn item(name: &str, mime_type: Option<&str>) -> DriveItem {
        DriveItem {
            id: "a".parse().unwrap(),
            name: name.to_owned(),
            size: None,
            last_modified_date_time: None,
            web_url: None,
            e_tag: None,
            folder: None,
            file: Some(File { mime_type: mime_type.map(str::to_owned) }),
            package: None,
            root: None,
            parent_reference: None,
            remote_item: None,
            thumbnail: None,
        }
    }

    #[test]
    fn the_name_decides_before_the_media_type() {
        let cases = [
            ("Budget.XLSX", Some("application/octet-stream"), Kind::Spreadsheet),
            ("plan.v2.docx", None, Kind::Document),
            ("照片", Some("image/jpeg"), Kind::Image),
            ("README", Some("text/plain"), Kind::Text),
            ("blob", Some("application/x-unheard-of"), Kind::Other),
            ("blob", None, Kind::Other),
            (".pdf", None, Kind::Pdf),
        ];
        for (name, mime_type, expected) in cases {
            assert_eq!(Kind::of(&item(name, mime_type)), expected, "{name}");
        }
    }

    #[test]
    fn a_folder_may_be_called_like_a_file() {
        let folder = DriveItem { folder: Some(Folder { child_count: None }), ..item("a.pdf", None) };
        let notebook = DriveItem { package: Some(Package { kind: None }), ..item("a.pdf", None) };
        assert_eq!(Kind::of(&folder), Kind::Folder);
        assert_eq!(Kind::of(&notebook), Kind::Notebook);
    }
}
