//! What OneDrive knows of a file by the end of its name: media type, editor, and whether it draws a thumbnail.

/// How a kind of file behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileType {
    /// The media type OneDrive states.
    pub(crate) media_type: &'static str,
    /// What the file is to a reader.
    pub(crate) class: Class,
    /// Red, green and blue of the sandbox's thumbnail.
    pub(crate) color: [u8; 3],
}

/// Groups of file types that differ in the members of their items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Opened by Office in the browser: `webUrl` is a `Doc.aspx` link.
    Office,
    /// A paged document that is not edited.
    Document,
    /// Has the `image` and `photo` facets.
    Image,
    /// Has the `video` facet.
    Video,
    /// Readable text.
    Text,
    /// Anything else: no thumbnail.
    Other,
}

const fn kind(media_type: &'static str, class: Class, color: [u8; 3]) -> FileType {
    FileType { media_type, class, color }
}

const WORD: FileType = kind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Class::Office,
    [0x18, 0x5a, 0xbd],
);
const EXCEL: FileType = kind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Class::Office,
    [0x10, 0x7c, 0x41],
);
const POWERPOINT: FileType = kind(
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Class::Office,
    [0xc4, 0x3e, 0x1c],
);
const OTHER: FileType = kind("application/octet-stream", Class::Other, [0x8a, 0x88, 0x86]);

impl FileType {
    /// The type of a file of that name.
    pub(crate) fn of(name: &str) -> Self {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref().unwrap_or_default() {
            "docx" => WORD,
            "xlsx" => EXCEL,
            "pptx" => POWERPOINT,
            "pdf" => kind("application/pdf", Class::Document, [0xb3, 0x0b, 0x00]),
            "png" => kind("image/png", Class::Image, [0x03, 0x83, 0x87]),
            "jpg" => kind("image/jpeg", Class::Image, [0x00, 0x78, 0xd4]),
            "svg" => kind("image/svg+xml", Class::Image, [0x87, 0x64, 0xb8]),
            "mp4" => kind("video/mp4", Class::Video, [0x5c, 0x2e, 0x91]),
            "txt" => kind("text/plain", Class::Text, [0x60, 0x5e, 0x5c]),
            "html" => kind("text/html", Class::Text, [0xca, 0x50, 0x10]),
            "zip" => kind("application/x-zip-compressed", Class::Other, [0xff, 0xb9, 0x00]),
            _ => OTHER,
        }
    }

    /// Whether OneDrive draws thumbnails of such a file.
    pub(crate) fn has_thumbnails(self) -> bool {
        match self.class {
            Class::Office | Class::Document | Class::Image | Class::Video => true,
            Class::Text | Class::Other => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_name_decides_without_regard_to_case() {
        for (name, media_type) in [
            ("a.PDF", "application/pdf"),
            ("archive.tar.zip", "application/x-zip-compressed"),
            ("no ending", "application/octet-stream"),
            (".txt", "text/plain"),
        ] {
            assert_eq!(FileType::of(name).media_type, media_type, "{name}");
        }
    }
}
