//! What a link remembers between turns, in cells. Whatever one method writes is written together: nothing is awaited in between.

use std::collections::{BTreeMap, BTreeSet};

use contract::team_link::{Pause, Skip};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::sync::member::{Identity, Member};
use crate::sync::plan::Action;
use crate::vault::store::{Store, StoreFault};

const RECORD: &str = "record";
const ASKED: &str = "asked";
const DOOMED: &str = "doomed";
const AGREED: &str = "agreed";
const SKIPPED: &str = "skipped";
const PAGES: &str = "page/";
const CHUNKS: &str = "chunk/";

/// Additions and changes that are done together.
const CHUNK_SIZE: usize = 500;
/// Removals that are done together: each costs a call.
const REMOVALS_SIZE: usize = 15;

/// How far a link is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// Nothing has happened yet.
    #[default]
    Idle,
    /// Pages of members are being read.
    Reading {
        /// So many have come.
        pages: u32,
        /// Where the next one is, as Graph said; `None` at the beginning.
        next: Option<String>,
    },
    /// All members have come.
    Planning,
    /// The plan is being carried out.
    Applying {
        /// So many parts are done.
        done: u32,
        /// Of so many.
        of: u32,
    },
    /// Done.
    Settled,
    /// Somebody has to help.
    Paused(Pause),
}

impl Phase {
    /// Whether a run goes.
    #[must_use]
    pub fn is_going(&self) -> bool {
        match self {
            Self::Reading { .. } | Self::Planning | Self::Applying { .. } => true,
            Self::Idle | Self::Settled | Self::Paused(_) => false,
        }
    }
}

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Members that Graph listed.
    pub members: u32,
    /// People who came.
    pub added: u32,
    /// People who are something else now, or are called otherwise.
    pub changed: u32,
    /// People who went.
    pub removed: u32,
    /// Members who do not take part.
    pub skipped: u32,
    /// People whom Graph's list lacked, but who are members.
    pub doubted: u32,
    /// Owners of the folder before the run.
    pub owners: u32,
    /// Calls of Graph.
    pub graph_calls: u32,
}

impl Counts {
    pub(super) fn take(&mut self, actions: &[Action]) {
        for action in actions {
            let count = match action {
                Action::Add(_) => &mut self.added,
                Action::Change(_) => &mut self.changed,
                Action::Remove { .. } => &mut self.removed,
            };
            *count = count.saturating_add(1);
        }
    }
}

/// Where a link is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The run that goes, or the last one: 1 is the first.
    pub run: u32,
    /// How far it is.
    pub phase: Phase,
    /// When it began, in seconds since 1970.
    pub began_at: i64,
    /// When it ended, if it did.
    pub ended_at: Option<i64>,
    /// Failures since the last step that was done.
    pub attempts: u32,
    /// When to go on, if not at once.
    pub wake_at: Option<i64>,
    /// What it did so far.
    pub counts: Counts,
}

/// A part of a plan.
#[derive(Serialize, Deserialize)]
pub(super) struct Chunk {
    pub(super) actions: Vec<Action>,
}

/// A link's cells.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a>(pub(super) &'a dyn Store);

