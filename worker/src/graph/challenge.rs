//! Claims challenges in `WWW-Authenticate` (S1-48): Microsoft wants a token that meets more conditions.
//! <https://learn.microsoft.com/entra/identity-platform/claims-challenge>
//!
//! There may be several headers, several challenges in one, and their parameters come in any order (RFC 9110 section
//! 11.6.1). Microsoft writes the claims in base64, of either alphabet, with or without padding.

use base64::Engine as _;
use base64::alphabet::{Alphabet, STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// Longest header that is read.
const HEADER_MAX: usize = 8192;

/// The claims that a refusal asks for: a JSON object, as Microsoft wrote it. `None` when it asks for none.
#[must_use]
pub fn claims(headers: &HeaderMap) -> Option<String> {
    let texts = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    texts
        .filter(|text| text.len() <= HEADER_MAX)
        .flat_map(challenges)
        .find_map(|challenge| challenge.claims())
}

/// One challenge of a header.
#[derive(Default)]
struct Challenge {
    bearer: bool,
    parameters: Vec<(String, String)>,
}

impl Challenge {
    fn claims(&self) -> Option<String> {
        let asked = self.bearer && self.parameter("error") == Some("insufficient_claims");
        self.parameter("claims").filter(|_| asked).and_then(decoded)
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(found, _)| found.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

fn decoded(claims: &str) -> Option<String> {
    let decode = |alphabet: &Alphabet| {
        let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        GeneralPurpose::new(alphabet, config).decode(claims).ok()
    };
    let text = String::from_utf8(decode(&STANDARD).or_else(|| decode(&URL_SAFE))?).ok()?;
    let object: Result<serde_json::Map<String, serde_json::Value>, _> = serde_json::from_str(&text);
    object.is_ok().then_some(text)
}

/// The challenges of one header.
fn challenges(header: &str) -> Vec<Challenge> {
    let mut found = Vec::new();
    for element in elements(header) {
        let (before, value) = element.split_once('=').unwrap_or((element.as_str(), ""));
        // A scheme stands before the first parameter of its challenge, or alone.
        let (scheme, name) = match before.trim().split_once([' ', '\t']) {
            Some((scheme, name)) => (Some(scheme), name.trim()),
            None if element.contains('=') => (None, before.trim()),
            None => (Some(before.trim()), ""),
        };
        if let Some(scheme) = scheme {
            found.push(Challenge { bearer: scheme.eq_ignore_ascii_case("bearer"), parameters: Vec::new() });
        }
        if let Some(challenge) = found.last_mut().filter(|_| !name.is_empty()) {
            challenge.parameters.push((name.to_owned(), unquoted(value.trim())));
        }
    }
    found
}

/// The parts between commas; a comma inside quotes is none.
fn elements(header: &str) -> Vec<String> {
    let mut elements = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in header.chars() {
        match c {
            '"' if !escaped => quoted = !quoted,
            ',' if !quoted => {
                elements.push(String::new());
                continue;
            }
            _ => {}
        }
        escaped = quoted && c == '\\' && !escaped;
        if let Some(element) = elements.last_mut() {
            element.push(c);
        }
    }
    elements
        .into_iter()
        .map(|element| element.trim().to_owned())
        .filter(|element| !element.is_empty())
        .collect()
}

/// The content of a quoted string (RFC 9110 section 5.6.4), or the text itself.
fn unquoted(text: &str) -> String {
    let Some(inner) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return text.to_owned();
    };
    let mut plain = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        plain.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    plain
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::{STANDARD as PADDED, URL_SAFE_NO_PAD};

    use super::*;

    /// Its base64 has a `+` and a `/`, its base64url a `-` and a `_`.
    const CLAIMS: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"?????~~~~~"}}}"#;

    fn asked(headers: &[&str]) -> Option<String> {
        let mut map = HeaderMap::new();
        for header in headers {
            map.append(WWW_AUTHENTICATE, header.parse().unwrap());
        }
        claims(&map)
    }

    #[test]
    fn s1_48_microsofts_own_sample_is_read() {
        let sample = r#"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNjA0MTA2NjUxIn19fQ==""#;
        let expected = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;
        assert_eq!(asked(&[sample]).as_deref(), Some(expected));
    }

    #[test]
    fn s1_48_a_challenge_is_found_wherever_and_however_it_stands() {
        let (padded, url) = (PADDED.encode(CLAIMS), URL_SAFE_NO_PAD.encode(CLAIMS));
        assert!(padded.contains(['+', '/']) && url.contains(['-', '_']));
        let found = [
            format!(r#"Bearer claims="{padded}", error="insufficient_claims""#),
            format!(r#"bearer error=insufficient_claims,claims="{url}""#),
            format!(r#"BEARER  ERROR="insufficient_claims" , CLAIMS = "{}""#, padded.trim_end_matches('=')),
            format!(
                r#"Basic realm="a, b=\"c", Negotiate abc==, Bearer realm="x,claims=\"y\"", error="insufficient_claims", claims="{url}", client_id="z""#
            ),
            format!(r#"Bearer error="insufficient_claims", claims="{url}", NTLM"#),
        ];
        for header in &found {
            assert_eq!(asked(&[header]).as_deref(), Some(CLAIMS), "{header}");
            assert_eq!(asked(&["Basic realm=\"\"", header]).as_deref(), Some(CLAIMS), "{header}");
        }
    }

    #[test]
    fn s1_48_what_is_no_challenge_asks_for_nothing() {
        let claims = PADDED.encode(CLAIMS);
        let array = PADDED.encode("[]");
        let binary = PADDED.encode([0xff, 0xfe]);
        let long = PADDED.encode(format!(r#"{{"x":"{}"}}"#, "y".repeat(HEADER_MAX)));
        let nothing = [
            String::new(),
            "Bearer".to_owned(),
            format!(r#"Bearer error="invalid_token", claims="{claims}""#),
            format!(r#"Basic error="insufficient_claims", claims="{claims}""#),
            format!(r#"Bearer error="insufficient_claims", Basic claims="{claims}""#),
            format!(r#"error="insufficient_claims", claims="{claims}""#),
            r#"Bearer error="insufficient_claims""#.to_owned(),
            r#"Bearer error="insufficient_claims", claims="""#.to_owned(),
            r#"Bearer error="insufficient_claims", claims="***""#.to_owned(),
            format!(r#"Bearer error="insufficient_claims", claims="{array}""#),
            format!(r#"Bearer error="insufficient_claims", claims="{binary}""#),
            format!(r#"Bearer error="insufficient_claims", claims="{long}""#),
            format!(r#"Bearer error="insufficient_claims, claims="{claims}"#),
            r#"Bearer error="insufficient_claims", claims="\"#.to_owned(),
        ];
        for header in &nothing {
            assert_eq!(asked(&[header]), None, "{header}");
        }
        assert_eq!(asked(&[]), None);
    }
}
