//! The caller's side of a vault.

use async_trait::async_trait;
use contract::ids::UserKey;

use super::message::{Answer, Request};

/// The vault could not be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the vault could not be reached")]
pub struct VaultUnreachable;

/// All vaults of a deployment.
#[async_trait(?Send)]
pub trait Vaults {
    /// Asks the vault of `request.user`.
    ///
    /// # Errors
    /// When no answer came.
    async fn ask(&self, request: Request) -> Result<Answer, VaultUnreachable>;
}

/// The name of a person's vault. None of the parts can hold a slash, so no two people share a name (S1-31).
#[must_use]
pub fn name_of(user: &UserKey) -> String {
    format!("{}/{}/{}", user.instance, user.tid, user.oid)
}
