//! The numbers, with the OAuth errors they come with at the token and at the authorize endpoint. Where no capture exists,
//! the pairing follows the documentation's samples; see the README.

/// What a number stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// The number after `AADSTS`.
    pub(crate) code: u32,
    /// `error` in the token endpoint's body.
    pub(crate) token_error: &'static str,
    /// `error` in the parameters that come back from a sign-in.
    pub(crate) authorize_error: &'static str,
    /// `suberror`.
    pub(crate) suberror: Option<&'static str>,
    /// `claims`.
    pub(crate) claims: Option<&'static str>,
    /// The usual message.
    pub(crate) text: &'static str,
}

impl Row {
    const fn new(code: u32, error: &'static str, text: &'static str) -> Self {
        Self { code, token_error: error, authorize_error: error, suberror: None, claims: None, text }
    }

    const fn at_authorize(mut self, error: &'static str) -> Self {
        self.authorize_error = error;
        self
    }

    const fn sub(mut self, suberror: &'static str) -> Self {
        self.suberror = Some(suberror);
        self
    }

    const fn asking(mut self, claims: &'static str) -> Self {
        self.claims = Some(claims);
        self
    }
}

/// The row of a number, if there is one.
pub(crate) fn known(code: u32) -> Option<Row> {
    ROWS.iter().find(|row| row.code == code).copied()
}

/// For a number that is not listed.
pub(super) const UNKNOWN: Row = Row::new(90033, SERVER, "A transient error has occurred. Please try again.");

const ACCESS: &str = "access_denied";
const CLIENT: &str = "invalid_client";
const CONSENT: &str = "consent_required";
const GRANT: &str = "invalid_grant";
const INTERACTION: &str = "interaction_required";
const REQUEST: &str = "invalid_request";
const RESOURCE: &str = "invalid_resource";
const SCOPE: &str = "invalid_scope";
const SERVER: &str = "server_error";
const TRANSIENT: &str = "temporarily_unavailable";
const UNAUTHORIZED: &str = "unauthorized_client";

/// The policy that asks for more than the person has proven, in the form of the documentation's sample.
/// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow>
const POLICY: &str =
    r#"{"access_token":{"polids":{"essential":true,"values":["9ab03e19-ed42-4168-b6b7-7001fb3e933a"]}}}"#;

/// A refusal that a second factor or another proof answers.
const fn step_up(code: u32, text: &'static str) -> Row {
    Row::new(code, GRANT, text).at_authorize(INTERACTION).sub("basic_action").asking(POLICY)
}

/// A refusal by Conditional Access that nothing the person does at once can answer.
const fn blocked(code: u32, text: &'static str) -> Row {
    Row::new(code, GRANT, text).at_authorize(ACCESS).sub("message_only").asking(POLICY)
}

