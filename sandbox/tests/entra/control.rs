//! The control API and its page.

use std::io::Read;
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::browser::{Browser, CONTOSO, Landing, MOORING, oid};

async fn journal(browser: &Browser) -> Vec<Value> {
    let (_, text) = browser.control("GET", "/api/journal", Value::Null).await;
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn the_journal_tells_what_was_asked_without_telling_a_secret() {
    let browser = Browser::open().await;
    let tokens = browser.sign_in("Ada").await;
    let refresh_token = tokens["refresh_token"].as_str().unwrap();
    browser.refresh(refresh_token, &[]).await;

    let entries = journal(&browser).await;

    let grants: Vec<&Value> = entries.iter().filter(|entry| !entry["grant_type"].is_null()).collect();
    assert_eq!(grants.len(), 2);
    for entry in grants {
        assert_eq!((&entry["person"], &entry["app"]), (&json!(oid("Ada")), &json!(MOORING)));
        assert_eq!((&entry["status"], &entry["service"]), (&json!(200), &json!("entra")));
    }
    let text = json!(entries).to_string();
    for secret in [refresh_token, crate::browser::MOORING_SECRET, crate::browser::VERIFIER] {
        assert!(!text.contains(secret));
    }
    assert!(text.contains("sha256:"));

    browser.control("DELETE", "/api/journal", Value::Null).await;
    assert_eq!(journal(&browser).await.len(), 0);
}

#[tokio::test]
async fn faults_of_a_service_strike_as_they_were_set() {
    let browser = Browser::open().await;
    let keys = format!("{}/{CONTOSO}/discovery/v2.0/keys", browser.sandbox.entra());
    let get = async || browser.http.get(&keys).send().await;
    let whole = get().await.unwrap().text().await.unwrap();

    browser
        .fault(json!({ "name": "unavailable", "service": "entra", "status": 502, "retry_after": "7" }))
        .await;
    let answer = get().await.unwrap();
    assert_eq!((answer.status().as_u16(), &answer.headers()["retry-after"]), (502, &"7".parse().unwrap()));

    browser.fault(json!({ "name": "throttled", "service": "entra", "path": "/elsewhere" })).await;
    assert_eq!(get().await.unwrap().status(), 200);
    browser.fault(json!({ "name": "throttled", "service": "entra" })).await;
    assert_eq!(get().await.unwrap().status(), 429);

    browser.fault(json!({ "name": "html", "service": "entra" })).await;
    assert!(get().await.unwrap().text().await.unwrap().starts_with("<!doctype html>"));

    browser.fault(json!({ "name": "empty_body", "service": "entra" })).await;
    let answer = get().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (200, ""));

    browser.fault(json!({ "name": "garbage_headers", "service": "entra" })).await;
    assert_eq!(get().await.unwrap().headers()["set-cookie"], "intruder=1; Path=/");

    browser.fault(json!({ "name": "truncated", "service": "entra", "bytes": 20 })).await;
    let answer = get().await.unwrap();
    assert_eq!(answer.headers()["content-length"], whole.len().to_string());
    assert!(answer.text().await.is_err());

    browser.fault(json!({ "name": "jwks_unavailable" })).await;
    assert_eq!(get().await.unwrap().status(), 503);

    assert_eq!(get().await.unwrap().text().await.unwrap(), whole);
    let (_, left) = browser.control("GET", "/api/faults", Value::Null).await;
    assert_eq!(
        serde_json::from_str::<Vec<Value>>(&left).unwrap().len(),
        1,
        "only the one of another path: {left}"
    );
}

#[tokio::test]
async fn a_reset_connection_carries_no_byte_of_an_answer() {
    let browser = Browser::open().await;
    browser.fault(json!({ "name": "reset", "service": "entra" })).await;
    let address = browser.sandbox.entra().strip_prefix("http://").unwrap().to_owned();

    let received = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        std::io::Write::write_all(&mut stream, b"GET /error HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let mut received = Vec::new();
        // A reset and an orderly end are both no answer.
        let _end = stream.read_to_end(&mut received);
        received
    });

    assert_eq!(received.await.unwrap(), b"");
    let entries = journal(&browser).await;
    assert_eq!((&entries[0]["status"], &entries[0]["fault"]), (&Value::Null, &json!("reset")));
}

