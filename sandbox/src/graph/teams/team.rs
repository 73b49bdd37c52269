//! Teams and their channels as the world keeps them: who owns them, who is in them, and where their files lie.

use crate::graph::identifier;
use crate::graph::seed::who::{ADA, ALEX, BILAL, GRACE, MIA, MIKA, NORA, OTTO};
use crate::people::CONTOSO;

/// Who sees a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Everybody in the team.
    Standard,
    /// Its own members; its files lie in a site of its own.
    Private,
}

/// Whether anybody opened the Files tab of a channel, which is what makes its folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilesTab {
    /// The folder is there.
    Opened,
    /// There is no folder yet.
    NeverOpened,
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
    /// Its own members, by object id; none for a standard channel, which has those of the team.
    pub members: Vec<String>,
    /// The site whose default library holds the folder.
    pub site: &'static str,
    /// Whether the folder is there.
    pub files: FilesTab,
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
    /// Who owns it, by object id.
    pub owners: Vec<String>,
    /// Who else is in it, by object id.
    pub members: Vec<String>,
    /// Its channels, the general one first.
    pub channels: Vec<Channel>,
}

impl Team {
    /// Whether the person is in the team, as owner, member or guest.
    #[must_use]
    pub fn has(&self, oid: &str) -> bool {
        self.owners.iter().chain(&self.members).any(|person| person == oid)
    }

    /// Whether the person sees the channel: a private one only its own members, who have to be in the team as well.
    #[must_use]
    pub fn shows(&self, channel: &Channel, oid: &str) -> bool {
        match channel.kind {
            Kind::Standard => self.has(oid),
            Kind::Private => self.has(oid) && channel.members.iter().any(|person| person == oid),
        }
    }

    /// The channel of that id or name.
    #[must_use]
    pub fn channel(&self, name: &str) -> Option<&Channel> {
        self.channels.iter().find(|channel| channel.id == name || channel.name.eq_ignore_ascii_case(name))
    }

    fn new(key: &'static str, name: &'static str, owners: &[&str], members: &[&str]) -> Self {
        let owned = |people: &[&str]| people.iter().map(|oid| (*oid).to_owned()).collect();
        Self {
            id: identifier::guid(&format!("team {key}")).to_string(),
            key,
            name,
            description: name,
            tenant: CONTOSO,
            owners: owned(owners),
            members: owned(members),
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
        let members = members.iter().map(|oid| (*oid).to_owned()).collect();
        let channel = Channel { kind: Kind::Private, members, site, ..self.standard(name, files) };
        self.channels.push(channel);
        self
    }

    fn standard(&self, name: &'static str, files: FilesTab) -> Channel {
        let unique = identifier::guid(&format!("channel {} {name}", self.key));
        Channel {
            id: format!("19:{}@thread.tacv2", unique.simple()),
            name,
            kind: Kind::Standard,
            members: Vec::new(),
            site: self.key,
            files,
        }
    }
}

/// The teams at the start.
#[must_use]
pub fn at_start() -> Vec<Team> {
    use FilesTab::{NeverOpened, Opened};
    vec![
        Team::new("harbour", "Harbour project", &[ADA], &[BILAL, MIKA, NORA, OTTO, ALEX, GRACE])
            .with("General", Opened)
            .with("Contracts", Opened)
            .with("New berths", NeverOpened)
            .with_private("Board", "harbour-Board", &[ADA, ALEX], Opened)
            .with_private("Pay round", "harbour-Payround", &[ADA, NORA], NeverOpened),
        Team::new("finance", "Finance", &[ALEX], &[MIA, BILAL]).with("General", Opened),
        Team::new("newcomers", "Newcomers", &[NORA], &[]).with("General", NeverOpened),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::sites::cast;

    #[test]
    fn every_channel_has_a_site_and_every_member_of_one_is_in_the_team() {
        for team in at_start() {
            for channel in &team.channels {
                assert!(cast::site(channel.site).is_some(), "{} of {}", channel.name, team.name);
                assert!(channel.members.iter().all(|oid| team.has(oid)), "{} of {}", channel.name, team.name);
            }
        }
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
