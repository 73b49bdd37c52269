//! The sandbox's Outlook and its stand-in for Office.js, in front of a pane that is no app's: what an app may rely on.
//! The pane is `office/pane.html`, its dialog `office/dialog.html`.

use std::fs;

use axum::Router;
use axum::http::HeaderName;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use sandbox::applications::{Platform, RedirectUri};
use sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use thirtyfour::By;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::support::browser::{self, Browser, until};
use crate::support::person::ADA;
use crate::support::stack::{APP_ID_URI, CLIENT};
use crate::support::workspace::{built, root};

/// Outlook on the web, as an application.
const OUTLOOK: &str = "bc59ab01-8403-45c6-8796-ac3ef710b3e3";
const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// A browser in front of Outlook, and the pane that Outlook shows.
struct Outlook {
    window: Browser,
    sandbox: Sandbox,
    app: String,
    _server: JoinSet<()>,
}

impl Outlook {
    async fn start() -> Self {
        let sandbox = Sandbox::start(Options::default()).await.expect("the sandbox starts on free ports");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let host = format!("localhost:{}", listener.local_addr().expect("its address").port());
        let broker = RedirectUri { uri: format!("brk-multihub://{host}"), platform: Platform::Spa };
        sandbox.world().applications.change(CLIENT, |application| application.redirect_uris.push(broker));
        let router = pages(&format!("{}/lib/1/hosted/office.js", sandbox.outlook()));
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, router).await.expect("the pane is served") });
        let window = browser::open().await;
        Self { window, sandbox, app: format!("http://{host}"), _server: server }
    }

    /// Opens Outlook with these switches, and looks into the pane once it is ready.
    async fn shows(&self, switches: &str) {
        let url = format!("{}/?app={}&person={ADA}&{switches}", self.sandbox.outlook(), self.app);
        self.window.goto(url).await.expect("Outlook opens");
        self.enters_pane().await;
        until(&self.window, "the pane is ready", "typeof ready === 'object'").await;
    }

    async fn enters_pane(&self) {
        let frame = self.window.find(By::Id("pane-frame")).await.expect("a pane");
        frame.enter_frame().await.expect("its frame");
    }

    /// Leaves the pane for the page of Outlook around it.
    async fn leaves_pane(&self) {
        self.window.enter_default_frame().await.expect("the page of Outlook");
    }

    /// What a script says in the page that is looked at.
    async fn says(&self, script: &str) -> Value {
        let said = self.window.execute(format!("return {script}"), Vec::new()).await.expect("it runs");
        said.json().clone()
    }

    /// What becomes of a call in the pane.
    async fn attempts(&self, call: &str) -> Value {
        let script = format!("attempt(() => {call})");
        self.window.execute(script, Vec::new()).await.expect("the call starts");
        self.outcome().await
    }

    async fn outcome(&self) -> Value {
        until(&self.window, "an outcome", "outcome").await
    }

    /// Clicks in the page that is looked at, as a person does: windows open only then.
    async fn clicks(&self, id: &str) {
        until(&self.window, id, &format!("!!document.getElementById('{id}')")).await;
        self.window.find(By::Id(id)).await.expect("a button").click().await.expect("the click lands");
    }

    /// Opens a dialog from the pane, without the library's question.
    async fn opens_dialog(&self, path: &str) -> Value {
        self.window.execute(format!("path = '{path}'"), Vec::new()).await.expect("runs");
        self.clicks("open").await;
        self.outcome().await
    }
}

