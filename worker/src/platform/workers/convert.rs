//! Requests and answers of the runtime, to and from the types that also exist on the host.

use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri};
use worker::{Headers, ResponseBody, ResponseBuilder};

use super::upstream::native;
use crate::platform::body::Body;

/// A request that came in. `None` when the runtime hands over something that is no HTTP.
pub(crate) fn request_in(mut request: worker::Request) -> Option<Request<Body>> {
    let url = request.url().ok()?;
    let uri: Uri = match url.query() {
        Some(query) => format!("{}?{query}", url.path()).parse().ok()?,
        None => url.path().parse().ok()?,
    };
    let method: Method = request.inner().method().parse().ok()?;
    let mut headers = headers_in(request.headers());
    // The runtime takes the host out of the headers where HTTP/2 carried it; the address always has it.
    if !headers.contains_key(http::header::HOST) {
        let authority = url.port().map_or_else(
            || url.host_str().unwrap_or_default().to_owned(),
            |port| format!("{}:{port}", url.host_str().unwrap_or_default()),
        );
        headers.insert(http::header::HOST, authority.parse().ok()?);
    }
    let body = match request.inner().body() {
        Some(_) => request.stream().ok().map_or(Body::Empty, |stream| {
            use futures_util::StreamExt as _;
            let chunks = stream.map(|chunk| chunk.map_err(|_| crate::platform::body::BrokenBody));
            Body::Stream(chunks.boxed_local())
        }),
        None => Body::Empty,
    };
    let mut incoming = Request::new(body);
    *incoming.method_mut() = method;
    *incoming.uri_mut() = uri;
    *incoming.headers_mut() = headers;
    Some(incoming)
}

/// An answer of ours on its way out.
pub(crate) fn answer_out(answer: Response<Body>) -> worker::Result<worker::Response> {
    let (parts, body) = answer.into_parts();
    let builder =
        ResponseBuilder::new().with_status(parts.status.as_u16()).with_headers(headers_out(&parts.headers)?);
    Ok(match body {
        Body::Empty => builder.empty(),
        Body::Bytes(bytes) => builder.fixed(bytes),
        Body::Stream(stream) => {
            use futures_util::StreamExt as _;
            let chunks = stream.map(|chunk| chunk.map_err(|broken| worker::Error::from(broken.to_string())));
            builder.from_stream(chunks)?
        }
        Body::Native(stream) => builder.body(ResponseBody::Stream(stream)),
    })
}

/// An answer that came from upstream; its body stays with the runtime until somebody reads it.
pub(crate) fn answer_in(answer: worker::Response) -> Option<Response<Body>> {
    let status = StatusCode::from_u16(answer.status_code()).ok()?;
    let headers = headers_in(answer.headers());
    let body = match answer.body() {
        ResponseBody::Empty => Body::Empty,
        ResponseBody::Body(bytes) => Body::Bytes(bytes.clone()),
        ResponseBody::Stream(_) => {
            let response: web_sys::Response = answer.into();
            native(&response)
        }
    };
    let mut incoming = Response::new(body);
    *incoming.status_mut() = status;
    *incoming.headers_mut() = headers;
    Some(incoming)
}

/// Headers for the runtime.
pub(crate) fn headers_out(map: &HeaderMap) -> worker::Result<Headers> {
    let headers = Headers::new();
    for (name, value) in map {
        if let Ok(text) = value.to_str() {
            headers.append(name.as_str(), text)?;
        }
    }
    Ok(headers)
}

fn headers_in(headers: &Headers) -> HeaderMap {
    let pairs = headers.entries().filter_map(|(name, value)| {
        Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?))
    });
    let mut map = HeaderMap::new();
    for (name, value) in pairs {
        map.append(name, value);
    }
    map
}
