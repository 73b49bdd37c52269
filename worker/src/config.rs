//! Configuration: parsed once, typed, and refused whole when any part of it is wrong.
//!
//! Only this folder reads variables and secrets. Each name is also listed, with what it is for, in `wrangler.toml`.

pub mod cloud;
mod fault;
pub mod instance;
pub mod office;
pub mod origin;

use crate::seal::keyring::Keyring;

pub use fault::ConfigFault;
use instance::Instance;

/// Where the raw values come from: the runtime's environment, or a map in tests.
pub trait Variables {
    /// A plain variable; `None` when it is not set.
    fn variable(&self, name: &str) -> Option<String>;
    /// A secret; `None` when it is not set.
    fn secret(&self, name: &str) -> Option<String>;
}

/// Whether plain HTTP on this machine is acceptable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// HTTPS everywhere.
    Production,
    /// Loopback addresses may use HTTP: the sandbox is on the other side.
    Development,
}

/// The whole configuration of a deployment.
#[derive(Debug)]
pub struct Config {
    /// Master keys of everything that is sealed.
    pub keyring: Keyring,
    /// The one instance that configuration describes.
    pub instance: Instance,
}

impl Config {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// The first value that is missing or wrong, by its name; the value itself is never part of the error.
    pub fn read(variables: &dyn Variables) -> Result<Self, ConfigFault> {
        let environment = match variables.variable("ENVIRONMENT").as_deref() {
            None | Some("" | "production") => Environment::Production,
            Some("development") => Environment::Development,
            Some(_) => {
                return Err(ConfigFault::invalid("ENVIRONMENT", "is either production or development"));
            }
        };
        let master_keys = secret(variables, "MASTER_KEYS")?;
        let keyring = Keyring::parse(&master_keys).map_err(|_| {
            ConfigFault::invalid("MASTER_KEYS", "is `kid:base64 of 32 bytes`, comma-separated, newest first")
        })?;
        Ok(Self { keyring, instance: Instance::read(variables, environment)? })
    }

    /// The instance that answers at this host name and port, spelled as in the `Host` header.
    #[must_use]
    pub fn instance_at(&self, host: &str) -> Option<&Instance> {
        self.instance.origins.iter().any(|origin| origin.authority() == host).then_some(&self.instance)
    }
}

/// A variable that must be set.
fn required(variables: &dyn Variables, name: &'static str) -> Result<String, ConfigFault> {
    variables.variable(name).filter(|value| !value.trim().is_empty()).ok_or(ConfigFault::Missing(name))
}

/// A secret that must be set.
fn secret(variables: &dyn Variables, name: &'static str) -> Result<String, ConfigFault> {
    variables.secret(name).filter(|value| !value.trim().is_empty()).ok_or(ConfigFault::Missing(name))
}

/// The parts of a comma-separated list, without blanks.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
pub(crate) mod tests;