/// The pane at the address that Outlook opens and at another, its dialogs, and a page that frames the pane by itself.
fn pages(office: &str) -> Router {
    let ours = |name: &str| {
        let text = fs::read_to_string(root().join("tests/office").join(name)).expect("a page");
        text.replace("OFFICE_JS", office)
    };
    let msal = fs::read_to_string(built("node_modules/@azure/msal-browser/lib/msal-browser.min.js"));
    let frame =
        "<!doctype html><script>let here = false; addEventListener('message', () => (here = true));</script>
        <iframe id='framed'></iframe>";
    let served = [
        ("/outlook", "text/html", ours("pane.html")),
        ("/pane", "text/html", ours("pane.html")),
        ("/dialog", "text/html", ours("dialog.html")),
        ("/frame", "text/html", frame.to_owned()),
        ("/msal-browser.js", "text/javascript", msal.expect("MSAL")),
    ];
    let router = served.into_iter().fold(Router::new(), |router, (path, kind, text)| {
        router.route(path, get(async move || ([(CONTENT_TYPE, kind)], text)))
    });
    router.route("/cut-off", get(async || ([(COOP, "same-origin")], axum::response::Html("Cut off"))))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pane_learns_where_it_is_and_loses_its_history() {
    let outlook = Outlook::start().await;
    outlook.shows("mode=read&theme=dark").await;
    assert_eq!(outlook.says("ready").await, json!({ "host": "Outlook", "platform": "OfficeOnline" }));
    let spoilt = "[history.pushState, history.replaceState, typeof push]";
    assert_eq!(outlook.says(spoilt).await, json!([null, null, "function"]));
    let prompts =
        "['alert', 'confirm', 'prompt'].filter((name) => { try { window[name](); } catch { return true; } })";
    assert_eq!(outlook.says(prompts).await, json!(["alert", "confirm", "prompt"]));
    let kept = outlook.says("sessionStorage.hostInfoValue").await;
    assert!(kept.as_str().is_some_and(|kept| kept.starts_with("Outlook$Web$16.01$en-us$")), "{kept}");
    let context = "(({ officeTheme, displayLanguage, mailbox }) => [officeTheme.isDarkTheme, displayLanguage,
        mailbox.userProfile.emailAddress, mailbox.diagnostics.hostName])(Office.context)";
    let known = json!([true, "en-US", "ada@contoso.example", "OutlookWebApp"]);
    assert_eq!(outlook.says(context).await, known);
    outlook.leaves_pane().await;
    until(&outlook.window, "started", "document.getElementById('state').dataset.state === 'started'").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_item_is_read_at_once_and_asked_for_while_it_is_written() {
    let outlook = Outlook::start().await;
    outlook.shows("mode=read").await;
    let item = "(({ itemType, subject, from }) => [itemType, subject, from.emailAddress])(Office.context.mailbox.item)";
    let newest = json!(["message", "RE: Harbour plan, second draft", "bilal@contoso.example"]);
    assert_eq!(outlook.says(item).await, newest);

    outlook.shows("mode=compose").await;
    let item = "(({ itemType, itemId }) => [itemType, itemId === undefined])(Office.context.mailbox.item)";
    assert_eq!(outlook.says(item).await, json!(["message", true]));
    outlook.leaves_pane().await;
    let typing = "document.getElementById('compose-subject').value = 'Cranes'";
    outlook.window.execute(typing, Vec::new()).await.expect("runs");
    outlook.enters_pane().await;
    let subject = outlook.attempts("read(Office.context.mailbox.item.subject)").await;
    assert_eq!(subject, json!({ "result": "Cranes" }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_theme_that_changes_is_told() {
    let outlook = Outlook::start().await;
    outlook.shows("theme=default").await;
    let listen = "Office.context.mailbox.addHandlerAsync(Office.EventType.OfficeThemeChanged,
        ({ officeTheme }) => heard.push(officeTheme.isDarkTheme))";
    outlook.window.execute(listen, Vec::new()).await.expect("runs");
    outlook.leaves_pane().await;
    let choose = "const theme = document.getElementById('theme'); theme.value = 'dark'; theme.dispatchEvent(new Event('change'))";
    outlook.window.execute(choose, Vec::new()).await.expect("runs");
    outlook.enters_pane().await;
    until(&outlook.window, "the theme", "heard[0] === true && Office.context.officeTheme.isDarkTheme").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_outlook_a_frame_is_blanked_and_a_window_has_no_host() {
    let outlook = Outlook::start().await;
    let nowhere = json!({ "host": null, "platform": null });
    outlook.window.goto(format!("{}/pane", outlook.app)).await.expect("the page opens");
    assert_eq!(until(&outlook.window, "ready", "ready").await, nowhere);

    outlook.window.goto(format!("{}/frame", outlook.app)).await.expect("the page opens");
    let load = |path: &str| format!("here = false; document.getElementById('framed').src = '{path}'");
    outlook.window.execute(load("/pane"), Vec::new()).await.expect("runs");
    until(&outlook.window, "blank", "here && frames[0].location.href === 'about:blank'").await;

    outlook.window.execute(load("/pane?opt-out"), Vec::new()).await.expect("runs");
    until(&outlook.window, "here", "here").await;
    outlook.window.find(By::Id("framed")).await.expect("a frame").enter_frame().await.expect("its frame");
    assert_eq!(until(&outlook.window, "ready", "ready").await, nowhere);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pane_believes_outlook_alone_and_outlook_the_pane_alone() {
    let outlook = Outlook::start().await;
    outlook.shows("theme=default").await;
    let elsewhere = outlook.app.replace("localhost", "127.0.0.1");
    outlook.leaves_pane().await;
    let leave = format!(
        "window.seen = [];
        addEventListener('message', ({{ origin, data }}) => seen.push([origin, data.call ?? data]));
        document.getElementById('pane-frame').src = '{elsewhere}/pane'"
    );
    outlook.window.execute(leave, Vec::new()).await.expect("runs");
    let seen =
        |call: &str| format!("seen.some(([from, call]) => from === '{elsewhere}' && call === '{call}')");
    until(&outlook.window, "a pane from elsewhere", &seen("here")).await;
    outlook.enters_pane().await;
    let forge = "parent.postMessage({ call: 'dialog' }, '*')";
    outlook.window.execute(forge, Vec::new()).await.expect("runs");
    outlook.leaves_pane().await;
    until(&outlook.window, "its message", &seen("dialog")).await;
    assert_eq!(outlook.says("document.getElementById('state').dataset.asked").await, "");

    outlook.window.goto(format!("{}/frame", outlook.app)).await.expect("the page opens");
    let load = "document.getElementById('framed').src = '/pane?_host_Info=Outlook$Web$16.01$en-us$1$$$0'";
    outlook.window.execute(load, Vec::new()).await.expect("runs");
    until(&outlook.window, "the pane", "here && !!frames[0].Office").await;
    let forge = "frames[0].postMessage({ event: 'theme', body: { isDarkTheme: true } }, '*')";
    outlook.window.execute(forge, Vec::new()).await.expect("runs");
    outlook.window.find(By::Id("framed")).await.expect("a frame").enter_frame().await.expect("its frame");
    until(&outlook.window, "the message", "messages === 1").await;
    assert_eq!(outlook.says("JSON.stringify(Office.context)").await, "{}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn msal_gets_a_token_by_the_bridge_while_it_is_offered() {
    let outlook = Outlook::start().await;
    let supported = "[Office.context.requirements.isSetSupported('NestedAppAuth', '1.1'), 'nestedAppAuthBridge' in window]";
    let call = format!("nestedToken('{CLIENT}', '{APP_ID_URI}/access_as_user')");

    outlook.shows("naa=on").await;
    assert_eq!(outlook.says(supported).await, json!([true, true]));
    assert_eq!(outlook.attempts(&call).await, json!({ "result": [CLIENT, ADA] }));

    outlook.shows("naa=USER_INTERACTION_REQUIRED").await;
    let refused = outlook.attempts(&call).await;
    assert_eq!(refused["error"]["name"], "InteractionRequiredAuthError", "{refused}");

    outlook.shows("naa=off").await;
    assert_eq!(outlook.says(supported).await, json!([false, false]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn get_access_token_answers_with_a_token_of_outlook_or_a_code() {
    let outlook = Outlook::start().await;
    outlook.shows("sso=on").await;
    assert_eq!(outlook.attempts("token()").await, json!({ "result": OUTLOOK }));

    let cases = [
        ("13001", "{ allowSignInPrompt: true }", true),
        ("13001", "{ allowConsentPrompt: true }", false),
        ("13005", "{ allowConsentPrompt: true }", true),
        ("13002", "{ allowSignInPrompt: true, allowConsentPrompt: true }", false),
        ("50001", "{ allowSignInPrompt: true }", false),
    ];
    for (code, options, helps) in cases {
        outlook.shows(&format!("sso={code}")).await;
        let refused = outlook.attempts("token()").await;
        assert_eq!(refused["error"]["code"].to_string(), code, "{refused}");
        assert!(refused["error"]["name"].is_string() && refused["error"]["message"].is_string());
        let asked = outlook.attempts(&format!("token({options})")).await;
        assert_eq!(asked["result"] == OUTLOOK, helps, "{code} {options}: {asked}");
    }

    outlook.shows("sso=silent").await;
    outlook.window.execute("attempt(() => token())", Vec::new()).await.expect("runs");
    assert_eq!(outlook.attempts("token()").await["error"]["code"], 13008, "the first call goes on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dialog_and_its_pane_speak_with_each_other_until_the_pane_closes_it() {
    let outlook = Outlook::start().await;
    outlook.shows("dialog=on").await;
    assert_eq!(outlook.opens_dialog("/dialog?a=b").await, json!({ "result": "open" }));
    let first = until(&outlook.window, "a message", "heard[0]").await;
    assert_eq!(first[1], json!(outlook.app));
    let said: Value = serde_json::from_str(first[0].as_str().expect("a text")).expect("JSON");
    assert_eq!(said, json!([["isDialog", "", "0"], false, true, false]));

    assert_eq!(outlook.opens_dialog("/dialog").await["error"]["code"], 12007, "one at a time");
    outlook.window.execute("dialog.messageChild('hello')", Vec::new()).await.expect("runs");
    until(&outlook.window, "an answer", "heard[1]?.[0] === 'heard hello'").await;
    outlook.window.execute("dialog.close()", Vec::new()).await.expect("runs");
    assert_eq!(outlook.opens_dialog("/dialog").await, json!({ "result": "open" }), "another may open now");
    assert_eq!(outlook.says("heard.includes(12006)").await, false);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dialog_that_a_person_closes_or_that_is_cut_off_is_told_with_12006() {
    let outlook = Outlook::start().await;
    outlook.shows("dialog=on").await;
    let pane = outlook.window.window().await.expect("a window");
    outlook.opens_dialog("/dialog").await;
    until(&outlook.window, "a message", "heard.length === 1").await;
    let windows = outlook.window.windows().await.expect("windows");
    let dialog = windows.into_iter().find(|window| *window != pane).expect("a dialog");
    outlook.window.switch_to_window(dialog).await.expect("the dialog");
    outlook.window.close_window().await.expect("it closes");
    outlook.window.switch_to_window(pane).await.expect("the pane");
    outlook.enters_pane().await;
    until(&outlook.window, "closed", "heard[1] === 12006").await;

    outlook.opens_dialog("/cut-off").await;
    until(&outlook.window, "cut off", "heard[2] === 12006").await;

    outlook.shows("dialog=closed").await;
    outlook.opens_dialog("/dialog").await;
    until(&outlook.window, "closed", "heard.includes(12006)").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dialog_that_may_not_open_is_refused_with_the_documented_code() {
    let outlook = Outlook::start().await;
    outlook.shows("dialog=on").await;
    let elsewhere = outlook.sandbox.entra().to_owned();
    for (address, code) in
        [(elsewhere.as_str(), 12004), ("http://elsewhere.example/", 12005), ("data:,x", 12003)]
    {
        assert_eq!(outlook.opens_dialog(address).await["error"]["code"], code, "{address}");
    }
    outlook.window.execute("path = '/dialog'", Vec::new()).await.expect("runs");
    outlook.clicks("ask").await;
    outlook.clicks("office-dialog-ignore").await;
    assert_eq!(outlook.outcome().await["error"]["code"], 12009);
    outlook.clicks("ask").await;
    outlook.clicks("office-dialog-allow").await;
    assert_eq!(outlook.outcome().await, json!({ "result": "open" }));

    outlook.shows("dialog=blocked").await;
    assert_eq!(outlook.opens_dialog("/dialog").await["error"]["code"], 12011);
}
