//! Where the picker looks, and the call that lists what is there.

use contract::endpoint::{RECENT, SEARCH};
use contract::function::Function;
use contract::ids::{ChannelId, DriveId, ItemId, ShareId, SiteId, TeamId};
use contract::operations::{Operation, OperationId, PathIds, Scope, operation};
use contract::picker::Place;
use contract::search::{EXTENSIONS, TEXT};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::source::Order;

/// Items asked for at a time: ten thousand are there after fifty pages.
const PAGE_SIZE: u16 = 200;

/// A list that can be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Location {
    /// One of the places.
    Place(Place),
    /// A folder; of the person's own drive, if none is named.
    Folder(Option<DriveId>, ItemId),
    /// The top of a library.
    Library(DriveId),
    /// The libraries of a site.
    Site(SiteId),
    /// The channels of a team.
    Team(TeamId),
    /// The files of a channel.
    Channel(TeamId, ChannelId),
    /// Sites with this text.
    FoundSites(String),
    /// Files with this text: everywhere, or in the person's own drive where no more is allowed.
    Found(String),
    /// What lies at an address that was pasted.
    Pasted(ShareId),
}

/// What a call answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Items, of the person's own drive or not.
    Items {
        /// Whether it is the person's own drive.
        own: bool,
    },
    /// One item.
    Item,
    /// The folder of a channel's files, whose items are listed by a second call.
    FilesFolder,
    /// Libraries.
    Drives,
    /// Sites.
    Sites,
    /// Teams.
    Teams,
    /// Channels of this team.
    Channels,
    /// Documents that were linked lately.
    Recent,
}

/// What an instance lets the picker do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Allowed {
    /// Its functions.
    pub(crate) functions: Vec<Function>,
    /// Its optional scopes.
    pub(crate) permissions: Vec<Scope>,
}

impl Allowed {
    fn missing_of(&self, id: OperationId) -> Option<Scope> {
        operation(id).filter(|row| !row.is_allowed(&self.functions, &self.permissions)).map(|row| row.scope)
    }

    /// The permission that a place cannot do without and that is not granted.
    pub(crate) fn missing(&self, place: Place) -> Option<Scope> {
        let needed: &[OperationId] = match place {
            Place::MyFiles => &[OperationId::MyRootChildren],
            Place::Recent => &[],
            Place::Shared => &[OperationId::SharedWithMe],
            Place::Sites => &[OperationId::FollowedSites, OperationId::DriveRootChildren],
            Place::Teams => {
                &[OperationId::JoinedTeams, OperationId::TeamChannels, OperationId::DriveItemChildren]
            }
        };
        needed.iter().find_map(|id| self.missing_of(*id))
    }

    /// Whether folders of other drives than the person's own open.
    pub(crate) fn opens_others(&self) -> bool {
        self.missing_of(OperationId::DriveItemChildren).is_none()
    }

    /// Whether everything that the person may open is searched, or only their own drive.
    pub(crate) fn searches_everywhere(&self) -> bool {
        self.missing_of(OperationId::Search).is_none()
    }
}

