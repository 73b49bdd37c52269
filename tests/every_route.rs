//! Every address with every kind of bad credential: nobody gets in, nothing is asked of Microsoft, nothing is stored.

use contract::endpoint::{
    ADMIN_CONSENT, ALL, ASSETS_PREFIX, ATTEMPTS, FOLDERS, GRAPH_NEXT_PREFIX, GRAPH_PREFIX,
    GRAPH_THUMBNAIL_PREFIX, HANDOVER, HEALTH, RECENT, RENEWAL, SEARCH, SESSION, SIGN_IN, SIGN_IN_CALLBACK,
    SIGN_OUT,
};
use contract::operations::{Access, PathIds, TABLE};
use serde_json::json;

use crate::support::client::{Caller, Reply};
use crate::support::entra::{access_token, application_token, surface_tokens};
use crate::support::person::ADA;
use crate::support::stack::Stack;

/// Addresses that answer with somebody's data, with the method they take. A new one belongs here.
fn guarded() -> Vec<(&'static str, String)> {
    let person = "00000000-0000-4000-a000-000000000001";
    let ids = PathIds {
        drive: Some("b!A".parse().unwrap()),
        item: Some("01ABC".parse().unwrap()),
        site: Some(format!("contoso.example,{person},{person}").parse().unwrap()),
        team: Some(person.parse().unwrap()),
        channel: Some("19:a@thread.tacv2".parse().unwrap()),
        share: Some("u!aHR0cHM6Ly9h".parse().unwrap()),
        membership: None,
    };
    let rows = TABLE.iter().filter(|row| row.access == Access::Browser);
    let operations = rows.map(|row| (row.method.name(), row.gate_path(&ids)));
    let id = "0123456789abcdef0123456789abcdef";
    let own = [
        ("GET", FOLDERS.to_owned()),
        ("POST", FOLDERS.to_owned()),
        ("GET", format!("{FOLDERS}/{id}")),
        ("PATCH", format!("{FOLDERS}/{id}")),
        ("GET", format!("{FOLDERS}/{id}/participants")),
        ("POST", format!("{FOLDERS}/{id}/participants")),
        ("PATCH", format!("{FOLDERS}/{id}/participants/{person}/{person}")),
        ("DELETE", format!("{FOLDERS}/{id}/participants/{person}/{person}")),
        ("POST", format!("{FOLDERS}/{id}/documents")),
        ("DELETE", format!("{FOLDERS}/{id}/documents/{id}")),
        ("POST", format!("{FOLDERS}/{id}/documents/states")),
        ("POST", format!("{FOLDERS}/{id}/audience")),
        ("GET", format!("{FOLDERS}/{id}/team-link")),
        ("PUT", format!("{FOLDERS}/{id}/team-link")),
        ("DELETE", format!("{FOLDERS}/{id}/team-link")),
        ("POST", format!("{FOLDERS}/{id}/team-link/preview")),
        ("POST", format!("{FOLDERS}/{id}/team-link/runs")),
        ("POST", format!("{FOLDERS}/{id}/team-link/agreement")),
        ("GET", RECENT.to_owned()),
        ("GET", SEARCH.to_owned()),
        ("POST", SIGN_OUT.to_owned()),
        ("POST", RENEWAL.to_owned()),
        ("GET", format!("{GRAPH_NEXT_PREFIX}/AAAA")),
        ("GET", format!("{GRAPH_THUMBNAIL_PREFIX}/AAAA")),
    ];
    operations.chain(own).collect()
}

/// Addresses that answer anybody, because what they answer belongs to nobody, or take their proof from elsewhere than a session.
const OPEN: [&str; 8] =
    [HEALTH, SESSION, HANDOVER, ATTEMPTS, SIGN_IN, SIGN_IN_CALLBACK, ADMIN_CONSENT, ASSETS_PREFIX];

#[test]
fn the_walk_knows_every_route() {
    let guarded = guarded();
    for known in ALL {
        let prefix = format!("{known}/");
        let below = known.starts_with("/graph/") && guarded.iter().any(|(_, path)| path.starts_with(&prefix));
        let walked = below || guarded.iter().any(|(_, path)| path == known);
        assert!(walked != OPEN.contains(known), "{known} is either guarded or open");
    }
    assert!(guarded.iter().any(|(_, path)| path.starts_with(GRAPH_PREFIX)));
}

