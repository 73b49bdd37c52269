//! The gate to Graph: what passes, what does not, and what it costs.

use serde_json::json;

use crate::support::client::Caller;
use crate::support::person::{ADA, OTTO};
use crate::support::stack::Stack;

const ROOT: &str = "/graph/v1.0/me/drive/root/children";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_01_to_s3_08_no_path_attack_reaches_graph() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    stack.sandbox.world().journal.clear();
    let attacks = [
        "/me/../users/x",
        "/me/..",
        "/./me/",
        "/me/..;/users",
        "/%2e%2e/users",
        "/.%2e/x",
        "/%2E%2E%2Fusers",
        "/%252e%252e/users",
        "/me%2fdrive",
        "/me%5cdrive",
        "/me%00",
        "/..%c0%af",
        "/%u002e",
        "//evil.example/x",
        "/\\evil",
        "///",
        "/@evil.example",
        "/me@evil.example",
        "/https://evil.example/",
        "/https:/evil.example",
        "/%09/evil.example",
        "/me%0d%0aHost:%20evil",
        "/me;x=1",
        "/ME",
        "/Me",
        "/me/",
        "/me.",
        "/users('id')",
        "/me/microsoft.graph.user",
        "/me/$value",
        "/me/$ref",
        "/me/drive/root/children/$count",
        "/$batch",
        "/v1.0/me",
        "/beta/me",
        "/me/drive/items/a/b/children",
        "/me/drive/items/a%20b",
        "/me/drive/items/../x",
        "/me/drive/items/'x'",
        "/me/drive/root/search(q='x')",
        "",
        "/me/messages",
        "/users/x",
        "/groups",
        "/search/query",
        "/me/drive/items/x/permissions",
        "/me/drive/items/x/content",
        "/drives/x/items/y/permissions",
    ];
    for attack in attacks {
        let reply = ada.get(&format!("/graph/v1.0{attack}")).await;
        assert!([400, 404].contains(&reply.status), "{attack}: {} {}", reply.status, reply.text());
        assert!(
            ["invalid_request", "not_found"].contains(&reply.code().as_str()),
            "{attack}: {}",
            reply.text()
        );
    }
    for query in [
        "$expand=permissions",
        "$select=id",
        "$filter=x",
        "$format=xml",
        "$apply=x",
        "$top=0",
        "$top=201",
        "$top=1000000",
        "$top=-1",
        "$top=1&$top=2",
        "$top=1&%24top=2",
        "%24expand=permissions",
        "$orderby=size",
        "$orderby=name;drop",
        "_method=DELETE",
        "$top",
        "x=1",
        "$skiptoken=abc",
        "$top=1%00",
    ] {
        let reply = ada.get(&format!("{ROOT}?{query}")).await;
        assert_eq!((reply.status, reply.code().as_str()), (400, "invalid_request"), "{query}");
    }
    for method in ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] {
        let call =
            ada.request(method, ROOT).header("x-requested-by", "mooring").header("origin", &stack.origin);
        assert_eq!(call.send().await.status, 405, "{method}");
    }
    assert_eq!(stack.graph_calls(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_13_s3_14_no_header_of_the_caller_reaches_graph() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    stack.sandbox.world().journal.clear();
    let mut call = ada.request("GET", ROOT).header("x-requested-by", "mooring");
    let hostile = [
        ("x-http-method", "DELETE"),
        ("x-http-method-override", "DELETE"),
        ("prefer", "redeemSharingLink-canary"),
        ("x-forwarded-for", "canary"),
        ("user-agent", "canary"),
        ("referer", "https://canary.example/"),
        ("consistencylevel", "canary"),
        ("authorization_", "canary"),
    ];
    for (name, value) in hostile {
        call = call.header(name, value);
    }
    assert_eq!(call.send().await.status, 200);
    assert_eq!(stack.graph_calls().len(), 1);
    // This one would name a session, and this one names none: the call does not come as far as Graph, whatever the cookie.
    let call = ada.request("GET", ROOT).header("x-requested-by", "mooring");
    assert_eq!(call.header("authorization", "Bearer canary").send().await.code(), "session_ended");
    assert_eq!(stack.graph_calls().len(), 1);
    let journal = serde_json::to_string(&stack.sandbox.world().journal.entries()).unwrap();
    assert!(!journal.contains("canary") && !journal.contains("__Host-mooring"), "{journal}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_15_s3_24_no_header_or_message_of_graph_reaches_the_caller() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    for fault in [
        json!({"name": "garbage_headers", "service": "graph"}),
        json!({"name": "leaky_error"}),
        json!({"name": "unknown_members"}),
    ] {
        stack.fault(json!({ "kind": fault })).await;
        let reply = ada.get(ROOT).await;
        stack.no_faults().await;
        let all = reply.everything();
        for leak in [
            "x-ms-",
            "eyJ0eXAi",
            "eyJhbGci",
            "tempauth",
            "downloadUrl",
            "access-control-",
            "\"server\"",
            "set-cookie",
            "skiptoken",
        ] {
            assert!(!all.contains(leak), "{fault}: {leak} in {all}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s7_03_throttling_is_passed_on_with_its_time() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    // What Graph says, what a throttled caller is told, and what one is told whom Graph sent away without throttling.
    let cases = [
        (Some("7"), Some("7"), Some("7")),
        (Some("2.128"), Some("3"), Some("3")),
        (Some("1000000000"), Some("600"), Some("600")),
        (Some("-5"), Some("10"), None),
        (Some("soon"), Some("10"), None),
        (None, Some("10"), None),
    ];
    for (said, throttled, unavailable) in cases {
        for (name, status, code, expected) in [
            ("throttled", 429, "throttled", throttled),
            ("unavailable", 503, "upstream_unavailable", unavailable),
        ] {
            let kind = json!({"name": name, "service": "graph", "status": 503, "retry_after": said});
            stack.fault(json!({ "kind": kind, "times": 1 })).await;
            let reply = ada.get(ROOT).await;
            assert_eq!((reply.status, reply.code().as_str()), (status, code), "{said:?}");
            assert_eq!(reply.header("retry-after").as_deref(), expected, "{said:?} {name}");
            stack.no_faults().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s7_01_s7_02_every_way_graph_can_fail_has_its_own_answer() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let cases = [
        (json!({"name": "unavailable", "service": "graph", "status": 500}), 503, "upstream_unavailable"),
        (json!({"name": "unavailable", "service": "graph", "status": 502}), 503, "upstream_unavailable"),
        (json!({"name": "reset", "service": "graph"}), 503, "upstream_unavailable"),
        (json!({"name": "html", "service": "graph"}), 502, "upstream_invalid"),
        (json!({"name": "empty_body", "service": "graph"}), 502, "upstream_invalid"),
        (json!({"name": "truncated", "service": "graph", "bytes": 100}), 502, "upstream_invalid"),
        (json!({"name": "redirect", "location": "http://169.254.169.254/latest"}), 502, "upstream_invalid"),
        (
            json!({"name": "foreign_next_link", "url": "https://graph.microsoft.com.evil.example/v1.0/me"}),
            502,
            "upstream_invalid",
        ),
    ];
    for (fault, status, code) in cases {
        stack.fault(json!({ "kind": fault })).await;
        let reply = ada.get(&format!("{ROOT}?$top=5")).await;
        stack.no_faults().await;
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{fault}: {}", reply.text());
    }
    assert_eq!(ada.get(ROOT).await.status, 200, "and afterwards everything works");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_48_a_claims_challenge_is_met_once_without_the_person() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    stack.fault(json!({ "kind": {"name": "claims_challenge"}, "times": 1 })).await;
    assert_eq!(ada.get(ROOT).await.status, 200);
    stack.fault(json!({ "kind": {"name": "claims_challenge"} })).await;
    stack.sandbox.world().journal.clear();
    let reply = ada.get(ROOT).await;
    assert_eq!((reply.status, reply.code().as_str()), (401, "interaction_needed"));
    assert!(reply.header("www-authenticate").unwrap().contains("insufficient_claims"));
    assert!(stack.graph_calls().len() <= 2 && stack.token_calls() <= 1, "never a loop");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_microsoft_revoked_ends_here_too() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    assert_eq!(ada.get(ROOT).await.status, 200);
    stack.control("sessions/revoke", json!({ "person": ADA })).await;
    assert_eq!(ada.get(ROOT).await.code(), "session_ended");
    assert_eq!(ada.get("/api/session").await.code(), "session_ended");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_no_onedrive_is_told_so() {
    let stack = Stack::start().await;
    let otto = Caller::signed_in(&stack, OTTO).await;
    let reply = otto.get(ROOT).await;
    assert_eq!((reply.status, reply.code().as_str()), (404, "no_drive"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_function_that_is_not_enabled_is_refused_before_graph_is_asked() {
    let stack = Stack::start_with(&[("FUNCTIONS", "sso-web")]).await;
    let ada = Caller::signed_in(&stack, ADA).await;
    stack.sandbox.world().journal.clear();
    let reply = ada.get(ROOT).await;
    assert_eq!((reply.status, reply.code().as_str()), (403, "function_disabled"));
    assert_eq!(stack.graph_calls(), [""; 0]);
    assert_eq!(ada.get("/graph/v1.0/me").await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_warm_call_costs_one_call_to_graph_and_no_storage() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let cold = ada.get(ROOT).await.header("server-timing").unwrap();
    assert!(cold.contains("vault;"), "the first call asks the vault: {cold}");
    stack.sandbox.world().journal.clear();
    let warm = ada.get(ROOT).await.header("server-timing").unwrap();
    assert!(!warm.contains("vault;") && !warm.contains("store;"), "{warm}");
    assert_eq!(stack.graph_calls(), ["/v1.0/me/drive/root/children"]);
    assert_eq!(stack.token_calls(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_11_s3_12_a_handle_is_good_for_its_owner_only() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let list = ada.get(&format!("{ROOT}?$top=5")).await.json();
    let next = list["@odata.nextLink"].as_str().expect("more pages").to_owned();
    assert!(next.starts_with("/graph/next/") && !next.contains("skiptoken"), "{next}");
    assert_eq!(ada.get(&next).await.status, 200);
    let second = ada.get(&format!("{ROOT}?$top=60")).await.json();
    let thumbnail = second["value"]
        .as_array()
        .unwrap()
        .iter()
        .find_map(|item| item["thumbnail"].as_str())
        .expect("a thumbnail")
        .to_owned();
    let picture = ada.get(&thumbnail).await;
    assert_eq!((picture.status, picture.header("content-type").as_deref()), (200, Some("image/png")));

    let bilal = Caller::signed_in(&stack, crate::support::person::BILAL).await;
    stack.sandbox.world().journal.clear();
    for address in [&next, &thumbnail] {
        let (start, handle) = address.rsplit_once('/').unwrap();
        let flipped = format!("{start}/{}{}", if handle.starts_with('A') { "B" } else { "A" }, &handle[1..]);
        for (caller, tried) in [
            (&bilal, address.clone()),
            (&ada, flipped),
            (&ada, format!("{start}/x")),
            (&ada, format!("{address}?x=1")),
        ] {
            let reply = caller.get(&tried).await;
            assert_eq!((reply.status, reply.code().as_str()), (400, "invalid_request"), "{tried}");
        }
    }
    let crossed = next.replace("/graph/next/", "/graph/thumbnail/");
    assert_eq!(ada.get(&crossed).await.status, 400);
    assert_eq!(stack.graph_calls(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s7_10_two_hundred_requests_with_an_expired_token_cost_one_call_to_entra() {
    let stack = Stack::start().await;
    stack.fault(json!({ "kind": {"name": "short_tokens", "expires_in": 60}, "times": 1 })).await;
    let ada = Caller::signed_in(&stack, ADA).await;
    stack.sandbox.world().journal.clear();
    let calls = (0..200).map(|_| ada.get("/graph/v1.0/me"));
    let replies = futures_util::future::join_all(calls).await;
    assert!(replies.iter().all(|reply| reply.status == 200), "{:?}", replies.iter().map(|r| r.status).max());
    assert_eq!((stack.token_calls(), stack.graph_calls().len()), (1, 200));
}
