//! Who was given a right to an item. What lies below a folder inherits what the folder grants.
//!
//! <https://learn.microsoft.com/graph/api/resources/permission>

/// How far a right goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// May open.
    Read,
    /// May change.
    Write,
}

impl Role {
    /// The role on Graph's wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// Who a right is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// One person, by object id.
    Person(String),
    /// Everybody of the organization but its guests: a link that all of them have opened.
    Organization,
    /// Whoever of the organization opens the link; by itself it opens nothing.
    Link,
}

/// One right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Who it is for.
    pub to: To,
    /// How far it goes.
    pub role: Role,
}

impl Grant {
    /// The right to read.
    #[must_use]
    pub fn read(to: To) -> Self {
        Self { to, role: Role::Read }
    }

    /// Whether it opens the item to this person.
    #[must_use]
    pub fn opens(&self, oid: &str, is_guest: bool) -> bool {
        match &self.to {
            To::Person(person) => person == oid,
            To::Organization => !is_guest,
            To::Link => false,
        }
    }
}

/// `shared.scope` of an item with these rights; none when it has none.
#[must_use]
pub fn scope(grants: &[Grant]) -> Option<&'static str> {
    let to_many = |grant: &Grant| matches!(grant.to, To::Organization | To::Link);
    if grants.iter().any(to_many) { Some("organization") } else { grants.first().map(|_| "users") }
}
