//! Which Microsoft cloud an instance lives in: where Entra, Graph and file contents are.
//! <https://learn.microsoft.com/graph/deployments>

use url::{Host, Url};

use super::origin::Origin;
use super::{ConfigFault, Environment, Variables, list};

/// The addresses of a cloud. National clouds differ in every one of them; tokens do not cross.
#[derive(Debug, Clone)]
pub struct Cloud {
    /// Entra, for example `https://login.microsoftonline.com`.
    pub login: Origin,
    /// Graph, for example `https://graph.microsoft.com`.
    pub graph: Origin,
    /// Where thumbnails and file contents may come from.
    pub content: ContentHosts,
}

/// Hosts from which Graph hands out pre-authenticated addresses. No token of ours is ever sent there.
#[derive(Debug, Clone)]
pub struct ContentHosts {
    origins: Vec<Origin>,
    suffixes: Vec<String>,
}

/// Where the global cloud keeps contents: SharePoint's sites, its media service, and its content delivery network.
const GLOBAL_CONTENT: &str = ".sharepoint.com,.svc.ms,.sharepointonline.com";

impl Cloud {
    /// Reads `LOGIN_ORIGIN`, `GRAPH_ORIGIN` and `CONTENT_HOSTS`; each defaults to the global cloud.
    pub(super) fn read(variables: &dyn Variables, environment: Environment) -> Result<Self, ConfigFault> {
        let origin = |name: &'static str, global: &str| {
            let text = variables
                .variable(name)
                .filter(|value| !value.is_empty())
                .unwrap_or_else(|| global.to_owned());
            Origin::parse(&text, environment)
                .ok_or(ConfigFault::invalid(name, "is an https origin without a path"))
        };
        let content = variables.variable("CONTENT_HOSTS").filter(|value| !value.is_empty());
        Ok(Self {
            login: origin("LOGIN_ORIGIN", "https://login.microsoftonline.com")?,
            graph: origin("GRAPH_ORIGIN", "https://graph.microsoft.com")?,
            content: ContentHosts::parse(content.as_deref().unwrap_or(GLOBAL_CONTENT), environment).ok_or(
                ConfigFault::invalid(
                    "CONTENT_HOSTS",
                    "is a list of origins and of host suffixes such as `.sharepoint.com`",
                ),
            )?,
        })
    }
}

impl ContentHosts {
    /// Parses a comma-separated list of `https://host` origins and `.domain.suffixes` with at least two labels.
    fn parse(text: &str, environment: Environment) -> Option<Self> {
        let mut hosts = Self { origins: Vec::new(), suffixes: Vec::new() };
        for part in list(text) {
            match part.strip_prefix('.') {
                Some(domain) if is_domain(domain) => hosts.suffixes.push(part.to_owned()),
                Some(_) => return None,
                None => hosts.origins.push(Origin::parse(part, environment)?),
            }
        }
        Some(hosts)
    }

    /// Whether contents may be fetched from this address: a listed origin, or https on its own port at a host below a
    /// listed suffix (S3-21).
    #[must_use]
    pub fn hold(&self, url: &Url) -> bool {
        if self.origins.iter().any(|origin| origin.holds(url)) {
            return true;
        }
        let plain = url.scheme() == "https"
            && url.port().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        match url.host() {
            Some(Host::Domain(name)) if plain => {
                self.suffixes.iter().any(|suffix| name.ends_with(suffix.as_str()))
            }
            _ => false,
        }
    }
}

fn is_domain(text: &str) -> bool {
    let label = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    text.contains('.') && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s3_21_contents_come_from_listed_hosts_only() {
        let hosts = ContentHosts::parse(GLOBAL_CONTENT, Environment::Production).unwrap();
        let hold = |text: &str| hosts.hold(&Url::parse(text).unwrap());
        assert!(hold("https://contoso-my.sharepoint.com/x?tempauth=1"));
        assert!(hold("https://westeurope1-mediap.svc.ms/transform/thumbnail?x"));
        for evil in [
            "https://evilsharepoint.com/",
            "https://x.sharepoint.com.evil/",
            "http://x.sharepoint.com/",
            "https://sharepoint.com/",
            "https://x.sharepoint.com:8443/",
            "https://u:p@x.sharepoint.com/",
            "https://169.254.169.254/",
            "https://[::1]/",
            "ftp://x.sharepoint.com/",
        ] {
            assert!(!hold(evil), "{evil}");
        }
    }

    #[test]
    fn a_suffix_has_two_labels_at_least() {
        for bad in [".com", ".", ".evil..com", "sharepoint.com", ".Sharepoint.com"] {
            assert!(ContentHosts::parse(bad, Environment::Production).is_none(), "{bad}");
        }
    }
}
