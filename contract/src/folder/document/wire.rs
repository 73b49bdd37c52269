//! Outcomes as they are written: flat, as the states are.

use serde::{Deserialize, Serialize};

use super::super::incomplete::Incomplete;
use super::{DocumentView, ItemRef, Linked};
use crate::named::serde_by_name;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OutcomeName {
    Linked,
    AlreadyThere,
    NoAccess,
    Unavailable,
}

impl OutcomeName {
    const ALL: [Self; 4] = [Self::Linked, Self::AlreadyThere, Self::NoAccess, Self::Unavailable];

    fn name(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::AlreadyThere => "already_there",
            Self::NoAccess => "no_access",
            Self::Unavailable => "unavailable",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

serde_by_name!(OutcomeName);

#[derive(Serialize, Deserialize)]
pub(super) struct LinkedWire {
    outcome: OutcomeName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    document: Option<DocumentView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    item: Option<ItemRef>,
}

impl From<Linked> for LinkedWire {
    fn from(linked: Linked) -> Self {
        let (outcome, document, item) = match linked {
            Linked::Linked { document } => (OutcomeName::Linked, Some(document), None),
            Linked::AlreadyThere { document } => (OutcomeName::AlreadyThere, Some(document), None),
            Linked::NoAccess { item } => (OutcomeName::NoAccess, None, Some(item)),
            Linked::Unavailable { item } => (OutcomeName::Unavailable, None, Some(item)),
        };
        Self { outcome, document, item }
    }
}

impl TryFrom<LinkedWire> for Linked {
    type Error = Incomplete;

    fn try_from(LinkedWire { outcome, document, item }: LinkedWire) -> Result<Self, Incomplete> {
        Ok(match outcome {
            OutcomeName::Linked => Self::Linked { document: document.ok_or(Incomplete)? },
            OutcomeName::AlreadyThere => Self::AlreadyThere { document: document.ok_or(Incomplete)? },
            OutcomeName::NoAccess => Self::NoAccess { item: item.ok_or(Incomplete)? },
            OutcomeName::Unavailable => Self::Unavailable { item: item.ok_or(Incomplete)? },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_reads_back_with_what_belongs_to_it() {
        let item = ItemRef { drive_id: "b!a".parse().unwrap(), item_id: "01A".parse().unwrap() };
        let linked = Linked::NoAccess { item };
        let json = serde_json::to_string(&linked).unwrap();
        assert_eq!(json, r#"{"outcome":"no_access","item":{"drive_id":"b!a","item_id":"01A"}}"#);
        assert_eq!(serde_json::from_str::<Linked>(&json).unwrap(), linked);
        assert!(serde_json::from_str::<Linked>(r#"{"outcome":"linked"}"#).is_err());
    }
}
