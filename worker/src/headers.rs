//! Security headers, on every answer without exception (S5-09, S5-11, S5-15).

use contract::headers::{ALWAYS, DATA_POLICY, NO_STORE, PAGE_POLICY};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use http::{HeaderMap, HeaderName, HeaderValue};

/// What an answer is, as far as browsers are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A page of the app, which runs scripts. Nobody may frame it: embedded surfaces get addresses of their own.
    Page,
    /// The page of an embedded surface, and the sources that may frame it.
    Framed(String),
    /// Everything else: data, redirects, problems, pictures.
    Data,
}

/// Adds what every answer carries. What the answer says about caching stays; without a word, nothing is stored.
pub fn secure(headers: &mut HeaderMap, kind: &Kind) {
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let policy = match kind {
        Kind::Page => format!("{PAGE_POLICY}; frame-ancestors 'none'"),
        Kind::Framed(ancestors) => format!("{PAGE_POLICY}; frame-ancestors {ancestors}"),
        Kind::Data => DATA_POLICY.to_owned(),
    };
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(NO_STORE));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s5_09_s5_11_s5_15_a_page_may_run_our_scripts_and_be_framed_by_nobody() {
        let mut headers = HeaderMap::new();
        secure(&mut headers, &Kind::Page);
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
        assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        for (name, value) in ALWAYS {
            assert_eq!(headers[*name], *value);
        }
        assert_eq!(headers["cache-control"], "no-store");
    }

    #[test]
    fn what_an_answer_says_about_caching_stays() {
        let mut headers = HeaderMap::new();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
        secure(&mut headers, &Kind::Data);
        assert_eq!(headers["cache-control"], "private, max-age=3600");
        assert!(headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    }
}
