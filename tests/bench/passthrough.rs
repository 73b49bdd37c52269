//! The measure: a bare Worker in JavaScript that passes a request on to Graph, on the same workerd.

use std::fs::{self, File};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::cleanup::Running;
use crate::support::ports::free_port;
use crate::support::stack::{Stack, wrangler};
use crate::support::workspace::root;

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
