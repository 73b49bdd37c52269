//! The behaviour of a team link: runs begin, go on after any interruption, settle, wait for an owner, or try again later.
//!
//! idle → reading → planning → applying → settled. Each step does at most one thing outside and then writes where it is, in one go;
//! what was done outside but not written down is done once more, which changes nothing.

mod record;

use async_trait::async_trait;
use contract::folder::{PARTICIPANTS_MAX, Role};
use contract::ids::{MembershipId, TenantId};
use contract::team_link::{Pause, Skip, TeamLinkOptions};
use futures_util::lock::Mutex;

use self::record::{Cells, Chunk};
pub use self::record::{Counts, Phase, Record};
use super::member::{Identity, Member, Page};
use super::plan::{self, Action, Brought, Participant, Plan, Rules};
use crate::platform::clock::Clock;
use crate::vault::store::{Store, StoreFault};

/// Calls of one turn, to Graph and to the database together: well below the 50 that the free plan allows.
const CALLS_MAX: u32 = 24;
/// Pages of one team. Graph hands out at least 100 members a page, and a team has 25,000 at most.
const PAGES_MAX: u32 = 300;
/// The first wait after a failure, in seconds; each further one takes twice as long …
const WAIT_S: i64 = 5;
/// … up to this one.
const WAIT_S_MAX: i64 = 15 * 60;
/// Longest wait that Graph may ask for, in seconds.
const RETRY_AFTER_S_MAX: i64 = 60 * 60;
/// Everything is read again after this time, whatever was heard meanwhile, in seconds.
const RECONCILE_S: i64 = 6 * 60 * 60;
/// When Graph's list turned out to lack somebody, it is read again after this time, in seconds.
const DOUBT_S: i64 = 60;

/// Why the team could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TeamFault {
    /// Graph is busy; it may have said for how many seconds.
    Busy(Option<u32>),
    /// No answer, or one that is no answer: another time.
    Temporary,
    /// The list cannot be continued where it ended; it has to be read from its beginning.
    Broken,
    /// Mooring may not read it.
    NotAllowed,
    /// There is no such team.
    Gone,
}

/// The team as Graph has it.
#[async_trait(?Send)]
pub trait Team {
    /// The first page of members, or the one that a page before named.
    ///
    /// # Errors
    /// When it did not come.
    async fn page(&self, next: Option<&str>) -> Result<Page, TeamFault>;

    /// The membership of that name; `None` when Graph says that there is none.
    ///
    /// # Errors
    /// When Graph did not say.
    async fn membership(&self, name: &MembershipId) -> Result<Option<Member>, TeamFault>;
}

/// The folder's participants did not come, or could not be changed; then none was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosterFault;

/// The folder's participants.
#[async_trait(?Send)]
pub trait Roster {
    /// All of them.
    ///
    /// # Errors
    /// When they did not come.
    async fn participants(&self) -> Result<Vec<Participant>, RosterFault>;

    /// Does all of it or nothing. What was done before changes nothing; whom somebody added by hand meanwhile stays as they are.
    ///
    /// # Errors
    /// When it was not done.
    async fn apply(&self, run: u32, actions: &[Action]) -> Result<(), RosterFault>;
}

/// What an engine works with for the length of one turn.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Time.
    pub clock: &'a dyn Clock,
    /// The link's own cells.
    pub store: &'a dyn Store,
    /// Graph.
    pub team: &'a dyn Team,
    /// The database.
    pub roster: &'a dyn Roster,
    /// What follows from being in the team.
    pub options: TeamLinkOptions,
    /// The team's own tenant.
    pub home: &'a TenantId,
    /// Whose people may sign in.
    pub tenants: &'a [TenantId],
}

/// What a link keeps in memory: that one turn goes at a time.
#[derive(Default)]
pub struct Engine {
    turn: Mutex<()>,
}

/// What keeps a step from being done.
enum Stop {
    Team(TeamFault),
    Roster,
    Store,
}

impl From<TeamFault> for Stop {
    fn from(fault: TeamFault) -> Self {
        Self::Team(fault)
    }
}

impl From<RosterFault> for Stop {
    fn from(RosterFault: RosterFault) -> Self {
        Self::Roster
    }
}

impl From<StoreFault> for Stop {
    fn from(StoreFault: StoreFault) -> Self {
        Self::Store
    }
}

impl Engine {
    /// Asks for a run: at once, or after the one that goes. However often it is asked meanwhile, one waits.
    ///
    /// # Errors
    /// When it could not be written down.
    pub fn ask(store: &dyn Store) -> Result<(), StoreFault> {
        Cells(store).ask()
    }

