//! The operations table: the one source of truth for what Mooring may ask of Microsoft Graph.
//!
//! Each row is one allowed call. Derived from it: the gate's allow-list, the scopes of a sign-in, and the permission
//! pages of the documentation. To allow another call, add a row (and a shape in [`crate::graph`] if its answer is JSON).
//! Permissions: <https://learn.microsoft.com/graph/permissions-reference>

use std::fmt::Write as _;

use crate::endpoint::GRAPH_PREFIX;
use crate::function::Function;
use crate::ids::{DriveId, ItemId};

/// Names a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperationId {
    /// The signed-in person.
    Me,
    /// The signed-in person's picture.
    MyPhoto,
    /// The signed-in person's OneDrive.
    MyDrive,
    /// Entries of the OneDrive's root.
    MyRootChildren,
    /// Search in the OneDrive.
    MyDriveSearch,
    /// One item of the OneDrive.
    MyItem,
    /// Entries of one folder of the OneDrive.
    MyItemChildren,
    /// One item of any drive.
    DriveItem,
}

/// HTTP method of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
}

impl Method {
    /// The method's name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
        }
    }
}

/// One step of a path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// These very characters.
    Literal(&'static str),
    /// An [`ItemId`].
    Item,
    /// A [`DriveId`].
    Drive,
    /// An OData function with the person's text as its parameter: the caller writes the bare name and sends the text in
    /// the query `q`; the gate writes `name(q='…')` with the quotes doubled.
    /// <https://learn.microsoft.com/graph/api/driveitem-search>
    TextFunction(&'static str),
}

/// A query option that the caller may set. Everything else in the query string is refused (S3-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryOption {
    /// `$top`: page size, from 1 to this bound.
    Top(u16),
    /// `$orderby`: exactly one of these values.
    OrderBy(&'static [&'static str]),
}

/// A delegated permission of Microsoft Graph, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope(pub &'static str);

/// Who has to consent to a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Each person may.
    Person,
    /// By definition each person may, but Microsoft's default policy since July 2025 reserves it to administrators
    /// (message center MC1097272).
    AdministratorByDefaultPolicy,
    /// An administrator must.
    Administrator,
}

/// How the gate hands the answer on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// JSON, rebuilt as [`crate::graph::User`].
    User,
    /// JSON, rebuilt as [`crate::graph::Drive`].
    Drive,
    /// JSON, rebuilt as [`crate::graph::DriveItem`].
    Item,
    /// JSON, rebuilt as a [`crate::graph::Collection`] of [`crate::graph::DriveItem`].
    Items,
    /// A picture, streamed.
    Picture,
}

/// One row: an allowed Graph call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// The row's name.
    pub id: OperationId,
    /// The method.
    pub method: Method,
    /// The path below `/v1.0`.
    pub path: &'static [Segment],
    /// What the caller may set in the query.
    pub query: &'static [QueryOption],
    /// Sent as `$select`, always: what comes back is decided here, not by the caller. Empty sends none.
    pub select: &'static [&'static str],
    /// Sent as `$expand`, always. Empty sends none.
    pub expand: &'static str,
    /// The functions that need this call; it is allowed when one of them is enabled.
    pub functions: &'static [Function],
    /// The least-privileged delegated scope.
    pub scope: Scope,
    /// Wider scopes that older registrations have and that authorise it too.
    pub alternatives: &'static [Scope],
    /// Who has to consent to `scope`.
    pub consent: Consent,
    /// How the answer is handed on.
    pub answer: Answer,
    /// What it is for, in one line of documentation.
    pub summary: &'static str,
}

/// The largest page the gate asks for. Graph's own default for children is 200.
pub const PAGE_SIZE_MAX: u16 = 200;

const SIGN_IN: &[Function] = &[Function::SsoWeb, Function::SsoTeams, Function::SsoOutlook];
const DOCUMENTS: &[Function] = &[Function::Documents];
const ITEM_FIELDS: &[&str] = &[
    "id",
    "name",
    "size",
    "lastModifiedDateTime",
    "webUrl",
    "folder",
    "file",
    "package",
    "root",
    "parentReference",
];
/// What is kept of a document: no more than a list shows, and how Microsoft tells its versions apart.
const LINKED_FIELDS: &[&str] =
    &["id", "name", "size", "webUrl", "eTag", "folder", "file", "package", "root", "parentReference"];
/// OneDrive for Business sorts by name only (and by url); dates and sizes can't be asked for.
const ITEM_ORDER: &[&str] = &["name", "name desc"];
const USER_READ: Scope = Scope("User.Read");
const FILES_READ: Scope = Scope("Files.Read");
const USER_WIDER: &[Scope] = &[Scope("User.ReadBasic.All"), Scope("Directory.Read.All")];
const FILES_WIDER: &[Scope] =
    &[Scope("Files.Read.All"), Scope("Files.ReadWrite"), Scope("Files.ReadWrite.All")];
const LIST_QUERY: &[QueryOption] = &[QueryOption::Top(PAGE_SIZE_MAX), QueryOption::OrderBy(ITEM_ORDER)];

/// A row of the person's own profile.
const fn profile(
    id: OperationId,
    path: &'static [Segment],
    answer: Answer,
    summary: &'static str,
) -> Operation {
    Operation {
        id,
        method: Method::Get,
        path,
        query: &[],
        select: &[],
        expand: "",
        functions: SIGN_IN,
        scope: USER_READ,
        alternatives: USER_WIDER,
        consent: Consent::Person,
        answer,
        summary,
    }
}

