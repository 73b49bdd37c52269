//! Files of the front end whose name holds the hash of their contents, so that they can be cached for ever.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha384};

use crate::fingerprint::hex;

/// A file that is ready to be served.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asset {
    /// Its address on our host.
    pub(crate) address: String,
    /// What a page says about it, so that a changed file is not run (Subresource Integrity, W3C).
    pub(crate) integrity: String,
    /// The file itself.
    pub(crate) contents: Vec<u8>,
}

impl Asset {
    /// Names a file by its contents: `start` and `js` become `/assets/start-0123456789abcdef.js`.
    pub(crate) fn new(name: &str, extension: &str, contents: Vec<u8>) -> Self {
        let hash = hex(&Sha256::digest(&contents));
        // 64 bits: enough that two versions of a file never meet.
        let short: String = hash.chars().take(16).collect();
        Self {
            address: format!("/assets/{name}-{short}.{extension}"),
            integrity: format!("sha384-{}", STANDARD.encode(Sha384::digest(&contents))),
            contents,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_integrity_follow_the_contents() {
        let asset = Asset::new("start", "js", b"alert('Hello, world.');".to_vec());
        // The example of https://www.w3.org/TR/SRI/#integrity-metadata-description.
        assert_eq!(
            asset.integrity,
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
        assert_eq!(asset.address, "/assets/start-ab39cb72c44ec781.js");
        assert_ne!(asset.address, Asset::new("start", "js", b"other".to_vec()).address);
    }
}
