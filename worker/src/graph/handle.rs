//! Handles: addresses that Graph gave us, sealed for one person, so that the browser holds a token instead of an address
//! and cannot make one of its own (S3-11, S3-12).
//!
//! A handle is bound to instance, person and purpose by its seal, ends after an hour, and names the row that it came
//! from, so that the same function, scope and answer type apply. Its address is checked when it is made and again when
//! it is used, because the configuration may have changed between.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::endpoint::{GRAPH_NEXT_PREFIX, GRAPH_THUMBNAIL_PREFIX};
use contract::ids::UserKey;
use contract::operations::{Operation, TABLE};
use serde::{Deserialize, Serialize};

use super::address::{GraphUrl, Target};
use crate::config::cloud::Cloud;
use crate::platform::random::Random;
use crate::seal::envelope::{Owner, Purpose};
use crate::seal::keyring::Keyring;

/// How long a handle is good, in seconds: as long as Graph's own pre-authenticated addresses are.
pub const HANDLE_SECONDS: i64 = 60 * 60;
/// Longest handle that is looked at.
const HANDLE_MAX: usize = 12_000;

/// Makes and opens the handles of one person.
#[derive(Clone, Copy)]
pub struct Handles<'a> {
    /// Seals and opens.
    pub keyring: &'a Keyring,
    /// Whose handles these are.
    pub user: &'a UserKey,
    /// Where their addresses may lead.
    pub cloud: &'a Cloud,
    /// Randomness of the seals.
    pub random: &'a dyn Random,
    /// The time, in seconds since 1970.
    pub now_s: i64,
}

/// The handle is not one of this person's, is over, or does not lead where it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a handle of this person")]
pub struct InvalidHandle;

/// What a handle seals.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    /// The row, by its template.
    row: String,
    /// The address.
    url: String,
    /// End, in seconds since 1970.
    exp: i64,
}

impl Handles<'_> {
    /// The path at this worker that stands for Graph's next link; `None` when the link leads anywhere but to more of the
    /// same list.
    #[must_use]
    pub fn next_path(&self, operation: &Operation, link: &str) -> Option<String> {
        let address = GraphUrl::for_link(&self.cloud.graph, operation, link)?;
        let handle = self.seal(Purpose::NextLink, operation, address.as_str());
        Some(format!("{GRAPH_NEXT_PREFIX}/{handle}"))
    }

    /// The path at this worker that stands for a thumbnail; `None` when it lies neither at a content host nor at Graph.
    #[must_use]
    pub fn thumbnail_path(&self, operation: &Operation, url: &str) -> Option<String> {
        let target = Target::new(self.cloud, url)?;
        let handle = self.seal(Purpose::Thumbnail, operation, target.as_str());
        Some(format!("{GRAPH_THUMBNAIL_PREFIX}/{handle}"))
    }

    /// The list and the address that a next link's handle stands for.
    ///
    /// # Errors
    /// When it does not open for this person, is over, or its address is no longer acceptable.
    pub fn next(&self, handle: &str) -> Result<(&'static Operation, GraphUrl), InvalidHandle> {
        let (operation, url) = self.open(Purpose::NextLink, handle).ok_or(InvalidHandle)?;
        let address = GraphUrl::for_link(&self.cloud.graph, operation, &url).ok_or(InvalidHandle)?;
        Ok((operation, address))
    }

    /// The row and the address that a thumbnail's handle stands for.
    ///
    /// # Errors
    /// When it does not open for this person, is over, or its address is no longer acceptable.
    pub fn thumbnail(&self, handle: &str) -> Result<(&'static Operation, Target), InvalidHandle> {
        let (operation, url) = self.open(Purpose::Thumbnail, handle).ok_or(InvalidHandle)?;
        let target = Target::new(self.cloud, &url).ok_or(InvalidHandle)?;
        Ok((operation, target))
    }

    fn seal(&self, purpose: Purpose, operation: &Operation, url: &str) -> String {
        let sealed = Sealed {
            row: operation.graph_template(),
            url: url.to_owned(),
            exp: self.now_s.saturating_add(HANDLE_SECONDS),
        };
        // Two texts and a number always serialise; an empty handle opens for nobody.
        let json = serde_json::to_vec(&sealed).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(self.keyring.seal(Owner::User(self.user), purpose, &json, self.random))
    }

    fn open(&self, purpose: Purpose, handle: &str) -> Option<(&'static Operation, String)> {
        let sealed = (handle.len() <= HANDLE_MAX).then(|| URL_SAFE_NO_PAD.decode(handle).ok())??;
        let opened = self.keyring.open(Owner::User(self.user), purpose, &sealed).ok()?;
        let Sealed { row, url, exp } = serde_json::from_slice(&opened.plaintext).ok()?;
        let operation = TABLE.iter().find(|operation| operation.graph_template() == row)?;
        (exp > self.now_s).then_some((operation, url))
    }
}

