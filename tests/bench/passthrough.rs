//! The measure: a bare Worker in JavaScript that passes a request on to Graph, on the same workerd.

use std::fs::{self, File};
use std::time::{Duration, Instant};

use reqwest::Url;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::cleanup::Running;
use crate::support::entra::walk;
use crate::support::stack::{CLIENT, CLIENT_SECRET, Stack, TENANT, free_port, wrangler};
use crate::support::workspace::root;

/// The values of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const START_MAX: Duration = Duration::from_secs(60);

/// A running pass-through.
pub(super) struct Passthrough {
    /// Its origin.
    pub(super) origin: String,
    _worker: Running,
    _folder: TempDir,
}

impl Passthrough {
    /// Starts it with the token of a person.
    pub(super) async fn start(stack: &Stack, token: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        fs::copy(root().join("tests/bench/passthrough.js"), path("passthrough.js")).expect("the script");
        let configuration =
            "name = \"passthrough\"\nmain = \"passthrough.js\"\ncompatibility_date = \"2026-07-01\"\n";
        fs::write(path("wrangler.toml"), configuration).expect("a configuration");
        let variables = format!("GRAPH_ORIGIN=\"{}\"\nTOKEN=\"{token}\"\n", stack.sandbox.graph());
        fs::write(path("variables.env"), variables).expect("variables");
        let port = free_port();
        let log = File::create(path("worker.log")).expect("a log file");
        let mut command = wrangler();
        command.args([
            "dev",
            "--ip",
            "127.0.0.1",
            "--inspector-port",
            "0",
            "--show-interactive-dev-session=false",
        ]);
        command.args(["--port", &port.to_string()]).arg("--config").arg(path("wrangler.toml"));
        command.arg("--env-file").arg(path("variables.env"));
        command.stdout(log.try_clone().expect("one more handle")).stderr(log);
        let worker = Running::start(&mut command);
        let origin = format!("http://localhost:{port}");
        let started = Instant::now();
        while reqwest::get(format!("{origin}/v1.0/me")).await.is_err() {
            let log = || fs::read_to_string(path("worker.log")).unwrap_or_default();
            assert!(started.elapsed() < START_MAX, "the pass-through does not answer: {}", log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Self { origin, _worker: worker, _folder: folder }
    }
}

/// An access token for Graph, got as any web application gets one.
pub(crate) async fn access_token(stack: &Stack, oid: &str) -> String {
    let authority = format!("{}/{TENANT}/oauth2/v2.0", stack.sandbox.entra());
    let redirect_uri = format!("{}/sign-in/callback", stack.origin);
    let scope = "https://graph.microsoft.com/User.Read https://graph.microsoft.com/Files.Read";
    let asked = [
        ("client_id", CLIENT),
        ("response_type", "code"),
        ("redirect_uri", &redirect_uri),
        ("scope", scope),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let authorize = Url::parse_with_params(&format!("{authority}/authorize"), asked).expect("an address");
    let back = Url::parse(&walk(stack, authorize.as_str(), oid).await).expect("an address");
    let code = back.query_pairs().find(|(name, _)| name == "code").expect("a code").1.into_owned();
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("client_secret", CLIENT_SECRET),
        ("redirect_uri", &redirect_uri),
        ("code", &code),
        ("code_verifier", VERIFIER),
    ];
    let answer = reqwest::Client::new().post(format!("{authority}/token")).form(&form).send().await;
    let answer: Value = answer.expect("Entra answers").json().await.expect("JSON");
    answer["access_token"].as_str().unwrap_or_else(|| panic!("no token: {answer}")).to_owned()
}
