//! The six functions an instance can enable, and the three surfaces they appear on.

use serde::{Deserialize, Serialize};

use crate::named::serde_by_name;

/// What a customer can switch on. Enabled functions decide which scopes are asked for; nothing more is ever asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Function {
    /// Sign-in in the web app.
    SsoWeb,
    /// Silent sign-in in a Teams tab.
    SsoTeams,
    /// Silent sign-in in the Outlook add-in.
    SsoOutlook,
    /// Pick OneDrive, SharePoint and Teams files and link them.
    Documents,
    /// Participants of a folder follow the members of a team.
    TeamSync,
    /// Post a mail to a Teams channel or chat.
    Messages,
}

impl Function {
    /// All functions, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::SsoWeb, Self::SsoTeams, Self::SsoOutlook, Self::Documents, Self::TeamSync, Self::Messages];

    /// The name used in configuration, answers and documentation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SsoWeb => "sso-web",
            Self::SsoTeams => "sso-teams",
            Self::SsoOutlook => "sso-outlook",
            Self::Documents => "documents",
            Self::TeamSync => "team-sync",
            Self::Messages => "messages",
        }
    }

    /// The function of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name() == name)
    }
}

serde_by_name!(Function);

/// Where the app is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Surface {
    /// A browser tab of its own.
    Web,
    /// A tab inside Microsoft Teams.
    Teams,
    /// The pane of the Outlook add-in.
    Outlook,
}

impl Surface {
    /// The function that signs people in there.
    #[must_use]
    pub fn sign_in(self) -> Function {
        match self {
            Self::Web => Function::SsoWeb,
            Self::Teams => Function::SsoTeams,
            Self::Outlook => Function::SsoOutlook,
        }
    }

    /// The name in answers and logs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Teams => "teams",
            Self::Outlook => "outlook",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_also_the_wire_form() {
        for function in Function::ALL {
            assert_eq!(serde_json::to_string(&function).unwrap(), format!("\"{}\"", function.name()));
            assert_eq!(Function::from_name(function.name()), Some(function));
        }
        assert_eq!(Function::from_name("Documents"), None);
    }
}
