//! The failures an app can be told about: problem details (RFC 9457) with a stable code.
//! <https://www.rfc-editor.org/rfc/rfc9457>

use serde::{Deserialize, Serialize};

use crate::named::serde_by_name;

/// Media type of every failure's body.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A failure as it goes over the wire. Texts are in English for developers; the app shows its own sentence for `code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:mooring:problem:` followed by the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// One sentence that says what is wrong.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What the caller can do next.
    pub detail: String,
    /// The stable code to branch on.
    pub code: ErrorCode,
    /// Quote this to the administrator: the log line has the same id.
    pub request_id: String,
    /// Seconds to wait before asking again, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// The claims challenge that a new token has to satisfy, as JSON.
    /// <https://learn.microsoft.com/entra/identity-platform/claims-challenge>
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<String>,
}

/// Declares the codes once, with their wire names.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// A stable code, one for each reaction of the caller.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $($(#[$doc])* $variant,)+
        }

        impl ErrorCode {
            /// Every code, for tests and documentation.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The code as it stands in answers and addresses.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

codes! {
    /// The request is not of the documented form.
    InvalidRequest = "invalid_request",
    /// The request lacks the proof that our own script sent it (S5-05, S5-06).
    ForgeryCheckFailed = "forgery_check_failed",
    /// There is nothing at this address.
    NotFound = "not_found",
    /// The address does not take this method.
    MethodNotAllowed = "method_not_allowed",
    /// The body is longer than this address takes.
    BodyTooLarge = "body_too_large",
    /// The body is not of a media type that this address takes.
    UnsupportedMediaType = "unsupported_media_type",
    /// No instance answers at this host name.
    UnknownHost = "unknown_host",
    /// The deployment's configuration is missing or wrong.
    NotConfigured = "not_configured",
    /// No session was presented.
    SignInNeeded = "sign_in_needed",
    /// The session presented has ended or is not one of ours.
    SessionEnded = "session_ended",
    /// The surface's token is not one that this instance takes.
    TokenRejected = "token_rejected",
    /// The surface's token was issued to an application that may not sign people in here.
    ClientNotAllowed = "client_not_allowed",
    /// The host of the frame says that somebody else is signed in to it than the token is about.
    AccountMismatch = "account_mismatch",
    /// The sign-in was not started here, took longer than ten minutes, or was already used.
    SignInExpired = "sign_in_expired",
    /// The person cancelled at Microsoft.
    SignInCancelled = "sign_in_cancelled",
    /// The person declined the permissions.
    ConsentDeclined = "consent_declined",
    /// The person has to consent (again).
    ConsentNeeded = "consent_needed",
    /// An administrator has to consent.
    AdminConsentNeeded = "admin_consent_needed",
    /// Microsoft wants the person to act: second factor, new password, terms of use.
    InteractionNeeded = "interaction_needed",
    /// A rule of the person's organisation blocks the sign-in.
    BlockedByPolicy = "blocked_by_policy",
    /// The person's tenant may not use this instance.
    TenantNotAllowed = "tenant_not_allowed",
    /// The person is not assigned to this application, or not known in the tenant.
    NotAssigned = "not_assigned",
    /// The registration at Entra does not fit our configuration: secret, redirect address, permissions.
    RegistrationFault = "registration_fault",
    /// Microsoft's answer was not what its protocol says.
    UpstreamInvalid = "upstream_invalid",
    /// Microsoft cannot be reached or says that it is out of order.
    UpstreamUnavailable = "upstream_unavailable",
    /// Microsoft took too long.
    UpstreamTimeout = "upstream_timeout",
    /// Microsoft asks us to slow down.
    Throttled = "throttled",
    /// The person has no right to this item, or it is not there: Graph does not always tell the two apart.
    NoAccess = "no_access",
    /// The person has no OneDrive.
    NoDrive = "no_drive",
    /// Nobody has opened the Files tab of this channel yet, so it has no folder.
    NoFilesFolder = "no_files_folder",
    /// There is no such folder, participant or document, or it is not for this person to know of.
    FolderNotFound = "folder_not_found",
    /// The person's role in the folder does not allow it.
    RoleTooLow = "role_too_low",
    /// The folder is in the archive.
    FolderArchived = "folder_archived",
    /// The folder would be left without an owner.
    LastOwner = "last_owner",
    /// Another folder has this reference of the host app.
    ReferenceTaken = "reference_taken",
    /// The folder has as many documents or participants as it can have.
    FolderFull = "folder_full",
    /// The person takes part already.
    AlreadyTakesPart = "already_takes_part",
    /// Microsoft does not let Mooring read the members of this team.
    TeamNotReadable = "team_not_readable",
    /// There is no such team, or the person is not in it.
    TeamNotFound = "team_not_found",
    /// The function is not enabled for this instance.
    FunctionDisabled = "function_disabled",
    /// A fault of ours.
    Internal = "internal",
}

serde_by_name!(ErrorCode);

impl ErrorCode {
    /// The code of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_also_the_wire_form() {
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{}\"", code.name()));
            assert_eq!(ErrorCode::from_name(code.name()), Some(*code));
        }
    }
}