/// A row of the person's own OneDrive.
const fn files(
    id: OperationId,
    path: &'static [Segment],
    answer: Answer,
    summary: &'static str,
) -> Operation {
    Operation {
        id,
        method: Method::Get,
        path,
        query: &[],
        select: ITEM_FIELDS,
        expand: "",
        functions: DOCUMENTS,
        scope: FILES_READ,
        alternatives: FILES_WIDER,
        consent: Consent::Person,
        answer,
        summary,
    }
}

/// A row that lists drive items with their thumbnails.
const fn file_list(id: OperationId, path: &'static [Segment], summary: &'static str) -> Operation {
    Operation { query: LIST_QUERY, expand: "thumbnails", ..files(id, path, Answer::Items, summary) }
}

/// Every allowed call, in the order of the documentation.
pub const TABLE: &[Operation] = &[
    Operation {
        select: &["id", "displayName", "userPrincipalName", "mail"],
        ..profile(OperationId::Me, &[Segment::Literal("me")], Answer::User, "Who is signed in")
    },
    profile(
        OperationId::MyPhoto,
        &[Segment::Literal("me"), Segment::Literal("photo"), Segment::Literal("$value")],
        Answer::Picture,
        "The picture of who is signed in",
    ),
    Operation {
        select: &["id", "driveType", "name", "webUrl"],
        ..files(
            OperationId::MyDrive,
            &[Segment::Literal("me"), Segment::Literal("drive")],
            Answer::Drive,
            "The person's OneDrive",
        )
    },
    file_list(
        OperationId::MyRootChildren,
        &[
            Segment::Literal("me"),
            Segment::Literal("drive"),
            Segment::Literal("root"),
            Segment::Literal("children"),
        ],
        "What lies at the top of the OneDrive",
    ),
    file_list(
        OperationId::MyDriveSearch,
        &[
            Segment::Literal("me"),
            Segment::Literal("drive"),
            Segment::Literal("root"),
            Segment::TextFunction("search"),
        ],
        "Search in the OneDrive",
    ),
    files(
        OperationId::MyItem,
        &[Segment::Literal("me"), Segment::Literal("drive"), Segment::Literal("items"), Segment::Item],
        Answer::Item,
        "One item of the OneDrive",
    ),
    file_list(
        OperationId::MyItemChildren,
        &[
            Segment::Literal("me"),
            Segment::Literal("drive"),
            Segment::Literal("items"),
            Segment::Item,
            Segment::Literal("children"),
        ],
        "What lies in one folder of the OneDrive",
    ),
    Operation {
        select: LINKED_FIELDS,
        ..files(
            OperationId::DriveItem,
            &[Segment::Literal("drives"), Segment::Drive, Segment::Literal("items"), Segment::Item],
            Answer::Item,
            "An item that is linked or to be linked; those of others open up with wider permissions only",
        )
    },
];

impl Operation {
    /// The path of this call at the worker, with `item` in the place of the item id, and `drive` in that of the drive id.
    #[must_use]
    pub fn gate_path(&self, drive: Option<&DriveId>, item: Option<&ItemId>) -> String {
        let mut path = GRAPH_PREFIX.to_owned();
        for segment in self.path {
            path.push('/');
            match segment {
                Segment::Literal(text) | Segment::TextFunction(text) => path.push_str(text),
                Segment::Item => path.push_str(item.map_or("{item-id}", ItemId::as_str)),
                Segment::Drive => path.push_str(drive.map_or("{drive-id}", DriveId::as_str)),
            }
        }
        path
    }

    /// The path as Graph's documentation writes it, for people.
    #[must_use]
    pub fn graph_template(&self) -> String {
        let mut path = String::new();
        for segment in self.path {
            match segment {
                Segment::Literal(text) => _ = write!(path, "/{text}"),
                Segment::Item => path.push_str("/{item-id}"),
                Segment::Drive => path.push_str("/{drive-id}"),
                Segment::TextFunction(name) => _ = write!(path, "/{name}(q='{{text}}')"),
            }
        }
        path
    }
}

/// The row of that name.
#[must_use]
pub fn operation(id: OperationId) -> Option<&'static Operation> {
    TABLE.iter().find(|row| row.id == id)
}

/// The Graph scopes that these functions need: sorted, without doubles, and nothing more (S1-11).
#[must_use]
pub fn scopes_for(functions: &[Function]) -> Vec<Scope> {
    let needed = |row: &&Operation| row.functions.iter().any(|function| functions.contains(function));
    let mut scopes: Vec<Scope> = TABLE.iter().filter(needed).map(|row| row.scope).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s1_11_only_enabled_functions_decide_the_scopes() {
        assert_eq!(scopes_for(&[]), []);
        assert_eq!(scopes_for(&[Function::SsoWeb]), [Scope("User.Read")]);
        assert_eq!(
            scopes_for(&[Function::Documents, Function::SsoWeb]),
            [Scope("Files.Read"), Scope("User.Read")]
        );
    }

    #[test]
    fn every_row_is_found_by_its_name_and_has_its_own_template() {
        for row in TABLE {
            assert_eq!(operation(row.id), Some(row));
            let twins = TABLE.iter().filter(|other| other.graph_template() == row.graph_template());
            assert_eq!(twins.count(), 1, "{}", row.graph_template());
        }
    }

    #[test]
    fn paths_are_spelled_as_graph_spells_them() {
        let item: ItemId = "01ABC".parse().unwrap();
        let children = operation(OperationId::MyItemChildren).unwrap();
        assert_eq!(children.gate_path(None, Some(&item)), "/graph/v1.0/me/drive/items/01ABC/children");
        assert_eq!(children.graph_template(), "/me/drive/items/{item-id}/children");
        let search = operation(OperationId::MyDriveSearch).unwrap();
        assert_eq!(search.graph_template(), "/me/drive/root/search(q='{text}')");
    }
}
