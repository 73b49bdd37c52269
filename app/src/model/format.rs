//! Sizes and dates as text. Units are the international ones in every language; dates are left to the browser, which
//! knows the person's language, and only their shape is checked here.

/// Steps of the decimal units that OneDrive shows, too.
const UNITS: [&str; 5] = ["bytes", "KB", "MB", "GB", LARGEST];
const LARGEST: &str = "TB";

/// A size in three digits at most, with its unit.
#[must_use]
pub fn size(bytes: u64) -> String {
    let bytes = u128::from(bytes);
    let mut divisor: u128 = 1;
    let mut name = "";
    for unit in UNITS {
        name = unit;
        // Rounded, this unit would show 1000.
        if bytes * 2 < divisor * 1_999 || unit == LARGEST {
            break;
        }
        divisor *= 1000;
    }
    let whole = (bytes + divisor / 2) / divisor;
    let tenths = (bytes * 10 + divisor / 2) / divisor;
    match (divisor, whole) {
        (1, 1) => "1 byte".to_owned(),
        (1, _) | (_, 100..) => format!("{whole} {name}"),
        _ if tenths.is_multiple_of(10) => format!("{} {name}", tenths / 10),
        _ => format!("{}.{} {name}", tenths / 10, tenths % 10),
    }
}

/// The first letters of the first and last word of a name, for the circle that stands for a person. What is in brackets
/// or starts with a digit is no name. Capitals are left to the style sheet: their tables weigh more than a page.
#[must_use]
pub fn initials(name: &str) -> String {
    let is_letter = |c: &char| !c.is_ascii() || c.is_ascii_alphabetic();
    let mut letters = name.split_whitespace().filter_map(|word| word.chars().next().filter(is_letter));
    let first = letters.next();
    first.into_iter().chain(letters.next_back()).collect()
}

/// The text, if it is a point in time as Graph writes it (RFC 3339 in UTC): only then is it given to the browser.
#[must_use]
pub fn timestamp(text: &str) -> Option<&str> {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let (head, tail) = text.as_bytes().split_at_checked(SHAPE.len())?;
    let shaped = head.iter().zip(SHAPE).all(|(byte, shape)| match shape {
        b'0' => byte.is_ascii_digit(),
        literal => byte == literal,
    });
    let fraction = tail.strip_suffix(b"Z")?;
    let ended = fraction.is_empty()
        || matches!(fraction, [b'.', digits @ ..] if digits.iter().all(u8::is_ascii_digit));
    (shaped && ended).then_some(text)
}

/// An address that a link may lead to: a script's address would run as ours.
#[must_use]
pub fn web_address(text: &str) -> Option<&str> {
    (text.starts_with("https://") || text.starts_with("http://")).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_three_digits_and_a_unit() {
        let cases = [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1_000, "1 KB"),
            (1_049, "1 KB"),
            (1_050, "1.1 KB"),
            (12_345, "12.3 KB"),
            (123_456, "123 KB"),
            (999_499, "999 KB"),
            (999_500, "1 MB"),
            (123_500_000, "124 MB"),
            (5_300_000_000, "5.3 GB"),
            (2_000_000_000_000, "2 TB"),
            (u64::MAX, "18446744 TB"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(size(bytes), expected, "{bytes}");
        }
    }

    #[test]
    fn initials_are_those_of_the_first_and_the_last_word() {
        let cases = [
            ("Ada Lovelace", "AL"),
            ("ada maria lovelace (extern)", "al"),
            ("Plato", "P"),
            ("山田 太郎", "山太"),
            ("  ", ""),
            ("123 !", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn only_points_in_time_are_given_to_the_browser() {
        for good in ["2026-11-22T09:08:07Z", "2026-11-22T09:08:07.123Z"] {
            assert_eq!(timestamp(good), Some(good));
        }
        for bad in [
            "",
            "2026-11-22",
            "2026-11-22T09:08:07",
            "2026-11-22T09:08:07+01:00",
            "22.11.2026T09:08:07Z",
            "ü",
        ] {
            assert_eq!(timestamp(bad), None, "{bad}");
        }
    }

    #[test]
    fn no_link_leads_to_a_script() {
        for bad in ["javascript:alert(1)", " https://a", "data:text/html,x", "//a", "/a", ""] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
        assert_eq!(web_address("https://contoso.sharepoint.com/a"), Some("https://contoso.sharepoint.com/a"));
    }
}
