//! `Cross-Origin-Opener-Policy`: the window of a sign-in is cut off from whoever opened it. What opened it sees it as closed from
//! then on, and where it comes back to has no `window.opener`. For applications created after January 2027, and for others on
//! request.
//! <https://learn.microsoft.com/entra/identity-platform/how-to-prepare-app-coop-enforcement>

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use super::form::Parameters;
use crate::applications::Application;

const HEADER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// What the answers of one sign-in or sign-out say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpenerPolicy {
    /// Nothing.
    Unsaid,
    /// The window belongs to this origin alone.
    SameOrigin,
}

impl OpenerPolicy {
    /// What holds for an application.
    pub(crate) const fn of(application: &Application) -> Self {
        if application.authentication_behaviors.enforces_coop() { Self::SameOrigin } else { Self::Unsaid }
    }

    /// The same, unless the client says that it has looked at its frames and its opener itself, as MSAL.js does:
    /// <https://github.com/AzureAD/microsoft-authentication-library-for-js/blob/dev/lib/msal-browser/src/utils/PopupOriginCheck.ts>
    pub(crate) fn of_request(application: &Application, parameters: &Parameters) -> Self {
        if parameters.is("pocd", "1") { Self::Unsaid } else { Self::of(application) }
    }

    /// Says it: on pages, and on the redirects between them, which browsers heed as well.
    pub(crate) fn put_on(self, mut response: Response) -> Response {
        if self == Self::SameOrigin {
            response.headers_mut().insert(HEADER, HeaderValue::from_static("same-origin"));
        }
        response
    }
}
