//! `root/search(q='…')`: by name only, where OneDrive also reads contents.
//!
//! <https://learn.microsoft.com/graph/api/driveitem-search>

use serde_json::{Value, json};

use crate::graph::answer::Failure;

/// The text between the quotes of `search(q='…')`, in which a quote is doubled.
///
/// # Errors
/// 400 for anything else.
pub(super) fn text(call: &str) -> Result<String, Failure> {
    let refused = || Failure::bad_request(format!("The function call '{call}' isn't a valid expression."));
    let quoted =
        call.strip_prefix("search(q='").and_then(|rest| rest.strip_suffix("')")).ok_or_else(refused)?;
    let unquoted = quoted.replace("''", "");
    if unquoted.contains('\'') { Err(refused()) } else { Ok(quoted.replace("''", "'")) }
}

/// Whether every word of `text` is in the name, in any case. No words are in every name.
pub(super) fn matches(name: &str, text: &str) -> bool {
    let name = name.to_lowercase();
    text.to_lowercase().split_whitespace().all(|word| name.contains(word))
}

/// Search gives less of an item: no path of the parent. It adds a facet of its own.
pub(super) fn reduce(list: &mut Value) {
    let entries = list.get_mut("value").and_then(Value::as_array_mut).into_iter().flatten();
    for item in entries.filter_map(Value::as_object_mut) {
        item.insert("searchResult".to_owned(), json!({}));
        if let Some(parent) = item.get_mut("parentReference").and_then(Value::as_object_mut) {
            parent.remove("path");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_doubled_and_must_be() {
        for (call, expected) in [
            ("search(q='plain')", Some("plain")),
            ("search(q='it''s')", Some("it's")),
            ("search(q='''')", Some("'")),
            ("search(q='')", Some("")),
            ("search(q='a)b')", Some("a)b")),
            ("search(q='it's')", None),
            ("search(q=''')", None),
            ("search(q=plain)", None),
            ("search(q='plain'", None),
            ("search()", None),
        ] {
            assert_eq!(text(call).ok().as_deref(), expected, "{call}");
        }
    }

    #[test]
    fn every_word_must_be_in_the_name_in_any_case() {
        for (name, text, expected) in [
            ("Budget 2026.xlsx", "budget", true),
            ("Budget 2026.xlsx", "2026 BUDGET", true),
            ("Budget 2026.xlsx", "budget 2025", false),
            ("Годовой отчёт.xlsx", "ГОДОВОЙ", true),
            ("It's Ada's.txt", "ada's", true),
            ("anything", "", true),
        ] {
            assert_eq!(matches(name, text), expected, "{name} / {text}");
        }
    }
}
