//! `grant_type=authorization_code`.

use super::Request;
use super::client::Client;
use super::refresh::first_end;
use super::response::{Order, Tokens};
use crate::entra::aadsts::Aadsts;
use crate::entra::authority::Authority;
use crate::entra::grants::{Code, Grant};
use crate::people::Tenant;

/// "Authorization codes are short lived, typically expiring after about 10 minutes."
/// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>
const CODE_LIFETIME: i64 = 600;

/// Trades a code for tokens, once.
pub(super) fn redeem(request: &Request<'_>, client: &Client) -> Result<Tokens, Aadsts> {
    let name = request.form.require("code")?;
    let code = request.world.entra.grants.code(name).ok_or_else(|| Aadsts::new(70000))?;
    check(request, client, &code)?;
    client.check_platform(request, code.grant.platform)?;
    check_proof_key(request, &code)?;
    let scope = request.form.get("scope").unwrap_or(&code.scope);
    let now = request.world.clock.now();
    let wants_refresh = format!("{scope} {}", code.scope).split(' ').any(|scope| scope == "offline_access");
    let tokens = Order {
        refresh_until: wants_refresh.then(|| first_end(code.grant.platform, now)),
        grant: code.grant,
        scope,
        nonce: code.nonce,
    }
    .fill(request, client)?;
    request.world.entra.grants.redeem(name);
    Ok(tokens)
}

fn check(request: &Request<'_>, client: &Client, code: &Code) -> Result<(), Aadsts> {
    if code.grant.client_id != client.application.client_id {
        return Err(Aadsts::new(70000).saying("The authorization code was issued to another client."));
    }
    if code.redeemed {
        return Err(Aadsts::new(54005));
    }
    if request.world.clock.now() >= code.issued_at + CODE_LIFETIME {
        return Err(Aadsts::new(70008));
    }
    check_tenant(request.authority, code.grant.account.tenant)?;
    check_revocation(request, &code.grant, code.issued_at)?;
    let redirect_uri = request.form.require("redirect_uri")?;
    if redirect_uri != code.redirect_uri {
        return Err(Aadsts::new(500_112).saying(format!(
            "The reply address '{redirect_uri}' does not match the reply address '{}' provided when requesting \
             Authorization code.",
            code.redirect_uri
        )));
    }
    Ok(())
}

fn check_tenant(authority: Authority, tenant: &Tenant) -> Result<(), Aadsts> {
    match authority {
        Authority::Tenant(named) if named != tenant => Err(Aadsts::new(700_005)),
        Authority::Consumers => Err(Aadsts::new(700_005)),
        Authority::Tenant(_) | Authority::Organizations | Authority::Common => Ok(()),
    }
}

fn check_proof_key(request: &Request<'_>, code: &Code) -> Result<(), Aadsts> {
    match (&code.challenge, request.form.get("code_verifier")) {
        (None, None) => Ok(()),
        (Some(challenge), Some(verifier)) if challenge.is_met_by(verifier) => Ok(()),
        (Some(_), None) => Err(Aadsts::missing("code_verifier")),
        (None | Some(_), Some(_)) => Err(Aadsts::new(501_481)),
    }
}

/// Refuses what was issued before the person's sessions were revoked.
pub(super) fn check_revocation(request: &Request<'_>, grant: &Grant, issued_at: i64) -> Result<(), Aadsts> {
    match request.world.entra.revocations.since(grant.account.person.oid) {
        Some(since) if issued_at < since => Err(Aadsts::new(50173)),
        _ => Ok(()),
    }
}
