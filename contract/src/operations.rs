//! The operations table: the one source of truth for what Mooring may ask of Microsoft Graph.
//!
//! Each row is one allowed call. Derived from it: the gate's allow-list, the scopes of a sign-in, and the permission
//! pages of the documentation. To allow another call, add a row (and a shape in [`crate::graph`] if its answer is JSON).
//! Permissions: <https://learn.microsoft.com/graph/permissions-reference>

mod path;
mod table;

use std::fmt::Write as _;

pub use self::path::PathIds;
pub use self::table::{MEMBERS_MAX, OPTIONAL, PAGE_SIZE_MAX, TABLE};
use crate::endpoint::GRAPH_PREFIX;
use crate::function::Function;

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
    /// Entries of the root of any drive.
    DriveRootChildren,
    /// Entries of one folder of any drive.
    DriveItemChildren,
    /// What others shared with the person.
    SharedWithMe,
    /// What lies at an address.
    SharedItem,
    /// SharePoint sites that the person follows.
    FollowedSites,
    /// Search for SharePoint sites.
    SiteSearch,
    /// The document libraries of a site.
    SiteDrives,
    /// The person's teams.
    JoinedTeams,
    /// The channels of a team.
    TeamChannels,
    /// The folder of a channel's files.
    ChannelFilesFolder,
    /// Search for colleagues.
    UserSearch,
    /// Search in all drives.
    Search,
    /// Who may open an item.
    ItemPermissions,
    /// Several calls of this table in one request.
    Batch,
    /// Who is in a team.
    TeamMembers,
    /// One of them.
    TeamMember,
}

/// HTTP method of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Asks with a body; no row writes.
    Post,
}

impl Method {
    /// The method's name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// One step of a path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// These very characters.
    Literal(&'static str),
    /// An [`crate::ids::ItemId`].
    Item,
    /// A [`crate::ids::DriveId`].
    Drive,
    /// A [`crate::ids::SiteId`].
    Site,
    /// A [`crate::ids::TeamId`].
    Team,
    /// A [`crate::ids::ChannelId`].
    Channel,
    /// A [`crate::ids::MembershipId`].
    Membership,
    /// A [`crate::ids::ShareId`].
    Share,
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
    /// The person's text, which the caller sends in the query `q`, as the option of this name. It has to be there.
    Text(&'static str),
    /// The person's text, likewise in `q`, as `$search` in these properties. It has to be there.
    /// <https://learn.microsoft.com/graph/search-query-parameter>
    Search(&'static [&'static str]),
}

/// Who may make a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The browser, through the gate.
    Browser,
    /// The worker alone, on behalf of the person.
    Worker,
    /// The worker alone, in its own name: the scope is a permission of the application, and no person is ever asked for it.
    Application,
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
    /// JSON, rebuilt as a [`crate::graph::Collection`] of [`crate::graph::Drive`].
    Drives,
    /// JSON, rebuilt as a [`crate::graph::Collection`] of [`crate::graph::Site`].
    Sites,
    /// JSON, rebuilt as a [`crate::graph::Collection`] of [`crate::graph::Team`].
    Teams,
    /// JSON, rebuilt as a [`crate::graph::Collection`] of [`crate::graph::Channel`].
    Channels,
    /// JSON, rebuilt as a [`crate::graph::Collection`] of [`crate::graph::User`].
    Users,
    /// A picture, streamed.
    Picture,
    /// JSON that the worker itself reads; it is never handed on.
    Kept,
}

/// One row: an allowed Graph call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operation {
    /// The row's name.
    pub id: OperationId,
    /// Who may make the call.
    pub access: Access,
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

impl Operation {
    /// The path of this call at the worker.
    #[must_use]
    pub fn gate_path(&self, ids: &PathIds) -> String {
        let mut path = GRAPH_PREFIX.to_owned();
        for segment in self.path {
            path.push('/');
            path.push_str(ids.of(*segment).unwrap_or_else(|| segment.placeholder()));
        }
        path
    }

    /// The path as Graph's documentation writes it, for people.
    #[must_use]
    pub fn graph_template(&self) -> String {
        let mut path = String::new();
        for segment in self.path {
            _ = write!(path, "/{}", segment.placeholder());
            if matches!(segment, Segment::TextFunction(_)) {
                path.push_str("(q='{text}')");
            }
        }
        for option in self.query {
            match option {
                QueryOption::Text(name) => _ = write!(path, "?{name}={{text}}"),
                QueryOption::Search(_) => path.push_str("?$search={text}"),
                QueryOption::Top(_) | QueryOption::OrderBy(_) => {}
            }
        }
        path
    }

