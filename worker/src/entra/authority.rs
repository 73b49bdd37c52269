//! Where Entra is: addresses built from a pinned template (S1-05).
//!
//! There is no discovery: its document could only confirm what the template says or send secrets elsewhere.
//! <https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc>

use contract::ids::{ClientId, TenantId};
use url::Url;

use crate::config::origin::Origin;
use crate::secret::{Nonce, State};

/// Tells Entra that claims challenges are understood here ("cp1").
/// <https://learn.microsoft.com/entra/identity-platform/claims-challenge#client-capabilities>
const CAPABILITIES: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;

/// Entra, as seen from one tenant (a tenant id, or `organizations`).
#[derive(Debug, Clone, Copy)]
pub struct Authority<'a> {
    login: &'a Origin,
    tenant: &'a str,
}

/// What an authorization request asks for.
#[derive(Debug)]
pub struct AuthorizeRequest<'a> {
    /// The application.
    pub client_id: &'a ClientId,
    /// Where Entra sends the browser back to: a registered address.
    pub redirect_uri: &'a str,
    /// Scope names.
    pub scopes: &'a [String],
    /// Comes back with the answer.
    pub state: &'a State,
    /// Comes back in the ID token.
    pub nonce: &'a Nonce,
    /// The S256 challenge of the verifier.
    pub code_challenge: &'a str,
    /// The value of `prompt`, if any.
    pub prompt: Option<&'a str>,
    /// A claims challenge to satisfy, as JSON, if any.
    pub claims: Option<&'a str>,
}

impl<'a> Authority<'a> {
    /// Entra at this origin, for this tenant.
    #[must_use]
    pub fn new(login: &'a Origin, tenant: &'a str) -> Self {
        Self { login, tenant }
    }

    /// Where a browser goes to sign in (S1-01, S1-02).
    #[must_use]
    pub fn authorize_url(&self, request: &AuthorizeRequest<'_>) -> String {
        let scope = request.scopes.join(" ");
        let claims = claims_with_capabilities(request.claims);
        let required = [
            ("client_id", request.client_id.as_str()),
            ("response_type", "code"),
            ("response_mode", "query"),
            ("redirect_uri", request.redirect_uri),
            ("scope", scope.as_str()),
            ("state", request.state.expose()),
            ("nonce", request.nonce.expose()),
            ("code_challenge", request.code_challenge),
            ("code_challenge_method", "S256"),
            ("claims", claims.as_str()),
        ];
        let prompt = request.prompt.map(|prompt| ("prompt", prompt));
        with_query(&self.endpoint("authorize"), required.into_iter().chain(prompt))
    }

    /// Where an administrator's browser goes to allow the application for everybody; it comes back to a registered address.
    /// <https://learn.microsoft.com/entra/identity-platform/v2-admin-consent#request-the-permissions-from-a-directory-admin>
    #[must_use]
    pub fn admin_consent_url(&self, client_id: &ClientId, redirect_uri: &str, scopes: &[String]) -> String {
        let scope = scopes.join(" ");
        let base = format!("{}/{}/v2.0/adminconsent", self.login, self.tenant);
        let pairs =
            [("client_id", client_id.as_str()), ("scope", scope.as_str()), ("redirect_uri", redirect_uri)];
        with_query(&base, pairs.into_iter())
    }

    /// Where codes and grants become tokens.
    #[must_use]
    pub fn token_url(&self) -> String {
        self.endpoint("token")
    }

    /// Where the signing keys are.
    #[must_use]
    pub fn jwks_url(&self) -> String {
        format!("{}/{}/discovery/v2.0/keys", self.login, self.tenant)
    }

    /// Where a browser goes to sign out; it comes back to a registered address.
    /// <https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#send-a-sign-out-request>
    #[must_use]
    pub fn logout_url(&self, post_logout_redirect_uri: &str, logout_hint: Option<&str>) -> String {
        let back = [("post_logout_redirect_uri", post_logout_redirect_uri)];
        let hint = logout_hint.map(|hint| ("logout_hint", hint));
        with_query(&self.endpoint("logout"), back.into_iter().chain(hint))
    }

