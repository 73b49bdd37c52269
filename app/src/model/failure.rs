//! Why a call did not give what was asked for, and the one reaction to each reason.

use contract::problem::{ErrorCode, Problem};

/// A call that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The page that asked is gone; nobody needs the answer.
    Cancelled,
    /// No answer came: the network, or the service as a whole.
    Offline,
    /// An answer came that is not of the contract: a proxy's page, or another version.
    Unreadable,
    /// The code of a part of the app did not arrive: the network, or a newer version has taken its place.
    NotLoaded,
    /// The service said what is wrong.
    Problem(Box<Problem>),
}

/// What the person, or the page, does about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    /// Sign in, and come back to the same page.
    SignInAgain,
    /// Sign in with another account.
    ChooseAccount,
    /// Ask again when these seconds are over.
    RetryAfter(u32),
    /// Ask again when the person wants.
    Retry,
    /// Load the page anew.
    Reload,
    /// Go to the top of the files.
    OpenFiles,
    /// Only an administrator can help.
    TellAdministrator,
}

/// Used where Microsoft asks for patience without saying how much.
const PATIENCE_S: u32 = 30;

impl Failure {
    /// The stable code, where there is one.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Cancelled | Self::Offline | Self::Unreadable | Self::NotLoaded => None,
        }
    }

    /// The claims challenge that a new token has to satisfy.
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        match self {
            Self::Problem(problem) => problem.claims.as_deref(),
            Self::Cancelled | Self::Offline | Self::Unreadable | Self::NotLoaded => None,
        }
    }

    /// What the person quotes to an administrator.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Problem(problem) => Some(&problem.request_id),
            Self::Cancelled | Self::Offline | Self::Unreadable | Self::NotLoaded => None,
        }
    }

    /// The one reaction.
    #[must_use]
    pub fn reaction(&self) -> Reaction {
        match self {
            Self::Cancelled | Self::Offline | Self::NotLoaded => Reaction::Retry,
            Self::Unreadable => Reaction::Reload,
            Self::Problem(problem) => reaction(problem.code, problem.retry_after),
        }
    }
}

/// The reaction to a code; `retry_after` counts where waiting is the reaction.
#[must_use]
pub fn reaction(code: ErrorCode, retry_after: Option<u32>) -> Reaction {
    match code {
        ErrorCode::SignInNeeded
        | ErrorCode::SessionEnded
        | ErrorCode::TokenRejected
        | ErrorCode::SignInExpired
        | ErrorCode::SignInCancelled
        | ErrorCode::ConsentDeclined
        | ErrorCode::ConsentNeeded
        | ErrorCode::InteractionNeeded => Reaction::SignInAgain,
        ErrorCode::TenantNotAllowed | ErrorCode::NotAssigned | ErrorCode::AccountMismatch => {
            Reaction::ChooseAccount
        }
        ErrorCode::Throttled => Reaction::RetryAfter(retry_after.unwrap_or(PATIENCE_S)),
        ErrorCode::UpstreamUnavailable => retry_after.map_or(Reaction::Retry, Reaction::RetryAfter),
        ErrorCode::UpstreamTimeout | ErrorCode::UpstreamInvalid | ErrorCode::Internal => Reaction::Retry,
        ErrorCode::InvalidRequest
        | ErrorCode::ForgeryCheckFailed
        | ErrorCode::MethodNotAllowed
        | ErrorCode::BodyTooLarge
        | ErrorCode::UnsupportedMediaType
        | ErrorCode::RoleTooLow
        | ErrorCode::FolderArchived
        | ErrorCode::LastOwner
        | ErrorCode::ReferenceTaken
        | ErrorCode::FolderFull
        | ErrorCode::AlreadyTakesPart
        | ErrorCode::TeamNotReadable
        | ErrorCode::TeamNotFound => Reaction::Reload,
        ErrorCode::NotFound | ErrorCode::NoAccess | ErrorCode::NoFilesFolder | ErrorCode::FolderNotFound => {
            Reaction::OpenFiles
        }
        ErrorCode::UnknownHost
        | ErrorCode::NotConfigured
        | ErrorCode::AdminConsentNeeded
        | ErrorCode::BlockedByPolicy
        | ErrorCode::RegistrationFault
        | ErrorCode::ClientNotAllowed
        | ErrorCode::NoDrive
        | ErrorCode::FunctionDisabled => Reaction::TellAdministrator,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A problem as the service would send it.
    pub(crate) fn problem(code: ErrorCode, retry_after: Option<u32>) -> Failure {
        Failure::Problem(Box::new(Problem {
            kind: format!("urn:mooring:problem:{}", code.name()),
            title: "A developer's sentence".to_owned(),
            status: 400,
            detail: "Another one".to_owned(),
            code,
            request_id: "0123456789abcdef0123456789abcdef".to_owned(),
            retry_after,
            claims: None,
        }))
    }

    #[test]
    fn each_kind_of_failure_has_its_reaction() {
        let cases = [
            (problem(ErrorCode::SessionEnded, None), Reaction::SignInAgain),
            (problem(ErrorCode::SignInNeeded, None), Reaction::SignInAgain),
            (problem(ErrorCode::TenantNotAllowed, None), Reaction::ChooseAccount),
            (problem(ErrorCode::Throttled, Some(7)), Reaction::RetryAfter(7)),
            (problem(ErrorCode::Throttled, None), Reaction::RetryAfter(PATIENCE_S)),
            (problem(ErrorCode::UpstreamUnavailable, Some(5)), Reaction::RetryAfter(5)),
            (problem(ErrorCode::UpstreamUnavailable, None), Reaction::Retry),
            (problem(ErrorCode::AdminConsentNeeded, None), Reaction::TellAdministrator),
            (problem(ErrorCode::NoAccess, None), Reaction::OpenFiles),
            (problem(ErrorCode::ForgeryCheckFailed, None), Reaction::Reload),
            (Failure::Offline, Reaction::Retry),
            (Failure::NotLoaded, Reaction::Retry),
            (Failure::Unreadable, Reaction::Reload),
        ];
        for (failure, expected) in cases {
            assert_eq!(failure.reaction(), expected, "{failure:?}");
        }
    }

    #[test]
    fn only_throttling_and_outage_make_a_person_wait() {
        for code in ErrorCode::ALL {
            let waits = matches!(reaction(*code, Some(3)), Reaction::RetryAfter(3));
            let may_wait = matches!(code, ErrorCode::Throttled | ErrorCode::UpstreamUnavailable);
            assert_eq!(waits, may_wait, "{code:?}");
        }
    }
}
