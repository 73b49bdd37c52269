//! Security headers, on every answer without exception (S5-09, S5-11, S5-15).

use contract::headers::{ALWAYS, DATA_POLICY, NO_STORE, OPENER_POLICY, PAGE_POLICY, RESOURCE_POLICY};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use http::{HeaderMap, HeaderName, HeaderValue};

/// What an answer is, as far as browsers are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A page of the app, which runs scripts.
    Page(Policy),
    /// Sends a window on. Browsers apply a Cross-Origin-Opener-Policy at every step of the way, so it has none: the window may be
    /// one that somebody waits for, and where it ends decides.
    /// <https://html.spec.whatwg.org/multipage/browsers.html#obtain-coop>
    Redirect,
    /// What pages of other origins load. It is the same for everybody and says nothing about anybody.
    Library,
    /// Everything else: data, problems, pictures.
    Data,
}

/// What sets a page apart from the others, which nobody may frame and which run our own scripts only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// The sources that may frame it.
    pub ancestors: Option<String>,
    /// Further sources of its scripts.
    pub scripts: Option<String>,
    /// Whether it stays connected with the window that opened it, whatever site that shows.
    pub keeps_opener: bool,
}

impl Policy {
    /// The Content Security Policy (S5-09, S5-11).
    fn content(&self) -> String {
        let ancestors = self.ancestors.as_deref().unwrap_or("'none'");
        let policy = match &self.scripts {
            Some(sources) => PAGE_POLICY.replacen(SCRIPTS, &format!("{SCRIPTS} {sources}"), 1),
            None => PAGE_POLICY.to_owned(),
        };
        format!("{policy}; frame-ancestors {ancestors}")
    }
}

/// How the directive of scripts begins.
const SCRIPTS: &str = "script-src 'self'";

/// Adds what every answer carries. What the answer says about caching stays; without a word, nothing is stored.
pub fn secure(headers: &mut HeaderMap, kind: &Kind) {
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let policy = match kind {
        Kind::Page(policy) => policy.content(),
        Kind::Redirect | Kind::Library | Kind::Data => DATA_POLICY.to_owned(),
    };
    let keeps_opener = match kind {
        Kind::Page(policy) => policy.keeps_opener,
        Kind::Redirect => true,
        Kind::Library | Kind::Data => false,
    };
    if *kind == Kind::Library {
        headers.insert(HeaderName::from_static(RESOURCE_POLICY), HeaderValue::from_static("cross-origin"));
    }
    if keeps_opener {
        headers.insert(HeaderName::from_static(OPENER_POLICY), HeaderValue::from_static("unsafe-none"));
    }
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
        secure(&mut headers, &Kind::Page(Policy::default()));
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

    #[test]
    fn s5_11_further_scripts_are_added_to_ours_and_nothing_else_changes() {
        let policy = Policy { scripts: Some("https://cdn.example".to_owned()), ..Policy::default() };
        let expected = "default-src 'none'; script-src 'self' https://cdn.example 'wasm-unsafe-eval';";
        assert!(policy.content().starts_with(expected), "{}", policy.content());
        assert_eq!(policy.content().replace(" https://cdn.example", ""), Policy::default().content());
    }

    #[test]
    fn s5_15_only_what_other_web_apps_load_may_be_loaded_from_elsewhere() {
        for (kind, expected) in [
            (Kind::Library, "cross-origin"),
            (Kind::Data, "same-origin"),
            (Kind::Redirect, "same-origin"),
            (Kind::Page(Policy::default()), "same-origin"),
        ] {
            let mut headers = HeaderMap::new();
            secure(&mut headers, &kind);
            assert_eq!(headers[RESOURCE_POLICY], expected, "{kind:?}");
        }
    }

    #[test]
    fn s5_15_the_opener_is_kept_where_it_is_waited_for() {
        let mut headers = HeaderMap::new();
        secure(&mut headers, &Kind::Page(Policy { keeps_opener: true, ..Policy::default() }));
        assert_eq!(headers[OPENER_POLICY], "unsafe-none");
        secure(&mut headers, &Kind::Data);
        assert_eq!(headers[OPENER_POLICY], "same-origin-allow-popups");
        secure(&mut headers, &Kind::Redirect);
        assert_eq!(headers[OPENER_POLICY], "unsafe-none", "a window that somebody waits for passes here");
    }
}
