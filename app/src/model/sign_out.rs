//! The three ways to sign out, and where each leads.

use contract::session::SignOutScope;

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignOut {
    /// Here and at Microsoft.
    Everything,
    /// Here only: Microsoft's session stays for the other apps of this browser.
    MooringOnly,
    /// In every browser, here and at Microsoft.
    Everywhere,
}

impl SignOut {
    /// What the service is asked to end.
    #[must_use]
    pub fn scope(self) -> SignOutScope {
        match self {
            Self::Everything | Self::MooringOnly => SignOutScope::ThisSession,
            Self::Everywhere => SignOutScope::Everywhere,
        }
    }

    /// Whether Microsoft's session ends as well.
    #[must_use]
    pub fn leads_to_microsoft(self) -> bool {
        match self {
            Self::Everything | Self::Everywhere => true,
            Self::MooringOnly => false,
        }
    }
}
