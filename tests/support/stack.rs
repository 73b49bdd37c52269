//! One sandbox and one worker that talks to it, on free ports, with a database of their own.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use contract::endpoint::REQUEST_ID_HEADER;
use sandbox::applications::{Platform, RedirectUri};
use sandbox::{Certificate, Options, Sandbox};
use tempfile::TempDir;

use super::cleanup::Running;
use super::ports::free_port;
use super::workspace::{built, node, root};

/// The sandbox's tenant, application and secret that the worker is set up with.
pub const TENANT: &str = "c0a70500-0000-4000-8000-00000000c001";
pub const CLIENT: &str = "3a7c5e10-0000-4000-8000-0000000000a1";
pub const APP_ID_URI: &str = "api://localhost:8787/3a7c5e10-0000-4000-8000-0000000000a1";
pub const CLIENT_SECRET: &str = "sandbox-secret-not-for-production";
/// Everything that an administrator can allow an instance beside what it cannot do without.
pub const PERMISSIONS: &str =
    "Files.Read.All,Sites.Read.All,Team.ReadBasic.All,Channel.ReadBasic.All,User.ReadBasic.All";

/// How long a worker may take until it answers. It takes about two seconds; a busy machine may need more.
const START_MAX: Duration = Duration::from_secs(60);

/// How browser, worker and sandbox speak with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

/// A running stack.
pub struct Stack {
    /// Microsoft's side.
    pub sandbox: Sandbox,
    /// The worker's origin.
    pub origin: String,
    folder: TempDir,
    worker: Running,
}

impl Stack {
    /// Starts a sandbox and a worker that is set up for it.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// The same, with some of the worker's variables changed.
    pub async fn start_with(changes: &[(&str, &str)]) -> Self {
        Self::start_on(Scheme::Http, changes, None).await
    }

    /// The same, with the files of another folder in the place of the built front end.
    pub async fn start_with_site(site: &Path, changes: &[(&str, &str)]) -> Self {
        Self::start_on(Scheme::Http, changes, Some(site)).await
    }

    /// The same, with https on both sides, but for the sandbox's control page.
    pub async fn start_https() -> Self {
        Self::start_on(Scheme::Https, &[], None).await
    }

    /// The same over https, with some of the worker's variables changed; `{origin}` in a value is the worker's own.
    pub async fn start_https_with_site(site: &Path, changes: &[(&str, &str)]) -> Self {
        Self::start_on(Scheme::Https, changes, Some(site)).await
    }

    async fn start_on(scheme: Scheme, changes: &[(&str, &str)], site: Option<&Path>) -> Self {
        let options = Options { tls: scheme == Scheme::Https, ..Options::default() };
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts on free ports");
        let port = free_port();
        let origin = match scheme {
            Scheme::Http => format!("http://localhost:{port}"),
            Scheme::Https => format!("https://localhost:{port}"),
        };
        register(&sandbox, &origin);
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy_folder(migrated_state(), &folder.path().join("state"));
        write_variables(&folder.path().join("worker.env"), &sandbox, &origin, changes);
        let worker = start_worker(folder.path(), port, sandbox.certificate(), site);
        let mut stack = Self { sandbox, origin, folder, worker };
        match scheme {
            Scheme::Http => stack.wait_until_ready().await,
            Scheme::Https => _ = stack.log_with(&format!("Ready on https://127.0.0.1:{port}")).await,
        }
        stack
    }

