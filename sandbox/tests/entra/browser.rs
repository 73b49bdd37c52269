//! A browser and an app in one: it follows sign-ins by pressing their buttons, and trades codes for tokens.

use std::collections::HashMap;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use reqwest::Client;
use reqwest::redirect::Policy;
use sandbox::{Options, Sandbox};
use serde_json::Value;

pub(crate) const CONTOSO: &str = sandbox::people::CONTOSO;
pub(crate) const FABRIKAM: &str = sandbox::people::FABRIKAM;
pub(crate) const MOORING: &str = "3a7c5e10-0000-4000-8000-0000000000a1";
pub(crate) const SPA: &str = "3a7c5e10-0000-4000-8000-0000000000a2";
pub(crate) const DAEMON: &str = "3a7c5e10-0000-4000-8000-0000000000a3";
pub(crate) const MOORING_SECRET: &str = "sandbox-secret-not-for-production";
pub(crate) const CALLBACK: &str = "http://localhost:8787/sign-in/callback";
pub(crate) const SPA_CALLBACK: &str = "http://localhost:8788/spa";
pub(crate) const SPA_ORIGIN: &str = "http://localhost:8788";
pub(crate) const MOORING_SCOPE: &str =
    "api://localhost:8787/3a7c5e10-0000-4000-8000-0000000000a1/access_as_user";
pub(crate) const SCOPE: &str = "openid profile email offline_access User.Read Files.Read";
// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) type Pairs<'a> = &'a [(&'a str, &'a str)];

/// Where a request of the browser ended.
#[derive(Debug)]
pub(crate) enum Landing {
    /// A page of Entra's.
    Page { status: u16, html: String },
    /// An address of the app, with what came along.
    App { address: String, parameters: HashMap<String, String> },
}

impl Landing {
    /// The parameters, if the app was reached.
    pub(crate) fn returned(self) -> HashMap<String, String> {
        match self {
            Self::App { parameters, .. } => parameters,
            Self::Page { html, .. } => panic!("still at Entra: {html}"),
        }
    }

    /// The page, if there is one.
    pub(crate) fn html(&self) -> &str {
        match self {
            Self::Page { html, .. } => html,
            Self::App { address, .. } => panic!("already at {address}"),
        }
    }

    /// `error` and the number in `error_description`.
    pub(crate) fn error(self) -> (String, u32) {
        let parameters = self.returned();
        let error = parameters.get("error").unwrap_or_else(|| panic!("no error: {parameters:?}")).clone();
        (error, number(&parameters["error_description"]))
    }
}

