//! The one place where a failure becomes a status and a problem (RFC 9457).

use contract::headers::NO_STORE;
use contract::ids::RequestId;
use contract::problem::{ErrorCode, MEDIA_TYPE, Problem};
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};

use crate::entra::refusal::Refusal;
use crate::platform::body::Body;

/// A failure on its way to the caller: a code, and what its answer needs besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// The stable code.
    pub code: ErrorCode,
    /// Seconds after which another try makes sense.
    pub retry_after: Option<u32>,
    /// The methods that the address takes, for 405.
    pub allow: Option<&'static str>,
    /// A claims challenge as JSON, for the surface to satisfy at Entra.
    pub claims: Option<String>,
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self { code, retry_after: None, allow: None, claims: None }
    }
}

impl From<&Refusal> for ApiError {
    /// What the caller of ours may know of a refusal by Entra.
    fn from(refusal: &Refusal) -> Self {
        Self {
            retry_after: refusal.retry_after(),
            claims: refusal.claims().map(str::to_owned),
            ..refusal.code().into()
        }
    }
}

impl ApiError {
    /// The address takes other methods than the one used.
    #[must_use]
    pub fn method_not_allowed(allow: &'static str) -> Self {
        Self { allow: Some(allow), ..Self::from(ErrorCode::MethodNotAllowed) }
    }

    /// The answer that tells the caller.
    #[must_use]
    pub fn response(&self, request_id: &RequestId) -> Response<Body> {
        let (status, title, detail) = words(self.code);
        let problem = Problem {
            kind: format!("urn:mooring:problem:{}", self.code.name()),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: detail.to_owned(),
            code: self.code,
            request_id: request_id.to_string(),
            retry_after: self.retry_after,
            claims: self.claims.clone(),
        };
        // A struct of texts and numbers always serialises.
        let mut response = Response::new(Body::Bytes(serde_json::to_vec(&problem).unwrap_or_default()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(NO_STORE));
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let Some(allow) = self.allow {
            headers.insert(ALLOW, HeaderValue::from_static(allow));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, challenge(self.claims.as_deref()));
        }
        response
    }
}

/// 401 names how to authenticate (RFC 9110 section 15.5.2); with a claims challenge, in the form that Microsoft's
/// libraries read. <https://learn.microsoft.com/entra/identity-platform/claims-challenge>
fn challenge(claims: Option<&str>) -> HeaderValue {
    use base64::Engine as _;
    let encoded = claims.map(|claims| base64::engine::general_purpose::STANDARD.encode(claims));
    let text = encoded
        .map(|claims| format!("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{claims}\""));
    text.and_then(|text| text.parse().ok()).unwrap_or(HeaderValue::from_static("Cookie realm=\"mooring\""))
}

/// Status, title and advice of each code. The advice is for developers; the app has its own sentences for people.
fn words(code: ErrorCode) -> (StatusCode, &'static str, &'static str) {
    use ErrorCode as E;
    match code {
        E::InvalidRequest
        | E::ForgeryCheckFailed
        | E::NotFound
        | E::MethodNotAllowed
        | E::BodyTooLarge
        | E::UnsupportedMediaType
        | E::UnknownHost
        | E::NotConfigured
        | E::Internal => words_of_request(code),
        E::SignInNeeded
        | E::SessionEnded
        | E::TokenRejected
        | E::ClientNotAllowed
        | E::AccountMismatch
        | E::SignInExpired
        | E::SignInCancelled
        | E::ConsentDeclined
        | E::ConsentNeeded
        | E::AdminConsentNeeded
        | E::InteractionNeeded
        | E::BlockedByPolicy
        | E::TenantNotAllowed
        | E::NotAssigned
        | E::RegistrationFault => words_of_sign_in(code),
        E::UpstreamInvalid
        | E::UpstreamUnavailable
        | E::UpstreamTimeout
        | E::Throttled
        | E::NoAccess
        | E::NoDrive
        | E::NoFilesFolder
        | E::FunctionDisabled => words_of_graph(code),
        E::FolderNotFound
        | E::RoleTooLow
        | E::FolderArchived
        | E::LastOwner
        | E::ReferenceTaken
        | E::FolderFull
        | E::AlreadyTakesPart
        | E::TeamNotReadable
        | E::TeamNotFound => words_of_folders(code),
    }
}

type Words = (StatusCode, &'static str, &'static str);

