//! The tokens that Entra issues and the claims in them.
//! <https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference>

mod defect;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use uuid::Uuid;

use super::access::GRAPH_AUDIENCES;
use super::attribution::hint_for;
use super::authority::issuer;
use super::grants::Grant;
use super::jwt;
use crate::applications::{Application, GRAPH_APP_ID, Resource};
use crate::faults::FaultKind;
use crate::people::{Account, Circumstance};
use crate::world::World;

/// An hour; the real service picks between 60 and 90 minutes.
const LIFETIME: i64 = 3600;

/// A day, for clients that answer claims challenges; the real service picks between 20 and 28 hours.
/// <https://learn.microsoft.com/entra/identity-platform/app-resilience-continuous-access-evaluation>
const LIFETIME_WITH_CHALLENGES: i64 = 24 * 3600;

/// The template id of a global administrator, for `wids`.
const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";

/// How a client proved itself: `azpacr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// Not at all.
    None,
    /// By a secret.
    Secret,
    /// By an assertion signed with a certificate, or of another issuer.
    Assertion,
}

impl Proof {
    const fn claim(self) -> &'static str {
        match self {
            Self::None => "0",
            Self::Secret => "1",
            Self::Assertion => "2",
        }
    }
}

/// What an access token is to say.
pub(crate) struct Access<'a> {
    /// For which application.
    pub(crate) client: &'a Application,
    /// How it proved itself.
    pub(crate) proof: Proof,
    /// For which resource.
    pub(crate) resource: &'a Resource,
    /// How the resource was named in the scopes; empty for short names.
    pub(crate) prefix: &'a str,
    /// Whether the client can answer a claims challenge.
    pub(crate) cp1: bool,
}

/// An access token and what the response says about it.
pub(crate) struct Issued {
    /// The token.
    pub(crate) token: String,
    /// Its lifetime in seconds.
    pub(crate) expires_in: i64,
    /// When to replace it without need, for long-lived ones.
    pub(crate) refresh_in: Option<i64>,
}