/// Exchanges a token as the page of this surface does.
async fn exchanged(stack: &Stack, token: &str, surface: &str) -> Reply {
    let caller = Caller::at(stack);
    let call = caller.request("POST", SESSION).header("x-requested-by", "mooring");
    let call = call.header("origin", &stack.origin).header("authorization", &format!("Bearer {token}"));
    let body = format!(r#"{{"surface":"{surface}"}}"#);
    call.header("content-type", "application/json").body(body.as_bytes()).send().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_22_s1_26_s1_2b_only_the_surfaces_own_token_becomes_a_session() {
    let stack = Stack::start().await;
    let other = Stack::start_with(&[("CLIENT_ID", "3a7c5e10-0000-4000-8000-0000000000ff")]).await;
    let tokens = surface_tokens(&stack, ADA).await;
    let [good, id_token] = ["access_token", "id_token"].map(|name| tokens[name].as_str().unwrap().to_owned());
    let forged = format!("{}AAAA", &good[..good.len() - 4]);
    stack.control("clock", json!({ "advance_seconds": -7200 })).await;
    let expired = surface_tokens(&stack, ADA).await["access_token"].as_str().unwrap().to_owned();
    stack.control("clock", json!({ "advance_seconds": 7200 })).await;
    let application = application_token(&stack).await;
    let graph = access_token(&stack, ADA).await;
    stack.sandbox.world().journal.clear();
    for (kind, token) in [
        ("forged", &forged),
        ("expired", &expired),
        ("ID token", &id_token),
        ("app-only", &application),
        ("Graph's", &graph),
    ] {
        let reply = exchanged(&stack, token, "teams").await;
        assert_eq!((reply.status, reply.code().as_str()), (401, "token_rejected"), "{kind}");
    }
    assert_eq!(exchanged(&stack, &good, "outlook").await.code(), "client_not_allowed", "of another surface");
    assert_eq!(exchanged(&other, &good, "teams").await.code(), "token_rejected", "at another instance");
    assert_eq!(stack.token_calls(), 0, "S1-41: none of them reached Entra");
    let reply = exchanged(&stack, &good, "teams").await;
    assert_ne!(reply.code(), "token_rejected", "the good one is good: {}", reply.text());
}

async fn called(caller: &Caller, method: &str, path: &str) -> Reply {
    match method {
        "POST" => caller.post(path, r#"{"scope":"this_session"}"#).await,
        "GET" => caller.get(path).await,
        _ => caller.changes(method, path, "{}").await,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_20_s1_33_s1_50_no_bad_credential_opens_any_route() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let good = ada.cookies();
    let value = good.strip_prefix("__Host-mooring=").unwrap().to_owned();
    let flipped = format!("__Host-mooring={}{}", if value.starts_with('A') { "B" } else { "A" }, &value[1..]);
    stack.sandbox.world().journal.clear();
    let bad = [
        flipped,
        format!("{good}A"),
        format!("__Host-mooring={}", &value[..value.len() - 4]),
        format!("{good}; {good}"),
        "__Host-mooring=".to_owned(),
        "__Host-mooring=eyJhbGciOiJub25lIn0.eyJvaWQiOiIwIn0.".to_owned(),
        format!("__Host-mooring={}", "A".repeat(3000)),
    ];
    for (method, path) in guarded() {
        let nobody = called(&Caller::at(&stack), method, &path).await;
        assert_eq!((nobody.status, nobody.code().as_str()), (401, "sign_in_needed"), "{method} {path}");
        assert!(nobody.header("www-authenticate").is_some(), "{method} {path}");
        for cookies in &bad {
            let reply = called(&ada.with_cookies(cookies), method, &path).await;
            // Signing out of what is no session is not refused: the cookie goes either way.
            let over = if path == SIGN_OUT {
                reply.status == 200
            } else {
                reply.status == 401 && reply.code() == "session_ended"
            };
            assert!(over, "{method} {path} with {cookies:.60}: {} {}", reply.status, reply.text());
        }
        let renamed = called(&ada.with_cookies(&format!("mooring={value}")), method, &path).await;
        assert_eq!(renamed.status, 401, "{method} {path}");
    }
    for cookies in &bad {
        assert_eq!(ada.with_cookies(cookies).get(SESSION).await.code(), "session_ended", "{cookies:.60}");
    }
    let asked = serde_json::to_string(&stack.sandbox.world().journal.entries()).unwrap();
    assert_eq!(asked, "[]", "nothing was asked of Microsoft");
    assert!(ada.get(SESSION).await.json()["signed_in"].is_object(), "the good one is still good");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_20_s1_26_s1_50_no_foreign_bearer_opens_any_route_nor_a_session() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    // The best of cookies does not help who shows a bearer token that is none.
    let cookie = ada.cookies().split_once('=').expect("a cookie").1.to_owned();
    let graph = access_token(&stack, ADA).await;
    stack.sandbox.world().journal.clear();
    let bad =
        [cookie, graph, "x".to_owned(), "eyJhbGciOiJub25lIn0.eyJvaWQiOiIwIn0.".to_owned(), "A".repeat(6000)];
    for token in &bad {
        let bearer = format!("Bearer {token}");
        for (method, path) in guarded() {
            let call = ada.request(method, &path).header("x-requested-by", "mooring");
            let call = call.header("origin", &stack.origin).header("authorization", &bearer);
            let call = call.header("content-type", "application/json").body(br#"{"scope":"this_session"}"#);
            let reply = call.send().await;
            // Signing out of what is no session is not refused: whatever it was, it is over.
            let over = reply.code() == "session_ended" || (path == SIGN_OUT && reply.status == 200);
            assert!(over, "{method} {path} with {token:.20}: {} {}", reply.status, reply.text());
            assert!(!reply.text().contains(token.as_str()), "no echo");
        }
        let call = ada.request("POST", SESSION).header("x-requested-by", "mooring");
        let call = call.header("origin", &stack.origin).header("authorization", &bearer);
        let call = call.header("content-type", "application/json").body(br#"{"surface":"teams"}"#);
        let reply = call.send().await;
        assert_eq!((reply.status, reply.code().as_str()), (401, "token_rejected"), "{token:.20}");
    }
    assert!(
        stack.graph_calls().is_empty() && stack.token_calls() == 0,
        "nobody was asked on anybody's behalf"
    );
    assert!(ada.get(SESSION).await.json()["signed_in"].is_object(), "the good one is still good");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_33_a_session_of_another_instance_with_the_same_keys_is_none() {
    let stack = Stack::start().await;
    let other = Stack::start_with(&[("INSTANCE_ID", "fabrikam")]).await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let there = Caller::at(&other).with_cookies(&ada.cookies());
    for (method, path) in guarded() {
        if path != SIGN_OUT {
            assert_eq!(called(&there, method, &path).await.code(), "session_ended", "{method} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_05_s5_06_a_call_that_another_site_could_have_made_is_refused() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    stack.sandbox.world().journal.clear();
    let mut addresses = guarded();
    addresses.push(("GET", SESSION.to_owned()));
    for (method, path) in addresses {
        let ours = ("x-requested-by", "mooring");
        let here = ("origin", stack.origin.as_str());
        let forgeries: [&[(&str, &str)]; 7] = [
            &[],
            &[here],
            &[("x-requested-by", "somebody"), here],
            &[ours, here, ("sec-fetch-site", "cross-site")],
            &[ours, here, ("sec-fetch-site", "same-site")],
            &[ours, ("origin", "https://evil.example")],
            &[ours, ("origin", "null"), ("sec-fetch-site", "same-origin")],
        ];
        for headers in forgeries {
            let mut call = ada.request(method, &path).header("content-type", "application/json").body(b"{}");
            for (name, value) in headers {
                call = call.header(name, value);
            }
            let reply = call.send().await;
            assert_eq!(
                (reply.status, reply.code().as_str()),
                (403, "forgery_check_failed"),
                "{method} {path} {headers:?}"
            );
        }
    }
    assert_eq!(stack.graph_calls(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s5_08_no_origin_is_ever_granted_anything() {
    let stack = Stack::start().await;
    for origin in ["https://evil.example", "null", "http://localhost:1"] {
        for path in ["/api/session", "/graph/v1.0/me", "/"] {
            let caller = Caller::at(&stack);
            let call = caller.request("OPTIONS", path).header("origin", origin);
            let reply = call
                .header("access-control-request-method", "GET")
                .header("access-control-request-headers", "x-requested-by")
                .send()
                .await;
            assert_eq!(reply.status, 405, "{path}");
            assert!(!reply.everything().contains("access-control-allow"), "{path}");
        }
    }
}
