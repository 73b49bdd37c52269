//! Every sentence the person sees. The service's own sentences are for developers and are never shown.

pub(crate) mod embedding;
pub(crate) mod folders;
pub(crate) mod picker;
pub(crate) mod team_link;

use contract::problem::ErrorCode;

use crate::model::failure::{Failure, Reaction};
use crate::model::theme::Theme;
use surface::ladder::{Mode, Why};

pub(crate) const PRODUCT: &str = "Mooring";
pub(crate) const SKIP: &str = "Skip to content";
pub(crate) const OPENING: &str = "Loading…";
pub(crate) const LEAVING: &str = "One moment, you are on your way to Microsoft…";
pub(crate) const SIGN_IN: &str = "Sign in with Microsoft";
pub(crate) const OTHER_ACCOUNT: &str = "Use another account";

pub(crate) const WELCOME_TITLE: &str = "Your Microsoft 365 files, right where you work";
pub(crate) const WELCOME_LEAD: &str =
    "Sign in with your work account to see what is in your OneDrive. There is no new password to remember.";
/// What a person may count on: title and sentence.
pub(crate) const PROMISES: [(&str, &str); 3] = [
    ("Nothing is copied", "Files stay in your OneDrive and open there."),
    ("Your rights stay yours", "You see what you may see in OneDrive, nobody sees more."),
    ("You stay in charge", "Sign out here, or everywhere at once, whenever you like."),
];

pub(crate) const MY_FILES: &str = "My files";
pub(crate) const AREAS: &str = "Parts of Mooring";
pub(crate) const BREADCRUMB: &str = "Folder path";
pub(crate) const FILES_LABEL: &str =
    "Files and folders. Use the arrow keys to move, Enter to open, Backspace to go up.";
pub(crate) const NAME: &str = "Name";
pub(crate) const MODIFIED: &str = "Modified";
pub(crate) const SIZE: &str = "Size";
pub(crate) const OPENS_IN_NEW_TAB: &str = "(opens in a new tab)";
pub(crate) const LOADING_FILES: &str = "Loading files…";
pub(crate) const LOADING_MORE: &str = "Loading more…";
pub(crate) const SHOW_MORE: &str = "Show more";
pub(crate) const EMPTY_TITLE: &str = "This folder is empty";
pub(crate) const EMPTY_ADVICE: &str = "Files that you add in OneDrive appear here.";
pub(crate) const NOTHING_FOUND_TITLE: &str = "Nothing was found";
pub(crate) const NOTHING_FOUND_ADVICE: &str =
    "Try another word, or fewer of them. New files can take a few minutes until they are found.";

pub(crate) const SEARCH: &str = "Search your files";
pub(crate) const SEARCH_RESULTS: &str = "Search results";
pub(crate) const SEARCH_INVITATION: &str = "Type what you are looking for into the search box.";

pub(crate) const ACCOUNT: &str = "Your account";
pub(crate) const THEME: &str = "Appearance";
pub(crate) const SIGN_OUT: &str = "Sign out";
pub(crate) const SIGN_OUT_HERE: &str = "Sign out of Mooring only";
pub(crate) const SIGN_OUT_EVERYWHERE: &str = "Sign out everywhere";
pub(crate) const SIGN_OUT_FAILED: &str = "You are still signed in.";

pub(crate) const SIGNED_OUT_TITLE: &str = "You are signed out";
pub(crate) const SIGNED_OUT_ADVICE: &str =
    "On a computer that others use, close all windows of the browser as well.";
pub(crate) const SIGN_IN_FAILED_TITLE: &str = "Signing in did not work";
pub(crate) const NOT_FOUND_TITLE: &str = "There is no such page";
pub(crate) const NOT_FOUND_ADVICE: &str = "The address may be mistyped, or the page has moved.";
pub(crate) const TO_START: &str = "Go to the start page";
pub(crate) const REFERENCE: &str = "For your administrator:";

/// What happened, and what the person can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Explanation {
    /// What happened.
    pub(crate) title: &'static str,
    /// What to do.
    pub(crate) advice: &'static str,
}

/// The explanation of a failure.
#[must_use]
pub(crate) fn failure(failure: &Failure) -> Explanation {
    match failure {
        Failure::Problem(problem) => code(problem.code),
        Failure::Cancelled | Failure::Offline => {
            Explanation { title: "No connection", advice: "Check your network, then try again." }
        }
        Failure::Unreadable => Explanation {
            title: "An unexpected answer came",
            advice: "Load the page again. If that does not help, something between you and Mooring may be changing what is sent.",
        },
        Failure::NotLoaded => Explanation {
            title: "This part could not be loaded",
            advice: "Check your network, then try again. If that does not help, load the page again.",
        },
    }
}

