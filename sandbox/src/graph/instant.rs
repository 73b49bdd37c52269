//! Moments as Graph writes them. The clock is the caller's: everything here takes Unix seconds.

use std::time::{Duration, SystemTime};

use time::OffsetDateTime;

/// ISO 8601 in UTC with its `Z`, as in `lastModifiedDateTime`.
pub(crate) fn timestamp(unix_seconds: i64) -> String {
    format!("{}Z", zoneless(unix_seconds))
}

/// The `date` of an error: ISO 8601 in UTC, without a zone. <https://learn.microsoft.com/graph/errors>
pub(crate) fn zoneless(unix_seconds: i64) -> String {
    let moment = OffsetDateTime::from_unix_timestamp(unix_seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        moment.year(),
        u8::from(moment.month()),
        moment.day(),
        moment.hour(),
        moment.minute(),
        moment.second()
    )
}

/// The `Date` header (RFC 9110 section 5.6.7).
pub(crate) fn http_date(unix_seconds: i64) -> String {
    let since = Duration::from_secs(u64::try_from(unix_seconds).unwrap_or_default());
    httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + since)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_graph_writes_them() {
        assert_eq!(timestamp(1_774_123_297), "2026-03-21T20:01:37Z");
        assert_eq!(zoneless(0), "1970-01-01T00:00:00");
        assert_eq!(http_date(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
