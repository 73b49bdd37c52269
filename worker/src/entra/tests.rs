//! The fuzz target's function, over mutations of real input from a fixed seed.

use super::id_token::tests::{KEY_ONE, KEY_TWO, key_set, sample_token};
use super::read_anything;
use crate::platform::fake::FakeRandom;
use crate::platform::random::{self, Random};

/// Mutations of each sample.
const MUTATIONS: usize = 3_000;

#[test]
fn s1_2a_any_text_is_read_without_a_panic() {
    let random = FakeRandom::seeded(11);
    for sample in [sample_token(), key_set(&[KEY_ONE, KEY_TWO])] {
        for _ in 0..MUTATIONS {
            read_anything(&mutated(sample.as_bytes(), &random));
        }
    }
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
