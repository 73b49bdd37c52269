//! The address that starts signing in: a navigation, not a call.

use contract::endpoint::{CLAIMS, PROMPT, RETURN_TO, SIGN_IN};
use contract::page::Page;
use contract::session::SignInPrompt;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Where to go to sign in and come back to `page`. A page that nobody is sent back to leads home.
#[must_use]
pub(crate) fn sign_in_address(page: &Page, prompt: SignInPrompt) -> String {
    let target = if page.is_return_target() { page.path() } else { Page::Home.path() };
    let target = utf8_percent_encode(&target, NON_ALPHANUMERIC);
    let prompt = prompt.name().map(|name| format!("&{PROMPT}={name}")).unwrap_or_default();
    format!("{SIGN_IN}?{RETURN_TO}={target}{prompt}")
}

/// The same, because Microsoft wants this satisfied.
#[must_use]
pub(crate) fn challenged(address: &str, claims: Option<&str>) -> String {
    let claims = claims.map(|claims| utf8_percent_encode(claims, NON_ALPHANUMERIC).to_string());
    claims.map_or_else(|| address.to_owned(), |claims| format!("{address}&{CLAIMS}={claims}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s1_48_a_challenge_goes_along() {
        assert_eq!(challenged("/sign-in?return_to=%2F", None), "/sign-in?return_to=%2F");
        let address = challenged("/sign-in?return_to=%2F", Some("{\"a\":1}"));
        assert_eq!(address, "/sign-in?return_to=%2F&claims=%7B%22a%22%3A1%7D");
    }

    #[test]
    fn signing_in_returns_to_the_page_where_it_began() {
        let folder = Page::Folder("01A!2".parse().unwrap());
        let cases = [
            (Page::Files, SignInPrompt::WhenNeeded, "/sign-in?return_to=%2Ffiles"),
            (
                folder,
                SignInPrompt::SelectAccount,
                "/sign-in?return_to=%2Ffiles%2F01A%212&prompt=select_account",
            ),
            (Page::SignInFailed, SignInPrompt::WhenNeeded, "/sign-in?return_to=%2F"),
        ];
        for (page, prompt, expected) in cases {
            assert_eq!(sign_in_address(&page, prompt), expected);
        }
    }
}
