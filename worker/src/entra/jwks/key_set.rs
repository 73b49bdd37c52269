//! A published key set, of which only sound RSA signing keys are taken (S1-23).
//! <https://www.rfc-editor.org/rfc/rfc7517>

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jwt_compact::alg::{RsaPublicKey, StrongKey};
use jwt_compact::jwk::JsonWebKey;
use serde::Deserialize;

/// More keys than Entra ever publishes; beyond that the set is not believed (S7-07).
const KEYS_MAX: usize = 100;

/// A key that may sign tokens.
#[derive(Debug, Clone)]
pub struct SigningKey {
    kid: String,
    /// Which issuers the key is good for: one issuer, or a template with `{tenantid}`.
    issuer: String,
    key: StrongKey<RsaPublicKey>,
}

/// The sound keys of one published set.
#[derive(Debug, Clone, Default)]
pub struct KeySet(Vec<SigningKey>);

#[derive(Deserialize)]
struct Document {
    keys: Vec<serde_json::Value>,
}

/// Members that only a private or a symmetric key has (RFC 7518 sections 6.3.2 and 6.4).
const SECRET_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// The members of a published key that are looked at.
#[derive(Deserialize)]
struct Published {
    kty: String,
    kid: String,
    #[serde(default)]
    alg: Option<String>,
    #[serde(rename = "use", default)]
    purpose: Option<String>,
    #[serde(default)]
    key_ops: Option<Vec<String>>,
    #[serde(default)]
    issuer: Option<String>,
    n: String,
    e: String,
}

impl KeySet {
    /// Reads a published set. Unsound keys are left out; of two keys with one id neither is taken.
    ///
    /// `None` when the document is no key set at all.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let document: Document = serde_json::from_slice(bytes).ok()?;
        if document.keys.len() > KEYS_MAX {
            return None;
        }
        let kid_of = |key: &serde_json::Value| key.get("kid").and_then(|kid| kid.as_str()).map(str::to_owned);
        let kids: Vec<Option<String>> = document.keys.iter().map(kid_of).collect();
        let unique = |kid: &str| kids.iter().filter(|other| other.as_deref() == Some(kid)).count() == 1;
        let sound = document.keys.into_iter().filter_map(SigningKey::sound).filter(|key| unique(&key.kid));
        Some(Self(sound.collect()))
    }

    /// The key with this id.
    #[must_use]
    pub fn find(&self, kid: &str) -> Option<&SigningKey> {
        self.0.iter().find(|key| key.kid == kid)
    }
}

impl SigningKey {
    fn sound(value: serde_json::Value) -> Option<Self> {
        // A published secret is no secret any more: whoever reads the set can sign with it.
        let exposed = SECRET_MEMBERS.iter().any(|member| value.get(member).is_some());
        let published: Published = serde_json::from_value(value).ok()?;
        let ours = published.kty == "RSA" && published.alg.as_deref().is_none_or(|alg| alg == "RS256");
        let signs = published.purpose.as_deref().is_none_or(|purpose| purpose == "sig");
        let verifies = published.key_ops.as_ref().is_none_or(|ops| ops.iter().any(|op| op == "verify"));
        if !ours || exposed || !signs || !verifies {
            return None;
        }
        Some(Self {
            key: strong_key(&published.n, &published.e)?,
            kid: published.kid,
            issuer: published.issuer?,
        })
    }

    /// The key itself.
    pub(crate) fn key(&self) -> &StrongKey<RsaPublicKey> {
        &self.key
    }

    /// Whether tokens of this issuer, for this tenant, may be signed by the key (S1-29).
    #[must_use]
    pub fn signs_for(&self, issuer: &str, tenant: &str) -> bool {
        self.issuer.replace("{tenantid}", tenant) == issuer
    }
}

