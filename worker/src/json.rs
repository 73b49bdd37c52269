//! JSON in bodies: read within bounds, written with its media type.

use contract::problem::ErrorCode;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::ApiError;
use crate::platform::body::{Body, ReadError};

/// Reads the body of a call.
///
/// # Errors
/// When it is not JSON by its header, is longer than `length_max` bytes, or is not of the documented form.
pub async fn read<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    length_max: usize,
) -> Result<T, ApiError> {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let plain = !headers.contains_key(CONTENT_ENCODING);
    if !plain || media_type.is_none_or(|found| !found.eq_ignore_ascii_case("application/json")) {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    let bytes = body.read(length_max).await.map_err(|error| match error {
        ReadError::TooLarge => ErrorCode::BodyTooLarge,
        ReadError::Broken => ErrorCode::InvalidRequest,
    })?;
    serde_json::from_slice(&bytes).map_err(|_| ErrorCode::InvalidRequest.into())
}

/// An answer with a JSON body.
#[must_use]
pub fn answer(value: &impl Serialize) -> Response<Body> {
    // Answers are structs of texts and numbers, which always serialise.
    let mut response = Response::new(Body::Bytes(serde_json::to_vec(value).unwrap_or_default()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
