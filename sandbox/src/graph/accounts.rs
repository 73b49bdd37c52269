//! The people whom memberships refer to: the cast as it was changed, and as many others as a large team needs, who are made
//! up from their number and cannot sign in.

use std::collections::HashMap;

use crate::people::{CONTOSO, Circumstance, Directory};
use crate::shared::Shared;

/// How the object ids of people who are made up begin; their number follows.
const MADE_UP: &str = "00000000-0000-4000-b000-";
/// Numbers of those who join one by one: far behind those of any large team.
const FIRST_NEWCOMER: u32 = 1_000_000;

const GIVEN_NAMES: [&str; 13] = [
    "Aino",
    "Bảo",
    "Chloë",
    "Дарья",
    "Ελένη",
    "فاطمة",
    "Gül",
    "花子",
    "Íris",
    "지우",
    "Łukasz",
    "Nomvula",
    "दीपा",
];
const SURNAMES: [&str; 11] =
    ["Åkesson", "O’Brien", "Çelik", "Иванова", "Παππάς", "الحداد", "山田", "김", "Nowak", "Ñúñez", "शर्मा"];

/// Whether an account is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is.
    #[default]
    Active,
    /// It was deleted and can be restored, for thirty days in the real directory.
    Deleted,
    /// It is gone for good.
    Purged,
}

/// What others see of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The object id.
    pub oid: String,
    /// The organization that the object id is of.
    pub tenant: &'static str,
    /// The whole name.
    pub display_name: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub surname: String,
    /// The address; none without a mailbox.
    pub mail: Option<String>,
    /// The sign-in name.
    pub upn: String,
    /// Whether the account is a guest's in that organization.
    pub is_guest: bool,
    /// Whether it is there.
    pub state: State,
}

/// What an address becomes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(untagged)]
pub enum Mail {
    /// This.
    Is(String),
    /// None any more.
    Missing,
}

/// What becomes different about an account; what is none stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Another name.
    pub name: Option<String>,
    /// Another address, or none any more.
    pub mail: Option<Mail>,
    /// Deleted, restored, purged.
    pub state: Option<State>,
}

/// All accounts.
#[derive(Debug, Default)]
pub struct Accounts {
    directory: Directory,
    kept: Shared<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    newcomers: u32,
    changes: HashMap<String, Change>,
}

impl Accounts {
    /// Takes every change back.
    pub(crate) fn reset(&self) {
        self.kept.with(|kept| *kept = Kept::default());
    }

    /// The account with this object id; none that was ever there, or would ever be made up.
    #[must_use]
    pub fn find(&self, oid: &str) -> Option<Profile> {
        let mut profile = self.of_cast(oid).or_else(|| made_up(oid))?;
        let Some(change) = self.kept.with(|kept| kept.changes.get(oid).cloned()) else {
            return Some(profile);
        };
        if let Some(name) = change.name {
            let (given, surname) = name.split_once(' ').unwrap_or((&name, ""));
            given.clone_into(&mut profile.given_name);
            surname.clone_into(&mut profile.surname);
            profile.display_name = name;
        }
        match change.mail {
            Some(Mail::Is(mail)) => profile.mail = Some(mail),
            Some(Mail::Missing) => profile.mail = None,
            None => {}
        }
        profile.state = change.state.unwrap_or(profile.state);
        Some(profile)
    }

    /// Somebody who was not there before.
    pub fn add(&self, name: Option<&str>) -> Profile {
        let oid = self.kept.with(|kept| {
            let oid = oid_of(FIRST_NEWCOMER + kept.newcomers);
            kept.newcomers += 1;
            let change = Change { name: name.map(str::to_owned), ..Change::default() };
            kept.changes.insert(oid.clone(), change);
            oid
        });
        self.find(&oid).unwrap_or_else(|| profile_of(FIRST_NEWCOMER))
    }

