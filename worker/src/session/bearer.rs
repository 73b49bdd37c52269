//! Bearer tokens in requests (RFC 6750, section 2.1): those of frames, and those that surfaces gave out.

use http::HeaderMap;
use http::header::AUTHORIZATION;

/// What stands in `Authorization`.
#[derive(Debug, PartialEq, Eq)]
pub enum Bearer<'a> {
    /// Nothing.
    Absent,
    /// One token.
    Token(&'a str),
    /// Something else, or more than one.
    Malformed,
}

/// Reads the header. The token's own form is for its reader to judge.
#[must_use]
pub fn token(headers: &HeaderMap) -> Bearer<'_> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = match (values.next(), values.next()) {
        (None, _) => return Bearer::Absent,
        (Some(only), None) => only.to_str().ok(),
        (Some(_), Some(_)) => None,
    };
    // The scheme's name is written in any case (RFC 9110, section 11.1).
    let token = value
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    match token {
        Some((_, token)) if !token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic()) => {
            Bearer::Token(token)
        }
        Some(_) | None => Bearer::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_token_and_nothing_beside_it() {
        let cases: [(&[&str], Bearer<'_>); 8] = [
            (&[], Bearer::Absent),
            (&["Bearer abc.def"], Bearer::Token("abc.def")),
            (&["bearer abc"], Bearer::Token("abc")),
            (&["Bearer a", "Bearer a"], Bearer::Malformed),
            (&["Basic abc"], Bearer::Malformed),
            (&["Bearer"], Bearer::Malformed),
            (&["Bearer "], Bearer::Malformed),
            (&["Bearer a b"], Bearer::Malformed),
        ];
        for (values, expected) in cases {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(AUTHORIZATION, value.parse().unwrap());
            }
            assert_eq!(token(&headers), expected, "{values:?}");
        }
    }
}
