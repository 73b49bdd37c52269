//! The engine with a team that answers as it is told, and a folder that does what it is told.

use std::cell::{Cell, RefCell};

use super::*;
use crate::platform::fake::FakeClock;
use crate::sync::member::Standing;
use crate::vault::store::MemoryStore;

const HOME: &str = "11111111-1111-4111-8111-111111111111";
const NOW: i64 = 1_800_000_000;

/// A team that answers as it is told, and a folder that does what it is told.
#[derive(Default)]
struct Room {
    store: MemoryStore,
    engine: Engine,
    team: RefCell<Vec<Member>>,
    /// Members whom the list lacks, though they are there.
    unlisted: RefCell<Vec<String>>,
    /// What the next calls of Graph fail with.
    faults: RefCell<Vec<TeamFault>>,
    page_size: Cell<usize>,
    pages: Cell<u32>,
    people: RefCell<Vec<Participant>>,
    applied: RefCell<Vec<usize>>,
    now: Cell<i64>,
}

fn who(number: u32) -> Identity {
    Identity {
        tid: HOME.parse().unwrap(),
        oid: format!("00000000-0000-4000-a000-{number:012}").parse().unwrap(),
    }
}

fn member(number: u32) -> Member {
    Member {
        membership: format!("m{number}").parse().unwrap(),
        who: Some(who(number)),
        standing: Standing::Member,
        name: format!("Person {number}"),
        username: String::new(),
    }
}

impl Room {
    fn with(team: std::ops::Range<u32>) -> Self {
        let room = Self::default();
        room.now.set(NOW);
        room.page_size.set(999);
        room.team.replace(team.map(member).collect());
        let (name, username) = ("Owner".to_owned(), String::new());
        let owner =
            Participant { who: who(999_999), role: Role::Owner, name, username, brought: Brought::ByHand };
        room.people.borrow_mut().push(owner);
        room
    }

    async fn turn(&self) -> Option<i64> {
        let (home, clock) = (HOME.parse().unwrap(), FakeClock::at(self.now.get()));
        let tenants = [HOME.parse().unwrap()];
        let means = Means {
            clock: &clock,
            store: &self.store,
            team: self,
            roster: self,
            options: TeamLinkOptions { owners: Role::Owner, guests: true },
            home: &home,
            tenants: &tenants,
        };
        self.engine.turn(means).await
    }

    /// Turns until nothing is to be done at once; answers how many there were.
    async fn settles(&self) -> u32 {
        Engine::ask(&self.store).unwrap();
        for turn in 1..500 {
            if self.turn().await.is_none_or(|at| at > self.now.get()) {
                return turn;
            }
        }
        panic!("it never settles: {:?}", self.record());
    }

    fn record(&self) -> Record {
        Engine::record(&self.store).unwrap()
    }

    /// Everybody from this one on leaves the team.
    fn leave(&self, from: u32) {
        self.team.borrow_mut().retain(|one| *one.who.as_ref().unwrap() < who(from));
    }
}

#[async_trait(?Send)]
impl Team for Room {
    async fn page(&self, next: Option<&str>) -> Result<Page, TeamFault> {
        self.pages.set(self.pages.get() + 1);
        if let Some(fault) = self.faults.borrow_mut().pop() {
            return Err(fault);
        }
        let from: usize = next.map_or(0, |next| next.parse().unwrap());
        let (team, unlisted) = (self.team.borrow(), self.unlisted.borrow());
        let to = (from + self.page_size.get()).min(team.len());
        let page = team.get(from..to).unwrap_or_default().iter();
        let members = page
            .filter(|one| !unlisted.iter().any(|name| one.membership.as_str() == name))
            .cloned()
            .collect();
        Ok(Page { members, next: (to < team.len()).then(|| to.to_string()) })
    }

    async fn membership(&self, name: &MembershipId) -> Result<Option<Member>, TeamFault> {
        if let Some(fault) = self.faults.borrow_mut().pop() {
            return Err(fault);
        }
        Ok(self.team.borrow().iter().find(|one| one.membership == *name).cloned())
    }
}

#[async_trait(?Send)]
impl Roster for Room {
    async fn participants(&self) -> Result<Vec<Participant>, RosterFault> {
        Ok(self.people.borrow().clone())
    }

