//! JSON Web Tokens in compact form (RFC 7519, RFC 7515): written by Entra, and read when they are presented to it.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents};
use serde_json::Value;

use super::keys::{KeyRing, SigningKey};

/// A token's two JSON parts in base64url, joined: what is signed.
pub(crate) fn signing_input(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

/// A signed token.
pub(crate) fn sign(key: &SigningKey, header: &Value, claims: &Value) -> String {
    let signature = key.sign(signing_input(&hashed_nonce(header), claims).as_bytes());
    with_signature(header, claims, &signature)
}

/// A token with the given bytes for a signature.
pub(crate) fn with_signature(header: &Value, claims: &Value, signature: &[u8]) -> String {
    format!("{}.{}", signing_input(header, claims), BASE64_URL_SAFE_NO_PAD.encode(signature))
}

/// Microsoft Graph's tokens carry a `nonce` in the header that is hashed before the signature is made. Nobody but Graph is
/// meant to validate them, and so nobody can.
fn hashed_nonce(header: &Value) -> Value {
    let mut header = header.clone();
    if let Some(nonce) = header.get_mut("nonce") {
        let hash = digest(&SHA256, nonce.as_str().unwrap_or_default().as_bytes());
        *nonce = Value::from(BASE64_URL_SAFE_NO_PAD.encode(hash));
    }
    header
}

/// A token taken apart; nothing in it is proven yet.
#[derive(Debug)]
pub(crate) struct Unverified {
    /// The header.
    pub(crate) header: Value,
    /// The claims.
    pub(crate) claims: Value,
    signing_input: String,
    signature: Vec<u8>,
}

impl Unverified {
    /// Takes a compact token apart.
    pub(crate) fn parse(token: &str) -> Option<Self> {
        let (signing_input, signature) = token.rsplit_once('.')?;
        let (header, claims) = signing_input.split_once('.')?;
        let json = |part: &str| -> Option<Value> {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(part).ok()?;
            serde_json::from_slice(&bytes).ok()
        };
        Some(Self {
            header: json(header)?,
            claims: json(claims)?,
            signing_input: signing_input.to_owned(),
            signature: BASE64_URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    /// A text member of the header.
    pub(crate) fn header_text(&self, name: &str) -> Option<&str> {
        self.header.get(name)?.as_str()
    }

    /// A text claim.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.claims.get(name)?.as_str()
    }

    /// A claim in seconds since the Unix epoch.
    pub(crate) fn seconds(&self, name: &str) -> Option<i64> {
        self.claims.get(name)?.as_i64()
    }

    /// Whether one of the sandbox's own published keys signed the token.
    pub(crate) fn is_ours(&self, keys: &KeyRing) -> bool {
        let Some(key) = self.header_text("kid").and_then(|kid| keys.find(kid)) else { return false };
        let signed = if self.header.get("nonce").is_some() {
            signing_input(&hashed_nonce(&self.header), &self.claims)
        } else {
            self.signing_input.clone()
        };
        self.header_text("alg") == Some("RS256")
            && components(&key.n, &key.e).is_some_and(|key| {
                key.verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &self.signature).is_ok()
            })
    }

    /// Whether the key of this modulus and exponent signed the token, with RS256 or PS256.
    pub(crate) fn is_signed_by(&self, n: &str, e: &str) -> bool {
        let algorithm = match self.header_text("alg") {
            Some("RS256") => &RSA_PKCS1_2048_8192_SHA256,
            Some("PS256") => &RSA_PSS_2048_8192_SHA256,
            _ => return false,
        };
        components(n, e)
            .is_some_and(|key| key.verify(algorithm, self.signing_input.as_bytes(), &self.signature).is_ok())
    }
}

fn components(n: &str, e: &str) -> Option<RsaPublicKeyComponents<Vec<u8>>> {
    // Text that is not base64url is not a key.
    let decode = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).ok();
    Some(RsaPublicKeyComponents { n: decode(n)?, e: decode(e)? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_verifies_until_a_byte_of_it_changes() {
        let keys = KeyRing::default();
        let key = keys.current();
        let header = json!({ "alg": "RS256", "kid": key.kid });
        let token = sign(&key, &header, &json!({ "sub": "ada" }));

        assert!(Unverified::parse(&token).unwrap().is_ours(&keys));

        let other = signing_input(&header, &json!({ "sub": "eve" }));
        let forged = format!("{other}.{}", token.rsplit_once('.').unwrap().1);
        assert!(!Unverified::parse(&forged).unwrap().is_ours(&keys));
    }

    #[test]
    fn a_token_with_a_nonce_in_its_header_looks_forged_to_everybody_but_graph() {
        let keys = KeyRing::default();
        let key = keys.current();
        let token =
            sign(&key, &json!({ "alg": "RS256", "kid": key.kid, "nonce": "n" }), &json!({ "sub": "ada" }));

        let token = Unverified::parse(&token).unwrap();

        assert!(token.is_ours(&keys));
        assert!(!token.is_signed_by(&key.n, &key.e));
    }

    #[test]
    fn old_keys_stay_published_until_they_are_dropped() {
        let keys = KeyRing::default();
        let first = keys.current();

        keys.roll();
        assert_ne!(keys.current().kid, first.kid);
        assert!(keys.find(&first.kid).is_some());

        keys.drop_old();
        assert!(keys.find(&first.kid).is_none());

        keys.reset();
        assert_eq!(keys.current().kid, first.kid);
    }
}
