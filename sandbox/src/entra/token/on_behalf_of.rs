//! `grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer`: an API that was called for a person calls another one for them.
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow>

use super::Request;
use super::authorization_code::check_revocation;
use super::client::Client;
use super::refresh::first_end;
use super::response::{Order, Tokens};
use crate::applications::Platform;
use crate::entra::aadsts::Aadsts;
use crate::entra::authority::Authority;
use crate::entra::grants::Grant;
use crate::entra::jwt::Unverified;
use crate::people::Tenant;

/// Trades an access token that was issued for the client for one that it can use itself.
pub(super) fn exchange(request: &Request<'_>, client: &Client) -> Result<Tokens, Aadsts> {
    Client::require_no_origin(request)?;
    client.require_proof()?;
    let assertion = request.form.require("assertion")?;
    let scope = request.form.require("scope")?;
    if !request.form.is("requested_token_use", "on_behalf_of") {
        return Err(Aadsts::missing("requested_token_use"));
    }
    let token = check(request, client, assertion)?;
    let grant = grant_of(request, client, &token)?;
    check_revocation(request, &grant, token.seconds("iat").unwrap_or_default())?;
    let wants_refresh = scope.split(' ').any(|scope| scope == "offline_access");
    let now = request.world.clock.now();
    let refresh_until = wants_refresh.then(|| first_end(Platform::Web, now));
    Order { grant, scope, nonce: None, refresh_until }.fill(request, client)
}

fn check(request: &Request<'_>, client: &Client, assertion: &str) -> Result<Unverified, Aadsts> {
    let token = Unverified::parse(assertion).ok_or_else(|| Aadsts::new(50013))?;
    // A token for Graph is for Graph's eyes only, see `jwt::sign`.
    if token.header.get("nonce").is_some() || !token.is_ours(&request.world.entra.keys) {
        return Err(Aadsts::new(50013));
    }
    if token.text("azp").is_none() {
        return Err(Aadsts::new(240_002));
    }
    if token.seconds("exp").is_none_or(|end| end <= request.world.clock.now()) {
        return Err(Aadsts::new(500_133));
    }
    if token.text("aud") != Some(client.application.client_id.as_str()) {
        return Err(Aadsts::new(500_131));
    }
    if token.text("scp").is_none() {
        return Err(Aadsts::new(7_000_114));
    }
    Ok(token)
}

/// The sign-in that the assertion stands for, now for this client.
fn grant_of(request: &Request<'_>, client: &Client, token: &Unverified) -> Result<Grant, Aadsts> {
    let world = request.world;
    let directory = &world.directory;
    let tenant = token.text("tid").and_then(|tid| directory.tenant(tid)).ok_or_else(|| Aadsts::new(50013))?;
    check_tenant(request.authority, tenant)?;
    let person = token.text("oid").and_then(|oid| directory.person(oid)).ok_or_else(|| Aadsts::new(50034))?;
    let account = directory.account_in(person, tenant).ok_or_else(|| Aadsts::new(50034))?;
    Ok(Grant {
        account,
        client_id: client.application.client_id.clone(),
        platform: Platform::Web,
        sid: token.text("sid").unwrap_or_default().to_owned(),
        multi_factor: false,
    })
}

/// The documentation has a tenant in the address; names for several tenants are refused here.
fn check_tenant(authority: Authority, tenant: &Tenant) -> Result<(), Aadsts> {
    match authority {
        Authority::Tenant(named) if named == tenant => Ok(()),
        Authority::Tenant(_) => Err(Aadsts::new(50013).saying("The assertion was issued by another tenant.")),
        Authority::Organizations | Authority::Common | Authority::Consumers => Err(Aadsts::new(9_001_023)),
    }
}
