//! Requests that another site made the browser send, told apart from our own (S5-05, S5-06).

use contract::endpoint::{REQUESTED_BY, REQUESTED_BY_HEADER};
use http::header::ORIGIN;
use http::{HeaderMap, Method};

use crate::config::instance::Instance;

/// The request may have been made by another site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the request lacks the proof that a page of ours sent it")]
pub struct Forged;

/// Checks a call of our API: it carries our header, which another origin cannot send, and where the browser says where it
/// comes from, that is here. Without `Sec-Fetch-Site`, a call that changes something has to name our origin.
///
/// # Errors
/// When any of it is not so.
pub fn check(method: &Method, headers: &HeaderMap, instance: &Instance) -> Result<(), Forged> {
    let requested_by = single(headers, REQUESTED_BY_HEADER)?;
    if requested_by != Some(REQUESTED_BY) {
        return Err(Forged);
    }
    let origin = single(headers, ORIGIN.as_str())?;
    if origin.is_some_and(|origin| !instance.origins.iter().any(|ours| ours.as_str() == origin)) {
        return Err(Forged);
    }
    match single(headers, "sec-fetch-site")? {
        Some("same-origin") => Ok(()),
        None if *method == Method::GET || origin.is_some() => Ok(()),
        Some(_) | None => Err(Forged),
    }
}

/// The header's only value; two of a kind are refused rather than chosen from.
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Forged> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(only), None) => only.to_str().map(Some).map_err(|_| Forged),
        (Some(_), Some(_)) => Err(Forged),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::tests::config;

    fn verdict(method: &Method, headers: &[(&'static str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        check(method, &map, &config().instance).is_ok()
    }

    const OURS: (&str, &str) = ("x-requested-by", "mooring");
    const HOME: (&str, &str) = ("origin", "https://app.contoso.example");

    #[test]
    fn s5_05_without_our_header_nothing_passes() {
        let site = ("sec-fetch-site", "same-origin");
        assert!(verdict(&Method::GET, &[OURS, site]));
        for headers in [vec![site], vec![("x-requested-by", "somebody"), site], vec![OURS, OURS, site]] {
            assert!(!verdict(&Method::GET, &headers), "{headers:?}");
            assert!(!verdict(&Method::POST, &headers), "{headers:?}");
        }
    }

    #[test]
    fn s5_06_another_site_is_refused_by_what_the_browser_says() {
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!verdict(&Method::POST, &[OURS, HOME, ("sec-fetch-site", site)]), "{site}");
        }
        for origin in [
            "https://evil.example",
            "null",
            "https://app.contoso.example.evil",
            "https://APP.contoso.example",
        ] {
            assert!(!verdict(&Method::POST, &[OURS, ("origin", origin)]), "{origin}");
            assert!(
                !verdict(&Method::GET, &[OURS, ("origin", origin), ("sec-fetch-site", "same-origin")]),
                "{origin}"
            );
        }
        assert!(!verdict(&Method::POST, &[OURS]), "neither header, and it changes something");
        assert!(verdict(&Method::POST, &[OURS, HOME]), "an older browser names the origin");
    }
}
