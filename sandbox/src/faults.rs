//! Faults: what can be made to go wrong on demand. Each failure that a person can meet has a switch here, so that it can be
//! seen by hand and proven in a test.

mod kind;

use serde::{Deserialize, Serialize};

use crate::journal::Service;
use crate::shared::Shared;

pub use kind::{FaultKind, IdTokenDefect, Place};

/// A fault that is switched on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// Only for requests of the person with this object id; for all without it.
    #[serde(default)]
    pub person: Option<String>,
    /// How often; until it is cleared without it.
    #[serde(default)]
    pub times: Option<u32>,
}

/// A fault with the number under which it can be cleared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NumberedFault {
    /// The number.
    pub id: u64,
    /// The fault.
    #[serde(flatten)]
    pub fault: Fault,
}

/// The faults that are switched on.
#[derive(Debug, Default)]
pub struct Faults {
    active: Shared<Active>,
}

#[derive(Debug, Default)]
struct Active {
    last_id: u64,
    faults: Vec<NumberedFault>,
}

impl Faults {
    /// Switches a fault on and says under which number it can be cleared.
    pub fn set(&self, fault: Fault) -> u64 {
        self.active.with(|active| {
            active.last_id += 1;
            let id = active.last_id;
            active.faults.push(NumberedFault { id, fault });
            id
        })
    }

    /// Switches all faults off.
    pub fn clear(&self) {
        self.active.with(|active| active.faults.clear());
    }

    /// Switches one fault off; says whether it was on.
    pub fn clear_one(&self, id: u64) -> bool {
        self.active.with(|active| {
            let before = active.faults.len();
            active.faults.retain(|fault| fault.id != id);
            active.faults.len() < before
        })
    }

    /// What is switched on, oldest first.
    #[must_use]
    pub fn list(&self) -> Vec<NumberedFault> {
        self.active.with(|active| active.faults.clone())
    }

    /// Uses up the oldest fault that `select` recognizes and that applies to this person; `select` picks what it needs from it.
    pub fn take<T>(&self, person: Option<&str>, select: impl Fn(&FaultKind) -> Option<T>) -> Option<T> {
        self.active.with(|active| {
            let applies = |fault: &Fault| fault.person.is_none() || fault.person.as_deref() == person;
            let (index, chosen) = active.faults.iter().enumerate().find_map(|(index, numbered)| {
                let chosen = applies(&numbered.fault).then(|| select(&numbered.fault.kind)).flatten();
                Some((index, chosen?))
            })?;
            active.use_up(index);
            Some(chosen)
        })
    }

    /// Uses up a fault that carries nothing, such as [`FaultKind::NoThumbnails`]; says whether it was on.
    pub fn take_exact(&self, person: Option<&str>, kind: &FaultKind) -> bool {
        self.take(person, |active| (active == kind).then_some(())).is_some()
    }

    /// Uses up every fault of a whole service that strikes this request, oldest first.
    pub(crate) fn take_at(&self, service: Service, path: &str, person: Option<&str>) -> Vec<FaultKind> {
        let strikes = |kind: &FaultKind| {
            kind.place().is_some_and(|at| {
                at.service == service && at.path.as_deref().is_none_or(|prefix| path.starts_with(prefix))
            })
        };
        self.active.with(|active| {
            let applies = |fault: &Fault| fault.person.is_none() || fault.person.as_deref() == person;
            let hits: Vec<usize> = (0..active.faults.len())
                .rev()
                .filter(|&index| {
                    active
                        .faults
                        .get(index)
                        .is_some_and(|hit| applies(&hit.fault) && strikes(&hit.fault.kind))
                })
                .collect();
            // From the last to the first, so that using one up does not move the others.
            let mut taken: Vec<FaultKind> =
                hits.into_iter().filter_map(|index| active.use_up(index)).collect();
            taken.reverse();
            taken
        })
    }
}

impl Active {
    /// Counts one use of the fault at `index` and removes it with its last.
    fn use_up(&mut self, index: usize) -> Option<FaultKind> {
        let numbered = self.faults.get_mut(index)?;
        let kind = numbered.fault.kind.clone();
        if let Some(times) = &mut numbered.fault.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                self.faults.remove(index);
            }
        }
        Some(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn throttled(path: Option<&str>) -> FaultKind {
        let at = Place { service: Service::Graph, path: path.map(str::to_owned) };
        FaultKind::Throttled { at, retry_after: None }
    }

    #[test]
    fn a_fault_strikes_as_often_as_it_was_set_to() {
        let faults = Faults::default();
        faults.set(Fault { kind: throttled(None), person: None, times: Some(2) });

        let strikes: Vec<usize> =
            (0..3).map(|_| faults.take_at(Service::Graph, "/v1.0/me", None).len()).collect();

        assert_eq!(strikes, [1, 1, 0]);
        assert_eq!(faults.list(), []);
    }

    #[test]
    fn a_fault_strikes_only_its_service_path_and_person() {
        let faults = Faults::default();
        let id = faults.set(Fault {
            kind: throttled(Some("/v1.0/me")),
            person: Some("ada".to_owned()),
            times: None,
        });

        let cases = [
            (Service::Graph, "/v1.0/me/drive", Some("ada"), 1),
            (Service::Graph, "/v1.0/me/drive", Some("bilal"), 0),
            (Service::Graph, "/v1.0/me/drive", None, 0),
            (Service::Graph, "/v1.0/users", Some("ada"), 0),
            (Service::Entra, "/v1.0/me", Some("ada"), 0),
        ];
        for (service, path, person, expected) in cases {
            assert_eq!(
                faults.take_at(service, path, person).len(),
                expected,
                "{service:?} {path} {person:?}"
            );
        }

        assert!(faults.clear_one(id));
        assert!(!faults.clear_one(id));
    }

    #[test]
    fn every_kind_reads_and_writes_under_the_name_it_says() {
        let kinds = [
            throttled(Some("/v1.0")),
            FaultKind::Slow { at: Place { service: Service::Content, path: None }, delay_ms: 5 },
            FaultKind::TokenError { code: 65001 },
            FaultKind::IdTokenFault { what: IdTokenDefect::AlgNone },
            FaultKind::JwksUnavailable,
            FaultKind::Redirect { location: "http://elsewhere.example/".to_owned() },
        ];
        for kind in kinds {
            let written = serde_json::to_value(&kind).unwrap();
            assert_eq!(written.get("name").and_then(|name| name.as_str()), Some(kind.name()));
            assert_eq!(serde_json::from_value::<FaultKind>(written).unwrap(), kind);
        }
    }
}
