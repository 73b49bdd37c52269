//! Pages of a list. A skip token says after which entry the page begins, so an entry that is added or removed between
//! two pages neither repeats nor hides another. To clients the token is opaque.
//!
//! <https://learn.microsoft.com/graph/paging>

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::answer::Failure;
use super::odata::Direction;

/// What Graph leaves bare in the values of a next link.
const QUERY_VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b',')
    .remove(b'(')
    .remove(b')');
/// How SharePoint's own tokens begin.
const MARK: &str = "Paged=TRUE&p_SortBehavior=0&p_FileLeafRef=";

/// The place of an entry in its list: the text it is sorted by, and its id where two texts are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// What the list is sorted by.
    pub(crate) text: String,
    /// Id of the entry.
    pub(crate) id: String,
}

impl Place {
    /// The place before all entries of a list in that direction.
    pub(crate) fn before_all(direction: Direction) -> Self {
        let text = match direction {
            Direction::Ascending => String::new(),
            Direction::Descending => char::MAX.to_string(),
        };
        Self { text, id: String::new() }
    }

    /// The skip token that makes a page begin after this place.
    pub(crate) fn token(&self) -> String {
        let text = utf8_percent_encode(&self.text, NON_ALPHANUMERIC);
        URL_SAFE_NO_PAD.encode(format!("{MARK}{text}&p_ID={}", self.id))
    }

    /// Reads a skip token.
    ///
    /// # Errors
    /// 400 for anything that [`Place::token`] did not write.
    pub(crate) fn parse(token: &str) -> Result<Self, Failure> {
        let refused = || Failure::invalid_request("The skip token is malformed or has expired.");
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| refused())?;
        let text = String::from_utf8(bytes).map_err(|_| refused())?;
        let (text, id) =
            text.strip_prefix(MARK).and_then(|rest| rest.split_once("&p_ID=")).ok_or_else(refused)?;
        let text = percent_encoding::percent_decode_str(text).decode_utf8().map_err(|_| refused())?;
        Ok(Self { text: text.into_owned(), id: id.to_owned() })
    }
}

/// One page, and where the next begins.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page<T> {
    /// Its entries.
    pub(crate) entries: Vec<T>,
    /// Skip token of the next page; none on the last.
    pub(crate) next: Option<String>,
}

/// Cuts the page after `token` out of `sorted`, which is in the order of `place` in that direction.
///
/// # Errors
/// 400 for a malformed token.
pub(crate) fn cut<T>(
    sorted: Vec<T>,
    direction: Direction,
    size: usize,
    token: Option<&str>,
    place: impl Fn(&T) -> Place,
) -> Result<Page<T>, Failure> {
    let after = token.map(Place::parse).transpose()?;
    let is_before = |entry: &T| {
        after.as_ref().is_some_and(|after| match direction {
            Direction::Ascending => place(entry) <= *after,
            Direction::Descending => place(entry) >= *after,
        })
    };
    let mut rest = sorted.into_iter().skip_while(is_before);
    let entries: Vec<T> = rest.by_ref().take(size).collect();
    let more = rest.next().is_some();
    let next = entries.last().filter(|_| more).map(|last| place(last).token());
    Ok(Page { entries, next })
}

/// The absolute link to a page: the request's own path and options with another skip token.
pub(crate) fn link(graph_origin: &str, path: &str, query: &str, token: &str) -> String {
    let mut link = format!("{graph_origin}{path}?");
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if !name.eq_ignore_ascii_case("$skiptoken") {
            let value = utf8_percent_encode(&value, QUERY_VALUE);
            // Writing into a string cannot fail.
            _ = write!(link, "{name}={value}&");
        }
    }
    link.push_str("$skiptoken=");
    link.push_str(token);
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &&str) -> Place {
        Place { text: (*name).to_owned(), id: format!("id of {name}") }
    }

    fn walk(sorted: &[&'static str], direction: Direction) -> Vec<Vec<&'static str>> {
        let (mut pages, mut token) = (Vec::new(), Place::before_all(direction).token());
        loop {
            let page = cut(sorted.to_vec(), direction, 2, Some(&token), place).unwrap();
            pages.push(page.entries);
            match page.next {
                Some(next) => token = next,
                None => return pages,
            }
        }
    }

    #[test]
    fn pages_give_each_entry_once_in_order() {
        let (up, down) = (Direction::Ascending, Direction::Descending);
        assert_eq!(walk(&["a", "b", "c", "d", "e"], up), [vec!["a", "b"], vec!["c", "d"], vec!["e"]]);
        assert_eq!(walk(&["e", "d", "c"], down), [vec!["e", "d"], vec!["c"]]);
        assert_eq!(walk(&["a", "b"], up), [vec!["a", "b"]]);
        assert_eq!(walk(&["a"], down), [vec!["a"]]);
        assert_eq!(walk(&[], up), [Vec::<&str>::new()]);
    }

    #[test]
    fn an_entry_that_goes_between_two_pages_hides_no_other() {
        let token = cut(vec!["a", "b", "c"], Direction::Ascending, 2, None, place).unwrap().next;
        let page = cut(vec!["a", "c"], Direction::Ascending, 2, token.as_deref(), place).unwrap();
        assert_eq!(page, Page { entries: vec!["c"], next: None });
    }

    #[test]
    fn a_token_that_was_not_given_is_refused() {
        for token in ["", "!", "abc", "UGFnZWQ9VFJVRQ"] {
            assert!(Place::parse(token).is_err(), "{token}");
        }
        let odd = Place { text: "100%25 & 'ü' 🙂".to_owned(), id: "01A".to_owned() };
        assert_eq!(Place::parse(&odd.token()), Ok(odd));
    }

    #[test]
    fn the_link_carries_all_options_and_only_the_new_token() {
        let link = link(
            "http://localhost:1",
            "/v1.0/me/drive/root/children",
            "%24top=2&$select=id,name&$skiptoken=old",
            "new",
        );
        assert_eq!(
            link,
            "http://localhost:1/v1.0/me/drive/root/children?$top=2&$select=id,name&$skiptoken=new"
        );
    }
}
