//! The pages of the app, and the only place where their paths are written.
//!
//! The worker needs them too: it answers 404 for a path that is no page, and returns a person after sign-in to a page
//! of this list only, so that no return address can ever leave the origin (S2-10).

use crate::function::Surface;
use crate::ids::{FolderId, ItemId};

/// A page of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// What Mooring is, and the button to sign in.
    Home,
    /// The root of the person's OneDrive.
    Files,
    /// One folder of the person's OneDrive.
    Folder(ItemId),
    /// The person's folders.
    Folders,
    /// The documents of one folder.
    Documents(FolderId),
    /// Who takes part in one folder.
    Participants(FolderId),
    /// The picker, for a web app of another origin: in a window that it opens, or in a frame of it.
    EmbeddedPicker,
    /// Results of a search in the person's OneDrive; the text stands in the query `q`.
    Search,
    /// Signing in did not work: why, and what to do. Query: `code`, `request_id`.
    SignInFailed,
    /// Signed out.
    SignedOut,
    /// An administrator has allowed the application, or declined. Query: `code` when it did not work.
    AdminConsent,
    /// The window in which a frame's person signs in. It stays where it is, opens Microsoft's pages in a second window, and hands the
    /// outcome over; it is a page of its own, without the app.
    SignInWindow,
    /// The pane of the Outlook add-in. It is the only page that Outlook may frame, and shows every screen at this address.
    Outlook,
    /// The tab inside Microsoft Teams. With its settings it is all that Teams may frame, and shows every screen at this address.
    Teams,
    /// The dialog in which Teams asks what a new tab of a channel shows; a page of its own, without the app.
    TeamsSettings,
}

impl Page {
    /// The page's path.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::Files => "/files".to_owned(),
            Self::Folder(id) => format!("/files/{id}"),
            Self::Folders => "/folders".to_owned(),
            Self::Documents(id) => format!("/folders/{id}"),
            Self::Participants(id) => format!("/folders/{id}/participants"),
            Self::EmbeddedPicker => "/embed/picker".to_owned(),
            Self::Search => "/search".to_owned(),
            Self::SignInFailed => "/sign-in/failed".to_owned(),
            Self::SignedOut => "/signed-out".to_owned(),
            Self::AdminConsent => "/admin-consent/done".to_owned(),
            Self::SignInWindow => "/sign-in/window".to_owned(),
            Self::Outlook => "/outlook".to_owned(),
            Self::Teams => "/teams".to_owned(),
            Self::TeamsSettings => "/teams/settings".to_owned(),
        }
    }

    /// The page with that path. Exact: no trailing slash, no query, no encoding.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        match path {
            "/" => Some(Self::Home),
            "/files" => Some(Self::Files),
            "/folders" => Some(Self::Folders),
            "/embed/picker" => Some(Self::EmbeddedPicker),
            "/search" => Some(Self::Search),
            "/sign-in/failed" => Some(Self::SignInFailed),
            "/signed-out" => Some(Self::SignedOut),
            "/admin-consent/done" => Some(Self::AdminConsent),
            "/sign-in/window" => Some(Self::SignInWindow),
            "/outlook" => Some(Self::Outlook),
            "/teams" => Some(Self::Teams),
            "/teams/settings" => Some(Self::TeamsSettings),
            _ => Self::with_id(path),
        }
    }

    fn with_id(path: &str) -> Option<Self> {
        if let Some(id) = path.strip_prefix("/files/") {
            return id.parse().ok().map(Self::Folder);
        }
        let rest = path.strip_prefix("/folders/")?;
        match rest.strip_suffix("/participants") {
            Some(id) => id.parse().ok().map(Self::Participants),
            None => rest.parse().ok().map(Self::Documents),
        }
    }

    /// The surface that may show this page in a frame.
    #[must_use]
    pub fn framed_by(&self) -> Option<Surface> {
        match self {
            Self::Outlook => Some(Surface::Outlook),
            Self::Teams | Self::TeamsSettings => Some(Surface::Teams),
            Self::Home
            | Self::Files
            | Self::Folder(_)
            | Self::Folders
            | Self::Documents(_)
            | Self::Participants(_)
            | Self::EmbeddedPicker
            | Self::Search
            | Self::SignInFailed
            | Self::SignedOut
            | Self::AdminConsent
            | Self::SignInWindow => None,
        }
    }

    /// Whether a person may be sent here after signing in.
    #[must_use]
    pub fn is_return_target(&self) -> bool {
        matches!(
            self,
            Self::Home
                | Self::Files
                | Self::Folder(_)
                | Self::Folders
                | Self::Documents(_)
                | Self::Participants(_)
                | Self::EmbeddedPicker
                | Self::Search
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_reads_back_as_its_page() {
        let id = "0123456789abcdef0123456789abcdef";
        let with_ids = [
            Page::Folder("01ABC!7".parse().unwrap()),
            Page::Documents(id.parse().unwrap()),
            Page::Participants(id.parse().unwrap()),
        ];
        let others = [
            Page::Home,
            Page::Files,
            Page::Folders,
            Page::EmbeddedPicker,
            Page::Search,
            Page::SignInFailed,
            Page::SignedOut,
            Page::AdminConsent,
            Page::SignInWindow,
            Page::Outlook,
            Page::Teams,
            Page::TeamsSettings,
        ];
        for page in others.into_iter().chain(with_ids) {
            assert_eq!(Page::from_path(&page.path()), Some(page));
        }
    }

    #[test]
    fn s2_10_no_spelling_of_another_origin_is_a_page() {
        let hostile = [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/files//evil",
            "/files/../x",
            "/files/%2e%2e",
            "/\t/evil.example",
            "/files/",
            "files",
            "",
            "/files?x",
            "/files#x",
            "/./files",
            "/files/a/b",
            "/folders/0",
            "/folders/0123456789abcdef0123456789abcdef/participants/",
            "javascript:1",
        ];
        for path in hostile {
            assert_eq!(Page::from_path(path), None, "{path:?}");
        }
    }
}
