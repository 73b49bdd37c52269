//! ID tokens with one defect each: every one of them has to be refused.

use ring::hmac;
use serde_json::{Value, json};

use super::set;
use crate::entra::authority::issuer;
use crate::entra::jwt;
use crate::faults::IdTokenDefect;
use crate::people::{CONTOSO, FABRIKAM};
use crate::world::World;

/// The token with the defect.
pub(super) fn spoiled(world: &World, defect: IdTokenDefect, mut header: Value, mut claims: Value) -> String {
    change_claims(world, defect, &mut claims);
    let key = world.entra.keys.current();
    match defect {
        IdTokenDefect::AlgNone => {
            set(&mut header, "alg", json!("none"));
            jwt::with_signature(&header, &claims, &[])
        }
        IdTokenDefect::AlgHs256 => {
            set(&mut header, "alg", json!("HS256"));
            // The public modulus as the secret: what a verifier that mixes the two up would use.
            let secret = hmac::Key::new(hmac::HMAC_SHA256, key.n.as_bytes());
            let signature = hmac::sign(&secret, jwt::signing_input(&header, &claims).as_bytes());
            jwt::with_signature(&header, &claims, signature.as_ref())
        }
        IdTokenDefect::WrongSignature => {
            let mut signature = key.sign(jwt::signing_input(&header, &claims).as_bytes());
            if let Some(byte) = signature.first_mut() {
                *byte ^= 1;
            }
            jwt::with_signature(&header, &claims, &signature)
        }
        IdTokenDefect::ConsumerKey => {
            set(&mut header, "kid", json!(world.entra.keys.consumer.kid));
            jwt::sign(&world.entra.keys.consumer, &header, &claims)
        }
        IdTokenDefect::WrongNonce
        | IdTokenDefect::NoNonce
        | IdTokenDefect::WrongAudience
        | IdTokenDefect::WrongIssuer
        | IdTokenDefect::IssuerOfAnotherTenant
        | IdTokenDefect::Expired
        | IdTokenDefect::NotYetValid
        | IdTokenDefect::NoTid
        | IdTokenDefect::NoOid => jwt::sign(&key, &header, &claims),
    }
}

fn change_claims(world: &World, defect: IdTokenDefect, claims: &mut Value) {
    let now = world.clock.now();
    match defect {
        IdTokenDefect::WrongNonce => set(claims, "nonce", json!("not-the-nonce-that-was-sent")),
        IdTokenDefect::NoNonce => remove(claims, "nonce"),
        IdTokenDefect::WrongAudience => set(claims, "aud", json!("3a7c5e10-0000-4000-8000-0000000000ff")),
        IdTokenDefect::WrongIssuer => {
            set(claims, "iss", json!(format!("https://issuer.example/{CONTOSO}/v2.0")));
        }
        IdTokenDefect::IssuerOfAnotherTenant => {
            let other = if claims.get("tid") == Some(&json!(CONTOSO)) { FABRIKAM } else { CONTOSO };
            set(claims, "iss", json!(issuer(world, other)));
        }
        IdTokenDefect::Expired => {
            set(claims, "iat", json!(now - 7200));
            set(claims, "nbf", json!(now - 7200));
            set(claims, "exp", json!(now - 3600));
        }
        IdTokenDefect::NotYetValid => {
            set(claims, "nbf", json!(now + 3600));
            set(claims, "exp", json!(now + 7200));
        }
        IdTokenDefect::NoTid => remove(claims, "tid"),
        IdTokenDefect::NoOid => remove(claims, "oid"),
        IdTokenDefect::WrongSignature
        | IdTokenDefect::ConsumerKey
        | IdTokenDefect::AlgNone
        | IdTokenDefect::AlgHs256 => {}
    }
}

fn remove(claims: &mut Value, name: &str) {
    if let Value::Object(members) = claims {
        members.remove(name);
    }
}
