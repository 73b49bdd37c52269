//! The part of the Keyword Query Language that file search needs.
//!
//! <https://learn.microsoft.com/sharepoint/dev/general-development/keyword-query-language-kql-syntax-reference>

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::graph::answer::Failure;

/// What a query looks at.
pub(super) struct Candidate<'a> {
    /// The item's name.
    pub(super) name: &'a str,
    /// Makes its address, which few queries ask for.
    pub(super) address: &'a dyn Fn() -> String,
    /// Unix seconds.
    pub(super) modified: i64,
    /// A file, not a folder.
    pub(super) is_document: bool,
}

/// A query.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kql(Node);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Test(Test),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Test {
    /// A word or a phrase; as a beginning of a word with `*` behind it.
    Word(String),
    /// `filename:`
    FileName(String),
    /// `filetype:` or `fileextension:`
    FileType(String),
    /// `path:`, a beginning of the address.
    Path(String),
    /// `isDocument:`
    IsDocument(bool),
    /// `lastModifiedTime` after (or from) a moment.
    ModifiedFrom(i64),
    /// `lastModifiedTime` before (or until) a moment.
    ModifiedUntil(i64),
}

impl Kql {
    /// Reads a query.
    ///
    /// # Errors
    /// 400 for a quote or a parenthesis that is not closed, and for a date or truth that is none.
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        let tokens = tokens(text)?;
        let mut rest = tokens.as_slice();
        let node = any(&mut rest)?;
        if rest.is_empty() { Ok(Self(node)) } else { Err(unbalanced()) }
    }

    /// The words without a property, as `searchTerms` gives them back.
    pub(super) fn words(&self) -> Vec<&str> {
        self.0.words()
    }

    /// Whether the candidate is what the query asks for. A query without terms asks for everything.
    pub(super) fn matches(&self, candidate: &Candidate<'_>) -> bool {
        self.0.holds(candidate)
    }
}

impl Node {
    fn holds(&self, candidate: &Candidate<'_>) -> bool {
        match self {
            Self::All(nodes) => nodes.iter().all(|node| node.holds(candidate)),
            Self::Any(nodes) => nodes.iter().any(|node| node.holds(candidate)),
            Self::Not(node) => !node.holds(candidate),
            Self::Test(test) => test.holds(candidate),
        }
    }

    fn words(&self) -> Vec<&str> {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter().flat_map(Self::words).collect(),
            Self::Test(Test::Word(word)) => vec![word],
            Self::Test(_) | Self::Not(_) => Vec::new(),
        }
    }
}

impl Test {
    fn holds(&self, candidate: &Candidate<'_>) -> bool {
        let ending = || candidate.name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match self {
            Self::Word(word) | Self::FileName(word) => has_word(candidate.name, word),
            Self::FileType(wanted) => candidate.is_document && ending().eq_ignore_ascii_case(wanted),
            Self::Path(wanted) => {
                let decoded = |text: &str| {
                    percent_encoding::percent_decode_str(text).decode_utf8_lossy().to_lowercase()
                };
                decoded(&(candidate.address)()).starts_with(&decoded(wanted))
            }
            Self::IsDocument(wanted) => candidate.is_document == *wanted,
            Self::ModifiedFrom(moment) => candidate.modified >= *moment,
            Self::ModifiedUntil(moment) => candidate.modified <= *moment,
        }
    }
}

/// Whether the word stands in the name: anywhere in it, since not every script parts its words.
fn has_word(name: &str, word: &str) -> bool {
    name.to_lowercase().contains(&word.trim_matches('*').to_lowercase())
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Term(String),
}

