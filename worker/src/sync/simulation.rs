//! Random teams against random faults, from seeds: after the faults stop, the participants are whom the team says, and nobody was
//! removed who was entitled to take part all the time (S7-13, S7-18).
//!
//! `SIMULATION_SEEDS` runs more of them than the ordinary test does.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::pending;

use async_trait::async_trait;
use contract::folder::Role;
use contract::ids::{MembershipId, TenantId};
use contract::team_link::{Pause, TeamLinkOptions};
use futures_util::FutureExt as _;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

use super::engine::{Engine, Means, Phase, Roster, RosterFault, Team, TeamFault};
use super::member::{Identity, Member, Page, Standing};
use super::plan::{Action, Brought, Participant, Wanted};
use crate::platform::fake::FakeClock;
use crate::vault::store::MemoryStore;

const HOME: &str = "11111111-1111-4111-8111-111111111111";
const PARTNER: &str = "22222222-2222-4222-8222-222222222222";
const STRANGER: &str = "33333333-3333-4333-8333-333333333333";
const SEEDS: u64 = 700;
/// Random moves of one simulation.
const MOVES: usize = 60;
/// Turns after which whatever settles has settled.
const TURNS_MAX: usize = 500;

/// A world: the team at Graph, the folder in the database, and what goes wrong.
struct World {
    random: RefCell<ChaCha8Rng>,
    /// Members by the name of their membership.
    team: RefCell<BTreeMap<String, Member>>,
    folder: RefCell<BTreeMap<Identity, Participant>>,
    /// When somebody was last seen not to be entitled.
    outside: RefCell<BTreeMap<Identity, u64>>,
    time: Cell<u64>,
    run_began: Cell<u64>,
    faulty: Cell<bool>,
    options: TeamLinkOptions,
    home: TenantId,
    tenants: Vec<TenantId>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let owners = if random.next_u32().is_multiple_of(2) { Role::Owner } else { Role::Member };
        let options = TeamLinkOptions { owners, guests: random.next_u32().is_multiple_of(2) };
        let world = Self {
            random: random.into(),
            team: RefCell::default(),
            folder: RefCell::default(),
            outside: RefCell::default(),
            time: Cell::new(1),
            run_began: Cell::new(0),
            faulty: Cell::new(true),
            options,
            home: HOME.parse().unwrap(),
            tenants: [HOME, PARTNER].map(|tenant| tenant.parse().unwrap()).into(),
        };
        // Somebody made the folder, and the team has somebody in it.
        world.by_hand(1, Role::Owner);
        world.joins(0);
        world.joins(2);
        world
    }

    fn below(&self, bound: u32) -> u32 {
        self.random.borrow_mut().next_u32() % bound
    }

    fn goes_wrong(&self, percent: u32) -> bool {
        self.faulty.get() && self.below(100) < percent
    }

    fn who(number: u32) -> Identity {
        let tenant = match number % 7 {
            5 => PARTNER,
            6 => STRANGER,
            _ => HOME,
        };
        let oid = format!("00000000-0000-4000-a000-{number:012}");
        Identity { tid: tenant.parse().unwrap(), oid: oid.parse().unwrap() }
    }

    /// Somebody comes into the team, or is something else there from now on.
    fn joins(&self, number: u32) {
        let who = Self::who(number);
        // Graph says of people of other organizations that they own the team.
        let standing = match (who.tid == self.home, self.below(6)) {
            (false, _) | (true, 0) => Standing::Owner,
            (true, 1) => Standing::Guest,
            (true, _) => Standing::Member,
        };
        let name = format!("Person {number}.{}", self.below(3));
        let username = if self.below(5) == 0 { String::new() } else { format!("{number}@contoso.com") };
        let membership = format!("m{number}");
        let member =
            Member { membership: membership.parse().unwrap(), who: Some(who), standing, name, username };
        self.team.borrow_mut().insert(membership, member);
        self.passes();
    }

    fn leaves(&self, number: u32) {
        // The last one cannot be taken out of a team.
        if self.team.borrow().len() > 1 {
            self.team.borrow_mut().remove(&format!("m{number}"));
        }
        self.passes();
    }

    fn by_hand(&self, number: u32, role: Role) {
        let who = Self::who(number);
        let (name, username) = (format!("Hand {number}"), String::new());
        let participant = Participant { who: who.clone(), role, name, username, brought: Brought::ByHand };
        self.folder.borrow_mut().insert(who, participant);
    }

    /// A moment passes: whoever is not entitled now is noted.
    fn passes(&self) {
        self.time.set(self.time.get() + 1);
        for number in 0..PEOPLE {
            let who = Self::who(number);
            if self.entitled(&who).is_none() {
                self.outside.borrow_mut().insert(who, self.time.get());
            }
        }
    }

    /// What somebody is in the folder by the team's will, told by a rule of its own.
    fn entitled(&self, who: &Identity) -> Option<Role> {
        let team = self.team.borrow();
        let member = team.values().find(|member| member.who.as_ref() == Some(who))?;
        let (is_ours, guests) = (who.tid.as_str() == HOME, self.options.guests.then_some(Role::Guest));
        match member.standing {
            _ if who.tid.as_str() == STRANGER => None,
            _ if !is_ours => guests,
            Standing::Guest => guests,
            Standing::Member => Some(Role::Member),
            Standing::Owner => Some(self.options.owners),
        }
    }

    /// A call that may get no answer at all: whoever waits for it is gone then.
    async fn survives(&self) {
        if self.goes_wrong(3) {
            pending::<()>().await;
        }
    }

    fn fault(&self) -> Result<(), TeamFault> {
        if !self.goes_wrong(15) {
            return Ok(());
        }
        Err(match self.below(12) {
            0 => TeamFault::NotAllowed,
            1 => TeamFault::Gone,
            2 | 3 => TeamFault::Busy(None),
            4 | 5 => TeamFault::Busy(Some(30)),
            6 | 7 => TeamFault::Broken,
            _ => TeamFault::Temporary,
        })
    }

    /// The participants as the team wants them.
    fn is_as_the_team_says(&self) -> bool {
        (0..PEOPLE).all(|number| {
            let who = Self::who(number);
            let (folder, entitled) = (self.folder.borrow(), self.entitled(&who));
            let team = self.team.borrow();
            let member = team.values().find(|member| member.who.as_ref() == Some(&who));
            match folder.get(&who) {
                Some(participant) if participant.brought == Brought::ByHand => {
                    participant.name.starts_with("Hand")
                }
                Some(participant) => {
                    Some(participant.role) == entitled
                        && member.is_some_and(|member| {
                            (&member.name, &member.username) == (&participant.name, &participant.username)
                        })
                }
                None => entitled.is_none(),
            }
        })
    }
}

