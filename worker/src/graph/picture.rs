//! Pictures: streamed on as they come, under one of a few media types that cannot run scripts (S3-16, S3-17).

use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Response};

use super::fault::GraphFault;
use crate::platform::body::Body;

/// Whether a browser may keep a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// For an hour. For addresses that belong to one person only.
    Hour,
    /// Not at all. For addresses that are the same for everybody: the next person at this browser must not see the last
    /// one's picture (S3-19).
    Never,
}

/// Media types of pictures. SVG is not among them: it is a document that can hold scripts.
const SAFE: &[&str] = &["image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"];
/// Longest picture whose length is believed.
const LENGTH_MAX: u64 = 64 * 1024 * 1024;

/// Our answer with the body of `answer`: nothing of its headers but the media type and the length (S3-15).
///
/// # Errors
/// [`GraphFault::Invalid`] when it is no picture of a safe type.
pub fn pass(answer: Response<Body>, keep: Keep) -> Result<Response<Body>, GraphFault> {
    let (parts, body) = answer.into_parts();
    let media_type = media_type(&parts.headers).ok_or(GraphFault::Invalid)?;
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Some(length) = length(&parts.headers) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    let caching = match keep {
        Keep::Hour => "private, max-age=3600",
        Keep::Never => contract::headers::NO_STORE,
    };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    Ok(response)
}

fn media_type(headers: &HeaderMap) -> Option<&'static str> {
    let essence = essence(headers)?;
    SAFE.iter().copied().find(|safe| safe.eq_ignore_ascii_case(essence))
}

/// The media type without its parameters. Several headers would be read differently by different readers: none, then.
pub(super) fn essence(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    match (values.next(), values.next()) {
        (Some(only), None) => only.to_str().ok()?.split(';').next().map(str::trim),
        _ => None,
    }
}

/// The announced length, if it is believable and still that of the body, which arrives here decompressed.
fn length(headers: &HeaderMap) -> Option<u64> {
    let text = headers.get(CONTENT_LENGTH)?.to_str().ok()?;
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let plain = digits && !headers.contains_key(CONTENT_ENCODING);
    text.parse().ok().filter(|length| plain && *length <= LENGTH_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(headers: &[(&str, &str)]) -> Result<Response<Body>, GraphFault> {
        let mut answer = Response::builder();
        for (name, value) in headers {
            answer = answer.header(*name, *value);
        }
        pass(answer.body(Body::Bytes(b"picture".to_vec())).unwrap(), Keep::Hour)
    }

    #[test]
    fn s3_15_of_a_picture_only_type_and_length_are_kept() {
        let response = passed(&[
            ("content-type", "IMAGE/JPEG; charset=utf-8"),
            ("content-length", "7"),
            ("set-cookie", "a=b"),
            ("content-disposition", "inline"),
            ("cache-control", "public"),
            ("x-ms-ags-diagnostic", "x"),
        ]);
        let response = response.unwrap();
        let mut names: Vec<&str> = response.headers().keys().map(http::HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["cache-control", "content-length", "content-type"]);
        assert_eq!(response.headers()["content-type"], "image/jpeg");
        assert_eq!(response.headers()["cache-control"], "private, max-age=3600");
        assert!(matches!(response.into_body(), Body::Bytes(bytes) if bytes == b"picture"));
    }

    #[test]
    fn s3_16_what_is_no_safe_picture_is_refused() {
        for media_type in
            ["image/svg+xml", "text/html", "application/json", "image/*", "image/x-icon", "", "image"]
        {
            let refused = passed(&[("content-type", media_type)]).map(|_| ());
            assert_eq!(refused, Err(GraphFault::Invalid), "{media_type}");
        }
        assert_eq!(passed(&[]).map(|_| ()), Err(GraphFault::Invalid));
        let both = [("content-type", "image/png"), ("content-type", "text/html")];
        assert_eq!(passed(&both).map(|_| ()), Err(GraphFault::Invalid));
    }

    #[test]
    fn s7_02_a_length_is_passed_on_only_where_it_can_be_right() {
        let png = ("content-type", "image/png");
        for text in ["", "-1", "+7", "7.0", "0x7", "99999999999999999999", "67108865", "7, 7"] {
            let response = passed(&[png, ("content-length", text)]).unwrap();
            assert!(!response.headers().contains_key("content-length"), "{text}");
        }
        let compressed = passed(&[png, ("content-length", "7"), ("content-encoding", "gzip")]).unwrap();
        assert!(!compressed.headers().contains_key("content-length"));
    }
}
