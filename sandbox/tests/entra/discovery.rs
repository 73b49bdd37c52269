//! Discovery documents, signing keys and their rollover.

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde_json::{Value, json};

use crate::browser::{Browser, CONTOSO, decoded};

const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

async fn get(browser: &Browser, path: &str) -> (u16, Value) {
    let response = browser.http.get(format!("{}{path}", browser.sandbox.entra())).send().await.unwrap();
    assert_eq!(response.headers().get("content-type").unwrap(), "application/json; charset=utf-8");
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn keys(browser: &Browser) -> Vec<Value> {
    let (_, document) = get(browser, &format!("/{CONTOSO}/discovery/v2.0/keys")).await;
    document["keys"].as_array().unwrap().clone()
}

/// Whether one of the published keys verifies a token.
fn verifies(keys: &[Value], token: &str) -> bool {
    let (header, _) = decoded(&json!(token));
    let Some(key) = keys.iter().find(|key| key["kid"] == header["kid"]) else { return false };
    let bytes = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).unwrap();
    let components =
        RsaPublicKeyComponents { n: bytes(key["n"].as_str().unwrap()), e: bytes(key["e"].as_str().unwrap()) };
    let (message, signature) = token.rsplit_once('.').unwrap();
    components.verify(&RSA_PKCS1_2048_8192_SHA256, message.as_bytes(), &bytes(signature)).is_ok()
}

#[tokio::test]
async fn each_way_to_name_a_tenant_has_its_document() {
    let browser = Browser::open().await;
    let entra = browser.sandbox.entra();
    let cases = [
        (CONTOSO, CONTOSO, CONTOSO),
        ("contoso.example", CONTOSO, CONTOSO),
        ("common", "common", "{tenantid}"),
        ("organizations", "organizations", "{tenantid}"),
        ("consumers", CONSUMERS, CONSUMERS),
    ];
    for (tenant, segment, issuer) in cases {
        let (status, document) =
            get(&browser, &format!("/{tenant}/v2.0/.well-known/openid-configuration")).await;
        assert_eq!(status, 200);
        assert_eq!(document["issuer"], format!("{entra}/{issuer}/v2.0"), "{tenant}");
        assert_eq!(document["token_endpoint"], format!("{entra}/{segment}/oauth2/v2.0/token"), "{tenant}");
        assert_eq!(document["jwks_uri"], format!("{entra}/{segment}/discovery/v2.0/keys"), "{tenant}");
        assert!(document.get("code_challenge_methods_supported").is_none());
    }
    let (status, refused) = get(&browser, "/nowhere.example/v2.0/.well-known/openid-configuration").await;
    assert_eq!((status, &refused["error_codes"]), (400, &json!([90002])));
}

#[tokio::test]
async fn instance_discovery_knows_only_this_host() {
    let browser = Browser::open().await;
    let ask = async |endpoint: &str| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("api-version", "1.1")
            .append_pair("authorization_endpoint", endpoint)
            .finish();
        get(&browser, &format!("/common/discovery/instance?{query}")).await
    };
    let entra = browser.sandbox.entra();

    let (status, answer) = ask(&format!("{entra}/organizations/oauth2/v2.0/authorize")).await;
    assert_eq!(status, 200);
    let expected = format!("{entra}/organizations/v2.0/.well-known/openid-configuration");
    assert_eq!(answer["tenant_discovery_endpoint"], expected);

    assert_eq!(ask("https://elsewhere.example/common/oauth2/v2.0/authorize").await.0, 400);
}

#[tokio::test]
async fn published_keys_look_like_the_real_ones() {
    let browser = Browser::open().await;
    let keys = keys(&browser).await;
    let issuers: Vec<&str> = keys.iter().map(|key| key["issuer"].as_str().unwrap()).collect();
    let entra = browser.sandbox.entra();

    assert_eq!(issuers, [format!("{entra}/{{tenantid}}/v2.0"), format!("{entra}/{CONSUMERS}/v2.0")]);
    for key in &keys {
        assert_eq!((&key["kty"], &key["use"], key.get("alg")), (&json!("RSA"), &json!("sig"), None));
        assert_eq!(key["kid"], key["x5t"]);
        let certificate = BASE64_STANDARD.decode(key["x5c"][0].as_str().unwrap()).unwrap();
        let thumbprint = BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, &certificate));
        assert_eq!(key["x5t"], thumbprint);
    }
}

#[tokio::test]
async fn a_roll_changes_the_signing_key_and_keeps_the_old_one_until_it_is_dropped() {
    let browser = Browser::open().await;
    let before = browser.sign_in("Ada").await["id_token"].as_str().unwrap().to_owned();
    assert!(verifies(&keys(&browser).await, &before));

    browser.control("POST", "/api/keys/roll", Value::Null).await;
    let code = browser.code("Ada", CONTOSO, &[]).await;
    let after = browser.redeem(&code, &[]).await.1["id_token"].as_str().unwrap().to_owned();
    let published = keys(&browser).await;
    assert_eq!(published.len(), 3);
    assert!(verifies(&published, &before) && verifies(&published, &after));
    assert_ne!(decoded(&json!(before)).0["kid"], decoded(&json!(after)).0["kid"]);

    browser.control("POST", "/api/keys/drop-old", Value::Null).await;
    let published = keys(&browser).await;
    assert!(!verifies(&published, &before) && verifies(&published, &after));
}

#[tokio::test]
async fn a_token_with_any_defect_fails_where_it_should() {
    let browser = Browser::open().await;
    browser.sign_in("Ada").await;
    let signed = [
        "wrong_nonce",
        "no_nonce",
        "wrong_audience",
        "wrong_issuer",
        "issuer_of_another_tenant",
        "expired",
        "not_yet_valid",
        "no_tid",
        "no_oid",
        "consumer_key",
    ];
    let unsigned = ["wrong_signature", "alg_none", "alg_hs256"];
    let usual = browser.redeem(&browser.code("Ada", CONTOSO, &[]).await, &[]).await.1;
    let (usual_header, usual) = decoded(&usual["id_token"]);
    for (what, is_signed) in
        signed.iter().map(|what| (what, true)).chain(unsigned.iter().map(|what| (what, false)))
    {
        browser.fault(json!({ "name": "id_token_fault", "what": what })).await;
        let tokens = browser.redeem(&browser.code("Ada", CONTOSO, &[]).await, &[]).await.1;
        let token = tokens["id_token"].as_str().unwrap();
        assert_eq!(verifies(&keys(&browser).await, token), is_signed, "{what}");
        let (header, claims) = decoded(&json!(token));
        let stable = ["aud", "iss", "nonce", "tid", "oid"];
        let differs =
            stable.iter().any(|name| claims.get(*name) != usual.get(*name)) || header != usual_header;
        let now = browser.sandbox.world().clock.now();
        let untimely = claims["exp"].as_i64().unwrap() < now || claims["nbf"].as_i64().unwrap() > now;
        assert!(differs || untimely || !is_signed, "{what} has no defect: {claims}");
    }
}
