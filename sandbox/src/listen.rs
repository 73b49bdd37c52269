//! Listening: one loop for each host. It drives HTTP/1.1 connections itself, because a fault has to be able to drop a
//! connection without an answer, which a router cannot.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::certificate::Certificate;

/// Put into a response's extensions to drop the connection instead of answering.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DropConnection;

/// What is needed to serve https.
pub(crate) struct Tls(TlsAcceptor);

impl Tls {
    /// With this certificate.
    pub(crate) fn with(certificate: &Certificate) -> io::Result<Self> {
        let own = CertificateDer::from_pem_slice(certificate.certificate_pem.as_bytes());
        let key = PrivateKeyDer::from_pem_slice(certificate.key_pem.as_bytes());
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(vec![own.map_err(io::Error::other)?], key.map_err(io::Error::other)?)
            .map_err(io::Error::other)?;
        Ok(Self(TlsAcceptor::from(Arc::new(config))))
    }
}

/// Serves a router until the returned set is dropped.
pub(crate) fn serve(listener: TcpListener, router: Router, tls: Option<&Tls>) -> JoinSet<()> {
    let acceptor = tls.map(|tls| tls.0.clone());
    let mut tasks = JoinSet::new();
    tasks.spawn(accept(listener, router, acceptor));
    tasks
}

async fn accept(listener: TcpListener, router: Router, acceptor: Option<TlsAcceptor>) {
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next() => continue,
        };
        // A client that went away before it was accepted is no reason to stop listening.
        let Ok((stream, _)) = accepted else { continue };
        connections.spawn(connection(stream, router.clone(), acceptor.clone()));
    }
}

async fn connection(stream: TcpStream, router: Router, acceptor: Option<TlsAcceptor>) {
    match acceptor {
        None => exchange(stream, router).await,
        Some(acceptor) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                exchange(stream, router).await;
            }
        }
    }
}

async fn exchange(stream: impl AsyncRead + AsyncWrite + Unpin, router: Router) {
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request: hyper::Request<Incoming>| answer(router.clone(), request));
    // An error here is a connection that the client or a fault broke: nobody is left to be told.
    let _broken = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(
    router: TowerToHyperService<Router>,
    request: hyper::Request<Incoming>,
) -> Result<Response, io::Error> {
    let request: Request = request.map(Body::new);
    let response: Result<Response, Infallible> = hyper::service::Service::call(&router, request).await;
    match response {
        Ok(response) if response.extensions().get::<DropConnection>().is_some() => {
            Err(io::Error::from(io::ErrorKind::ConnectionReset))
        }
        Ok(response) => Ok(response),
        Err(never) => match never {},
    }
}