const PEOPLE: u32 = 14;

#[async_trait(?Send)]
impl Team for World {
    async fn page(&self, next: Option<&str>) -> Result<Page, TeamFault> {
        self.survives().await;
        let from: usize = next.map_or(0, |next| next.parse().unwrap());
        if from == 0 {
            self.run_began.set(self.time.get());
        }
        self.fault()?;
        if self.goes_wrong(6) {
            // 200, and nothing in it: the rest of the team is missing.
            return Ok(Page { members: Vec::new(), next: None });
        }
        let mut members: Vec<Member> = self.team.borrow().values().cloned().collect();
        if self.goes_wrong(6) {
            members.reverse();
        }
        let to = (from + 3).min(members.len());
        let mut page: Vec<Member> = members.get(from..to).unwrap_or_default().to_vec();
        if self.goes_wrong(6) {
            page.extend(members.first().cloned());
        }
        let is_cut = self.goes_wrong(4);
        // Somebody comes or goes while the list is read.
        if self.goes_wrong(10) {
            self.moves();
        }
        Ok(Page { members: page, next: (to < members.len() && !is_cut).then(|| to.to_string()) })
    }

    async fn membership(&self, name: &MembershipId) -> Result<Option<Member>, TeamFault> {
        self.survives().await;
        self.fault()?;
        Ok(self.team.borrow().get(name.as_str()).cloned())
    }
}

#[async_trait(?Send)]
impl Roster for World {
    async fn participants(&self) -> Result<Vec<Participant>, RosterFault> {
        self.survives().await;
        if self.goes_wrong(8) {
            Err(RosterFault)
        } else {
            Ok(self.folder.borrow().values().cloned().collect())
        }
    }

    async fn apply(&self, _: u32, actions: &[Action]) -> Result<(), RosterFault> {
        self.survives().await;
        if self.goes_wrong(8) {
            return Err(RosterFault);
        }
        for action in actions {
            match action {
                Action::Add(wanted) | Action::Change(wanted) => self.put(wanted),
                Action::Remove { who, membership } => self.remove(who, membership),
            }
        }
        // Done, but the word of it is lost.
        self.survives().await;
        if self.goes_wrong(5) { Err(RosterFault) } else { Ok(()) }
    }
}

