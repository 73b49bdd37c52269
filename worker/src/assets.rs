//! The app's files. Hashed ones are served by the platform without running the worker; pages pass through here so that
//! each has its headers and unknown addresses are told apart.

use async_trait::async_trait;
use http::{HeaderMap, Response};

use crate::platform::body::Body;

/// The page that every address of the app starts from.
pub const INDEX: &str = "/index.html";
/// The page inside Teams, which signs people in before the app is there.
pub const TEAMS: &str = "/teams.html";
/// The dialog in which Teams asks what a new tab shows.
pub const TEAMS_SETTINGS: &str = "/teams-settings.html";
/// The page inside Outlook, likewise.
pub const OUTLOOK: &str = "/outlook.html";
/// The page of the window in which a frame's person signs in.
pub const WINDOW: &str = "/window.html";
/// The page of the picker for other web apps.
pub const PICKER: &str = "/picker.html";
/// All of them: each is served at the addresses of its pages only, with their headers.
pub const PAGES: [&str; 6] = [INDEX, TEAMS, TEAMS_SETTINGS, OUTLOOK, WINDOW, PICKER];

/// What other web apps load: the script that opens the picker, and its types.
pub const LIBRARY: [(&str, &str); 2] =
    [("/mooring.js", "text/javascript; charset=utf-8"), ("/mooring.d.ts", "text/plain; charset=utf-8")];

/// The files of this deployment.
#[async_trait(?Send)]
pub trait Assets {
    /// The file at this path, or an answer with status 404; 304 where `If-None-Match` in `headers` fits.
    async fn get(&self, path: &str, headers: &HeaderMap) -> Response<Body>;
}
