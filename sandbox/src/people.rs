//! The cast: the people of two tenants, with fixed ids, each there for one circumstance that an app has to cope with.

use serde::Serialize;

/// An organization.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Tenant {
    /// Its GUID, the `tid` of every token.
    pub id: &'static str,
    /// Its display name.
    pub name: &'static str,
    /// Its verified domain, which may stand for the GUID in every Entra path.
    pub domain: &'static str,
}

/// What makes a person of the cast worth signing in as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Circumstance {
    /// A OneDrive with thousands of items, and names in many scripts.
    BigDrive,
    /// A OneDrive with right-to-left names.
    RightToLeft,
    /// Has to approve a second factor.
    MultiFactor,
    /// May not consent herself: an administrator has to.
    UserConsentDisabled,
    /// No licence for OneDrive.
    NoDriveLicense,
    /// No mailbox, so `mail` is null.
    NoMailbox,
    /// May consent for the whole organization.
    GlobalAdministrator,
    /// A guest, whose account is another tenant's.
    Guest,
    /// Belongs to the tenant that is not the customer's.
    WrongTenant,
    /// Not assigned to the application.
    NotAssigned,
}

/// The account that a guest brings from home.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct HomeAccount {
    /// The GUID of the home tenant.
    pub tenant: &'static str,
    /// The object id there: Entra gives a guest another one in each tenant.
    pub oid: &'static str,
}

/// One member of the cast.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The object id in `tenant`.
    pub oid: &'static str,
    /// Given name.
    pub given_name: &'static str,
    /// Family name.
    pub surname: &'static str,
    /// The sign-in name.
    pub upn: &'static str,
    /// The GUID of the tenant the cast list shows the person in.
    pub tenant: &'static str,
    /// Where the account lives, if not in `tenant`.
    pub home: Option<HomeAccount>,
    /// What the person is there for.
    pub circumstances: &'static [Circumstance],
    /// The same in words, for the account picker.
    pub note: &'static str,
}

impl Person {
    /// The name as shown to people.
    #[must_use]
    pub fn display_name(&self) -> String {
        format!("{} {}", self.given_name, self.surname)
    }

    /// The mail address: the sign-in name, for those with a mailbox.
    #[must_use]
    pub fn mail(&self) -> Option<&'static str> {
        (!self.has(Circumstance::NoMailbox)).then_some(self.upn)
    }

    /// Whether a circumstance holds for this person.
    #[must_use]
    pub fn has(&self, circumstance: Circumstance) -> bool {
        self.circumstances.contains(&circumstance)
    }
}

/// A person as one tenant knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose account it is.
    pub person: &'static Person,
    /// The tenant that is signed in to.
    pub tenant: &'static Tenant,
    /// The object id in that tenant.
    pub oid: &'static str,
}

impl Account {
    /// The GUID of the tenant where the account lives.
    #[must_use]
    pub fn home_tenant(&self) -> &'static str {
        self.person.home.as_ref().map_or(self.person.tenant, |home| home.tenant)
    }

    /// The object id in the home tenant.
    #[must_use]
    pub fn home_oid(&self) -> &'static str {
        self.person.home.as_ref().map_or(self.person.oid, |home| home.oid)
    }

    /// Whether the tenant is not the account's own.
    #[must_use]
    pub fn is_guest(&self) -> bool {
        self.home_tenant() != self.tenant.id
    }
}

/// The tenants and the people in them.
#[derive(Debug, Default)]
pub struct Directory(());

impl Directory {
    /// Everybody, in the order of the cast list.
    #[must_use]
    pub fn people(&self) -> &'static [Person] {
        &CAST
    }

    /// The tenants.
    #[must_use]
    pub fn tenants(&self) -> &'static [Tenant] {
        &TENANTS
    }

    /// The person with this object id, be it the one at home or the one as a guest.
    #[must_use]
    pub fn person(&self, oid: &str) -> Option<&'static Person> {
        CAST.iter()
            .find(|person| person.oid == oid || person.home.as_ref().is_some_and(|home| home.oid == oid))
    }

    /// The person with this sign-in name, in any case.
    #[must_use]
    pub fn person_by_upn(&self, upn: &str) -> Option<&'static Person> {
        CAST.iter().find(|person| person.upn.eq_ignore_ascii_case(upn))
    }

    /// The tenant with this GUID or domain.
    #[must_use]
    pub fn tenant(&self, name: &str) -> Option<&'static Tenant> {
        TENANTS
            .iter()
            .find(|tenant| tenant.id.eq_ignore_ascii_case(name) || tenant.domain.eq_ignore_ascii_case(name))
    }

    /// The person's account in a tenant, as its member or as its guest; none for a stranger.
    #[must_use]
    pub fn account_in(&self, person: &'static Person, tenant: &'static Tenant) -> Option<Account> {
        if person.tenant == tenant.id {
            return Some(Account { person, tenant, oid: person.oid });
        }
        let home = person.home.as_ref().filter(|home| home.tenant == tenant.id)?;
        Some(Account { person, tenant, oid: home.oid })
    }

    /// The person's account where it lives.
    #[must_use]
    pub fn home_account(&self, person: &'static Person) -> Option<Account> {
        let tenant = person.home.as_ref().map_or(person.tenant, |home| home.tenant);
        self.account_in(person, self.tenant(tenant)?)
    }
}

