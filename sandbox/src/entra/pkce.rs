//! Proof Key for Code Exchange (RFC 7636).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};

use super::aadsts::Aadsts;

/// What the asker for a code promised to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// The base64url of the verifier's SHA-256.
    S256(String),
    /// The verifier itself.
    Plain(String),
}

impl Challenge {
    /// Reads the parameters of an authorize request. Entra takes a missing method for `plain`.
    /// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>
    pub(crate) fn parse(challenge: Option<&str>, method: Option<&str>) -> Result<Option<Self>, Aadsts> {
        let Some(challenge) = challenge else { return Ok(None) };
        // RFC 7636, section 4.2: as long as a verifier may be.
        if !(43..=128).contains(&challenge.len()) {
            return Err(Aadsts::new(501_491));
        }
        match method {
            Some("S256") => Ok(Some(Self::S256(challenge.to_owned()))),
            Some("plain") | None => Ok(Some(Self::Plain(challenge.to_owned()))),
            Some(_) => Err(Aadsts::new(501_491).saying("The code_challenge_method is not supported.")),
        }
    }

    /// Whether the verifier is the promised one.
    pub(crate) fn is_met_by(&self, verifier: &str) -> bool {
        match self {
            Self::S256(hash) => BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())) == *hash,
            Self::Plain(promised) => verifier == promised,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verifier_of_the_rfc_meets_its_challenge() {
        // RFC 7636, appendix B.
        let challenge = Challenge::parse(Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), Some("S256"))
            .unwrap()
            .unwrap();

        assert!(challenge.is_met_by("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert!(!challenge.is_met_by("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl"));
    }

    #[test]
    fn a_challenge_without_a_method_is_plain() {
        let verifier = "v".repeat(43);
        let challenge = Challenge::parse(Some(&verifier), None).unwrap().unwrap();

        assert_eq!(challenge, Challenge::Plain(verifier.clone()));
        assert!(challenge.is_met_by(&verifier));
    }

    #[test]
    fn a_challenge_of_the_wrong_size_or_method_is_refused() {
        let cases = [
            ("short".to_owned(), Some("S256")),
            ("c".repeat(129), Some("S256")),
            ("c".repeat(43), Some("S512")),
        ];
        for (challenge, method) in cases {
            let refused = Challenge::parse(Some(&challenge), method).unwrap_err();
            assert_eq!(refused.code, 501_491, "{challenge} {method:?}");
        }
    }
}
