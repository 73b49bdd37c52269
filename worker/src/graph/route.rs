//! Which row of the operations table a call addresses (S3-01 to S3-06, S3-08).
//!
//! The path is looked at as it came, undecoded: no row needs an escape, so a path that holds one is refused instead of
//! being decoded to something that could mean another row.

use contract::operations::{Access, Operation, PathIds, TABLE};
use http::Method;

/// The row that a call addresses, and the ids in its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The row.
    pub operation: &'static Operation,
    /// The ids in its path: exactly those that the row has.
    pub ids: PathIds,
}

/// Why a call addresses no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoMatch {
    /// The path is not of a form that any row has.
    #[error("the path is not well-formed")]
    Invalid,
    /// The path is well-formed, but no row's.
    #[error("no operation has this path")]
    NotFound,
    /// A row has the path, with other methods.
    #[error("the operation takes {allow} only")]
    MethodNotAllowed {
        /// The methods it takes.
        allow: &'static str,
    },
}

/// Finds the row for `path`, which is everything below [`contract::endpoint::GRAPH_PREFIX`], with its leading slash.
///
/// # Errors
/// [`NoMatch`], with nothing of the path in it.
pub fn find(method: &Method, path: &str) -> Result<Match, NoMatch> {
    if path.is_empty() {
        return Err(NoMatch::NotFound);
    }
    let steps = steps(path).ok_or(NoMatch::Invalid)?;
    let open = TABLE.iter().filter(|operation| operation.access == Access::Browser);
    let found = open.into_iter().find_map(|operation| matched(operation, &steps)).ok_or(NoMatch::NotFound)?;
    // One path is one row: the table's own tests keep the templates apart.
    let allow = found.operation.method.name();
    if method.as_str() == allow { Ok(found) } else { Err(NoMatch::MethodNotAllowed { allow }) }
}

/// The steps of a well-formed path: RFC 3986's path characters without `%` and `;`; no step is empty or dots alone. An `@` may stand
/// behind a colon only, where channels have theirs.
fn steps(path: &str) -> Option<Vec<&str>> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,=:@".contains(&b);
    let well_formed = |step: &&str| {
        !step.is_empty()
            && *step != "."
            && *step != ".."
            && step.bytes().all(allowed)
            && at_in_its_place(step)
    };
    path.strip_prefix('/')?.split('/').map(|step| Some(step).filter(well_formed)).collect()
}

/// Whether a step holds no `@`, or is as long as the name of a channel before it.
fn at_in_its_place(step: &str) -> bool {
    step.split_once('@').is_none_or(|(before, _)| before.starts_with("19:"))
}

/// The match when the steps are the row's, from its first to its last.
fn matched(operation: &'static Operation, steps: &[&str]) -> Option<Match> {
    if operation.path.len() != steps.len() {
        return None;
    }
    let pairs = operation.path.iter().zip(steps);
    let ids =
        pairs.into_iter().try_fold(PathIds::default(), |ids, (segment, step)| ids.with(*segment, step))?;
    Some(Match { operation, ids })
}

#[cfg(test)]
mod tests {
    use contract::endpoint::GRAPH_PREFIX;
    use contract::operations::OperationId;

    use crate::graph::fixture::ids;

    use super::*;

    fn get(path: &str) -> Result<OperationId, NoMatch> {
        find(&Method::GET, path).map(|found| found.operation.id)
    }

    #[test]
    fn every_row_is_found_at_the_path_that_it_names_itself() {
        for operation in TABLE {
            let path = operation.gate_path(&ids());
            let found = find(&Method::GET, path.strip_prefix(GRAPH_PREFIX).unwrap());
            if operation.access != Access::Browser {
                assert_eq!(found, Err(NoMatch::NotFound), "{path}");
                continue;
            }
            let found = found.unwrap();
            assert_eq!(found.operation, operation);
            for segment in operation.path {
                assert_eq!(found.ids.of(*segment), ids().of(*segment), "{path}");
            }
            assert_eq!(operation.gate_path(&found.ids), path);
        }
    }

