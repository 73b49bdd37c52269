//! OpenID Connect's userinfo, which for Entra is an address of Microsoft Graph.
//! <https://learn.microsoft.com/entra/identity-platform/userinfo>

use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::access::{Refusal, caller};
use crate::world::World;

/// The claims about the person whose token this is.
///
/// # Errors
/// With the reason for a 401.
pub fn claims(world: &World, headers: &HeaderMap) -> Result<Value, Refusal> {
    let caller = caller(world, headers)?;
    let person =
        caller.oid.as_deref().and_then(|oid| world.directory.person(oid)).ok_or(Refusal::Malformed)?;
    let mut claims = json!({
        "sub": caller.sub,
        "name": person.display_name(),
        "family_name": person.surname,
        "given_name": person.given_name,
        "picture": format!("{}/v1.0/me/photo/$value", world.origins.graph),
    });
    if let (Some(members), Some(mail)) = (claims.as_object_mut(), person.mail()) {
        members.insert("email".to_owned(), json!(mail));
    }
    Ok(claims)
}