impl Access<'_> {
    fn is_for_graph(&self) -> bool {
        self.resource.app_id == GRAPH_APP_ID
    }

    /// Whether the token says `cp1`: the resource has to be configured for it and the client has to ask.
    fn says_cp1(&self) -> bool {
        self.cp1 && self.resource.optional_claims.iter().any(|claim| claim == "xms_cc")
    }

    /// A token for a person.
    pub(crate) fn for_person(&self, world: &World, grant: &Grant, scp: &str) -> Issued {
        let specific =
            if self.is_for_graph() { self.graph_claims(grant, scp) } else { self.api_claims(grant, scp) };
        self.issue(world, grant.account.tenant.id, Some(grant.account.person.oid), specific)
    }

    /// A token for the application itself.
    /// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>
    pub(crate) fn for_application(&self, world: &World, tenant: &str) -> Issued {
        let principal = pairwise(&[&self.client.client_id, tenant, "service principal"]);
        let mut specific = json!({ "oid": guid_from(&principal), "sub": guid_from(&principal) });
        if self.is_for_graph() {
            set(&mut specific, "idtyp", json!("app"));
            set(&mut specific, "app_displayname", json!(self.client.display_name));
            if !self.client.granted_roles.is_empty() {
                set(&mut specific, "roles", json!(self.client.granted_roles));
            }
        }
        self.issue(world, tenant, None, specific)
    }

    /// Version 1.0, as Microsoft Graph still gets it. It is opaque to everybody else.
    fn graph_claims(&self, grant: &Grant, scp: &str) -> Value {
        let account = &grant.account;
        let person = account.person;
        let amr = if grant.multi_factor { json!(["pwd", "mfa"]) } else { json!(["pwd"]) };
        let wids = if person.has(Circumstance::GlobalAdministrator) {
            json!([GLOBAL_ADMINISTRATOR])
        } else {
            json!([])
        };
        let mut claims = json!({
            "acct": i32::from(account.is_guest()), "acr": "1", "amr": amr,
            "app_displayname": self.client.display_name,
            "family_name": person.surname, "given_name": person.given_name, "name": person.display_name(),
            "idtyp": "user", "ipaddr": "127.0.0.1", "oid": account.oid, "scp": scp, "sid": grant.sid,
            "sub": pairwise(&[account.oid, GRAPH_APP_ID]),
            "unique_name": person.upn, "upn": person.upn, "wids": wids,
        });
        if account.is_guest() {
            set(&mut claims, "idp", json!(home_provider(account)));
        }
        claims
    }

    /// Version 2.0, for an API registered with `requestedAccessTokenVersion` 2.
    fn api_claims(&self, grant: &Grant, scp: &str) -> Value {
        let account = &grant.account;
        json!({
            "name": account.person.display_name(), "oid": account.oid,
            "preferred_username": account.person.upn, "scp": scp,
            "sub": pairwise(&[account.oid, &self.resource.app_id]),
        })
    }

    fn issue(&self, world: &World, tenant: &str, person: Option<&str>, mut claims: Value) -> Issued {
        let long = self.says_cp1() && self.is_for_graph();
        let lifetime = if long { LIFETIME_WITH_CHALLENGES } else { LIFETIME };
        let short = world.faults.take(person, |fault| {
            if let FaultKind::ShortTokens { expires_in } = fault { Some(*expires_in) } else { None }
        });
        let lifetime = short.unwrap_or(lifetime);
        stamp(world, &mut claims, lifetime);
        set(&mut claims, "tid", json!(tenant));
        if self.is_for_graph() {
            let by_number = self.prefix.is_empty() || self.prefix == GRAPH_APP_ID;
            let audience = if by_number { GRAPH_AUDIENCES[0] } else { GRAPH_AUDIENCES[1] };
            set(&mut claims, "aud", json!(audience));
            set(&mut claims, "iss", json!(format!("https://sts.windows.net/{tenant}/")));
            set(&mut claims, "appid", json!(self.client.client_id));
            set(&mut claims, "appidacr", json!(self.proof.claim()));
            set(&mut claims, "ver", json!("1.0"));
        } else {
            set(&mut claims, "aud", json!(self.resource.app_id));
            set(&mut claims, "iss", json!(issuer(world, tenant)));
            set(&mut claims, "azp", json!(self.client.client_id));
            set(&mut claims, "azpacr", json!(self.proof.claim()));
            set(&mut claims, "ver", json!("2.0"));
        }
        if self.says_cp1() {
            set(&mut claims, "xms_cc", json!(["CP1"]));
        }
        let token = sign_access(world, person, self.is_for_graph(), &claims);
        world.entra.issued.record(&token);
        Issued { token, expires_in: lifetime - 1, refresh_in: long.then_some(lifetime / 2) }
    }
}

fn sign_access(world: &World, person: Option<&str>, for_graph: bool, claims: &Value) -> String {
    let key = world.entra.keys.current();
    let unknown = world.faults.take_exact(person, &FaultKind::UnknownKid);
    let kid = if unknown { "unpublished-key" } else { &key.kid };
    let mut header = json!({ "typ": "JWT", "alg": "RS256", "kid": kid });
    if for_graph {
        set(&mut header, "x5t", json!(kid));
        set(&mut header, "nonce", json!(Uuid::new_v4().simple().to_string()));
    }
    jwt::sign(&key, &header, claims)
}

/// What an ID token is to say.
pub(crate) struct Identity<'a> {
    /// For which application.
    pub(crate) client: &'a Application,
    /// About which sign-in.
    pub(crate) grant: &'a Grant,
    /// The nonce of the authorize request.
    pub(crate) nonce: Option<&'a str>,
    /// Whether `profile` was granted.
    pub(crate) profile: bool,
    /// Whether `email` was granted.
    pub(crate) email: bool,
    /// The code that is sent along with it, if it comes from the authorize endpoint.
    pub(crate) code: Option<&'a str>,
}

