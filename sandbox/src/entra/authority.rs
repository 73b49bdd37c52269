//! The first path segment of every Entra address: one tenant, or one of the names that stand for several.

use super::aadsts::Aadsts;
use crate::people::{Account, Directory, Person, Tenant};
use crate::world::World;

/// Whom a sign-in address is for.
/// <https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authority {
    /// One tenant, by GUID or domain.
    Tenant(&'static Tenant),
    /// Any work or school account.
    Organizations,
    /// Any account.
    Common,
    /// Personal accounts, of which the cast has none.
    Consumers,
}

/// The tenant of all personal accounts.
pub(crate) const CONSUMER_TENANT: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

impl Authority {
    /// Reads the path segment.
    pub(crate) fn parse(world: &World, segment: &str) -> Result<Self, Aadsts> {
        match segment.to_ascii_lowercase().as_str() {
            "organizations" => Ok(Self::Organizations),
            "common" => Ok(Self::Common),
            "consumers" | CONSUMER_TENANT => Ok(Self::Consumers),
            name => world.directory.tenant(name).map(Self::Tenant).ok_or_else(|| {
                let text = format!(
                    "Tenant '{segment}' not found. Check to make sure you have the correct tenant ID."
                );
                Aadsts::new(90002).saying(text)
            }),
        }
    }

    /// The tenant, where the address names one.
    pub(crate) const fn tenant(self) -> Option<&'static Tenant> {
        match self {
            Self::Tenant(tenant) => Some(tenant),
            Self::Organizations | Self::Common | Self::Consumers => None,
        }
    }

    /// As which account a person signs in here; none for a stranger to the tenant.
    pub(crate) fn account(self, directory: &Directory, person: &'static Person) -> Option<Account> {
        match self {
            Self::Tenant(tenant) => directory.account_in(person, tenant),
            Self::Organizations | Self::Common => directory.home_account(person),
            Self::Consumers => None,
        }
    }

    /// The path segment in addresses that Entra hands out: the tenant's GUID, or the name.
    pub(crate) const fn segment(self) -> &'static str {
        match self {
            Self::Tenant(tenant) => tenant.id,
            Self::Organizations => "organizations",
            Self::Common => "common",
            Self::Consumers => CONSUMER_TENANT,
        }
    }

    /// The tenant part of the issuer in discovery: a placeholder where the tenant is not known yet.
    pub(crate) const fn issuer_segment(self) -> &'static str {
        match self {
            Self::Tenant(tenant) => tenant.id,
            Self::Organizations | Self::Common => "{tenantid}",
            Self::Consumers => CONSUMER_TENANT,
        }
    }
}

/// The issuer of a tenant's tokens.
pub(crate) fn issuer(world: &World, tenant: &str) -> String {
    format!("{}/{tenant}/v2.0", world.origins.entra)
}
