//! The text of a search: what is worth asking Microsoft for, and the address of its results.

use contract::page::Page;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Query parameter of [`Page::Search`].
pub const PARAMETER: &str = "q";
/// Longest text, in characters; what is typed beyond it is not searched for.
const LENGTH_MAX: usize = 200;
/// From this length on, a pause in typing is enough to search.
const LENGTH_BY_ITSELF: usize = 2;
/// How long that pause is.
pub const PAUSE_MS: u64 = 600;

/// A text that can be searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// Reads what was typed or stands in the address; `None` when nothing is left of it.
    #[must_use]
    pub fn new(typed: &str) -> Option<Self> {
        let clean: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let text: String = clean.trim().chars().take(LENGTH_MAX).collect();
        let text = text.trim_end();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a pause in typing starts the search.
    #[must_use]
    pub fn searches_by_itself(&self) -> bool {
        self.0.chars().nth(LENGTH_BY_ITSELF - 1).is_some()
    }

    /// The address of its results.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}?{PARAMETER}={}", Page::Search.path(), utf8_percent_encode(&self.0, NON_ALPHANUMERIC))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_cleaned_before_it_is_searched_for() {
        let long = "日".repeat(LENGTH_MAX + 5);
        let cases = [
            ("  Budget 2026 ", Some("Budget 2026".to_owned())),
            ("a\tb", Some("a b".to_owned())),
            (" \n ", None),
            ("", None),
            (&long, Some("日".repeat(LENGTH_MAX))),
        ];
        for (typed, expected) in cases {
            assert_eq!(Text::new(typed).map(|text| text.as_str().to_owned()), expected, "{typed}");
        }
    }

    #[test]
    fn one_letter_waits_for_enter() {
        assert!(!Text::new("日").unwrap().searches_by_itself());
        assert!(Text::new("日本").unwrap().searches_by_itself());
    }

    #[test]
    fn the_text_stands_encoded_in_the_address() {
        assert_eq!(Text::new("a&b #ü").unwrap().address(), "/search?q=a%26b%20%23%C3%BC");
    }
}