impl Identity<'_> {
    /// An ID token.
    /// <https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference>
    pub(crate) fn token(&self, world: &World) -> String {
        let account = &self.grant.account;
        let mut claims = json!({
            "aud": self.client.client_id,
            "iss": issuer(world, account.tenant.id),
            "sid": self.grant.sid,
            "sub": pairwise(&[account.oid, &self.client.client_id]),
            "tid": account.tenant.id,
            "ver": "2.0",
        });
        stamp(world, &mut claims, LIFETIME);
        self.add_optional(&mut claims);
        let key = world.entra.keys.current();
        let unknown = world.faults.take_exact(Some(account.person.oid), &FaultKind::UnknownKid);
        let kid = if unknown { "unpublished-key" } else { &key.kid };
        let header = json!({ "typ": "JWT", "alg": "RS256", "kid": kid });
        let defect = world.faults.take(Some(account.person.oid), |fault| {
            if let FaultKind::IdTokenFault { what } = fault { Some(*what) } else { None }
        });
        let token = match defect {
            Some(defect) => defect::spoiled(world, defect, header, claims),
            None => jwt::sign(&key, &header, &claims),
        };
        world.entra.issued.record(&token);
        token
    }

    fn add_optional(&self, claims: &mut Value) {
        let account = &self.grant.account;
        let person = account.person;
        if let Some(nonce) = self.nonce {
            set(claims, "nonce", json!(nonce));
        }
        if self.profile {
            set(claims, "name", json!(person.display_name()));
            set(claims, "oid", json!(account.oid));
            set(claims, "preferred_username", json!(person.upn));
        }
        if let Some(mail) = person.mail().filter(|_| self.email) {
            set(claims, "email", json!(mail));
        }
        if self.client.id_token_claims.iter().any(|claim| claim == "login_hint") {
            set(claims, "login_hint", json!(hint_for(person)));
        }
        if account.is_guest() {
            set(claims, "idp", json!(home_provider(account)));
        }
        if let Some(code) = self.code {
            set(claims, "c_hash", json!(half_hash(code)));
        }
    }
}

/// `client_info`: the account's id at home, in base64url.
pub(crate) fn client_info(account: &Account) -> String {
    let info = json!({ "uid": account.home_oid(), "utid": account.home_tenant() });
    BASE64_URL_SAFE_NO_PAD.encode(info.to_string())
}

/// The left half of a hash (OpenID Connect Core 1.0, section 3.3.2.11).
fn half_hash(value: &str) -> String {
    let hash = digest(&SHA256, value.as_bytes());
    let (left, _) = hash.as_ref().split_at(hash.as_ref().len() / 2);
    BASE64_URL_SAFE_NO_PAD.encode(left)
}

/// The times and the opaque claims that every token has.
fn stamp(world: &World, claims: &mut Value, lifetime: i64) {
    let now = world.clock.now();
    set(claims, "iat", json!(now));
    set(claims, "nbf", json!(now));
    set(claims, "exp", json!(now + lifetime));
    set(claims, "aio", json!(Uuid::new_v4().simple().to_string()));
    set(claims, "rh", json!("1.AAAA."));
    set(claims, "uti", json!(Uuid::new_v4().simple().to_string()));
}

/// Sets a member of an object, which headers and claims always are.
fn set(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(members) = object {
        members.insert(name.to_owned(), value);
    }
}

fn home_provider(account: &Account) -> String {
    format!("https://sts.windows.net/{}/", account.home_tenant())
}

/// `sub`: the same for the same person at the same application, and different at every other.
fn pairwise(parts: &[&str]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, parts.join("|").as_bytes()))
}

fn guid_from(text: &str) -> String {
    let hash = digest(&SHA256, text.as_bytes());
    let mut bytes = [0; 16];
    for (byte, hashed) in bytes.iter_mut().zip(hash.as_ref()) {
        *byte = *hashed;
    }
    Uuid::from_bytes(bytes).to_string()
}
