//! Which requests to Graph would change a drive or a right to it, whether they succeed or not: an app that promises to link
//! files only must not send any.

use axum::http::{HeaderMap, Method};
use serde_json::Value;

/// Parts of a path that stand for drives, items and their rights, in lower case.
const PLACES: [&str; 8] =
    ["drive", "drives", "driveitem", "shares", "filesfolder", "lists", "permissions", "items"];
/// Calls that are sent with POST and change nothing.
const READING: [&str; 3] = ["preview", "extractsensitivitylabels", "search"];

/// One request, with or without HTTP around it.
pub(super) struct Attempt<'a> {
    /// Its method.
    pub(super) method: &'a str,
    /// Its path, in any case, with or without a version.
    pub(super) path: &'a str,
    /// The values of its `Prefer` headers.
    pub(super) prefer: Vec<&'a str>,
}

impl Attempt<'_> {
    /// What the journal says of it: the method, the path, and the preference that would give a right; none for a request
    /// that only reads.
    fn written(&self) -> Option<String> {
        let Self { method, path, prefer } = self;
        let redeems = prefer.iter().find(|value| value.to_ascii_lowercase().contains("redeemsharinglink"));
        if let Some(preference) = redeems {
            return Some(format!("{method} {path} with Prefer: {preference}"));
        }
        let reads =
            [Method::GET, Method::HEAD, Method::OPTIONS].iter().any(|known| known.as_str() == *method);
        (!reads && is_of_drive(path)).then(|| format!("{method} {path}"))
    }
}

fn is_of_drive(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let segments: Vec<&str> = path.split(['/', ':']).filter(|segment| !segment.is_empty()).collect();
    let is_reading = segments.last().is_some_and(|last| READING.contains(last));
    !is_reading && segments.iter().any(|segment| PLACES.contains(segment))
}

/// The writes in a request: itself, or the parts of a batch.
pub(super) fn of(method: &Method, path: &str, headers: &HeaderMap, body: &[u8]) -> Vec<String> {
    let prefer = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok()).collect();
    let itself = Attempt { method: method.as_str(), path, prefer }.written();
    let parts = if is_batch(path) { in_batch(body) } else { Vec::new() };
    itself.into_iter().chain(parts).collect()
}

/// Whether the path is that of a batch.
pub(super) fn is_batch(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with("/$batch")
}

fn in_batch(body: &[u8]) -> Vec<String> {
    let batch: Value = serde_json::from_slice(body).unwrap_or_default();
    let parts = batch.get("requests").and_then(Value::as_array).into_iter().flatten();
    parts.filter_map(of_part).collect()
}

fn of_part(part: &Value) -> Option<String> {
    let method = part.get("method")?.as_str()?.to_ascii_uppercase();
    let path = part.get("url")?.as_str()?;
    let path = path.split('?').next().unwrap_or_default();
    let headers = part.get("headers").and_then(Value::as_object).into_iter().flatten();
    let prefer = headers.filter(|(name, _)| name.eq_ignore_ascii_case("prefer"));
    let prefer = prefer.filter_map(|(_, value)| value.as_str()).collect();
    Attempt { method: &method, path, prefer }.written()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writes(method: &Method, path: &str) -> bool {
        !of(method, path, &HeaderMap::new(), b"").is_empty()
    }

    #[test]
    fn reading_is_no_write_and_everything_else_at_a_drive_is() {
        let item = "/v1.0/drives/b!1/items/01A";
        for (method, path, expected) in [
            (Method::GET, item.to_owned(), false),
            (Method::GET, format!("{item}/permissions"), false),
            (Method::POST, format!("{item}/preview"), false),
            (Method::POST, "/v1.0/search/query".to_owned(), false),
            (Method::POST, "/v1.0/$batch".to_owned(), false),
            (Method::PATCH, "/v1.0/me".to_owned(), false),
            (Method::PATCH, item.to_owned(), true),
            (Method::DELETE, item.to_owned(), true),
            (Method::DELETE, format!("{item}/permissions/1"), true),
            (Method::POST, format!("{item}/createLink"), true),
            (Method::POST, format!("{item}/invite"), true),
            (Method::PUT, "/v1.0/me/drive/root:/a.txt:/content".to_owned(), true),
            (Method::POST, "/beta/Me/Drive/Root/Children".to_owned(), true),
            (Method::POST, "/v1.0/shares/u!a/permission/grant".to_owned(), true),
            (Method::POST, "/v1.0/sites/s/permissions".to_owned(), true),
        ] {
            assert_eq!(writes(&method, &path), expected, "{method} {path}");
        }
    }

    #[test]
    fn parts_of_a_batch_count_each_for_itself() {
        let batch = br#"{ "requests": [
            { "id": "1", "method": "GET", "url": "/me/drive" },
            { "id": "2", "method": "post", "url": "/drives/b!1/items/01A/invite?x=1" },
            { "id": "3", "method": "GET", "url": "/shares/u!a/driveItem", "headers": { "prefer": "redeemSharingLink" } }
        ]}"#;

        let found = of(&Method::POST, "/v1.0/$batch", &HeaderMap::new(), batch);

        assert_eq!(
            found,
            ["POST /drives/b!1/items/01A/invite", "GET /shares/u!a/driveItem with Prefer: redeemSharingLink"]
        );
    }
}
