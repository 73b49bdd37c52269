//! The bridge of Nested App Auth in the page: texts go out, texts come back as events, each within its time.

use std::pin::pin;

use futures_util::future::{Either, select};
use js_sys::{Date, Function, JSON, Promise};
use serde::Serialize;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast as _, JsValue};

use super::{Awaited, Wanted, patience_ms, random_id, within};
use crate::ladder::Leave;
use crate::messages::{Call, Response, TokenParams};
use crate::object::{member, text};

/// A host that has it answers this at once.
const DETECTION_MS: i32 = 1500;

#[wasm_bindgen]
extern "C" {
    /// What the host puts into the page.
    type Bridge;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post_message(this: &Bridge, text: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn add_event_listener(this: &Bridge, name: &str, listener: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    fn remove_event_listener(this: &Bridge, name: &str, listener: &Function) -> Result<(), JsValue>;
}

/// Asks for a token. Whether there is one to be had is asked first; a silent call does not wait for that answer, since at worst
/// nobody hears it: a message there and back less on the way to being signed in.
pub(super) async fn token(wanted: &Wanted) -> Result<String, Leave> {
    let bridge = member(&js_sys::global(), "nestedAppAuthBridge");
    if !bridge.is_object() {
        return Err(Leave::Absent);
    }
    let bridge: Bridge = bridge.unchecked_into();
    let available = pin!(available(&bridge));
    if wanted.mode.is_click() {
        available.await?;
        return granted(&bridge, wanted).await;
    }
    match select(available, pin!(granted(&bridge, wanted))).await {
        Either::Left((found, token)) => {
            found?;
            token.await
        }
        Either::Right((token, _)) => token,
    }
}

/// Whether the host has Nested App Auth.
async fn available(bridge: &Bridge) -> Result<(), Leave> {
    let id = random_id();
    let context = ask(bridge, &id, &Call::init_context(&id, Date::now()), DETECTION_MS).await?;
    if context.is_available() { Ok(()) } else { Err(Leave::Absent) }
}

/// The host's answer to the call for a token.
async fn granted(bridge: &Bridge, wanted: &Wanted) -> Result<String, Leave> {
    let id = random_id();
    let params = TokenParams {
        client_id: &wanted.client_id,
        scope: &wanted.scope,
        correlation_id: &wanted.correlation_id,
        claims: wanted.claims.as_deref(),
        authentication_scheme: "Bearer",
    };
    let call = Call::token(wanted.mode, &id, Date::now(), params);
    ask(bridge, &id, &call, patience_ms(wanted.mode)).await?.into_token()
}

async fn ask(bridge: &Bridge, id: &str, request: &impl Serialize, limit: i32) -> Result<Response, Leave> {
    let text = serde_wasm_bindgen::to_value(request).ok().and_then(|value| JSON::stringify(&value).ok());
    let text = text.and_then(|text| text.as_string()).ok_or(Leave::Refused)?;
    let mut listener = None;
    let answered = Promise::new(&mut |resolve, _| {
        let id = id.to_owned();
        let hear = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            if is_for(&event, &id) {
                // Resolving takes any value and cannot fail.
                _ = resolve.call1(&JsValue::NULL, &event);
            }
        });
        listener = Some(hear);
    });
    let listener = listener.ok_or(Leave::Refused)?;
    let function: &Function = listener.as_ref().unchecked_ref();
    let sent = bridge.add_event_listener("message", function).and_then(|()| bridge.post_message(&text));
    let outcome = match sent {
        Ok(()) => within(limit, answered).await,
        Err(error) => Awaited::Broken(error),
    };
    // A bridge that cannot forget calls a listener that nobody waits for any more: harmless, but it must stay alive.
    if bridge.remove_event_listener("message", function).is_err() {
        listener.forget();
    }
    match outcome {
        Awaited::Kept(event) => read(&event).ok_or(Leave::Refused),
        Awaited::Broken(_) => Err(Leave::Absent),
        Awaited::TimedOut => Err(Leave::TimedOut),
    }
}

/// The text, which comes by itself or as the `data` of an event.
fn read(event: &JsValue) -> Option<Response> {
    let told = event.as_string().or_else(|| member(event, "data").as_string())?;
    let told = JSON::parse(&told).ok()?;
    let error = member(&told, "error");
    Some(Response {
        message_type: text(&told, "messageType"),
        request_id: text(&told, "requestId"),
        success: member(&told, "success").is_truthy(),
        access_token: text(&member(&told, "token"), "access_token"),
        status: text(&error, "status"),
        code: text(&error, "code"),
        sub_error: text(&error, "subError"),
    })
}

fn is_for(event: &JsValue, id: &str) -> bool {
    read(event).is_some_and(|response| response.answers(id))
}
