//! Who is in a team or in a channel, and as what.

use std::collections::BTreeMap;

/// What somebody is in a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Owns it.
    Owner,
    /// Is in it.
    Member,
    /// Is in it as a guest of the organization.
    Guest,
}

/// People by object id. In the order of the ids, so that pages can be cut out of it wherever they begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roster(BTreeMap<String, Role>);

impl Roster {
    /// These owners, and these others as members.
    #[must_use]
    pub fn of(owners: &[&str], members: &[&str]) -> Self {
        let with = |people: &[&str], role| -> Vec<(String, Role)> {
            people.iter().map(|oid| ((*oid).to_owned(), role)).collect()
        };
        Self([with(owners, Role::Owner), with(members, Role::Member)].concat().into_iter().collect())
    }

    /// Whether somebody is there.
    #[must_use]
    pub fn has(&self, oid: &str) -> bool {
        self.0.contains_key(oid)
    }

    /// As what somebody is there.
    #[must_use]
    pub fn role(&self, oid: &str) -> Option<Role> {
        self.0.get(oid).copied()
    }

    /// Everybody, in the order of the object ids.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Role)> {
        self.0.iter().map(|(oid, role)| (oid.as_str(), *role))
    }

    /// Everybody in that role.
    #[must_use]
    pub fn in_role(&self, role: Role) -> Vec<&str> {
        self.iter().filter(|(_, own)| *own == role).map(|(oid, _)| oid).collect()
    }

    /// How many are there.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds somebody or gives another role; says which one it was before.
    pub fn set(&mut self, oid: &str, role: Role) -> Option<Role> {
        self.0.insert(oid.to_owned(), role)
    }

    /// Removes somebody; says whether they were there.
    pub fn remove(&mut self, oid: &str) -> bool {
        self.0.remove(oid).is_some()
    }
}
