//! States as they are written: flat, each with the members that its word has. Reading a tagged enum would bring ten kilobytes of
//! serde's machinery to the browser.

use serde::{Deserialize, Serialize};

use super::super::incomplete::Incomplete;
use super::{Audience, DocumentState, DocumentStateView};
use crate::ids::DocumentId;
use crate::named::serde_by_name;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum StateName {
    Open,
    NoAccess,
    Missing,
    Deleted,
    Unknown,
}

impl StateName {
    const ALL: [Self; 5] = [Self::Open, Self::NoAccess, Self::Missing, Self::Deleted, Self::Unknown];

    fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::NoAccess => "no_access",
            Self::Missing => "missing",
            Self::Deleted => "deleted",
            Self::Unknown => "unknown",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

serde_by_name!(StateName);

#[derive(Serialize, Deserialize)]
pub(super) struct StateWire {
    id: DocumentId,
    state: StateName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    web_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    desktop_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    teams_url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    renamed: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_after: Option<u32>,
}

impl StateWire {
    fn of(id: DocumentId, state: StateName) -> Self {
        Self {
            id,
            state,
            name: None,
            web_url: None,
            desktop_url: None,
            teams_url: None,
            size: None,
            renamed: None,
            moved: None,
            retry_after: None,
        }
    }
}

impl From<DocumentStateView> for StateWire {
    fn from(DocumentStateView { id, state }: DocumentStateView) -> Self {
        match state {
            DocumentState::Open { name, web_url, desktop_url, teams_url, size, renamed, moved } => Self {
                name: Some(name),
                web_url,
                desktop_url,
                teams_url,
                size,
                renamed: Some(renamed),
                moved: Some(moved),
                ..Self::of(id, StateName::Open)
            },
            DocumentState::NoAccess => Self::of(id, StateName::NoAccess),
            DocumentState::Missing => Self::of(id, StateName::Missing),
            DocumentState::Deleted => Self::of(id, StateName::Deleted),
            DocumentState::Unknown { retry_after } => {
                Self { retry_after, ..Self::of(id, StateName::Unknown) }
            }
        }
    }
}

impl TryFrom<StateWire> for DocumentStateView {
    type Error = Incomplete;

    fn try_from(wire: StateWire) -> Result<Self, Incomplete> {
        let StateWire { id, name, web_url, desktop_url, teams_url, size, renamed, moved, .. } = wire;
        let state = match wire.state {
            StateName::Open => DocumentState::Open {
                name: name.ok_or(Incomplete)?,
                web_url,
                desktop_url,
                teams_url,
                size,
                renamed: renamed.ok_or(Incomplete)?,
                moved: moved.ok_or(Incomplete)?,
            },
            StateName::NoAccess => DocumentState::NoAccess,
            StateName::Missing => DocumentState::Missing,
            StateName::Deleted => DocumentState::Deleted,
            StateName::Unknown => DocumentState::Unknown { retry_after: wire.retry_after },
        };
        Ok(Self { id, state })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AudienceName {
    Known,
    Estimate,
    Unknown,
}

impl AudienceName {
    fn name(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Estimate => "estimate",
            Self::Unknown => "unknown",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Known, Self::Estimate, Self::Unknown].into_iter().find(|audience| audience.name() == name)
    }
}

serde_by_name!(AudienceName);

#[derive(Serialize, Deserialize)]
pub(super) struct AudienceWire {
    audience: AudienceName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    without: Option<u32>,
}

impl From<Audience> for AudienceWire {
    fn from(audience: Audience) -> Self {
        let (audience, without) = match audience {
            Audience::Known { without } => (AudienceName::Known, Some(without)),
            Audience::Estimate { without } => (AudienceName::Estimate, Some(without)),
            Audience::Unknown => (AudienceName::Unknown, None),
        };
        Self { audience, without }
    }
}

impl TryFrom<AudienceWire> for Audience {
    type Error = Incomplete;

    fn try_from(AudienceWire { audience, without }: AudienceWire) -> Result<Self, Incomplete> {
        Ok(match audience {
            AudienceName::Known => Self::Known { without: without.ok_or(Incomplete)? },
            AudienceName::Estimate => Self::Estimate { without: without.ok_or(Incomplete)? },
            AudienceName::Unknown => Self::Unknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_reads_back_and_an_incomplete_one_does_not() {
        let id: DocumentId = "0123456789abcdef0123456789abcdef".parse().unwrap();
        let open = DocumentState::Open {
            name: "a".to_owned(),
            web_url: None,
            desktop_url: None,
            teams_url: None,
            size: Some(1),
            renamed: true,
            moved: false,
        };
        let unknown = DocumentState::Unknown { retry_after: Some(7) };
        for state in [open, DocumentState::NoAccess, DocumentState::Missing, DocumentState::Deleted, unknown]
        {
            let view = DocumentStateView { id: id.clone(), state };
            let json = serde_json::to_string(&view).unwrap();
            assert_eq!(serde_json::from_str::<DocumentStateView>(&json).unwrap(), view, "{json}");
        }
        let incomplete = format!(r#"{{"id":"{id}","state":"open"}}"#);
        assert!(serde_json::from_str::<DocumentStateView>(&incomplete).is_err());
        for audience in [Audience::Known { without: 1 }, Audience::Estimate { without: 0 }, Audience::Unknown]
        {
            let json = serde_json::to_string(&audience).unwrap();
            assert_eq!(serde_json::from_str::<Audience>(&json).unwrap(), audience, "{json}");
        }
        assert!(serde_json::from_str::<Audience>(r#"{"audience":"known"}"#).is_err());
    }
}
