//! Which documents are asked about, when, and what is known of each. It is forgotten with the session.

use std::collections::HashMap;

use contract::folder::{DocumentState, DocumentStateView, STATES_MAX};
use contract::ids::DocumentId;

/// How often a document that Microsoft does not answer for is asked about again by itself.
const TRIES_MAX: u8 = 3;
/// Seconds until then, where Microsoft names none.
const PATIENCE_S: u32 = 5;

/// What is known of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Knowledge {
    /// Nothing; nobody asked yet.
    #[default]
    None,
    /// It is being asked about.
    Asked,
    /// Microsoft's answer.
    Known(DocumentState),
}

impl Knowledge {
    /// The answer, if there is one.
    pub(crate) fn state(&self) -> Option<&DocumentState> {
        match self {
            Self::Known(state) => Some(state),
            Self::None | Self::Asked => None,
        }
    }
}

/// What is known of the documents of one folder.
#[derive(Debug, Default)]
pub(crate) struct States {
    known: HashMap<DocumentId, Entry>,
    waiting: Vec<DocumentId>,
}

#[derive(Debug, Default)]
struct Entry {
    /// What is shown.
    knowledge: Knowledge,
    tries: u8,
    under_way: bool,
    /// It is from an earlier look at the folder.
    is_old: bool,
}

impl States {
    /// What is known of a document.
    pub(crate) fn of(&self, id: &DocumentId) -> Knowledge {
        self.known.get(id).map(|entry| entry.knowledge.clone()).unwrap_or_default()
    }

    /// The document is on the screen: it is asked about, if it was not yet. `true` when there is something new to ask.
    pub(crate) fn want(&mut self, id: &DocumentId) -> bool {
        let entry = self.known.entry(id.clone()).or_default();
        let is_new = (entry.knowledge == Knowledge::None || entry.is_old) && !entry.under_way;
        if is_new {
            if entry.knowledge == Knowledge::None {
                entry.knowledge = Knowledge::Asked;
            }
            entry.under_way = true;
            self.waiting.push(id.clone());
        }
        is_new
    }

