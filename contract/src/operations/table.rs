//! The rows.

use super::{Access, Answer, Consent, Method, Operation, OperationId, QueryOption, Scope, Segment};
use crate::function::Function;

/// The largest page the gate asks for. Graph's own default for children is 200.
pub const PAGE_SIZE_MAX: u16 = 200;

/// Colleagues that one search finds.
const PEOPLE_MAX: u16 = 20;

/// Members in one page: the most that Graph hands out.
/// <https://learn.microsoft.com/graph/api/team-list-members>
pub const MEMBERS_MAX: u16 = 999;
const SIGN_IN: &[Function] = &[Function::SsoWeb, Function::SsoTeams, Function::SsoOutlook];
const DOCUMENTS: &[Function] = &[Function::Documents];
/// Scopes that no function needs to work at all. Each opens more places in the picker, or lets people be found; an instance names
/// those that its administrator has granted. Since July 2025 Microsoft's default policy lets no person consent to those of files
/// and sites (message center MC1097272).
pub const OPTIONAL: &[Scope] =
    &[FILES_READ_ALL, SITES_READ_ALL, TEAM_READ_BASIC, CHANNEL_READ_BASIC, USER_READ_BASIC];

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
    "remoteItem",
];
const DRIVE_FIELDS: &[&str] = &["id", "driveType", "name", "webUrl"];
/// What is kept of a document: no more than a list shows, and how Microsoft tells its versions apart.
const LINKED_FIELDS: &[&str] = &[
    "id",
    "name",
    "size",
    "lastModifiedDateTime",
    "webUrl",
    "eTag",
    "folder",
    "file",
    "package",
    "root",
    "parentReference",
    // Where it opens: in its program, and inside Teams.
    "webDavUrl",
    "sharepointIds",
];
/// OneDrive for Business sorts by name only (and by url); dates and sizes can't be asked for.
const ITEM_ORDER: &[&str] = &["name", "name desc"];
const USER_READ: Scope = Scope("User.Read");
const FILES_READ: Scope = Scope("Files.Read");
const FILES_READ_ALL: Scope = Scope("Files.Read.All");
const SITES_READ_ALL: Scope = Scope("Sites.Read.All");
const TEAM_READ_BASIC: Scope = Scope("Team.ReadBasic.All");
const CHANNEL_READ_BASIC: Scope = Scope("Channel.ReadBasic.All");
const USER_READ_BASIC: Scope = Scope("User.ReadBasic.All");
/// The least: a team's owner agrees to it for that team, by adding the app (resource-specific consent).
/// <https://learn.microsoft.com/microsoftteams/platform/graph-api/rsc/resource-specific-consent>
const TEAM_MEMBER_READ: Scope = Scope("TeamMember.Read.Group");
const USER_WIDER: &[Scope] = &[Scope("User.ReadBasic.All"), Scope("Directory.Read.All")];
const FILES_WIDER: &[Scope] =
    &[FILES_READ_ALL, Scope("Files.ReadWrite"), Scope("Files.ReadWrite.All"), SITES_READ_ALL];
/// What else authorises to read the files of others.
const ALL_FILES_WIDER: &[Scope] =
    &[Scope("Files.ReadWrite.All"), SITES_READ_ALL, Scope("Sites.ReadWrite.All")];
const SITES_WIDER: &[Scope] = &[Scope("Sites.ReadWrite.All")];
const GROUPS_WIDER: &[Scope] = &[Scope("Group.ReadWrite.All"), Scope("Directory.Read.All")];
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
        access: Access::Browser,
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
        access: Access::Browser,
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

/// A row that reads what belongs to others.
const fn of_others(row: Operation) -> Operation {
    Operation {
        scope: FILES_READ_ALL,
        alternatives: ALL_FILES_WIDER,
        consent: Consent::AdministratorByDefaultPolicy,
        ..row
    }
}

/// A row whose answer the worker reads itself.
const fn of_worker(row: Operation) -> Operation {
    Operation { access: Access::Worker, select: &[], ..row }
}

/// A row about the members of a team, which the worker reads in its own name.
const fn members(id: OperationId, path: &'static [Segment], summary: &'static str) -> Operation {
    Operation {
        access: Access::Application,
        functions: &[Function::TeamSync],
        select: &[],
        scope: TEAM_MEMBER_READ,
        alternatives: &[Scope("TeamMember.Read.All")],
        ..files(id, path, Answer::Kept, summary)
    }
}

