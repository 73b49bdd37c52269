//! Microsoft's own libraries, unchanged, sign in against the sandbox: what they accept, the connector may rely on.

mod browser;
mod graph_openapi;
pub(crate) mod graph_types;
mod nested;
mod node;

use std::io::Write as _;

use sandbox::{Options, Sandbox};
use tempfile::NamedTempFile;

/// A sandbox that speaks https, which the libraries insist on.
async fn secure_sandbox() -> Sandbox {
    let options = Options { tls: true, ..Options::default() };
    Sandbox::start(options).await.expect("the sandbox starts on free ports")
}

/// The sandbox's certificate in a file, for those who are to trust it.
fn certificate(sandbox: &Sandbox) -> NamedTempFile {
    let mut file = NamedTempFile::new().expect("a temporary file");
    let pem = sandbox.certificate_pem().expect("https has a certificate");
    file.write_all(pem.as_bytes()).expect("the certificate is written");
    file
}
