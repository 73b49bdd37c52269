//! An origin (RFC 6454): scheme, host and port, and nothing else.

use std::fmt;

use url::{Host, Url};

use super::Environment;

/// An origin that was written down in configuration. Requests to and redirects from here are built on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    text: String,
    scheme_end: usize,
}

impl Origin {
    /// Parses `https://host[:port]`, written exactly as a browser would write it: no path, query, user or blanks.
    /// In development, `http` is accepted for loopback hosts.
    #[must_use]
    pub fn parse(text: &str, environment: Environment) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let canonical = url.origin().ascii_serialization();
        let acceptable = match url.scheme() {
            "https" => true,
            "http" => environment == Environment::Development && is_loopback(&url),
            _ => false,
        };
        (acceptable && canonical == text).then(|| Self { scheme_end: url.scheme().len(), text: canonical })
    }

    /// The origin as text, without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Host and, where it is not the scheme's own, port: what a `Host` header says.
    #[must_use]
    pub fn authority(&self) -> &str {
        self.text.get(self.scheme_end + "://".len()..).unwrap_or_default()
    }

    /// Whether this address lies at this very origin.
    #[must_use]
    pub fn holds(&self, url: &Url) -> bool {
        url.origin().ascii_serialization() == self.text
            && url.username().is_empty()
            && url.password().is_none()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_https_and_nothing_but_an_origin() {
        let good = Origin::parse("https://app.contoso.example:8443", Environment::Production).unwrap();
        assert_eq!(good.authority(), "app.contoso.example:8443");
        let bad = [
            "",
            "app.contoso.example",
            "https://a.example/",
            "https://a.example/x",
            "https://a.example?x",
            "https://u@a.example",
            "https://A.example",
            "https://a.example:443",
            "http://a.example",
            "http://localhost:1",
            "ftp://a.example",
            " https://a.example",
        ];
        for text in bad {
            assert_eq!(Origin::parse(text, Environment::Production), None, "{text}");
        }
    }

    #[test]
    fn plain_http_is_for_loopback_in_development_only() {
        for text in
            ["http://localhost:8787", "http://127.0.0.1:1", "http://[::1]:1", "http://app.localhost:1"]
        {
            assert!(Origin::parse(text, Environment::Development).is_some(), "{text}");
        }
        for text in ["http://a.example", "http://10.0.0.1", "http://localhost.evil.example"] {
            assert_eq!(Origin::parse(text, Environment::Development), None, "{text}");
        }
    }

    #[test]
    fn s3_11_only_the_exact_origin_holds_an_address() {
        let graph = Origin::parse("https://graph.microsoft.com", Environment::Production).unwrap();
        let holds = |text: &str| graph.holds(&Url::parse(text).unwrap());
        assert!(holds("https://graph.microsoft.com/v1.0/me"));
        assert!(holds("https://graph.microsoft.com:443/v1.0/me"));
        for evil in [
            "http://graph.microsoft.com/",
            "https://graph.microsoft.com.evil/",
            "https://graph.microsoft.com@evil/",
            "https://u@graph.microsoft.com/",
            "https://evil/?graph.microsoft.com",
            "https://graph.microsoft.com:8443/",
            "https://xgraph.microsoft.com/",
        ] {
            assert!(!holds(evil), "{evil}");
        }
    }
}