/// A key of 2048, 3072 or 4096 bits with an odd exponent above one. Others are not accepted by the RSA code at all.
fn strong_key(modulus: &str, exponent: &str) -> Option<StrongKey<RsaPublicKey>> {
    let (n, e) = (URL_SAFE_NO_PAD.decode(modulus).ok()?, URL_SAFE_NO_PAD.decode(exponent).ok()?);
    let odd = e.last().is_some_and(|last| last % 2 == 1) && e != [1];
    if !odd || e.len() > 4 {
        return None;
    }
    let jwk = JsonWebKey::Rsa { modulus: n.into(), public_exponent: e.into(), private_parts: None };
    StrongKey::try_from(RsaPublicKey::try_from(&jwk).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modulus(bits: usize) -> String {
        let mut bytes = vec![0xff; bits / 8];
        bytes[0] = 0xc0;
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// A short modulus that is written as long as a good one.
    fn padded(bits: usize) -> String {
        let mut bytes = vec![0; 2048 / 8];
        let start = bytes.len() - bits / 8;
        bytes[start..].fill(0xc1);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn key(kid: &str, n: &str, more: &str) -> String {
        format!(
            r#"{{"kty":"RSA","kid":"{kid}","n":"{n}","e":"AQAB","issuer":"https://login/{{tenantid}}/v2.0"{more}}}"#
        )
    }

    fn parse(keys: &[String]) -> KeySet {
        KeySet::parse(format!(r#"{{"keys":[{}]}}"#, keys.join(",")).as_bytes()).unwrap()
    }

    #[test]
    fn s1_23_sound_keys_are_taken() {
        for bits in [2048, 3072, 4096] {
            assert!(parse(&[key("a", &modulus(bits), "")]).find("a").is_some(), "{bits}");
        }
        assert!(
            parse(&[key("a", &modulus(2048), r#","use":"sig","alg":"RS256","x5c":["MII"]"#)])
                .find("a")
                .is_some()
        );
    }

    #[test]
    fn s1_23_unsound_keys_are_left_out() {
        let good = modulus(2048);
        let unsound = [
            key("a", &modulus(1024), ""),
            key("a", &good, r#","use":"enc""#),
            key("a", &good, r#","key_ops":["encrypt"]"#),
            key("a", &good, r#","d":"AQAB""#),
            key("a", &good, r#","d":null"#),
            key("a", &good, r#","qi":"AQAB""#),
            key("a", &good, r#","k":"AQAB""#),
            key("a", &good, r#","alg":"RSA-OAEP""#),
            key("a", &good, r#","alg":"PS256""#),
            key("a", &padded(1024), ""),
            key("a", &modulus(8192), ""),
            key("a", &good, "").replace("AQAB", "AAE"),
            key("a", &good, "").replace("AQAB", "AAAAAAE"),
            key("a", &good, "").replace("AQAB", "AQAAAAE"),
            key("a", &good, "").replace("AQAB", "AQAB="),
            key("a", &good, "").replace("AQAB", "AQ"),
            key("a", &good, "").replace("AQAB", "BA"),
            key("a", &good, "").replace("AQAB", ""),
            key("a", &good, "").replace("RSA", "oct"),
            key("a", &good, "").replace("issuer", "publisher"),
            key("a", "!!", ""),
            r#"{"kid":"a"}"#.to_owned(),
            "7".to_owned(),
        ];
        for bad in unsound {
            let set = parse(&[bad.clone(), key("b", &good, "")]);
            assert!(set.find("a").is_none(), "{bad:.120}");
            assert!(set.find("b").is_some(), "the sound one stays");
        }
    }

    #[test]
    fn s1_23_of_two_keys_with_one_id_neither_is_taken() {
        let set = parse(&[
            key("a", &modulus(2048), ""),
            key("a", &modulus(3072), ""),
            key("b", &modulus(2048), ""),
        ]);
        assert!(set.find("a").is_none() && set.find("b").is_some());
    }

    #[test]
    fn s7_07_what_is_no_key_set_is_ignored() {
        let many: Vec<String> = (0..=KEYS_MAX).map(|number| format!("{{\"kid\":\"{number}\"}}")).collect();
        let many = format!(r#"{{"keys":[{}]}}"#, many.join(","));
        for bad in ["", "{}", "[]", "<html>", r#"{"keys":{}}"#, many.as_str()] {
            assert!(KeySet::parse(bad.as_bytes()).is_none(), "{bad:.40}");
        }
    }

    #[test]
    fn s1_29_a_key_signs_for_its_own_issuers_only() {
        let set = parse(&[key("a", &modulus(2048), "")]);
        let shared = set.find("a").unwrap();
        assert!(shared.signs_for("https://login/t1/v2.0", "t1"));
        assert!(!shared.signs_for("https://login/t2/v2.0", "t1"));
        assert!(!shared.signs_for("https://other/t1/v2.0", "t1"));
        assert!(!shared.signs_for("https://login/{tenantid}/v2.0", "t1"));
    }
}