    #[test]
    fn s3_01_dot_segments_are_refused() {
        for path in
            ["/me/../users/x", "/me/..", "/./me", "/me/.", "/..", "/.", "/me/..;/users", "/me/drive/items/.."]
        {
            assert_eq!(get(path), Err(NoMatch::Invalid), "{path}");
        }
    }

    #[test]
    fn s3_02_every_escape_is_refused_however_often_encoded() {
        let escapes = [
            "%2e%2e/",
            ".%2e/",
            "%2E%2E%2F",
            "%252e%252e",
            "%2f",
            "%5c",
            "%00",
            "..%c0%af",
            "%u002e",
            "%6d%65",
            "%",
        ];
        for escape in escapes {
            for path in [format!("/{escape}"), format!("/me/{escape}"), format!("/me/drive/items/{escape}")] {
                assert_eq!(get(&path), Err(NoMatch::Invalid), "{path}");
            }
        }
    }

    #[test]
    fn s3_03_empty_segments_and_authorities_are_refused() {
        for path in [
            "//evil.example/x",
            "/\\evil",
            "///",
            "/",
            "/@evil.example",
            "/me@evil.example",
            "/https://evil/",
        ] {
            assert_eq!(get(path), Err(NoMatch::Invalid), "{path}");
        }
        for path in ["https://evil/", "me", "@evil", ".evil.example/v1.0/me", "/\tevil", "/%09/evil"] {
            assert_eq!(get(path), Err(NoMatch::Invalid), "{path}");
        }
        assert_eq!(get("/https:/evil"), Err(NoMatch::NotFound));
    }

    #[test]
    fn s3_04_control_and_foreign_characters_are_refused() {
        for path in [
            "/me\r\nHost: evil",
            "/me\n",
            "/me\t",
            "/me\0",
            "/me\u{7f}",
            "/me ",
            "/mé",
            "/ｍｅ",
            "/me\u{2028}",
        ] {
            assert_eq!(get(path), Err(NoMatch::Invalid), "{path:?}");
        }
    }

    #[test]
    fn s3_05_matching_is_anchored_and_a_parameter_is_one_step() {
        for path in ["/users/x?y=/me", "/me#/users", "/me?x"] {
            assert_eq!(get(path), Err(NoMatch::Invalid), "{path}");
        }
        let no_rows = [
            "",
            "/me/messages",
            "/me/drive/items",
            "/me/drive/items/a/b",
            "/me/drive/items/a/b/children",
            "/me/drive/items/a/children/b",
            "/x/me",
            "/me/drive/root",
            "/me/drive/items/a:b",
            "/me/drive/items/...",
        ];
        for path in no_rows {
            assert_eq!(get(path), Err(NoMatch::NotFound), "{path}");
        }
        let longest = "a".repeat(129);
        assert_eq!(get(&format!("/me/drive/items/{longest}")), Err(NoMatch::NotFound));
    }

    #[test]
    fn s3_06_other_spellings_of_odata_are_no_rows() {
        let spellings = [
            "/ME",
            "/Me/drive",
            "/me/Drive",
            "/users('me')",
            "/me/drive/items('01ABC')",
            "/me/microsoft.graph.user",
            "/me/$value",
            "/me/photo/$VALUE",
            "/me/$ref",
            "/me/drive/root/children/$count",
            "/$batch",
            "/beta/me",
            "/v1.0/me",
            "/me.",
            "/me/drive/root/search(q='x')",
            "/me/drive/search",
        ];
        for path in spellings {
            assert_eq!(get(path), Err(NoMatch::NotFound), "{path}");
        }
        for path in ["/me/", "/me/drive/", "/me;a=b", "/me;/drive", "/me/drive/items/01ABC/"] {
            assert_eq!(get(path), Err(NoMatch::Invalid), "{path}");
        }
    }

    #[test]
    fn s3_08_a_row_takes_its_own_method_only() {
        for method in ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "get", "FOO"]
        {
            let method: Method = method.parse().unwrap();
            let refused = find(&method, "/me").unwrap_err();
            assert_eq!(refused, NoMatch::MethodNotAllowed { allow: "GET" }, "{method}");
            assert_eq!(find(&method, "/no").unwrap_err(), NoMatch::NotFound);
        }
    }
}
