//! Ports for the programs that a journey starts.

use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::process;
use std::sync::atomic::{AtomicU16, Ordering};

/// Below the ports that Linux, macOS and Windows hand out by themselves. A program takes seconds until it listens on the port it
/// was given, and until then nothing else may be handed the same: neither the next journey, nor whatever lets the system choose.
const FIRST: u16 = 12_000;
const COUNT: u16 = 16_000;

/// A port that nobody listens on, and that no other journey is given.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    for _ in 0..COUNT {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = FIRST + start().wrapping_add(step) % COUNT;
        if is_free(port) {
            return port;
        }
    }
    panic!("all ports from {FIRST} on are taken");
}

/// Runs at the same time begin at different places.
fn start() -> u16 {
    u16::try_from(process::id() % u32::from(COUNT)).expect("below the count")
}

/// `localhost` is both addresses to a browser.
fn is_free(port: u16) -> bool {
    let taken_v6 = TcpListener::bind((Ipv6Addr::LOCALHOST, port))
        .is_err_and(|error| error.kind() == std::io::ErrorKind::AddrInUse);
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() && !taken_v6
}
