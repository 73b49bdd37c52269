//! The worker says whether it is configured, and every answer carries what it should.

use crate::support::client::Caller;
use crate::support::stack::Stack;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_configured_worker_is_healthy_and_asks_nobody() {
    let stack = Stack::start().await;
    let answer = Caller::at(&stack).get("/healthz").await;
    assert_eq!((answer.status, answer.text().as_str()), (200, r#"{"status":"ok"}"#));
    assert!(stack.graph_calls().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_that_is_not_configured_says_so_without_a_value() {
    let stack = Stack::start_with(&[("CLIENT_ID", "not-a-client-id-canary")]).await;
    for path in ["/healthz", "/", "/api/session", "/sign-in"] {
        let answer = Caller::at(&stack).get(path).await;
        assert_eq!((answer.status, answer.code().as_str()), (500, "not_configured"), "{path}");
        assert!(!answer.text().contains("CLIENT_ID") && !answer.text().contains("canary"), "{path}");
    }
    let log = stack.log_with("CLIENT_ID is the application's id (a GUID)").await;
    assert!(!log.contains("canary"), "the log does not show it: {log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_33_s3_13_an_unknown_host_is_misdirected_whatever_the_headers_say() {
    let stack = Stack::start_with(&[("INSTANCE_ORIGINS", "https://app.contoso.example")]).await;
    let caller = Caller::at(&stack);
    for header in ["x-forwarded-host", "x-original-host", "forwarded", "x-host"] {
        let answer = caller.request("GET", "/api/session").header(header, "app.contoso.example").send().await;
        assert_eq!((answer.status, answer.code().as_str()), (421, "unknown_host"), "{header}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_09_s5_11_s5_15_every_answer_carries_the_security_headers() {
    let stack = Stack::start().await;
    let caller = Caller::at(&stack);
    let asset = asset_path(&caller.get("/").await.text());
    let paths = [
        "/",
        "/files",
        "/nonsense",
        "/healthz",
        "/api/session",
        "/api/nothing",
        "/sign-in",
        "/graph/v1.0/me",
        "/favicon.svg",
    ];
    for path in paths.into_iter().chain([asset.as_str()]) {
        let answer = caller.get(path).await;
        for (name, value) in contract::headers::ALWAYS {
            // A redirect cuts no window off from whoever waits for it.
            let on_the_way = path == "/sign-in" && *name == contract::headers::OPENER_POLICY;
            let expected = if on_the_way { "unsafe-none" } else { value };
            assert_eq!(answer.header(name).as_deref(), Some(expected), "{name} at {path}");
        }
        let policy = answer.header("content-security-policy").unwrap_or_default();
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hashed_files_are_kept_for_a_year_and_compressed() {
    let stack = Stack::start().await;
    let caller = Caller::at(&stack);
    let page = caller.get("/").await;
    // A page holds nothing of anybody's; it is asked for again each time, so that a new deployment is seen at once.
    assert_eq!(page.header("cache-control").as_deref(), Some("public, max-age=0, must-revalidate"));
    let asset = asset_path(&page.text());
    let answer = caller.request("GET", &asset).header("accept-encoding", "br").send().await;
    assert_eq!(answer.header("cache-control").as_deref(), Some(contract::headers::IMMUTABLE));
    assert_eq!(answer.header("content-encoding").as_deref(), Some("br"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_names_its_request_and_continues_the_callers_trace() {
    let stack = Stack::start().await;
    let traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let answer =
        Caller::at(&stack).request("GET", "/healthz").header("traceparent", traceparent).send().await;
    let id = answer.header("x-request-id").unwrap();
    assert_eq!(id.len(), 32);
    assert!(answer.header("traceparent").unwrap().starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-"));
    assert!(answer.header("server-timing").unwrap().starts_with("total;dur="));
    stack.log_with(&id).await;
}

/// The first hashed file that a page names.
fn asset_path(html: &str) -> String {
    let start = html.find("/assets/").expect("the page names a hashed file");
    html[start..].split(['"', '\'']).next().expect("its end").to_owned()
}
