//! Entra's signing keys. They come from fixed seeds, so that every start has the same ones, and each process makes each key
//! only once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use rcgen::{CertificateParams, DnType, KeyPair, PKCS_RSA_SHA256};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rsa::RsaPrivateKey;
use rsa::pkcs8::EncodePrivateKey;
use rsa::traits::PublicKeyParts;

use crate::shared::Shared;

/// The size of Entra's own keys.
const BITS: usize = 2048;

/// Seeds of the first keys: of sixty tried, those after which primes turn up soonest, so that a start takes a moment.
const QUICK_SEEDS: [u64; 4] = [16, 25, 28, 55];

/// Keys after those count up from here with each roll.
const LATER_SEEDS: u64 = 100;

/// The key of personal accounts has a seed apart from those of work accounts.
const CONSUMER_SEED: u64 = 9188;

/// Keys already made by this process.
static MADE: Shared<BTreeMap<u64, Arc<SigningKey>>> = Shared::new(BTreeMap::new());

/// One signing key with its self-signed certificate.
#[derive(Debug)]
pub(crate) struct SigningKey {
    /// Its name: the SHA-1 thumbprint of the certificate, as with Entra, where `kid` and `x5t` are the same.
    pub(crate) kid: String,
    /// The modulus, base64url.
    pub(crate) n: String,
    /// The exponent, base64url.
    pub(crate) e: String,
    /// The certificate in standard base64.
    pub(crate) x5c: String,
    pair: RsaKeyPair,
}

impl SigningKey {
    /// RS256 (RFC 7518, section 3.3).
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        // A failure leaves zeros, a signature that nobody accepts; it can only come from a lack of random numbers.
        let _failed = self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature);
        signature
    }

    /// The key of work accounts after so many rolls.
    fn after(rolls: usize) -> Arc<Self> {
        let later = || LATER_SEEDS + u64::try_from(rolls).unwrap_or_default();
        Self::made_from(QUICK_SEEDS.get(rolls).copied().unwrap_or_else(later))
    }

    fn made_from(seed: u64) -> Arc<Self> {
        if let Some(key) = MADE.with(|made| made.get(&seed).cloned()) {
            return key;
        }
        let key = Arc::new(Self::make(seed));
        MADE.with(|made| Arc::clone(made.entry(seed).or_insert(key)))
    }

    #[expect(
        clippy::expect_used,
        reason = "the seeds are fixed: making a key works always or never, and tests make them"
    )]
    fn make(seed: u64) -> Self {
        let mut random = ChaCha20Rng::seed_from_u64(seed);
        let private = RsaPrivateKey::new(&mut random, BITS).expect("a key of this size can be made");
        let der = private.to_pkcs8_der().expect("a key has a PKCS #8 form");
        let pair = RsaKeyPair::from_pkcs8(der.as_bytes()).expect("ring reads PKCS #8");
        let pem = private.to_pkcs8_pem(rsa::pkcs8::LineEnding::LF).expect("a key has a PEM form");
        let certified =
            KeyPair::from_pkcs8_pem_and_sign_algo(&pem, &PKCS_RSA_SHA256).expect("rcgen reads PKCS #8");
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name.push(DnType::CommonName, "sandbox.accesscontrol.windows.net");
        let certificate = parameters.self_signed(&certified).expect("the parameters are valid");
        let thumbprint = digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate.der());
        Self {
            kid: BASE64_URL_SAFE_NO_PAD.encode(thumbprint),
            n: BASE64_URL_SAFE_NO_PAD.encode(private.n().to_bytes_be()),
            e: BASE64_URL_SAFE_NO_PAD.encode(private.e().to_bytes_be()),
            x5c: BASE64_STANDARD.encode(certificate.der()),
            pair,
        }
    }
}

/// The keys in force.
#[derive(Debug)]
pub(crate) struct KeyRing {
    keys: Shared<Keys>,
    /// The key of personal accounts, which no token of a work account may be signed with.
    pub(crate) consumer: Arc<SigningKey>,
}

#[derive(Debug)]
struct Keys {
    rolls: usize,
    current: Arc<SigningKey>,
    /// Still published, so that tokens signed before a roll stay valid.
    old: Vec<Arc<SigningKey>>,
}

impl Keys {
    fn first() -> Self {
        Self { rolls: 0, current: SigningKey::after(0), old: Vec::new() }
    }
}

impl Default for KeyRing {
    fn default() -> Self {
        // Two at a time: each takes a noticeable part of a start.
        let other = thread::spawn(|| SigningKey::made_from(CONSUMER_SEED));
        let keys = Shared::new(Keys::first());
        let consumer = other.join().unwrap_or_else(|_| SigningKey::made_from(CONSUMER_SEED));
        Self { keys, consumer }
    }
}

impl KeyRing {
    /// The key that signs.
    pub(crate) fn current(&self) -> Arc<SigningKey> {
        self.keys.with(|keys| Arc::clone(&keys.current))
    }

    /// The keys of work accounts that are published, the signing one first.
    pub(crate) fn published(&self) -> Vec<Arc<SigningKey>> {
        self.keys.with(|keys| std::iter::once(&keys.current).chain(&keys.old).map(Arc::clone).collect())
    }

    /// The published key of this name.
    pub(crate) fn find(&self, kid: &str) -> Option<Arc<SigningKey>> {
        self.published().into_iter().find(|key| key.kid == kid)
    }

    /// Signs with a new key from now on; the old one stays published.
    /// <https://learn.microsoft.com/entra/identity-platform/signing-key-rollover>
    pub(crate) fn roll(&self) {
        self.keys.with(|keys| {
            keys.rolls += 1;
            let next = SigningKey::after(keys.rolls);
            keys.old.push(std::mem::replace(&mut keys.current, next));
        });
    }

    /// Publishes the signing key only.
    pub(crate) fn drop_old(&self) {
        self.keys.with(|keys| keys.old.clear());
    }

    /// Goes back to the first key.
    pub(crate) fn reset(&self) {
        self.keys.with(|keys| *keys = Keys::first());
    }
}
