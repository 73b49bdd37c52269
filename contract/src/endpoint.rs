//! Every path that the worker answers itself, and the header that proves a call came from our own scripts.
//!
//! Graph operations live below [`GRAPH_PREFIX`] and are listed in [`crate::operations`]; pages in [`crate::page`].

/// Liveness, without a session: says whether this deployment is configured.
pub const HEALTH: &str = "/healthz";
/// `GET`: who is signed in. Answers [`crate::session::SessionResponse`].
/// `POST`: exchanges the surface's access token, sent as a bearer token, for a session. Takes
/// [`crate::session::ExchangeRequest`], answers [`crate::session::ExchangeResponse`].
pub const SESSION: &str = "/api/session";
/// `POST`: turns what a sign-in in a window of its own handed over into the session of the frame that opened the window. Takes
/// [`crate::session::HandoverRequest`], answers [`crate::session::ExchangeResponse`].
pub const HANDOVER: &str = "/api/session/handover";
/// `POST`: a fresh name for a session that such a handover began, in place of the one presented. Answers
/// [`crate::session::ExchangeResponse`].
pub const RENEWAL: &str = "/api/session/renewal";
/// `POST`: what a frame tried to sign somebody in, for the log. Takes [`crate::session::AttemptsRequest`].
pub const ATTEMPTS: &str = "/api/session/attempts";
/// `POST`: ends the session. Answers [`crate::session::SignOutResponse`].
pub const SIGN_OUT: &str = "/api/sign-out";
/// `GET`: a navigation that starts signing in and redirects to Entra.
pub const SIGN_IN: &str = "/sign-in";
/// `GET`: where Entra sends the browser back to. This is the registered redirect URI's path.
pub const SIGN_IN_CALLBACK: &str = "/sign-in/callback";
/// `GET`: a navigation to Entra's page where an administrator allows the application for the whole organisation. It holds nothing
/// personal, so it can be handed over.
pub const ADMIN_CONSENT: &str = "/admin-consent";
/// `GET`: the person's folders; `POST`: a new one. Below it, by their ids, stand folders and what is in them; see
/// [`crate::folder`].
pub const FOLDERS: &str = "/api/folders";
/// `GET`: what the signed-in person linked last, in folders that they still take part in. Answers [`crate::folder::RecentResponse`].
pub const RECENT: &str = "/api/documents/recent";
/// `GET`: search in all that the signed-in person may open; takes [`crate::search`]'s parameters, answers a
/// [`crate::graph::Collection`] of [`crate::graph::DriveItem`].
pub const SEARCH: &str = "/api/search";
/// Below this stand the operations of [`crate::operations::TABLE`], spelled as Graph spells them.
pub const GRAPH_PREFIX: &str = "/graph/v1.0";
/// `GET {prefix}/{handle}`: the next page of a list; the handle is sealed and opaque (S3-11).
pub const GRAPH_NEXT_PREFIX: &str = "/graph/next";
/// `GET {prefix}/{handle}`: a thumbnail; the handle is sealed and opaque (S3-12).
pub const GRAPH_THUMBNAIL_PREFIX: &str = "/graph/thumbnail";
/// Hashed, immutable files. The platform serves them without running the worker.
pub const ASSETS_PREFIX: &str = "/assets";

/// Every path and prefix above, for tests that walk them all.
pub const ALL: &[&str] = &[
    HEALTH,
    SESSION,
    HANDOVER,
    RENEWAL,
    ATTEMPTS,
    SIGN_OUT,
    SIGN_IN,
    SIGN_IN_CALLBACK,
    ADMIN_CONSENT,
    FOLDERS,
    RECENT,
    SEARCH,
    GRAPH_PREFIX,
    GRAPH_NEXT_PREFIX,
    GRAPH_THUMBNAIL_PREFIX,
    ASSETS_PREFIX,
];

/// Custom header that every call from our scripts carries. A page of another origin cannot send it without a preflight,
/// which is never granted: that is the first defence against cross-site request forgery (S5-05).
pub const REQUESTED_BY_HEADER: &str = "x-requested-by";
/// The value of [`REQUESTED_BY_HEADER`].
pub const REQUESTED_BY: &str = "mooring";
/// The request's id, on every answer.
pub const REQUEST_ID_HEADER: &str = "x-request-id";

/// Query parameter of [`SIGN_IN`]: the path of the [`crate::page::Page`] to return to.
pub const RETURN_TO: &str = "return_to";
/// Query parameter of [`SIGN_IN`]: [`crate::session::SignInPrompt`].
pub const PROMPT: &str = "prompt";
/// Query parameter of [`SIGN_IN`]: a claims challenge that Entra has to satisfy, as JSON.
pub const CLAIMS: &str = "claims";
/// Query parameter of [`SIGN_IN`], together with [`CHALLENGE`]: the [`crate::function::Surface`] that the sign-in is for. The session
/// is then handed over through the window's page instead of a cookie.
pub const SURFACE: &str = "surface";
/// Query parameter of [`SIGN_IN`]: the S256 challenge (RFC 7636) of the verifier that only the frame knows.
pub const CHALLENGE: &str = "challenge";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_is_left_out_of_the_list() {
        let written = include_str!("endpoint.rs").lines().filter(|line| line.contains(": &str = \"/"));
        assert_eq!(written.count(), ALL.len());
    }
}
