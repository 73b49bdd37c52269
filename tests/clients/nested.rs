//! Nested App Auth: the real teams-js and MSAL.js inside the sandbox's Teams, and what MSAL says on the bridge compared with what our
//! own client says there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use sandbox::applications::{Platform, RedirectUri};
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use thirtyfour::By;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::support::browser::{self, Browser, until};
use crate::support::entra::consented;
use crate::support::person::{ADA, Person};
use crate::support::stack::{APP_ID_URI, CLIENT, Stack};
use crate::support::workspace::{built, root};

/// A tab in the sandbox's Teams that shows a page of the test's own.
struct Tab {
    window: Browser,
    sandbox: Sandbox,
    app: String,
    _server: JoinSet<()>,
}

impl Tab {
    async fn start() -> Self {
        let sandbox = Sandbox::start(Options::default()).await.expect("the sandbox starts on free ports");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let host = format!("localhost:{}", listener.local_addr().expect("its address").port());
        let broker = RedirectUri { uri: format!("brk-multihub://{host}"), platform: Platform::Spa };
        sandbox.world().applications.change(CLIENT, |application| application.redirect_uris.push(broker));
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, pages()).await.expect("the tab is served") });
        Self { window: browser::open().await, sandbox, app: format!("http://{host}"), _server: server }
    }

    /// What becomes of asking for our API's scope while Teams' switch stands so.
    async fn asks(&self, switch: &str, popup: bool) -> Value {
        let url = format!("{}/?app={}&person={ADA}&naa={switch}", self.sandbox.teams(), self.app);
        self.window.goto(url).await.expect("Teams opens");
        let frame = self.window.find(By::Css("#tab-frame")).await.expect("a tab");
        frame.enter_frame().await.expect("its frame");
        until(&self.window, "the page", "typeof attempt === 'function'").await;
        let call = format!("attempt(() => token('{CLIENT}', '{APP_ID_URI}/access_as_user', {popup}))");
        self.window.execute(call, Vec::new()).await.expect("the call starts");
        until(&self.window, "an outcome", "outcome").await
    }

    async fn sent(&self) -> Vec<Value> {
        let sent = self.window.execute("return sent", Vec::new()).await.expect("the page answers");
        serde_json::from_value(sent.json().clone()).expect("a list")
    }
}

fn pages() -> Router {
    let read = |path: &str| fs::read_to_string(built(path)).expect("a file");
    let page = fs::read_to_string(root().join("tests/clients/nested.html")).expect("the page");
    let served = [
        ("/teams", "text/html", page),
        (
            "/teams.js",
            "text/javascript",
            read("node_modules/@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js"),
        ),
        (
            "/msal-browser.js",
            "text/javascript",
            read("node_modules/@azure/msal-browser/lib/msal-browser.min.js"),
        ),
    ];
    served.into_iter().fold(Router::new(), |router, (path, kind, text)| {
        router.route(path, get(async move || ([(CONTENT_TYPE, kind)], text)))
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn msal_in_a_tab_gets_a_token_and_the_errors_that_it_documents() {
    let tab = Tab::start().await;
    assert_eq!(tab.asks("on", false).await["result"], json!([CLIENT, ADA]), "issued to the app itself");
    // Statuses of the bridge, as MSAL maps them (BridgeStatusCode in its source).
    let cases = [
        ("USER_INTERACTION_REQUIRED", "InteractionRequiredAuthError"),
        ("TRANSIENT_ERROR", "ServerError"),
        ("PERSISTENT_ERROR", "ServerError"),
        ("DISABLED", "ClientAuthError"),
        ("ACCOUNT_UNAVAILABLE", "ClientAuthError"),
    ];
    for (switch, name) in cases {
        let outcome = tab.asks(switch, false).await;
        assert_eq!(outcome["error"][0], name, "{switch}: {outcome}");
    }
    let clicked = tab.asks("USER_INTERACTION_REQUIRED", true).await;
    assert_eq!(clicked["result"], json!([CLIENT, ADA]), "with a click");
}

/// Every member of a message with its type, by its path.
fn shape(message: &Value, path: &str, members: &mut BTreeSet<String>) {
    let kind = match message {
        Value::Object(object) => {
            for (name, value) in object {
                shape(value, &format!("{path}.{name}"), members);
            }
            "object"
        }
        Value::Array(_) => "list",
        Value::String(_) => "text",
        Value::Number(_) => "number",
        Value::Bool(_) => "flag",
        Value::Null => "nothing",
    };
    members.insert(format!("{path}: {kind}"));
}

/// The shapes of messages by their method.
fn shapes(messages: &[Value]) -> BTreeMap<String, BTreeSet<String>> {
    let mut by_method = BTreeMap::new();
    for message in messages {
        let method = message["method"].as_str().expect("a method").to_owned();
        shape(message, "", by_method.entry(method).or_insert_with(BTreeSet::new));
    }
    by_method
}

/// What may be in one message and not in the other, and why.
const ALLOWED: [(&str, &str); 2] = [
    (".tokenParams.claims: text", "MSAL always asks for its ID token's claims; we ask only when challenged"),
    (".tokenParams.extraParameters: object", "a JavaScript Map, which always becomes an empty object"),
];

/// Keeps what goes over the bridge, which the host's library makes later.
const WATCH: &str = "
    let bridge;
    window.sent = [];
    Object.defineProperty(window, 'nestedAppAuthBridge', {
      configurable: true,
      get: () => bridge,
      set(made) {
        const post = made.postMessage.bind(made);
        made.postMessage = (text) => { window.sent.push(JSON.parse(text)); return post(text); };
        bridge = made;
      },
    });";

/// What our own app says on the bridge.
async fn ours() -> Vec<Value> {
    let stack = Stack::start().await;
    consented(&stack).await;
    // One process for all frames, so that the script runs in the tab too.
    let together = ["--disable-site-isolation-trials", "--disable-features=IsolateOrigins,site-per-process"];
    let ada = Person::at_with(&stack, &together).await;
    let tools = ada.page.cdp();
    tools.send_raw("Page.enable", json!({})).await.expect("the page's tools");
    let watch = json!({ "source": WATCH });
    tools.send_raw("Page.addScriptToEvaluateOnNewDocument", watch).await.expect("it is watched");
    let url = format!("{}/?app={}&person={ADA}&naa=on", stack.sandbox.teams(), stack.origin);
    ada.page.goto(url).await.expect("Teams opens");
    let frame = ada.page.find(By::Css("#tab-frame")).await.expect("a tab");
    frame.enter_frame().await.expect("its frame");
    ada.sees("#files [data-item-id]").await;
    let sent = ada.page.execute("return sent", Vec::new()).await.expect("the page answers");
    serde_json::from_value(sent.json().clone()).expect("a list")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn our_messages_have_the_members_of_msals() {
    let tab = Tab::start().await;
    tab.asks("on", false).await;
    let theirs = shapes(&tab.sent().await);
    let ours = shapes(&ours().await);
    assert_eq!(
        ours.keys().collect::<Vec<_>>(),
        theirs.keys().collect::<Vec<_>>(),
        "the same methods: how it begins, and the token"
    );
    for (method, members) in &theirs {
        let differing = members.symmetric_difference(&ours[method]);
        let differing: Vec<&String> =
            differing.filter(|member| !ALLOWED.iter().any(|(allowed, _)| member == allowed)).collect();
        assert_eq!(differing, [""; 0], "{method}");
    }
    for (allowed, why) in ALLOWED {
        let used = theirs.values().any(|members| members.contains(allowed));
        assert!(used, "{allowed} is no difference any more: {why}");
    }
}
