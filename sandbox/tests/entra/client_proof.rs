//! How an application proves itself: secrets, certificates, and other issuers' tokens.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair};
use rsa::RsaPrivateKey;
use rsa::pkcs8::EncodePrivateKey;
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};

use crate::browser::{
    Browser, CONTOSO, DAEMON, FABRIKAM, MOORING, Pairs, SPA, assert_refused, changed, decoded,
};

const GRAPH_DEFAULT: &str = "https://graph.microsoft.com/.default";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The key pair of a client or of another issuer.
struct Key {
    jwk: Value,
    pair: RsaKeyPair,
}

impl Key {
    fn new(seed: u64) -> Self {
        let private = RsaPrivateKey::new(&mut ChaCha20Rng::seed_from_u64(seed), 2048).unwrap();
        let pair = RsaKeyPair::from_pkcs8(private.to_pkcs8_der().unwrap().as_bytes()).unwrap();
        let number = |value: Vec<u8>| BASE64_URL_SAFE_NO_PAD.encode(value);
        let jwk = json!({
            "n": number(private.n().to_bytes_be()), "e": number(private.e().to_bytes_be()),
            "kid": format!("key-{seed}"), "x5t#S256": format!("thumbprint-{seed}"),
        });
        Self { jwk, pair }
    }

    fn sign(&self, algorithm: &str, claims: &Value) -> String {
        let header = json!({ "typ": "JWT", "alg": algorithm, "kid": self.jwk["kid"], "x5t#S256": self.jwk["x5t#S256"] });
        let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&header), part(claims));
        let mut signature = vec![0; self.pair.public().modulus_len()];
        let random = SystemRandom::new();
        match algorithm {
            "PS256" => self.pair.sign(&RSA_PSS_SHA256, &random, message.as_bytes(), &mut signature).unwrap(),
            _ => self.pair.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature).unwrap(),
        }
        format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    }
}

async fn ask(browser: &Browser, tenant: &str, changes: Pairs<'_>) -> (u16, Value) {
    let usual = [
        ("grant_type", "client_credentials"),
        ("client_id", DAEMON),
        ("client_secret", "probe-daemon-secret"),
        ("scope", GRAPH_DEFAULT),
    ];
    browser.token(tenant, &changed(&usual, changes)).await
}

async fn ask_with(browser: &Browser, assertion: &str) -> (u16, Value) {
    let changes =
        [("client_secret", ""), ("client_assertion_type", ASSERTION_TYPE), ("client_assertion", assertion)];
    ask(browser, CONTOSO, &changes).await
}

#[tokio::test]
async fn client_credentials_give_an_access_token_and_nothing_else() {
    let browser = Browser::open().await;

    let (status, tokens) = ask(&browser, CONTOSO, &[]).await;

    assert_eq!(status, 200);
    let mut members: Vec<&str> = tokens.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["access_token", "expires_in", "ext_expires_in", "token_type"]);
    let (_, claims) = decoded(&tokens["access_token"]);
    assert_eq!((&claims["idtyp"], &claims["roles"]), (&json!("app"), &json!(["User.Read.All"])));
    assert!(claims.get("scp").is_none());
}

#[tokio::test]
async fn client_credentials_are_refused_when_the_request_is_wrong() {
    let browser = Browser::open().await;
    let cases: [(&str, Pairs<'_>, &str, u32); 10] = [
        ("common", &[], "invalid_request", 9_001_023),
        ("organizations", &[], "invalid_request", 50059),
        (FABRIKAM, &[], "unauthorized_client", 700_016),
        (CONTOSO, &[("scope", "https://graph.microsoft.com/User.Read")], "invalid_scope", 1_002_012),
        (CONTOSO, &[("scope", "https://elsewhere.example/.default")], "invalid_resource", 500_011),
        (CONTOSO, &[("client_secret", "")], "invalid_client", 7_000_218),
        (CONTOSO, &[("client_secret", "wrong")], "invalid_client", 7_000_215),
        (CONTOSO, &[("client_id", SPA)], "invalid_client", 700_025),
        (CONTOSO, &[("client_id", "daemon")], "unauthorized_client", 700_038),
        (CONTOSO, &[("client_id", "3a7c5e10-0000-4000-8000-0000000000ff")], "unauthorized_client", 700_016),
    ];
    for (tenant, changes, error, code) in cases {
        assert_refused(&ask(&browser, tenant, changes).await, error, code);
    }
}

#[tokio::test]
async fn a_secret_may_come_as_basic_authentication_and_ends_at_its_time() {
    let browser = Browser::open().await;
    let form = [("grant_type", "client_credentials"), ("scope", GRAPH_DEFAULT)];
    let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("{DAEMON}:probe-daemon-secret")));
    assert_eq!(browser.token_from(CONTOSO, &form, &[("authorization", &basic)]).await.0, 200);

    let ends = browser.sandbox.world().clock.now() + 60;
    let path = format!("/api/applications/{DAEMON}/secrets");
    browser.control("POST", &path, json!({ "value": "short-lived", "expires_at": ends })).await;
    assert_eq!(ask(&browser, CONTOSO, &[("client_secret", "short-lived")]).await.0, 200);

    browser.sandbox.world().clock.advance(60);
    let late = ask(&browser, CONTOSO, &[("client_secret", "short-lived")]).await;
    assert_refused(&late, "invalid_client", 7_000_222);
}

