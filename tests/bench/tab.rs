//! From navigation to "signed in" in a Teams tab: ours against the same done with MSAL.js and teams-js in plain JavaScript.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sandbox::applications::{Platform, RedirectUri};
use tempfile::TempDir;
use thirtyfour::By;
use tokio::task::JoinSet;

use super::front::Front;
use crate::support::browser::{self, until};
use crate::support::entra::consented;
use crate::support::person::ADA;
use crate::support::stack::{CLIENT, Stack, copy_folder};
use crate::support::workspace::{built, root};

/// Each page is opened so often, in turns, each time in a fresh browser.
const ROUNDS: usize = 11;
/// Ours takes at most this share of theirs.
const SHARE_MAX: f64 = 0.8;

/// A page inside Teams: a worker, what it talks to, and what stands before it.
struct Subject {
    stack: Stack,
    origin: String,
}

impl Subject {
    async fn start(site: &Path, tasks: &mut JoinSet<()>) -> Self {
        let front = Front::bind().await;
        let origin = front.origin.clone();
        let stack = Stack::start_with_site(site, &[("INSTANCE_ORIGINS", &origin)]).await;
        let broker = origin.replace("http", "brk-multihub");
        let broker = RedirectUri { uri: broker, platform: Platform::Spa };
        stack
            .sandbox
            .world()
            .applications
            .change(CLIENT, |application| application.redirect_uris.push(broker));
        consented(&stack).await;
        front.serve(&stack.origin, site, tasks);
        Self { stack, origin }
    }
}

/// The site with another first script in the page inside Teams; everything else is the same.
fn plain_site(script: &[u8]) -> TempDir {
    let site = tempfile::tempdir().expect("a folder");
    copy_folder(&built("target/site"), site.path());
    let page = fs::read_to_string(built("target/site/teams.html")).expect("our page");
    let other = |line: &str| match line {
        line if line.contains("as=\"fetch\"") => String::new(),
        line if line.contains("<script") => "<script type=module src=/assets/tab.js></script>\n".to_owned(),
        line => format!("{line}\n"),
    };
    fs::write(site.path().join("teams.html"), page.lines().map(other).collect::<String>()).expect("the page");
    fs::write(site.path().join("assets/tab.js"), script).expect("its script");
    site
}

fn bundled() -> Vec<u8> {
    let define = |name: &str, start: &str| format!("--define:{name}=\"{}\"", address_of(start));
    let output = Command::new(built("node_modules/.bin/esbuild"))
        .current_dir(root())
        .args(["tests/bench/tab.js", "--bundle", "--minify", "--format=esm", "--target=es2022"])
        .args([define("LAUNCH_URL", "launch"), define("WASM_URL", "ui"), "--external:/assets/*".to_owned()])
        .output()
        .expect("esbuild runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Where a hashed file is served.
fn address_of(start: &str) -> String {
    let file = hashed(&[start]).pop().expect("a file of the site");
    format!("/assets/{}", file.file_name().and_then(|name| name.to_str()).expect("a name"))
}

/// Milliseconds from the tab's navigation to the end of the exchange.
async fn signed_in_after(Subject { stack, origin }: &Subject) -> f64 {
    let window = browser::open().await;
    let url = format!("{}/?app={origin}&person={ADA}&naa=on", stack.sandbox.teams());
    window.goto(url).await.expect("Teams opens");
    let frame = window.find(By::Css("#tab-frame")).await.expect("a tab");
    frame.enter_frame().await.expect("its frame");
    let ended = "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/api/session'))[0]?.responseEnd";
    until(&window, "the exchange", ended).await.as_f64().expect("a number")
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The files of the site with these names before their hashes.
fn hashed(names: &[&str]) -> Vec<PathBuf> {
    let folder = built("target/site/assets");
    let files = fs::read_dir(folder).expect("the site").map(|entry| entry.expect("an entry").path());
    let called = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        names.iter().any(|wanted| name.rsplit_once('-').is_some_and(|(start, _)| start == *wanted))
    };
    files.filter(called).collect()
}

/// Bytes of these files of the site, compressed.
fn site(names: &[&str]) -> u64 {
    let contents = hashed(names).into_iter().map(|path| fs::read(path).expect("a file"));
    contents.map(|file| compressed(&file).len() as u64).sum()
}

/// A file as Cloudflare sends it.
pub fn compressed(contents: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut &contents[..], &mut out, &parameters).expect("memory");
    out
}

#[test]
fn what_is_loaded_until_somebody_is_signed_in_is_less_than_with_msal() {
    let (ours, theirs) = (site(&["start-teams", "surface"]), compressed(&bundled()).len() as u64);
    let share = f64::from(u32::try_from(ours).unwrap()) / f64::from(u32::try_from(theirs).unwrap());
    assert!(share <= SHARE_MAX, "{ours} bytes against {theirs}: {share:.2}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement; `cargo xtask bench` runs it"]
async fn signing_in_inside_teams_against_msal() {
    let script = bundled();
    let mut tasks = JoinSet::new();
    let other_site = plain_site(&script);
    let own = Subject::start(&built("target/site"), &mut tasks).await;
    let plain = Subject::start(other_site.path(), &mut tasks).await;
    for subject in [&own, &plain] {
        // The first exchange asks Entra, all later ones join the grant: neither page is to have it.
        signed_in_after(subject).await;
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(signed_in_after(&own).await);
        theirs.push(signed_in_after(&plain).await);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let bytes = [site(&["start-teams", "surface"]), compressed(&script).len() as u64];
    let [our_bytes, their_bytes] = bytes.map(|bytes| f64::from(u32::try_from(bytes).expect("a small page")));
    let report = format!(
        "# Signing in inside Teams, against MSAL.js and teams-js in plain JavaScript\n\n\
         | | until signed in, ms (median of {ROUNDS}) | × MSAL | bytes until then, brotli | × MSAL |\n\
         |---|---|---|---|---|\n\
         | MSAL.js | {theirs:.0} | 1.00 | {their_bytes:.0} | 1.00 |\n\
         | ours | {ours:.0} | {:.2} | {our_bytes:.0} | {:.2} |\n\n\
         The same page with another first script: both load the app while the token is on its way to the worker.\n",
        ours / theirs,
        our_bytes / their_bytes,
    );
    fs::write(root().join("target/bench-teams.md"), &report).expect("the report is written");
    assert!(ours / theirs <= SHARE_MAX, "{report}");
}
