//! On the web: whoever has a session at Microsoft is signed in without a click, by one round trip that shows nothing. The worker says
//! whether it is worth the way: not twice in a visit, and not for whoever signed out.

use contract::page::Page;
use contract::session::{SessionResponse, SignInPrompt};
use leptos::prelude::window;

use crate::api::sign_in::sign_in_address;

/// Leaves for Microsoft, if nobody is signed in and it is worth the way.
pub(super) fn leaves(answer: &SessionResponse) -> bool {
    answer.silent_sign_in && go().is_some()
}

fn go() -> Option<()> {
    let location = window().location();
    // The way back leads to a page, not to what its query says: whoever came for that is not sent round.
    let plain = location.search().ok()?.is_empty();
    // The picker's window has to stay where it is: whoever opened it waits for it.
    let returns = |page: &Page| plain && page.is_return_target() && *page != Page::EmbeddedPicker;
    let page = Page::from_path(&location.pathname().ok()?).filter(returns)?;
    // In place of this page: back leads to where the person was before.
    location.replace(&sign_in_address(&page, SignInPrompt::Silent)).ok()
}