#[expect(clippy::wildcard_enum_match_arm, reason = "`words` has split the codes; each part names its own")]
fn words_of_request(code: ErrorCode) -> Words {
    use StatusCode as S;
    match code {
        ErrorCode::InvalidRequest => (
            S::BAD_REQUEST,
            "The request is not of the documented form.",
            "Compare it with the documentation of this address.",
        ),
        ErrorCode::ForgeryCheckFailed => (
            S::FORBIDDEN,
            "The request lacks the proof that a page of this site sent it.",
            "Send `X-Requested-By: mooring` from a page of this origin.",
        ),
        ErrorCode::NotFound => (S::NOT_FOUND, "There is nothing at this address.", "Check the address."),
        ErrorCode::MethodNotAllowed => (
            S::METHOD_NOT_ALLOWED,
            "The address does not take this method.",
            "Use one of the methods in `Allow`.",
        ),
        ErrorCode::BodyTooLarge => {
            (S::PAYLOAD_TOO_LARGE, "The body is longer than this address takes.", "Send less.")
        }
        ErrorCode::UnsupportedMediaType => (
            S::UNSUPPORTED_MEDIA_TYPE,
            "The body is not of a media type that this address takes.",
            "Send `application/json` without content encoding.",
        ),
        ErrorCode::UnknownHost => (
            S::MISDIRECTED_REQUEST,
            "No instance answers at this host name.",
            "Add the origin to INSTANCE_ORIGINS, or use the configured one.",
        ),
        ErrorCode::NotConfigured => (
            S::INTERNAL_SERVER_ERROR,
            "This deployment is not configured.",
            "The log names the value that is missing or wrong.",
        ),
        _ => (
            S::INTERNAL_SERVER_ERROR,
            "A fault of ours.",
            "Try again; if it stays, tell your administrator the request id.",
        ),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "`words` has split the codes; each part names its own")]
fn words_of_sign_in(code: ErrorCode) -> Words {
    use StatusCode as S;
    match code {
        ErrorCode::SignInNeeded => (S::UNAUTHORIZED, "Nobody is signed in.", "Navigate to /sign-in."),
        ErrorCode::SessionEnded => (S::UNAUTHORIZED, "The session has ended.", "Navigate to /sign-in."),
        ErrorCode::TokenRejected => (
            S::UNAUTHORIZED,
            "The access token is not one that this instance takes.",
            "Send an access token of an allowed tenant for this application's own scope; the log says what is wrong.",
        ),
        ErrorCode::ClientNotAllowed => (
            S::FORBIDDEN,
            "The access token was issued to an application that may not sign people in here.",
            "Get it through Nested App Auth, Teams or Office.",
        ),
        ErrorCode::AccountMismatch => (
            S::CONFLICT,
            "The token is about somebody else than the host says is signed in to it.",
            "Ask the person; to go on with the token's account, leave `host_person` out.",
        ),
        ErrorCode::SignInExpired => (
            S::BAD_REQUEST,
            "The sign-in was not started here, is too old, or was used already.",
            "Start again at /sign-in.",
        ),
        ErrorCode::SignInCancelled => {
            (S::FORBIDDEN, "The sign-in was cancelled.", "Start again at /sign-in.")
        }
        ErrorCode::ConsentDeclined => {
            (S::FORBIDDEN, "The permissions were declined.", "Sign in again and accept them.")
        }
        ErrorCode::ConsentNeeded => {
            (S::FORBIDDEN, "A consent is missing.", "Sign in again to be asked for it.")
        }
        ErrorCode::AdminConsentNeeded => (
            S::FORBIDDEN,
            "An administrator has to consent.",
            "Ask the administrator of the tenant to consent for the organisation.",
        ),
        ErrorCode::InteractionNeeded => (
            S::UNAUTHORIZED,
            "Microsoft wants the person to act.",
            "Sign in again, with the claims of the challenge if there are any.",
        ),
        ErrorCode::BlockedByPolicy => (
            S::FORBIDDEN,
            "A rule of the organisation blocks the sign-in.",
            "Ask the administrator of the tenant; trying again does not help.",
        ),
        ErrorCode::TenantNotAllowed => (
            S::FORBIDDEN,
            "The tenant of this account may not use this instance.",
            "Sign in with an account of an allowed tenant.",
        ),
        ErrorCode::NotAssigned => (
            S::FORBIDDEN,
            "The account is not assigned to this application.",
            "Ask the administrator of the tenant to assign it.",
        ),
        _ => (
            S::BAD_GATEWAY,
            "The registration at Entra does not fit this deployment.",
            "The log has Entra's error number; compare secret, redirect address and permissions.",
        ),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "`words` has split the codes; each part names its own")]
