//! Entra's signing keys: read strictly, kept as Microsoft prescribes.
//! <https://learn.microsoft.com/entra/identity-platform/signing-key-rollover>

mod cache;
mod key_set;

pub use cache::{JwksCache, KeysUnavailable};
pub use key_set::{KeySet, SigningKey};
