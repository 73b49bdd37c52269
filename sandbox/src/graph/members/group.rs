//! The members of a group. Every team is one, but people of other organizations are members of the team only.
//!
//! <https://learn.microsoft.com/graph/api/group-list-members>

use serde_json::{Map, Value, json};

use super::{list, permission, place, present, rest_of};
use crate::graph::accounts::Profile;
use crate::graph::answer::Failure;
use crate::graph::call::Context;
use crate::graph::files::object;
use crate::graph::odata::{self, Options};
use crate::graph::profile;
use crate::graph::teams::team::Team;

/// What a token that reads basic profiles sees of others.
const BASIC: [&str; 6] = ["id", "displayName", "givenName", "surname", "mail", "userPrincipalName"];

/// How much of each member a token sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// That they are there.
    IdOnly,
    /// The basic profile.
    Basic,
    /// Everything.
    Whole,
}

/// The group that stands behind a team, for a token that may read its members.
///
/// # Errors
/// 403 without permission, 404 without the group.
pub(crate) fn find<'a>(context: &Context<'_>, teams: &'a [Team], id: &str) -> Result<&'a Team, Failure> {
    if !permission::GROUP.allow(context, id) {
        return Err(Failure::insufficient_privileges());
    }
    let is_it = |team: &&Team| team.id.eq_ignore_ascii_case(id) && team.tenant == context.caller.tid;
    teams.iter().find(is_it).ok_or_else(|| profile::not_there(id))
}

pub(super) fn answer(context: &Context<'_>, teams: &[Team], id: &str) -> Result<Map<String, Value>, Failure> {
    let group = find(context, teams, id)?;
    let options = Options::parse(context.query, odata::GROUP_MEMBERS)?;
    let sight = sight(context);
    let (rest, size) = rest_of(&group.people, &options)?;
    let of_group = rest.filter_map(|(oid, _)| present(context, oid)).filter(|own| own.tenant == group.tenant);
    let mut of_group = of_group.peekable();
    let page: Vec<Profile> = of_group.by_ref().take(size).collect();
    let next = page.last().filter(|_| of_group.peek().is_some()).map(|last| place(&last.oid).token());
    let mut value = Vec::new();
    for profile in &page {
        let mut members = user(profile, sight);
        if options.select.is_empty() {
            members.retain(|name, _| !profile::ON_REQUEST.contains(&name.as_str()));
        }
        profile::keep_selected(&mut members, &options.select, "microsoft.graph.user")?;
        // However little is selected, the type and the id of what a group holds come along.
        members.insert("@odata.type".to_owned(), json!("#microsoft.graph.user"));
        members.insert("id".to_owned(), json!(profile.oid));
        value.push(Value::Object(members));
    }
    Ok(list(context, "directoryObjects", &options, value, next))
}

/// With group permissions alone there is limited information only.
/// <https://learn.microsoft.com/graph/permissions-overview#limited-information-returned-for-inaccessible-member-objects>
fn sight(context: &Context<'_>) -> Sight {
    let caller = context.caller;
    let granted = if caller.oid.is_some() { &caller.scp } else { &caller.roles };
    let has = |names: &[&str]| granted.iter().any(|name| names.contains(&name.as_str()));
    if has(&["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"]) {
        Sight::Whole
    } else if has(&["User.ReadBasic.All"]) {
        Sight::Basic
    } else {
        Sight::IdOnly
    }
}

fn user(profile: &Profile, sight: Sight) -> Map<String, Value> {
    let mut members = object(json!({
        "id": profile.oid,
        "businessPhones": [],
        "displayName": profile.display_name,
        "givenName": profile.given_name,
        "jobTitle": null,
        "mail": profile.mail,
        "mobilePhone": null,
        "officeLocation": null,
        "preferredLanguage": null,
        "surname": profile.surname,
        "userPrincipalName": profile.upn,
        "userType": if profile.is_guest { "Guest" } else { "Member" },
        "accountEnabled": true,
    }));
    // A list that is not seen is empty: OData knows no list that is null.
    // <https://github.com/microsoftgraph/microsoft-graph-docs-contrib/pull/9338>
    for (name, value) in members.iter_mut().filter(|(_, value)| !value.is_array()) {
        let is_seen = match sight {
            Sight::IdOnly => name == "id",
            Sight::Basic => BASIC.contains(&name.as_str()),
            Sight::Whole => true,
        };
        // Lists are never null.
        if !is_seen && !value.is_array() {
            *value = Value::Null;
        }
    }
    members
}
