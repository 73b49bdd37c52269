//! Plans, by example and by property.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

use super::*;

const HOME: &str = "11111111-1111-4111-8111-111111111111";
const PARTNER: &str = "22222222-2222-4222-8222-222222222222";
const STRANGER: &str = "33333333-3333-4333-8333-333333333333";

fn tenant(text: &str) -> TenantId {
    text.parse().unwrap()
}

fn who(tid: &str, number: u32) -> Identity {
    let oid = format!("00000000-0000-4000-a000-{number:012}");
    Identity { tid: tenant(tid), oid: oid.parse().unwrap() }
}

fn member(who: Option<Identity>, standing: Standing) -> Member {
    let number = who.as_ref().map_or(0, number);
    Member {
        membership: format!("m{number}").parse().unwrap(),
        name: format!("Name {number}"),
        username: format!("{number}@contoso.com"),
        who,
        standing,
    }
}

/// The number that [`who`] was made of.
fn number(who: &Identity) -> u32 {
    who.oid.as_str().rsplit('-').next().unwrap().parse().unwrap()
}

fn ours(number: u32, standing: Standing) -> Member {
    member(Some(who(HOME, number)), standing)
}

fn by_hand(number: u32, role: Role) -> Participant {
    let who = who(HOME, number);
    Participant { who, role, name: "Hand".into(), username: String::new(), brought: Brought::ByHand }
}

fn plan_with(
    participants: &[Participant],
    members: &[Member],
    (owners, guests): (Role, bool),
    capacity: usize,
) -> Plan {
    let (home, tenants) = (tenant(HOME), [tenant(HOME), tenant(PARTNER)]);
    let rules =
        Rules { options: TeamLinkOptions { owners, guests }, home: &home, tenants: &tenants, capacity };
    Plan::of(participants, members, rules)
}

fn plan(participants: &[Participant], members: &[Member]) -> Plan {
    plan_with(participants, members, (Role::Owner, true), 100)
}

/// The participants after a plan.
fn after(participants: &[Participant], plan: &Plan) -> Vec<Participant> {
    let mut there: BTreeMap<Identity, Participant> =
        participants.iter().map(|one| (one.who.clone(), one.clone())).collect();
    for action in &plan.actions {
        match action {
            Action::Add(wanted) | Action::Change(wanted) => {
                let Wanted { who, role, name, username, membership } = wanted.clone();
                let brought = Brought::ByLink { membership };
                there.insert(who.clone(), Participant { who, role, name, username, brought });
            }
            Action::Remove { who, .. } => _ = there.remove(who),
        }
    }
    there.into_values().collect()
}

fn roles(participants: &[Participant]) -> Vec<(u32, Role)> {
    participants.iter().map(|one| (number(&one.who), one.role)).collect()
}

#[test]
fn members_come_owners_own_and_whoever_left_goes() {
    let creator = [by_hand(1, Role::Owner)];
    let first =
        plan(&creator, &[ours(2, Standing::Owner), ours(3, Standing::Member), ours(4, Standing::Guest)]);
    let there = after(&creator, &first);
    assert_eq!(roles(&there), [(1, Role::Owner), (2, Role::Owner), (3, Role::Member), (4, Role::Guest)]);
    let second = plan(&there, &[ours(2, Standing::Member), ours(4, Standing::Guest)]);
    assert_eq!(roles(&after(&there, &second)), [(1, Role::Owner), (2, Role::Member), (4, Role::Guest)]);
    assert_eq!(second.removed(), [&who(HOME, 3)]);
}

#[test]
fn whoever_was_added_by_hand_is_never_touched() {
    let hands = [by_hand(1, Role::Owner), by_hand(2, Role::Guest)];
    let there = plan(&hands, &[ours(2, Standing::Owner)]);
    assert_eq!((there.actions.len(), there.skipped.get(&who(HOME, 2))), (0, Some(&Skip::AddedByHand)));
    assert_eq!(plan(&hands, &[]).actions, []);
}

#[test]
fn an_owner_of_another_organization_never_runs_a_folder() {
    let creator = [by_hand(1, Role::Owner)];
    let partner = member(Some(who(PARTNER, 5)), Standing::Owner);
    assert_eq!(
        roles(&after(&creator, &plan(&creator, std::slice::from_ref(&partner)))),
        [(1, Role::Owner), (5, Role::Guest)]
    );
    let without = plan_with(&creator, &[partner, ours(4, Standing::Guest)], (Role::Owner, false), 100);
    assert_eq!(without.actions, []);
    assert_eq!(without.skipped.values().collect::<Vec<_>>(), [&Skip::Guest, &Skip::Guest]);
    let stranger = plan(&creator, &[member(Some(who(STRANGER, 6)), Standing::Owner)]);
    assert_eq!(stranger.skipped.values().collect::<Vec<_>>(), [&Skip::Organization]);
}