/// The number after `AADSTS` in a text.
pub(crate) fn number(text: &str) -> u32 {
    let digits: String =
        text.split("AADSTS").nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

/// One sandbox and one browser.
pub(crate) struct Browser {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: Client,
}

impl Browser {
    /// A fresh sandbox.
    pub(crate) async fn open() -> Self {
        // Fails when another test of this process was first, which is as good.
        let _installed = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let http = Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
        Self { sandbox, http }
    }

    /// What an app sends to the authorize endpoint, with changes: an empty value removes a parameter.
    pub(crate) async fn authorize(&self, tenant: &str, changes: Pairs<'_>) -> Landing {
        let usual = [
            ("client_id", MOORING),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", SCOPE),
            ("state", "state of the app"),
            ("nonce", "nonce of the app"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let url = format!("{}/{tenant}/oauth2/v2.0/authorize", self.sandbox.entra());
        let request = self.http.get(url).query(&changed(&usual, changes));
        landing(request.send().await.unwrap()).await
    }

    /// Presses a button of a page.
    pub(crate) async fn press(&self, page: &Landing, form: Pairs<'_>) -> Landing {
        let action = page.html().split("action=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let url = format!("{}{action}", self.sandbox.entra());
        landing(self.http.post(url).form(&form).send().await.unwrap()).await
    }

    /// Picks an account and accepts everything that follows, up to the app.
    pub(crate) async fn continue_as(&self, page: &Landing, name: &str) -> Landing {
        let mut landing = self.press(page, &[("account", oid(name))]).await;
        for _ in 0..3 {
            let Landing::Page { html, .. } = &landing else { break };
            let action = if html.contains("id=\"approve-mfa\"") {
                "approve"
            } else if html.contains("id=\"accept\"") {
                "accept"
            } else {
                break;
            };
            landing = self.press(&landing, &[("action", action)]).await;
        }
        landing
    }

    /// A whole sign-in, silent if it can be; the code.
    pub(crate) async fn code(&self, name: &str, tenant: &str, changes: Pairs<'_>) -> String {
        let landing = match self.authorize(tenant, changes).await {
            silent @ Landing::App { .. } => silent,
            page @ Landing::Page { .. } => self.continue_as(&page, name).await,
        };
        landing.returned()["code"].clone()
    }

    /// A token request.
    pub(crate) async fn token(&self, tenant: &str, form: Pairs<'_>) -> (u16, Value) {
        self.token_from(tenant, form, &[]).await
    }

    /// A token request with headers.
    pub(crate) async fn token_from(&self, tenant: &str, form: Pairs<'_>, headers: Pairs<'_>) -> (u16, Value) {
        let url = format!("{}/{tenant}/oauth2/v2.0/token", self.sandbox.entra());
        let mut request = self.http.post(url).form(&form);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// Redeems a code as Mooring does, with changes.
    pub(crate) async fn redeem(&self, code: &str, changes: Pairs<'_>) -> (u16, Value) {
        let usual = [
            ("grant_type", "authorization_code"),
            ("client_id", MOORING),
            ("client_secret", MOORING_SECRET),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
            ("code", code),
        ];
        self.token(CONTOSO, &changed(&usual, changes)).await
    }

    /// Signs in to Mooring and redeems the code.
    pub(crate) async fn sign_in(&self, name: &str) -> Value {
        let code = self.code(name, CONTOSO, &[]).await;
        let (status, tokens) = self.redeem(&code, &[]).await;
        assert_eq!(status, 200, "{tokens}");
        tokens
    }

    /// Signs in to the single-page app for these scopes and redeems the code.
    pub(crate) async fn sign_in_to_spa(&self, name: &str, scope: &str) -> Value {
        let changes = [("client_id", SPA), ("redirect_uri", SPA_CALLBACK), ("scope", scope)];
        let code = self.code(name, CONTOSO, &changes).await;
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", SPA),
            ("redirect_uri", SPA_CALLBACK),
            ("code_verifier", VERIFIER),
            ("code", &code),
        ];
        let (status, tokens) = self.token_from(CONTOSO, &form, &[("origin", SPA_ORIGIN)]).await;
        assert_eq!(status, 200, "{tokens}");
        tokens
    }

    /// Refreshes as Mooring does, with changes.
    pub(crate) async fn refresh(&self, token: &str, changes: Pairs<'_>) -> (u16, Value) {
        let usual = [
            ("grant_type", "refresh_token"),
            ("client_id", MOORING),
            ("client_secret", MOORING_SECRET),
            ("refresh_token", token),
        ];
        self.token(CONTOSO, &changed(&usual, changes)).await
    }

    /// A call of the control API.
    pub(crate) async fn control(&self, method: &str, path: &str, body: Value) -> (u16, String) {
        let url = format!("{}{path}", self.sandbox.control());
        let mut request = self.http.request(method.parse().unwrap(), url);
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// Switches a fault on.
    pub(crate) async fn fault(&self, kind: Value) {
        let (status, answer) =
            self.control("POST", "/api/faults", serde_json::json!({ "kind": kind, "times": 1 })).await;
        assert_eq!(status, 201, "{answer}");
    }
}

/// Parameters with changes; an empty value removes one.
pub(crate) fn changed<'a>(usual: Pairs<'a>, changes: Pairs<'a>) -> Vec<(&'a str, &'a str)> {
    let kept = usual.iter().filter(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    kept.chain(changes.iter().filter(|(_, value)| !value.is_empty())).copied().collect()
}

/// A person's object id, by given name.
pub(crate) fn oid(name: &str) -> &'static str {
    let directory = sandbox::people::Directory::default();
    directory.people().iter().find(|person| person.given_name == name).unwrap().oid
}

/// A token's header and claims.
pub(crate) fn decoded(token: &Value) -> (Value, Value) {
    let json = |part: &str| serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    let parts: Vec<&str> = token.as_str().unwrap().split('.').collect();
    (json(parts[0]), json(parts[1]))
}

/// Asserts that a token request was refused with this error and number.
#[track_caller]
pub(crate) fn assert_refused(answer: &(u16, Value), error: &str, code: u32) {
    let (status, body) = answer;
    let expected_status = if error == "invalid_client" { 401 } else { 400 };
    assert_eq!((*status, body["error"].as_str()), (expected_status, Some(error)), "{body}");
    assert_eq!(body["error_codes"], serde_json::json!([code]), "{body}");
    assert!(body["error_description"].as_str().unwrap().starts_with(&format!("AADSTS{code}: ")), "{body}");
}

async fn landing(response: reqwest::Response) -> Landing {
    let status = response.status().as_u16();
    if let Some(location) = response.headers().get("location") {
        let address = location.to_str().unwrap().to_owned();
        let (_, encoded) = address.split_once(['?', '#']).unwrap_or_default();
        let parameters = form_urlencoded::parse(encoded.as_bytes()).into_owned().collect();
        return Landing::App { address, parameters };
    }
    Landing::Page { status, html: response.text().await.unwrap() }
}
