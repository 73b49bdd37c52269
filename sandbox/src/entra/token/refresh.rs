//! `grant_type=refresh_token`. Use does not end a refresh token; each use gives a new one.
//! <https://learn.microsoft.com/entra/identity-platform/refresh-tokens>

use super::Request;
use super::authorization_code::check_revocation;
use super::client::Client;
use super::response::{Order, Tokens};
use crate::applications::Platform;
use crate::entra::aadsts::Aadsts;
use crate::entra::grants::Grant;

/// "24 hours for single page apps", from the sign-in on: refreshing does not extend it.
const SPA_LIFETIME: i64 = 24 * 3600;

/// "90 days for all other scenarios", from the last refresh on.
const LIFETIME: i64 = 90 * 24 * 3600;

/// When the first refresh token after a sign-in ends.
pub(super) const fn first_end(platform: Platform, now: i64) -> i64 {
    match platform {
        Platform::Spa => now + SPA_LIFETIME,
        Platform::Web => now + LIFETIME,
    }
}

/// Trades a refresh token for new tokens.
pub(super) fn redeem(request: &Request<'_>, client: &Client) -> Result<Tokens, Aadsts> {
    let name = request.form.require("refresh_token")?;
    let token = request.world.entra.grants.refresh_token(name).ok_or_else(|| Aadsts::new(70000))?;
    if token.grant.client_id != client.application.client_id {
        return Err(Aadsts::new(70000).saying("The refresh token was issued to another client."));
    }
    client.check_platform(request, token.grant.platform)?;
    check_revocation(request, &token.grant, token.issued_at)?;
    let now = request.world.clock.now();
    let platform = token.grant.platform;
    if token.expires_at <= now {
        return Err(Aadsts::new(if platform == Platform::Spa { 700_084 } else { 700_082 }));
    }
    let end = match platform {
        Platform::Spa => token.expires_at,
        Platform::Web => first_end(platform, now),
    };
    let scope = request.form.get("scope").unwrap_or(&token.scope);
    let grant = in_tenant(request, &token.grant)?;
    Order { grant, scope, nonce: None, refresh_until: Some(end) }.fill(request, client)
}

/// A refresh token serves every tenant that the person has an account in: `/common` means the one it was issued for.
fn in_tenant(request: &Request<'_>, grant: &Grant) -> Result<Grant, Aadsts> {
    let Some(tenant) = request.authority.tenant() else { return Ok(grant.clone()) };
    let person = grant.account.person;
    let account = request.world.directory.account_in(person, tenant).ok_or_else(|| Aadsts::new(50020))?;
    Ok(Grant { account, ..grant.clone() })
}
