//! Identifiers as newtypes: one that parsed is well-formed, so no function behind the edge checks again.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not the identifier it was taken for. It names the kind only; the text itself is never echoed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId(
    /// The kind of identifier, for example `tenant id`.
    pub &'static str,
);

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a well-formed {}", self.0)
    }
}

impl std::error::Error for InvalidId {}

/// Declares a text newtype that can only be made by parsing.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $parse:path) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier in its canonical spelling.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                $parse(text).map(Self).ok_or(InvalidId($kind))
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// One customer of this deployment: lower-case letters, digits and hyphens, at most 40 characters.
    InstanceId,
    "instance id",
    instance_id
);
text_id!(
    /// An Entra tenant (`tid`), a GUID in lower case.
    TenantId,
    "tenant id",
    guid
);
text_id!(
    /// A person within a tenant (`oid`), a GUID in lower case.
    ObjectId,
    "object id",
    guid
);
text_id!(
    /// An application registration (`client_id`, `appid`), a GUID in lower case.
    ClientId,
    "client id",
    guid
);
text_id!(
    /// A drive item's id as Graph spells it: opaque, letters, digits and `! _ . -`, at most 128 characters.
    /// <https://learn.microsoft.com/graph/api/resources/driveitem>
    ItemId,
    "item id",
    item_id
);
text_id!(
    /// A drive's id as Graph spells it: opaque, of the same characters as an [`ItemId`].
    /// <https://learn.microsoft.com/graph/api/resources/drive>
    DriveId,
    "drive id",
    item_id
);
text_id!(
    /// A SharePoint site's id as Graph spells it: host name and two GUIDs, with commas between.
    /// <https://learn.microsoft.com/graph/api/resources/site>
    SiteId,
    "site id",
    site_id
);
text_id!(
    /// A team, a GUID in lower case; that of its Microsoft 365 group.
    TeamId,
    "team id",
    guid
);
text_id!(
    /// A channel's id as Graph spells it: `19:…@thread.tacv2`.
    /// <https://learn.microsoft.com/graph/api/resources/channel>
    ChannelId,
    "channel id",
    channel_id
);
text_id!(
    /// Graph's opaque name of somebody's membership in a team: base64 of either alphabet.
    /// <https://learn.microsoft.com/graph/api/resources/conversationmember>
    MembershipId,
    "membership id",
    membership_id
);
text_id!(
    /// An address in the form in which Graph takes it for a thing that was shared: `u!` and the address in base64url.
    /// <https://learn.microsoft.com/graph/api/shares-get#encoding-sharing-urls>
    ShareId,
    "share id",
    share_id
);
text_id!(
    /// A folder of ours: 32 lower-case hexadecimal digits, random.
    FolderId,
    "folder id",
    request_id
);
text_id!(
    /// A link between a folder and a team: 32 lower-case hexadecimal digits, random.
    TeamLinkId,
    "team link id",
    request_id
);
text_id!(
    /// A document, that is a link in a folder: 32 lower-case hexadecimal digits, random.
    DocumentId,
    "document id",
    request_id
);
text_id!(
    /// The id of one request to the worker: 32 lower-case hexadecimal digits. People quote it to their administrator.
    RequestId,
    "request id",
    request_id
);

/// The one key of a person everywhere: mail addresses and user principal names are for display only (S1-30).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UserKey {
    /// The instance the person signed in to.
    pub instance: InstanceId,
    /// The tenant that vouches for the person.
    pub tid: TenantId,
    /// The person within that tenant.
    pub oid: ObjectId,
}

/// Longest instance id: it is part of storage names.
const INSTANCE_ID_MAX: usize = 40;
/// Longest item id. Graph's are 34 (business) to about 60 (personal) characters.
const ITEM_ID_MAX: usize = 128;
/// Longest site id: a host name has at most 253 characters.
const SITE_ID_MAX: usize = 330;
/// Longest name of a membership. Graph's have about 120 characters.
const MEMBERSHIP_ID_MAX: usize = 512;
/// Longest address that was shared, encoded: SharePoint's own have a path of at most 400 characters, escaped.
const SHARE_ID_MAX: usize = 4096;

fn instance_id(text: &str) -> Option<String> {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let shaped = !text.is_empty() && text.len() <= INSTANCE_ID_MAX && text.bytes().all(allowed);
    (shaped && !text.starts_with('-')).then(|| text.to_owned())
}

fn guid(text: &str) -> Option<String> {
    let hyphen = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    let fits = |(at, b): (usize, u8)| if hyphen(at) { b == b'-' } else { b.is_ascii_hexdigit() };
    (text.len() == 36 && text.bytes().enumerate().all(fits)).then(|| text.to_ascii_lowercase())
}