/// The parts of a query. The quotes are gone afterwards.
fn tokens(text: &str) -> Result<Vec<Token>, Failure> {
    let (mut tokens, mut quoted) = (Vec::new(), false);
    let mut piece = Piece::default();
    for character in text.chars() {
        match character {
            '"' => {
                quoted = !quoted;
                piece.was_quoted = true;
            }
            ' ' if !quoted => tokens.extend(token(std::mem::take(&mut piece))),
            '(' if !quoted => {
                tokens.extend(token(std::mem::take(&mut piece)));
                tokens.push(Token::Open);
            }
            ')' if !quoted => {
                tokens.extend(token(std::mem::take(&mut piece)));
                tokens.push(Token::Close);
            }
            '-' if !quoted && piece.text.is_empty() => tokens.push(Token::Not),
            other => piece.text.push(other),
        }
    }
    if quoted {
        return Err(Failure::bad_request(
            "SearchRequest Invalid (The query has a quote that is not closed.)",
        ));
    }
    tokens.extend(token(piece));
    Ok(tokens)
}

/// A term as it is collected; in quotes, even `OR` is a word.
#[derive(Default)]
struct Piece {
    text: String,
    was_quoted: bool,
}

fn token(piece: Piece) -> Option<Token> {
    match piece.text.as_str() {
        "" => None,
        "AND" if !piece.was_quoted => Some(Token::And),
        "OR" if !piece.was_quoted => Some(Token::Or),
        "NOT" if !piece.was_quoted => Some(Token::Not),
        _ => Some(Token::Term(piece.text)),
    }
}

fn any(rest: &mut &[Token]) -> Result<Node, Failure> {
    let mut nodes = vec![all(rest)?];
    while let [Token::Or, after @ ..] = *rest {
        *rest = after;
        nodes.push(all(rest)?);
    }
    // Nothing beside an `OR` asks for nothing, where nothing at all asks for everything.
    if nodes.len() > 1 {
        nodes.retain(|node| *node != Node::All(Vec::new()));
    }
    Ok(Node::Any(nodes))
}

/// Terms side by side all have to hold; but of those with the same property, unless `AND` stands between them, one is
/// enough.
fn all(rest: &mut &[Token]) -> Result<Node, Failure> {
    let mut groups: Vec<Vec<Node>> = Vec::new();
    let mut is_joined = false;
    loop {
        match *rest {
            [Token::And, after @ ..] => {
                *rest = after;
                is_joined = true;
            }
            [] | [Token::Or | Token::Close, ..] => break,
            _ => {
                let node = one(rest)?;
                let last =
                    groups.last_mut().filter(|group| !is_joined && group.iter().all(|one| alike(one, &node)));
                match last {
                    Some(group) => group.push(node),
                    None => groups.push(vec![node]),
                }
                is_joined = false;
            }
        }
    }
    Ok(Node::All(groups.into_iter().map(Node::Any).collect()))
}

fn alike(one: &Node, other: &Node) -> bool {
    use Test::{FileName, FileType, Path};
    matches!(
        (one, other),
        (Node::Test(FileName(_)), Node::Test(FileName(_)))
            | (Node::Test(FileType(_)), Node::Test(FileType(_)))
            | (Node::Test(Path(_)), Node::Test(Path(_)))
    )
}

fn one(rest: &mut &[Token]) -> Result<Node, Failure> {
    match *rest {
        [Token::Not, after @ ..] => {
            *rest = after;
            Ok(Node::Not(Box::new(one(rest)?)))
        }
        [Token::Open, after @ ..] => {
            *rest = after;
            let node = any(rest)?;
            let [Token::Close, after @ ..] = *rest else { return Err(unbalanced()) };
            *rest = after;
            Ok(node)
        }
        [Token::Term(term), after @ ..] => {
            *rest = after;
            test(term).map(Node::Test)
        }
        _ => Err(unbalanced()),
    }
}

fn unbalanced() -> Failure {
    Failure::bad_request("SearchRequest Invalid (The query is not well formed.)")
}

fn test(piece: &str) -> Result<Test, Failure> {
    let lower = piece.to_ascii_lowercase();
    for operator in [">=", "<=", ">", "<", "="] {
        if let Some(value) =
            lower.strip_prefix("lastmodifiedtime").and_then(|rest| rest.strip_prefix(operator))
        {
            return moment(value, operator);
        }
    }
    let Some((property, value)) = piece.split_once(':') else { return Ok(Test::Word(piece.to_owned())) };
    Ok(match property.to_ascii_lowercase().as_str() {
        "filename" | "title" => Test::FileName(value.to_owned()),
        "filetype" | "fileextension" => Test::FileType(value.to_owned()),
        "path" => Test::Path(value.trim_end_matches('*').to_owned()),
        "isdocument" => Test::IsDocument(truth(value)?),
        // To the search, a property that it does not know is a word like any other.
        _ => Test::Word(piece.to_owned()),
    })
}

