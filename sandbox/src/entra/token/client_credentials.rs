//! `grant_type=client_credentials`: a token for the application itself.
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>

use super::Request;
use super::client::Client;
use super::response::Tokens;
use crate::entra::aadsts::Aadsts;
use crate::entra::authority::Authority;
use crate::entra::mint::Access;
use crate::entra::scope::Asked;
use crate::people::Tenant;

/// Issues an access token, and never a refresh token.
pub(super) fn issue(request: &Request<'_>, client: &Client) -> Result<Tokens, Aadsts> {
    let tenant = require_tenant(request.authority)?;
    Client::require_no_origin(request)?;
    client.require_proof()?;
    let scope = request.form.require("scope")?;
    let wanted = Asked::parse(&request.world.applications, scope)?.single()?;
    if !wanted.default {
        return Err(Aadsts::new(1_002_012).saying(format!(
            "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with \
             /.default suffixed to the resource identifier (application ID URI)."
        )));
    }
    let access = Access {
        client: &client.application,
        proof: client.proof,
        resource: &wanted.resource,
        prefix: &wanted.prefix,
        cp1: request.form.says_cp1()?,
    };
    Ok(Tokens::access_only(access.for_application(request.world, tenant.id)))
}

fn require_tenant(authority: Authority) -> Result<&'static Tenant, Aadsts> {
    match authority {
        Authority::Tenant(tenant) => Ok(tenant),
        Authority::Organizations => Err(Aadsts::new(50059)),
        Authority::Common | Authority::Consumers => Err(Aadsts::new(9_001_023)),
    }
}
