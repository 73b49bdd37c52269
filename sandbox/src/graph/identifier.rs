//! Identifiers in the shapes that OneDrive for Business uses, derived from names so that each start gives the same.
//!
//! An item id is `01`, six characters of the drive and the item's GUID in base 32; a drive id is `b!` and three GUIDs
//! (site, web, list) in base64url. Shapes: <https://learn.microsoft.com/graph/api/resources/driveitem>

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// Everything the sandbox names lies below this namespace.
const NAMESPACE: Uuid = Uuid::from_u128(0x6d6f_6f72_696e_6700_8000_7361_6e64_626f);
/// RFC 4648 section 6.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Characters of the drive in an item id.
const DRIVE_MARK_LENGTH: usize = 6;

/// The GUID of that name.
#[must_use]
pub fn guid(name: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

/// The id of the drive of that key in the site of that key. A OneDrive has its owner's object id for both.
#[must_use]
pub fn drive_id(site: &str, drive: &str) -> String {
    let mut bytes = Vec::with_capacity(48);
    for (part, key) in [("site", site), ("web", site), ("list", drive)] {
        bytes.extend_from_slice(&guid(&format!("{part} {key}")).to_bytes_le());
    }
    format!("b!{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// The id of the item with that GUID in the drive of that key.
#[must_use]
pub fn item_id(drive: &str, unique: Uuid) -> String {
    let mark: String = base32(guid(drive).as_bytes()).chars().take(DRIVE_MARK_LENGTH).collect();
    format!("01{mark}{}", base32(&unique.to_bytes_le()))
}

/// Numbers that look random and are always the same for a name: they vary sizes, dates and authors.
#[derive(Debug, Clone)]
pub struct Numbers(u64);

impl Numbers {
    /// The numbers of that GUID.
    #[must_use]
    pub fn of(unique: Uuid) -> Self {
        let (high, low) = unique.as_u64_pair();
        Self(high ^ low)
    }

    /// The next number below `max`; zero when there is none. (`SplitMix64`: <https://doi.org/10.1145/2714064.2660195>)
    pub fn below(&mut self, max: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % max.max(1)
    }
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(base32_digit(buffer >> bits));
        }
    }
    if bits > 0 {
        text.push(base32_digit(buffer << (5 - bits)));
    }
    text
}

fn base32_digit(value: u32) -> char {
    let index = usize::try_from(value & 31).unwrap_or_default();
    BASE32.get(index).copied().map_or('A', char::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_agrees_with_rfc_4648() {
        for (plain, encoded) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn ids_have_the_shapes_of_onedrive_for_business() {
        let owner = "00000000-0000-4000-a000-000000000001";
        let item = item_id(owner, guid("anything"));
        assert_eq!((item.len(), item.get(..2)), (34, Some("01")));
        let drive = drive_id(owner, owner);
        assert_eq!((drive.len(), drive.get(..2)), (66, Some("b!")));
    }

    #[test]
    fn numbers_stay_below_their_bound_and_the_same() {
        let mut numbers = Numbers::of(guid("a"));
        let drawn: Vec<u64> = (0..100).map(|_| numbers.below(7)).collect();
        let mut again = Numbers::of(guid("a"));
        assert!(drawn.iter().all(|number| *number < 7) && (0..7).all(|number| drawn.contains(&number)));
        assert!(drawn.iter().all(|number| *number == again.below(7)));
    }

    #[test]
    fn the_same_name_gives_the_same_identifier_and_another_name_another() {
        assert_eq!(guid("a"), guid("a"));
        assert_ne!(guid("a"), guid("b"));
        assert_ne!(drive_id("a", "a"), drive_id("b", "b"));
        assert_ne!(drive_id("a", "a"), drive_id("a", "b"), "two libraries of one site");
    }
}
