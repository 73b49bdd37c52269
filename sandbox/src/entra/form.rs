//! The parameters of a request, from a query or a form: each at most once (RFC 6749, section 3.1).

use std::collections::HashMap;

use super::aadsts::Aadsts;

/// Parameters by name. Empty values count as absent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters(HashMap<String, String>);

impl Parameters {
    /// Reads `application/x-www-form-urlencoded`.
    pub(crate) fn parse(encoded: &[u8]) -> Result<Self, Aadsts> {
        let mut values = HashMap::new();
        for (name, value) in form_urlencoded::parse(encoded) {
            if values.insert(name.to_string(), value.into_owned()).is_some() {
                return Err(Aadsts::new(9_002_313).saying(format!(
                    "Invalid request. Request is malformed or invalid: the parameter '{name}' is repeated."
                )));
            }
        }
        values.retain(|_, value| !value.is_empty());
        Ok(Self(values))
    }

    /// A parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A parameter that has to be there.
    pub(crate) fn require(&self, name: &str) -> Result<&str, Aadsts> {
        self.get(name).ok_or_else(|| Aadsts::missing(name))
    }

    /// Whether a parameter has this value.
    pub(crate) fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }

    /// Whether `claims` says that the client can answer a claims challenge.
    /// <https://learn.microsoft.com/entra/identity-platform/claims-challenge>
    pub(crate) fn says_cp1(&self) -> Result<bool, Aadsts> {
        let Some(claims) = self.get("claims") else { return Ok(false) };
        let claims: serde_json::Value = serde_json::from_str(claims).map_err(|_| {
            Aadsts::new(9_002_313).saying("Invalid request. The 'claims' parameter is not valid JSON.")
        })?;
        let values = claims.pointer("/access_token/xms_cc/values").and_then(|values| values.as_array());
        let mut values = values.into_iter().flatten().filter_map(|value| value.as_str());
        Ok(values.any(|value| value.eq_ignore_ascii_case("cp1")))
    }
}