/// The explanation of a code.
#[must_use]
pub(crate) fn code(code: ErrorCode) -> Explanation {
    Explanation { title: title(code), advice: advice(code) }
}

fn title(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::InvalidRequest
        | ErrorCode::MethodNotAllowed
        | ErrorCode::BodyTooLarge
        | ErrorCode::UnsupportedMediaType => "That did not go through",
        ErrorCode::ForgeryCheckFailed => "That was stopped to protect you",
        ErrorCode::NotFound => "There is nothing here",
        ErrorCode::UnknownHost => "Nobody is at home at this address",
        ErrorCode::NotConfigured => "Mooring is not set up yet",
        ErrorCode::SignInNeeded => "Please sign in",
        ErrorCode::SessionEnded => "Your session has ended",
        ErrorCode::TokenRejected => "The sign-in was not accepted",
        ErrorCode::ClientNotAllowed => "Signing in is not set up for this place",
        ErrorCode::AccountMismatch => "This is another account",
        ErrorCode::SignInExpired => "The sign-in took too long",
        ErrorCode::SignInCancelled => "The sign-in was cancelled",
        ErrorCode::ConsentDeclined => "Permission was not given",
        ErrorCode::ConsentNeeded => "Your permission is needed",
        ErrorCode::AdminConsentNeeded => "Your administrator has to agree first",
        ErrorCode::InteractionNeeded => "Microsoft needs you for a moment",
        ErrorCode::BlockedByPolicy => "A rule of your organization does not allow this",
        ErrorCode::TenantNotAllowed => "This account is of another organization",
        ErrorCode::NotAssigned => "This account may not use Mooring",
        ErrorCode::RegistrationFault => "The connection to Microsoft is not set up correctly",
        ErrorCode::UpstreamInvalid => "Microsoft gave an unexpected answer",
        ErrorCode::UpstreamUnavailable => "Microsoft 365 cannot be reached",
        ErrorCode::UpstreamTimeout => "Microsoft 365 took too long",
        ErrorCode::Throttled => "Microsoft asks us to slow down",
        ErrorCode::NoAccess => "You cannot open this",
        ErrorCode::NoDrive => "You have no OneDrive",
        ErrorCode::NoFilesFolder => "This channel has no files yet",
        ErrorCode::FunctionDisabled => "This is switched off",
        ErrorCode::FolderNotFound => "This folder is not there for you",
        ErrorCode::RoleTooLow => "Only owners of the folder can do this",
        ErrorCode::FolderArchived => "The folder is in the archive",
        ErrorCode::LastOwner => "The folder needs an owner",
        ErrorCode::ReferenceTaken => "This folder exists already",
        ErrorCode::FolderFull => "The folder is full",
        ErrorCode::AlreadyTakesPart => "This person takes part already",
        ErrorCode::TeamNotReadable => "The team's members cannot be read",
        ErrorCode::TeamNotFound => "This team is not there for you",
        ErrorCode::Internal => "Something went wrong at our end",
    }
}

