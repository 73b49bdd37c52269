//! What stands before a worker at Cloudflare: files of the site are answered beside it, compressed, and only the rest reaches it.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HOST, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderValue, Response};
use axum::response::IntoResponse as _;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::tab::compressed;

/// A port that is listened on, before it is known what for.
pub struct Front {
    /// Where browsers go.
    pub origin: String,
    listener: TcpListener,
}

struct Behind {
    worker: String,
    host: HeaderValue,
    files: HashMap<String, (&'static str, Vec<u8>)>,
    client: reqwest::Client,
}

impl Front {
    /// Takes a free port.
    pub async fn bind() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        Self { origin: format!("http://localhost:{port}"), listener }
    }

    /// Answers for the worker at this origin, with the hashed files of this site.
    pub fn serve(self, worker: &str, site: &Path, tasks: &mut JoinSet<()>) {
        let host = self.origin.trim_start_matches("http://").parse().expect("a host");
        let files = hashed_files(&site.join("assets"));
        let behind = Behind { worker: worker.to_owned(), host, files, client: reqwest::Client::new() };
        let router = Router::new().fallback(answer).with_state(Arc::new(behind));
        tasks.spawn(async move { axum::serve(self.listener, router).await.expect("it serves") });
    }
}

fn hashed_files(folder: &Path) -> HashMap<String, (&'static str, Vec<u8>)> {
    let files = fs::read_dir(folder).expect("the site").map(|entry| entry.expect("an entry").path());
    files
        .map(|path| {
            let kind = match path.extension().and_then(|extension| extension.to_str()) {
                Some("wasm") => "application/wasm",
                Some("css") => "text/css",
                _ => "text/javascript",
            };
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
            (format!("/assets/{name}"), (kind, compressed(&fs::read(&path).expect("a file"))))
        })
        .collect()
}

async fn answer(State(behind): State<Arc<Behind>>, request: Request) -> Response<Body> {
    if let Some((kind, file)) = behind.files.get(request.uri().path()) {
        let headers = [
            (CONTENT_TYPE, *kind),
            (CONTENT_ENCODING, "br"),
            (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ];
        return (headers, file.clone()).into_response();
    }
    passed_on(&behind, request).await
}

/// To the worker and back. It knows no other address than the browser's.
async fn passed_on(behind: &Behind, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.expect("a body");
    let mut headers: HeaderMap = parts.headers;
    headers.insert(HOST, behind.host.clone());
    let url = format!("{}{}", behind.worker, parts.uri);
    let call = behind.client.request(parts.method, url).headers(headers).body(body);
    let answer = call.send().await.expect("the worker answers");
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    headers.remove(TRANSFER_ENCODING);
    (status, headers, answer.bytes().await.expect("a body")).into_response()
}
