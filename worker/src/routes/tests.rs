//! Which address leads where, and what every answer carries.

use std::cell::RefCell;

use async_trait::async_trait;
use contract::ids::{InstanceId, TeamLinkId};
use http::header::COOKIE;

use super::*;
use crate::assets::{Assets, PAGES};
use crate::config::tests::config;
use crate::isolate::Isolate;
use crate::platform::database::MemoryDatabase;
use crate::platform::fake::{FakeClock, FakeLog, FakeRandom, FakeUpstream};
use crate::sync::link::{Ask, LinkUnreachable, Status, TeamLinks};
use crate::used_states::MemoryUsedStates;
use crate::vault::client::{VaultUnreachable, Vaults};
use crate::vault::message::{Answer, Request as Asked};

/// Files: an index page and an icon.
struct FakeAssets;

#[async_trait(?Send)]
impl Assets for FakeAssets {
    async fn get(&self, path: &str, _: &http::HeaderMap) -> Response<Body> {
        let status = if PAGES.contains(&path) || path == "/favicon.svg" { 200 } else { 404 };
        Response::builder().status(status).body(Body::Bytes(b"<!doctype html>".to_vec())).unwrap()
    }
}

/// Team links that nobody reaches.
struct NoTeamLinks;

#[async_trait(?Send)]
impl TeamLinks for NoTeamLinks {
    async fn ask(&self, _: &InstanceId, _: &TeamLinkId, _: Ask) -> Result<Status, LinkUnreachable> {
        Err(LinkUnreachable)
    }
}

/// Vaults that are never to be asked; they remember it if they are.
#[derive(Default)]
struct NoVaults(RefCell<usize>);

#[async_trait(?Send)]
impl Vaults for NoVaults {
    async fn ask(&self, _: Asked) -> Result<Answer, VaultUnreachable> {
        *self.0.borrow_mut() += 1;
        Err(VaultUnreachable)
    }
}

/// What came of a request.
struct Seen {
    response: Response<Body>,
    line: serde_json::Value,
    upstream_calls: usize,
    vault_calls: usize,
}