#[cfg(test)]
mod tests {
    use contract::operations::{OperationId, operation};

    use super::*;
    use crate::graph::fixture::{NOW, World, user};

    const LINK: &str = "https://graph.microsoft.com/v1.0/me/drive/root/children?$skiptoken=abc%20%E6%97%A5";
    const PICTURE: &str = "https://contoso-my.sharepoint.com/_api/thumb?tempauth=secret";

    fn list() -> &'static Operation {
        operation(OperationId::MyRootChildren).unwrap()
    }

    fn handle_of(path: &str) -> &str {
        path.rsplit('/').next().unwrap()
    }

    #[test]
    fn s3_11_a_next_link_comes_back_as_it_was_and_shows_nothing_of_itself() {
        let world = World::new();
        let path = world.handles().next_path(list(), LINK).unwrap();
        assert!(path.starts_with("/graph/next/"), "{path}");
        assert!(path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-_".contains(&b)), "{path}");
        let (operation, address) = world.handles().next(handle_of(&path)).unwrap();
        assert_eq!((operation, address.as_str()), (list(), LINK));
    }

    #[test]
    fn s3_11_s3_23_a_link_that_leads_elsewhere_gets_no_handle() {
        let world = World::new();
        let path = "/v1.0/me/drive/root/children?$skiptoken=a";
        let hosts = [
            "https://evil.example",
            "https://evil.example/?https://graph.microsoft.com",
            "https://graph.microsoft.com.evil.example",
            "https://graph.microsoft.com@evil.example",
            "https://user@graph.microsoft.com",
            "https://user:secret@graph.microsoft.com",
            "http://graph.microsoft.com",
            "https://graph.microsoft.com:8443",
            "https://xn--graph-9ua.microsoft.com",
            "https://gr\u{430}ph.microsoft.com",
            "https:\\\\graph.microsoft.com",
            "https://graph.micro\tsoft.com",
            "//graph.microsoft.com",
            "",
            "https://app.contoso.example",
            "https://169.254.169.254",
            "https://graph.microsoft.com\\@evil.example",
        ];
        for host in hosts {
            assert_eq!(world.handles().next_path(list(), &format!("{host}{path}")), None, "{host}");
        }
        let paths = [
            "/beta/me/drive/root/children",
            "/v1.0/../beta/me/drive/root/children",
            "/V1.0/me/drive/root/children",
            "/v1.0/me/messages",
            "/v1.0/me/drive/root/children#x",
            "/v1.0/me/drive/root/..%2f..%2fmessages",
            "/v1.0/",
        ];
        for path in paths {
            let link = format!("https://graph.microsoft.com{path}");
            assert_eq!(world.handles().next_path(list(), &link), None, "{link}");
        }
        let long = format!("{LINK}{}", "x".repeat(8192));
        assert_eq!(world.handles().next_path(list(), &long), None);
    }

    #[test]
    fn the_standard_port_written_out_is_the_same_origin() {
        let world = World::new();
        let link = LINK.replace(".com/", ".com:443/");
        let path = world.handles().next_path(list(), &link).unwrap();
        assert_eq!(world.handles().next(handle_of(&path)).unwrap().1.as_str(), LINK);
    }

    #[test]
    fn s3_11_a_handle_opens_for_its_person_purpose_and_hour_only() {
        let world = World::new();
        let next = world.handles().next_path(list(), LINK).unwrap();
        let picture = world.handles().thumbnail_path(list(), PICTURE).unwrap();
        let (next, picture) = (handle_of(&next), handle_of(&picture));
        assert!(world.handles().next(next).is_ok() && world.handles().thumbnail(picture).is_ok());
        assert!(world.handles().next(picture).is_err() && world.handles().thumbnail(next).is_err());

        let mut elsewhere = user("02");
        let strangers = [elsewhere.clone(), {
            elsewhere = user("01");
            elsewhere.instance = "fabrikam".parse().unwrap();
            elsewhere
        }];
        for stranger in &strangers {
            let handles = Handles { user: stranger, ..world.handles() };
            assert!(handles.next(next).is_err() && handles.thumbnail(picture).is_err());
        }
        for (now_s, open) in [(NOW + HANDLE_SECONDS - 1, true), (NOW + HANDLE_SECONDS, false)] {
            let handles = Handles { now_s, ..world.handles() };
            assert_eq!((handles.next(next).is_ok(), handles.thumbnail(picture).is_ok()), (open, open));
        }
    }

    #[test]
    fn s3_11_a_handle_is_checked_against_todays_configuration() {
        let world = World::new();
        let next = world.handles().next_path(list(), LINK).unwrap();
        let picture = world.handles().thumbnail_path(list(), PICTURE).unwrap();
        let mut moved = World::new();
        moved.variable("GRAPH_ORIGIN", "https://graph.microsoft.us");
        moved.variable("CONTENT_HOSTS", ".sharepoint.us");
        assert!(moved.handles().next(handle_of(&next)).is_err());
        assert!(moved.handles().thumbnail(handle_of(&picture)).is_err());
    }

    #[test]
    fn s3_11_anything_else_is_no_handle() {
        let world = World::new();
        let path = world.handles().next_path(list(), LINK).unwrap();
        let good = handle_of(&path);
        for at in (0..good.len()).step_by(7) {
            let mut bytes = good.as_bytes().to_vec();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            assert!(world.handles().next(std::str::from_utf8(&bytes).unwrap()).is_err(), "changed at {at}");
            assert!(world.handles().next(good.split_at(at).0).is_err(), "cut at {at}");
        }
        for bad in [
            "",
            "A",
            "..",
            "https://evil.example/",
            &format!("{good}="),
            &format!("{good}A"),
            &"A".repeat(20_000),
        ] {
            assert!(world.handles().next(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn s3_21_thumbnails_lie_at_content_hosts_or_at_graph() {
        let world = World::new();
        let target = |url: &str| {
            let path = world.handles().thumbnail_path(list(), url)?;
            Some(world.handles().thumbnail(handle_of(&path)).unwrap().1)
        };
        assert!(matches!(target(PICTURE), Some(Target::Content(_))));
        let at_graph = "https://graph.microsoft.com/v1.0/me/drive/items/x/thumbnails/0/small/content";
        assert!(matches!(target(at_graph), Some(Target::Graph(_))));
        for evil in [
            "https://evil.example/",
            "http://contoso.sharepoint.com/",
            "https://evilsharepoint.com/",
            "https://graph.microsoft.com/beta/me/photo/$value",
            "data:image/png;base64,AAAA",
            "javascript:1",
            "",
            "/x",
            "https://127.0.0.1/",
            "https://contoso.sharepoint.com/\r\nX: y",
            "https://contoso.sharepoint.com\\@evil.example",
        ] {
            assert_eq!(target(evil), None, "{evil:?}");
        }
    }
}