    /// Changes an account; says whether there is one.
    pub(super) fn change(&self, oid: &str, change: Change) -> bool {
        if self.find(oid).is_none() {
            return false;
        }
        self.kept.with(|kept| {
            let known = kept.changes.entry(oid.to_owned()).or_default();
            known.name = change.name.or(known.name.take());
            known.mail = change.mail.or(known.mail.take());
            known.state = change.state.or(known.state.take());
        });
        true
    }

    fn of_cast(&self, oid: &str) -> Option<Profile> {
        let person = self.directory.person(oid)?;
        let home = person.home.as_ref().filter(|home| home.oid == oid);
        let tenant = home.map_or(person.tenant, |home| home.tenant);
        let is_guest = person.has(Circumstance::Guest) && home.is_none();
        let host = self.directory.tenant(tenant).map_or("", |tenant| tenant.domain);
        let upn = if is_guest { super::profile::guest_name(person, host) } else { person.upn.to_owned() };
        Some(Profile {
            oid: oid.to_owned(),
            tenant,
            display_name: person.display_name(),
            given_name: person.given_name.to_owned(),
            surname: person.surname.to_owned(),
            mail: person.mail().map(str::to_owned),
            upn,
            is_guest,
            state: State::Active,
        })
    }
}

/// The object id of the person with this number.
#[must_use]
pub fn oid_of(number: u32) -> String {
    format!("{MADE_UP}{number:012}")
}

fn made_up(oid: &str) -> Option<Profile> {
    let number = oid.strip_prefix(MADE_UP).filter(|digits| digits.len() == 12)?.parse().ok()?;
    Some(profile_of(number))
}

fn profile_of(number: u32) -> Profile {
    let pick = |names: &[&'static str]| {
        let index = usize::try_from(number).unwrap_or_default() % names.len();
        names.get(index).copied().unwrap_or_default()
    };
    let (given_name, surname) = (pick(&GIVEN_NAMES), pick(&SURNAMES));
    let upn = format!("person{number}@contoso.example");
    Profile {
        oid: oid_of(number),
        tenant: CONTOSO,
        display_name: format!("{given_name} {surname}"),
        given_name: given_name.to_owned(),
        surname: surname.to_owned(),
        mail: Some(upn.clone()),
        upn,
        is_guest: false,
        state: State::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::FABRIKAM;

    #[test]
    fn people_who_are_made_up_are_the_same_each_time_and_unlike_each_other() {
        let accounts = Accounts::default();
        let first = accounts.find(&oid_of(1)).unwrap();

        assert_eq!(Some(&first), accounts.find(&oid_of(1)).as_ref());
        assert_ne!(first.display_name, accounts.find(&oid_of(2)).unwrap().display_name);
        assert_eq!(accounts.find("00000000-0000-4000-b000-x"), None);
    }

    #[test]
    fn a_guest_is_one_at_the_host_only() {
        let accounts = Accounts::default();
        let guest = accounts.find("00000000-0000-4000-a000-000000000008").unwrap();
        let at_home = accounts.find("00000000-0000-4000-a000-0000000000f8").unwrap();

        assert!(guest.is_guest && guest.upn.contains("#EXT#") && guest.tenant == CONTOSO);
        assert!(!at_home.is_guest && at_home.tenant == FABRIKAM);
    }

    #[test]
    fn changes_add_up_and_a_reset_takes_them_back() {
        let accounts = Accounts::default();
        let oid = accounts.add(None).oid;

        accounts.change(&oid, Change { mail: Some(Mail::Missing), ..Change::default() });
        accounts.change(&oid, Change { name: Some("Ida Ek".to_owned()), ..Change::default() });
        let changed = accounts.find(&oid).unwrap();
        assert_eq!((changed.display_name.as_str(), changed.mail), ("Ida Ek", None));
        assert_ne!(accounts.add(Some("Bo")).oid, oid);

        accounts.reset();
        assert!(accounts.find(&oid).unwrap().mail.is_some());
        assert!(!accounts.change("nobody", Change::default()));
    }
}
