//! Reading a request into a journal entry, without keeping a secret.

use std::borrow::Cow;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};

use super::drive_write;
use crate::entra::{access, attribution};
use crate::journal::{Entry, Service};
use crate::world::World;

/// Far above every form that the token endpoint is sent, and every batch.
const BODY_BYTES_MAX: usize = 1 << 22;

/// Parameters that hold something to act with: a code, a token or a credential.
const SECRET_PARAMETERS: [&str; 10] = [
    "access_token",
    "assertion",
    "client_assertion",
    "client_secret",
    "code",
    "code_verifier",
    "id_token",
    "id_token_hint",
    "refresh_token",
    "tempauth",
];

type Pairs = Vec<(String, String)>;

/// Reads the request; hands it back whole, since reading a form consumes it.
pub(super) async fn read(world: &World, service: Service, request: Request) -> (Request, Entry) {
    let query = pairs(request.uri().query().unwrap_or_default().as_bytes());
    let (request, body) = read_body(service, request).await;
    let form = if is_form(request.headers()) { pairs(&body) } else { Vec::new() };
    let headers = request.headers();
    let (person, app) = match service {
        Service::Entra => attribution::of(world, &query, &form, headers),
        Service::Graph => of_bearer(world, headers),
        Service::Content => (None, None),
    };
    let entry = Entry {
        at: world.clock.now(),
        service,
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        person,
        app,
        status: None,
        fault: None,
        grant_type: value(&form, "grant_type"),
        scope: value(&form, "scope").or_else(|| value(&query, "scope")),
        drive_writes: match service {
            Service::Graph => drive_write::of(request.method(), request.uri().path(), headers, &body),
            Service::Entra | Service::Content => Vec::new(),
        },
        headers: without_credentials(headers),
        query: fingerprinted(query),
        form: fingerprinted(form),
    };
    (request, entry)
}

fn of_bearer(world: &World, headers: &HeaderMap) -> (Option<String>, Option<String>) {
    access::caller(world, headers).map_or((None, None), |caller| (caller.oid, Some(caller.app_id)))
}

/// Reads the body of a form and of a batch, and leaves others alone.
async fn read_body(service: Service, request: Request) -> (Request, Bytes) {
    let is_batch = service == Service::Graph && drive_write::is_batch(request.uri().path());
    if !is_form(request.headers()) && !is_batch {
        return (request, Bytes::new());
    }
    let (head, body) = request.into_parts();
    // A body that breaks off or is too long counts as empty, and is refused by the handler as such.
    let bytes: Bytes = to_bytes(body, BODY_BYTES_MAX).await.unwrap_or_default();
    (Request::from_parts(head, Body::from(bytes.clone())), bytes)
}

fn is_form(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| {
        kind.as_bytes().to_ascii_lowercase().starts_with(b"application/x-www-form-urlencoded")
    })
}

fn pairs(encoded: &[u8]) -> Pairs {
    form_urlencoded::parse(encoded).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

fn value(pairs: &Pairs, wanted: &str) -> Option<String> {
    pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone())
}

fn fingerprinted(pairs: Pairs) -> Pairs {
    let safe = |(name, value): (String, String)| {
        let secret = SECRET_PARAMETERS.contains(&name.as_str());
        let value = if secret { fingerprint(&value) } else { value };
        (name, value)
    };
    pairs.into_iter().map(safe).collect()
}

/// The same for the same secret, so that a test can tell whether two requests carried the same one.
fn fingerprint(secret: &str) -> String {
    let hash = digest(&SHA256, secret.as_bytes());
    let short: String = BASE64_URL_SAFE_NO_PAD.encode(hash).chars().take(12).collect();
    format!("sha256:{short}")
}

fn without_credentials(headers: &HeaderMap) -> Pairs {
    let safe = |name: &header::HeaderName, value: &header::HeaderValue| {
        let hidden = *name == header::AUTHORIZATION || *name == header::COOKIE;
        let shown =
            if hidden { Cow::Borrowed("(present)") } else { String::from_utf8_lossy(value.as_bytes()) };
        (name.as_str().to_owned(), shown.into_owned())
    };
    headers.iter().map(|(name, value)| safe(name, value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_become_the_same_fingerprint_every_time() {
        let shown = fingerprinted(pairs(b"code=abc&state=xyz&refresh_token=abc"));

        assert_eq!(shown[1], ("state".to_owned(), "xyz".to_owned()));
        assert_eq!(shown[0].1, shown[2].1);
        assert!(shown[0].1.starts_with("sha256:"));
    }
}
