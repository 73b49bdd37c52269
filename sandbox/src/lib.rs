//! An offline stand-in for the parts of Microsoft 365 that an app talks to: Entra's sign-in and tokens, Microsoft Graph, and
//! the hosts that files come from. It follows the documented contracts closely enough that an app cannot tell, and it can be
//! told to go wrong. See the README for every known difference from the real service.

pub mod applications;
mod certificate;
pub mod clock;
mod control;
pub mod entra;
pub mod faults;
pub mod graph;
mod hosts;
mod html;
pub mod journal;
mod listen;
pub mod mail;
mod observe;
pub mod people;
mod shared;
pub mod world;

use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::applications::Applications;
pub use crate::certificate::{Certificate, CertificateFiles};
use crate::journal::Service;
use crate::listen::Tls;
use crate::world::{Origins, World};

/// The ports of the hosts; 0 means any free one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ports {
    /// Sign-in.
    pub entra: u16,
    /// Microsoft Graph.
    pub graph: u16,
    /// Downloads and thumbnails.
    pub content: u16,
    /// The control page.
    pub control: u16,
    /// Microsoft Teams.
    pub teams: u16,
    /// Outlook on the web.
    pub outlook: u16,
    /// Harbour, a web app of somebody else's.
    pub harbour: u16,
}

/// How to start a sandbox.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where to listen.
    pub ports: Ports,
    /// Whether to speak https with a self-signed certificate, which MSAL and teams-js insist on. The control page stays on http:
    /// it is nobody's real host, and what calls it would have to trust the certificate first.
    pub tls: bool,
    /// Where that certificate is kept; without it, each start makes a new one.
    pub certificate: Option<CertificateFiles>,
    /// The app registrations; the built-in ones without it.
    pub applications: Option<PathBuf>,
}

/// A running sandbox. It stops when it is dropped.
pub struct Sandbox {
    world: Arc<World>,
    certificate: Option<Certificate>,
    _running: Vec<JoinSet<()>>,
}

impl Sandbox {
    /// Starts the hosts on the loopback interface.
    ///
    /// # Errors
    /// When a port is taken or the applications file cannot be read.
    pub async fn start(options: Options) -> io::Result<Self> {
        let applications = read_applications(options.applications.as_ref())?;
        let certificate = options.tls.then(|| certificate(options.certificate.as_ref())).transpose()?;
        let tls = certificate.as_ref().map(Tls::with).transpose()?;
        let Ports { entra, graph, content, control, teams, outlook, harbour } = options.ports;
        let listeners = [
            bind(entra).await?,
            bind(graph).await?,
            bind(content).await?,
            bind(control).await?,
            bind(teams).await?,
            bind(outlook).await?,
            bind(harbour).await?,
        ];
        let [entra, graph, content, control, teams, outlook, harbour] = &listeners;
        let scheme = if options.tls { "https" } else { "http" };
        let at = |name: &str, listener: &TcpListener| -> io::Result<String> {
            Ok(format!("{scheme}://{name}:{}", listener.local_addr()?.port()))
        };
        let origin = |listener: &TcpListener| at("localhost", listener);
        let origins = Origins {
            entra: origin(entra)?,
            graph: origin(graph)?,
            content: origin(content)?,
            control: format!("http://localhost:{}", control.local_addr()?.port()),
            teams: at("teams.localhost", teams)?,
            outlook: at("outlook.localhost", outlook)?,
            harbour: origin(harbour)?,
        };
        let world = Arc::new(World::new(origins, applications));
        let serving = listeners.into_iter().zip(routers(&world));
        let mut listeners: Vec<JoinSet<()>> = serving
            .map(|(listener, (speaks, router))| {
                listen::serve(listener, router, tls.as_ref().filter(|_| speaks == Speaks::AsTold))
            })
            .collect();
        let mut delivery = JoinSet::new();
        delivery.spawn(graph::deliver(Arc::clone(&world)));
        listeners.push(delivery);
        Ok(Self { world, certificate, _running: listeners })
    }

    /// The origin of the sign-in host.
    #[must_use]
    pub fn entra(&self) -> &str {
        &self.world.origins.entra
    }

    /// The origin of Microsoft Graph.
    #[must_use]
    pub fn graph(&self) -> &str {
        &self.world.origins.graph
    }

    /// The origin of downloads and thumbnails.
    #[must_use]
    pub fn content(&self) -> &str {
        &self.world.origins.content
    }

    /// The origin of the control page.
    #[must_use]
    pub fn control(&self) -> &str {
        &self.world.origins.control
    }

    /// The origin of Microsoft Teams.
    #[must_use]
    pub fn teams(&self) -> &str {
        &self.world.origins.teams
    }

    /// The origin of Outlook on the web.
    #[must_use]
    pub fn outlook(&self) -> &str {
        &self.world.origins.outlook
    }

    /// The origin of Harbour, a web app of somebody else's.
    #[must_use]
    pub fn harbour(&self) -> &str {
        &self.world.origins.harbour
    }

    /// What the hosts share.
    #[must_use]
    pub fn world(&self) -> &Arc<World> {
        &self.world
    }

    /// The certificate to trust, when https is spoken.
    #[must_use]
    pub fn certificate_pem(&self) -> Option<&str> {
        self.certificate.as_ref().map(|certificate| certificate.certificate_pem.as_str())
    }

    /// The same with its key, for an app beside the sandbox.
    #[must_use]
    pub fn certificate(&self) -> Option<&Certificate> {
        self.certificate.as_ref()
    }
}

/// What a host speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speaks {
    /// http or https, as the options say.
    AsTold,
    /// http in any case.
    Http,
}

/// The routers in the order of the ports.
fn routers(world: &Arc<World>) -> [(Speaks, Router); 7] {
    let content = graph::content_router(Arc::clone(world));
    [
        (Speaks::AsTold, observe::watched(world, Service::Entra, entra::router(Arc::clone(world)))),
        (Speaks::AsTold, observe::watched(world, Service::Graph, graph::router(Arc::clone(world)))),
        (Speaks::AsTold, observe::watched(world, Service::Content, content)),
        (Speaks::Http, control::router(Arc::clone(world))),
        (Speaks::AsTold, hosts::teams::router(Arc::clone(world))),
        (Speaks::AsTold, hosts::outlook::router(Arc::clone(world))),
        (Speaks::AsTold, hosts::harbour::router(Arc::clone(world))),
    ]
}

fn certificate(kept: Option<&CertificateFiles>) -> io::Result<Certificate> {
    kept.map_or_else(Certificate::new, Certificate::kept)
}

async fn bind(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
}

fn read_applications(file: Option<&PathBuf>) -> io::Result<Applications> {
    let parsed = match file {
        Some(file) => Applications::parse(&std::fs::read_to_string(file)?),
        None => Applications::built_in(),
    };
    parsed.map_err(io::Error::other)
}
