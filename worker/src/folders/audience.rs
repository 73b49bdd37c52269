//! Whom a document would leave out: told to whoever is about to link it, as far as Microsoft tells them who may open it.

use std::collections::HashSet;

use contract::folder::{Audience, AudienceRequest, AudienceResponse, Deed, ItemRef, LINKS_MAX};
use contract::ids::{FolderId, ObjectId};
use contract::operations::{OperationId, PathIds};
use contract::problem::ErrorCode;
use http::{Request, Response};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Caller;
use super::folder::read;
use super::store::Counted;
use crate::error::ApiError;
use crate::graph::batch::{self, Part};
use crate::json;
use crate::platform::body::Body;

/// `POST /api/folders/{id}/audience`. Costs one call to Graph. Nothing of what Graph says is kept, and only numbers are told.
pub(super) async fn audience(
    caller: &Caller<'_>,
    id: &FolderId,
    request: Request<Body>,
) -> Result<Response<Body>, ApiError> {
    let asked: AudienceRequest = read(request).await?;
    if !(1..=LINKS_MAX).contains(&asked.items.len()) {
        return Err(ErrorCode::InvalidRequest.into());
    }
    caller.folder(id, Deed::Link).await?;
    let path = |item: &ItemRef| PathIds::item(Some(item.drive_id.clone()), item.item_id.clone());
    let ids: Vec<PathIds> = asked.items.iter().map(path).collect();
    let (visit, session) = (caller.visit, &caller.session);
    let parts = batch::each(visit, session, OperationId::ItemPermissions, &ids).await?;
    let rights: Vec<Option<Rights>> = parts.iter().map(|part| rights(part.as_ref())).collect();
    // The first list names nobody: it counts everybody.
    let named = rights.iter().map(|rights| rights.as_ref().map(Rights::named).unwrap_or_default());
    let lists: Vec<String> =
        std::iter::once(String::new()).chain(named).map(|ids| format!("[{ids}]")).collect();
    let counted = caller.store.without(id, &lists).await?;
    let participants = counted.first().map_or(0, |counted| counted.everybody);
    let told = |(rights, counted): (Option<Rights>, &Counted)| match rights {
        // Those who may only read an item are not told who else may.
        None => Audience::Unknown,
        Some(Rights { more: true, .. }) => Audience::Estimate { without: counted.without },
        Some(Rights { more: false, .. }) => Audience::Known { without: counted.without },
    };
    let items = rights.into_iter().zip(counted.iter().skip(1)).map(told).collect();
    Ok(json::answer(&AudienceResponse { participants, items }))
}

/// What Graph says of an item's rights, if it tells.
fn rights(part: Option<&Part>) -> Option<Rights> {
    let body = part.filter(|part| part.status == 200)?.body.as_ref()?;
    serde_json::from_str(body.get()).ok().map(Rights::of)
}

/// Who may open an item.
struct Rights {
    people: HashSet<ObjectId>,
    /// Groups, links or further pages say that there are more.
    more: bool,
}

/// <https://learn.microsoft.com/graph/api/resources/permission>
#[derive(Deserialize)]
struct Permissions {
    value: Vec<Permission>,
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Permission {
    link: Option<Link>,
    granted_to_v2: Option<Identities>,
    #[serde(default)]
    granted_to_identities_v2: Vec<Identities>,
}

#[derive(Deserialize)]
struct Link {
    scope: Option<String>,
}

/// Whom a right is given to. A person is named as such; everything else may hold many.
#[derive(Deserialize)]
struct Identities {
    user: Option<Identity>,
}

#[derive(Deserialize)]
struct Identity {
    id: Option<String>,
}

impl Rights {
    /// The ids of the people, as JSON writes what is in a list: they are hexadecimal digits and hyphens.
    fn named(&self) -> String {
        let quoted: Vec<String> = self.people.iter().map(|oid| format!("\"{oid}\"")).collect();
        quoted.join(",")
    }

    fn of(permissions: Permissions) -> Self {
        let mut rights = Self { people: HashSet::new(), more: permissions.next_link.is_some() };
        for Permission { link, granted_to_v2, granted_to_identities_v2 } in permissions.value {
            // A link for named people only opens to those, who are listed.
            let names_people = |link: &Link| link.scope.as_deref() == Some("users");
            rights.more |= link.as_ref().is_some_and(|link| !names_people(link));
            for to in granted_to_v2.into_iter().chain(granted_to_identities_v2) {
                let person = to.user.and_then(|user| user.id?.to_ascii_lowercase().parse().ok());
                match person {
                    Some(person) => _ = rights.people.insert(person),
                    None => rights.more = true,
                }
            }
        }
        rights
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ADA: &str = "00000000-0000-4000-a000-000000000001";

    fn rights(permissions: serde_json::Value) -> (Vec<String>, bool) {
        let rights = Rights::of(serde_json::from_value(permissions).unwrap());
        (rights.people.iter().map(ToString::to_string).collect(), rights.more)
    }

    #[test]
    fn people_are_known_and_groups_and_links_are_not() {
        let ada = json!({ "user": { "id": ADA.to_uppercase() } });
        let named = json!({ "roles": ["read"], "grantedToV2": ada });
        let cases = [
            (json!([named]), (vec![ADA.to_owned()], false)),
            (
                json!([{ "link": { "scope": "users" }, "grantedToIdentitiesV2": [ada] }]),
                (vec![ADA.to_owned()], false),
            ),
            (json!([named, { "link": { "scope": "organization" } }]), (vec![ADA.to_owned()], true)),
            (json!([{ "link": { "scope": "anonymous" } }]), (vec![], true)),
            (json!([{ "grantedToV2": { "group": { "id": ADA } } }]), (vec![], true)),
            (json!([{ "grantedToV2": { "siteUser": { "id": "7" } } }]), (vec![], true)),
            (json!([]), (vec![], false)),
        ];
        for (value, expected) in cases {
            assert_eq!(rights(json!({ "value": value })), expected, "{value}");
        }
        let page = json!({ "value": [named], "@odata.nextLink": "https://graph.microsoft.com/v1.0/next" });
        assert_eq!(rights(page), (vec![ADA.to_owned()], true), "further pages name more");
    }
}