#[tokio::test]
async fn a_certificate_proves_the_application_once_for_each_assertion() {
    let browser = Browser::open().await;
    let key = Key::new(71);
    let path = format!("/api/applications/{DAEMON}/certificates");
    browser.control("POST", &path, key.jwk.clone()).await;
    let now = browser.sandbox.world().clock.now();
    let audience = format!("{}/{CONTOSO}/oauth2/v2.0/token", browser.sandbox.entra());
    let claims = |jti: &str| json!({ "aud": audience, "iss": DAEMON, "sub": DAEMON, "jti": jti, "nbf": now, "exp": now + 300 });
    let with = |name: &str, value: Value| {
        let mut claims = claims("unused");
        claims[name] = value;
        claims
    };

    for algorithm in ["RS256", "PS256"] {
        let assertion = key.sign(algorithm, &claims(algorithm));
        let (status, tokens) = ask_with(&browser, &assertion).await;
        assert_eq!(status, 200, "{algorithm}: {tokens}");
        assert_eq!(decoded(&tokens["access_token"]).1["appidacr"], "2");
        assert_refused(&ask_with(&browser, &assertion).await, "invalid_client", 50027);
    }
    let cases = [
        (key.sign("PS256", &with("aud", json!("https://elsewhere.example"))), 700_023),
        (key.sign("PS256", &with("sub", json!(MOORING))), 700_021),
        (key.sign("PS256", &with("exp", json!(now - 301))), 700_024),
        (key.sign("PS256", &with("nbf", json!(now + 400))), 700_024),
        (key.sign("PS256", &with("jti", Value::Null)), 50027),
        (key.sign("HS256", &claims("hs256")), 700_027),
        (Key::new(72).sign("PS256", &claims("other key")), 700_027),
        ("nonsense".to_owned(), 50027),
    ];
    for (assertion, code) in cases {
        assert_refused(&ask_with(&browser, &assertion).await, "invalid_client", code);
    }
}

#[tokio::test]
async fn a_token_of_a_trusted_issuer_proves_the_application() {
    let browser = Browser::open().await;
    let key = Key::new(73);
    let (issuer, subject, audience) = ("https://issuer.example", "workload", "api://AzureADTokenExchange");
    let credential = json!({ "issuer": issuer, "subject": subject, "audience": audience, "jwks": [key.jwk] });
    browser.control("POST", &format!("/api/applications/{DAEMON}/federated-credentials"), credential).await;
    let now = browser.sandbox.world().clock.now();
    let claims = json!({ "iss": issuer, "sub": subject, "aud": audience, "exp": now + 300 });
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        claims
    };

    assert_eq!(ask_with(&browser, &key.sign("RS256", &claims)).await.0, 200);

    let cases = [
        (key.sign("RS256", &with("iss", json!("https://other.example"))), 700_211),
        (key.sign("RS256", &with("aud", json!("other"))), 700_212),
        (key.sign("RS256", &with("sub", json!("other"))), 700_213),
        (key.sign("RS256", &with("exp", json!(now - 301))), 700_024),
        (Key::new(74).sign("RS256", &claims), 50027),
    ];
    for (assertion, code) in cases {
        assert_refused(&ask_with(&browser, &assertion).await, "invalid_client", code);
    }
}
