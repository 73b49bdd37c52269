//! What names the session inside Teams and Outlook: a bearer token in this page's memory, and nowhere else (S1-54).

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// Gets a new token, which satisfies a claims challenge if there is one; keeps its promise with `true` when there is a token.
type Renew = Rc<dyn Fn(Option<String>) -> Promise>;

thread_local! {
    static BEARER: RefCell<Option<String>> = const { RefCell::new(None) };
    static RENEW: RefCell<Option<Renew>> = const { RefCell::new(None) };
    static UNDER_WAY: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// The value of `Authorization`, where there is one.
pub(super) fn header() -> Option<String> {
    BEARER.with_borrow(|bearer| bearer.as_ref().map(|token| format!("Bearer {token}")))
}

/// Takes a token in, or forgets the one there was.
pub(crate) fn set(token: Option<String>) {
    BEARER.set(token);
}

/// How a new token is had from now on.
pub(crate) fn renew_with(renew: impl Fn(Option<String>) -> Promise + 'static) {
    RENEW.set(Some(Rc::new(renew)));
}

/// Gets a new token; whoever asks meanwhile waits for the same one. `false` where there is none to be had: on the web, and after
/// the person signed out, who would otherwise be signed in again by a timer.
pub(crate) async fn renew(claims: Option<String>) -> bool {
    let Some(renew) = RENEW.with_borrow(Clone::clone).filter(|_| header().is_some()) else { return false };
    let under_way =
        UNDER_WAY.with_borrow_mut(|under_way| under_way.get_or_insert_with(|| renew(claims)).clone());
    let renewed = JsFuture::from(under_way).await;
    UNDER_WAY.set(None);
    renewed.is_ok_and(|renewed| renewed.is_truthy())
}
