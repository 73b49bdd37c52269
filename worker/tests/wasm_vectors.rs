//! Published test vectors against the cryptography this worker is built on, natively and as WebAssembly (S6-05): the same
//! algorithm objects that check Entra's signatures and seal what is stored.
//! <https://github.com/C2SP/wycheproof>

#![expect(clippy::expect_used, reason = "a test says what is wrong by panicking")]

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use jwt_compact::alg::{Rsa, RsaPublicKey, StrongAlg, StrongKey};
use jwt_compact::jwk::JsonWebKey;
use jwt_compact::{Algorithm as _, AlgorithmSignature as _};
use wycheproof::TestResult;

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn s1_20_rs256_accepts_what_is_valid_and_nothing_else() {
    use wycheproof::rsa_pkcs1_verify::{TestName, TestSet};
    let mut seen = 0;
    for name in [TestName::Rsa2048Sha256, TestName::Rsa3072Sha256, TestName::Rsa4096Sha256] {
        let set = TestSet::load(name).expect("the vectors are part of the crate");
        for group in set.test_groups {
            let key = key(&group.key.n, &group.key.e);
            for case in group.tests {
                seen += 1;
                let verified = verifies(&key, &case.msg, &case.sig);
                let expected = match case.result {
                    TestResult::Valid => true,
                    TestResult::Invalid => false,
                    // Encodings that old software produced. Entra does not; being strict is right.
                    TestResult::Acceptable => verified,
                };
                assert_eq!(verified, expected, "{name:?} case {}: {}", case.tc_id, case.comment);
            }
        }
    }
    assert!(seen > 500, "only {seen} vectors were found");
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn s6_04_xchacha20_poly1305_opens_what_is_valid_and_nothing_else() {
    use wycheproof::aead::{TestName, TestSet};
    let set = TestSet::load(TestName::XChaCha20Poly1305).expect("the vectors are part of the crate");
    let mut seen = 0;
    for case in set.test_groups.into_iter().flat_map(|group| group.tests) {
        seen += 1;
        let opened = opened(&case);
        match case.result {
            TestResult::Valid => {
                assert_eq!(
                    opened.as_deref(),
                    Some(case.pt.as_ref()),
                    "case {}: {}",
                    case.tc_id,
                    case.comment
                );
            }
            // No vector of an AEAD leaves the choice; one that did would have to stay shut here.
            TestResult::Invalid | TestResult::Acceptable => {
                assert!(opened.is_none(), "case {}: {}", case.tc_id, case.comment);
            }
        }
    }
    assert!(seen > 250, "only {seen} vectors were found");
}

fn key(modulus: &[u8], exponent: &[u8]) -> StrongKey<RsaPublicKey> {
    // The vectors write numbers with the sign's leading zero.
    let number = |bytes: &[u8]| bytes.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<u8>>();
    let jwk = JsonWebKey::Rsa {
        modulus: number(modulus).into(),
        public_exponent: number(exponent).into(),
        private_parts: None,
    };
    let key = RsaPublicKey::try_from(&jwk).expect("the vectors' keys are RSA keys");
    StrongKey::try_from(key).expect("the vectors' keys are long enough")
}

fn verifies(key: &StrongKey<RsaPublicKey>, message: &[u8], signature: &[u8]) -> bool {
    let algorithm = StrongAlg(Rsa::rs256());
    let signature = jwt_compact::alg::RsaSignature::try_from_slice(signature);
    signature.is_ok_and(|signature| algorithm.verify_signature(&signature, key, message))
}

fn opened(case: &wycheproof::aead::Test) -> Option<Vec<u8>> {
    let nonce: [u8; 24] = case.nonce.as_ref().try_into().ok()?;
    let cipher = XChaCha20Poly1305::new_from_slice(&case.key).ok()?;
    let ciphertext = [case.ct.as_ref(), case.tag.as_ref()].concat();
    let payload = Payload { msg: &ciphertext, aad: &case.aad };
    cipher.decrypt(&XNonce::from(nonce), payload).ok()
}
