//! A sealed value opens for its owner and purpose, and for nothing else.

use std::collections::HashSet;

use super::*;
use crate::platform::fake::FakeRandom;

fn user(instance: &str, tid_end: &str, oid_end: &str) -> UserKey {
    let guid = |end: &str| format!("00000000-0000-4000-8000-0000000000{end}");
    UserKey {
        instance: instance.parse().unwrap(),
        tid: guid(tid_end).parse().unwrap(),
        oid: guid(oid_end).parse().unwrap(),
    }
}

#[test]
fn what_was_sealed_opens() {
    let (key, random, ada) = (SealKey::new([7; 32]), FakeRandom::seeded(1), user("contoso", "01", "02"));
    let bound = (Owner::User(&ada), Purpose::Grant);
    let sealed = seal(&key, "k1", bound, b"refresh", &random);
    assert_eq!(unverified_kid(&sealed), Ok("k1"));
    assert_eq!(open(&key, bound, &sealed).unwrap().as_slice(), b"refresh");
    assert!(!sealed.windows(7).any(|window| window == b"refresh"));
}

#[test]
fn s6_03_another_owner_purpose_or_key_opens_nothing() {
    let (key, random, ada) = (SealKey::new([7; 32]), FakeRandom::seeded(1), user("contoso", "01", "02"));
    let sealed = seal(&key, "k1", (Owner::User(&ada), Purpose::Grant), b"refresh", &random);
    for other in [
        user("fabrikam", "01", "02"),
        user("contoso", "03", "02"),
        user("contoso", "01", "03"),
        user("contoso", "02", "01"),
    ] {
        assert!(open(&key, (Owner::User(&other), Purpose::Grant), &sealed).is_err(), "{other:?}");
    }
    assert!(open(&key, (Owner::User(&ada), Purpose::Profile), &sealed).is_err());
    assert!(open(&key, (Owner::Instance(&ada.instance), Purpose::Grant), &sealed).is_err());
    assert!(open(&SealKey::new([8; 32]), (Owner::User(&ada), Purpose::Grant), &sealed).is_err());
}

#[test]
fn s6_03_every_flipped_bit_and_every_cut_is_noticed() {
    let (key, random, ada) = (SealKey::new([7; 32]), FakeRandom::seeded(1), user("contoso", "01", "02"));
    let bound = (Owner::User(&ada), Purpose::Grant);
    let sealed = seal(&key, "k1", bound, b"refresh", &random);
    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert!(open(&key, bound, &changed).is_err(), "bit {bit}");
    }
    for length in 0..sealed.len() {
        assert!(open(&key, bound, &sealed[..length]).is_err(), "length {length}");
    }
    let mut longer = sealed.clone();
    longer.push(0);
    assert!(open(&key, bound, &longer).is_err());
}

#[test]
fn s6_04_no_nonce_repeats() {
    let (key, random, ada) = (SealKey::new([7; 32]), FakeRandom::seeded(1), user("contoso", "01", "02"));
    let seals = 10_000;
    let nonces: HashSet<Vec<u8>> = (0..seals)
        .map(|_| seal(&key, "k1", (Owner::User(&ada), Purpose::Grant), b"", &random)[4..28].to_vec())
        .collect();
    assert_eq!(nonces.len(), seals);
}

#[test]
fn s6_03_parts_of_the_binding_cannot_run_into_each_other() {
    let one = associated_data(1, "ab", (Owner::User(&user("c", "01", "02")), Purpose::Grant));
    let two = associated_data(1, "a", (Owner::User(&user("bc", "01", "02")), Purpose::Grant));
    assert_ne!(one, two);
}
