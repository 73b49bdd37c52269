//! Master keys: the newest seals, every one still listed opens, so that keys can be rotated without signing anybody out.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::envelope::{self, Owner, Purpose, SealBroken, SealKey};
use crate::platform::random::Random;

/// The master keys of a deployment, newest first. Never empty.
#[derive(Debug)]
pub struct Keyring {
    current: MasterKey,
    older: Vec<MasterKey>,
}

/// A master key, as what is derived from it: one key for each purpose (S1-50). The master key itself is not kept.
#[derive(Debug)]
struct MasterKey {
    kid: String,
    derived: Vec<(Purpose, SealKey)>,
}

/// The text is not a list of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a list of master keys")]
pub struct InvalidKeyring;

/// A value that opened.
#[derive(Debug)]
pub struct Opened {
    /// The value.
    pub plaintext: Zeroizing<Vec<u8>>,
    /// Whether an older key sealed it, so that it should be sealed anew.
    pub stale: bool,
}

/// Longest key id.
const KID_MAX: usize = 16;
/// 256 bits.
const MASTER_KEY_LENGTH: usize = 32;

impl Keyring {
    /// Parses `kid:base64`, comma-separated, newest first. A key has 32 bytes; a kid letters and digits.
    ///
    /// # Errors
    /// When there is no key, a kid is used twice, or a part is not of that form.
    pub fn parse(text: &str) -> Result<Self, InvalidKeyring> {
        let mut keys = Vec::new();
        for part in text.split(',').map(str::trim) {
            let key = MasterKey::parse(part)?;
            if keys.iter().any(|other: &MasterKey| other.kid == key.kid) {
                return Err(InvalidKeyring);
            }
            keys.push(key);
        }
        let mut keys = keys.into_iter();
        let current = keys.next().ok_or(InvalidKeyring)?;
        Ok(Self { current, older: keys.collect() })
    }

    /// Seals under the newest key.
    #[must_use]
    pub fn seal(&self, owner: Owner<'_>, purpose: Purpose, plaintext: &[u8], random: &dyn Random) -> Vec<u8> {
        let key = self.current.derived(purpose);
        envelope::seal(key, &self.current.kid, (owner, purpose), plaintext, random)
    }

    /// Opens what any listed key sealed.
    ///
    /// # Errors
    /// When the key is not listed any more, or the value does not open for this owner and purpose.
    pub fn open(&self, owner: Owner<'_>, purpose: Purpose, sealed: &[u8]) -> Result<Opened, SealBroken> {
        let kid = envelope::unverified_kid(sealed)?;
        let listed = std::iter::once(&self.current).chain(&self.older);
        let master = listed.into_iter().find(|master| master.kid == kid).ok_or(SealBroken)?;
        let plaintext = envelope::open(master.derived(purpose), (owner, purpose), sealed)?;
        Ok(Opened { plaintext, stale: master.kid != self.current.kid })
    }
}

impl MasterKey {
    fn parse(text: &str) -> Result<Self, InvalidKeyring> {
        let (kid, encoded) = text.split_once(':').ok_or(InvalidKeyring)?;
        let shaped =
            !kid.is_empty() && kid.len() <= KID_MAX && kid.bytes().all(|b| b.is_ascii_alphanumeric());
        let decoded = Zeroizing::new(STANDARD.decode(encoded).map_err(|_| InvalidKeyring)?);
        if !shaped || decoded.len() != MASTER_KEY_LENGTH {
            return Err(InvalidKeyring);
        }
        let derive = Hkdf::<Sha256>::new(None, &decoded);
        let derived = Purpose::ALL.iter().map(|purpose| (*purpose, expanded(&derive, *purpose)));
        Ok(Self { kid: kid.to_owned(), derived: derived.collect() })
    }

    fn derived(&self, purpose: Purpose) -> &SealKey {
        let found = self.derived.iter().find(|(of, _)| *of == purpose);
        // `parse` has derived a key for every purpose there is.
        #[expect(clippy::expect_used, reason = "a seal without its key must not go on")]
        let (_, key) = found.expect("every purpose has its key");
        key
    }
}

/// The key for one purpose, by HKDF-SHA256 (RFC 5869).
fn expanded(derive: &Hkdf<Sha256>, purpose: Purpose) -> SealKey {
    let mut bytes = [0; 32];
    let outcome = derive.expand(purpose.name().as_bytes(), &mut bytes);
    // 32 bytes are far below HKDF's bound of 255 blocks, so this cannot fail.
    debug_assert!(outcome.is_ok());
    SealKey::new(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::fake::FakeRandom;

    fn key(byte: u8) -> String {
        STANDARD.encode([byte; 32])
    }

    #[test]
    fn s6_02_a_rotated_key_still_opens_and_is_reported_stale() {
        let random = FakeRandom::seeded(1);
        let instance = "contoso".parse().unwrap();
        let owner = Owner::Instance(&instance);
        let before = Keyring::parse(&format!("k1:{}", key(1))).unwrap();
        let sealed = before.seal(owner, Purpose::Session, b"value", &random);

        let rotated = Keyring::parse(&format!("k2:{},k1:{}", key(2), key(1))).unwrap();
        let opened = rotated.open(owner, Purpose::Session, &sealed).unwrap();
        assert!(opened.stale);
        assert_eq!(opened.plaintext.as_slice(), b"value");
        let again = rotated.seal(owner, Purpose::Session, b"value", &random);
        assert!(!rotated.open(owner, Purpose::Session, &again).unwrap().stale);

        let dropped = Keyring::parse(&format!("k2:{}", key(2))).unwrap();
        assert!(dropped.open(owner, Purpose::Session, &sealed).is_err());
    }

    #[test]
    fn s1_50_each_purpose_has_its_own_key() {
        let keyring = Keyring::parse(&format!("k1:{}", key(1))).unwrap();
        assert_ne!(
            keyring.current.derived(Purpose::Session).expose(),
            keyring.current.derived(Purpose::Grant).expose()
        );
    }

    #[test]
    fn a_list_that_is_not_well_formed_is_refused() {
        let twice = format!("k1:{0},k1:{0}", key(1));
        let short = format!("k1:{}", STANDARD.encode([1; 31]));
        for bad in ["", ",", "k1", "k1:", ":AAAA", "k 1:AAAA", twice.as_str(), short.as_str()] {
            assert!(Keyring::parse(bad).is_err(), "{bad}");
        }
    }
}
