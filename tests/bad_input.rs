//! Requests that are not as documented: a clear answer, no echo, nothing asked, nothing stored, and no harm to the next.

use crate::support::client::Caller;
use crate::support::person::ADA;
use crate::support::stack::Stack;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_as_documented_gets_the_status_that_fits() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    stack.sandbox.world().journal.clear();
    let gets = [
        ("/healthz?x=canary", 400, "invalid_request"),
        ("/api/session?x=canary", 400, "invalid_request"),
        ("/api/canary", 404, "not_found"),
        ("/api", 404, "not_found"),
        ("/index.html", 404, "not_found"),
        ("/.env", 404, "not_found"),
        ("/wrangler.toml", 404, "not_found"),
        ("/sign-in?return_to=https://canary.example/", 400, "invalid_request"),
        ("/sign-in?return_to=//canary.example", 400, "invalid_request"),
        ("/sign-in?return_to=/%5Ccanary.example", 400, "invalid_request"),
        ("/sign-in?return_to=/sign-in/failed", 400, "invalid_request"),
        ("/sign-in?return_to=/files&return_to=/", 400, "invalid_request"),
        ("/sign-in?surface=teams", 400, "invalid_request"),
        ("/sign-in?claims=[]", 400, "invalid_request"),
        ("/admin-consent?tenant=x", 400, "invalid_request"),
        ("/sign-in?prompt=consent", 400, "invalid_request"),
        ("/sign-in?login_hint=canary", 400, "invalid_request"),
        ("/sign-in/callback", 400, "invalid_request"),
        ("/sign-in/callback?code=canary", 400, "invalid_request"),
        ("/sign-in/callback?code=canary&state=", 400, "invalid_request"),
        ("/sign-in/callback?code=canary&state=a&state=b", 400, "invalid_request"),
        ("/sign-in/callback?code=%zz&state=a", 400, "invalid_request"),
        ("/sign-in/callback?code=canary%00&state=a", 400, "invalid_request"),
        ("/graph/v1.0/me/drive/root/search", 400, "invalid_request"),
        ("/graph/v1.0/me/drive/root/search?q=", 400, "invalid_request"),
        ("/graph/v1.0/me?$select=id", 400, "invalid_request"),
    ];
    for (path, status, code) in gets {
        let reply = ada.get(path).await;
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{path}");
        assert_eq!(reply.header("content-type").as_deref(), Some("application/problem+json"), "{path}");
        assert!(reply.header("x-request-id").is_some_and(|id| reply.text().contains(&id)), "{path}");
        assert!(!reply.everything().contains("canary"), "{path}: {}", reply.everything());
    }
    let long = format!("/sign-in/callback?state=a&code={}", "x".repeat(9000));
    assert_eq!(ada.get(&long).await.code(), "invalid_request");
    let asked = serde_json::to_string(&stack.sandbox.world().journal.entries()).unwrap();
    assert_eq!(asked, "[]", "nothing was asked of Microsoft");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_is_json_of_the_documented_form_or_refused() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let long = format!(r#"{{"scope":"this_session"{}}}"#, " ".repeat(5000));
    let bodies = [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ("{}", 400),
        (r#"{"scope":"all"}"#, 400),
        (r#"{"scope":"this_session","x":1}"#, 400),
        ("null", 400),
        (r#"{"scope":"this_session","scope":"everywhere"}"#, 400),
        ("\u{feff}{}", 400),
        (long.as_str(), 413),
    ];
    for (body, status) in bodies {
        let reply = ada.post("/api/sign-out", body).await;
        assert_eq!(reply.status, status, "{body:.60}: {}", reply.text());
    }
    let odd = [
        ("content-type", "text/plain"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("content-type", "application/json, text/html"),
        ("content-type", ""),
    ];
    for (name, value) in odd {
        let call = ada
            .request("POST", "/api/sign-out")
            .header("x-requested-by", "mooring")
            .header("origin", &stack.origin);
        let reply = call.header(name, value).body(br#"{"scope":"this_session"}"#).send().await;
        assert_eq!((reply.status, reply.code().as_str()), (415, "unsupported_media_type"), "{value}");
    }
    let call = ada
        .request("POST", "/api/sign-out")
        .header("x-requested-by", "mooring")
        .header("origin", &stack.origin);
    let packed = call
        .header("content-type", "application/json")
        .header("content-encoding", "gzip")
        .body(b"\x1f\x8b")
        .send()
        .await;
    assert_eq!(packed.status, 415, "S3-18");
    assert!(ada.get("/api/session").await.json()["signed_in"].is_object(), "none of it signed anybody out");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_who_mistype_an_address_get_the_apps_own_page() {
    let stack = Stack::start().await;
    let reply = Caller::at(&stack).request("GET", "/flies").header("accept", "text/html").send().await;
    assert_eq!(reply.status, 404);
    assert!(reply.text().contains("<!doctype html") || reply.text().contains("<!DOCTYPE html"));
}
