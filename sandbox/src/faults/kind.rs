//! The kinds of faults, each with what it needs to know.

use serde::{Deserialize, Serialize};

use crate::journal::Service;

/// Where a fault of a whole service strikes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The service.
    pub service: Service,
    /// Only paths that start so; all without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// What is wrong with the ID tokens that are issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdTokenDefect {
    /// `nonce` is not the one of the request.
    WrongNonce,
    /// `nonce` is missing.
    NoNonce,
    /// `aud` is another application.
    WrongAudience,
    /// `iss` names another host.
    WrongIssuer,
    /// `iss` and `tid` name different tenants.
    IssuerOfAnotherTenant,
    /// The signature's bytes are changed.
    WrongSignature,
    /// Signed by the key that belongs to personal accounts.
    ConsumerKey,
    /// `alg` is `none` and the signature is empty.
    AlgNone,
    /// `alg` is `HS256`, keyed with the public key.
    AlgHs256,
    /// `exp` is an hour ago.
    Expired,
    /// `nbf` is in an hour.
    NotYetValid,
    /// `tid` is missing.
    NoTid,
    /// `oid` is missing.
    NoOid,
}

/// Everything that can be made to go wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum FaultKind {
    /// Any service: answers late.
    Slow {
        /// Where.
        #[serde(flatten)]
        at: Place,
        /// By how much.
        delay_ms: u64,
    },
    /// Any service: answers with a status of 500, 502, 503 or 504.
    Unavailable {
        /// Where.
        #[serde(flatten)]
        at: Place,
        /// The status.
        status: u16,
        /// The value of `Retry-After`, if any: seconds, a date, or nonsense.
        #[serde(default)]
        retry_after: Option<String>,
    },
    /// Any service: answers 429.
    Throttled {
        /// Where.
        #[serde(flatten)]
        at: Place,
        /// The value of `Retry-After`, if any.
        #[serde(default)]
        retry_after: Option<String>,
    },
    /// Any service: drops the connection without an answer.
    Reset {
        /// Where.
        #[serde(flatten)]
        at: Place,
    },
    /// Any service: breaks the connection in the middle of the body.
    Truncated {
        /// Where.
        #[serde(flatten)]
        at: Place,
        /// After how many bytes.
        bytes: usize,
    },
    /// Any service: answers 200 with a page instead of JSON, as captive portals and gateways do.
    Html {
        /// Where.
        #[serde(flatten)]
        at: Place,
    },
    /// Any service: answers with the right status and headers, and no body.
    EmptyBody {
        /// Where.
        #[serde(flatten)]
        at: Place,
    },
    /// Any service: adds headers that must never reach an app's own callers.
    GarbageHeaders {
        /// Where.
        #[serde(flatten)]
        at: Place,
    },
    /// Entra: the token endpoint refuses with this AADSTS code.
    TokenError {
        /// The number after `AADSTS`.
        code: u32,
    },
    /// Entra: a sign-in comes back with this AADSTS code.
    AuthorizeError {
        /// The number after `AADSTS`.
        code: u32,
    },
    /// Entra: the signing keys cannot be fetched.
    JwksUnavailable,
    /// Entra: ID tokens have a defect.
    IdTokenFault {
        /// Which one.
        what: IdTokenDefect,
    },
    /// Entra: access tokens live only so long.
    ShortTokens {
        /// Seconds.
        expires_in: i64,
    },
    /// Entra: the discovery document names another host as issuer.
    DiscoveryIssuerMismatch,
    /// Entra: tokens name a signing key that is not published.
    UnknownKid,
    /// Entra: no refresh token, although `offline_access` was granted.
    OmitRefreshToken,
    /// Graph: 401 with a claims challenge.
    ClaimsChallenge,
    /// Graph: a page without items that still has a next link.
    EmptyPage,
    /// Graph: no thumbnails.
    NoThumbnails,
    /// Graph: 302 to an arbitrary address.
    Redirect {
        /// The address.
        location: String,
    },
    /// Graph: the next link leads to another host.
    ForeignNextLink {
        /// The address.
        url: String,
    },
    /// Graph: the error message holds the bearer token.
    LeakyError,
    /// Graph: members that no documentation names.
    UnknownMembers,
    /// Graph: a page of members or changes, other than the first, without items and without a next link.
    LostPage,
    /// Graph: a page of members or changes that holds each of its entries twice.
    RepeatedEntries,
    /// Graph: a page of members or changes in another order.
    Reordered,
    /// Graph: the next link of a list of members or changes leads nowhere any more.
    NextLinkGone {
        /// The status: 404 or 410.
        status: u16,
    },
    /// Graph: the token of a delta query is over, however new it is.
    DeltaExpired,
}

impl FaultKind {
    /// The name that the control API uses.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Slow { .. } => "slow",
            Self::Unavailable { .. } => "unavailable",
            Self::Throttled { .. } => "throttled",
            Self::Reset { .. } => "reset",
            Self::Truncated { .. } => "truncated",
            Self::Html { .. } => "html",
            Self::EmptyBody { .. } => "empty_body",
            Self::GarbageHeaders { .. } => "garbage_headers",
            Self::TokenError { .. } => "token_error",
            Self::AuthorizeError { .. } => "authorize_error",
            Self::JwksUnavailable => "jwks_unavailable",
            Self::IdTokenFault { .. } => "id_token_fault",
            Self::ShortTokens { .. } => "short_tokens",
            Self::DiscoveryIssuerMismatch => "discovery_issuer_mismatch",
            Self::UnknownKid => "unknown_kid",
            Self::OmitRefreshToken => "omit_refresh_token",
            Self::ClaimsChallenge => "claims_challenge",
            Self::EmptyPage => "empty_page",
            Self::NoThumbnails => "no_thumbnails",
            Self::Redirect { .. } => "redirect",
            Self::ForeignNextLink { .. } => "foreign_next_link",
            Self::LeakyError => "leaky_error",
            Self::UnknownMembers => "unknown_members",
            Self::LostPage => "lost_page",
            Self::RepeatedEntries => "repeated_entries",
            Self::Reordered => "reordered",
            Self::NextLinkGone { .. } => "next_link_gone",
            Self::DeltaExpired => "delta_expired",
        }
    }

    /// Where the fault strikes, if it is one that any service can have.
    #[must_use]
    pub const fn place(&self) -> Option<&Place> {
        match self {
            Self::Slow { at, .. }
            | Self::Unavailable { at, .. }
            | Self::Throttled { at, .. }
            | Self::Reset { at }
            | Self::Truncated { at, .. }
            | Self::Html { at }
            | Self::EmptyBody { at }
            | Self::GarbageHeaders { at } => Some(at),
            Self::TokenError { .. }
            | Self::AuthorizeError { .. }
            | Self::JwksUnavailable
            | Self::IdTokenFault { .. }
            | Self::ShortTokens { .. }
            | Self::DiscoveryIssuerMismatch
            | Self::UnknownKid
            | Self::OmitRefreshToken
            | Self::ClaimsChallenge
            | Self::EmptyPage
            | Self::NoThumbnails
            | Self::Redirect { .. }
            | Self::ForeignNextLink { .. }
            | Self::LeakyError
            | Self::UnknownMembers
            | Self::LostPage
            | Self::RepeatedEntries
            | Self::Reordered
            | Self::NextLinkGone { .. }
            | Self::DeltaExpired => None,
        }
    }
}
