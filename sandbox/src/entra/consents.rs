//! Who consented to what: each person for themselves, or an administrator for everybody.

use std::collections::{BTreeSet, HashMap};

use super::scope::Asked;
use crate::people::{Account, Person};
use crate::shared::Shared;

/// For whom a consent holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Principal {
    /// The person with this object id in the tenant.
    Person(String),
    /// Everybody in the tenant.
    Everybody,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    tenant: String,
    principal: Principal,
    client_id: String,
    resource: String,
}

/// All consents: the `oauth2PermissionGrants` of the tenants.
#[derive(Debug, Default)]
pub(crate) struct Consents {
    granted: Shared<HashMap<Key, BTreeSet<String>>>,
}

impl Consents {
    /// Consents to everything that was asked for.
    pub(crate) fn grant(&self, tenant: &str, principal: &Principal, client_id: &str, asked: &Asked) {
        self.granted.with(|granted| {
            for (resource, name) in asked.permissions() {
                let key = Key {
                    tenant: tenant.to_owned(),
                    principal: principal.clone(),
                    client_id: client_id.to_owned(),
                    resource: resource.app_id.clone(),
                };
                granted.entry(key).or_default().insert(name.to_owned());
            }
        });
    }

    /// What an account lets an application do at a resource.
    pub(crate) fn granted(&self, account: &Account, client_id: &str, resource: &str) -> BTreeSet<String> {
        let key = |principal: Principal| Key {
            tenant: account.tenant.id.to_owned(),
            principal,
            client_id: client_id.to_owned(),
            resource: resource.to_owned(),
        };
        let both = [key(Principal::Person(account.oid.to_owned())), key(Principal::Everybody)];
        self.granted
            .with(|granted| both.iter().filter_map(|key| granted.get(key)).flatten().cloned().collect())
    }

    /// What of the asked has no consent yet.
    pub(crate) fn missing(&self, account: &Account, client_id: &str, asked: &Asked) -> Asked {
        asked.without(|resource, name| self.granted(account, client_id, &resource.app_id).contains(name))
    }

    /// Withdraws what a person consented to, or with no person everything, an administrator's consent included.
    pub(crate) fn withdraw(&self, client_id: &str, person: Option<&'static Person>) {
        let is_of = |person: &'static Person, principal: &Principal| {
            let own = Principal::Person(person.oid.to_owned());
            let at_home = person.home.as_ref().map(|home| Principal::Person(home.oid.to_owned()));
            *principal == own || at_home.as_ref() == Some(principal)
        };
        let concerned = |key: &Key| {
            key.client_id == client_id && person.is_none_or(|person| is_of(person, &key.principal))
        };
        self.granted.with(|granted| granted.retain(|key, _| !concerned(key)));
    }

    /// Forgets all consents.
    pub(crate) fn reset(&self) {
        self.granted.with(HashMap::clear);
    }
}