    /// What the worker printed so far: its log lines and whatever workerd says.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("worker.log")).expect("the worker's log")
    }

    /// The same, once it holds this text: the runtime writes its log a moment after the answer.
    pub async fn log_with(&self, text: &str) -> String {
        let started = Instant::now();
        loop {
            let log = self.log();
            if log.contains(text) {
                return log;
            }
            assert!(started.elapsed() < START_MAX, "{text} never came into the log: {log}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Every file that the worker's storage consists of: its name and its bytes. wrangler's own record of requests, which only
    /// exists on a developer's machine, is not the worker's storage; in production it is off (`invocation_logs`).
    pub fn storage(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        read_folder(&self.folder.path().join("state"), &mut files);
        files
    }

    /// How often the sandbox's Graph was asked since the journal was cleared.
    pub fn graph_calls(&self) -> Vec<String> {
        self.calls("graph")
    }

    /// How often the sandbox's Entra was asked for tokens since the journal was cleared.
    pub fn token_calls(&self) -> usize {
        self.calls("entra").iter().filter(|path| path.ends_with("/oauth2/v2.0/token")).count()
    }

    fn calls(&self, service: &str) -> Vec<String> {
        let entries =
            serde_json::to_value(self.sandbox.world().journal.entries()).expect("the journal is JSON");
        let entries = entries.as_array().expect("a list").clone();
        let of_service = entries.into_iter().filter(|entry| entry["service"] == service);
        of_service.map(|entry| entry["path"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Switches a fault of the sandbox on, through its HTTP interface as a person's script would.
    pub async fn fault(&self, fault: serde_json::Value) {
        let url = format!("{}/api/faults", self.sandbox.control());
        let answer = reqwest::Client::new()
            .post(url)
            .json(&fault)
            .send()
            .await
            .expect("the sandbox's control answers");
        let status = answer.status();
        assert!(
            status.is_success(),
            "{fault} was refused: {status} {}",
            answer.text().await.unwrap_or_default()
        );
    }

    /// Drive and id of an item, by its path in a drive: a person's, or a library's such as `harbour/Drawings`.
    pub async fn item(&self, drive: &str, path: &str) -> (String, String) {
        let url = format!("{}/api/items/find", self.sandbox.control());
        let body = serde_json::json!({ "drive": drive, "item": path });
        let answer = reqwest::Client::new().post(url).json(&body).send().await.expect("the sandbox answers");
        let found: serde_json::Value = answer.json().await.expect("an item");
        let text = |name: &str| found[name].as_str().expect("an id").to_owned();
        (text("drive"), text("item"))
    }

    /// Calls another switch of the sandbox.
    pub async fn control(&self, path: &str, body: serde_json::Value) {
        let url = format!("{}/api/{path}", self.sandbox.control());
        let answer =
            reqwest::Client::new().post(url).json(&body).send().await.expect("the sandbox's control answers");
        let status = answer.status();
        assert!(
            status.is_success(),
            "{path} was refused: {status} {}",
            answer.text().await.unwrap_or_default()
        );
    }

    /// Whether Entra's pages cut their window off from whoever opened it (`Cross-Origin-Opener-Policy`): a setting of the
    /// application's registration, and on without one.
    pub fn cuts_windows_off(&self, cuts: bool) {
        self.sandbox.world().applications.change(CLIENT, |application| {
            application.authentication_behaviors.coop_enforcement = Some(cuts);
        });
    }

    /// Clears all faults.
    pub async fn no_faults(&self) {
        let url = format!("{}/api/faults", self.sandbox.control());
        reqwest::Client::new().delete(url).send().await.expect("the sandbox's control answers");
    }

    async fn wait_until_ready(&mut self) {
        let started = Instant::now();
        loop {
            let answer = reqwest::get(format!("{}/healthz", self.origin)).await;
            // Also a worker that is not configured answers, and only ours names its answers.
            if answer.is_ok_and(|answer| answer.headers().contains_key(REQUEST_ID_HEADER)) {
                return;
            }
            assert!(!self.worker.has_ended(), "the worker ended: {}", self.log());
            assert!(started.elapsed() < START_MAX, "the worker does not answer: {}", self.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Tells the sandbox which addresses this worker signs people in and out at.
fn register(sandbox: &Sandbox, origin: &str) {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let addresses = [
        (format!("{origin}/sign-in/callback"), Platform::Web),
        (format!("{origin}/signed-out"), Platform::Web),
        (format!("brk-multihub://{host}"), Platform::Spa),
    ];
    sandbox.world().applications.change(CLIENT, |application| {
        let uris = addresses.map(|(uri, platform)| RedirectUri { uri, platform });
        application.redirect_uris.extend(uris);
    });
}

fn write_variables(file: &Path, sandbox: &Sandbox, origin: &str, changes: &[(&str, &str)]) {
    let frame_origins = format!("{},{}", sandbox.teams(), sandbox.outlook());
    let office_js = format!("{}/lib/1/hosted/office.js", sandbox.outlook());
    let mut variables = BTreeMap::from([
        ("ENVIRONMENT", "development"),
        ("INSTANCE_ID", "contoso"),
        ("INSTANCE_NAME", "Contoso"),
        ("INSTANCE_ORIGINS", origin),
        ("TENANTS", TENANT),
        ("CLIENT_ID", CLIENT),
        ("CLIENT_SECRET", CLIENT_SECRET),
        ("FUNCTIONS", "sso-web,sso-teams,sso-outlook,documents,team-sync"),
        ("APP_ID_URI", APP_ID_URI),
        ("FRAME_ORIGINS", &frame_origins),
        ("EMBED_ORIGINS", sandbox.harbour()),
        ("OFFICE_JS", &office_js),
        ("LOGIN_ORIGIN", sandbox.entra()),
        ("GRAPH_ORIGIN", sandbox.graph()),
        ("CONTENT_HOSTS", sandbox.content()),
        ("MASTER_KEYS", "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
    ]);
    variables.extend(changes.iter().copied());
    let line = |(name, value): (&&str, &&str)| format!("{name}=\"{}\"\n", value.replace("{origin}", origin));
    let lines: String = variables.iter().map(line).collect();
    fs::write(file, lines).expect("the worker's variables are written");
}

fn start_worker(folder: &Path, port: u16, certificate: Option<&Certificate>, site: Option<&Path>) -> Running {
    let log = File::create(folder.join("worker.log")).expect("a log file");
    let mut command = wrangler();
    command
        .args(["dev", "--ip", "127.0.0.1", "--inspector-port", "0", "--show-interactive-dev-session=false"])
        .args(["--port", &port.to_string()])
        .arg("--persist-to")
        .arg(folder.join("state"))
        .arg("--env-file")
        .arg(folder.join("worker.env"))
        .stdout(log.try_clone().expect("one more handle"))
        .stderr(log);
    if let Some(Certificate { certificate_pem, key_pem }) = certificate {
        let [own, key] = ["certificate.pem", "key.pem"].map(|name| folder.join(name));
        fs::write(&own, certificate_pem).expect("the certificate is written");
        fs::write(&key, key_pem).expect("its key is written");
        command.args(["--local-protocol", "https", "--https-cert-path"]).arg(&own);
        // The worker's own requests trust the sandbox, whose certificate it is.
        command.arg("--https-key-path").arg(&key).env("NODE_EXTRA_CA_CERTS", &own);
    }
    if let Some(site) = site {
        command.arg("--assets").arg(site);
    }
    built("worker/build/index.js");
    built("target/site/index.html");
    Running::start(&mut command)
}

/// wrangler, run by a Node that is new enough for it.
pub fn wrangler() -> Command {
    let mut command = node();
    command
        .arg(built("node_modules/wrangler/bin/wrangler.js"))
        .current_dir(root())
        .env("WRANGLER_SEND_METRICS", "false")
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false")
        .env("NO_COLOR", "1");
    command
}

/// A database with every migration applied, made once for all tests of this run.
fn migrated_state() -> &'static Path {
    static STATE: OnceLock<PathBuf> = OnceLock::new();
    STATE.get_or_init(|| {
        let folder = root().join("target/journeys/migrated");
        _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder for the database");
        let output = wrangler()
            .args(["d1", "migrations", "apply", "DB", "--local", "--persist-to"])
            .arg(&folder)
            .output();
        let output = output.expect("wrangler runs");
        assert!(output.status.success(), "migrations: {}", String::from_utf8_lossy(&output.stderr));
        folder
    })
}

pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

fn read_folder(folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        if entry.file_name() == "observability" {
            continue;
        }
        if entry.file_type().expect("a type").is_dir() {
            read_folder(&entry.path(), files);
        } else {
            // A file may go away while the worker runs; what is gone holds nothing.
            files.push((entry.path().display().to_string(), fs::read(entry.path()).unwrap_or_default()));
        }
    }
}
