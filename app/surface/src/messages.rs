//! Nested App Auth, as far as it is text: what goes over the bridge of the host, and what comes back. The messages are those
//! of Microsoft's library for browsers (MSAL), which is their reference.
//! <https://learn.microsoft.com/microsoftteams/platform/concepts/authentication/nested-authentication>

use serde::Serialize;

use crate::ladder::{Leave, Mode};

/// A request, as it goes over the bridge.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Call<'a> {
    message_type: &'static str,
    method: &'static str,
    request_id: &'a str,
    send_time: f64,
    client_library: &'static str,
    client_library_version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_params: Option<TokenParams<'a>>,
}

/// What token is wanted.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenParams<'a> {
    /// Our application.
    pub client_id: &'a str,
    /// The scope of our API.
    pub scope: &'a str,
    /// What Entra's log knows the request by: a GUID.
    pub correlation_id: &'a str,
    /// A claims challenge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claims: Option<&'a str>,
    /// How the token will be used.
    pub authentication_scheme: &'static str,
}

impl<'a> Call<'a> {
    /// Asks whether the host has Nested App Auth at all.
    #[must_use]
    pub fn init_context(request_id: &'a str, send_time: f64) -> Self {
        Self::new("GetInitContext", request_id, send_time, None)
    }

    /// Asks for a token.
    #[must_use]
    pub fn token(mode: Mode, request_id: &'a str, send_time: f64, wanted: TokenParams<'a>) -> Self {
        let method = if mode.is_click() { "GetTokenPopup" } else { "GetToken" };
        Self::new(method, request_id, send_time, Some(wanted))
    }

    fn new(
        method: &'static str,
        request_id: &'a str,
        send_time: f64,
        token_params: Option<TokenParams<'a>>,
    ) -> Self {
        Self {
            message_type: "NestedAppAuthRequest",
            method,
            request_id,
            send_time,
            client_library: "mooring",
            client_library_version: env!("CARGO_PKG_VERSION"),
            token_params,
        }
    }
}

/// A response, as far as it is read here. What is missing is empty.
#[derive(Debug, Default)]
pub struct Response {
    /// `messageType`.
    pub message_type: String,
    /// `requestId`.
    pub request_id: String,
    /// `success`.
    pub success: bool,
    /// `token.access_token`.
    pub access_token: String,
    /// `error.status`.
    pub status: String,
    /// `error.code`.
    pub code: String,
    /// `error.subError`, which MSAL drops.
    pub sub_error: String,
}

impl Response {
    /// Whether it answers this request.
    #[must_use]
    pub fn answers(&self, request_id: &str) -> bool {
        self.message_type == "NestedAppAuthResponse" && self.request_id == request_id
    }

    /// Whether the host has Nested App Auth.
    #[must_use]
    pub fn is_available(&self) -> bool {
        self.success
    }

    /// The access token.
    ///
    /// # Errors
    /// Why there is none.
    pub fn into_token(self) -> Result<String, Leave> {
        match (self.success, self.access_token.is_empty()) {
            (true, false) => Ok(self.access_token),
            (true, true) => Err(Leave::Absent),
            (false, _) => Err(self.leave()),
        }
    }
}

impl Response {
    /// Statuses as MSAL maps them; what it does not know counts as a refusal.
    fn leave(&self) -> Leave {
        match self.status.as_str() {
            "USER_INTERACTION_REQUIRED" | "ACCOUNT_UNAVAILABLE" => Leave::NeedsPerson,
            "USER_CANCEL" => Leave::Cancelled,
            "NO_NETWORK" | "TRANSIENT_ERROR" => Leave::Temporary,
            "DISABLED" | "NESTED_APP_AUTH_UNAVAILABLE" => Leave::Absent,
            _ if self.code == "interaction_required" || asks_for_person(&self.sub_error) => {
                Leave::NeedsPerson
            }
            _ => Leave::Refused,
        }
    }
}

/// The details with which Entra says that the person has to act, as MSAL reads them.
fn asks_for_person(sub_error: &str) -> bool {
    [
        "message_only",
        "additional_action",
        "basic_action",
        "user_password_expired",
        "consent_required",
        "bad_token",
    ]
    .contains(&sub_error)
}

