//! Requests to Microsoft by the runtime's `fetch`: with a deadline, without following redirects.

use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use futures_util::stream::LocalBoxStream;
use http::{Request, Response};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast as _, JsValue};
use worker::{AbortSignal, Fetch, RequestInit, RequestRedirect, ResponseBody};

use super::convert;
use crate::platform::body::{Body, BrokenBody};
use crate::platform::upstream::{Upstream, UpstreamError};

/// The runtime's `fetch`.
pub(crate) struct WorkersUpstream;

#[async_trait(?Send)]
impl Upstream for WorkersUpstream {
    async fn send(
        &self,
        request: Request<Vec<u8>>,
        deadline: Duration,
    ) -> Result<Response<Body>, UpstreamError> {
        let outgoing = outgoing(request).map_err(|_| UpstreamError::Unreachable)?;
        // One signal bounds headers and body together: a body that trickles is cut off at the same moment (S7-01).
        let milliseconds = u32::try_from(deadline.as_millis()).unwrap_or(u32::MAX);
        let signal = web_sys::AbortSignal::timeout_with_u32(milliseconds);
        let answer = Fetch::Request(outgoing).send_with_signal(&AbortSignal::from(signal.clone())).await;
        match answer {
            Ok(answer) => convert::answer_in(answer).ok_or(UpstreamError::Unreachable),
            Err(_) if signal.aborted() => Err(UpstreamError::Timeout),
            Err(_) => Err(UpstreamError::Unreachable),
        }
    }
}

fn outgoing(request: Request<Vec<u8>>) -> worker::Result<worker::Request> {
    let (parts, body) = request.into_parts();
    let mut init = RequestInit::new();
    init.with_method(parts.method.to_string().into())
        .with_headers(convert::headers_out(&parts.headers)?)
        .with_redirect(RequestRedirect::Manual);
    if !body.is_empty() {
        init.with_body(Some(JsValue::from(Uint8Array::from(body.as_slice()))));
    }
    worker::Request::new_with_init(&parts.uri.to_string(), &init)
}

/// The chunks of one of the runtime's streams, for bodies that have to be read here.
pub(crate) fn chunks(
    stream: web_sys::ReadableStream,
) -> LocalBoxStream<'static, Result<Vec<u8>, BrokenBody>> {
    let response = worker::ResponseBuilder::new().body(ResponseBody::Stream(stream));
    let mut response = response;
    match response.stream() {
        Ok(stream) => stream.map(|chunk| chunk.map_err(|_| BrokenBody)).boxed_local(),
        Err(_) => futures_util::stream::iter([Err(BrokenBody)]).boxed_local(),
    }
}

/// The runtime's stream behind an answer, untouched.
pub(super) fn native(response: &web_sys::Response) -> Body {
    response.body().map_or(Body::Empty, |stream| Body::Native(stream.unchecked_into()))
}
