//! Proof Key for Code Exchange, S256 only. <https://www.rfc-editor.org/rfc/rfc7636>

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::platform::random::{self, Random};
use crate::secret::CodeVerifier;

/// A new verifier: 256 random bits in 43 characters (section 4.1).
#[must_use]
pub fn verifier(random: &dyn Random) -> CodeVerifier {
    CodeVerifier::new(URL_SAFE_NO_PAD.encode(random::bytes::<32>(random)))
}

/// The S256 challenge of a verifier (section 4.2).
#[must_use]
pub fn challenge(verifier: &CodeVerifier) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::fake::FakeRandom;

    #[test]
    fn s1_02_the_challenge_is_that_of_rfc_7636_appendix_b() {
        let verifier = CodeVerifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn s1_02_a_verifier_has_43_unreserved_characters() {
        let verifier = verifier(&FakeRandom::seeded(1));
        assert_eq!(verifier.expose().len(), 43);
        assert!(verifier.expose().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
    }
}
