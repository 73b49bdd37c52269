//! Addresses as types that say whether a token may go there: [`GraphUrl`] may carry one, [`ContentUrl`] never does (S3-20).
//!
//! An address of Graph is written anew from the row and typed parts; no text of the caller reaches it undecoded or
//! unencoded. What was checked is, byte for byte, what is sent.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use contract::operations::{Operation, QueryOption, Segment};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use super::link;
use super::query::CallerQuery;
use super::route::Match;
use crate::config::cloud::{Cloud, ContentHosts};
use crate::config::origin::Origin;

/// The one version of Graph that is ever asked.
const VERSION: &str = "/v1.0/";
/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// Longest address that Graph may hand us. Sealed and encoded it still fits into an address of ours (16 KB at the edge).
const LENGTH_MAX: usize = 8192;

/// An address of version 1.0 at the instance's Graph origin: the only kind that a token is sent to.
#[derive(Clone, PartialEq, Eq)]
pub struct GraphUrl(Url);

/// An address at one of the instance's content hosts, pre-authenticated by Graph.
#[derive(Clone, PartialEq, Eq)]
pub struct ContentUrl(Url);

/// Where a thumbnail is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// At Graph itself.
    Graph(GraphUrl),
    /// Elsewhere.
    Content(ContentUrl),
}

impl GraphUrl {
    /// The address of a call. `None` when a part that the row needs is missing.
    #[must_use]
    pub fn for_call(graph: &Origin, call: &Match, query: &CallerQuery) -> Option<Self> {
        if call.operation.takes_text() && query.text.is_none() {
            return None;
        }
        let mut text = format!("{graph}{VERSION}");
        for (position, segment) in call.operation.path.iter().enumerate() {
            if position > 0 {
                text.push('/');
            }
            match segment {
                Segment::Literal(literal) => text.push_str(literal),
                Segment::Item
                | Segment::Drive
                | Segment::Site
                | Segment::Team
                | Segment::Channel
                | Segment::Membership
                | Segment::Share => text.extend(utf8_percent_encode(call.ids.of(*segment)?, RESERVED)),
                // A quote inside an OData string is written twice: <https://docs.oasis-open.org/odata/odata/v4.01/os/part2-url-conventions/odata-v4.01-os-part2-url-conventions.html#sec_URLParsing>
                Segment::TextFunction(name) => {
                    let quoted = query.text.as_ref()?.replace('\'', "''");
                    _ = write!(text, "{name}(q='{}')", utf8_percent_encode(&quoted, RESERVED));
                }
            }
        }
        text.push_str(&options(call.operation, query));
        Self::at(graph, Url::parse(&text).ok()?).filter(|address| address.0.as_str() == text)
    }

    /// The address of a next link, if it leads to more of what `operation` lists (S3-11).
    #[must_use]
    pub fn for_link(graph: &Origin, operation: &Operation, link: &str) -> Option<Self> {
        let address = Self::at(graph, foreign(link)?)?;
        let path = address.0.path().strip_prefix(VERSION)?;
        link::continues(operation, path).then_some(address)
    }

    fn at(graph: &Origin, url: Url) -> Option<Self> {
        (graph.holds(&url) && url.path().starts_with(VERSION) && url.fragment().is_none())
            .then_some(Self(url))
    }

    /// Whether both are addresses of the same thing, whatever their queries.
    #[must_use]
    pub fn is_at(&self, other: &Self) -> bool {
        self.0.path() == other.0.path()
    }

    /// The address as it is sent. It holds ids, search texts and positions: never log it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Path and query below the version, without a slash before them. The constructors see to it that there is a version.
    #[must_use]
    pub fn below_version(&self) -> &str {
        self.as_str().split_once(VERSION).map_or("", |(_, rest)| rest)
    }
}

impl ContentUrl {
    /// An address that Graph handed out or redirects to, if it lies at a content host (S3-21).
    #[must_use]
    pub fn new(hosts: &ContentHosts, text: &str) -> Option<Self> {
        foreign(text).filter(|url| hosts.hold(url)).map(Self)
    }

    /// The address as it is sent. Whoever has it can read the content: never log it (S3-12).
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Target {
    /// Where a thumbnail is, if it is at a content host or at Graph.
    #[must_use]
    pub fn new(cloud: &Cloud, text: &str) -> Option<Self> {
        let content = ContentUrl::new(&cloud.content, text).map(Self::Content);
        content.or_else(|| GraphUrl::at(&cloud.graph, foreign(text)?).map(Self::Graph))
    }

    /// The address as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Graph(address) => address.as_str(),
            Self::Content(address) => address.as_str(),
        }
    }
}

impl fmt::Debug for GraphUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GraphUrl([redacted])")
    }
}

impl fmt::Debug for ContentUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentUrl([redacted])")
    }
}

/// An address that somebody else wrote, in the one spelling that parsers agree on. Backslashes and control characters,
/// which parsers silently turn into something else, and fragments, which are not sent, are refused.
fn foreign(text: &str) -> Option<Url> {
    let plain = text.len() <= LENGTH_MAX && !text.chars().any(|c| c.is_control() || c == '\\');
    let url = Url::parse(text).ok().filter(|_| plain)?;
    (url.fragment().is_none() && url.as_str().len() <= LENGTH_MAX).then_some(url)
}

/// The query string: the table's own options and the caller's, in that order.
fn options(operation: &Operation, query: &CallerQuery) -> String {
    let select = (!operation.select.is_empty()).then(|| Cow::Owned(operation.select.join(",")));
    let expand = (!operation.expand.is_empty()).then_some(Cow::Borrowed(operation.expand));
    let order = query.order_by.map(|order| utf8_percent_encode(order, RESERVED).collect());
    let top = query.top.map(|top| Cow::Owned(top.to_string()));
    let searched = searched(operation, query);
    let mut text = String::new();
    let table = [("$select", select), ("$expand", expand), ("$orderby", order), ("$top", top)];
    for (name, value) in table.into_iter().chain(searched) {
        if let Some(value) = value {
            let joint = if text.is_empty() { '?' } else { '&' };
            _ = write!(text, "{joint}{name}={value}");
        }
    }
    text
}

/// The person's text, where it stands in the query.
fn searched<'a>(operation: &Operation, query: &CallerQuery) -> Option<(&'a str, Option<Cow<'a, str>>)> {
    let text = query.text.as_ref()?;
    operation.query.iter().find_map(|option| match option {
        QueryOption::Text(name) => Some((*name, Some(encoded(text)))),
        // Quotes and backslashes would end the text: they are no part of a name.
        QueryOption::Search(properties) => {
            let plain = text.replace(['"', '\\'], " ");
            let clauses: Vec<String> =
                properties.iter().map(|property| format!("\"{property}:{plain}\"")).collect();
            Some(("$search", Some(encoded(&clauses.join(" OR ")))))
        }
        QueryOption::Top(_) | QueryOption::OrderBy(_) => None,
    })
}

fn encoded<'a>(text: &str) -> Cow<'a, str> {
    utf8_percent_encode(text, RESERVED).collect()
}

#[cfg(test)]
mod tests;
