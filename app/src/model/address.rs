//! An address of the app: which page, and what its query says.

use contract::page::Page;
use percent_encoding::percent_decode_str;

/// The path and query of an address, as they stand in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    path: String,
    query: String,
}

impl Address {
    /// Reads `path?query#fragment`; the fragment is left out.
    #[must_use]
    pub fn new(reference: &str) -> Self {
        let reference = reference.split('#').next().unwrap_or_default();
        let (path, query) = reference.split_once('?').unwrap_or((reference, ""));
        Self { path: path.to_owned(), query: query.to_owned() }
    }

    /// The page at it.
    #[must_use]
    pub fn page(&self) -> Option<Page> {
        Page::from_path(&self.path)
    }

    /// The first parameter of that name, decoded. Bytes that are no UTF-8 are replaced, as browsers do.
    /// <https://url.spec.whatwg.org/#urlencoded-parsing>
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = self.query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let (_, value) = pairs.find(|(found, _)| decoded(found) == name)?;
        Some(decoded(value))
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// Who may follow a link that was clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Click {
    /// The primary button or Enter, with no key that asks for another tab or window.
    pub is_plain: bool,
    /// The link leads to our origin, and into this window.
    pub is_ours: bool,
}

/// Whether the app shows the linked page itself. Every other address is the browser's: those of the worker, such as
/// `/sign-in`, have to reach it.
#[must_use]
pub fn stays_inside(click: Click, linked: &Address) -> bool {
    // The page of a surface is opened anew: that is how the person starts over there.
    let page = linked.page().filter(|page| page.framed_by().is_none());
    click.is_plain && click.is_ours && page.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_read_as_browsers_write_it() {
        let address = Address::new("/search?q=a%26b+%C3%BC&empty&q=second&%71%32=x&bad=%FF#q=fragment");
        let cases = [
            ("q", Some("a&b ü")),
            ("empty", Some("")),
            ("q2", Some("x")),
            ("bad", Some("\u{FFFD}")),
            ("Q", None),
            ("second", None),
        ];
        for (name, expected) in cases {
            assert_eq!(address.parameter(name).as_deref(), expected, "{name}");
        }
        assert_eq!(address.page(), Some(Page::Search));
        assert_eq!(Address::new("/files#x").page(), Some(Page::Files));
    }

    #[test]
    fn only_plain_clicks_on_links_to_our_pages_stay_inside() {
        let plain = Click { is_plain: true, is_ours: true };
        let cases = [
            (plain, "/files/01A", true),
            (plain, "/search?q=x", true),
            (plain, "/sign-in?return_to=%2F", false),
            (plain, "/elsewhere", false),
            (plain, "/teams", false),
            (Click { is_plain: false, ..plain }, "/files", false),
            (Click { is_ours: false, ..plain }, "/files", false),
        ];
        for (click, linked, expected) in cases {
            assert_eq!(stays_inside(click, &Address::new(linked)), expected, "{click:?} {linked}");
        }
    }
}