fn advice(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::InvalidRequest
        | ErrorCode::MethodNotAllowed
        | ErrorCode::BodyTooLarge
        | ErrorCode::UnsupportedMediaType => {
            "This page may be out of date. Load it again, then repeat what you did."
        }
        ErrorCode::ForgeryCheckFailed => {
            "The request did not come from this page. Load it again, then repeat what you did."
        }
        ErrorCode::NotFound => "It may have been moved or deleted. Look for it in your files.",
        ErrorCode::UnknownHost => {
            "Check the address. If it is right, your administrator has to finish the set-up."
        }
        ErrorCode::NotConfigured => "Your administrator has to finish the set-up.",
        ErrorCode::SignInNeeded => "Sign in to continue. You come back to this page.",
        ErrorCode::SessionEnded => "Sign in again to continue. You come back to this page.",
        ErrorCode::TokenRejected => {
            "Sign in again. If it stays, send your administrator the reference below."
        }
        ErrorCode::ClientNotAllowed => {
            "Mooring is not allowed to be used from here yet. Send your administrator the reference below."
        }
        ErrorCode::AccountMismatch => "Sign in with the account that you want to work with here.",
        ErrorCode::SignInExpired => {
            "A sign-in has to be finished within ten minutes, in the browser where it began. Please start again."
        }
        ErrorCode::SignInCancelled => "Nothing has changed. Sign in again when you like.",
        ErrorCode::ConsentDeclined => {
            "Mooring can show your files only if you allow it to read them. Sign in again to be asked once more."
        }
        ErrorCode::ConsentNeeded => "Sign in again: Microsoft asks whether Mooring may read your files.",
        ErrorCode::AdminConsentNeeded => {
            "Your organization lets only administrators allow new apps. Send them this link."
        }
        ErrorCode::InteractionNeeded => {
            "You may have to confirm who you are or accept new terms. Sign in again to do so."
        }
        ErrorCode::BlockedByPolicy => {
            "It may depend on your device, place or network. Your administrator can tell you which."
        }
        ErrorCode::TenantNotAllowed => "Sign in with the account of the organization that uses Mooring here.",
        ErrorCode::NotAssigned => "Use another account, or ask your administrator to give you access.",
        ErrorCode::RegistrationFault => {
            "You cannot mend this yourself. Send your administrator the reference below."
        }
        ErrorCode::UpstreamInvalid | ErrorCode::UpstreamUnavailable => {
            "This is usually over soon. Please try again."
        }
        ErrorCode::UpstreamTimeout => "It may be busy. Please try again.",
        ErrorCode::Throttled => "Many requests came in a short time. It goes on in a moment.",
        ErrorCode::NoAccess => "You have no right to it, or it is gone. Whoever shared it can tell you.",
        ErrorCode::NoDrive => {
            "Your account has no OneDrive, or it was not opened yet. Your administrator can help."
        }
        ErrorCode::NoFilesFolder => "Open its tab Files in Teams once, then come back.",
        ErrorCode::FunctionDisabled => "Your organization does not use this part of Mooring.",
        ErrorCode::FolderNotFound => "You take no part in it, or it is gone. Its owner can add you.",
        ErrorCode::RoleTooLow => "Ask one of them.",
        ErrorCode::FolderArchived => "An owner can take it out of there.",
        ErrorCode::LastOwner => "Make somebody else an owner first.",
        ErrorCode::ReferenceTaken => "Open that one, or choose another reference.",
        ErrorCode::FolderFull => "Take something out, or use another folder.",
        ErrorCode::AlreadyTakesPart => "You can change their role in the list.",
        ErrorCode::TeamNotReadable => "Ask an owner of the team to add this app to it in Teams.",
        ErrorCode::TeamNotFound => "Choose one of your own teams.",
        ErrorCode::Internal => "Please try again. If it stays, send your administrator the reference below.",
    }
}

/// The title of what was tried.
pub(crate) const WHY_CLICK: &str = "Why do I have to click?";
/// The item of the account's menu that shows it.
pub(crate) const HOW_SIGNED_IN: &str = "How was I signed in?";
pub(crate) const CLOSE: &str = "Close";
pub(crate) const ADMIN_CONSENT_TITLE: &str = "Thank you";
pub(crate) const ADMIN_CONSENT_ADVICE: &str =
    "Your organization may use Mooring now. Whoever was waiting for it can sign in.";
const IN_WINDOW: (Mode, &str) = (Mode::Window, "Sign in in a window");
const TRY_AGAIN: (Mode, &str) = (Mode::Click, "Try again");

