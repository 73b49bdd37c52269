//! A list of anything that grows page by page: no answer of an earlier question, every failure kept beside what is already there.

use super::failure::Failure;
use super::file_list::{Retry, Stop};

/// How far the list is. `N` says where it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stage<N> {
    /// Nothing has come yet.
    Loading,
    /// All of it is there.
    Complete,
    /// There is more.
    More(N),
    /// More is on its way.
    LoadingMore(N),
    /// Nothing can be shown.
    Failed(Stop),
    /// More could not be had.
    MoreFailed(N, Stop),
}

/// Proof of being the latest question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket(u32);

/// The list.
#[derive(Debug)]
pub(crate) struct Paged<T, N> {
    rows: Vec<T>,
    stage: Stage<N>,
    latest: u32,
}

impl<T, N> Default for Paged<T, N> {
    fn default() -> Self {
        Self { rows: Vec::new(), stage: Stage::Loading, latest: 0 }
    }
}

impl<T, N: Clone> Paged<T, N> {
    /// What is there.
    pub(crate) fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The same, to change one of them or take one away.
    pub(crate) fn rows_mut(&mut self) -> &mut Vec<T> {
        &mut self.rows
    }

    /// How far it is.
    pub(crate) fn stage(&self) -> &Stage<N> {
        &self.stage
    }

    /// Takes away what is there: another list stands in its place from now on. Answers to earlier questions stay unheard.
    pub(crate) fn clear(&mut self) -> Ticket {
        self.rows.clear();
        self.restart()
    }

    /// Starts anew; what is there stays until the answer comes.
    pub(crate) fn restart(&mut self) -> Ticket {
        self.stage = Stage::Loading;
        self.ticket()
    }

    /// Asks for what follows; `None` when there is nothing or it is on its way.
    pub(crate) fn more(&mut self) -> Option<(Ticket, N)> {
        let (Stage::More(next) | Stage::MoreFailed(next, _)) = &self.stage else { return None };
        let next = next.clone();
        self.stage = Stage::LoadingMore(next.clone());
        Some((self.ticket(), next))
    }

    /// Takes an answer in, if it is still awaited.
    pub(crate) fn answer(&mut self, ticket: Ticket, answer: Result<(Vec<T>, Option<N>), Failure>) {
        if ticket.0 != self.latest {
            return;
        }
        self.stage = match answer {
            Ok((rows, next)) => {
                if matches!(self.stage, Stage::Loading) {
                    self.rows.clear();
                }
                self.rows.extend(rows);
                next.map_or(Stage::Complete, Stage::More)
            }
            Err(Failure::Cancelled) => return,
            Err(failure) => {
                let stop = Stop { failure, retry: Retry::ByHand };
                match &self.stage {
                    Stage::LoadingMore(next) => Stage::MoreFailed(next.clone(), stop),
                    Stage::Loading
                    | Stage::Complete
                    | Stage::More(_)
                    | Stage::Failed(_)
                    | Stage::MoreFailed(..) => Stage::Failed(stop),
                }
            }
        };
    }

    fn ticket(&mut self) -> Ticket {
        self.latest = self.latest.wrapping_add(1);
        Ticket(self.latest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type List = Paged<&'static str, u32>;

    #[test]
    fn pages_follow_each_other_and_old_answers_are_dropped() {
        let mut list = List::default();
        let old = list.restart();
        let ticket = list.restart();
        list.answer(old, Ok((vec!["old"], None)));
        assert_eq!(list.stage(), &Stage::Loading);
        list.answer(ticket, Ok((vec!["a"], Some(1))));
        let (ticket, next) = list.more().unwrap();
        assert_eq!(next, 1);
        assert!(list.more().is_none(), "it is on its way");
        list.answer(ticket, Ok((vec!["b"], None)));
        assert_eq!((list.rows(), list.stage()), (["a", "b"].as_slice(), &Stage::Complete));
        let late = list.restart();
        let ticket = list.clear();
        list.answer(late, Ok((vec!["of the list before"], None)));
        assert_eq!((list.rows().len(), list.stage()), (0, &Stage::Loading));
        list.answer(ticket, Ok((vec!["c"], None)));
        assert_eq!(list.rows(), ["c"]);
    }

    #[test]
    fn what_is_there_stays_while_it_is_asked_for_anew_and_when_more_fails() {
        let mut list = List::default();
        let ticket = list.restart();
        list.answer(ticket, Ok((vec!["a"], Some(1))));
        let (ticket, _) = list.more().unwrap();
        list.answer(ticket, Err(Failure::Offline));
        assert!(matches!(list.stage(), Stage::MoreFailed(1, _)), "{:?}", list.stage());
        let ticket = list.restart();
        assert_eq!(list.rows(), ["a"]);
        list.answer(ticket, Ok((vec!["c"], None)));
        assert_eq!(list.rows(), ["c"]);
        let ticket = list.restart();
        list.answer(ticket, Err(Failure::Cancelled));
        assert_eq!(list.stage(), &Stage::Loading, "a page that is gone asked in vain");
        list.answer(ticket, Err(Failure::Offline));
        assert!(matches!(list.stage(), Stage::Failed(_)));
    }
}
