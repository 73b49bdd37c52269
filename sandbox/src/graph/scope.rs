//! Which delegated scopes authorize which call: least-privileged first, then the wider ones, as Microsoft lists them.
//!
//! <https://learn.microsoft.com/graph/permissions-reference>; rows of the permissions file that Graph Explorer reads.

use super::answer::Failure;

/// What a call needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// The signed-in person's profile.
    Profile,
    /// The signed-in person's picture.
    Photo,
    /// The OpenID Connect claims.
    UserInfo,
    /// The signed-in person's drive itself.
    OwnDrive,
    /// A drive by its id.
    Drive,
    /// One item, the root included.
    Item,
    /// Lists, thumbnails, contents, rights, search, and the drives of a site.
    Files,
    /// What others shared with the person.
    SharedWithMe,
    /// An item by a link.
    Shares,
    /// Search over everything.
    Query,
    /// Sites.
    Sites,
    /// The person's teams.
    JoinedTeams,
    /// A team.
    Team,
    /// The channels of a team.
    Channels,
    /// The folder of a channel.
    FilesFolder,
    /// People of the organization.
    Users,
    /// One person.
    User,
}

/// <https://learn.microsoft.com/graph/api/user-get>
const PROFILE: &[&str] = &[
    "User.Read",
    "User.ReadWrite",
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
/// <https://learn.microsoft.com/graph/api/profilephoto-get>
const PHOTO: &[&str] = &[
    "User.Read",
    "ProfilePhoto.Read.All",
    "ProfilePhoto.ReadWrite.All",
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite",
    "User.ReadWrite.All",
];
/// <https://learn.microsoft.com/entra/identity-platform/userinfo>
const USER_INFO: &[&str] = &["openid"];
/// <https://learn.microsoft.com/graph/api/drive-get>: `User.Read` is enough for the drive, though for nothing in it.
const OWN_DRIVE: &[&str] = &[
    "Files.Read",
    "Files.Read.All",
    "Files.ReadWrite",
    "Files.ReadWrite.All",
    "Sites.Read.All",
    "Sites.ReadWrite.All",
    "User.Read",
];
/// <https://learn.microsoft.com/graph/api/driveitem-list-children>
const FILES: &[&str] = &[
    "Files.Read",
    "Files.ReadWrite",
    "Files.Read.All",
    "Files.ReadWrite.All",
    "Sites.Read.All",
    "Sites.ReadWrite.All",
];
/// <https://learn.microsoft.com/graph/api/driveitem-get>: the group scopes open one item, never a list.
const ITEM: &[&str] = &[
    "Files.Read",
    "Files.ReadWrite",
    "Files.Read.All",
    "Files.ReadWrite.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "Sites.Read.All",
    "Sites.ReadWrite.All",
];
/// <https://learn.microsoft.com/graph/api/drive-sharedwithme>
const SHARED_WITH_ME: &[&str] =
    &["Files.Read.All", "Files.ReadWrite.All", "Sites.Read.All", "Sites.ReadWrite.All"];
/// <https://learn.microsoft.com/graph/api/shares-get> lists the scopes that write; those that read are reported to work:
/// <https://github.com/microsoftgraph/microsoft-graph-docs/issues/17015>
const SHARES: &[&str] =
    &["Files.ReadWrite", "Files.ReadWrite.All", "Sites.ReadWrite.All", "Files.Read.All", "Sites.Read.All"];
/// <https://learn.microsoft.com/graph/api/search-query>, for files: the path also stands for mail, chats and more.
const QUERY: &[&str] = &["Files.Read.All", "Files.ReadWrite.All", "Sites.Read.All", "Sites.ReadWrite.All"];
/// <https://learn.microsoft.com/graph/api/site-search>
const SITES: &[&str] = &["Sites.Read.All", "Sites.ReadWrite.All"];
/// <https://learn.microsoft.com/graph/api/user-list-joinedteams>
const JOINED_TEAMS: &[&str] = &[
    "Team.ReadBasic.All",
    "TeamSettings.Read.All",
    "TeamSettings.ReadWrite.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
/// <https://learn.microsoft.com/graph/api/team-get>
const TEAM: &[&str] = &[
    "Team.ReadBasic.All",
    "TeamSettings.Read.All",
    "TeamSettings.ReadWrite.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
/// <https://learn.microsoft.com/graph/api/channel-list>
const CHANNELS: &[&str] = &[
    "Channel.ReadBasic.All",
    "ChannelSettings.Read.All",
    "ChannelSettings.ReadWrite.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
/// <https://learn.microsoft.com/graph/api/channel-get-filesfolder>
const FILES_FOLDER: &[&str] = &[
    "Files.Read.All",
    "Files.Read",
    "Files.ReadWrite",
    "Files.ReadWrite.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "Sites.Read.All",
    "Sites.ReadWrite.All",
];
/// <https://learn.microsoft.com/graph/api/user-list>
const USERS: &[&str] = &[
    "User.ReadBasic.All",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
/// <https://learn.microsoft.com/graph/api/user-get>: `User.Read` is enough for oneself.
const USER: &[&str] = &[
    "User.ReadBasic.All",
    "User.Read",
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];
/// Scopes whose text reaches beyond the signed-in person's own files.
const BEYOND_OWN: &[&str] =
    &["Files.Read.All", "Files.ReadWrite.All", "Sites.Read.All", "Sites.ReadWrite.All"];

/// Scopes that open one item of a group's library.
const OF_GROUPS: &[&str] = &["Group.Read.All", "Group.ReadWrite.All"];

impl Need {
    /// Scopes of which any one is enough.
    pub(crate) fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Profile => PROFILE,
            Self::Photo => PHOTO,
            Self::UserInfo => USER_INFO,
            Self::OwnDrive => OWN_DRIVE,
            Self::Drive | Self::Files => FILES,
            Self::Item => ITEM,
            Self::SharedWithMe => SHARED_WITH_ME,
            Self::Shares => SHARES,
            Self::Query => QUERY,
            Self::Sites => SITES,
            Self::JoinedTeams => JOINED_TEAMS,
            Self::Team => TEAM,
            Self::Channels => CHANNELS,
            Self::FilesFolder => FILES_FOLDER,
            Self::Users => USERS,
            Self::User => USER,
        }
    }

    /// Checks the `scp` claim of a token.
    ///
    /// # Errors
    /// 403 in the words of the service that stands behind the call.
    pub(crate) fn check(self, granted: &[String]) -> Result<(), Failure> {
        if contains_any(granted, self.scopes()) {
            return Ok(());
        }
        Err(match self {
            Self::Profile | Self::UserInfo | Self::Users | Self::User => Failure::insufficient_privileges(),
            Self::JoinedTeams | Self::Team | Self::Channels => Failure::missing_scope(self.scopes(), granted),
            Self::Photo => Failure::new(
                axum::http::StatusCode::FORBIDDEN,
                "ErrorAccessDenied",
                "Access is denied. Check credentials and try again.",
            ),
            Self::OwnDrive
            | Self::Drive
            | Self::Item
            | Self::Files
            | Self::SharedWithMe
            | Self::Shares
            | Self::Query
            | Self::Sites
            | Self::FilesFolder => Failure::access_denied(),
        })
    }
}

/// Whether a token reaches items that others shared with the person.
pub(crate) fn reaches_beyond_own_files(granted: &[String]) -> bool {
    contains_any(granted, BEYOND_OWN)
}

/// Whether a token reaches single items in the libraries of groups.
pub(crate) fn reaches_items_of_groups(granted: &[String]) -> bool {
    contains_any(granted, OF_GROUPS)
}

fn contains_any(granted: &[String], wanted: &[&str]) -> bool {
    granted.iter().any(|scope| wanted.iter().any(|name| scope.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_allowed(need: Need, scopes: &str) -> bool {
        let granted: Vec<String> = scopes.split_whitespace().map(str::to_owned).collect();
        need.check(&granted).is_ok()
    }

    #[test]
    fn each_call_is_open_to_its_scopes_and_closed_to_others() {
        for (need, open, closed) in [
            (Need::Profile, "User.Read", "Files.Read"),
            (Need::Photo, "User.Read", "Directory.Read.All"),
            (Need::UserInfo, "openid", "User.Read profile email"),
            (Need::OwnDrive, "User.Read", "Group.ReadWrite.All"),
            (Need::Drive, "Files.Read", "User.Read"),
            (Need::Item, "Group.ReadWrite.All", "User.Read Directory.Read.All"),
            (Need::Files, "Files.Read.All", "Group.ReadWrite.All User.Read"),
            (Need::SharedWithMe, "Files.Read.All", "Files.Read"),
            (Need::Shares, "Files.Read.All", "Files.Read"),
            (Need::Query, "Files.Read.All", "Files.Read"),
            (Need::Sites, "Sites.Read.All", "Files.Read.All"),
            (Need::JoinedTeams, "Team.ReadBasic.All", "Group.ReadWrite.All"),
            (Need::Team, "Team.ReadBasic.All", "Channel.ReadBasic.All"),
            (Need::Channels, "Channel.ReadBasic.All", "Team.ReadBasic.All"),
            (Need::FilesFolder, "Files.Read.All", "Channel.ReadBasic.All"),
            (Need::Users, "User.ReadBasic.All", "User.Read"),
            (Need::User, "User.Read", "People.Read"),
        ] {
            assert!(is_allowed(need, open), "{need:?} with {open}");
            assert!(!is_allowed(need, closed), "{need:?} with {closed}");
            assert!(!is_allowed(need, ""), "{need:?} without scopes");
        }
    }

    #[test]
    fn every_listed_scope_opens_its_call() {
        for need in [
            Need::Profile,
            Need::Photo,
            Need::UserInfo,
            Need::OwnDrive,
            Need::Drive,
            Need::Item,
            Need::Files,
            Need::SharedWithMe,
            Need::Shares,
            Need::Query,
            Need::Sites,
            Need::JoinedTeams,
            Need::Team,
            Need::Channels,
            Need::FilesFolder,
            Need::Users,
            Need::User,
        ] {
            for scope in need.scopes() {
                assert!(is_allowed(need, scope), "{need:?} with {scope}");
            }
        }
    }
}
