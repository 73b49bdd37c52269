//! Where Office.js is. Microsoft takes it from its own network only, always newest, so no hash of it can be known beforehand (S5-13).
//! <https://learn.microsoft.com/office/dev/add-ins/develop/referencing-the-javascript-api-for-office-library-from-its-cdn>

use url::Url;

use super::origin::Origin;
use super::{ConfigFault, Environment, Variables};

/// Office.js of the global cloud.
const GLOBAL: &str = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js";
/// Office.js itself loads a library from here.
const AJAX: &str = "https://ajax.aspnetcdn.com";

/// The address of Office.js.
#[derive(Debug, Clone)]
pub struct OfficeJs {
    address: String,
    origin: Origin,
}

impl OfficeJs {
    /// Reads `OFFICE_JS`.
    pub(super) fn read(variables: &dyn Variables, environment: Environment) -> Result<Self, ConfigFault> {
        let address = variables.variable("OFFICE_JS").filter(|value| !value.is_empty());
        Self::parse(address.as_deref().unwrap_or(GLOBAL), environment)
            .ok_or(ConfigFault::invalid("OFFICE_JS", "is the https address of a file `office.js`"))
    }

    fn parse(text: &str, environment: Environment) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let origin = Origin::parse(&url.origin().ascii_serialization(), environment)?;
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b":/.-_".contains(&b));
        (plain && url.as_str() == text && text.ends_with("/office.js"))
            .then(|| Self { address: text.to_owned(), origin })
    }

    /// The address itself: letters, digits and `:/.-_` only.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What a page's policy has to allow so that it runs.
    #[must_use]
    pub fn sources(&self) -> String {
        format!("{} {AJAX}", self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_https_address_of_that_file_is_taken() {
        let parse = |text: &str, environment| OfficeJs::parse(text, environment).is_some();
        assert!(parse(GLOBAL, Environment::Production));
        let local = "http://outlook.localhost:8705/lib/1/hosted/office.js";
        assert!(parse(local, Environment::Development) && !parse(local, Environment::Production));
        for text in [
            "https://cdn.example/office.js?x",
            "https://cdn.example/other.js",
            "https://cdn.example/\"><script>/office.js",
            "https://user@cdn.example/office.js",
            "office.js",
            "",
        ] {
            assert!(!parse(text, Environment::Production), "{text}");
        }
    }
}
