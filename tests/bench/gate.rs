//! What the gate to Graph costs on top of a bare pass-through Worker.

use std::fmt::Write as _;
use std::fs;

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};

use super::load::{AT_ONCE, Measured, Subject, measure};
use super::passthrough::Passthrough;
use crate::support::client::Caller;
use crate::support::entra::access_token;
use crate::support::person::ADA;
use crate::support::stack::Stack;
use crate::support::workspace::root;

/// A small answer, and a page of a OneDrive as the app asks for it.
const ASKED: [(&str, &str); 2] =
    [("/v1.0/me", "a person"), ("/v1.0/me/drive/root/children?$top=100&$orderby=name", "a page of files")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement; `cargo xtask bench` runs it"]
async fn the_gate_against_a_bare_pass_through() {
    let stack = Stack::start().await;
    let ada = Caller::signed_in(&stack, ADA).await;
    let token = access_token(&stack, ADA).await;
    let bare = Passthrough::start(&stack, &token).await;
    let mut report =
        String::from("# The Graph gate against a bare pass-through Worker, on the same workerd\n");
    for (path, what) in ASKED {
        // The gate asks Graph for fewer fields; the others ask for the same, so that only the Workers differ.
        let graph_path = selected(&stack, &ada, path).await;
        let subjects = [
            Subject::new(
                "the sandbox's Graph itself",
                &format!("{}{graph_path}", stack.sandbox.graph()),
                bearer(&token),
            ),
            Subject::new("bare pass-through", &format!("{}{graph_path}", bare.origin), HeaderMap::new()),
            Subject::new("the gate", &format!("{}/graph{path}", stack.origin), session(&ada)),
        ];
        let measured = measure(&subjects).await;
        describe(&mut report, what, &subjects, &measured);
    }
    fs::write(root().join("target/bench.md"), &report).expect("the report is written");
}

/// Path and query that Graph is asked with when the gate is asked this.
async fn selected(stack: &Stack, person: &Caller, path: &str) -> String {
    stack.sandbox.world().journal.clear();
    let reply = person.get(&format!("/graph{path}")).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let entries = serde_json::to_value(stack.sandbox.world().journal.entries()).expect("the journal is JSON");
    let asked =
        entries.as_array().and_then(|entries| entries.iter().find(|entry| entry["service"] == "graph"));
    let asked = asked.expect("one call to Graph");
    let pairs: Vec<(String, String)> = serde_json::from_value(asked["query"].clone()).expect("a query");
    let mut url = reqwest::Url::parse(stack.sandbox.graph()).expect("an address");
    url.set_path(asked["path"].as_str().expect("a path"));
    if !pairs.is_empty() {
        url.query_pairs_mut().extend_pairs(pairs);
    }
    format!("{}{}", url.path(), url.query().map(|query| format!("?{query}")).unwrap_or_default())
}

fn bearer(token: &str) -> HeaderMap {
    HeaderMap::from_iter([(
        AUTHORIZATION,
        HeaderValue::from_str(&format!("Bearer {token}")).expect("a token"),
    )])
}

fn session(person: &Caller) -> HeaderMap {
    HeaderMap::from_iter([
        (COOKIE, HeaderValue::from_str(&person.cookies()).expect("cookies")),
        (HeaderName::from_static("x-requested-by"), HeaderValue::from_static("mooring")),
    ])
}

fn describe(report: &mut String, what: &str, subjects: &[Subject], measured: &[Measured]) {
    let [direct, bare, _] = measured else { panic!("three were measured") };
    let added = |of: &Measured| of.latency.saturating_sub(direct.latency).as_secs_f64() * 1000.0;
    writeln!(report, "\n## {what}\n").expect("text");
    writeln!(
        report,
        "| | latency, ms | added, ms | added, × bare | requests/s ({AT_ONCE} at once) | × bare |"
    )
    .expect("text");
    writeln!(report, "|---|---|---|---|---|---|").expect("text");
    for (subject, of) in subjects.iter().zip(measured) {
        let Subject { name, .. } = subject;
        writeln!(
            report,
            "| {name} | {:.2} | {:.2} | {:.2} | {:.0} | {:.2} |",
            of.latency.as_secs_f64() * 1000.0,
            added(of),
            added(of) / added(bare),
            of.per_second,
            of.per_second / bare.per_second,
        )
        .expect("text");
    }
}