#[test]
fn owners_of_the_team_are_members_where_the_link_says_so() {
    let creator = [by_hand(1, Role::Owner)];
    let planned = plan_with(&creator, &[ours(2, Standing::Owner)], (Role::Member, true), 100);
    assert_eq!(roles(&after(&creator, &planned)), [(1, Role::Owner), (2, Role::Member)]);
}

#[test]
fn whoever_is_listed_twice_comes_once_as_the_stronger() {
    let creator = [by_hand(1, Role::Owner)];
    let twice = [ours(2, Standing::Member), ours(2, Standing::Owner), ours(2, Standing::Guest)];
    let planned = plan(&creator, &twice);
    assert_eq!((planned.actions.len(), roles(&after(&creator, &planned))[1]), (1, (2, Role::Owner)));
}

#[test]
fn whoever_has_no_account_or_no_mail_address_disturbs_nobody() {
    let creator = [by_hand(1, Role::Owner)];
    let quiet = Member { username: String::new(), ..ours(2, Standing::Member) };
    let planned = plan(&creator, &[member(None, Standing::Member), quiet]);
    assert_eq!((planned.actions.len(), planned.nameless), (1, 1));
}

#[test]
fn another_name_is_followed_and_a_mail_address_says_nothing_about_who_it_is() {
    let creator = [by_hand(1, Role::Owner)];
    let there = after(&creator, &plan(&creator, &[ours(2, Standing::Member), ours(3, Standing::Member)]));
    let swapped = [
        Member { username: "3@contoso.com".into(), name: "Married".into(), ..ours(2, Standing::Member) },
        Member { username: "2@contoso.com".into(), ..ours(3, Standing::Member) },
    ];
    let planned = plan(&there, &swapped);
    assert!(planned.actions.iter().all(|action| matches!(action, Action::Change(_))), "{planned:?}");
    assert_eq!(after(&there, &planned)[1].name, "Married");
}

#[test]
fn a_full_folder_says_who_had_no_place() {
    let creator = [by_hand(1, Role::Owner)];
    let members: Vec<Member> = (2..6).map(|number| ours(number, Standing::Member)).collect();
    let planned = plan_with(&creator, &members, (Role::Owner, true), 3);
    assert_eq!((planned.actions.len(), planned.skipped.len()), (2, 2));
    assert!(planned.skipped.values().all(|skip| *skip == Skip::Full));
}

#[test]
fn the_last_owner_stays_until_there_is_another_one() {
    let brought = plan(&[], &[ours(2, Standing::Owner), ours(3, Standing::Member)]);
    let there = after(&[], &brought);
    let alone = plan(&there, &[ours(3, Standing::Member)]);
    assert_eq!((alone.actions.len(), alone.skipped.get(&who(HOME, 2))), (0, Some(&Skip::LastOwner)));
    let followed = plan(&there, &[ours(3, Standing::Owner)]);
    assert_eq!(roles(&after(&there, &followed)), [(3, Role::Owner)]);
    assert!(
        matches!(followed.actions.last(), Some(Action::Remove { .. })),
        "nobody goes before somebody came"
    );
}

#[test]
fn many_removals_are_at_least_five_and_more_than_a_fifth() {
    let cases = [
        (4, 4, false),
        (5, 5, true),
        (5, 25, false),
        (6, 25, true),
        (200, 1000, false),
        (201, 1000, true),
        (0, 0, false),
    ];
    for (removals, brought, too_many) in cases {
        assert_eq!(is_too_many(removals, brought), too_many, "{removals} of {brought}");
    }
}

#[test]
fn applying_a_plan_leaves_nothing_to_do_whatever_the_order() {
    for seed in 0..2_000 {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut below = |bound: u32| random.next_u32() % bound;
        let mut participants = vec![by_hand(0, Role::Owner)];
        for round in 0..4 {
            let mut members: Vec<Member> = (0..below(12))
                .map(|_| {
                    let standing = [Standing::Guest, Standing::Member, Standing::Owner][below(3) as usize];
                    let tid = [HOME, HOME, PARTNER, STRANGER][below(4) as usize];
                    member(Some(who(tid, below(9))), standing)
                })
                .collect();
            let options = ([Role::Owner, Role::Member][below(2) as usize], below(2) == 0);
            let planned = plan_with(&participants, &members, options, 100);
            members.reverse();
            assert_eq!(
                planned,
                plan_with(&participants, &members, options, 100),
                "seed {seed} round {round}: the order"
            );
            let there = after(&participants, &planned);
            let again = plan_with(&there, &members, options, 100);
            assert_eq!(again.actions, [], "seed {seed} round {round}: twice");
            let hand = |list: &[Participant]| {
                list.iter().filter(|one| one.brought == Brought::ByHand).cloned().collect::<Vec<_>>()
            };
            assert_eq!(hand(&participants), hand(&there), "seed {seed} round {round}: by hand");
            assert!(there.iter().any(|one| one.role == Role::Owner), "seed {seed} round {round}: an owner");
            participants = there;
        }
    }
}
