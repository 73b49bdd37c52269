//! The rights to an item as Graph lists them.
//!
//! <https://learn.microsoft.com/graph/api/driveitem-list-permissions>: the owner sees all of them, others what applies to
//! themselves; the address of a link is shown to those only who could make one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::drive::{Drive, Item};
use super::grant::{Grant, To};
use super::home::Home;
use super::view::{self, object};
use crate::graph::answer::Failure;
use crate::graph::call::Context;
use crate::graph::content::link::Links;
use crate::graph::{profile, sites};
use crate::people::Person;

/// Whose rights are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// Everybody's.
    All,
    /// The caller's.
    Own,
}

/// The rights that the caller may see.
///
/// # Errors
/// 400 for a member in `select` that rights do not have.
pub(super) fn of(
    context: &Context<'_>,
    links: &Links<'_>,
    item: &Item,
    select: &[String],
) -> Result<Vec<Value>, Failure> {
    let drive = links.drive;
    let oid = context.oid()?;
    let sight = match drive.home {
        Home::Person(owner) if owner.oid == oid => Sight::All,
        Home::Library(site, _) if sites::may_read(context, site)? => Sight::All,
        Home::Person(_) | Home::Library(..) => Sight::Own,
    };
    let mut rights = Vec::new();
    if sight == Sight::All {
        rights.push(of_home(drive));
    }
    let mut step = Some(item);
    while let Some(at) = step {
        let seen =
            at.grants.iter().filter(|grant| sight == Sight::All || grant.opens(oid, context.is_guest()));
        for grant in seen {
            let mut right = one(context, links, at, grant, sight);
            if at.id != item.id {
                right.insert("inheritedFrom".to_owned(), inherited_from(drive, at));
            }
            rights.push(right);
        }
        step = at.parent.as_ref().and_then(|parent| drive.item(parent));
    }
    let mut wanted = KNOWN.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    profile::keep_selected(&mut wanted, select, "microsoft.graph.permission")?;
    for right in &mut rights {
        right.retain(|name, _| wanted.contains_key(name));
    }
    Ok(rights.into_iter().map(Value::Object).collect())
}

/// Members that rights can have.
const KNOWN: [&str; 9] = [
    "id",
    "roles",
    "shareId",
    "link",
    "grantedTo",
    "grantedToV2",
    "grantedToIdentities",
    "grantedToIdentitiesV2",
    "inheritedFrom",
];

/// The right that comes with the drive: the owner's, or that of a site's members.
fn of_home(drive: &Drive) -> Map<String, Value> {
    match drive.home {
        Home::Person(owner) => object(json!({
            "id": id("owner", &drive.key),
            "roles": ["owner"],
            "grantedTo": view::identity(owner),
            "grantedToV2": granted_to(owner),
        })),
        Home::Library(site, _) => object(json!({
            "id": id("members", &drive.key),
            "roles": ["write"],
            "grantedToV2": { "siteGroup": { "id": "5", "displayName": format!("{} Members", site.title) } },
        })),
    }
}

fn one(
    context: &Context<'_>,
    links: &Links<'_>,
    item: &Item,
    grant: &Grant,
    sight: Sight,
) -> Map<String, Value> {
    let role = grant.role.name();
    match &grant.to {
        To::Person(oid) => {
            let person = context.world.directory.person(oid);
            object(json!({
                "id": id(oid, &item.id),
                "roles": [role],
                "grantedTo": person.map(view::identity),
                "grantedToV2": person.map(granted_to),
            }))
        }
        To::Organization | To::Link => {
            let kind = if role == "write" { "edit" } else { "view" };
            let mut link =
                object(json!({ "type": kind, "scope": "organization", "preventsDownload": false }));
            let mut right = object(json!({
                "id": id("organization", &item.id), "roles": [role], "grantedToIdentities": [], "grantedToIdentitiesV2": [],
            }));
            if sight == Sight::All {
                let address = links.sharing(item);
                right.insert("shareId".to_owned(), json!(format!("u!{}", URL_SAFE_NO_PAD.encode(&address))));
                link.insert("webUrl".to_owned(), json!(address));
            }
            right.insert("link".to_owned(), Value::Object(link));
            right
        }
    }
}

fn granted_to(person: &Person) -> Value {
    let mut set = object(view::identity(person));
    set.insert(
        "siteUser".to_owned(),
        json!({
            "id": "7",
            "displayName": person.display_name(),
            "email": person.upn,
            "loginName": format!("i:0#.f|membership|{}", person.upn),
        }),
    );
    Value::Object(set)
}

fn inherited_from(drive: &Drive, folder: &Item) -> Value {
    let mut reference = object(view::parent_reference(drive, folder));
    reference.retain(|member, _| member == "driveId" || member == "driveType");
    reference.insert("id".to_owned(), json!(folder.id));
    reference.insert("name".to_owned(), json!(folder.name));
    Value::Object(reference)
}

fn id(who: &str, what: &str) -> String {
    URL_SAFE_NO_PAD.encode(crate::graph::identifier::guid(&format!("right {who} {what}")).as_bytes())
}