/// The words that `getAuthToken` fails with, and the codes of Office's `getAccessToken`. Their list is not official: what is not known counts as a refusal.
/// <https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-code>,
/// <https://learn.microsoft.com/office/dev/add-ins/develop/troubleshoot-sso-in-office-add-ins>
#[must_use]
pub fn host_word(word: &str) -> Leave {
    match word {
        // 13001: nobody is signed in to Office; 13005: Office may not ask for this app's token without the person.
        "resourceRequiresConsent" | "resourceRequiresMfa" | "13001" | "13005" => Leave::NeedsPerson,
        // 12006: the dialog was closed; 13002: the person went back.
        "CancelledByUser" | "12006" | "13002" => Leave::Cancelled,
        // 12009: the person forbade the dialog; 12011: the browser did.
        "FailedToOpenWindow" | "12009" | "12011" => Leave::Blocked,
        // 13006: start Office again; 13008: one call at a time; 13013: too many calls.
        "13006" | "13008" | "13013" => Leave::Temporary,
        "absent" | "13000" | "13012" => Leave::Absent,
        _ => Leave::Refused,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{json, to_value};

    use super::*;

    #[test]
    fn a_request_has_the_members_that_microsofts_library_sends() {
        let wanted = TokenParams {
            client_id: "app",
            scope: "api://host/app/access_as_user",
            correlation_id: "c",
            claims: None,
            authentication_scheme: "Bearer",
        };
        let sent = to_value(Call::token(Mode::Silent, "r", 5.0, wanted)).unwrap();
        assert_eq!(
            sent,
            json!({
                "messageType": "NestedAppAuthRequest", "method": "GetToken", "requestId": "r", "sendTime": 5.0,
                "clientLibrary": "mooring", "clientLibraryVersion": env!("CARGO_PKG_VERSION"),
                "tokenParams": {
                    "clientId": "app", "scope": "api://host/app/access_as_user", "correlationId": "c",
                    "authenticationScheme": "Bearer",
                },
            })
        );
        let first = to_value(Call::init_context("r", 5.0)).unwrap();
        assert_eq!((first["method"].as_str(), first.get("tokenParams")), (Some("GetInitContext"), None));
    }

    fn failed(status: &str, code: &str, sub_error: &str) -> Result<String, Leave> {
        let [status, code, sub_error] = [status, code, sub_error].map(str::to_owned);
        Response { status, code, sub_error, ..Response::default() }.into_token()
    }

    #[test]
    fn every_status_has_its_reason() {
        let cases = [
            ("USER_INTERACTION_REQUIRED", Leave::NeedsPerson),
            ("ACCOUNT_UNAVAILABLE", Leave::NeedsPerson),
            ("USER_CANCEL", Leave::Cancelled),
            ("NO_NETWORK", Leave::Temporary),
            ("TRANSIENT_ERROR", Leave::Temporary),
            ("PERSISTENT_ERROR", Leave::Refused),
            ("DISABLED", Leave::Absent),
            ("NESTED_APP_AUTH_UNAVAILABLE", Leave::Absent),
            ("SOMETHING_NEW", Leave::Refused),
            ("", Leave::Refused),
        ];
        for (status, expected) in cases {
            assert_eq!(failed(status, "x", ""), Err(expected), "{status}");
        }
        assert_eq!(failed("PERSISTENT_ERROR", "interaction_required", ""), Err(Leave::NeedsPerson));
        assert_eq!(failed("PERSISTENT_ERROR", "", "basic_action"), Err(Leave::NeedsPerson), "MSAL drops it");
    }

    #[test]
    fn a_success_without_a_token_is_none() {
        let success = |access_token: &str| {
            Response { success: true, access_token: access_token.to_owned(), ..Response::default() }
                .into_token()
        };
        assert_eq!(success(""), Err(Leave::Absent));
        assert_eq!(success("t"), Ok("t".to_owned()));
    }

    #[test]
    fn only_the_answer_to_the_request_counts() {
        let answers = |kind: &str, id: &str| {
            let [message_type, request_id] = [kind, id].map(str::to_owned);
            Response { message_type, request_id, ..Response::default() }.answers("r")
        };
        assert!(answers("NestedAppAuthResponse", "r"));
        assert!(!answers("NestedAppAuthResponse", "other"));
        assert!(!answers("NestedAppAuthRequest", "r"));
    }

    #[test]
    fn unknown_words_of_the_host_lead_to_the_next_rung() {
        for word in ["resourceDisabled", "", "<script>", "13003", "13004", "13007", "13010", "50001", "13999"]
        {
            assert_eq!(host_word(word), Leave::Refused, "{word}");
        }
        let cases = [
            ("resourceRequiresConsent", Leave::NeedsPerson),
            ("CancelledByUser", Leave::Cancelled),
            ("FailedToOpenWindow", Leave::Blocked),
            ("13000", Leave::Absent),
            ("13001", Leave::NeedsPerson),
            ("13002", Leave::Cancelled),
            ("13005", Leave::NeedsPerson),
            ("13008", Leave::Temporary),
            ("13012", Leave::Absent),
            ("13013", Leave::Temporary),
            ("12006", Leave::Cancelled),
        ];
        for (word, expected) in cases {
            assert_eq!(host_word(word), expected, "{word}");
        }
    }
}