    fn endpoint(&self, name: &str) -> String {
        format!("{}/{}/oauth2/v2.0/{name}", self.login, self.tenant)
    }
}

/// The issuer of a tenant's tokens, to be compared letter by letter (S1-28).
#[must_use]
pub fn issuer(login: &Origin, tenant: &TenantId) -> String {
    format!("{login}/{tenant}/v2.0")
}

/// The `claims` parameter: what a challenge demands, and that challenges are understood. A challenge that is no JSON
/// object is left out: it could not be met.
#[must_use]
pub fn claims_with_capabilities(challenge: Option<&str>) -> String {
    let parsed = challenge.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    let Some(serde_json::Value::Object(mut claims)) = parsed else { return CAPABILITIES.to_owned() };
    let access = claims.entry("access_token").or_insert(serde_json::Value::Null);
    if !access.is_object() {
        // `null` asks for nothing in particular (OpenID Connect Core section 5.5.1).
        *access = serde_json::json!({});
    }
    if let serde_json::Value::Object(access) = access {
        access.insert("xms_cc".to_owned(), serde_json::json!({ "values": ["cp1"] }));
    }
    serde_json::Value::Object(claims).to_string()
}

/// An address with its query encoded; the base is ours and always parses.
fn with_query<'q>(base: &str, pairs: impl Iterator<Item = (&'q str, &'q str)>) -> String {
    Url::parse_with_params(base, pairs).map_or_else(|_| base.to_owned(), String::from)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::config::tests::{TENANT, config};

    #[test]
    fn s1_01_s1_02_an_authorization_request_is_for_a_code_with_s256() {
        let config = config();
        let scopes = ["openid".to_owned(), "https://graph.microsoft.com/User.Read".to_owned()];
        let url = Authority::new(&config.instance.cloud.login, TENANT).authorize_url(&AuthorizeRequest {
            client_id: &config.instance.client_id,
            redirect_uri: "https://app.contoso.example/sign-in/callback",
            scopes: &scopes,
            state: &State::new("s&t"),
            nonce: &Nonce::new("n"),
            code_challenge: "c",
            prompt: None,
            claims: None,
        });
        assert!(
            url.starts_with(&format!("https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/authorize?")),
            "{url}"
        );
        let url = Url::parse(&url).unwrap();
        let query: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["code_challenge_method"], "S256");
        assert_eq!(query["state"], "s&t");
        assert_eq!(query["scope"], "openid https://graph.microsoft.com/User.Read");
        assert!(!query.contains_key("prompt"));
        assert_eq!(query["claims"], CAPABILITIES);
    }

    #[test]
    fn s1_48_a_challenge_is_passed_on_with_our_capability() {
        let merged =
            claims_with_capabilities(Some(r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#));
        let merged: serde_json::Value = serde_json::from_str(&merged).unwrap();
        assert_eq!(merged["access_token"]["nbf"]["value"], "1");
        assert_eq!(merged["access_token"]["xms_cc"]["values"][0], "cp1");
        for bad in ["", "[]", "null", "{", "\"x\"", "{\"access_token\":null}", "{\"access_token\":7}", "{}"] {
            assert_eq!(claims_with_capabilities(Some(bad)), CAPABILITIES, "{bad}");
        }
    }

    #[test]
    fn signing_out_comes_back_to_us() {
        let config = config();
        let authority = Authority::new(&config.instance.cloud.login, "organizations");
        let url = authority.logout_url("https://app.contoso.example/signed-out", Some("h=1"));
        assert!(url.ends_with("/organizations/oauth2/v2.0/logout?post_logout_redirect_uri=https%3A%2F%2Fapp.contoso.example%2Fsigned-out&logout_hint=h%3D1"), "{url}");
    }
}
