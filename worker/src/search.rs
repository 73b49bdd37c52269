//! `GET /api/search`: files wherever the person may open them, found by Microsoft's own index. One call to Graph for each page.
//!
//! The person's words become a query of words: none of them can do what an operator does.
//! <https://learn.microsoft.com/sharepoint/dev/general-development/keyword-query-language-kql-syntax-reference>

use contract::endpoint::SEARCH;
use contract::function::Function;
use contract::graph::Collection;
use contract::operations::{OperationId, PathIds};
use contract::problem::ErrorCode;
use contract::search::{EXTENSIONS, EXTENSIONS_MAX, FROM, FROM_MAX, PAGE_SIZE, TEXT, TEXT_MAX, is_extension};
use http::{Request, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::edge::Visit;
use crate::error::ApiError;
use crate::graph::visit;
use crate::json;
use crate::platform::body::Body;
use crate::query;

/// Answers a search.
///
/// # Errors
/// Whatever keeps the person from an answer.
pub async fn answer(visit: &Visit<'_>, request: &Request<Body>) -> Result<Response<Body>, ApiError> {
    if !visit.instance.enables(&[Function::Documents]) {
        return Err(ErrorCode::FunctionDisabled.into());
    }
    let session = visit.session(request.headers())?;
    let wanted = Wanted::read(request.uri().query().unwrap_or_default()).ok_or(ErrorCode::InvalidRequest)?;
    let body = wanted.body().to_string();
    let row = (OperationId::Search, PathIds::default());
    let kept = visit::kept(visit, &session, row, Some(body.as_bytes())).await?;
    let found = visit::hits(visit, &session, &kept)?;
    let next_link = wanted.next().filter(|_| found.more);
    Ok(json::answer(&Collection { value: found.items, next_link }))
}

/// What is looked for.
#[derive(Debug, PartialEq, Eq)]
struct Wanted {
    words: Vec<String>,
    extensions: Vec<String>,
    from: u32,
}

impl Wanted {
    fn read(raw: &str) -> Option<Self> {
        let mut wanted = Self { words: Vec::new(), extensions: Vec::new(), from: 0 };
        for (name, value) in query::parse(raw)? {
            match name.as_str() {
                TEXT => wanted.words = words(&value)?,
                EXTENSIONS => wanted.extensions = extensions(&value)?,
                FROM => wanted.from = from(&value)?,
                _ => return None,
            }
        }
        (!wanted.words.is_empty()).then_some(wanted)
    }

    /// Words are quoted, so that none of them is an operator; each may be the beginning of a longer one.
    fn query_string(&self) -> String {
        let words: Vec<String> = self.words.iter().map(|word| format!("\"{word}*\"")).collect();
        let kinds: Vec<String> = self.extensions.iter().map(|one| format!("filetype:{one}")).collect();
        let kinds = if kinds.is_empty() { String::new() } else { format!(" AND ({})", kinds.join(" OR ")) };
        format!("{} AND isDocument:true{kinds}", words.join(" AND "))
    }

    fn body(&self) -> serde_json::Value {
        json!({ "requests": [{
            "entityTypes": ["driveItem"],
            "query": { "queryString": self.query_string() },
            "from": self.from,
            "size": PAGE_SIZE,
        }] })
    }

    /// Where the next page is, if there may be one.
    fn next(&self) -> Option<String> {
        let from = self.from.checked_add(PAGE_SIZE).filter(|from| *from <= FROM_MAX)?;
        let text = utf8_percent_encode(&self.words.join(" "), NON_ALPHANUMERIC).to_string();
        let extensions = self.extensions.join(",");
        let extensions =
            if extensions.is_empty() { extensions } else { format!("&{EXTENSIONS}={extensions}") };
        Some(format!("{SEARCH}?{TEXT}={text}{extensions}&{FROM}={from}"))
    }
}

/// The words of a text. What a query would read as something else parts them.
fn words(text: &str) -> Option<Vec<String>> {
    let fits = text.chars().count() <= TEXT_MAX && !text.chars().any(char::is_control);
    let parts = |c: char| c.is_whitespace() || matches!(c, '"' | '*' | '(' | ')' | '“' | '”');
    fits.then(|| text.split(parts).filter(|word| !word.is_empty()).map(str::to_owned).collect())
}

fn extensions(list: &str) -> Option<Vec<String>> {
    let extensions: Vec<String> = list.split(',').map(str::to_ascii_lowercase).collect();
    let fit = extensions.len() <= EXTENSIONS_MAX && extensions.iter().all(|one| is_extension(one));
    fit.then_some(extensions)
}

fn from(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|from| digits && *from <= FROM_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(raw: &str) -> Option<String> {
        Wanted::read(raw).map(|wanted| wanted.query_string())
    }

    #[test]
    fn words_stay_words() {
        let cases = [
            ("q=crane", r#""crane*" AND isDocument:true"#),
            ("q=crane+plan", r#""crane*" AND "plan*" AND isDocument:true"#),
            ("q=a+OR+path:x", r#""a*" AND "OR*" AND "path:x*" AND isDocument:true"#),
            ("q=%22%29+NOT+%28b%2A", r#""NOT*" AND "b*" AND isDocument:true"#),
            (
                "q=%E6%B8%AF&extensions=PDF,docx",
                r#""港*" AND isDocument:true AND (filetype:pdf OR filetype:docx)"#,
            ),
        ];
        for (raw, expected) in cases {
            assert_eq!(asked(raw).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn s3_07_what_is_not_a_search_is_refused() {
        let long = format!("q={}", "x".repeat(TEXT_MAX + 1));
        let many = format!("q=a&extensions={}", vec!["a"; EXTENSIONS_MAX + 1].join(","));
        for raw in [
            "",
            "q=",
            "q=%22%22",
            "q=a&q=b",
            "q=a&size=500",
            "q=a&from=-1",
            "q=a&from=+1",
            "q=a&from=951",
            "q=a&extensions=",
            "q=a&extensions=.pdf",
            "q=a&extensions=a)OR(b",
            "extensions=pdf",
            &long,
            &many,
        ] {
            assert_eq!(asked(raw), None, "{raw}");
        }
    }

    #[test]
    fn the_next_page_asks_for_the_same_until_there_are_too_many() {
        let next = Wanted::read("q=a%26b+c&extensions=pdf&from=50").unwrap().next().unwrap();
        assert_eq!(next, "/api/search?q=a%26b%20c&extensions=pdf&from=100");
        let again = Wanted::read(next.split_once('?').unwrap().1).unwrap();
        assert_eq!(again.words, ["a&b", "c"]);
        assert_eq!(Wanted::read("q=a&from=950").unwrap().next(), None);
    }
}