    /// Asks about these once more; what is known of them is shown until the answer comes.
    pub(crate) fn want_again<'a>(&mut self, ids: impl IntoIterator<Item = &'a DocumentId>) {
        for id in ids {
            let entry = self.known.entry(id.clone()).or_default();
            if !entry.under_way {
                entry.under_way = true;
                self.waiting.push(id.clone());
            }
        }
    }

    /// The folder was left: what is known is shown when somebody comes back, and asked about again.
    pub(crate) fn leave(mut self) -> Self {
        self.waiting.clear();
        self.known.retain(|_, entry| matches!(entry.knowledge, Knowledge::Known(_)));
        for entry in self.known.values_mut() {
            entry.under_way = false;
            entry.is_old = true;
        }
        self
    }

    /// The next question: documents in the order in which they came onto the screen, as many as one call takes.
    pub(crate) fn next(&mut self) -> Option<Vec<DocumentId>> {
        let count = self.waiting.len().min(STATES_MAX);
        let batch: Vec<DocumentId> = self.waiting.drain(..count).collect();
        (!batch.is_empty()).then_some(batch)
    }

    /// Takes the answer to a question in. Answers in how many seconds some of it is worth asking again, and which.
    pub(crate) fn answer(
        &mut self,
        batch: &[DocumentId],
        states: Vec<DocumentStateView>,
    ) -> Option<(u32, Vec<DocumentId>)> {
        let mut found: HashMap<DocumentId, DocumentState> =
            states.into_iter().map(|view| (view.id, view.state)).collect();
        let (mut wait, mut again) = (0, Vec::new());
        for id in batch {
            let entry = self.known.entry(id.clone()).or_default();
            entry.under_way = false;
            entry.is_old = false;
            // A document that the folder has no more is not there any more.
            let state = found.remove(id).unwrap_or(DocumentState::Missing);
            if let DocumentState::Unknown { retry_after } = &state {
                entry.tries = entry.tries.saturating_add(1);
                if entry.tries < TRIES_MAX {
                    wait = wait.max(retry_after.unwrap_or(PATIENCE_S));
                    again.push(id.clone());
                }
            } else {
                entry.tries = 0;
            }
            entry.knowledge = Knowledge::Known(state);
        }
        (!again.is_empty()).then_some((wait, again))
    }

    /// The question came to nothing: nothing is known, and it can be asked again.
    pub(crate) fn fail(&mut self, batch: &[DocumentId]) {
        for id in batch {
            let entry = self.known.entry(id.clone()).or_default();
            entry.under_way = false;
            if entry.knowledge == Knowledge::Asked {
                entry.knowledge = Knowledge::None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: usize) -> DocumentId {
        format!("{number:032x}").parse().unwrap()
    }

    fn view(number: usize, state: DocumentState) -> DocumentStateView {
        DocumentStateView { id: id(number), state }
    }

    #[test]
    fn what_comes_onto_the_screen_is_asked_about_once_in_batches() {
        let mut states = States::default();
        let wanted = (0..45).filter(|number| states.want(&id(*number))).count();
        assert_eq!(wanted, 45);
        assert!(!states.want(&id(3)), "it is asked about already");
        let sizes: Vec<usize> = std::iter::from_fn(|| states.next()).map(|batch| batch.len()).collect();
        assert_eq!(sizes, [20, 20, 5]);
        assert_eq!(states.of(&id(0)), Knowledge::Asked);
    }

    #[test]
    fn what_is_known_is_not_asked_again_unless_somebody_wants_to() {
        let mut states = States::default();
        states.want(&id(1));
        let batch = states.next().unwrap();
        assert_eq!(states.answer(&batch, vec![view(1, DocumentState::NoAccess)]), None);
        assert!(!states.want(&id(1)) && states.next().is_none());
        states.want_again(&[id(1)]);
        assert_eq!(states.of(&id(1)).state(), Some(&DocumentState::NoAccess), "shown until the answer comes");
        assert_eq!(states.next(), Some(vec![id(1)]));
        states.want_again(&[id(1)]);
        assert_eq!(states.next(), None, "it is under way");
    }

    #[test]
    fn who_comes_back_sees_what_was_known_and_asks_again() {
        let mut states = States::default();
        states.want(&id(1));
        states.want(&id(2));
        let batch = states.next().unwrap();
        states.answer(&batch[..1], vec![view(1, DocumentState::NoAccess)]);
        let mut states = states.leave();
        assert_eq!(states.of(&id(1)).state(), Some(&DocumentState::NoAccess));
        assert_eq!(states.of(&id(2)), Knowledge::None, "its answer never came");
        assert!(states.want(&id(1)) && !states.want(&id(1)));
        assert_eq!(states.of(&id(1)).state(), Some(&DocumentState::NoAccess), "meanwhile");
    }

    #[test]
    fn what_microsoft_does_not_answer_for_is_asked_again_and_not_for_ever() {
        let mut states = States::default();
        states.want(&id(1));
        let unknown = || vec![view(1, DocumentState::Unknown { retry_after: Some(7) })];
        let mut tries = 0;
        let mut batch = states.next().unwrap();
        while let Some((wait, again)) = states.answer(&batch, unknown()) {
            assert_eq!((wait, &again), (7, &vec![id(1)]));
            states.want_again(&again);
            batch = states.next().unwrap();
            tries += 1;
        }
        assert_eq!(tries, 2, "never a loop");
    }

    #[test]
    fn a_failed_question_leaves_nothing_half_known() {
        let mut states = States::default();
        states.want(&id(1));
        let batch = states.next().unwrap();
        states.fail(&batch);
        assert_eq!(states.of(&id(1)), Knowledge::None);
        assert!(states.want(&id(1)), "it can be asked again");
        let batch = states.next().unwrap();
        states.answer(&batch, Vec::new());
        assert_eq!(states.of(&id(1)).state(), Some(&DocumentState::Missing), "the folder has it no more");
    }
}
