//! Teams and their channels as the world keeps them: who owns them, who is in them, and where their files lie.

use super::roster::{Role, Roster};
use crate::graph::accounts::oid_of;
use crate::graph::identifier;
use crate::graph::seed::who::{ADA, ALEX, BILAL, EVE, FINN, GRACE, GRACE_AT_HOME, MIA, MIKA, NORA, OTTO};
use crate::people::CONTOSO;

/// Who sees a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Everybody in the team.
    Standard,
    /// Its own members; its files lie in a site of its own.
    Private,
    /// Its own members, who need not be in the team, nor in the organization.
    Shared,
}

/// Whether anybody opened the Files tab of a channel, which is what makes its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilesTab {
    /// The folder is there.
    Opened,
    /// There is no folder yet.
    NeverOpened,
    /// There is no site either, because the sandbox plays none for this team: there will be no folder.
    NotPlayed,
}

/// A channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// The id on Graph's wire.
    pub id: String,
    /// Its name, and that of its folder.
    pub name: &'static str,
    /// Who sees it.
    pub kind: Kind,
    /// Its own members; none for a standard channel, which has those of the team.
    pub people: Roster,
    /// The site whose default library holds the folder.
    pub site: &'static str,
    /// Whether the folder is there.
    pub files: FilesTab,
}

impl Channel {
    /// Whether the channel has members of its own.
    #[must_use]
    pub const fn has_own_members(&self) -> bool {
        !matches!(self.kind, Kind::Standard)
    }

    /// Whether somebody can be a member of the channel, who is or is not in the team.
    #[must_use]
    pub const fn admits(&self, in_team: bool) -> bool {
        in_team || matches!(self.kind, Kind::Shared)
    }
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// The id of the team and of its group.
    pub id: String,
    /// What its identifiers derive from, and the path of its site.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// Its organization.
    pub tenant: &'static str,
    /// Who is in it.
    pub people: Roster,
    /// How many of them are made up: those with the numbers from one on.
    pub crowd: u32,
    /// Its channels, the general one first.
    pub channels: Vec<Channel>,
}

impl Team {
    /// Whether the person is in the team, as owner, member or guest.
    #[must_use]
    pub fn has(&self, oid: &str) -> bool {
        self.people.has(oid)
    }

    /// Whether the person sees the channel: a private one only its own members, who have to be in the team as well, and a
    /// shared one its own members.
    #[must_use]
    pub fn shows(&self, channel: &Channel, oid: &str) -> bool {
        match channel.kind {
            Kind::Standard => self.has(oid),
            Kind::Private => self.has(oid) && channel.people.has(oid),
            Kind::Shared => channel.people.has(oid),
        }
    }

    /// The channel of that id or name.
    #[must_use]
    pub fn channel(&self, name: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == name || channel.name.eq_ignore_ascii_case(name))
    }

    fn new(key: &'static str, name: &'static str, owners: &[&str], members: &[&str]) -> Self {
        Self {
            id: identifier::guid(&format!("team {key}")).to_string(),
            key,
            name,
            description: name,
            tenant: CONTOSO,
            people: Roster::of(owners, members),
            crowd: 0,
            channels: Vec::new(),
        }
    }

    fn with(mut self, name: &'static str, files: FilesTab) -> Self {
        let channel = self.standard(name, files);
        self.channels.push(channel);
        self
    }

    fn with_private(
        mut self,
        name: &'static str,
        site: &'static str,
        members: &[&str],
        files: FilesTab,
    ) -> Self {
        let people = Roster::of(&[], members);
        let channel = Channel { kind: Kind::Private, people, site, ..self.standard(name, files) };
        self.channels.push(channel);
        self
    }

    /// With a channel that has members of its own and no files.
    fn with_members(mut self, name: &'static str, kind: Kind, people: Roster) -> Self {
        let channel = Channel { kind, people, ..self.standard(name, FilesTab::NotPlayed) };
        self.channels.push(channel);
        self
    }

    fn with_guest(mut self, oid: &str) -> Self {
        self.people.set(oid, Role::Guest);
        self
    }

    /// With that many people who are made up.
    fn with_crowd(mut self, crowd: u32) -> Self {
        for number in 1..=crowd {
            self.people.set(&oid_of(number), Role::Member);
        }
        self.crowd = crowd;
        self
    }

    fn standard(&self, name: &'static str, files: FilesTab) -> Channel {
        let unique = identifier::guid(&format!("channel {} {name}", self.key));
        Channel {
            id: format!("19:{}@thread.tacv2", unique.simple()),
            name,
            kind: Kind::Standard,
            people: Roster::default(),
            site: self.key,
            files,
        }
    }
}