const ROWS: [Row; 107] = [
    // Consent.
    Row::new(65001, GRANT, "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.").at_authorize(CONSENT).sub("consent_required"),
    Row::new(65004, ACCESS, "User declined to consent to access the app."),
    Row::new(65005, REQUEST, "The application required resource access list does not contain applications discoverable by the resource."),
    Row::new(90094, ACCESS, "An administrator has set a policy that prevents you from granting the application the permissions it is requesting. Contact an administrator."),
    Row::new(90095, ACCESS, "Admin consent is required, and the admin consent request workflow is enabled. Request approval from an administrator."),
    Row::new(650_052, CLIENT, "The app is trying to access a service that your organization lacks a service principal for."),
    Row::new(650_053, CLIENT, "The application asked for a scope that doesn't exist on the resource."),
    Row::new(650_056, CLIENT, "Misconfigured application. The client has not listed any permissions for the resource in its requested permissions."),
    Row::new(650_057, REQUEST, "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions of its application registration."),
    // A second factor, a device, another proof.
    step_up(50072, "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication."),
    step_up(50074, "Strong authentication is required."),
    step_up(50076, "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource."),
    step_up(50078, "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication."),
    step_up(50079, "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication."),
    step_up(50097, "Device authentication is required."),
    step_up(50158, "External security challenge not satisfied. User will be redirected to another page or authentication provider to satisfy additional authentication challenges."),
    blocked(53000, "Device is not in required device state: compliant. Conditional Access policy requires a compliant device, and the device is not compliant."),
    blocked(53001, "Device is not in required device state: domain joined. Conditional Access policy requires a domain joined device, and the device is not domain joined."),
    blocked(53002, "The app used is not an approved app for Conditional Access."),
    blocked(53003, "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance."),
    blocked(53004, "User needs to complete the multi-factor authentication registration process before accessing this content."),
    blocked(530_032, "Access has been blocked due to the security policy configured by your administrator."),
    blocked(530_034, "Access has been blocked: a delegated administrator was blocked from accessing the tenant."),
    blocked(530_035, "Access has been blocked by security defaults."),
    // Which person.
    Row::new(16000, GRANT, "Either multiple user identities are available for the current request or selected account is not supported for the scenario.").at_authorize(INTERACTION),
    Row::new(16001, GRANT, "User account selection is invalid.").at_authorize(INTERACTION),
    Row::new(16002, GRANT, "Application session selection is invalid: the app-specified SID requirement wasn't met.").at_authorize(INTERACTION),
    Row::new(16003, GRANT, "User account was not found in the resource tenant.").at_authorize(INTERACTION),
    Row::new(50014, GRANT, "The user's redemption is in a pending state. The guest user account isn't fully created yet.").at_authorize(ACCESS),
    Row::new(50020, GRANT, "The user account does not exist in the tenant and cannot access the application in that tenant. The account needs to be added as an external user in the tenant first.").at_authorize(ACCESS),
    Row::new(50034, GRANT, "The user account does not exist in the directory. To sign into this application, the account must be added to the directory.").at_authorize(ACCESS),
    Row::new(50058, "login_required", "A silent sign-in request was sent but no user is signed in."),
    Row::new(50105, GRANT, "Your administrator has configured the application to block users unless they are specifically granted ('assigned') access to the application. The signed in user is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator.").at_authorize(ACCESS),
    Row::new(51004, GRANT, "The user account does not exist in the directory.").at_authorize(ACCESS),
    // Which application, which resource.
    Row::new(50001, RESOURCE, "The resource is disabled or does not exist. Check your app's code to ensure that you have specified the exact resource you're trying to access."),
    Row::new(50194, REQUEST, "The application is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant."),
    Row::new(500_011, RESOURCE, "The resource principal was not found in the tenant."),
    Row::new(700_011, UNAUTHORIZED, "The application which was used in the request was not found in the directory."),
    Row::new(700_016, UNAUTHORIZED, "The application was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant."),
    Row::new(700_038, UNAUTHORIZED, "The value is not a valid application identifier."),
    Row::new(90002, REQUEST, "The tenant was not found."),
    Row::new(9_001_023, REQUEST, "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint."),
    Row::new(9_002_332, REQUEST, "The application is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request."),
    Row::new(50059, REQUEST, "No tenant-identifying information found in either the request or implied by any provided credentials."),
    // The shape of the request.
    Row::new(28000, REQUEST, "Provided value for the input parameter scope is not valid because it contains more than one resource."),
    Row::new(28002, SCOPE, "Provided value for the input parameter scope isn't valid when requesting an access token."),
    Row::new(50011, REQUEST, "The redirect URI specified in the request does not match the redirect URIs configured for the application."),
    Row::new(500_113, REQUEST, "No reply address is registered for the application."),
    Row::new(70003, "unsupported_grant_type", "The app requested an unsupported grant type."),
    Row::new(70004, REQUEST, "The app specified an invalid redirect URI."),
    Row::new(70007, "unsupported_response_type", "The app returned an unsupported value of 'response_mode' when requesting a token."),
    Row::new(70011, SCOPE, "The provided value for the input parameter 'scope' is not valid."),
    Row::new(1_002_012, SCOPE, "The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."),
    Row::new(700_022, REQUEST, "The provided value for the input parameter scope isn't valid because it contains more than one resource."),
    Row::new(700_051, "unsupported_response_type", "The response_type 'token' is not enabled for the application."),
    Row::new(700_054, "unsupported_response_type", "The response_type 'id_token' is not enabled for the application."),
    Row::new(90023, REQUEST, "The request has an unsupported value."),
    Row::new(90102, REQUEST, "'redirect_uri' value must be a valid absolute URI."),
    Row::new(900_144, REQUEST, "The request body must contain a parameter that is missing."),
    Row::new(9_002_313, REQUEST, "Invalid request. Request is malformed or invalid."),
    Row::new(9_002_325, REQUEST, "Proof Key for Code Exchange is required for cross-origin authorization code redemption."),
    Row::new(9_002_326, REQUEST, "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type."),
    Row::new(9_002_327, REQUEST, "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests."),
    // Codes and refresh tokens.
    Row::new(50089, GRANT, "Authentication failed due to flow token expired."),
    Row::new(50133, GRANT, "Session is invalid due to expiration or recent password change."),
    Row::new(50173, GRANT, "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password."),
    Row::new(50196, GRANT, "The server terminated an operation because it encountered a client request loop."),
    Row::new(54005, GRANT, "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token."),
    Row::new(50147, GRANT, "The size of the code challenge parameter isn't valid."),
    Row::new(501_481, GRANT, "The Code_Verifier does not match the code_challenge supplied in the authorization request."),
    Row::new(501_491, GRANT, "Invalid size of Code_Challenge parameter.").at_authorize(REQUEST),
    Row::new(500_112, CLIENT, "The reply address does not match the reply address provided when requesting Authorization code."),
    Row::new(70000, GRANT, "Provided grant is invalid or malformed."),
    Row::new(70008, GRANT, "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource."),
    Row::new(70043, GRANT, "The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access."),
    Row::new(700_005, GRANT, "Provided Authorization Code is intended to use against other tenant, thus rejected."),
    Row::new(700_082, GRANT, "The refresh token has expired due to inactivity."),
    Row::new(700_084, GRANT, "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page."),
    // On behalf of somebody.
    Row::new(50013, GRANT, "Assertion failed signature validation."),
    Row::new(240_002, GRANT, "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant."),
    Row::new(500_131, GRANT, "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was issued for another application."),
    Row::new(500_133, GRANT, "Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token."),
    Row::new(7_000_114, UNAUTHORIZED, "Application is not allowed to make application on-behalf-of calls."),
    // The application's own proof.
    Row::new(50027, CLIENT, "JWT token is invalid or malformed."),
    Row::new(700_021, CLIENT, "Client assertion application identifier doesn't match 'client_id' parameter."),
    Row::new(700_023, CLIENT, "Client assertion audience claim does not match Realm issuer."),
    Row::new(700_024, CLIENT, "Client assertion is not within its valid time range."),
    Row::new(700_025, CLIENT, "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."),
    Row::new(700_027, CLIENT, "The certificate with identifier used to sign the client assertion is not registered on application, or the signature is not valid."),
    Row::new(700_211, CLIENT, "No matching federated identity record found for presented assertion issuer."),
    Row::new(700_212, CLIENT, "No matching federated identity record found for presented assertion audience."),
    Row::new(700_213, CLIENT, "No matching federated identity record found for presented assertion subject."),
    Row::new(7_000_215, CLIENT, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to the app."),
    Row::new(7_000_218, CLIENT, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."),
    Row::new(7_000_222, CLIENT, "The provided client secret keys for app are expired."),
    Row::new(700_046, CLIENT, "Invalid Reply Address. Reply Address must have scheme brk-<broker app id>:// and be of Single Page Application type."),
    Row::new(7_000_471, CLIENT, "The reply address with the scheme of a broker cannot be used for a request that is not of a broker."),
    // The device flow.
    Row::new(70016, "authorization_pending", "OAuth 2.0 device flow error. Authorization is pending. Continue polling."),
    Row::new(70018, "bad_verification_code", "Invalid verification code due to user typing in wrong user code for device code flow."),
    Row::new(70019, "expired_token", "Verification code expired."),
    // Passing troubles.
    Row::new(50033, TRANSIENT, "Retryable error: a retryable error was encountered."),
    Row::new(50087, TRANSIENT, "A transient error has occurred during strong authentication. Please try again."),
    Row::new(90006, TRANSIENT, "External server returned retryable error."),
    Row::new(90012, TRANSIENT, "The request to the external server timed out."),
    Row::new(90024, TRANSIENT, "A transient error occurred. Please try again."),
    Row::new(90033, SERVER, "A transient error has occurred. Please try again."),
    Row::new(90055, TRANSIENT, "There are too many incoming requests."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_stands_in_the_table_once() {
        let mut codes: Vec<u32> = ROWS.iter().map(|row| row.code).collect();
        codes.sort_unstable();
        codes.dedup();

        assert_eq!(codes.len(), ROWS.len());
    }
}
