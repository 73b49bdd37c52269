//! The bytes of a file, made up while they are sent: the same for the same file at every offset, so that a part can be
//! compared with the whole, and never in memory as a whole.

use std::fmt::Write as _;
use std::ops::Range;

use axum::body::Bytes;

/// How much is made at a time: 64 KiB.
const PIECE: u64 = 64 * 1024;
/// Bytes of a line, its break included.
const LINE: u64 = 1024;
/// Digits at the start of a line.
const OFFSET_DIGITS: u64 = 15;

/// The pieces of `range`, in order.
pub(crate) fn pieces(range: Range<u64>) -> impl Iterator<Item = Bytes> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let end = range.end.min(at.saturating_add(PIECE));
        let piece = (at < end).then(|| piece(at, end))?;
        at = end;
        Some(piece)
    })
}

/// Lines that begin with their own offset in hexadecimal and are filled up with dots: text, so that any viewer shows what
/// it got.
fn piece(start: u64, end: u64) -> Bytes {
    let first_line = start - start % LINE;
    let lines = (first_line..end).step_by(usize::try_from(LINE).unwrap_or(1));
    let fill = ".".repeat(usize::try_from(LINE - OFFSET_DIGITS - 1).unwrap_or_default());
    let mut text = String::new();
    for offset in lines {
        // Writing into a string cannot fail.
        _ = writeln!(text, "{offset:015x}{fill}");
    }
    let skip = usize::try_from(start - first_line).unwrap_or_default();
    let length = usize::try_from(end - start).unwrap_or_default();
    Bytes::from(text).slice(skip..skip + length)
}

/// What a `Range` header asks of a file of that size (RFC 9110 section 14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All of it: no header, or one that may be ignored.
    Whole,
    /// One part.
    Part(Range<u64>),
    /// A part that is not there.
    Unsatisfiable,
}

impl Wanted {
    /// Reads the header. Several ranges and unknown units are ignored, as RFC 9110 section 14.2 allows.
    pub(crate) fn parse(header: Option<&str>, size: u64) -> Self {
        let Some((first, last)) = header
            .and_then(|header| header.strip_prefix("bytes="))
            .filter(|ranges| !ranges.contains(','))
            .and_then(|range| range.trim().split_once('-'))
        else {
            return Self::Whole;
        };
        let range = match (first.parse::<u64>(), last.parse::<u64>()) {
            (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(size),
            (Ok(first), Err(_)) if last.is_empty() => first..size,
            (Err(_), Ok(length)) if first.is_empty() => size.saturating_sub(length)..size,
            _ => return Self::Whole,
        };
        if range.start < range.end { Self::Part(range) } else { Self::Unsatisfiable }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(range: Range<u64>) -> Vec<u8> {
        pieces(range).flat_map(|piece| piece.to_vec()).collect()
    }

    #[test]
    fn a_part_equals_the_same_part_of_the_whole() {
        let whole = all(0..200_000);
        assert_eq!(whole.len(), 200_000);
        for (start, end) in [(0, 1), (15, 17), (65_530, 65_550), (100_003, 200_000), (7, 7)] {
            let part = all(u64::try_from(start).unwrap()..u64::try_from(end).unwrap());
            assert_eq!(part, whole[start..end], "{start}..{end}");
        }
    }

    #[test]
    fn range_headers_are_read_as_rfc_9110_says() {
        for (header, expected) in [
            (None, Wanted::Whole),
            (Some("bytes=0-99"), Wanted::Part(0..100)),
            (Some("bytes=90-"), Wanted::Part(90..1000)),
            (Some("bytes=-10"), Wanted::Part(990..1000)),
            (Some("bytes=-5000"), Wanted::Part(0..1000)),
            (Some("bytes=999-5000"), Wanted::Part(999..1000)),
            (Some("bytes=1000-"), Wanted::Unsatisfiable),
            (Some("bytes=-0"), Wanted::Unsatisfiable),
            (Some("bytes=5-1"), Wanted::Whole),
            (Some("bytes=0-1,5-6"), Wanted::Whole),
            (Some("lines=0-1"), Wanted::Whole),
            (Some("bytes=a-b"), Wanted::Whole),
        ] {
            assert_eq!(Wanted::parse(header, 1000), expected, "{header:?}");
        }
    }
}
