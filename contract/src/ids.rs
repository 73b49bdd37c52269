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
    /// A folder of ours: 32 lower-case hexadecimal digits, random.
    FolderId,
    "folder id",
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
    fn an_id_is_checked_when_it_is_deserialised() {
        assert!(serde_json::from_str::<InstanceId>("\"contoso\"").is_ok());
        for bad in ["\"\"", "\"-a\"", "\"Contoso\"", "\"a/b\"", "1"] {
            assert!(serde_json::from_str::<InstanceId>(bad).is_err(), "{bad}");
        }
    }
}
