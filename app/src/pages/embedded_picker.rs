//! The picker on a page of its own, for another web app that opened or frames it.

use contract::folder::AudienceResponse;
use contract::ids::FolderId;
use contract::page::Page;
use contract::picker::{Picked, PickerOptions};
use contract::session::SignInPrompt;
use js_sys::{Array, JSON, Object, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::api::client::SignedInApi;
use crate::api::sign_in::sign_in_address;
use crate::components::button::ActionButton;
use crate::components::empty::Empty;
use crate::components::heading::Heading;
use crate::components::lazy::Lazy;
use crate::components::waiting::Waiting;
use crate::folders::weighing::{Weighing, refs};
use crate::parts::{PickerAsked, picker};
use crate::session::provider::SessionContext;
use crate::text as common;
use crate::text::embedding as text;

#[wasm_bindgen]
extern "C" {
    /// What `embed.js` makes.
    #[derive(Clone)]
    pub(crate) type Embedder;
    #[wasm_bindgen(method, getter, js_name = isAlone)]
    fn is_alone(this: &Embedder) -> bool;
    #[wasm_bindgen(method, getter, js_name = isFrame)]
    fn is_frame(this: &Embedder) -> bool;
    #[wasm_bindgen(method)]
    fn asked(this: &Embedder) -> Promise;
    #[wasm_bindgen(method)]
    fn picked(this: &Embedder, items: &JsValue);
    #[wasm_bindgen(method)]
    fn cancelled(this: &Embedder);
    #[wasm_bindgen(method)]
    fn failed(this: &Embedder);
    #[wasm_bindgen(method, js_name = onSignedIn)]
    fn on_signed_in(this: &Embedder, heard: &JsValue);
    #[wasm_bindgen(method, js_name = signIn)]
    fn sign_in(this: &Embedder, address: &str);
    #[wasm_bindgen(method, js_name = openInWindow)]
    fn open_in_window(this: &Embedder);
}

/// The web app, for whoever draws the page; `None` on every other page.
#[derive(Clone, Copy)]
pub(crate) struct Embedded(pub(crate) StoredValue<Option<Embedder>, LocalStorage>);

/// What the page shows.
#[derive(Clone)]
enum Stage {
    /// The web app has not said yet what it wants.
    Waiting,
    /// It said so.
    Picking(PickerOptions),
    /// The person sees whom the choice would leave out of the folder that it is for; `None` until it is known.
    Weighing(Vec<Picked>, Option<AudienceResponse>),
    /// It cannot be met.
    Refused,
    /// Something was handed over: the web app closes the page.
    Over,
}

/// The page. Nobody may be signed in.
#[component]
pub(crate) fn EmbeddedPickerPage(
    /// The client of whoever is signed in.
    #[prop(optional_no_strip)]
    api: Option<SignedInApi>,
) -> impl IntoView {
    let Some(embedder) = expect_context::<Embedded>().0.get_value() else {
        return view! { <Empty title=common::NOT_FOUND_TITLE advice=common::NOT_FOUND_ADVICE/> }.into_any();
    };
    match api {
        Some(_) if embedder.is_alone() => {
            view! { <section class="card"><Empty title=text::DONE_TITLE advice=text::DONE_ADVICE/></section> }
                .into_any()
        }
        Some(api) => view! { <Picking api embedder/> }.into_any(),
        None => view! { <SignIn embedder/> }.into_any(),
    }
}

/// Signs in in another window, and goes on when that is done.
#[component]
fn SignIn(embedder: Embedder) -> impl IntoView {
    let session = expect_context::<SessionContext>();
    let heard = Closure::<dyn FnMut()>::new(move || session.ask());
    // It lives as long as the page.
    embedder.on_signed_in(&heard.into_js_value());
    let is_frame = embedder.is_frame();
    let kept = StoredValue::new_local(embedder);
    let address = sign_in_address(&Page::EmbeddedPicker, SignInPrompt::WhenNeeded);
    let sign_in = Callback::new(move |()| kept.with_value(|embedder| embedder.sign_in(&address)));
    let open = Callback::new(move |()| kept.with_value(Embedder::open_in_window));
    view! {
        <section class="card plain-page" id="picker-sign-in">
            <Heading text=text::SIGN_IN_TITLE/>
            <p>{text::SIGN_IN_ADVICE}</p>
            <div class="actions">
                <ActionButton label=common::SIGN_IN on_press=sign_in/>
                {is_frame.then(|| view! { <ActionButton label=text::IN_WINDOW appearance="outline" on_press=open/> })}
            </div>
            {is_frame.then_some(view! { <p class="hint">{text::IN_WINDOW_ADVICE}</p> })}
        </section>
    }
}

#[component]
fn Picking(api: SignedInApi, embedder: Embedder) -> impl IntoView {
    let stage = RwSignal::new_local(Stage::Waiting);
    let asked = embedder.asked();
    let kept = StoredValue::new_local(embedder);
    spawn_local(async move {
        let Ok(said) = JsFuture::from(asked).await else { return };
        let options = options(&said);
        if options.is_none() {
            _ = kept.try_with_value(Embedder::failed);
        }
        _ = stage.try_set(options.map_or(Stage::Refused, Stage::Picking));
    });
    let hand_over = move |items: &[Picked]| {
        if let Some(items) = handed_over(items) {
            kept.with_value(|embedder| embedder.picked(&items));
            stage.set(Stage::Over);
        }
    };
    let weigh = move |folder: FolderId, items: Vec<Picked>| {
        stage.set(Stage::Weighing(items.clone(), None));
        spawn_local(async move {
            match api.audience(&folder, refs(&items)).await {
                Ok(audience) => _ = stage.try_set(Stage::Weighing(items, Some(audience))),
                // Whoever takes no part in the folder, or cannot ask now, is told nothing.
                Err(_) => hand_over(&items),
            }
        });
    };
    let on_cancel = Callback::new(move |()| {
        kept.with_value(Embedder::cancelled);
        stage.set(Stage::Over);
    });
    move || match stage.get() {
        Stage::Waiting => {
            view! { <Waiting label=text::WAITING/> <p class="hint">{text::WAITING_ADVICE}</p> }.into_any()
        }
        Stage::Refused => view! { <Empty title=text::BAD_TITLE advice=text::BAD_ADVICE/> }.into_any(),
        Stage::Over => view! { <Waiting label=common::OPENING/> }.into_any(),
        Stage::Weighing(items, audience) => {
            let chosen = items.clone();
            let on_go_on = Callback::new(move |()| hand_over(&chosen));
            view! {
                <section class="card plain-page" id="picker-audience">
                    <Weighing items audience go_on=text::HAND_OVER on_go_on on_close=on_cancel/>
                </section>
            }
            .into_any()
        }
        Stage::Picking(options) => {
            let folder = options.folder.clone();
            let on_picked = Callback::new(move |items: Vec<Picked>| match &folder {
                Some(folder) if !items.is_empty() => weigh(folder.clone(), items),
                Some(_) | None => hand_over(&items),
            });
            let asked = PickerAsked { api, options, on_picked, on_cancel };
            view! {
                <section class="embedded" aria-label=text::TITLE><Lazy code=picker from=asked/></section>
            }
            .into_any()
        }
    }
}

/// What the web app wants; `None` if it is not of the documented form. (The reader of JavaScript's objects looks for the members that it
/// knows: others are looked for here.)
fn options(said: &JsValue) -> Option<PickerOptions> {
    let object = said.dyn_ref::<Object>()?;
    let known =
        |name: JsValue| name.as_string().is_some_and(|name| PickerOptions::MEMBERS.contains(&name.as_str()));
    if !Object::keys(object).iter().all(known) {
        return None;
    }
    let options: PickerOptions = serde_wasm_bindgen::from_value(said.clone()).ok()?;
    options.are_valid().then_some(options)
}

/// The choice as plain objects: through text, so that nothing but text and numbers crosses.
fn handed_over(items: &[Picked]) -> Option<JsValue> {
    let list = Array::new();
    for item in items {
        list.push(&serde_wasm_bindgen::to_value(item).ok()?);
    }
    let text = JSON::stringify(&list).ok()?;
    JSON::parse(&String::from(text)).ok()
}