/// The customer's tenant.
pub const CONTOSO: &str = "c0a70500-0000-4000-8000-00000000c001";
/// The other tenant.
pub const FABRIKAM: &str = "fab41ca0-0000-4000-8000-00000000f001";

static TENANTS: [Tenant; 2] = [
    Tenant { id: CONTOSO, name: "Contoso", domain: "contoso.example" },
    Tenant { id: FABRIKAM, name: "Fabrikam", domain: "fabrikam.example" },
];

static CAST: [Person; 10] = [
    Person {
        oid: "00000000-0000-4000-a000-000000000001",
        given_name: "Ada",
        surname: "Lindqvist",
        upn: "ada@contoso.example",
        tenant: CONTOSO,
        home: None,
        circumstances: &[Circumstance::BigDrive],
        note: "Thousands of files, names in many scripts",
    },
    Person {
        oid: "00000000-0000-4000-a000-000000000002",
        given_name: "Bilal",
        surname: "Haddad",
        upn: "bilal@contoso.example",
        tenant: CONTOSO,
        home: None,
        circumstances: &[Circumstance::RightToLeft],
        note: "Arabic file names",
    },
    Person {
        oid: "00000000-0000-4000-a000-000000000003",
        given_name: "Mika",
        surname: "Tanaka",
        upn: "mika@contoso.example",
        tenant: CONTOSO,
        home: None,
        circumstances: &[Circumstance::MultiFactor],
        note: "Has to approve a second factor",
    },
    Person {
        oid: "00000000-0000-4000-a000-000000000004",
        given_name: "Nora",
        surname: "Obi",
        upn: "nora@contoso.example",
        tenant: CONTOSO,
        home: None,
        circumstances: &[Circumstance::UserConsentDisabled],
        note: "Needs an administrator's consent",
    },
    Person {
        oid: "00000000-0000-4000-a000-000000000005",
        given_name: "Otto",
        surname: "Kern",
        upn: "otto@contoso.example",
        tenant: CONTOSO,
        home: None,
        circumstances: &[Circumstance::NoDriveLicense],
        note: "No OneDrive licence",
    },
    Person {
        oid: "00000000-0000-4000-a000-000000000006",
        given_name: "Mia",
        surname: "Wolf",
        upn: "mia@contoso.example",
        tenant: CONTOSO,
        home: None,
        circumstances: &[Circumstance::NoMailbox],
        note: "No mailbox",
    },
    Person {
        oid: "00000000-0000-4000-a000-000000000007",
        given_name: "Alex",
        surname: "Roy",
        upn: "alex@contoso.example",
        tenant: CONTOSO,
        home: None,
        circumstances: &[Circumstance::GlobalAdministrator],
        note: "Global administrator",
    },
    Person {
        oid: "00000000-0000-4000-a000-000000000008",
        given_name: "Grace",
        surname: "Hill",
        upn: "grace@fabrikam.example",
        tenant: CONTOSO,
        home: Some(HomeAccount { tenant: FABRIKAM, oid: "00000000-0000-4000-a000-0000000000f8" }),
        circumstances: &[Circumstance::Guest],
        note: "Guest at Contoso, at home in Fabrikam",
    },
    Person {
        oid: "00000000-0000-4000-a000-000000000009",
        given_name: "Eve",
        surname: "Marsh",
        upn: "eve@fabrikam.example",
        tenant: FABRIKAM,
        home: None,
        circumstances: &[Circumstance::WrongTenant],
        note: "Fabrikam: the wrong tenant",
    },
    Person {
        oid: "00000000-0000-4000-a000-000000000010",
        given_name: "Finn",
        surname: "Berg",
        upn: "finn@contoso.example",
        tenant: CONTOSO,
        home: None,
        circumstances: &[Circumstance::NotAssigned],
        note: "Not assigned to the application",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guest_has_one_object_id_at_home_and_another_as_a_guest() {
        let directory = Directory::default();
        let grace = directory.person_by_upn("Grace@Fabrikam.Example").unwrap();

        let guest = directory.account_in(grace, directory.tenant(CONTOSO).unwrap()).unwrap();
        let member = directory.home_account(grace).unwrap();

        assert!(guest.is_guest() && !member.is_guest());
        assert_ne!(guest.oid, member.oid);
        assert_eq!((guest.home_tenant(), guest.home_oid()), (FABRIKAM, member.oid));
        assert_eq!(directory.person(member.oid), Some(grace));
    }

    #[test]
    fn a_stranger_has_no_account_in_the_tenant() {
        let directory = Directory::default();
        let eve = directory.person_by_upn("eve@fabrikam.example").unwrap();

        assert_eq!(directory.account_in(eve, directory.tenant("contoso.example").unwrap()), None);
    }

    #[test]
    fn object_ids_are_unique() {
        let mut oids: Vec<&str> = CAST.iter().map(|person| person.oid).collect();
        oids.extend(CAST.iter().filter_map(|person| person.home.as_ref()).map(|home| home.oid));
        let count = oids.len();
        oids.sort_unstable();
        oids.dedup();

        assert_eq!(oids.len(), count);
    }
}
