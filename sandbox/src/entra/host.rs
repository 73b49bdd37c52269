//! Tokens that a host of Microsoft's (Teams, Outlook) gets for an app it shows: issued to the host or, with Nested App Auth,
//! to the app itself, without a secret of either.

use serde_json::{Value, json};

use super::grants::Grant;
use super::mint::{Access, Identity, Proof};
use crate::applications::{Application, Platform, Resource};
use crate::people::Account;
use crate::world::World;

/// What a host asks for.
pub(crate) struct HostToken<'a> {
    /// To whom the token is issued.
    pub(crate) client: &'a Application,
    /// For which API.
    pub(crate) resource: &'a Resource,
    /// With which scope of it.
    pub(crate) scope: &'a str,
}

/// The token response, in the form that Nested App Auth hands on.
///
/// # Errors
/// When neither pre-authorization nor a consent allows it.
pub(crate) fn host_token(world: &World, account: &Account, wanted: &HostToken<'_>) -> Result<Value, ()> {
    let HostToken { client, resource, scope } = *wanted;
    let pre_authorized = resource.pre_authorized.iter().any(|id| id == &client.client_id);
    let consented =
        || world.entra.consents.granted(account, &client.client_id, &resource.app_id).contains(scope);
    if !pre_authorized && !consented() {
        return Err(());
    }
    let grant = Grant {
        account: *account,
        client_id: client.client_id.clone(),
        platform: Platform::Spa,
        sid: String::new(),
        multi_factor: false,
    };
    let access = Access { client, proof: Proof::None, resource, prefix: "", cp1: false };
    let issued = access.for_person(world, &grant, scope);
    let identity = Identity { client, grant: &grant, nonce: None, profile: true, email: false, code: None };
    Ok(json!({
        "access_token": issued.token,
        "expires_in": issued.expires_in,
        "id_token": identity.token(world),
        "scope": scope,
        "account": {
            "environment": "login.microsoftonline.com",
            "homeAccountId": format!("{}.{}", account.home_oid(), account.home_tenant()),
            "localAccountId": account.oid,
            "tenantId": account.tenant.id,
            "username": account.person.upn,
            "name": account.person.display_name(),
        },
    }))
}

/// The claims of a token, for assertions.
#[cfg(test)]
pub(crate) fn claims_of(token: &str) -> Option<Value> {
    super::jwt::Unverified::parse(token).map(|token| token.claims)
}
