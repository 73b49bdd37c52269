//! A list of files as it grows page by page: no item twice, no answer of an earlier question, every failure kept beside
//! what is already shown.

use std::collections::HashSet;
use std::sync::Arc;

use contract::graph::{Collection, DriveItem};
use contract::ids::ItemId;

use super::failure::{Failure, Reaction};

/// Empty pages in a row after which the person has to ask for more. Graph may send pages that were filtered empty.
const EMPTY_PAGES_MAX: u8 = 20;

/// One line of the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Place in the list, from 0.
    pub position: usize,
    /// What lies there.
    pub item: Arc<DriveItem>,
}

/// How far the list is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Nothing has come yet.
    Loading,
    /// There is nothing in it.
    Empty,
    /// All of it is shown.
    Complete,
    /// There is more, at this path.
    More(String),
    /// The next page is on its way.
    LoadingMore(String),
    /// Nothing can be shown.
    Failed(Stop),
    /// The page at this path could not be had.
    MoreFailed(String, Stop),
}

/// Why it stopped, and who continues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The reason.
    pub failure: Failure,
    /// Whether the page may try again without being told to.
    pub retry: Retry,
}

/// Who asks again after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// The page, once, when the wait is over.
    ByItself,
    /// The person.
    ByHand,
}

/// Proof of being the latest question; answers to older ones are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket(u32);

/// The list.
#[derive(Debug)]
pub struct FileList {
    stage: Stage,
    rows: Vec<Row>,
    seen: HashSet<ItemId>,
    latest: u32,
    empty_pages: u8,
    retried_by_itself: bool,
}

impl Default for FileList {
    fn default() -> Self {
        Self {
            stage: Stage::Loading,
            rows: Vec::new(),
            seen: HashSet::new(),
            latest: 0,
            empty_pages: 0,
            retried_by_itself: false,
        }
    }
}

impl FileList {
    /// How far it is.
    #[must_use]
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// What is shown.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Starts from nothing, whatever was there.
    pub fn restart(&mut self) -> Ticket {
        *self = Self { latest: self.latest, retried_by_itself: self.retried_by_itself, ..Self::default() };
        self.ticket()
    }

    /// Asks for the next page; `None` when there is none or it is on its way.
    pub fn more(&mut self) -> Option<(Ticket, String)> {
        let (Stage::More(path) | Stage::MoreFailed(path, _)) = &self.stage else {
            return None;
        };
        let path = path.clone();
        self.stage = Stage::LoadingMore(path.clone());
        Some((self.ticket(), path))
    }

    /// Notes that the page, not the person, asks again. It does so once until something has been shown.
    pub fn note_automatic_retry(&mut self) {
        self.retried_by_itself = true;
    }

    /// Whether scrolling may fetch the next page.
    #[must_use]
    pub fn grows_by_itself(&self) -> bool {
        matches!(self.stage, Stage::More(_)) && self.empty_pages < EMPTY_PAGES_MAX
    }

    /// Takes an answer in; `false` when it was not awaited any more.
    pub fn answer(&mut self, ticket: Ticket, answer: Result<Collection<DriveItem>, Failure>) -> bool {
        let awaited = ticket.0 == self.latest && answer != Err(Failure::Cancelled);
        if awaited {
            match answer {
                Ok(page) => self.append(page),
                Err(failure) => self.stop(failure),
            }
        }
        awaited
    }

    fn ticket(&mut self) -> Ticket {
        self.latest = self.latest.wrapping_add(1);
        Ticket(self.latest)
    }

    fn append(&mut self, page: Collection<DriveItem>) {
        let before = self.rows.len();
        for item in page.value {
            if self.seen.insert(item.id.clone()) {
                self.rows.push(Row { position: self.rows.len(), item: Arc::new(item) });
            }
        }
        let grew = self.rows.len() > before;
        self.empty_pages = if grew { 0 } else { self.empty_pages.saturating_add(1) };
        self.retried_by_itself = false;
        self.stage = match page.next_link {
            Some(path) => Stage::More(path),
            None if self.rows.is_empty() => Stage::Empty,
            None => Stage::Complete,
        };
    }

    fn stop(&mut self, failure: Failure) {
        let waits = matches!(failure.reaction(), Reaction::RetryAfter(_));
        let retry = if waits && !self.retried_by_itself { Retry::ByItself } else { Retry::ByHand };
        let stop = Stop { failure, retry };
        self.stage = match &self.stage {
            Stage::LoadingMore(path) => Stage::MoreFailed(path.clone(), stop),
            Stage::Loading
            | Stage::Empty
            | Stage::Complete
            | Stage::More(_)
            | Stage::Failed(_)
            | Stage::MoreFailed(..) => Stage::Failed(stop),
        };
    }
}

#[cfg(test)]
mod tests {
    use contract::problem::ErrorCode;

    use super::super::failure::tests::problem;
    use super::*;

