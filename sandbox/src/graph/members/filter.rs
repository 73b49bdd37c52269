//! `$filter` over members: `microsoft.graph.aadUserConversationMember/userId eq '…'`, and the like for `email` and
//! `displayName`, any of several joined by `or`. <https://learn.microsoft.com/graph/api/team-list-members>

use crate::graph::accounts::Profile;
use crate::graph::answer::Failure;

/// What a member of the list is compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Member {
    UserId,
    Email,
    DisplayName,
}

/// Any of these comparisons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filter(Vec<(Member, String)>);

impl Filter {
    /// Reads the option.
    ///
    /// # Errors
    /// 400 for anything else.
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        text.split(" or ")
            .map(clause)
            .collect::<Option<_>>()
            .map(Self)
            .ok_or_else(|| Failure::bad_request(format!("Invalid filter clause: '{text}' isn't supported.")))
    }

    /// Whether somebody is meant.
    pub(super) fn takes(&self, profile: &Profile) -> bool {
        self.0.iter().any(|(member, wanted)| {
            let value = match member {
                Member::UserId => Some(profile.oid.as_str()),
                Member::Email => profile.mail.as_deref(),
                Member::DisplayName => Some(profile.display_name.as_str()),
            };
            value.is_some_and(|value| value.to_lowercase() == wanted.to_lowercase())
        })
    }
}

fn clause(text: &str) -> Option<(Member, String)> {
    let text = text.trim();
    let text = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
    let (member, value) = text.split_once(" eq ")?;
    let member = match member.trim().trim_start_matches("microsoft.graph.aadUserConversationMember/") {
        "userId" => Member::UserId,
        "email" => Member::Email,
        "displayName" => Member::DisplayName,
        _ => return None,
    };
    let value = value.trim().strip_prefix('\'')?.strip_suffix('\'')?;
    Some((member, value.replace("''", "'")))
}
