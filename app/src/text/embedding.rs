//! Sentences of the picker's page for other web apps.

pub(crate) const TITLE: &str = "Choose documents";
pub(crate) const HAND_OVER: &str = "Choose these";
pub(crate) const SIGN_IN_TITLE: &str = "Sign in to see your documents";
pub(crate) const SIGN_IN_ADVICE: &str =
    "Microsoft's page opens in a window of its own. This one goes on by itself when you are signed in.";
pub(crate) const IN_WINDOW: &str = "Open in a window";
pub(crate) const IN_WINDOW_ADVICE: &str =
    "If you are asked to sign in here again and again, your browser keeps the two web apps apart.";
pub(crate) const DONE_TITLE: &str = "You are signed in";
pub(crate) const DONE_ADVICE: &str = "You can close this window and go on in the other one.";
pub(crate) const WAITING: &str = "Waiting for the web app…";
pub(crate) const WAITING_ADVICE: &str =
    "If nothing happens, this web app is not registered with Mooring: tell its administrator.";
pub(crate) const BAD_TITLE: &str = "The web app asked in a way that is not understood";
pub(crate) const BAD_ADVICE: &str = "You can close this and tell the people who run the web app.";