impl Location {
    /// The call for the first page, and what it answers.
    pub(crate) fn first_page(
        &self,
        order: Order,
        extensions: &[String],
        allowed: &Allowed,
    ) -> (String, Shape) {
        let of = |id: OperationId, ids: PathIds| path(id, &ids);
        let sorted = |path: String| format!("{path}?$top={PAGE_SIZE}&$orderby={}", order.query());
        match self {
            Self::Place(Place::MyFiles) => {
                (sorted(of(OperationId::MyRootChildren, PathIds::default())), Shape::Items { own: true })
            }
            Self::Place(Place::Recent) => (RECENT.to_owned(), Shape::Recent),
            Self::Place(Place::Shared) => {
                (of(OperationId::SharedWithMe, PathIds::default()), Shape::Items { own: false })
            }
            Self::Place(Place::Sites) => (of(OperationId::FollowedSites, PathIds::default()), Shape::Sites),
            Self::Place(Place::Teams) => (of(OperationId::JoinedTeams, PathIds::default()), Shape::Teams),
            Self::Folder(None, item) => (
                sorted(of(OperationId::MyItemChildren, PathIds::item(None, item.clone()))),
                Shape::Items { own: true },
            ),
            Self::Folder(Some(drive), item) => (
                sorted(of(OperationId::DriveItemChildren, PathIds::item(Some(drive.clone()), item.clone()))),
                Shape::Items { own: false },
            ),
            Self::Library(drive) => {
                let ids = PathIds { drive: Some(drive.clone()), ..PathIds::default() };
                (sorted(of(OperationId::DriveRootChildren, ids)), Shape::Items { own: false })
            }
            Self::Site(site) => {
                let ids = PathIds { site: Some(site.clone()), ..PathIds::default() };
                (of(OperationId::SiteDrives, ids), Shape::Drives)
            }
            Self::Team(team) => {
                let ids = PathIds { team: Some(team.clone()), ..PathIds::default() };
                (of(OperationId::TeamChannels, ids), Shape::Channels)
            }
            Self::Channel(team, channel) => {
                let (team, channel) = (Some(team.clone()), Some(channel.clone()));
                let ids = PathIds { team, channel, ..PathIds::default() };
                (of(OperationId::ChannelFilesFolder, ids), Shape::FilesFolder)
            }
            Self::FoundSites(text) => {
                let path = of(OperationId::SiteSearch, PathIds::default());
                (format!("{path}?q={}", encoded(text)), Shape::Sites)
            }
            Self::Found(text) => found(text, extensions, allowed),
            Self::Pasted(share) => {
                let ids = PathIds { share: Some(share.clone()), ..PathIds::default() };
                (of(OperationId::SharedItem, ids), Shape::Item)
            }
        }
    }

    /// Whether Microsoft sorts this list at our wish; else what has come is sorted here.
    pub(crate) fn is_sorted_there(&self) -> bool {
        matches!(self, Self::Place(Place::MyFiles) | Self::Folder(..) | Self::Library(_))
    }
}

fn found(text: &str, extensions: &[String], allowed: &Allowed) -> (String, Shape) {
    if !allowed.searches_everywhere() {
        let path = path(OperationId::MyDriveSearch, &PathIds::default());
        return (format!("{path}?q={}&$top={PAGE_SIZE}", encoded(text)), Shape::Items { own: true });
    }
    let kinds =
        if extensions.is_empty() { String::new() } else { format!("&{EXTENSIONS}={}", extensions.join(",")) };
    (format!("{SEARCH}?{TEXT}={}{kinds}", encoded(text)), Shape::Items { own: false })
}

/// The first page of a folder of any drive, by name.
pub(crate) fn children(drive: &DriveId, item: &ItemId) -> String {
    let path = path(OperationId::DriveItemChildren, &PathIds::item(Some(drive.clone()), item.clone()));
    format!("{path}?$top={PAGE_SIZE}&$orderby={}", Order::default().query())
}

