//! Query strings, read strictly: every name once, decoded once, in UTF-8.

use percent_encoding::percent_decode_str;

/// Longest query that is read; Entra's answers have up to about 3,000 characters.
const LENGTH_MAX: usize = 8192;

/// Reads `name=value&…`. `None` when a name comes twice, or anything is not well-formed: a bare name, a broken escape,
/// bytes that are no text, a control character.
#[must_use]
pub fn parse(query: &str) -> Option<Vec<(String, String)>> {
    if query.len() > LENGTH_MAX {
        return None;
    }
    let mut pairs: Vec<(String, String)> = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=')?;
        let (name, value) = (decode(name)?, decode(value)?);
        if pairs.iter().any(|(other, _)| *other == name) {
            return None;
        }
        pairs.push((name, value));
    }
    Some(pairs)
}

/// The value of a name.
#[must_use]
pub fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
}

fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    let escapes = spaced.split('%').skip(1);
    let whole = |part: &str| part.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    if !escapes.into_iter().all(whole) {
        return None;
    }
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    (!decoded.chars().any(char::is_control)).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_decoded_once() {
        let pairs = parse("a=1&b=x+y%20z&c=%2525&d=%E6%97%A5").unwrap();
        let values: Vec<&str> = ["a", "b", "c", "d"].map(|name| value(&pairs, name).unwrap()).to_vec();
        assert_eq!(values, ["1", "x y z", "%25", "日"]);
        assert_eq!(value(&pairs, "e"), None);
        assert_eq!(parse(""), Some(Vec::new()));
    }

    #[test]
    fn s3_07_what_is_not_well_formed_is_refused_whole() {
        for bad in
            ["a=1&a=2", "a=1&%61=2", "a", "a=%", "a=%4", "a=%zz", "a=%ff", "a=%00", "a=%0d%0a", "a=\u{7f}"]
        {
            assert_eq!(parse(bad), None, "{bad}");
        }
        assert_eq!(parse(&format!("a={}", "x".repeat(LENGTH_MAX))), None);
    }
}
