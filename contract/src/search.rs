//! Search for files in all that a person may open: `GET` [`crate::endpoint::SEARCH`].

/// What to look for: at most [`TEXT_MAX`] characters.
pub const TEXT: &str = "q";
/// File name extensions without their dots, separated by commas: at most [`EXTENSIONS_MAX`]. Without it, files of all kinds.
pub const EXTENSIONS: &str = "extensions";
/// How many hits to leave out: where the next page begins.
pub const FROM: &str = "from";

/// Longest text, in characters.
pub const TEXT_MAX: usize = 200;
/// Extensions in one search.
pub const EXTENSIONS_MAX: usize = 20;
/// Longest extension, in characters.
pub const EXTENSION_MAX: usize = 10;
/// Hits in one answer.
pub const PAGE_SIZE: u32 = 50;
/// Hits that may be left out: whoever has seen so many looks for something else.
pub const FROM_MAX: u32 = 950;

/// Whether a text is a file name extension: letters and digits, not too many.
#[must_use]
pub fn is_extension(text: &str) -> bool {
    (1..=EXTENSION_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}