impl World {
    fn put(&self, wanted: &Wanted) {
        let Wanted { who, role, name, username, membership } = wanted.clone();
        let mut folder = self.folder.borrow_mut();
        if folder.get(&who).is_none_or(|participant| participant.brought != Brought::ByHand) {
            let brought = Brought::ByLink { membership };
            folder.insert(who.clone(), Participant { who, role, name, username, brought });
        }
    }

    fn remove(&self, who: &Identity, membership: &MembershipId) {
        let brought = Brought::ByLink { membership: membership.clone() };
        let is_ours = self.folder.borrow().get(who).is_some_and(|participant| participant.brought == brought);
        if is_ours {
            let outside = self.outside.borrow().get(who).copied().unwrap_or_default();
            assert!(outside >= self.run_began.get(), "{who:?} was a member throughout");
            self.folder.borrow_mut().remove(who);
        }
    }

    /// Something happens in the team, or in the folder.
    fn moves(&self) {
        match self.below(20) {
            0..=8 => self.joins(self.below(PEOPLE)),
            9..=14 => self.leaves(self.below(PEOPLE)),
            // The first one made the folder.
            15 => self.by_hand(2 + self.below(PEOPLE - 2), Role::Member),
            // Many go at once.
            16 => (0..PEOPLE).filter(|number| number % 2 == 0).for_each(|number| self.leaves(number)),
            _ => self.passes(),
        }
    }

    /// One turn, which a crash may end anywhere.
    fn turn(&self, (engine, store, clock): (&Engine, &MemoryStore, &FakeClock)) {
        let means = Means {
            clock,
            store,
            team: self,
            roster: self,
            options: self.options,
            home: &self.home,
            tenants: &self.tenants,
        };
        let wake = engine.turn(means).now_or_never();
        if let Some(Some(at)) = wake
            && self.below(3) > 0
        {
            clock.advance((at - clock_now(clock)).max(0));
        }
    }
}

fn clock_now(clock: &FakeClock) -> i64 {
    use crate::platform::clock::Clock as _;
    clock.now().seconds()
}

/// Lives through one simulation; answers how many runs it had.
fn simulate(seed: u64) -> u32 {
    let (world, store, clock) = (World::new(seed), MemoryStore::default(), FakeClock::at(1_800_000_000));
    let mut engine = Engine::default();
    for _ in 0..MOVES {
        world.moves();
        if world.below(3) == 0 {
            // A notice, which may come twice, late or never.
            _ = Engine::ask(&store);
        }
        if world.below(12) == 0 {
            _ = Engine::agree(&store);
        }
        store.fail_next_write.set(world.below(12) == 0);
        world.turn((&engine, &store, &clock));
        store.fail_next_write.set(false);
        match world.below(20) {
            0 => clock.advance(-86_400),
            1 => clock.advance(86_400),
            // The object is moved: what it had in memory is gone.
            2 => engine = Engine::default(),
            _ => clock.advance(i64::from(world.below(60))),
        }
    }
    world.faulty.set(false);
    Engine::ask(&store).unwrap();
    for turn in 0.. {
        assert!(turn < TURNS_MAX, "seed {seed} never settles: {:?}", Engine::record(&store));
        world.turn((&engine, &store, &clock));
        clock.advance(60);
        let record = Engine::record(&store).unwrap();
        match record.phase {
            Phase::Settled if record.counts.doubted == 0 && world.is_as_the_team_says() => break,
            Phase::Paused(Pause::ManyRemovals) => Engine::agree(&store).unwrap(),
            Phase::Paused(Pause::NotAllowed | Pause::TeamGone) => Engine::ask(&store).unwrap(),
            Phase::Idle
            | Phase::Reading { .. }
            | Phase::Planning
            | Phase::Applying { .. }
            | Phase::Settled => {}
        }
    }
    assert!(world.is_as_the_team_says(), "seed {seed}");
    assert!(world.folder.borrow().values().any(|one| one.role == Role::Owner), "seed {seed}: an owner");
    Engine::record(&store).unwrap().run
}

#[test]
fn s7_18_after_any_faults_the_participants_are_whom_the_team_says_and_nobody_was_removed_wrongly() {
    let seeds = std::env::var("SIMULATION_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(SEEDS);
    let runs: u32 = (0..seeds).map(simulate).sum();
    assert!(runs >= 10_000 || seeds < SEEDS, "{runs} runs");
}