fn words_of_graph(code: ErrorCode) -> Words {
    use StatusCode as S;
    match code {
        ErrorCode::UpstreamUnavailable => {
            (S::SERVICE_UNAVAILABLE, "Microsoft cannot be reached or is out of order.", "Try again later.")
        }
        ErrorCode::UpstreamTimeout => (S::GATEWAY_TIMEOUT, "Microsoft took too long.", "Try again later."),
        ErrorCode::Throttled => (
            S::TOO_MANY_REQUESTS,
            "Microsoft asks us to slow down.",
            "Try again after `Retry-After` seconds.",
        ),
        ErrorCode::NoAccess => {
            (S::NOT_FOUND, "There is no such item, or no right to it.", "Ask its owner for access.")
        }
        ErrorCode::NoDrive => (
            S::NOT_FOUND,
            "This person has no OneDrive.",
            "An administrator can assign a licence; OneDrive is then made at the first visit.",
        ),
        ErrorCode::NoFilesFolder => (
            S::NOT_FOUND,
            "This channel has no files yet.",
            "Somebody has to open its tab Files in Teams once.",
        ),
        ErrorCode::FunctionDisabled => (
            S::FORBIDDEN,
            "The function is not enabled for this instance.",
            "The administrator of this deployment can enable it.",
        ),
        _ => (S::BAD_GATEWAY, "Microsoft's answer was not what its protocol says.", "Try again later."),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "`words` has split the codes; each part names its own")]
fn words_of_folders(code: ErrorCode) -> Words {
    use StatusCode as S;
    match code {
        ErrorCode::FolderNotFound => (
            S::NOT_FOUND,
            "There is nothing of this id that this person may know of.",
            "Check the id, and whether the person takes part in the folder.",
        ),
        ErrorCode::RoleTooLow => (
            S::FORBIDDEN,
            "The person's role in the folder does not allow this.",
            "Ask an owner of the folder.",
        ),
        ErrorCode::FolderArchived => (
            S::CONFLICT,
            "The folder is in the archive.",
            "An owner can take it out of there, with `archived: false`.",
        ),
        ErrorCode::LastOwner => {
            (S::CONFLICT, "The folder would have no owner.", "Make somebody else an owner first.")
        }
        ErrorCode::ReferenceTaken => (
            S::CONFLICT,
            "Another folder of this instance has the reference.",
            "Use that folder, or another reference.",
        ),
        ErrorCode::FolderFull => {
            (S::CONFLICT, "The folder holds as much as it can.", "Take something out, or use another folder.")
        }
        ErrorCode::TeamNotReadable => (
            S::FORBIDDEN,
            "Microsoft does not let Mooring read the members of this team.",
            "An owner of the team adds the app to it in Teams, or an administrator allows TeamMember.Read.All.",
        ),
        ErrorCode::TeamNotFound => (
            S::NOT_FOUND,
            "There is no such team, or the person is not in it.",
            "Choose one of the person's own teams.",
        ),
        _ => (S::CONFLICT, "The person takes part already.", "To change the role, use PATCH."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_of_its_own() {
        let mut titles: Vec<&str> = ErrorCode::ALL.iter().map(|code| words(*code).1).collect();
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), ErrorCode::ALL.len());
    }

    #[test]
    fn a_problem_says_its_status_twice_and_names_the_request() {
        let id: RequestId = "0123456789abcdef0123456789abcdef".parse().unwrap();
        let error = ApiError { retry_after: Some(7), ..ErrorCode::Throttled.into() };
        let response = error.response(&id);
        assert_eq!(response.status(), 429);
        assert_eq!(response.headers()["retry-after"], "7");
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        let Body::Bytes(bytes) = response.into_body() else { panic!("a problem is short") };
        let problem: Problem = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(
            (problem.status, problem.code, problem.request_id.as_str()),
            (429, ErrorCode::Throttled, id.as_str())
        );
    }

    #[test]
    fn a_claims_challenge_has_the_form_that_microsofts_libraries_read() {
        let id: RequestId = "0123456789abcdef0123456789abcdef".parse().unwrap();
        let error = ApiError { claims: Some("{}".to_owned()), ..ErrorCode::InteractionNeeded.into() };
        let header = error.response(&id).headers()["www-authenticate"].to_str().unwrap().to_owned();
        assert_eq!(header, "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"e30=\"");
    }
}