    async fn apply(&self, _: u32, actions: &[Action]) -> Result<(), RosterFault> {
        self.applied.borrow_mut().push(actions.len());
        let mut people = self.people.borrow_mut();
        for action in actions {
            match action {
                Action::Add(wanted) | Action::Change(wanted) => {
                    people.retain(|one| one.who != wanted.who);
                    let wanted = wanted.clone();
                    let brought = Brought::ByLink { membership: wanted.membership };
                    let (who, role, name, username) = (wanted.who, wanted.role, wanted.name, wanted.username);
                    people.push(Participant { who, role, name, username, brought });
                }
                Action::Remove { who, .. } => people.retain(|one| one.who != *who),
            }
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_team_of_twelve_thousand_comes_in_a_few_bounded_turns() {
    let room = Room::with(0..12_000);
    let turns = room.settles().await;
    let record = room.record();
    assert_eq!((record.phase, record.counts.added, record.counts.members), (Phase::Settled, 12_000, 12_000));
    assert_eq!((record.counts.graph_calls, room.pages.get()), (13, 13), "pages of 999");
    assert!(room.applied.borrow().iter().all(|size| *size <= 500), "no statement holds everybody");
    assert!(turns <= 3, "{turns} turns of at most {CALLS_MAX} calls");
    // Nothing has changed: everything is read, and nothing written.
    room.applied.borrow_mut().clear();
    room.settles().await;
    assert_eq!((room.record().run, room.applied.borrow().len()), (2, 0));
}

#[tokio::test]
async fn many_who_would_go_wait_for_an_owner_who_sees_whom() {
    let room = Room::with(0..20);
    room.settles().await;
    room.leave(10);
    room.settles().await;
    assert_eq!(room.record().phase, Phase::Paused(Pause::ManyRemovals));
    assert_eq!(room.people.borrow().len(), 21, "nobody has gone");
    let doomed = Engine::doomed(&room.store).unwrap();
    assert_eq!((doomed.len(), doomed.contains(&who(10)), doomed.contains(&who(9))), (10, true, false));
    // Without an answer it stays so.
    room.now.set(NOW + 100 * RECONCILE_S);
    assert_eq!(room.turn().await, None);
    Engine::agree(&room.store).unwrap();
    room.settles().await;
    assert_eq!((room.record().phase, room.people.borrow().len()), (Phase::Settled, 11));
}

#[tokio::test]
async fn an_owner_agrees_to_those_who_were_shown_and_to_nobody_else() {
    let room = Room::with(0..20);
    room.settles().await;
    room.leave(14);
    room.settles().await;
    Engine::agree(&room.store).unwrap();
    room.leave(5);
    room.settles().await;
    assert_eq!(room.record().phase, Phase::Paused(Pause::ManyRemovals), "nine more have gone meanwhile");
    assert_eq!(room.people.borrow().len(), 21);
}

#[tokio::test]
async fn s7_18_a_list_that_lacks_people_removes_none_of_them_and_is_read_again() {
    let room = Room::with(0..20);
    room.settles().await;
    room.unlisted.replace(vec!["m3".into(), "m4".into()]);
    room.leave(19);
    room.settles().await;
    let record = room.record();
    assert_eq!((record.counts.doubted, record.counts.removed, room.people.borrow().len()), (2, 1, 20));
    assert_eq!(record.wake_at, Some(NOW + DOUBT_S));
}

#[tokio::test]
async fn s7_18_an_empty_team_is_no_answer() {
    let room = Room::with(0..8);
    room.settles().await;
    room.team.borrow_mut().clear();
    room.settles().await;
    let record = room.record();
    assert!(record.phase.is_going() && record.attempts == 1, "{record:?}");
    assert_eq!(room.people.borrow().len(), 9);
}

#[tokio::test]
async fn a_busy_graph_is_left_alone_as_long_as_it_says() {
    let room = Room::with(0..3);
    room.faults.replace(vec![TeamFault::Busy(Some(90)), TeamFault::Busy(None), TeamFault::Temporary]);
    room.settles().await;
    for waits in [WAIT_S, 2 * WAIT_S, 90] {
        assert_eq!(room.record().wake_at, Some(room.now.get() + waits));
        assert_eq!(room.turn().await, room.record().wake_at, "nothing happens before");
        room.now.set(room.now.get() + waits);
        room.turn().await;
    }
    assert_eq!((room.record().phase, room.record().attempts), (Phase::Settled, 0));
}

#[tokio::test]
async fn a_chain_that_broke_is_read_from_its_beginning() {
    let room = Room::with(0..20);
    room.page_size.set(6);
    Engine::ask(&room.store).unwrap();
    room.faults.replace(vec![TeamFault::Broken]);
    room.turn().await;
    room.now.set(NOW + WAIT_S);
    room.turn().await;
    let record = room.record();
    assert_eq!((record.phase, record.counts.members, record.counts.added), (Phase::Settled, 20, 20));
}

#[tokio::test]
async fn without_permission_or_team_the_link_says_so_and_looks_again_later() {
    for (fault, pause) in [(TeamFault::NotAllowed, Pause::NotAllowed), (TeamFault::Gone, Pause::TeamGone)] {
        let room = Room::with(0..8);
        room.settles().await;
        room.faults.replace(vec![fault]);
        room.settles().await;
        let record = room.record();
        assert_eq!((record.phase, record.wake_at), (Phase::Paused(pause), Some(NOW + RECONCILE_S)));
        assert_eq!(room.people.borrow().len(), 9, "nobody goes because of that");
        room.now.set(NOW + RECONCILE_S);
        room.turn().await;
        assert_eq!(room.record().phase, Phase::Settled);
    }
}

#[tokio::test]
async fn however_often_it_is_asked_one_run_waits() {
    let room = Room::with(0..3);
    for _ in 0..100 {
        Engine::ask(&room.store).unwrap();
    }
    room.settles().await;
    assert_eq!(room.record().run, 1);
}

#[tokio::test]
async fn everything_is_read_again_after_six_hours_and_after_a_clock_that_was_set_back() {
    let room = Room::with(0..3);
    room.settles().await;
    assert_eq!(room.turn().await, Some(NOW + RECONCILE_S));
    room.now.set(NOW + RECONCILE_S);
    room.turn().await;
    assert_eq!(room.record().run, 2);
    room.now.set(NOW - 30 * RECONCILE_S);
    room.turn().await;
    assert_eq!(room.record().run, 3);
}
