//! The text of a signed token, checked strictly before anything else looks at it (S1-2A).
//! <https://www.rfc-editor.org/rfc/rfc7515>

mod strict_json;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

/// Longest token that is looked at.
pub const LENGTH_MAX: usize = 16 * 1024;
/// Longest key id. Entra's have 27 characters.
const KID_MAX: usize = 128;

/// The text is not that of a token we can take. Which rule it breaks is not told apart: none is ever met by accident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the text of an RS256 token")]
pub struct Malformed;

/// What of a header is read. The algorithm must be ours whatever the token says (S1-21); members that would bring keys,
/// conditions or compression along are refused (S1-22).
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
    #[serde(default)]
    typ: Option<String>,
    #[serde(flatten)]
    others: std::collections::BTreeMap<String, serde_json::Value>,
}

const REFUSED_MEMBERS: [&str; 7] = ["jwk", "jku", "x5u", "x5c", "crit", "b64", "zip"];

/// Checks a token's text and answers the id of the key that is said to have signed it. Everything in the token is still
/// unverified.
///
/// # Errors
/// When the text is too long, not three parts of strict base64url, not unambiguous JSON, or not headed as an RS256 token.
pub fn unverified_kid(text: &str) -> Result<String, Malformed> {
    if text.len() > LENGTH_MAX {
        return Err(Malformed);
    }
    let mut parts = text.split('.');
    let (Some(header), Some(payload), Some(signature), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Malformed);
    };
    let header: Header = serde_json::from_slice(&object(header)?).map_err(|_| Malformed)?;
    object(payload)?;
    let signature = decoded(signature)?;
    let typed = header.typ.as_deref().is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"));
    let plain = header.others.keys().all(|member| !REFUSED_MEMBERS.contains(&member.as_str()));
    let named = !header.kid.is_empty()
        && header.kid.len() <= KID_MAX
        && header.kid.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if header.alg == "RS256" && typed && plain && named && !signature.is_empty() {
        Ok(header.kid)
    } else {
        Err(Malformed)
    }
}

/// Decodes a part and checks that it is one JSON object without doubled members.
fn object(part: &str) -> Result<Vec<u8>, Malformed> {
    let bytes = decoded(part)?;
    if strict_json::is_object(&bytes) { Ok(bytes) } else { Err(Malformed) }
}

/// Strict base64url: no padding, no blanks, no unused bits.
fn decoded(part: &str) -> Result<Vec<u8>, Malformed> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str, payload: &str) -> String {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.{}", part(header), part(payload), part("signature"))
    }

    const HEADER: &str = r#"{"typ":"JWT","alg":"RS256","kid":"key-1"}"#;

    #[test]
    fn a_token_as_entra_writes_it_is_read() {
        assert_eq!(unverified_kid(&token(HEADER, "{}")), Ok("key-1".to_owned()));
        assert_eq!(
            unverified_kid(&token(r#"{"alg":"RS256","kid":"k","x5t":"k","nonce":"n"}"#, "{}")),
            Ok("k".to_owned())
        );
    }

    #[test]
    fn s1_20_s1_2a_whatever_is_not_strictly_a_token_is_refused() {
        let good = token(HEADER, "{}");
        let parts: Vec<&str> = good.split('.').collect();
        let bad = [
            String::new(),
            format!("{}.{}", parts[0], parts[1]),
            format!("{}.{}.", parts[0], parts[1]),
            format!("{good}.x"),
            format!("{good}.x.y"),
            format!("{good}="),
            format!(" {good}"),
            format!("{good}\n"),
            good.replace('.', ".?"),
            format!("{}.{}.{}", parts[0], parts[1], "AB"),
            format!("Bearer {good}"),
            r#"{"payload":"e30","signatures":[]}"#.to_owned(),
            token(HEADER, &format!("{{\"a\":\"{}\"}}", "x".repeat(LENGTH_MAX))),
        ];
        for text in bad {
            assert_eq!(unverified_kid(&text), Err(Malformed), "{text:.80}");
        }
    }

    #[test]
    fn s1_2a_ambiguous_or_deep_json_is_refused() {
        let deep = format!("{}1{}", r#"{"a":"#.repeat(40), "}".repeat(40));
        for payload in [
            r#"{"aud":"a","aud":"b"}"#,
            r#"{"x":{"a":1,"a":2}}"#,
            "[]",
            "null",
            "1",
            "",
            "{",
            "\u{feff}{}",
            "{} {}",
            deep.as_str(),
        ] {
            assert_eq!(unverified_kid(&token(HEADER, payload)), Err(Malformed), "{payload:.40}");
        }
        let latin = format!(
            "{}.{}.AAAA",
            URL_SAFE_NO_PAD.encode(HEADER),
            URL_SAFE_NO_PAD.encode(b"{\"a\":\"\xff\"}")
        );
        assert_eq!(unverified_kid(&latin), Err(Malformed));
    }

    #[test]
    fn s1_21_the_algorithm_is_never_taken_from_the_token() {
        for alg in [
            r#""none""#,
            r#""None""#,
            r#""NONE""#,
            r#""nOnE""#,
            r#""""#,
            r#"["RS256"]"#,
            "null",
            r#""HS256""#,
            r#""PS256""#,
            r#""ES256""#,
            r#""RS512""#,
            r#""rs256""#,
        ] {
            let header = format!(r#"{{"alg":{alg},"kid":"key-1"}}"#);
            assert_eq!(unverified_kid(&token(&header, "{}")), Err(Malformed), "{alg}");
        }
        assert_eq!(unverified_kid(&token(r#"{"kid":"key-1"}"#, "{}")), Err(Malformed));
    }

    #[test]
    fn s1_22_a_token_brings_no_key_and_no_condition_along() {
        for member in [
            "\"jwk\":{}",
            "\"jku\":\"http://127.0.0.1:1/\"",
            "\"x5u\":\"u\"",
            "\"x5c\":[]",
            "\"crit\":[\"b64\"]",
            "\"b64\":false",
            "\"zip\":\"DEF\"",
            "\"typ\":\"at+jwt\"",
        ] {
            let header = format!(r#"{{"alg":"RS256","kid":"key-1",{member}}}"#);
            assert_eq!(unverified_kid(&token(&header, "{}")), Err(Malformed), "{member}");
        }
        let long = "k".repeat(KID_MAX + 1);
        for kid in ["", "../../dev/null", "k\\u0000", "' OR 1=1 --", long.as_str()] {
            let header = format!(r#"{{"alg":"RS256","kid":"{kid}"}}"#);
            assert_eq!(unverified_kid(&token(&header, "{}")), Err(Malformed), "{kid:.40}");
        }
    }
}
