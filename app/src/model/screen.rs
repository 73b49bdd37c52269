//! What is on the screen: follows from the address and from who is signed in, and from nothing else.

use contract::ids::FolderId;
use contract::page::Page;

use super::failure::Failure;
use super::source::Source;
use crate::session::state::Session;
use surface::ladder::Why;

/// One screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// It is not known yet who is signed in.
    Opening,
    /// The browser is on its way to another site.
    Leaving,
    /// It could not be found out who is signed in.
    Failed(Failure),
    /// What Mooring is, and the button to sign in, which returns to this page.
    Welcome(Page),
    /// The address is that of another screen.
    Redirect(Page),
    /// In a frame: only a click leads on.
    OneClick(Why),
    /// A folder.
    Files(Source),
    /// Results of the search that stands in the query.
    Search,
    /// The person's folders.
    Folders,
    /// One of them, with its documents.
    Documents(FolderId),
    /// Who takes part in it.
    Participants(FolderId),
    /// The picker for another web app, or the way to sign in to it.
    EmbeddedPicker,
    /// Signing in did not work.
    SignInFailed,
    /// What came of an administrator's consent.
    AdminConsent,
    /// Signed out.
    SignedOut,
    /// No such page.
    NotFound,
}

/// The screen at `page`.
#[must_use]
pub fn screen(page: Option<Page>, session: &Session) -> Screen {
    let Some(page) = page else {
        return Screen::NotFound;
    };
    // These explain what came of the way to Microsoft: they must not depend on the session.
    if page == Page::SignInFailed {
        return Screen::SignInFailed;
    }
    if page == Page::AdminConsent {
        return Screen::AdminConsent;
    }
    match session {
        Session::Unknown => Screen::Opening,
        Session::Leaving => Screen::Leaving,
        Session::Failed(_) | Session::SignedOut { .. } if page == Page::SignedOut => Screen::SignedOut,
        Session::Failed(failure) => Screen::Failed(failure.clone()),
        Session::NeedsClick { why, .. } => Screen::OneClick(*why),
        // Its window must not leave for Microsoft: the web app that opened it would lose it.
        Session::SignedOut { .. } if page == Page::EmbeddedPicker => Screen::EmbeddedPicker,
        Session::SignedOut { .. } => Screen::Welcome(page),
        Session::SignedIn { .. } => inside(page),
    }
}

fn inside(page: Page) -> Screen {
    match page {
        Page::Home
        | Page::SignedOut
        | Page::Teams
        | Page::TeamsSettings
        | Page::Outlook
        | Page::SignInWindow => Screen::Redirect(Page::Files),
        Page::Files => Screen::Files(Source::Root),
        Page::Folder(id) => Screen::Files(Source::Folder(id)),
        Page::Search => Screen::Search,
        Page::SignInFailed => Screen::SignInFailed,
        Page::AdminConsent => Screen::AdminConsent,
        Page::Folders => Screen::Folders,
        Page::Documents(id) => Screen::Documents(id),
        Page::Participants(id) => Screen::Participants(id),
        Page::EmbeddedPicker => Screen::EmbeddedPicker,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::state::tests::{signed_in, signed_out};

    #[test]
    fn address_and_session_decide_together() {
        let failed = || Session::Failed(Failure::Offline);
        let folder = || Page::Folder("01A".parse().unwrap());
        let cases = [
            (Some(Page::Files), Session::Unknown, Screen::Opening),
            (Some(Page::Files), signed_out(), Screen::Welcome(Page::Files)),
            (Some(Page::Home), signed_out(), Screen::Welcome(Page::Home)),
            (Some(Page::SignedOut), signed_out(), Screen::SignedOut),
            (Some(Page::SignedOut), failed(), Screen::SignedOut),
            (Some(Page::Files), failed(), Screen::Failed(Failure::Offline)),
            (Some(Page::Home), signed_in(), Screen::Redirect(Page::Files)),
            (Some(Page::SignedOut), signed_in(), Screen::Redirect(Page::Files)),
            (Some(Page::Files), signed_in(), Screen::Files(Source::Root)),
            (Some(folder()), signed_in(), Screen::Files(Source::Folder("01A".parse().unwrap()))),
            (Some(Page::Search), signed_in(), Screen::Search),
            (Some(Page::Folders), signed_in(), Screen::Folders),
            (Some(Page::EmbeddedPicker), signed_in(), Screen::EmbeddedPicker),
            (Some(Page::EmbeddedPicker), signed_out(), Screen::EmbeddedPicker),
            (Some(Page::Folders), signed_out(), Screen::Welcome(Page::Folders)),
            (Some(Page::Files), Session::Leaving, Screen::Leaving),
            (Some(Page::Teams), signed_in(), Screen::Redirect(Page::Files)),
            (Some(Page::Teams), Session::Unknown, Screen::Opening),
            (Some(Page::Outlook), signed_in(), Screen::Redirect(Page::Files)),
            (Some(Page::AdminConsent), Session::Unknown, Screen::AdminConsent),
            (Some(Page::Files), signed_in().needs_click(Why::Consent), Screen::OneClick(Why::Consent)),
            (None, signed_in(), Screen::NotFound),
            (None, Session::Unknown, Screen::NotFound),
        ];
        for (page, session, expected) in cases {
            assert_eq!(screen(page.clone(), &session), expected, "{page:?} {session:?}");
        }
    }

    #[test]
    fn why_a_sign_in_failed_is_told_whoever_is_signed_in() {
        for session in [Session::Unknown, signed_out(), signed_in(), Session::Failed(Failure::Offline)] {
            assert_eq!(screen(Some(Page::SignInFailed), &session), Screen::SignInFailed);
        }
    }
}
