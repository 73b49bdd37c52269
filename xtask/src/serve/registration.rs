//! Tells the sandbox's Entra at which addresses this worker signs people in and out, as an administrator would in the
//! registration of the application. The sandbox forgets it when it ends.

use std::io::{Error, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use super::environment::CLIENT_ID;
use super::ports::Ports;
use crate::failure::Failure;

/// Registers the addresses.
pub(super) fn register(ports: Ports) -> Result<(), Failure> {
    let addresses = [
        (ports.scheme(), "/sign-in/callback", "web"),
        (ports.scheme(), "/signed-out", "web"),
        // Where Teams and Outlook broker tokens for the app (Nested App Auth): an origin, without a path.
        ("brk-multihub", "", "spa"),
    ];
    for (scheme, path, platform) in addresses {
        let uri = format!("{scheme}://localhost:{}{path}", ports.app);
        let body = format!("{{\"uri\":\"{uri}\",\"platform\":\"{platform}\"}}");
        let refused =
            |error: Error| Failure::System { what: "registering with the sandbox", why: error.to_string() };
        let answer = exchange(ports.control(), &request(ports.control(), &body)).map_err(refused)?;
        if !is_success(&answer) {
            return Err(refused(Error::other(answer)));
        }
    }
    Ok(())
}

/// One HTTP request; too little to carry an HTTP client for.
fn request(port: u16, body: &str) -> String {
    format!(
        "POST /api/applications/{CLIENT_ID}/redirect-uris HTTP/1.1\r\nHost: localhost:{port}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn exchange(port: u16, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// A status of 200 to 299 in the first line.
fn is_success(answer: &str) -> bool {
    answer.split(' ').nth(1).is_some_and(|status| status.len() == 3 && status.starts_with('2'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_success_counts() {
        let cases = [
            ("HTTP/1.1 204 No Content\r\n\r\n", true),
            ("HTTP/1.1 404 Not Found\r\n\r\n200", false),
            ("HTTP/1.1 200", true),
            ("", false),
        ];
        for (answer, expected) in cases {
            assert_eq!(is_success(answer), expected, "{answer:?}");
        }
    }

    #[test]
    fn the_request_announces_the_length_of_its_body() {
        let request = request(8700, "{\"a\":1}");
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        assert_eq!(body, "{\"a\":1}");
        assert!(head.contains("\r\nContent-Length: 7\r\n"), "{head}");
    }
}