    fn item(id: &str) -> DriveItem {
        DriveItem {
            id: id.parse().unwrap(),
            name: format!("{id}.txt"),
            size: None,
            last_modified_date_time: None,
            web_url: None,
            e_tag: None,
            folder: None,
            file: None,
            package: None,
            root: None,
            parent_reference: None,
            remote_item: None,
            thumbnail: None,
        }
    }

    fn page(ids: &[&str], next: Option<&str>) -> Collection<DriveItem> {
        Collection { value: ids.iter().map(|id| item(id)).collect(), next_link: next.map(str::to_owned) }
    }

    fn names(list: &FileList) -> Vec<&str> {
        list.rows().iter().map(|row| row.item.id.as_str()).collect()
    }

    #[test]
    fn pages_are_appended_and_no_item_stands_twice() {
        let mut list = FileList::default();
        let ticket = list.restart();
        assert!(list.answer(ticket, Ok(page(&["a", "b"], Some("/graph/next/1")))));

        let (ticket, path) = list.more().unwrap();
        assert_eq!(path, "/graph/next/1");
        // A file that was added meanwhile shifts the pages: `b` comes again.
        assert!(list.answer(ticket, Ok(page(&["b", "c"], None))));

        assert_eq!(names(&list), ["a", "b", "c"]);
        assert_eq!(list.rows().iter().map(|row| row.position).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(list.stage(), &Stage::Complete);
        assert!(list.more().is_none());
    }

    #[test]
    fn an_answer_of_an_earlier_folder_is_dropped() {
        let mut list = FileList::default();
        let earlier = list.restart();
        let later = list.restart();

        assert!(!list.answer(earlier, Ok(page(&["old"], None))));
        assert_eq!(list.stage(), &Stage::Loading);
        assert!(list.answer(later, Ok(page(&["new"], None))));
        assert!(!list.answer(earlier, Err(Failure::Offline)));

        assert_eq!(names(&list), ["new"]);
    }

    #[test]
    fn one_page_is_asked_for_once() {
        let mut list = FileList::default();
        let ticket = list.restart();
        assert!(list.more().is_none(), "the first page is on its way");
        list.answer(ticket, Ok(page(&["a"], Some("/graph/next/1"))));

        assert!(list.more().is_some());
        assert!(list.more().is_none(), "the second page is on its way");
    }

    #[test]
    fn an_empty_folder_is_empty_and_an_empty_page_is_not() {
        let cases = [(None, Stage::Empty), (Some("/graph/next/1"), Stage::More("/graph/next/1".to_owned()))];
        for (next, expected) in cases {
            let mut list = FileList::default();
            let ticket = list.restart();
            list.answer(ticket, Ok(page(&[], next)));
            assert_eq!(list.stage(), &expected);
        }
    }

    #[test]
    fn a_chain_of_empty_pages_ends_in_the_persons_hands() {
        let mut list = FileList::default();
        let mut ticket = list.restart();
        let mut pages = 0;
        loop {
            list.answer(ticket, Ok(page(&[], Some("/graph/next/1"))));
            pages += 1;
            if !list.grows_by_itself() {
                break;
            }
            ticket = list.more().unwrap().0;
        }
        assert_eq!(pages, EMPTY_PAGES_MAX);
        assert!(list.more().is_some(), "by hand it goes on");
    }

    #[test]
    fn a_failed_next_page_keeps_what_is_shown_and_can_be_asked_for_again() {
        let mut list = FileList::default();
        let ticket = list.restart();
        list.answer(ticket, Ok(page(&["a"], Some("/graph/next/1"))));
        let (ticket, _) = list.more().unwrap();
        list.answer(ticket, Err(Failure::Offline));

        let stop = Stop { failure: Failure::Offline, retry: Retry::ByHand };
        assert_eq!(list.stage(), &Stage::MoreFailed("/graph/next/1".to_owned(), stop));
        assert_eq!(names(&list), ["a"]);
        assert_eq!(list.more().unwrap().1, "/graph/next/1");
    }

    #[test]
    fn a_throttled_page_tries_again_by_itself_once() {
        let throttled = || problem(ErrorCode::Throttled, Some(2));
        let retry_of = |list: &FileList| {
            let Stage::Failed(stop) = list.stage() else { panic!("{:?}", list.stage()) };
            stop.retry
        };
        let mut list = FileList::default();
        let ticket = list.restart();
        list.answer(ticket, Err(throttled()));
        assert_eq!(retry_of(&list), Retry::ByItself);

        list.note_automatic_retry();
        let ticket = list.restart();
        list.answer(ticket, Err(throttled()));
        assert_eq!(retry_of(&list), Retry::ByHand, "never a loop");

        let ticket = list.restart();
        list.answer(ticket, Ok(page(&["a"], None)));
        let ticket = list.restart();
        list.answer(ticket, Err(throttled()));
        assert_eq!(retry_of(&list), Retry::ByItself, "an answer in between restores the patience");
    }

    #[test]
    fn a_cancelled_call_changes_nothing() {
        let mut list = FileList::default();
        let ticket = list.restart();
        assert!(!list.answer(ticket, Err(Failure::Cancelled)));
        assert_eq!(list.stage(), &Stage::Loading);
    }
}
