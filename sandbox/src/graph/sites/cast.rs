//! The sites at the start. Who may read one follows from its audience; nobody else sees that it is there.

use crate::graph::seed::who::{ADA, ALEX, NORA};
use crate::people::CONTOSO;

/// A document library.
#[derive(Debug, PartialEq, Eq)]
pub struct Library {
    /// Its name as people see it.
    pub title: &'static str,
    /// Its name in addresses.
    pub segment: &'static str,
}

/// Who may read a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The owners and members of a team, its guests too.
    Team(&'static str),
    /// The members of a private channel, once its Files tab was opened: the site is made then.
    Channel(&'static str, &'static str),
    /// These people, by object id.
    People(&'static [&'static str]),
    /// Everybody of the organization but its guests.
    Everybody,
}

/// A site.
#[derive(Debug, PartialEq, Eq)]
pub struct Site {
    /// Its place below `/sites/`; everything about it is named after this.
    pub path: &'static str,
    /// Its name as people see it.
    pub title: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// Its organization.
    pub tenant: &'static str,
    /// Who may read it.
    pub audience: Audience,
    /// Who follows it, by object id.
    pub followers: &'static [&'static str],
    /// Its libraries, the default one first.
    pub libraries: &'static [Library],
}

const DOCUMENTS: Library = Library { title: "Documents", segment: "Shared Documents" };

/// Every site.
pub static SITES: [Site; 7] = [
    Site {
        path: "harbour",
        title: "Harbour project",
        description: "The new berths",
        tenant: CONTOSO,
        audience: Audience::Team("harbour"),
        followers: &[ADA],
        libraries: &[DOCUMENTS, Library { title: "Drawings", segment: "Drawings" }],
    },
    Site {
        path: "harbour-Board",
        title: "Harbour project - Board",
        description: "",
        tenant: CONTOSO,
        audience: Audience::Channel("harbour", "Board"),
        followers: &[],
        libraries: &[DOCUMENTS],
    },
    Site {
        path: "harbour-Payround",
        title: "Harbour project - Pay round",
        description: "",
        tenant: CONTOSO,
        audience: Audience::Channel("harbour", "Pay round"),
        followers: &[],
        libraries: &[DOCUMENTS],
    },
    Site {
        path: "finance",
        title: "Finance",
        description: "Budgets and invoices",
        tenant: CONTOSO,
        audience: Audience::Team("finance"),
        followers: &[ALEX],
        libraries: &[DOCUMENTS],
    },
    Site {
        path: "newcomers",
        title: "Newcomers",
        description: "",
        tenant: CONTOSO,
        audience: Audience::Team("newcomers"),
        followers: &[],
        libraries: &[DOCUMENTS],
    },
    Site {
        path: "records",
        title: "Records centre",
        description: "Everything that has to be kept",
        tenant: CONTOSO,
        audience: Audience::People(&[ADA, NORA, ALEX]),
        followers: &[ADA, NORA],
        libraries: &[DOCUMENTS],
    },
    Site {
        path: "intranet",
        title: "Intranet",
        description: "For everybody at Contoso",
        tenant: CONTOSO,
        audience: Audience::Everybody,
        followers: &[ADA],
        libraries: &[DOCUMENTS, Library { title: "Policies", segment: "Policies" }],
    },
];

/// The site of that path below `/sites/`, in any case.
#[must_use]
pub fn site(path: &str) -> Option<&'static Site> {
    SITES.iter().find(|site| site.path.eq_ignore_ascii_case(path))
}