/// The teams at the start.
#[must_use]
pub fn at_start() -> Vec<Team> {
    use FilesTab::{NeverOpened, NotPlayed, Opened};
    vec![
        Team::new("harbour", "Harbour project", &[ADA], &[BILAL, MIKA, NORA, OTTO, ALEX])
            .with_guest(GRACE)
            .with("General", Opened)
            .with("Contracts", Opened)
            .with("New berths", NeverOpened)
            .with_private("Board", "harbour-Board", &[ADA, ALEX], Opened)
            .with_private("Pay round", "harbour-Payround", &[ADA, NORA], NeverOpened),
        Team::new("finance", "Finance", &[ALEX], &[MIA, BILAL]).with("General", Opened),
        Team::new("newcomers", "Newcomers", &[NORA], &[]).with("General", NeverOpened),
        twelve(),
        Team::new("everybody", "Everybody", &[ALEX], &[]).with_crowd(CROWD).with("General", NotPlayed),
    ]
}

/// How many are in the largest team beside its owner.
pub const CROWD: u32 = 12_000;

/// Twelve people, among them everybody whom it is easy to treat wrongly: a guest, an owner of another organization, somebody
/// without an address, and a shared channel with people of that organization.
fn twelve() -> Team {
    let shared = Roster::of(&[ALEX], &[BILAL, EVE, GRACE_AT_HOME]);
    Team::new("quay", "Quay works", &[ALEX, MIKA], &[ADA, BILAL, NORA, OTTO, MIA, FINN, EVE])
        .with_guest(GRACE)
        .with_crowd(2)
        .with("General", FilesTab::NotPlayed)
        .with_members("Diving", Kind::Private, Roster::of(&[MIKA], &[MIA, FINN]))
        .with_members("Tugs", Kind::Shared, shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sites::cast;

    #[test]
    fn every_channel_has_a_site_and_every_member_of_one_is_in_the_team() {
        for team in at_start() {
            for channel in team.channels.iter().filter(|channel| channel.files != FilesTab::NotPlayed) {
                assert!(cast::site(channel.site).is_some(), "{} of {}", channel.name, team.name);
                assert!(
                    channel.people.iter().all(|(oid, _)| channel.admits(team.has(oid))),
                    "{} of {}",
                    channel.name,
                    team.name
                );
            }
        }
    }

    #[test]
    fn twelve_are_in_the_one_team_and_twelve_thousand_beside_the_owner_in_the_other() {
        let size = |name: &str| at_start().iter().find(|team| team.name == name).unwrap().people.len();

        assert_eq!((size("Quay works"), size("Everybody")), (12, 12_001));
    }

    #[test]
    fn a_shared_channel_is_there_for_its_members_wherever_they_are() {
        let quay = twelve();
        let tugs = quay.channel("Tugs").unwrap();

        assert!(quay.shows(tugs, GRACE_AT_HOME) && quay.shows(tugs, BILAL) && !quay.shows(tugs, MIA));
    }

    #[test]
    fn a_private_channel_is_there_for_its_members_only() {
        let teams = at_start();
        let harbour = &teams[0];
        let board = harbour.channel("board").unwrap();

        assert!(harbour.shows(board, ADA) && !harbour.shows(board, BILAL) && !harbour.shows(board, MIA));
        assert!(harbour.shows(harbour.channel("General").unwrap(), BILAL));
    }
}