fn item_id(text: &str) -> Option<String> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'!' | b'_' | b'.' | b'-');
    let shaped = !text.is_empty() && text.len() <= ITEM_ID_MAX && text.bytes().all(allowed);
    // A name of dots alone would be read as a path step by URL parsers (S3-01).
    (shaped && text.bytes().any(|b| b != b'.')).then(|| text.to_owned())
}

fn site_id(text: &str) -> Option<String> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b',' | b'.' | b'-');
    let shaped = text.len() <= SITE_ID_MAX && text.bytes().all(allowed);
    (shaped && text.split(',').filter(|part| !part.is_empty()).count() == 3).then(|| text.to_owned())
}

fn channel_id(text: &str) -> Option<String> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-');
    let (name, server) = text.strip_prefix("19:")?.split_once('@')?;
    let shaped = |part: &str| !part.is_empty() && part.bytes().all(allowed);
    (text.len() <= ITEM_ID_MAX && shaped(name) && shaped(server)).then(|| text.to_owned())
}

fn membership_id(text: &str) -> Option<String> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'-' | b'_');
    let shaped = (1..=MEMBERSHIP_ID_MAX).contains(&text.len()) && text.bytes().all(allowed);
    shaped.then(|| text.to_owned())
}

fn share_id(text: &str) -> Option<String> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    let encoded = text.strip_prefix("u!")?;
    let shaped = (1..=SHARE_ID_MAX).contains(&encoded.len()) && encoded.bytes().all(allowed);
    shaped.then(|| text.to_owned())
}

fn request_id(text: &str) -> Option<String> {
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    (text.len() == 32 && text.bytes().all(hex)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guids_are_case_folded_and_strict() {
        let tid: TenantId = "9188040D-6C67-4C5B-B112-36A304B66DAD".parse().unwrap();
        assert_eq!(tid.as_str(), "9188040d-6c67-4c5b-b112-36a304b66dad");
        for bad in
            ["", "9188040d6c674c5bb11236a304b66dad", "{tenantid}", "9188040d-6c67-4c5b-b112-36a304b66da/"]
        {
            assert!(bad.parse::<TenantId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn item_ids_hold_no_path_syntax() {
        assert!("01NKDM7HMOJTVYMDOSXFDK2QJDXCDI3WUK".parse::<ItemId>().is_ok());
        assert!("A1B2!107".parse::<ItemId>().is_ok());
        for bad in ["", ".", "..", "a/b", "a%2fb", "a:b", "a b", "a'b", "a?b", "é"] {
            assert!(bad.parse::<ItemId>().is_err(), "{bad}");
        }
        assert!("x".repeat(129).parse::<ItemId>().is_err());
    }

    #[test]
    fn ids_of_places_are_of_their_documented_form() {
        let site = "contoso.sharepoint.com,2c712604-1370-44e7-a1f5-426573fda80a,2d2244c3-251a-49ea-93a8-39e1c3a060fe";
        assert!(site.parse::<SiteId>().is_ok());
        for bad in ["", "root", "contoso.sharepoint.com", "a,b", "a,,b", "a,b,c/d", "a,b,c:d", ",,"] {
            assert!(bad.parse::<SiteId>().is_err(), "{bad}");
        }
        assert!("19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2".parse::<ChannelId>().is_ok());
        for bad in ["", "19:a", "19:@thread.tacv2", "19:a@", "19:a/b@c", "19:a%40b@c", "20:a@b", "19:a@b@c"] {
            assert!(bad.parse::<ChannelId>().is_err(), "{bad}");
        }
        assert!("ZWUwZjVhZTItOGJjNg==".parse::<MembershipId>().is_ok());
        for bad in ["", "a b", "a.b", "a%3D", "../x", &"x".repeat(MEMBERSHIP_ID_MAX + 1)] {
            assert!(bad.parse::<MembershipId>().is_err(), "{bad}");
        }
        assert!("u!aHR0cHM6Ly9hLmV4YW1wbGUv".parse::<ShareId>().is_ok());
        for bad in ["u!", "u!a=", "u!a/b", "s!abc", "https://a.example/"] {
            assert!(bad.parse::<ShareId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_id_is_checked_when_it_is_deserialised() {
        assert!(serde_json::from_str::<InstanceId>("\"contoso\"").is_ok());
        for bad in ["\"\"", "\"-a\"", "\"Contoso\"", "\"a/b\"", "1"] {
            assert!(serde_json::from_str::<InstanceId>(bad).is_err(), "{bad}");
        }
    }
}