impl Cells<'_> {
    pub(super) fn record(self) -> Result<Record, StoreFault> {
        self.get(RECORD)
    }

    pub(super) fn is_asked(self) -> Result<bool, StoreFault> {
        self.get(ASKED)
    }

    pub(super) fn ask(self) -> Result<(), StoreFault> {
        self.put(ASKED, &true)
    }

    /// Begins a run. What was asked for before is what it does.
    pub(super) fn begin(self, record: &mut Record, now_s: i64) -> Result<(), StoreFault> {
        let (run, phase) = (record.run.saturating_add(1), Phase::Reading { pages: 0, next: None });
        *record = Record { run, phase, began_at: now_s, ..Record::default() };
        self.put(RECORD, record)?;
        // Afterwards: should this fail, there is one run more, and not one less.
        self.0.remove(ASKED)?;
        self.clean_up()
    }

    /// Reads everything anew, as another run: nothing of the pages that came before is taken for one of the new ones.
    pub(super) fn begin_again(self, record: &mut Record, at: i64) -> Result<(), StoreFault> {
        record.run = record.run.saturating_add(1);
        record.counts.members = 0;
        record.phase = Phase::Reading { pages: 0, next: None };
        self.retry(record, at)?;
        self.clean_up()
    }

    /// A step is done.
    pub(super) fn advance(self, record: &mut Record) -> Result<(), StoreFault> {
        (record.attempts, record.wake_at) = (0, None);
        self.put(RECORD, record)
    }

    /// A step has to be tried again.
    pub(super) fn retry(self, record: &mut Record, at: i64) -> Result<(), StoreFault> {
        (record.attempts, record.wake_at) = (record.attempts.saturating_add(1), Some(at));
        self.put(RECORD, record)
    }

    /// The run ends, because somebody has to help.
    pub(super) fn pause(
        self,
        record: &mut Record,
        why: Pause,
        wake_at: Option<i64>,
    ) -> Result<(), StoreFault> {
        (record.phase, record.wake_at, record.attempts) = (Phase::Paused(why), wake_at, 0);
        self.put(RECORD, record)?;
        self.clean_up()
    }

    /// The run has done everything. The next one begins after the wait, if nobody asks for one before.
    pub(super) fn settle(self, record: &mut Record, (now_s, wait_s): (i64, i64)) -> Result<(), StoreFault> {
        (record.phase, record.attempts) = (Phase::Settled, 0);
        (record.ended_at, record.wake_at) = (Some(now_s), Some(now_s.saturating_add(wait_s)));
        self.put(RECORD, record)?;
        self.0.remove(DOOMED)?;
        self.0.remove(AGREED)?;
        self.clean_up()
    }

    pub(super) fn put_page(self, run: u32, page: u32, members: &[Member]) -> Result<(), StoreFault> {
        self.put(&part(PAGES, run, page), &members)
    }

    /// All members of a run, in the order in which they came.
    pub(super) fn members(self, run: u32) -> Result<Vec<Member>, StoreFault> {
        let pages = self.0.list(&of_run(PAGES, run))?;
        let mut members = Vec::new();
        for (_, page) in pages {
            members.extend(read::<Vec<Member>>(&page)?);
        }
        Ok(members)
    }

    /// Keeps a plan in parts; answers how many there are.
    pub(super) fn put_plan(self, run: u32, actions: &[Action]) -> Result<u32, StoreFault> {
        let removals = actions.iter().position(|action| matches!(action, Action::Remove { .. }));
        let (first, last) = actions.split_at(removals.unwrap_or(actions.len()));
        let parts = first.chunks(CHUNK_SIZE).chain(last.chunks(REMOVALS_SIZE));
        let mut count = 0;
        for actions in parts {
            self.put(&part(CHUNKS, run, count), &Chunk { actions: actions.to_vec() })?;
            count += 1;
        }
        Ok(count)
    }

    pub(super) fn chunk(self, run: u32, number: u32) -> Result<Chunk, StoreFault> {
        read(&self.0.get(&part(CHUNKS, run, number))?.ok_or(StoreFault)?)
    }

    pub(super) fn put_skipped(self, skipped: &BTreeMap<Identity, Skip>) -> Result<(), StoreFault> {
        self.put(SKIPPED, &skipped.iter().collect::<Vec<_>>())
    }

    pub(super) fn skipped(self) -> Result<Vec<(Identity, Skip)>, StoreFault> {
        self.get(SKIPPED)
    }

    pub(super) fn put_doomed(self, doomed: &[&Identity]) -> Result<(), StoreFault> {
        self.put(DOOMED, &doomed)
    }

    pub(super) fn doomed(self) -> Result<Vec<Identity>, StoreFault> {
        self.get(DOOMED)
    }

    pub(super) fn put_agreed(self, agreed: &[Identity]) -> Result<(), StoreFault> {
        self.put(AGREED, &agreed)
    }

    pub(super) fn agreed(self) -> Result<BTreeSet<Identity>, StoreFault> {
        self.get(AGREED)
    }

    /// Forgets pages and plans. What is left over, should it fail, is never looked at: its run is over.
    fn clean_up(self) -> Result<(), StoreFault> {
        for prefix in [PAGES, CHUNKS] {
            for (name, _) in self.0.list(prefix)? {
                self.0.remove(&name)?;
            }
        }
        Ok(())
    }

    /// A cell's value; its type's own emptiness, where there is none.
    fn get<T: DeserializeOwned + Default>(self, name: &str) -> Result<T, StoreFault> {
        self.0.get(name)?.map_or_else(|| Ok(T::default()), |json| read(&json))
    }

    fn put<T: Serialize>(self, name: &str, value: &T) -> Result<(), StoreFault> {
        self.0.put(name, &serde_json::to_vec(value).map_err(|_| StoreFault)?)
    }
}

fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, StoreFault> {
    serde_json::from_slice(json).map_err(|_| StoreFault)
}

/// Numbers are padded, so that cells are listed in their order.
fn part(prefix: &str, run: u32, number: u32) -> String {
    format!("{}{number:05}", of_run(prefix, run))
}

fn of_run(prefix: &str, run: u32) -> String {
    format!("{prefix}{run:010}/")
}
