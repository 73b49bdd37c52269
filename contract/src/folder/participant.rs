//! Who takes part in a folder.

use serde::{Deserialize, Serialize};

use super::Role;
use crate::ids::{ObjectId, TenantId};
use crate::named::serde_by_name;

serde_by_name!(Origin);

/// How somebody came to take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Made the folder.
    Creator,
    /// An owner added them.
    Manual,
    /// The team that the folder follows.
    Team,
}

impl Origin {
    /// The name in answers and in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Creator => "creator",
            Self::Manual => "manual",
            Self::Team => "team",
        }
    }

    /// The origin of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Creator, Self::Manual, Self::Team].into_iter().find(|origin| origin.name() == name)
    }
}

/// Somebody who takes part. `tid` and `oid` say who it is, the rest is for display (S1-30).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantView {
    /// The tenant that vouches for the person.
    pub tid: TenantId,
    /// The person within it.
    pub oid: ObjectId,
    /// Display name: Microsoft's, once they opened the folder.
    pub name: String,
    /// User principal name or mail address.
    pub username: String,
    /// What they are here.
    pub role: Role,
    /// How they came.
    pub origin: Origin,
    /// When, in seconds since 1970 (UTC).
    pub added_at: i64,
}

/// Answer of `GET /api/folders/{id}/participants`: by role and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantsResponse {
    /// At most [`super::PAGE_SIZE`].
    pub participants: Vec<ParticipantView>,
    /// How many there are before these; what to ask with for more stands in `next`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

/// Body of `POST /api/folders/{id}/participants`: somebody of the caller's own tenant, guests of it among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddParticipantRequest {
    /// Who.
    pub oid: ObjectId,
    /// As what.
    pub role: Role,
    /// What to show until the person opens the folder; then it is what Microsoft says.
    pub name: String,
    /// Likewise, the user principal name or mail address.
    pub username: String,
}

/// Body of `PATCH /api/folders/{id}/participants/{tid}/{oid}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeParticipantRequest {
    /// The new role.
    pub role: Role,
}
