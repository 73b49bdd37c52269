//! The sealed form of a value, and what it is bound to.
//!
//! Layout: version (1 byte) · length of key id (1 byte) · key id · nonce (24 bytes) · ciphertext with tag. The cipher is
//! XChaCha20-Poly1305: its nonce is long enough to be drawn at random for every seal without a counter (S6-04).
//! <https://datatracker.ietf.org/doc/html/draft-irtf-cfrg-xchacha>

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{Key, KeyInit as _, XChaCha20Poly1305, XNonce};
use contract::ids::{InstanceId, UserKey};
use zeroize::Zeroizing;

use crate::platform::random::{self, Random};

/// The only layout so far. A later one gets its own number, and both stay readable (S7-20).
const VERSION: u8 = 1;
const NONCE_LENGTH: usize = 24;

/// What a sealed value is for. A value sealed for one purpose does not open for another (S6-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The key of one vault, wrapped by a master key.
    VaultKey,
    /// A refresh token in a vault.
    Grant,
    /// A person's name for display, in a vault.
    Profile,
    /// An access token in a vault.
    AccessToken,
    /// The session cookie.
    Session,
    /// The bearer token that names a frame's session.
    Bearer,
    /// The cookie of a sign-in under way.
    SignIn,
    /// What a sign-in in a window hands over to a frame.
    Handover,
    /// The address of a list's next page.
    NextLink,
    /// The address of a thumbnail.
    Thumbnail,
}

impl Purpose {
    /// Every purpose there is.
    pub(super) const ALL: [Self; 10] = [
        Self::VaultKey,
        Self::Grant,
        Self::Profile,
        Self::AccessToken,
        Self::Session,
        Self::Handover,
        Self::Bearer,
        Self::SignIn,
        Self::NextLink,
        Self::Thumbnail,
    ];

    /// The purpose as it enters key derivation and associated data. Never reuse a name for something else.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::VaultKey => "vault-key",
            Self::Grant => "grant",
            Self::Profile => "profile",
            Self::AccessToken => "access-token",
            Self::Session => "session",
            Self::Bearer => "bearer",
            Self::SignIn => "sign-in",
            Self::Handover => "handover",
            Self::NextLink => "next-link",
            Self::Thumbnail => "thumbnail",
        }
    }
}

/// Who a sealed value belongs to: an instance, and one person of it where the person is known beforehand.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'a> {
    /// Known by instance only, because the value itself says whose it is.
    Instance(&'a InstanceId),
    /// One person.
    User(&'a UserKey),
}

impl Owner<'_> {
    fn parts(&self) -> [&str; 3] {
        match self {
            Self::Instance(instance) => [instance.as_str(), "", ""],
            Self::User(user) => [user.instance.as_str(), user.tid.as_str(), user.oid.as_str()],
        }
    }
}

/// The value did not open: wrong key, wrong owner, wrong purpose, or changed. Which one is not told (S6-03).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sealed value does not open")]
pub struct SealBroken;

/// A 256-bit key. It cannot be printed and is wiped when dropped.
#[derive(Clone)]
pub struct SealKey(Zeroizing<[u8; 32]>);

impl SealKey {
    /// A key from these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A new random key.
    #[must_use]
    pub fn generate(random: &dyn Random) -> Self {
        Self::new(random::bytes(random))
    }

    /// The key's bytes, to be wrapped or to derive from. **Never** store or send them.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey([redacted])")
    }
}

/// Seals `plaintext` under `key`, whose id is `kid`.
#[must_use]
pub fn seal(
    key: &SealKey,
    kid: &str,
    bound: (Owner<'_>, Purpose),
    plaintext: &[u8],
    random: &dyn Random,
) -> Vec<u8> {
    let nonce: [u8; NONCE_LENGTH] = random::bytes(random);
    let associated = associated_data(VERSION, kid, bound);
    let payload = Payload { msg: plaintext, aad: &associated };
    let ciphertext = cipher(key).encrypt(&XNonce::from(nonce), payload);
    let mut sealed = vec![VERSION, u8::try_from(kid.len()).unwrap_or(u8::MAX)];
    sealed.extend_from_slice(kid.as_bytes());
    sealed.extend_from_slice(&nonce);
    // Encryption fails only for plaintexts near 256 GiB; an empty ciphertext then opens for nobody.
    sealed.extend_from_slice(&ciphertext.unwrap_or_default());
    sealed
}

/// The key id in the header, before anything is verified: it only chooses the key to try.
///
/// # Errors
/// When the header is not of a known layout.
pub fn unverified_kid(sealed: &[u8]) -> Result<&str, SealBroken> {
    let (kid, _) = header(sealed)?;
    Ok(kid)
}

/// Opens a sealed value.
///
/// # Errors
/// When any bit, the key, the owner or the purpose differs from when it was sealed.
pub fn open(
    key: &SealKey,
    bound: (Owner<'_>, Purpose),
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealBroken> {
    let (kid, rest) = header(sealed)?;
    let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_LENGTH>().ok_or(SealBroken)?;
    let associated = associated_data(VERSION, kid, bound);
    let payload = Payload { msg: ciphertext, aad: &associated };
    cipher(key).decrypt(&XNonce::from(*nonce), payload).map(Zeroizing::new).map_err(|_| SealBroken)
}

fn cipher(key: &SealKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key.0))
}

/// Splits the header off: key id and the rest.
fn header(sealed: &[u8]) -> Result<(&str, &[u8]), SealBroken> {
    let [VERSION, kid_length, rest @ ..] = sealed else { return Err(SealBroken) };
    let (kid, rest) = rest.split_at_checked(usize::from(*kid_length)).ok_or(SealBroken)?;
    Ok((std::str::from_utf8(kid).map_err(|_| SealBroken)?, rest))
}

/// Everything the ciphertext is bound to, each part preceded by its length so that no two lists read alike (S6-03).
fn associated_data(version: u8, kid: &str, (owner, purpose): (Owner<'_>, Purpose)) -> Vec<u8> {
    let [instance, tid, oid] = owner.parts();
    let mut data = vec![version];
    for part in [kid, instance, tid, oid, purpose.name()] {
        data.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        data.extend_from_slice(part.as_bytes());
    }
    data
}

#[cfg(test)]
mod tests;