async fn answered(method: &str, path: &str, headers: &[(&'static str, &str)]) -> Seen {
    let (config, clock, random) = (config(), FakeClock::at(1_800_000_000), FakeRandom::seeded(2));
    let (upstream, log, vaults) = (FakeUpstream::default(), FakeLog::default(), NoVaults::default());
    let (used_states, isolate) = (MemoryUsedStates::default(), Isolate::default());
    let database = MemoryDatabase::default();
    let mut request = Request::builder().method(method).uri(path).header(HOST, "app.contoso.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let edge = Edge {
        config: &config,
        clock: &clock,
        random: &random,
        upstream: &upstream,
        vaults: &vaults,
        team_links: &NoTeamLinks,
        used_states: &used_states,
        database: &database,
        assets: &FakeAssets,
        isolate: &isolate,
    };
    let response = answer(request.body(Body::Empty).unwrap(), edge, &log).await;
    let lines = log.lines();
    assert_eq!(lines.len(), 1, "one line for each request");
    let vault_calls = *vaults.0.borrow();
    Seen {
        response,
        line: serde_json::from_str(&lines[0]).unwrap(),
        upstream_calls: upstream.take_sent().len(),
        vault_calls,
    }
}

const OURS: &[(&str, &str)] = &[("x-requested-by", "mooring"), ("sec-fetch-site", "same-origin")];

/// Method, path, headers; then the status and the route's name in the log.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)], u16, &'static str);

#[tokio::test]
async fn every_address_leads_where_the_table_says() {
    let cases: [Case; 29] = [
        ("GET", "/healthz", &[], 200, "/healthz"),
        ("HEAD", "/healthz", &[], 200, "/healthz"),
        ("POST", "/healthz", OURS, 405, "/healthz"),
        ("GET", "/api/session", OURS, 200, "/api/session"),
        ("GET", "/api/session", &[], 403, "/api/session"),
        ("POST", "/api/session", OURS, 415, "/api/session"),
        ("DELETE", "/api/session", OURS, 405, "/api/session"),
        ("GET", "/sign-in?return_to=/files", &[], 303, "/sign-in"),
        ("GET", "/sign-in/callback", &[], 400, "/sign-in/callback"),
        ("GET", "/sign-in/callback?admin_consent=True", &[], 303, "/sign-in/callback"),
        ("GET", "/admin-consent", &[], 303, "/admin-consent"),
        ("GET", "/admin-consent?tenant=x", &[], 400, "/admin-consent"),
        ("POST", "/api/session/handover", &[], 403, "/api/session/handover"),
        ("POST", "/api/session/renewal", OURS, 401, "/api/session/renewal"),
        ("GET", "/api/session/attempts", OURS, 405, "/api/session/attempts"),
        ("GET", "/outlook", &[], 200, "page"),
        ("GET", "/sign-in/window", &[], 200, "page"),
        ("GET", "/window.html", &[], 404, "file"),
        ("GET", "/api/folders", OURS, 401, "/api/folders"),
        ("POST", "/api/folders", &[], 403, "/api/folders"),
        ("GET", "/api/folders/0", OURS, 404, "file"),
        ("GET", "/graph/v1.0/me", OURS, 401, "/graph/v1.0"),
        ("GET", "/graph/next/x", OURS, 401, "/graph/next"),
        ("GET", "/files/01ABC", &[], 200, "page"),
        ("GET", "/teams", &[], 200, "page"),
        ("GET", "/teams.html", &[], 404, "file"),
        ("GET", "/favicon.svg", &[], 200, "file"),
        ("GET", "/nothing", &[], 404, "file"),
        ("GET", "/nothing", &[("accept", "text/html,*/*")], 404, "file"),
    ];
    for (method, path, headers, status, route) in cases {
        let seen = answered(method, path, headers).await;
        assert_eq!(seen.response.status(), status, "{method} {path}");
        assert_eq!(seen.line["route"], route, "{method} {path}");
        assert_eq!((seen.upstream_calls, seen.vault_calls), (0, 0), "{method} {path}");
        for (name, value) in contract::headers::ALWAYS {
            let found = &seen.response.headers()[*name];
            let on_the_way = path == "/sign-in/window" || status == 303;
            let waits = *name == contract::headers::OPENER_POLICY && on_the_way;
            assert_eq!(found, if waits { "unsafe-none" } else { value }, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn s6_08_the_log_holds_no_path_query_cookie_or_header() {
    let cookie =
        [(COOKIE.as_str(), "__Host-mooring=canary"), ("x-requested-by", "canary"), ("user-agent", "canary")];
    for path in [
        "/sign-in/callback?code=canary&state=canary",
        "/canary",
        "/files/canary",
        "/graph/next/canary",
        "/graph/v1.0/canary?canary=1",
    ] {
        let seen = answered(
            "GET",
            path,
            &cookie.map(|(name, value)| if name == "cookie" { ("cookie", value) } else { (name, value) }),
        )
        .await;
        assert!(!seen.line.to_string().contains("canary"), "{path}: {}", seen.line);
    }
    let odd = answered("CANARY", "/", &[]).await;
    assert_eq!(odd.line["method"], "other");
}

#[tokio::test]
async fn s1_33_s3_13_the_host_header_alone_chooses_the_instance() {
    for host in ["evil.example", "app.contoso.example.", "app.contoso.example:443", ""] {
        let config = config();
        let mut request = Request::new(Body::Empty);
        request.headers_mut().insert(HOST, host.parse().unwrap());
        request.headers_mut().insert("x-forwarded-host", "app.contoso.example".parse().unwrap());
        assert!(instance_of(&request, &config).is_none(), "{host}");
        request.headers_mut().append(HOST, "app.contoso.example".parse().unwrap());
        assert!(instance_of(&request, &config).is_none(), "two hosts");
    }
}