    /// An owner agrees that those go on whose account the link waits, and nobody else. Asks for a run.
    ///
    /// # Errors
    /// When it could not be written down.
    pub fn agree(store: &dyn Store) -> Result<(), StoreFault> {
        let cells = Cells(store);
        let doomed = cells.doomed()?;
        cells.put_agreed(&doomed)?;
        cells.ask()
    }

    /// Where the link is.
    ///
    /// # Errors
    /// When storage failed.
    pub fn record(store: &dyn Store) -> Result<Record, StoreFault> {
        Cells(store).record()
    }

    /// Members whom the last plan left out, and why.
    ///
    /// # Errors
    /// When storage failed.
    pub fn skipped(store: &dyn Store) -> Result<Vec<(Identity, Skip)>, StoreFault> {
        Cells(store).skipped()
    }

    /// On whose removal an owner has to decide.
    ///
    /// # Errors
    /// When storage failed.
    pub fn doomed(store: &dyn Store) -> Result<Vec<Identity>, StoreFault> {
        Cells(store).doomed()
    }

    /// Goes on as far as one turn may. Answers when to go on, in seconds since 1970; `None` when nobody has to.
    pub async fn turn(&self, means: Means<'_>) -> Option<i64> {
        let _turn = self.turn.lock().await;
        let mut turn = Turn { means, cells: Cells(means.store), calls: 0 };
        match turn.run().await {
            Ok(wake) => wake,
            // Without storage nothing is known, not even how often it failed.
            Err(StoreFault) => Some(means.clock.now().seconds() + WAIT_S),
        }
    }
}

/// One turn.
struct Turn<'a> {
    means: Means<'a>,
    cells: Cells<'a>,
    calls: u32,
}

