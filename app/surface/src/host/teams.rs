//! Teams: Microsoft's own teams-js, which is loaded in Teams only.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{Awaited, Host, Wanted, bridge, message, patience_ms, within};
use crate::ladder::{Leave, Mode, Rung};
use crate::messages::host_word;

/// Teams answers within a second; a page that is no Teams never does.
const START_MS: i32 = 5000;

#[wasm_bindgen]
extern "C" {
    /// `teams.js`.
    type Module;
    #[wasm_bindgen(method)]
    fn start(this: &Module, origins: &Array, on_theme: &Function) -> Promise;
    #[wasm_bindgen(method, js_name = getAuthToken)]
    fn get_auth_token(this: &Module, silent: bool, claims: &Array) -> Promise;
    #[wasm_bindgen(method, js_name = notifyReady)]
    fn notify_ready(this: &Module);
}

/// Teams, once it has answered.
pub(crate) struct Teams(Option<Module>);

impl Teams {
    /// Loads the library and begins the conversation. Where Teams does not answer, it offers nothing.
    pub(crate) async fn start(load: &Function, on_theme: Function) -> Self {
        let loading = load.call0(&JsValue::NULL).ok().and_then(|loading| loading.dyn_into::<Promise>().ok());
        let Some(loading) = loading else { return Self(None) };
        let Ok(module) = JsFuture::from(loading).await else { return Self(None) };
        let module: Module = module.unchecked_into();
        match within(START_MS, module.start(&ancestors(), &on_theme)).await {
            Awaited::Kept(theme) => {
                // As if it had just changed.
                _ = on_theme.call1(&JsValue::NULL, &theme);
                Self(Some(module))
            }
            Awaited::Broken(_) | Awaited::TimedOut => Self(None),
        }
    }

    /// Tells Teams to show the page instead of its own waiting picture.
    pub(crate) fn notify_ready(&self) {
        self.0.iter().for_each(Module::notify_ready);
    }
}

impl Host for Teams {
    fn rungs(&self) -> Vec<Rung> {
        if self.0.is_some() { vec![Rung::NestedAppAuth, Rung::HostToken] } else { Vec::new() }
    }

    async fn token(&self, rung: Rung, wanted: &Wanted) -> Result<String, Leave> {
        let Some(module) = &self.0 else { return Err(Leave::Absent) };
        match rung {
            Rung::NestedAppAuth => bridge::token(wanted).await,
            Rung::HostToken => host_token(module, wanted).await,
        }
    }
}

async fn host_token(module: &Module, wanted: &Wanted) -> Result<String, Leave> {
    let claims: Array = wanted.claims.iter().map(JsValue::from).collect();
    let asked = module.get_auth_token(wanted.mode == Mode::Silent, &claims);
    match within(patience_ms(wanted.mode), asked).await {
        Awaited::Kept(token) => token.as_string().filter(|token| !token.is_empty()).ok_or(Leave::Refused),
        Awaited::Broken(error) => Err(host_word(&message(&error))),
        Awaited::TimedOut => Err(Leave::TimedOut),
    }
}

/// The origin of the frame around this page, beside those that teams-js knows. Only an origin that the page's policy
/// (`frame-ancestors`) lists can be there, so it may be listened to.
fn ancestors() -> Array {
    let location = web_sys::window().map(|window| window.location());
    let origins =
        location.and_then(|location| js_sys::Reflect::get(&location, &"ancestorOrigins".into()).ok());
    origins.filter(JsValue::is_object).map_or_else(Array::new, |origins| Array::from(&origins))
}