#[tokio::test]
async fn a_fault_for_one_person_spares_the_others() {
    let browser = Browser::open().await;
    let ada = browser.sign_in("Ada").await;
    let code = browser.code("Bilal", CONTOSO, &[("prompt", "login")]).await;
    let bilal = browser.redeem(&code, &[]).await.1;
    let fault = json!({ "kind": { "name": "token_error", "code": 50076 }, "person": "ada@contoso.example" });
    browser.control("POST", "/api/faults", fault).await;

    let spared = browser.refresh(bilal["refresh_token"].as_str().unwrap(), &[]).await;
    let struck = browser.refresh(ada["refresh_token"].as_str().unwrap(), &[]).await;

    assert_eq!(spared.0, 200);
    crate::browser::assert_refused(&struck, "invalid_grant", 50076);
}

#[tokio::test]
async fn the_control_api_refuses_what_it_does_not_know() {
    let browser = Browser::open().await;
    let cases = [
        ("POST", "/api/faults", json!({ "kind": { "name": "token_error", "code": 12 } }), 400),
        ("POST", "/api/faults", json!({ "kind": { "name": "imagined" } }), 422),
        ("POST", "/api/faults", json!({ "kind": { "name": "jwks_unavailable" }, "person": "nobody" }), 404),
        ("DELETE", "/api/faults/99", Value::Null, 404),
        ("POST", "/api/sessions/revoke", json!({ "person": "nobody" }), 404),
        ("POST", "/api/consent/grant", json!({ "client_id": MOORING, "scope": "Files.Imagine" }), 400),
        ("POST", "/api/applications/nobody/secrets", json!({ "value": "s" }), 404),
    ];
    for (method, path, body, status) in cases {
        assert_eq!(browser.control(method, path, body.clone()).await.0, status, "{path} {body}");
    }
}

#[tokio::test]
async fn a_reset_puts_everything_back() {
    let browser = Browser::open().await;
    browser.sign_in("Ada").await;
    let uri = json!({ "uri": "http://localhost:9999/cb", "platform": "web" });
    browser.control("POST", &format!("/api/applications/{MOORING}/redirect-uris"), uri).await;
    browser.control("POST", "/api/clock", json!({ "advance_seconds": 500 })).await;
    browser.control("POST", "/api/keys/roll", Value::Null).await;
    browser.fault(json!({ "name": "jwks_unavailable" })).await;
    let elsewhere = [("redirect_uri", "http://localhost:9999/cb")];
    assert!(matches!(browser.authorize(CONTOSO, &elsewhere).await, Landing::App { .. }));

    assert_eq!(browser.control("POST", "/api/reset", Value::Null).await.0, 204);

    let (_, state) = browser.control("GET", "/api/state", Value::Null).await;
    let state: Value = serde_json::from_str(&state).unwrap();
    assert_eq!((&state["clock"]["offset_seconds"], &state["faults"]), (&json!(0), &json!([])));
    assert_eq!((&state["journal_entries"], state["keys"].as_array().unwrap().len()), (&json!(0), 1));
    assert!(browser.authorize(CONTOSO, &elsewhere).await.html().contains("AADSTS50011"));
    assert!(browser.authorize(CONTOSO, &[]).await.html().contains("Pick an account"));
}

#[tokio::test]
async fn the_page_names_everybody_and_everything() {
    let browser = Browser::open().await;

    let (status, page) = browser.control("GET", "/", Value::Null).await;

    assert_eq!(status, 200);
    for text in ["Ada Lindqvist", "Finn Berg", "Probe SPA", "jwks unavailable", "Graph: throttled", "Journal"]
    {
        assert!(page.contains(text), "{text}");
    }
    for asset in ["/control.js", "/control.css"] {
        assert_eq!(browser.control("GET", asset, Value::Null).await.0, 200);
    }
}

#[tokio::test]
async fn the_sandbox_speaks_https_with_a_certificate_that_can_be_trusted() {
    let _installed = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
    let options = sandbox::Options { tls: true, ..sandbox::Options::default() };
    let sandbox = sandbox::Sandbox::start(options).await.unwrap();
    let trusted = reqwest::Certificate::from_pem(sandbox.certificate_pem().unwrap().as_bytes()).unwrap();
    let http = reqwest::Client::builder().tls_certs_only([trusted]).build().unwrap();
    let url = format!("{}/{CONTOSO}/v2.0/.well-known/openid-configuration", sandbox.entra());

    let document: Value = http.get(url).send().await.unwrap().json().await.unwrap();

    assert!(document["issuer"].as_str().unwrap().starts_with("https://localhost:"));
}