fn truth(value: &str) -> Result<bool, Failure> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => {
            Err(Failure::bad_request(format!("SearchRequest Invalid ('{value}' is neither true nor false.)")))
        }
    }
}

fn moment(value: &str, operator: &str) -> Result<Test, Failure> {
    let whole = if value.contains('t') { value.to_ascii_uppercase() } else { format!("{value}T00:00:00Z") };
    let moment = OffsetDateTime::parse(&whole, &Rfc3339)
        .map_err(|_| Failure::bad_request(format!("SearchRequest Invalid ('{value}' is not a date.)")))?
        .unix_timestamp();
    Ok(match operator {
        ">" => Test::ModifiedFrom(moment + 1),
        "<" => Test::ModifiedUntil(moment - 1),
        "<=" => Test::ModifiedUntil(moment),
        _ => Test::ModifiedFrom(moment),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(query: &str, name: &str) -> bool {
        let address = || format!("https://contoso.example/personal/ada/Documents/{name}");
        let candidate = Candidate {
            name,
            address: &address,
            modified: 1_767_225_600, // 1 January 2026
            is_document: name.contains('.'),
        };
        Kql::parse(query).unwrap().matches(&candidate)
    }

    #[test]
    fn every_term_has_to_hold_and_negated_ones_must_not() {
        for (query, name, expected) in [
            ("", "anything", true),
            ("budget", "Budget 2026.xlsx", true),
            ("budg*", "Budget 2026.xlsx", true),
            ("budget 2025", "Budget 2026.xlsx", false),
            ("\"budget 2026\"", "Budget 2026.xlsx", true),
            ("\"2026 budget\"", "Budget 2026.xlsx", false),
            ("budget -2026", "Budget 2026.xlsx", false),
            ("budget NOT 2026", "Budget 2025.xlsx", true),
            ("预算", "年度预算报告.docx", true),
            ("filetype:xlsx", "Budget 2026.XLSX", true),
            ("filetype:docx OR filetype:xlsx", "Budget 2026.xlsx", true),
            ("filetype:docx filetype:xlsx", "Budget 2026.xlsx", true),
            ("filetype:docx AND filetype:xlsx", "Budget 2026.xlsx", false),
            ("nothing OR filetype:xlsx", "Budget 2026.xlsx", true),
            ("nothing filetype:xlsx", "Budget 2026.xlsx", false),
            ("budget (filetype:docx OR filetype:pptx)", "Budget 2026.xlsx", false),
            ("budget -(filetype:docx OR filetype:pptx)", "Budget 2026.xlsx", true),
            ("\"OR\"", "either or.txt", true),
            ("\"OR\"", "neither.txt", false),
            ("budget OR", "neither.txt", false),
            ("pay-round", "pay-round.txt", true),
            ("filename:budget", "Budget 2026.xlsx", true),
            ("isDocument:true", "a folder", false),
            ("isDocument=1", "a.txt", false),
            ("path:\"https://contoso.example/personal/\"", "a.txt", true),
            ("-path:\"https://contoso.example/personal/ADA\"", "a.txt", false),
            ("lastModifiedTime>=2026-01-01", "a.txt", true),
            ("LastModifiedTime>2026-01-01", "a.txt", false),
            ("lastModifiedTime<2026-01-01T00:00:01Z", "a.txt", true),
        ] {
            assert_eq!(finds(query, name), expected, "{query} / {name}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for query in ["\"open", "(open", "closed)", "NOT", "isDocument:maybe", "lastModifiedTime>yesterday"] {
            assert!(Kql::parse(query).is_err(), "{query}");
        }
    }
}
