//! Why our service did not answer with what was asked for.

use contract::problem::{ErrorCode, Problem};

/// A call that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No answer came.
    Offline,
    /// An answer came that is not of the contract.
    Unreadable,
    /// The service said what is wrong.
    Problem(Box<Problem>),
}

impl Failure {
    /// The problem, where the service named one.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            Self::Offline | Self::Unreadable => None,
        }
    }

    /// The stable code, where there is one.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        self.problem().map(|problem| problem.code)
    }

    /// Seconds that the service asks for, where it does.
    #[must_use]
    pub fn retry_after(&self) -> Option<u32> {
        self.problem().and_then(|problem| problem.retry_after)
    }

    /// The claims challenge that a new token has to satisfy.
    #[must_use]
    pub fn claims(&self) -> Option<&str> {
        self.problem().and_then(|problem| problem.claims.as_deref())
    }
}