fn path(id: OperationId, ids: &PathIds) -> String {
    operation(id).map(|row: &Operation| row.gate_path(ids)).unwrap_or_default()
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The name that Graph has for what lies at an address: `u!` and its base64url without padding.
/// <https://learn.microsoft.com/graph/api/shares-get#encoding-sharing-urls>
pub(crate) fn share(address: &str) -> Option<ShareId> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let address = address.trim();
    let is_address = address.starts_with("https://") || address.starts_with("http://localhost:");
    if !is_address || address.contains(char::is_whitespace) {
        return None;
    }
    let mut text = "u!".to_owned();
    for group in address.as_bytes().chunks(3) {
        let byte = |at: usize| group.get(at).copied().map_or(0, u32::from);
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        // A group of n bytes has n + 1 digits.
        for digit in 0..=group.len() {
            let value = usize::try_from((bits >> (18 - 6 * digit)) & 63).unwrap_or_default();
            text.extend(DIGITS.get(value).map(|digit| char::from(*digit)));
        }
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use contract::operations::OPTIONAL;

    use super::*;

    fn everything() -> Allowed {
        Allowed { functions: vec![Function::Documents], permissions: OPTIONAL.to_vec() }
    }

    fn first(location: &Location, allowed: &Allowed) -> (String, Shape) {
        location.first_page(Order::default(), &["pdf".to_owned(), "docx".to_owned()], allowed)
    }

    #[test]
    fn every_place_opens_with_one_call() {
        let drive: DriveId = "b!x".parse().unwrap();
        let cases = [
            (Location::Place(Place::MyFiles), "/graph/v1.0/me/drive/root/children?$top=200&$orderby=name"),
            (Location::Place(Place::Recent), "/api/documents/recent"),
            (Location::Place(Place::Shared), "/graph/v1.0/me/drive/sharedWithMe"),
            (Location::Place(Place::Sites), "/graph/v1.0/me/followedSites"),
            (Location::Place(Place::Teams), "/graph/v1.0/me/joinedTeams"),
            (Location::Library(drive.clone()), "/graph/v1.0/drives/b!x/root/children?$top=200&$orderby=name"),
            (
                Location::Folder(Some(drive), "01A".parse().unwrap()),
                "/graph/v1.0/drives/b!x/items/01A/children?$top=200&$orderby=name",
            ),
            (
                Location::Folder(None, "01A".parse().unwrap()),
                "/graph/v1.0/me/drive/items/01A/children?$top=200&$orderby=name",
            ),
            (Location::FoundSites("a b".to_owned()), "/graph/v1.0/sites?q=a%20b"),
            (Location::Found("a&b".to_owned()), "/api/search?q=a%26b&extensions=pdf,docx"),
        ];
        for (location, expected) in cases {
            assert_eq!(first(&location, &everything()).0, expected, "{location:?}");
        }
    }

    #[test]
    fn with_nothing_granted_the_own_drive_is_left_and_the_rest_says_what_is_missing() {
        let least = Allowed { functions: vec![Function::Documents], permissions: Vec::new() };
        let missing: Vec<Option<&str>> =
            Place::ALL.iter().map(|place| least.missing(*place).map(|scope| scope.0)).collect();
        assert_eq!(
            missing,
            [None, None, Some("Files.Read.All"), Some("Sites.Read.All"), Some("Team.ReadBasic.All")]
        );
        let (path, shape) = first(&Location::Found("x".to_owned()), &least);
        assert_eq!(path, "/graph/v1.0/me/drive/root/search?q=x&$top=200");
        assert_eq!(shape, Shape::Items { own: true });
        for place in Place::ALL {
            assert_eq!(everything().missing(place), None, "{place:?}");
        }
        let sites_only = Allowed { permissions: vec![Scope("Sites.Read.All")], ..least };
        assert_eq!(
            sites_only.missing(Place::Sites),
            Some(Scope("Files.Read.All")),
            "sites hold files of others"
        );
    }

    #[test]
    fn a_pasted_address_becomes_the_name_that_graph_has_for_it() {
        // The example of Microsoft's page.
        let address = "https://onedrive.live.com/redir?resid=1231244193912!12&authKey=1201919!12921!1";
        let expected = "u!aHR0cHM6Ly9vbmVkcml2ZS5saXZlLmNvbS9yZWRpcj9yZXNpZD0xMjMxMjQ0MTkzOTEyITEyJmF1dGhLZXk9MTIwMTkxOSExMjkyMSEx";
        assert_eq!(share(address).unwrap().as_str(), expected);
        assert_eq!(share("  https://a.example/b \n").unwrap().as_str(), "u!aHR0cHM6Ly9hLmV4YW1wbGUvYg");
        for wrong in ["", "plan.docx", "javascript:alert(1)", "https://a b", "ftp://a", "http://a.example"] {
            assert_eq!(share(wrong), None, "{wrong}");
        }
    }
}
