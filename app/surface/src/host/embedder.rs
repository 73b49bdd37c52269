//! Teams or Outlook, by Microsoft's own libraries: teams-js, which is loaded in Teams only, and Office.js, in Outlook only. Behind
//! the same few functions (`teams.js`, `outlook.js`) the two differ by their words alone.

use contract::function::Surface;
use contract::ids::ObjectId;
use contract::problem::{ErrorCode, Problem};
use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{Awaited, Host, Wanted, bridge, message, patience_ms, within};
use crate::failure::Failure;
use crate::ladder::{Leave, Mode, Rung};
use crate::messages::host_word;
use crate::object::member;

/// A host answers within a second; a page that is none never does.
const START_MS: i32 = 5000;

#[wasm_bindgen]
extern "C" {
    /// `teams.js` or `outlook.js`.
    type Module;
    #[wasm_bindgen(method)]
    fn start(this: &Module) -> Promise;
    #[wasm_bindgen(method, js_name = getToken)]
    fn get_token(this: &Module, silent: bool, claims: &Array) -> Promise;
    #[wasm_bindgen(method, js_name = openWindow)]
    fn open_window(this: &Module, path: &str) -> Promise;
    #[wasm_bindgen(method, js_name = notifyReady)]
    fn notify_ready(this: &Module);

    /// `window.js`, the same without a host.
    type Windows;
    #[wasm_bindgen(method, js_name = openWindow)]
    fn open_window(this: &Windows, path: &str) -> Promise;
}

/// What a window handed over.
pub(crate) enum HandedOver {
    /// A code for a session.
    Code(String),
    /// Why there is none.
    Failure(Failure),
}

/// The host, once it has answered.
pub(crate) struct Embedder {
    surface: Surface,
    module: Option<Module>,
    windows: Windows,
    person: Option<Promise>,
}

impl Embedder {
    /// Loads the library and begins the conversation. Where the host does not answer, a window is all that is left.
    pub(crate) async fn start(surface: Surface, (load, windows): (&Function, JsValue)) -> Self {
        let mut embedder = Self { surface, module: None, windows: windows.unchecked_into(), person: None };
        let loading = load.call0(&JsValue::NULL).ok().and_then(|loading| loading.dyn_into::<Promise>().ok());
        let Some(loading) = loading else { return embedder };
        let Ok(module) = JsFuture::from(loading).await else { return embedder };
        let module: Module = module.unchecked_into();
        if let Awaited::Kept(told) = within(START_MS, module.start()).await {
            embedder.person = member(&told, "person").dyn_into().ok();
            embedder.module = Some(module);
        }
        embedder
    }

    /// Who the host says is signed in to it, if it says so at all. It was asked already; its token does not wait for that.
    pub(crate) async fn person(&self) -> Option<ObjectId> {
        match within(START_MS, self.person.clone()?).await {
            Awaited::Kept(id) => id.as_string()?.parse().ok(),
            Awaited::Broken(_) | Awaited::TimedOut => None,
        }
    }

    /// Tells the host to show the page instead of its own waiting picture.
    pub(crate) fn notify_ready(&self) {
        self.module.iter().for_each(Module::notify_ready);
    }
}

impl Host for Embedder {
    fn surface(&self) -> Surface {
        self.surface
    }

    fn rungs(&self) -> Vec<Rung> {
        if self.module.is_some() { vec![Rung::NestedAppAuth, Rung::HostToken] } else { Vec::new() }
    }

    async fn token(&self, rung: Rung, wanted: &Wanted) -> Result<String, Leave> {
        let Some(module) = &self.module else { return Err(Leave::Absent) };
        match rung {
            Rung::NestedAppAuth => bridge::token(wanted).await,
            Rung::HostToken => host_token(module, wanted).await,
            Rung::HeldSession | Rung::Window => Err(Leave::Absent),
        }
    }

    async fn window(&self, path: &str) -> Result<HandedOver, Leave> {
        let opened = match &self.module {
            Some(module) => module.open_window(path),
            None => self.windows.open_window(path),
        };
        match within(patience_ms(Mode::Window), opened).await {
            Awaited::Kept(text) => handed_over(&text.as_string().unwrap_or_default()).ok_or(Leave::Refused),
            Awaited::Broken(error) => Err(host_word(&message(&error))),
            Awaited::TimedOut => Err(Leave::TimedOut),
        }
    }
}

async fn host_token(module: &Module, wanted: &Wanted) -> Result<String, Leave> {
    let claims: Array = wanted.claims.iter().map(JsValue::from).collect();
    let asked = module.get_token(!wanted.mode.is_click(), &claims);
    match within(patience_ms(wanted.mode), asked).await {
        Awaited::Kept(token) => token.as_string().filter(|token| !token.is_empty()).ok_or(Leave::Refused),
        Awaited::Broken(error) => Err(host_word(&message(&error))),
        Awaited::TimedOut => Err(Leave::TimedOut),
    }
}

/// Reads `code=…`, or `error=…&request_id=…`. None of these needs decoding.
fn handed_over(text: &str) -> Option<HandedOver> {
    let value = |name: &str| {
        text.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
    };
    if let Some(code) = value("code") {
        return Some(HandedOver::Code(code));
    }
    let code = ErrorCode::from_name(&value("error")?)?;
    let problem = Problem {
        kind: String::new(),
        title: String::new(),
        status: 0,
        detail: String::new(),
        code,
        request_id: value("request_id").unwrap_or_default(),
        retry_after: None,
        claims: None,
    };
    Some(HandedOver::Failure(Failure::Problem(Box::new(problem))))
}
