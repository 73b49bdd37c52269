//! The signed-in person: `/me` and the OpenID Connect claims.

use serde_json::{Map, Value, json};

use super::answer::{Answer, Failure};
use super::call::Context;
use super::challenge;
use super::files::object;
use super::odata::{self, Options};
use crate::entra::userinfo;
use crate::people::{Circumstance, Person};

/// Members of a user that come only when `$select` names them.
pub(crate) const ON_REQUEST: &[&str] = &["userType", "accountEnabled", "mySite"];

/// <https://learn.microsoft.com/graph/api/user-get>
pub(crate) fn me(context: &Context<'_>) -> Result<Answer, Failure> {
    let options = Options::parse(context.query, odata::ENTITY)?;
    let person = person(context)?;
    let mut members = members(context, person, context.oid()?);
    if options.select.is_empty() {
        members.retain(|name, _| !ON_REQUEST.contains(&name.as_str()));
    }
    keep_selected(&mut members, &options.select, "microsoft.graph.user")?;
    let select =
        if options.select.is_empty() { String::new() } else { format!("({})", options.select.join(",")) };
    let origin = &context.world.origins.graph;
    members
        .insert("@odata.context".to_owned(), json!(format!("{origin}/v1.0/$metadata#users{select}/$entity")));
    Ok(Answer::Json(Value::Object(members)))
}

/// The claims that the granted scopes open. <https://learn.microsoft.com/entra/identity-platform/userinfo>
pub(crate) fn user_info(context: &Context<'_>) -> Result<Answer, Failure> {
    Options::parse(context.query, odata::NONE)?;
    let claims = userinfo::claims(context.world, context.headers);
    let mut claims = object(claims.map_err(|refusal| challenge::refused(context.world, refusal))?);
    let has = |scope: &str| context.caller.scp.iter().any(|granted| granted.eq_ignore_ascii_case(scope));
    claims.retain(|name, _| match name.as_str() {
        "sub" => true,
        "email" => has("email"),
        _ => has("profile"),
    });
    Ok(Answer::Json(Value::Object(claims)))
}

/// Who calls.
///
/// # Errors
/// 400 for an application on its own; 404 for a person who left the directory.
pub(crate) fn person(context: &Context<'_>) -> Result<&'static Person, Failure> {
    let oid = context.oid()?;
    context.world.directory.person(oid).ok_or_else(|| not_there(oid))
}

/// 404 of the directory.
pub(crate) fn not_there(id: &str) -> Failure {
    let message = format!(
        "Resource '{id}' does not exist or one of its queried reference-property objects are not present."
    );
    Failure::new(axum::http::StatusCode::NOT_FOUND, "Request_ResourceNotFound", message)
}

/// Leaves the members that `select` names; all of them when it names none.
///
/// # Errors
/// 400 for a member that there is not.
pub(crate) fn keep_selected(
    members: &mut Map<String, Value>,
    select: &[String],
    kind: &str,
) -> Result<(), Failure> {
    let is_known = |name: &&String| members.keys().any(|known| known.eq_ignore_ascii_case(name));
    if let Some(unknown) = select.iter().find(|name| !is_known(name)) {
        return Err(Failure::bad_request(format!(
            "Parsing OData Select and Expand failed: Could not find a property named '{unknown}' on type '{kind}'."
        )));
    }
    members
        .retain(|name, _| select.is_empty() || select.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)));
    Ok(())
}

/// Every member of a person whose object id in the caller's organization is `oid`.
pub(crate) fn members(context: &Context<'_>, person: &Person, oid: &str) -> Map<String, Value> {
    let is_guest = person.has(Circumstance::Guest) && person.tenant == context.caller.tid;
    let host = context.world.directory.tenant(&context.caller.tid).map_or("", |tenant| tenant.domain);
    let upn = if is_guest { guest_name(person, host) } else { person.upn.to_owned() };
    let drives = context.world.graph.drives();
    let own = drives.iter().find(|drive| drive.owner() == Some(person) && !is_guest);
    let my_site = own.map(|drive| {
        format!("{}/personal/{}/", context.world.origins.content, super::content::link::site(drive))
    });
    let account = context.world.graph.accounts.find(oid);
    let mail = account.as_ref().map_or(person.mail(), |account| account.mail.as_deref());
    object(json!({
        "businessPhones": [],
        "displayName": account.as_ref().map_or_else(|| person.display_name(), |own| own.display_name.clone()),
        "givenName": account.as_ref().map_or(person.given_name, |own| &own.given_name),
        "surname": account.as_ref().map_or(person.surname, |own| &own.surname),
        "jobTitle": null,
        "mail": mail,
        "mobilePhone": null,
        "officeLocation": null,
        "preferredLanguage": null,
        "userPrincipalName": upn,
        "id": oid,
        "userType": if is_guest { "Guest" } else { "Member" },
        "accountEnabled": true,
        "mySite": my_site,
    }))
}

/// How Entra names a guest: the address at home and the host's domain, joined by `#EXT#`.
/// <https://learn.microsoft.com/entra/external-id/user-properties>
pub(crate) fn guest_name(person: &Person, host: &str) -> String {
    format!("{}#EXT#@{host}", person.upn.replace('@', "_"))
}
