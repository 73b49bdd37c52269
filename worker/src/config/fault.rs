//! What is wrong with a configuration, said by name and rule.

/// A value that is missing or wrong. It names the rule and never shows the value, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigFault {
    /// Not set, or blank.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// Set, but not of the documented form.
    #[error("{name} {rule}")]
    Invalid {
        /// The name of the variable or secret.
        name: &'static str,
        /// What its value has to be.
        rule: &'static str,
    },
}

impl ConfigFault {
    /// A value that breaks this rule.
    pub(super) fn invalid(name: &'static str, rule: &'static str) -> Self {
        Self::Invalid { name, rule }
    }
}