    /// Whether the person's text belongs to the call, in the query `q`.
    #[must_use]
    pub fn takes_text(&self) -> bool {
        let in_query = |option: &QueryOption| matches!(option, QueryOption::Text(_) | QueryOption::Search(_));
        self.path.iter().any(|segment| matches!(segment, Segment::TextFunction(_)))
            || self.query.iter().any(in_query)
    }

    /// Whether an instance allows it: one of its functions needs it, and its scope is one of those that the functions cannot do
    /// without, or is granted.
    #[must_use]
    pub fn is_allowed(&self, functions: &[Function], granted: &[Scope]) -> bool {
        let scope = !OPTIONAL.contains(&self.scope) || granted.contains(&self.scope);
        scope && self.functions.iter().any(|function| functions.contains(function))
    }
}

/// The row of that name.
#[must_use]
pub fn operation(id: OperationId) -> Option<&'static Operation> {
    TABLE.iter().find(|row| row.id == id)
}

/// The optional scope of that name.
#[must_use]
pub fn optional_scope(name: &str) -> Option<Scope> {
    OPTIONAL.iter().copied().find(|scope| scope.0 == name)
}

/// The Graph scopes that these functions need, with those of the optional ones that are granted: sorted, without doubles, and
/// nothing more (S1-11).
#[must_use]
pub fn scopes_for(functions: &[Function], granted: &[Scope]) -> Vec<Scope> {
    let delegated = |row: &&Operation| row.access != Access::Application;
    let rows = TABLE.iter().filter(delegated).filter(|row| row.is_allowed(functions, granted));
    let mut scopes: Vec<Scope> = rows.map(|row| row.scope).collect();
    scopes.sort_unstable();
    scopes.dedup();
    scopes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s1_11_only_enabled_functions_decide_the_scopes() {
        assert_eq!(scopes_for(&[], OPTIONAL), []);
        assert_eq!(scopes_for(&[Function::SsoWeb], OPTIONAL), [Scope("User.Read")]);
        assert_eq!(
            scopes_for(&[Function::Documents, Function::SsoWeb], &[]),
            [Scope("Files.Read"), Scope("User.Read")]
        );
    }

    #[test]
    fn s1_11_nobody_is_asked_for_what_the_application_does_in_its_own_name() {
        assert_eq!(scopes_for(&[Function::TeamSync], OPTIONAL), []);
        let rows = TABLE.iter().filter(|row| row.access == Access::Application);
        assert!(rows.clone().count() > 0);
        for row in rows {
            assert!(row.is_allowed(&[Function::TeamSync], &[]) && !OPTIONAL.contains(&row.scope), "{row:?}");
        }
    }

    #[test]
    fn s1_11_an_optional_scope_is_asked_for_where_it_is_granted_and_a_function_needs_it() {
        let sites = [Scope("Sites.Read.All")];
        assert_eq!(scopes_for(&[Function::Documents], &sites), [Scope("Files.Read"), sites[0]]);
        assert_eq!(scopes_for(&[Function::SsoWeb], &sites), [Scope("User.Read")]);
        for scope in OPTIONAL {
            assert_eq!(optional_scope(scope.0), Some(*scope));
            assert!(TABLE.iter().any(|row| row.scope == *scope), "{scope:?} opens something");
        }
        assert_eq!(optional_scope("Files.ReadWrite.All"), None);
    }

    #[test]
    fn nothing_but_questions_is_asked_with_a_body_and_by_the_worker_only() {
        for row in TABLE {
            assert!(row.method == Method::Get || row.access == Access::Worker, "{row:?}");
            assert_eq!(row.answer == Answer::Kept, row.access != Access::Browser, "{row:?}");
            assert!(!row.scope.0.contains("Write"), "{row:?}");
        }
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
        let ids = PathIds::item(None, "01ABC".parse().unwrap());
        let children = operation(OperationId::MyItemChildren).unwrap();
        assert_eq!(children.gate_path(&ids), "/graph/v1.0/me/drive/items/01ABC/children");
        assert_eq!(children.graph_template(), "/me/drive/items/{item-id}/children");
        let search = operation(OperationId::MyDriveSearch).unwrap();
        assert_eq!(search.graph_template(), "/me/drive/root/search(q='{text}')");
    }
}