impl Turn<'_> {
    async fn run(&mut self) -> Result<Option<i64>, StoreFault> {
        loop {
            let mut record = self.cells.record()?;
            let now = self.now();
            if !record.phase.is_going() {
                if !self.cells.is_asked()? && !record.wake_at.is_some_and(|at| is_due(at, now)) {
                    return Ok(record.wake_at);
                }
                self.cells.begin(&mut record, now)?;
            } else if let Some(at) = record.wake_at.filter(|at| !is_due(*at, now)) {
                return Ok(Some(at));
            }
            if self.calls >= CALLS_MAX {
                return Ok(Some(now));
            }
            match self.step(&mut record).await {
                Ok(()) => {}
                Err(Stop::Store) => return Err(StoreFault),
                Err(Stop::Roster) => self.fail(record, TeamFault::Temporary)?,
                Err(Stop::Team(fault)) => self.fail(record, fault)?,
            }
        }
    }

    fn now(&self) -> i64 {
        self.means.clock.now().seconds()
    }

    /// One step. It ends with the record written, or with nothing written at all.
    async fn step(&mut self, record: &mut Record) -> Result<(), Stop> {
        match record.phase.clone() {
            Phase::Idle | Phase::Settled | Phase::Paused(_) => Ok(()),
            Phase::Reading { pages, next } => self.read(record, pages, next).await,
            Phase::Planning => self.plan(record).await,
            Phase::Applying { done, of } => self.apply(record, done, of).await,
        }
    }

    async fn read(&mut self, record: &mut Record, pages: u32, next: Option<String>) -> Result<(), Stop> {
        if pages >= PAGES_MAX {
            return Err(TeamFault::Broken.into());
        }
        self.calls += 1;
        record.counts.graph_calls += 1;
        let page = self.means.team.page(next.as_deref()).await?;
        // There is no team without anybody in it: that is no answer.
        if pages == 0 && page.members.is_empty() && page.next.is_none() {
            return Err(TeamFault::Temporary.into());
        }
        record.counts.members += count(page.members.len());
        self.cells.put_page(record.run, pages, &page.members)?;
        record.phase = match page.next {
            Some(next) => Phase::Reading { pages: pages + 1, next: Some(next) },
            None => Phase::Planning,
        };
        Ok(self.cells.advance(record)?)
    }

    async fn plan(&mut self, record: &mut Record) -> Result<(), Stop> {
        self.calls += 1;
        let participants = self.means.roster.participants().await?;
        let members = self.cells.members(record.run)?;
        let rules = Rules {
            options: self.means.options,
            home: self.means.home,
            tenants: self.means.tenants,
            capacity: usize::try_from(PARTICIPANTS_MAX).unwrap_or(usize::MAX),
        };
        let plan = Plan::of(&participants, &members, rules);
        record.counts.skipped = count(plan.skipped.len() + plan.nameless);
        record.counts.owners = count(participants.iter().filter(|one| one.role == Role::Owner).count());
        self.cells.put_skipped(&plan.skipped)?;
        if self.has_to_ask(&plan, &participants)? {
            self.cells.put_doomed(&plan.removed())?;
            return Ok(self.cells.pause(record, Pause::ManyRemovals, None)?);
        }
        let of = self.cells.put_plan(record.run, &plan.actions)?;
        record.phase = Phase::Applying { done: 0, of };
        Ok(self.cells.advance(record)?)
    }

    /// Whether an owner has to agree: more go than may unasked, beside those to whose going one agreed.
    fn has_to_ask(&self, plan: &Plan, participants: &[Participant]) -> Result<bool, StoreFault> {
        let agreed = self.cells.agreed()?;
        let unasked = plan.removed().iter().filter(|who| !agreed.contains(who)).count();
        let brought = participants.iter().filter(|one| matches!(one.brought, Brought::ByLink { .. })).count();
        Ok(plan::is_too_many(unasked, brought))
    }

    async fn apply(&mut self, record: &mut Record, done: u32, of: u32) -> Result<(), Stop> {
        if done >= of {
            return Ok(self.settle(record)?);
        }
        let Chunk { mut actions } = self.cells.chunk(record.run, done)?;
        let planned = actions.len();
        let mut sure = Vec::with_capacity(planned);
        for action in actions.drain(..) {
            if self.is_sure(record, &action).await? {
                sure.push(action);
            }
        }
        record.counts.doubted += count(planned - sure.len());
        if !sure.is_empty() {
            self.calls += 1;
            self.means.roster.apply(record.run, &sure).await?;
        }
        record.counts.take(&sure);
        record.phase = Phase::Applying { done: done + 1, of };
        Ok(self.cells.advance(record)?)
    }

    /// Nobody goes before Graph has said that this membership is gone: a list can lack somebody.
    async fn is_sure(&mut self, record: &mut Record, action: &Action) -> Result<bool, Stop> {
        let Action::Remove { membership, who } = action else { return Ok(true) };
        self.calls += 1;
        record.counts.graph_calls += 1;
        let found = self.means.team.membership(membership).await?;
        Ok(found.is_none_or(|member| member.who.as_ref() != Some(who) || self.is_out(&member)))
    }

    /// Whether the rules keep this member out, whatever Graph says: a guest where guests do not take part (any more).
    fn is_out(&self, member: &Member) -> bool {
        let rules = Rules {
            options: self.means.options,
            home: self.means.home,
            tenants: self.means.tenants,
            capacity: 1,
        };
        Plan::of(&[], std::slice::from_ref(member), rules).actions.is_empty()
    }

    fn settle(&mut self, record: &mut Record) -> Result<(), StoreFault> {
        let wait = if record.counts.doubted > 0 { DOUBT_S } else { RECONCILE_S };
        self.cells.settle(record, (self.now(), wait))
    }

    /// Writes down that it has to be tried again, or that somebody has to help.
    fn fail(&mut self, mut record: Record, fault: TeamFault) -> Result<(), StoreFault> {
        let now = self.now();
        match fault {
            TeamFault::NotAllowed => {
                return self.cells.pause(&mut record, Pause::NotAllowed, Some(now + RECONCILE_S));
            }
            TeamFault::Gone => {
                return self.cells.pause(&mut record, Pause::TeamGone, Some(now + RECONCILE_S));
            }
            TeamFault::Broken => {
                let at = now + wait(record.attempts);
                return self.cells.begin_again(&mut record, at);
            }
            TeamFault::Busy(_) | TeamFault::Temporary => {}
        }
        let asked = match fault {
            TeamFault::Busy(seconds) => seconds.map_or(0, i64::from).min(RETRY_AFTER_S_MAX),
            TeamFault::Temporary | TeamFault::Broken | TeamFault::NotAllowed | TeamFault::Gone => 0,
        };
        let at = now + wait(record.attempts).max(asked);
        self.cells.retry(&mut record, at)
    }
}

/// Whether the time has come. No wait is as long as that between two reconciliations: a longer one means that the clock was set back.
fn is_due(at: i64, now: i64) -> bool {
    at <= now || at > now.saturating_add(RECONCILE_S)
}

/// How long to wait after so many failures.
fn wait(attempts: u32) -> i64 {
    WAIT_S.saturating_mul(1 << attempts.min(16)).min(WAIT_S_MAX)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
