//! Microsoft Entra ID: sign-in pages, tokens, keys, consent. One file for each endpoint, and one for each thing that Entra
//! remembers.
//! <https://learn.microsoft.com/entra/identity-platform/>

mod aadsts;
pub mod access;
mod admin_consent;
pub(crate) mod attribution;
mod authority;
mod authorize;
mod consents;
mod discovery;
mod flows;
mod form;
mod grants;
mod host;
mod issued;
mod jwt;
mod keys;
mod logout;
mod mint;
mod opener_policy;
mod pages;
mod pkce;
mod revocations;
mod scope;
mod sessions;
mod token;
pub mod userinfo;

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::{get, post};

use self::consents::Principal;
#[cfg(test)]
pub(crate) use self::host::claims_of;
pub(crate) use self::host::{HostToken, host_token};
use self::scope::Asked;
use crate::people::Person;
use crate::world::World;

/// What Entra remembers.
#[derive(Debug, Default)]
pub struct State {
    pub(crate) keys: keys::KeyRing,
    pub(crate) sessions: sessions::Sessions,
    pub(crate) grants: grants::Grants,
    pub(crate) consents: consents::Consents,
    pub(crate) revocations: revocations::Revocations,
    pub(crate) issued: issued::Issued,
    flows: flows::Flows,
    seen_assertions: token::SeenAssertions,
}

impl State {
    /// Forgets everybody and goes back to the first key.
    pub(crate) fn reset(&self) {
        self.keys.reset();
        self.sessions.reset();
        self.grants.reset();
        self.consents.reset();
        self.revocations.reset();
        self.issued.reset();
        self.flows.reset();
        self.seen_assertions.reset();
    }
}

/// What can be done to Entra from outside.
impl World {
    /// Signs with a new key from now on; the old one stays published until it is dropped.
    pub fn roll_keys(&self) {
        self.entra.keys.roll();
    }

    /// Publishes only the key that signs.
    pub fn drop_old_keys(&self) {
        self.entra.keys.drop_old();
    }

    /// The names of the published keys of work accounts, the signing one first.
    #[must_use]
    pub fn key_ids(&self) -> Vec<String> {
        self.entra.keys.published().iter().map(|key| key.kid.clone()).collect()
    }

    /// Lets an application have scopes without asking: for a person, or with none for everybody.
    ///
    /// # Errors
    /// With a sentence, when the scopes are not known.
    pub fn grant_consent(
        &self,
        client_id: &str,
        person: Option<&'static Person>,
        scope: &str,
    ) -> Result<(), String> {
        let asked = Asked::parse(&self.applications, scope).map_err(|refused| refused.text().to_owned())?;
        let Some(person) = person else {
            for tenant in self.directory.tenants() {
                self.entra.consents.grant(tenant.id, &Principal::Everybody, client_id, &asked);
            }
            return Ok(());
        };
        for tenant in self.directory.tenants() {
            if let Some(account) = self.directory.account_in(person, tenant) {
                let principal = Principal::Person(account.oid.to_owned());
                self.entra.consents.grant(tenant.id, &principal, client_id, &asked);
            }
        }
        Ok(())
    }

    /// Every code and token that was issued, so that a test can search for them where none may be.
    #[must_use]
    pub fn issued_secrets(&self) -> Vec<String> {
        [self.entra.issued.all(), self.entra.grants.names()].concat()
    }

    /// Withdraws a person's consent to an application, or with none everybody's.
    pub fn withdraw_consent(&self, client_id: &str, person: Option<&'static Person>) {
        self.entra.consents.withdraw(client_id, person);
    }

    /// Ends a person's sessions: refresh tokens issued until now are refused, and Graph challenges access tokens of clients
    /// that can answer a challenge. The clock moves on by a second.
    /// <https://learn.microsoft.com/graph/api/user-revokesigninsessions>
    pub fn revoke_sessions(&self, person: &'static Person) {
        self.entra.revocations.revoke(&self.clock, person.oid);
        self.entra.sessions.end_all_of(person.oid);
    }
}

/// Whether a number after `AADSTS` is one that the sandbox can refuse with.
#[must_use]
pub fn knows_error(code: u32) -> bool {
    aadsts::known(code).is_some()
}

/// The sign-in host.
pub(crate) fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/{tenant}/v2.0/.well-known/openid-configuration", get(discovery::configuration))
        .route("/{tenant}/discovery/v2.0/keys", get(discovery::keys))
        .route("/common/discovery/instance", get(discovery::instance))
        .route("/{tenant}/oauth2/v2.0/authorize", get(authorize::get).post(authorize::post))
        .route("/interact/{flow}", post(authorize::interact))
        .route("/{tenant}/oauth2/v2.0/token", post(token::post))
        .route("/{tenant}/oauth2/v2.0/logout", get(logout::get).post(logout::post))
        .route("/{tenant}/v2.0/adminconsent", get(admin_consent::get))
        .route("/{tenant}/adminconsent", get(admin_consent::get_configured))
        .route("/error", get(about))
        .with_state(world)
}

async fn about(Query(query): Query<HashMap<String, String>>) -> Response {
    // Text that is not a number is an unknown number.
    pages::about(query.get("code").and_then(|code| code.parse().ok()))
}
