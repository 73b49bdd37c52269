//! The fuzz target's function, over mutations of real input from a fixed seed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::claims::Unverified;
use super::id_token::tests::{KEY_ONE, KEY_TWO, key_set, sample_token};
use super::read_anything;
use crate::platform::fake::FakeRandom;
use crate::platform::random::{self, Random};

/// Mutations of each sample.
const MUTATIONS: usize = 3_000;

/// A refusal as the token endpoint writes it, with a challenge.
const REFUSAL: &str = r#"{"error":"invalid_grant","error_description":"AADSTS50076: x","error_codes":[50076],"timestamp":"2026-08-13 21:24:29Z","trace_id":"0a1b2c3d-0000-4000-8000-000000000001","suberror":"basic_action","claims":"{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}"}"#;

#[test]
fn s1_2a_any_text_is_read_without_a_panic() {
    let random = FakeRandom::seeded(11);
    for sample in [sample_token(), key_set(&[KEY_ONE, KEY_TWO]), REFUSAL.to_owned()] {
        for _ in 0..MUTATIONS {
            read_anything(&mutated(sample.as_bytes(), &random));
        }
    }
}

/// Changes to the encoded text mostly end at its first check; these go behind it.
#[test]
fn s1_2a_any_claims_are_read_without_a_panic() {
    let random = FakeRandom::seeded(12);
    let sample = sample_token();
    let parts: Vec<&str> = sample.split('.').collect();
    let claims = URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
    let (mut read, mut refused) = (0, 0);
    for _ in 0..MUTATIONS {
        let claims = URL_SAFE_NO_PAD.encode(mutated(&claims, &random));
        let token = format!("{}.{claims}.{}", parts[0], parts[2]);
        read_anything(token.as_bytes());
        if Unverified::read(&token).is_ok() {
            read += 1;
        } else {
            refused += 1;
        }
    }
    assert!(read > MUTATIONS / 20 && refused > MUTATIONS / 20, "{read} were read, {refused} refused");
}

/// A copy with a few bytes changed, doubled, removed or cut off.
fn mutated(sample: &[u8], random: &dyn Random) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    let [strokes]: [u8; 1] = random::bytes(random);
    for _ in 0..=strokes % 4 {
        let [kind, high, low, value]: [u8; 4] = random::bytes(random);
        let at = usize::from(u16::from_be_bytes([high, low])) % bytes.len().max(1);
        match kind % 5 {
            0 if at < bytes.len() => bytes[at] = value,
            1 if at < bytes.len() => bytes[at] ^= 1 << (value % 8),
            2 => bytes.insert(at, value),
            3 if at < bytes.len() => _ = bytes.remove(at),
            _ => bytes.truncate(at),
        }
    }
    bytes
}
