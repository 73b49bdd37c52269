//! The ports that are served on, and whether they are free.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use crate::failure::Failure;

/// Where everything listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ports {
    /// Mooring.
    pub(crate) app: u16,
    /// The first of the sandbox's seven: control, Entra, Graph, contents, Teams, Outlook, Harbour.
    pub(crate) sandbox: u16,
    /// Whether all of it, but for the sandbox's control page, speaks https with a certificate made for this machine.
    pub(crate) https: bool,
}

impl Default for Ports {
    fn default() -> Self {
        Self { app: 8787, sandbox: 8700, https: false }
    }
}

impl Ports {
    /// How browsers speak with what listens.
    pub(crate) fn scheme(self) -> &'static str {
        if self.https { "https" } else { "http" }
    }

    /// The sandbox's switches and journal.
    pub(crate) fn control(self) -> u16 {
        self.sandbox
    }

    /// Its Entra.
    pub(crate) fn entra(self) -> u16 {
        self.sandbox.saturating_add(1)
    }

    /// Its Graph.
    pub(crate) fn graph(self) -> u16 {
        self.sandbox.saturating_add(2)
    }

    /// Where its thumbnails and downloads come from.
    pub(crate) fn content(self) -> u16 {
        self.sandbox.saturating_add(3)
    }

    /// Its Teams.
    pub(crate) fn teams(self) -> u16 {
        self.sandbox.saturating_add(4)
    }

    /// Its Outlook.
    pub(crate) fn outlook(self) -> u16 {
        self.sandbox.saturating_add(5)
    }

    /// Its Harbour, a web app of somebody else's.
    pub(crate) fn harbour(self) -> u16 {
        self.sandbox.saturating_add(6)
    }
}

/// Fails when another program answers on one of the ports.
///
/// # Errors
/// The first port that is taken, and the option that chooses another.
pub(crate) fn check(ports: Ports) -> Result<(), Failure> {
    let flags = [
        (ports.app, "--port"),
        (ports.control(), "--sandbox-port"),
        (ports.entra(), "--sandbox-port"),
        (ports.graph(), "--sandbox-port"),
        (ports.content(), "--sandbox-port"),
        (ports.teams(), "--sandbox-port"),
        (ports.outlook(), "--sandbox-port"),
        (ports.harbour(), "--sandbox-port"),
    ];
    match flags.into_iter().find(|(port, _)| is_taken(*port)) {
        None => Ok(()),
        Some((port, flag)) => Err(Failure::PortTaken { port, flag }),
    }
}

/// Whether someone answers. `localhost` is tried as IPv6 and as IPv4 by browsers, so both have to be free. (Listening for a
/// trial would not do: some systems let two programs listen, one of them on all addresses.)
fn is_taken(port: u16) -> bool {
    [IpAddr::from(Ipv6Addr::LOCALHOST), IpAddr::from(Ipv4Addr::LOCALHOST)].into_iter().any(|host| {
        TcpStream::connect_timeout(&SocketAddr::new(host, port), Duration::from_millis(300)).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_taken_port_is_named_with_the_option_that_moves_it() {
        let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let taken = other.local_addr().unwrap().port();
        let free = 1;
        let app = check(Ports { app: taken, sandbox: free, https: false }).unwrap_err().to_string();
        assert!(app.contains(&taken.to_string()) && app.contains("`--port N`"), "{app}");

        let sandbox = check(Ports { app: free, sandbox: taken, https: false }).unwrap_err().to_string();
        assert!(sandbox.contains(&taken.to_string()) && sandbox.contains("`--sandbox-port N`"), "{sandbox}");

        drop(other);
        assert!(!is_taken(taken));
    }
}
