//! `@azure/msal-browser` as a page, in Chromium. The page is `browser.html`; Entra sends people back to `callback.html`.

use std::fs;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::secure_sandbox;
use crate::support::browser::{self, Browser, until};
use crate::support::person::ADA;
use crate::support::stack::TENANT;
use crate::support::workspace::{built, root};

/// The application that is a page.
const PROBE: &str = "3a7c5e10-0000-4000-8000-0000000000a2";
const USER_READ: &str = "https://graph.microsoft.com/User.Read";

/// The certificate is nobody's; and no name but this one can be looked up, so nothing leaves the machine.
const SWITCHES: [&str; 2] =
    ["--ignore-certificate-errors", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"];

/// The page in front of a sandbox.
struct Page {
    window: Browser,
    sandbox: Sandbox,
    origin: String,
    _server: JoinSet<()>,
}

impl Page {
    async fn open() -> Self {
        let sandbox = secure_sandbox().await;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let origin = format!("http://localhost:{}", listener.local_addr().expect("its address").port());
        let router = files(&settings(&sandbox, &origin));
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, router).await.expect("the page is served") });
        let window = browser::open_with(&SWITCHES).await;
        let page = Self { window, sandbox, origin, _server: server };
        page.register().await;
        page
    }

    /// Registers the page's address, from the control page.
    async fn register(&self) {
        self.window.goto(self.sandbox.control()).await.expect("the control page opens");
        let path = format!("/api/applications/{PROBE}/redirect-uris");
        self.posts(&path, &json!({ "uri": self.callback(), "platform": "spa" })).await;
    }

    fn callback(&self) -> String {
        format!("{}/callback", self.origin)
    }

    /// Posts to the host whose page is open.
    async fn posts(&self, path: &str, body: &Value) {
        let script = "const [path, body, done] = arguments;
            fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
                .then((answer) => done(answer.ok), (error) => done(`${error}`));";
        let answer = self.window.execute_async(script, vec![json!(path), body.clone()]).await;
        assert_eq!(*answer.expect("the script runs").json(), true, "{path} {body}");
    }

    /// Ada signs in; answers what MSAL makes of it.
    async fn signs_in(&self) -> Value {
        self.window.goto(&self.origin).await.expect("the page opens");
        assert_eq!(self.outcome().await, json!({ "result": null }), "nobody comes back from Entra yet");
        let script = format!("client.loginRedirect({{ scopes: ['{USER_READ}'] }})");
        self.window.execute(script, Vec::new()).await.expect("the page goes to Entra");
        for id in [&format!("account-{ADA}"), "accept"] {
            let button = format!("document.getElementById('{id}')");
            until(&self.window, id, &format!("!!{button}")).await;
            self.window.execute(format!("{button}.click()"), Vec::new()).await.expect("the click lands");
        }
        let home = format!("location.origin === '{}' && location.pathname === '/'", self.origin);
        until(&self.window, "the way back to the page", &home).await;
        let signed_in = self.outcome().await;
        self.window
            .execute("client.setActiveAccount(client.getAllAccounts()[0])", Vec::new())
            .await
            .expect("runs");
        signed_in
    }

    /// What becomes of a call of MSAL's.
    async fn attempts(&self, call: &str) -> Value {
        let script = format!("outcome = undefined; attempt(() => client.{call});");
        self.window.execute(script, Vec::new()).await.expect("the call starts");
        self.outcome().await
    }

    async fn outcome(&self) -> Value {
        until(&self.window, "an outcome", "typeof outcome === 'object' && outcome").await
    }

    /// How often the token endpoint was asked.
    fn token_requests(&self) -> usize {
        let entries = serde_json::to_value(self.sandbox.world().journal.entries()).expect("JSON");
        let entries = entries.as_array().expect("a list");
        entries
            .iter()
            .filter(|entry| entry["path"].as_str().is_some_and(|path| path.ends_with("/token")))
            .count()
    }
}

/// What the page tells MSAL. The authority has to be known, or MSAL would ask the real service about it.
fn settings(sandbox: &Sandbox, origin: &str) -> String {
    let entra = sandbox.entra();
    let settings = json!({ "auth": {
        "clientId": PROBE,
        "authority": format!("{entra}/{TENANT}"),
        "knownAuthorities": [entra.trim_start_matches("https://")],
        "redirectUri": format!("{origin}/callback"),
    } });
    format!("const settings = {settings};")
}

/// The two pages, and MSAL as it is published.
fn files(settings: &str) -> Router {
    let of_msal = |path: &str| read(built("node_modules/@azure/msal-browser/lib").join(path));
    let of_ours = |path: &str| read(root().join("tests/clients").join(path));
    let served = [
        ("/", "text/html", of_ours("browser.html")),
        ("/callback", "text/html", of_ours("callback.html")),
        ("/settings.js", "text/javascript", settings.to_owned()),
        ("/msal-browser.js", "text/javascript", of_msal("msal-browser.min.js")),
        (
            "/msal-redirect-bridge.js",
            "text/javascript",
            of_msal("redirect-bridge/msal-redirect-bridge.min.js"),
        ),
    ];
    served.into_iter().fold(Router::new(), |router, (path, kind, text)| {
        router.route(path, get(async move || ([(CONTENT_TYPE, kind)], text)))
    })
}

fn read(path: std::path::PathBuf) -> String {
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

// Several threads: the window closes at the end by waiting for its driver, and the hosts must go on answering meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn msal_browser_signs_a_person_in_with_a_redirect() {
    let page = Page::open().await;
    let signed_in = page.signs_in().await;
    let result = &signed_in["result"];
    assert_eq!(result["uniqueId"], ADA, "{signed_in}");
    assert_eq!(result["tenantId"], TENANT);
    assert_eq!(result["account"]["homeAccountId"], format!("{ADA}.{TENANT}"));
    assert_eq!(page.token_requests(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn msal_browser_refreshes_and_does_so_only_when_it_has_to() {
    let page = Page::open().await;
    let first = page.signs_in().await["result"]["accessToken"].clone();
    assert!(first.is_string());

    let cached = page.attempts(&format!("acquireTokenSilent({{ scopes: ['{USER_READ}'] }})")).await;
    assert_eq!(cached["result"]["accessToken"], first, "{cached}");
    assert_eq!(page.token_requests(), 1);

    let forced = format!("acquireTokenSilent({{ scopes: ['{USER_READ}'], forceRefresh: true }})");
    let refreshed = page.attempts(&forced).await;
    assert_eq!(refreshed["result"]["fromCache"], false, "{refreshed}");
    assert_ne!(refreshed["result"]["accessToken"], first);
    assert_eq!(page.token_requests(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn msal_browser_knows_the_refusals_that_a_person_can_settle() {
    let page = Page::open().await;
    page.signs_in().await;
    let forced = format!("acquireTokenSilent({{ scopes: ['{USER_READ}'], forceRefresh: true }})");
    for code in [50076, 50079] {
        let kind =
            serde_json::from_value(json!({ "kind": { "name": "token_error", "code": code }, "times": 1 }));
        page.sandbox.world().faults.set(kind.expect("a fault"));
        let refused = page.attempts(&forced).await;
        assert_eq!(refused["name"], "InteractionRequiredAuthError", "{code}: {refused}");
        assert_eq!(refused["number"], code, "{refused}");
    }
}
