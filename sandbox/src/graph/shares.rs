//! `/shares/{id}`: an item by its address or by a sharing link, in base64.
//!
//! <https://learn.microsoft.com/graph/api/shares-get>

mod address;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::answer::{Answer, Failure};
use super::call::Context;
use super::content::link::Links;
use super::files::access::{self, Wish};
use super::files::drive::{Drive, Item};
use super::files::grant::{Role, To};
use super::files::{self, object};
use super::odata::{self, Options};
use super::scope::{self, Need};
use address::Address;

/// A call about a shared item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    id: String,
    aspect: Aspect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aspect {
    /// What the link leads to, in short.
    Share,
    /// The item.
    DriveItem,
}

/// What `Prefer` says about a sharing link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Redeem {
    /// Nothing: the link gives no right.
    No,
    /// The right for this one request.
    Once,
    /// The right for good.
    Durably,
}

/// Reads the decoded segments of a path below `/v1.0`; none when the path is not about a share.
///
/// # Errors
/// 400 for a path that begins as one about a share and leads nowhere.
pub(crate) fn locate(path: &[&str]) -> Option<Result<Call, Failure>> {
    let aspect = match path {
        ["shares", _] => Aspect::Share,
        ["shares", _, "driveItem"] => Aspect::DriveItem,
        ["shares", .., other] => return Some(Err(Failure::unknown_segment(other))),
        _ => return None,
    };
    let id = path.get(1).copied().unwrap_or_default().to_owned();
    Some(Ok(Call { id, aspect }))
}

impl Call {
    /// What a token must be good for.
    pub(crate) fn need() -> Need {
        Need::Shares
    }

    /// Answers the call.
    ///
    /// # Errors
    /// 400 for an id that is no address, 404 for an address that leads nowhere here, 403 or 401 for an item that is not
    /// open to the caller.
    pub(crate) fn perform(&self, context: &Context<'_>) -> Result<Answer, Failure> {
        let allowed = match self.aspect {
            Aspect::Share => odata::ENTITY,
            Aspect::DriveItem => odata::ITEM,
        };
        let options = Options::parse(context.query, allowed)?;
        let drives = context.world.graph.drives();
        let address = Address::parse(&context.world.origins.content, &decoded(&self.id)?)
            .ok_or_else(Failure::item_not_found)?;
        let (drive, item) = address.find(&drives).ok_or_else(Failure::item_not_found)?;
        if drive.home.tenant() != context.caller.tid {
            return Err(Failure::item_not_found());
        }
        open(context, &address, drive, item)?;
        let links = Links { origin: &context.world.origins.content, drive, now: context.world.clock.now() };
        match self.aspect {
            Aspect::Share => share(context, &options, &self.id, drive, item),
            Aspect::DriveItem => files::read_item(context, &options, links, &drives, item),
        }
    }
}

/// Lets the caller through to the item, by a right of theirs or by the link.
fn open(context: &Context<'_>, address: &Address, drive: &Drive, item: &Item) -> Result<(), Failure> {
    let Address::Link { .. } = address else {
        return access::check(context, drive, Some(item), Wish::One);
    };
    let link = item.grants.iter().find(|grant| matches!(grant.to, To::Link | To::Organization));
    if access::check(context, drive, Some(item), Wish::One).is_ok() {
        return Ok(());
    }
    let may_redeem = !context.is_guest() && scope::reaches_beyond_own_files(&context.caller.scp);
    let role = link.map(|grant| grant.role).filter(|_| may_redeem);
    match (role, redeem(context)) {
        (Some(_), Redeem::Once) => Ok(()),
        (Some(role), Redeem::Durably) => redeemed(context, drive, item, role),
        _ => {
            let message = "The sharing link no longer exists, or you do not have permission to access it.";
            Err(Failure { message: message.to_owned(), ..access::refusal(context) })
        }
    }
}

/// Gives the caller the right of the link for good: the one call of the sandbox's Graph that changes who may read what.
fn redeemed(context: &Context<'_>, drive: &Drive, item: &Item, role: Role) -> Result<(), Failure> {
    let to = To::Person(context.oid()?.to_owned());
    context.world.graph.grant(&drive.id, &item.id, to, role).map_err(|_| Failure::item_not_found())
}

fn redeem(context: &Context<'_>) -> Redeem {
    let asked = context.headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let asked: Vec<String> =
        asked.flat_map(|value| value.split(',')).map(|value| value.trim().to_ascii_lowercase()).collect();
    if asked.iter().any(|preference| preference == "redeemsharinglink") {
        Redeem::Durably
    } else if asked.iter().any(|preference| preference == "redeemsharinglinkifnecessary") {
        Redeem::Once
    } else {
        Redeem::No
    }
}

/// The address behind `u!…`: base64 of it, in the alphabet of addresses, without padding.
fn decoded(id: &str) -> Result<String, Failure> {
    let malformed = || Failure::invalid_request("The sharing id is malformed.");
    let encoded = id.strip_prefix("u!").ok_or_else(malformed)?;
    let bytes = URL_SAFE_NO_PAD.decode(encoded.trim_end_matches('=')).map_err(|_| malformed())?;
    String::from_utf8(bytes).map_err(|_| malformed())
}

fn share(
    context: &Context<'_>,
    options: &Options,
    id: &str,
    drive: &Drive,
    item: &Item,
) -> Result<Answer, Failure> {
    let owner = files::owner(drive);
    let members = object(json!({ "id": id, "name": item.name, "owner": owner }));
    super::listing::entity(context, options, ("shares", "microsoft.graph.sharedDriveItem"), members)
}

/// The id of an address, as a client makes it.
#[cfg(test)]
pub(crate) fn encoded(address: &str) -> String {
    format!("u!{}", URL_SAFE_NO_PAD.encode(address))
}
