//! The `tempauth` of pre-authenticated links: whoever has the link may read that one thing until it expires.
//!
//! <https://learn.microsoft.com/graph/api/resources/driveitem> (`@microsoft.graph.downloadUrl`: about an hour, never stored)

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use uuid::Uuid;

/// How long a link is good: an hour.
pub const LIFETIME_SECONDS: i64 = 60 * 60;
/// The sandbox guards nothing real, so its key need not be secret; it only has to tell its own tickets from made-up ones.
const KEY: &[u8] = b"tickets of the sandbox";
const VERSION: &str = "v1";

/// What a ticket opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A picture of the item.
    Thumbnail,
    /// The item's bytes.
    Download,
}

/// Why a ticket opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Invalid {
    /// Made up, or made for another item or purpose.
    Forged,
    /// Was good once.
    Expired,
}

/// Makes a ticket for one item.
pub(crate) fn issue(purpose: Purpose, unique: Uuid, now: i64) -> String {
    let expires = now.saturating_add(LIFETIME_SECONDS);
    let seal = URL_SAFE_NO_PAD.encode(hmac::sign(&key(), &sealed(purpose, unique, expires)));
    format!("{VERSION}.{expires}.{seal}")
}

/// Checks a ticket.
///
/// # Errors
/// Why it opens nothing.
pub(crate) fn check(ticket: &str, purpose: Purpose, unique: Uuid, now: i64) -> Result<(), Invalid> {
    let mut parts = ticket.split('.');
    let (Some(VERSION), Some(expires), Some(seal), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Invalid::Forged);
    };
    let expires: i64 = expires.parse().map_err(|_| Invalid::Forged)?;
    let seal = URL_SAFE_NO_PAD.decode(seal).map_err(|_| Invalid::Forged)?;
    hmac::verify(&key(), &sealed(purpose, unique, expires), &seal).map_err(|_| Invalid::Forged)?;
    if now < expires { Ok(()) } else { Err(Invalid::Expired) }
}

fn key() -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, KEY)
}

fn sealed(purpose: Purpose, unique: Uuid, expires: i64) -> Vec<u8> {
    format!("{purpose:?} {unique} {expires}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_opens_one_thing_for_one_hour() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let ticket = issue(Purpose::Download, one, 1000);
        for (purpose, unique, now, expected) in [
            (Purpose::Download, one, 1000, Ok(())),
            (Purpose::Download, one, 1000 + LIFETIME_SECONDS - 1, Ok(())),
            (Purpose::Download, one, 1000 + LIFETIME_SECONDS, Err(Invalid::Expired)),
            (Purpose::Thumbnail, one, 1000, Err(Invalid::Forged)),
            (Purpose::Download, other, 1000, Err(Invalid::Forged)),
        ] {
            assert_eq!(check(&ticket, purpose, unique, now), expected);
        }
    }

    #[test]
    fn a_ticket_that_was_changed_opens_nothing() {
        let ticket = issue(Purpose::Download, Uuid::nil(), 1000);
        let longer = ticket.replacen("4600", "9999", 1);
        for forged in ["", "v1", "v1.4600.", "v1.4600.AAAA", &format!("{ticket}.x"), &longer] {
            assert_eq!(check(forged, Purpose::Download, Uuid::nil(), 1000), Err(Invalid::Forged), "{forged}");
        }
    }
}
