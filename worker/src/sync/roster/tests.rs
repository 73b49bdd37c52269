//! The statements on a real database in memory.

use contract::ids::UserKey;
use contract::team_link::TeamLinkOptions;

use super::*;
use crate::platform::database::MemoryDatabase;
use crate::platform::fake::FakeClock;
use crate::sync::plan::Wanted;

const HOME: &str = "11111111-1111-4111-8111-111111111111";
const ID: &str = "0123456789abcdef0123456789abcdef";

fn who(number: u32) -> Identity {
    Identity {
        tid: HOME.parse().unwrap(),
        oid: format!("00000000-0000-4000-a000-{number:012}").parse().unwrap(),
    }
}

fn wanted(number: u32, role: Role) -> Wanted {
    let membership = format!("m{number}").parse().unwrap();
    Wanted { who: who(number), role, name: format!("It's \"{number}\""), username: String::new(), membership }
}

fn gone(number: u32, membership: &str) -> Action {
    Action::Remove { who: who(number), membership: membership.parse().unwrap() }
}

/// A folder of somebody's, and somebody who was added by hand; linked to a team.
struct Room {
    database: MemoryDatabase,
    clock: FakeClock,
    link: Link,
}

impl Room {
    async fn new() -> Self {
        let by =
            UserKey { instance: "contoso".parse().unwrap(), tid: HOME.parse().unwrap(), oid: who(1).oid };
        let options = TeamLinkOptions { owners: Role::Owner, guests: true };
        let link = Link {
            id: ID.parse().unwrap(),
            by,
            folder: ID.parse().unwrap(),
            team: HOME.parse().unwrap(),
            options,
        };
        let room = Self { database: MemoryDatabase::default(), clock: FakeClock::at(1_800_000_000), link };
        for sql in [
            "INSERT INTO folders (instance, id, name, created_at) VALUES ('contoso', ?1, 'F', 1)",
            "INSERT INTO folders (instance, id, name, created_at) VALUES ('fabrikam', ?1, 'F', 1)",
            "INSERT INTO participants (instance, folder, tid, oid, role, origin, name, username, added_at)
             SELECT 'contoso', ?1, '11111111-1111-4111-8111-111111111111', '00000000-0000-4000-a000-000000000001', 'owner', 'creator', 'A', '', 1",
            "INSERT INTO team_links (instance, folder, id, tid, team, name, owners, guests, linked_at, linked_by_tid, linked_by_oid, linked_by)
             VALUES ('contoso', ?1, ?1, 't', 't', 'T', 'owner', 1, 1, 't', 'o', 'A')",
        ] {
            room.database.batch(vec![Statement::new(sql, [ID.into()])]).await.unwrap();
        }
        room
    }

    fn roster(&self) -> FolderRoster<'_> {
        FolderRoster { database: &self.database, clock: &self.clock, link: &self.link }
    }

    async fn roles(&self) -> Vec<(Identity, Role)> {
        let people = self.roster().participants().await.unwrap();
        people.into_iter().map(|one| (one.who, one.role)).collect()
    }
}

#[tokio::test]
async fn people_come_change_and_go_and_doing_it_twice_changes_nothing() {
    let room = Room::new().await;
    let roster = room.roster();
    for _ in 0..2 {
        roster
            .apply(1, &[Action::Add(wanted(2, Role::Member)), Action::Add(wanted(3, Role::Guest))])
            .await
            .unwrap();
    }
    roster.apply(2, &[Action::Change(wanted(3, Role::Member)), gone(2, "m2")]).await.unwrap();
    assert_eq!(room.roles().await, [(who(1), Role::Owner), (who(3), Role::Member)]);
    let third = room.roster().participants().await.unwrap().remove(1);
    assert_eq!(
        (third.name.as_str(), third.brought),
        ("It's \"3\"", Brought::ByLink { membership: "m3".parse().unwrap() })
    );
}

#[tokio::test]
async fn whoever_was_added_by_hand_meanwhile_stays_as_they_are() {
    let room = Room::new().await;
    let roster = room.roster();
    roster.apply(1, &[Action::Change(wanted(1, Role::Guest)), gone(1, "m1")]).await.unwrap();
    assert_eq!(room.roles().await, [(who(1), Role::Owner)]);
}

#[tokio::test]
async fn another_membership_of_the_same_person_is_not_taken_away() {
    let room = Room::new().await;
    let roster = room.roster();
    roster.apply(1, &[Action::Add(wanted(2, Role::Member)), gone(2, "old")]).await.unwrap();
    assert_eq!(room.roles().await.len(), 2);
}

#[tokio::test]
async fn s1_33_a_run_that_outlives_its_link_and_one_of_another_instance_write_nothing() {
    let mut room = Room::new().await;
    room.link.id = ID.replace('0', "f").parse().unwrap();
    room.roster().apply(1, &[Action::Add(wanted(2, Role::Member))]).await.unwrap();
    room.link.id = ID.parse().unwrap();
    assert_eq!(room.roles().await.len(), 1);
    room.link.by.instance = "fabrikam".parse().unwrap();
    room.roster().apply(1, &[Action::Add(wanted(2, Role::Member))]).await.unwrap();
    assert_eq!(room.roles().await, []);
}

#[tokio::test]
async fn five_hundred_people_are_one_statement() {
    let room = Room::new().await;
    let many: Vec<Action> = (2..502).map(|number| Action::Add(wanted(number, Role::Member))).collect();
    room.roster().apply(1, &many).await.unwrap();
    assert_eq!(room.roles().await.len(), 501);
    let all: Vec<Action> = (2..502).map(|number| gone(number, &format!("m{number}"))).collect();
    room.roster().apply(2, &all).await.unwrap();
    assert_eq!(room.roles().await.len(), 1);
}
