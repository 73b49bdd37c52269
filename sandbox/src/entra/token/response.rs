//! What a successful token request is answered with.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Request;
use super::client::Client;
use crate::applications::{GRAPH_APP_ID, Platform};
use crate::entra::aadsts::Aadsts;
use crate::entra::grants::{Grant, RefreshToken};
use crate::entra::mint::{Access, Identity, Issued, client_info};
use crate::entra::scope::{Asked, Wanted};
use crate::faults::FaultKind;

/// The members in the order of the real service.
#[derive(Debug, Serialize)]
pub(super) struct Tokens {
    token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    expires_in: i64,
    ext_expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_in: Option<i64>,
    access_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token_expires_in: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_info: Option<String>,
}

impl Tokens {
    /// An access token and nothing else, as for client credentials.
    pub(super) fn access_only(issued: Issued) -> Self {
        Self {
            token_type: "Bearer",
            scope: None,
            expires_in: issued.expires_in,
            ext_expires_in: issued.expires_in,
            refresh_in: issued.refresh_in,
            access_token: issued.token,
            refresh_token: None,
            refresh_token_expires_in: None,
            id_token: None,
            client_info: None,
        }
    }
}

/// What is to be issued for a person.
pub(super) struct Order<'a> {
    /// The sign-in that it rests on.
    pub(super) grant: Grant,
    /// What is asked for.
    pub(super) scope: &'a str,
    /// The nonce for the ID token.
    pub(super) nonce: Option<String>,
    /// When a refresh token is to end; none when there is to be none.
    pub(super) refresh_until: Option<i64>,
}

impl Order<'_> {
    /// Checks the consent and issues the tokens.
    pub(super) fn fill(&self, request: &Request<'_>, client: &Client) -> Result<Tokens, Aadsts> {
        let world = request.world;
        let asked = Asked::parse(&world.applications, self.scope)?;
        let wanted = asked.single()?;
        let granted = self.granted(request, client, &asked, &wanted)?;
        let access = Access {
            client: &client.application,
            proof: client.proof,
            resource: &wanted.resource,
            prefix: &wanted.prefix,
            cp1: request.form.says_cp1()?,
        };
        let scp: Vec<&str> =
            granted.iter().map(String::as_str).filter(|name| *name != "offline_access").collect();
        let issued = access.for_person(world, &self.grant, &scp.join(" "));
        let named: Vec<String> = scp.iter().map(|name| full_name(&wanted.prefix, name)).collect();
        let refresh_token = self.refresh_token(request);
        let lifetime = self.refresh_until.map(|end| end - world.clock.now());
        let spa_lifetime =
            lifetime.filter(|_| refresh_token.is_some() && self.grant.platform == Platform::Spa);
        Ok(Tokens {
            scope: Some(named.join(" ")),
            refresh_token,
            refresh_token_expires_in: spa_lifetime,
            id_token: asked.has_openid("openid").then(|| self.id_token(request, client, &asked)),
            client_info: request.form.is("client_info", "1").then(|| client_info(&self.grant.account)),
            ..Tokens::access_only(issued)
        })
    }

    /// Everything that is consented to at the resource, if that covers what is asked.
    fn granted(
        &self,
        request: &Request<'_>,
        client: &Client,
        asked: &Asked,
        wanted: &Wanted,
    ) -> Result<BTreeSet<String>, Aadsts> {
        let consents = &request.world.entra.consents;
        let client_id = &client.application.client_id;
        let account = &self.grant.account;
        let granted = consents.granted(account, client_id, &wanted.resource.app_id);
        let nothing_by_default = wanted.default && granted.is_empty();
        if nothing_by_default || !consents.missing(account, client_id, asked).is_empty() {
            return Err(Aadsts::new(65001).saying(format!(
                "The user or administrator has not consented to use the application with ID '{client_id}' named '{}'. \
                 Send an interactive authorization request for this user and resource.",
                client.application.display_name
            )));
        }
        Ok(granted)
    }

    fn refresh_token(&self, request: &Request<'_>) -> Option<String> {
        let expires_at = self.refresh_until?;
        let world = request.world;
        if world.faults.take_exact(Some(self.grant.account.person.oid), &FaultKind::OmitRefreshToken) {
            return None;
        }
        let issued_at = world.clock.now();
        let token =
            RefreshToken { grant: self.grant.clone(), scope: self.scope.to_owned(), issued_at, expires_at };
        Some(world.entra.grants.issue_refresh_token(token))
    }

    fn id_token(&self, request: &Request<'_>, client: &Client, asked: &Asked) -> String {
        let identity = Identity {
            client: &client.application,
            grant: &self.grant,
            nonce: self.nonce.as_deref(),
            profile: asked.has_openid("profile"),
            email: asked.has_openid("email"),
            code: None,
        };
        identity.token(request.world)
    }
}

/// A scope in the way it was asked for: by its short name, or with its resource before it.
fn full_name(prefix: &str, name: &str) -> String {
    let is_openid = ["openid", "profile", "email"].contains(&name);
    if prefix.is_empty() || prefix == GRAPH_APP_ID || is_openid {
        name.to_owned()
    } else {
        format!("{prefix}/{name}")
    }
}
