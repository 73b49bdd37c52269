//! From navigation to "signed in" in a Teams tab: ours against the same done with MSAL.js and teams-js in plain JavaScript.

use std::fs;
use std::path::Path;
use std::process::Command;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method};
use axum::routing::{any, get};
use sandbox::applications::{Platform, RedirectUri};
use thirtyfour::By;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::support::browser::{self, until};
use crate::support::entra::consented;
use crate::support::person::ADA;
use crate::support::stack::{CLIENT, Stack};
use crate::support::workspace::{built, root};

/// Each page is opened so often, in turns, each time in a fresh browser.
const ROUNDS: usize = 7;
/// Ours takes at most this share of theirs.
const SHARE_MAX: f64 = 0.8;

/// The plain page and its script, and the worker's session behind the same origin.
async fn plain(stack: &Stack, server: &mut JoinSet<()>) -> (String, Vec<u8>) {
    let script = bundled();
    let page = fs::read_to_string(root().join("tests/bench/tab.html")).expect("the page");
    let served = [("/teams", "text/html", page.into_bytes()), ("/tab.js", "text/javascript", script.clone())];
    let router = served.into_iter().fold(Router::new(), |router, (path, kind, body)| {
        router.route(path, get(async move || ([(CONTENT_TYPE, kind)], body)))
    });
    let router = router.route("/api/session", any(passed_on)).with_state(stack.origin.clone());
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let host = format!("localhost:{}", listener.local_addr().expect("its address").port());
    server.spawn(async move { axum::serve(listener, router).await.expect("the page is served") });
    let broker = RedirectUri { uri: format!("brk-multihub://{host}"), platform: Platform::Spa };
    stack.sandbox.world().applications.change(CLIENT, |application| application.redirect_uris.push(broker));
    (format!("http://{host}"), script)
}

/// The worker takes calls of its own origin only, so this one speaks for the page.
async fn passed_on(
    State(origin): State<String>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> ([(axum::http::HeaderName, &'static str); 1], Bytes) {
    let client = reqwest::Client::new();
    let mut call = client.request(method, format!("{origin}/api/session"));
    for name in [AUTHORIZATION, CONTENT_TYPE] {
        if let Some(value) = headers.get(&name) {
            call = call.header(name, value);
        }
    }
    let call = call.header("x-requested-by", "mooring").header("origin", &origin).body(body);
    let answer = call.send().await.expect("the worker answers").bytes().await.expect("a body");
    ([(CONTENT_TYPE, "application/json")], answer)
}

fn bundled() -> Vec<u8> {
    let output = Command::new(built("node_modules/.bin/esbuild"))
        .current_dir(root())
        .args(["tests/bench/tab.js", "--bundle", "--minify", "--format=esm", "--target=es2022"])
        .output()
        .expect("esbuild runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Milliseconds from the tab's navigation to the end of the exchange.
async fn signed_in_after(stack: &Stack, app: &str) -> f64 {
    let window = browser::open().await;
    let url = format!("{}/?app={app}&person={ADA}&naa=on", stack.sandbox.teams());
    window.goto(url).await.expect("Teams opens");
    let frame = window.find(By::Css("#tab-frame")).await.expect("a tab");
    frame.enter_frame().await.expect("its frame");
    let ended = "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/api/session'))[1]?.responseEnd";
    until(&window, "the exchange", ended).await.as_f64().expect("a number")
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Bytes of these files of the site, compressed.
fn site(names: &[&str]) -> u64 {
    let folder = built("target/site/assets");
    let files = fs::read_dir(folder).expect("the site").map(|entry| entry.expect("an entry").path());
    let called = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        names.iter().any(|wanted| name.rsplit_once('-').is_some_and(|(start, _)| start == *wanted))
    };
    let contents = files.filter(|path| called(path)).map(|path| fs::read(path).expect("a file"));
    contents.map(|file| compressed(&file)).sum()
}

fn compressed(contents: &[u8]) -> u64 {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut &contents[..], &mut out, &parameters).expect("memory") as u64
}

#[test]
fn what_is_loaded_until_somebody_is_signed_in_is_less_than_with_msal() {
    let (ours, theirs) = (site(&["start-teams", "surface", "teams"]), compressed(&bundled()));
    let share = f64::from(u32::try_from(ours).unwrap()) / f64::from(u32::try_from(theirs).unwrap());
    assert!(share <= SHARE_MAX, "{ours} bytes against {theirs}: {share:.2}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement; `cargo xtask bench` runs it"]
async fn signing_in_inside_teams_against_msal() {
    let stack = Stack::start().await;
    consented(&stack).await;
    let mut server = JoinSet::new();
    let (plain, script) = plain(&stack, &mut server).await;
    // The first exchange asks Entra, all later ones join the grant: neither page is to have it.
    signed_in_after(&stack, &plain).await;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(signed_in_after(&stack, &stack.origin).await);
        theirs.push(signed_in_after(&stack, &plain).await);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let bytes = [site(&["start-teams", "surface", "teams"]), compressed(&script)];
    let [our_bytes, their_bytes] = bytes.map(|bytes| f64::from(u32::try_from(bytes).expect("a small page")));
    let report = format!(
        "# Signing in inside Teams, against MSAL.js and teams-js in plain JavaScript\n\n\
         | | until signed in, ms (median of {ROUNDS}) | × MSAL | bytes until then, brotli | × MSAL |\n\
         |---|---|---|---|---|\n\
         | MSAL.js | {theirs:.0} | 1.00 | {their_bytes:.0} | 1.00 |\n\
         | ours | {ours:.0} | {:.2} | {our_bytes:.0} | {:.2} |\n\n\
         Ours loads the app beside it, theirs is nothing but the sign-in.\n",
        ours / theirs,
        our_bytes / their_bytes,
    );
    fs::write(root().join("target/bench-teams.md"), &report).expect("the report is written");
}
