//! Whose a drive is: a person's OneDrive, or a document library of a site.

use crate::graph::sites::cast::{Library, Site};
use crate::people::Person;

/// Where a drive belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// Somebody's OneDrive.
    Person(&'static Person),
    /// A library of a site.
    Library(&'static Site, &'static Library),
}

impl Home {
    /// The organization.
    #[must_use]
    pub fn tenant(self) -> &'static str {
        match self {
            Self::Person(person) => person.tenant,
            Self::Library(site, _) => site.tenant,
        }
    }

    /// What the identifiers of the site derive from.
    #[must_use]
    pub fn site_key(self) -> &'static str {
        match self {
            Self::Person(person) => person.oid,
            Self::Library(site, _) => site.path,
        }
    }

    /// What the identifiers of the drive and its items derive from.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Person(person) => person.oid.to_owned(),
            Self::Library(site, library) => format!("{}/{}", site.path, library.segment),
        }
    }

    /// `driveType`.
    #[must_use]
    pub fn drive_type(self) -> &'static str {
        match self {
            Self::Person(_) => "business",
            Self::Library(..) => "documentLibrary",
        }
    }

    /// `name` of the drive.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person(_) => "OneDrive",
            Self::Library(_, library) => library.title,
        }
    }

    /// The list behind the drive, which is what a `parentReference` calls the root.
    #[must_use]
    pub fn list_name(self) -> &'static str {
        match self {
            Self::Person(_) => "Documents",
            Self::Library(_, library) => library.title,
        }
    }
}