/// Why a click is needed, and the words on the two buttons, with what each does.
pub(crate) struct OneClick {
    /// What is going on.
    pub(crate) title: &'static str,
    /// What to do.
    pub(crate) advice: &'static str,
    /// The button that most likely helps, then the other one.
    pub(crate) buttons: [(Mode, &'static str); 2],
}

/// The sentences of a page that needs one click.
#[must_use]
pub(crate) fn why(why: Why) -> OneClick {
    let (title, advice, buttons) = match why {
        Why::Interaction => (
            "Microsoft needs you for a moment",
            "You may have to confirm who you are or accept new terms. Continue to do so.",
            [(Mode::Click, "Continue"), IN_WINDOW],
        ),
        Why::Consent => (
            "Your permission is needed",
            "Microsoft asks in a new window whether Mooring may read your files.",
            [(Mode::Window, "Allow in a new window"), (Mode::Click, "I have allowed it")],
        ),
        Why::NoToken => (
            "You could not be signed in by yourself",
            "Nobody said who you are. Sign in with one click; it opens a window.",
            [(Mode::Window, "Sign in"), TRY_AGAIN],
        ),
        Why::Cancelled => (
            "The sign-in was cancelled",
            "Nothing has changed. Sign in when you like.",
            [(Mode::Window, "Sign in"), TRY_AGAIN],
        ),
        Why::Blocked => (
            "The window was not opened",
            "Your browser or your organization blocks new windows here. Allow them for this page, then try again.",
            [IN_WINDOW, TRY_AGAIN],
        ),
        Why::AnotherAccount => (
            "This is another account",
            "Microsoft signed you in with another account than the one you use around this page.",
            [(Mode::OtherAccount, "Choose the account"), (Mode::AnyAccount, "Go on with this account")],
        ),
        Why::SignedOut => (
            "You are signed out",
            "You are still signed in to the app around this page.",
            [(Mode::Click, "Sign in again"), IN_WINDOW],
        ),
    };
    OneClick { title, advice, buttons }
}

/// The words on the button of a reaction; `None` where there is nothing to press.
#[must_use]
pub(crate) fn action(reaction: Reaction) -> Option<&'static str> {
    match reaction {
        Reaction::SignInAgain => Some("Sign in again"),
        Reaction::ChooseAccount => Some(OTHER_ACCOUNT),
        Reaction::RetryAfter(_) => Some("Try again now"),
        Reaction::Retry => Some("Try again"),
        Reaction::Reload => Some("Load the page again"),
        Reaction::OpenFiles => Some("Go to my files"),
        Reaction::TellAdministrator => None,
    }
}

/// How long it is until the page tries by itself.
#[must_use]
pub(crate) fn tries_again_in(seconds: u32) -> String {
    match seconds {
        1 => "Trying again in 1 second.".to_owned(),
        _ => format!("Trying again in {seconds} seconds."),
    }
}

/// How long the person should wait.
#[must_use]
pub(crate) fn wait_for(seconds: u32) -> String {
    match seconds {
        1 => "Please wait 1 second.".to_owned(),
        _ => format!("Please wait {seconds} seconds."),
    }
}

/// How much is shown.
#[must_use]
pub(crate) fn shown(count: usize) -> String {
    match count {
        1 => "1 item shown".to_owned(),
        _ => format!("{count} items shown"),
    }
}

/// The heading of search results.
#[must_use]
pub(crate) fn results_for(text: &str) -> String {
    format!("Results for “{text}”")
}

/// The name of a look.
#[must_use]
pub(crate) fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "Same as device",
        Theme::Light => "Light",
        Theme::Dark => "Dark",
        Theme::HighContrast => "High contrast",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::model::failure::reaction;

    #[test]
    fn every_code_has_a_title_and_an_advice() {
        for error in ErrorCode::ALL {
            let Explanation { title, advice } = code(*error);
            assert!(title.len() > 10 && !title.ends_with('.'), "{error:?}: {title}");
            assert!(advice.len() > 10 && advice.ends_with('.'), "{error:?}: {advice}");
        }
    }

    #[test]
    fn what_can_be_pressed_says_what_it_does() {
        for error in ErrorCode::ALL {
            let reaction = reaction(*error, Some(1));
            assert_eq!(action(reaction).is_none(), reaction == Reaction::TellAdministrator, "{error:?}");
        }
    }

    #[test]
    fn whoever_is_sent_to_the_administrator_reads_so() {
        for error in ErrorCode::ALL {
            if reaction(*error, None) == Reaction::TellAdministrator {
                let Explanation { title, advice } = code(*error);
                let text = format!("{title} {advice}").to_lowercase();
                assert!(text.contains("administrator") || text.contains("organization"), "{error:?}: {text}");
            }
        }
    }

    #[test]
    fn no_internal_word_reaches_the_person() {
        let titles: HashSet<_> = ErrorCode::ALL.iter().map(|error| code(*error).title).collect();
        assert!(titles.len() > 20);
        for error in ErrorCode::ALL {
            let Explanation { title, advice } = code(*error);
            for word in ["token", "tenant", "upstream", "graph", "entra", "_"] {
                let text = format!("{title} {advice}").to_lowercase();
                assert!(!text.contains(word), "{error:?}: {text}");
            }
        }
    }

    #[test]
    fn one_is_not_plural() {
        assert_eq!([shown(0), shown(1), shown(120)], ["0 items shown", "1 item shown", "120 items shown"]);
        assert_eq!(tries_again_in(1), "Trying again in 1 second.");
        assert_eq!(wait_for(2), "Please wait 2 seconds.");
    }
}
