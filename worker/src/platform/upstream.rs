//! Requests to Microsoft, as an argument.

use std::time::Duration;

use async_trait::async_trait;
use http::{Request, Response};

use super::body::Body;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UpstreamError {
    /// Headers did not arrive before the deadline.
    #[error("no answer before the deadline")]
    Timeout,
    /// The connection could not be made, or broke before the headers were complete.
    #[error("connection failed")]
    Unreachable,
}

/// Sends requests to configured origins.
#[async_trait(?Send)]
pub trait Upstream {
    /// Sends the request and waits until the answer's headers are there, at most for `deadline`; the rest of the body must
    /// follow within the same time after that (S7-01). Redirects are never followed (S3-21). The URI is absolute.
    ///
    /// # Errors
    /// When no complete set of headers arrived in time.
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        deadline: Duration,
    ) -> Result<Response<Body>, UpstreamError>;
}