/// A row that finds a place where files are, or somebody.
const fn place(
    id: OperationId,
    path: &'static [Segment],
    (scope, alternatives, answer): (Scope, &'static [Scope], Answer),
    summary: &'static str,
) -> Operation {
    let is_site = matches!(answer, Answer::Sites);
    let consent = if is_site { Consent::AdministratorByDefaultPolicy } else { Consent::Person };
    Operation { select: &[], scope, alternatives, consent, ..files(id, path, answer, summary) }
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
        select: DRIVE_FIELDS,
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
    of_others(file_list(
        OperationId::DriveRootChildren,
        &[Segment::Literal("drives"), Segment::Drive, Segment::Literal("root"), Segment::Literal("children")],
        "What lies at the top of a library, or of a colleague's OneDrive",
    )),
    of_others(file_list(
        OperationId::DriveItemChildren,
        &[
            Segment::Literal("drives"),
            Segment::Drive,
            Segment::Literal("items"),
            Segment::Item,
            Segment::Literal("children"),
        ],
        "What lies in a folder of a library, or of a colleague's OneDrive",
    )),
    // It takes no options: <https://learn.microsoft.com/graph/api/drive-sharedwithme>
    Operation {
        select: &[],
        ..of_others(files(
            OperationId::SharedWithMe,
            &[Segment::Literal("me"), Segment::Literal("drive"), Segment::Literal("sharedWithMe")],
            Answer::Items,
            "What others shared with the person; Graph answers it in part, and until November 2027",
        ))
    },
    of_others(files(
        OperationId::SharedItem,
        &[Segment::Literal("shares"), Segment::Share, Segment::Literal("driveItem")],
        Answer::Item,
        "What lies at an address that the person pasted; never redeemed, so nobody gains a right",
    )),
    place(
        OperationId::FollowedSites,
        &[Segment::Literal("me"), Segment::Literal("followedSites")],
        (SITES_READ_ALL, SITES_WIDER, Answer::Sites),
        "The SharePoint sites that the person follows",
    ),
    Operation {
        query: &[QueryOption::Text("search")],
        ..place(
            OperationId::SiteSearch,
            &[Segment::Literal("sites")],
            (SITES_READ_ALL, SITES_WIDER, Answer::Sites),
            "Search for SharePoint sites",
        )
    },
    Operation {
        select: DRIVE_FIELDS,
        ..place(
            OperationId::SiteDrives,
            &[Segment::Literal("sites"), Segment::Site, Segment::Literal("drives")],
            (FILES_READ, FILES_WIDER, Answer::Drives),
            "The document libraries of a site",
        )
    },
    place(
        OperationId::JoinedTeams,
        &[Segment::Literal("me"), Segment::Literal("joinedTeams")],
        (TEAM_READ_BASIC, GROUPS_WIDER, Answer::Teams),
        "The person's teams",
    ),
    place(
        OperationId::TeamChannels,
        &[Segment::Literal("teams"), Segment::Team, Segment::Literal("channels")],
        (CHANNEL_READ_BASIC, GROUPS_WIDER, Answer::Channels),
        "The channels of a team",
    ),
    // It takes no options: <https://learn.microsoft.com/graph/api/channel-get-filesfolder>
    place(
        OperationId::ChannelFilesFolder,
        &[
            Segment::Literal("teams"),
            Segment::Team,
            Segment::Literal("channels"),
            Segment::Channel,
            Segment::Literal("filesFolder"),
        ],
        (FILES_READ, FILES_WIDER, Answer::Item),
        "The folder of a channel's files; there is none until somebody opens the tab Files",
    ),
    Operation {
        query: &[QueryOption::Search(&["displayName", "mail"]), QueryOption::Top(PEOPLE_MAX)],
        select: &["id", "displayName", "userPrincipalName", "mail"],
        ..place(
            OperationId::UserSearch,
            &[Segment::Literal("users")],
            (USER_READ_BASIC, &[Scope("User.Read.All"), Scope("Directory.Read.All")], Answer::Users),
            "Search for colleagues, to add them to a folder",
        )
    },
    Operation {
        method: Method::Post,
        ..of_worker(of_others(files(
            OperationId::Search,
            &[Segment::Literal("search"), Segment::Literal("query")],
            Answer::Kept,
            "Search in all that the person may open",
        )))
    },
    Operation {
        select: &["id", "roles", "link", "grantedToV2", "grantedToIdentitiesV2"],
        ..of_worker(files(
            OperationId::ItemPermissions,
            &[
                Segment::Literal("drives"),
                Segment::Drive,
                Segment::Literal("items"),
                Segment::Item,
                Segment::Literal("permissions"),
            ],
            Answer::Kept,
            "Who may open an item: how many of a folder's people, before it is linked",
        ))
    },
    Operation {
        method: Method::Post,
        ..of_worker(files(
            OperationId::Batch,
            &[Segment::Literal("$batch")],
            Answer::Kept,
            "Several items at once: which of a folder's documents the viewer may open",
        ))
    },
    Operation {
        query: &[QueryOption::Top(MEMBERS_MAX)],
        ..members(
            OperationId::TeamMembers,
            &[Segment::Literal("teams"), Segment::Team, Segment::Literal("members")],
            "Who is in a team that a folder follows",
        )
    },
    members(
        OperationId::TeamMember,
        &[Segment::Literal("teams"), Segment::Team, Segment::Literal("members"), Segment::Membership],
        "Whether somebody is really gone, before they are taken out of a folder",
    ),
];
