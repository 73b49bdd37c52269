//! Sentences of the folders.

use contract::folder::{Audience, DocumentState, Linked, Role};

pub(crate) const TITLE: &str = "Folders";
pub(crate) const NEW: &str = "New folder";
pub(crate) const NAME: &str = "Name";
pub(crate) const REFERENCE: &str = "Reference in your app (optional)";
pub(crate) const CREATE: &str = "Create";
pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const SAVE: &str = "Save";
pub(crate) const LOADING: &str = "Loading folders…";
pub(crate) const EMPTY_TITLE: &str = "You take part in no folder yet";
pub(crate) const EMPTY_ADVICE: &str = "Make one, or ask somebody to add you to theirs.";
pub(crate) const ARCHIVED: &str = "In the archive";
pub(crate) const PEOPLE: &str = "People";
pub(crate) const LIST: &str = "Your folders";

pub(crate) const LINK: &str = "Link documents";
pub(crate) const RENAME: &str = "Rename";
pub(crate) const ARCHIVE: &str = "Put into the archive";
pub(crate) const RESTORE: &str = "Take out of the archive";
pub(crate) const CHECK_AGAIN: &str = "Check again";
pub(crate) const LEAVE: &str = "Leave the folder";
pub(crate) const LEAVE_QUESTION: &str =
    "Leave this folder? You will not see its documents here any more. An owner can add you again.";
pub(crate) const DOCUMENTS_LABEL: &str = "Documents of this folder. Use the arrow keys to move.";
pub(crate) const NO_DOCUMENTS_TITLE: &str = "Nothing is linked yet";
pub(crate) const NO_DOCUMENTS_ADVICE: &str = "Link documents from OneDrive, SharePoint or Teams. They stay where they are, and everybody opens them with their own rights.";
pub(crate) const STATE: &str = "For you";
pub(crate) const LINKED_BY: &str = "Linked by";
pub(crate) const ACTIONS: &str = "More";
pub(crate) const DESKTOP: &str = "Open in the desktop app";
pub(crate) const IN_TEAMS: &str = "Open in Teams";
pub(crate) const ASK: &str = "Ask for access";
pub(crate) const UNLINK: &str = "Take the link away";
pub(crate) const UNLINK_NOTE: &str = "The document itself stays where it is.";
pub(crate) const IN_ARCHIVE_NOTE: &str =
    "This folder is in the archive: documents open as before, and nothing is linked.";

pub(crate) const BEFORE_LINKING: &str = "Who can open these?";
pub(crate) const LINK_NOW: &str = "Link";
pub(crate) const LOOKING: &str = "Asking Microsoft who can open them…";
pub(crate) const NOBODY_ELSE: &str = "Nobody else takes part in this folder yet.";
pub(crate) const RIGHTS_NOTE: &str =
    "Linking changes no rights. Whoever cannot open a document can ask for access from here.";

pub(crate) const ADD: &str = "Add somebody";
pub(crate) const FIND: &str = "Name or mail address";
pub(crate) const FINDING: &str = "Looking…";
pub(crate) const NOBODY_FOUND: &str = "Nobody was found. Only people of your organization can be added.";
pub(crate) const NO_DIRECTORY: &str = "Colleagues cannot be looked up yet: your administrator has to allow Mooring to read names (User.ReadBasic.All).";
pub(crate) const AS: &str = "As";
pub(crate) const REMOVE: &str = "Remove";
pub(crate) const LOADING_PEOPLE: &str = "Loading people…";
pub(crate) const PEOPLE_LABEL: &str = "People who take part";
pub(crate) const SINCE: &str = "Since";
pub(crate) const YOU: &str = "(you)";

/// The name of a role.
#[must_use]
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Member => "Member",
        Role::Guest => "Guest",
    }
}

/// What a document is to the viewer, and what that means.
#[must_use]
pub(crate) fn state(state: &DocumentState) -> (&'static str, &'static str) {
    match state {
        DocumentState::Open { renamed: true, moved: true, .. } => {
            ("Renamed and moved", "It has a new name and a new place, and opens for you.")
        }
        DocumentState::Open { renamed: true, .. } => ("Renamed", "It has a new name, and opens for you."),
        DocumentState::Open { moved: true, .. } => ("Moved", "It has a new place, and opens for you."),
        DocumentState::Open { .. } => ("Opens", "You can open it."),
        DocumentState::NoAccess => ("No access", "You have no right to it. You can ask for access."),
        DocumentState::Missing => {
            ("Not there for you", "It was deleted, or you have no right to it. You can ask for access.")
        }
        DocumentState::Deleted => ("Deleted", "It is in the recycle bin. Its owner can restore it."),
        DocumentState::Unknown { .. } => ("Not known", "Microsoft did not answer. It is asked again."),
    }
}

/// Read out when a list of documents has come.
#[must_use]
pub(crate) fn documents(count: usize) -> String {
    match count {
        1 => "1 document".to_owned(),
        _ => format!("{count} documents"),
    }
}

/// How many people take part.
#[must_use]
pub(crate) fn people(count: u32) -> String {
    match count {
        1 => "1 person".to_owned(),
        _ => format!("{count} people"),
    }
}

/// Whom an item would leave out, of so many other participants.
#[must_use]
pub(crate) fn audience(audience: Audience, of: u32) -> String {
    let others = if of == 1 { "the one other person".to_owned() } else { format!("{of} other people") };
    match audience {
        Audience::Known { without: 0 } => format!("All of {others} can open it."),
        Audience::Known { without } => format!("{without} of {others} cannot open it."),
        Audience::Estimate { without: 0 } => format!("Probably all of {others} can open it."),
        Audience::Estimate { without } => format!(
            "An estimate: {without} of {others} are not named among those who can open it. Groups and links may let them."
        ),
        Audience::Unknown => "Microsoft does not tell you who else can open it.".to_owned(),
    }
}

/// What came of linking.
#[must_use]
pub(crate) fn linked(outcomes: &[Linked]) -> String {
    let count = |wanted: fn(&Linked) -> bool| outcomes.iter().filter(|outcome| wanted(outcome)).count();
    let parts = [
        (count(|outcome| matches!(outcome, Linked::Linked { .. })), "linked"),
        (count(|outcome| matches!(outcome, Linked::AlreadyThere { .. })), "already there"),
        (
            count(|outcome| matches!(outcome, Linked::NoAccess { .. })),
            "not linked, because you cannot open it",
        ),
        (
            count(|outcome| matches!(outcome, Linked::Unavailable { .. })),
            "not linked, because Microsoft did not answer; try again",
        ),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    format!("{}.", parts.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_audience_says_whether_it_is_known() {
        assert_eq!(audience(Audience::Known { without: 3 }, 12), "3 of 12 other people cannot open it.");
        assert_eq!(audience(Audience::Known { without: 0 }, 1), "All of the one other person can open it.");
        assert!(audience(Audience::Estimate { without: 3 }, 12).starts_with("An estimate: 3 of 12"));
        assert!(audience(Audience::Unknown, 12).contains("does not tell"));
    }

    #[test]
    fn what_came_of_linking_is_counted() {
        let item = || contract::folder::ItemRef {
            drive_id: "b!a".parse().unwrap(),
            item_id: "01A".parse().unwrap(),
        };
        let outcomes = [Linked::NoAccess { item: item() }, Linked::Unavailable { item: item() }];
        let text = linked(&outcomes);
        assert!(text.starts_with("1 not linked, because you cannot open it · 1 not linked"), "{text}");
    }
}
