//! Requests to addresses of this machine, over http or https. Whatever certificate is shown there will do: nothing but
//! loopback is called.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use url::{Host, Url};

/// Bytes of an answer that are looked at.
const BODY_MAX: usize = 64 * 1024;

/// What an address answered.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

/// Whether an address is one of this machine.
pub(super) fn is_loopback(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| ["http", "https"].contains(&url.scheme()) && host(&url).is_some())
}

/// The address to connect to; none outside of this machine. Only browsers know where names below `localhost` lead.
fn host(url: &Url) -> Option<String> {
    match url.host()? {
        Host::Domain(name) => {
            (name == "localhost" || name.ends_with(".localhost")).then(|| "localhost".to_owned())
        }
        Host::Ipv4(address) => address.is_loopback().then(|| address.to_string()),
        Host::Ipv6(address) => address.is_loopback().then(|| address.to_string()),
    }
}

/// Sends a body and waits for the answer.
///
/// # Errors
/// Without an answer in time.
pub(super) async fn post(url: &Url, content_type: &str, body: String, within: Duration) -> io::Result<Reply> {
    tokio::time::timeout(within, exchange(url, content_type, body)).await.map_err(io::Error::other)?
}

async fn exchange(url: &Url, content_type: &str, body: String) -> io::Result<Reply> {
    let not_here = || io::Error::other("The address is not of this machine.");
    let (host, port) = (host(url).ok_or_else(not_here)?, url.port_or_known_default().ok_or_else(not_here)?);
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let authority = url.authority();
    let request = Request::post(format!("{}{query}", url.path()))
        .header(header::HOST, authority)
        .header(header::CONTENT_TYPE, content_type)
        .header(header::CONTENT_LENGTH, body.len())
        .body(Body::from(body))
        .map_err(io::Error::other)?;
    let stream = TcpStream::connect((host.as_str(), port)).await?;
    if url.scheme() == "https" {
        let name = match host.parse::<IpAddr>() {
            Ok(address) => ServerName::from(address),
            Err(_) => ServerName::try_from(host).map_err(io::Error::other)?,
        };
        send(connector()?.connect(name, stream).await?, request).await
    } else {
        send(stream, request).await
    }
}

async fn send(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    request: Request<Body>,
) -> io::Result<Reply> {
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    // It drives the connection, and ends with it.
    let mut driving = JoinSet::new();
    driving.spawn(async move { _ = connection.await });
    let answer = sender.send_request(request).await.map_err(io::Error::other)?;
    let (head, body) = answer.into_parts();
    let kind = head.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = kind.unwrap_or_default().to_owned();
    let body = to_bytes(Body::new(body), BODY_MAX).await.map_err(io::Error::other)?;
    Ok(Reply { status: head.status, content_type, body: body.to_vec() })
}

fn connector() -> io::Result<TlsConnector> {
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyCertificate))
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Believes every certificate.
#[derive(Debug)]
struct AnyCertificate;

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        default_provider().signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Sandbox};

    #[test]
    fn only_this_machine_is_called() {
        for (address, is_here) in [
            ("http://localhost:1/a", true),
            ("https://app.localhost:1/a?b=c", true),
            ("http://127.0.0.1/", true),
            ("http://[::1]:5/", true),
            ("http://localhost.elsewhere.example/", false),
            ("http://10.0.0.1/", false),
            ("ftp://localhost/", false),
            ("nothing", false),
        ] {
            assert_eq!(is_loopback(address), is_here, "{address}");
        }
    }

    #[tokio::test]
    async fn any_certificate_of_this_machine_will_do() {
        let sandbox = Sandbox::start(Options { tls: true, ..Options::default() }).await.unwrap();
        let url = Url::parse(&format!("{}/v1.0/me", sandbox.graph())).unwrap();

        let reply = post(&url, "text/plain", String::new(), Duration::from_secs(20)).await.unwrap();

        assert!(url.scheme() == "https" && reply.status == StatusCode::UNAUTHORIZED);
        assert!(reply.content_type.starts_with("application/json") && !reply.body.is_empty());
    }
}
