//! What other people do in teams while an app looks on: the control page and tests do it, never a call to Graph.

use std::sync::Arc;

use super::roster::Role;
use super::team::{Channel, Team};
use crate::graph::accounts::{self, Change, Profile};
use crate::graph::ledger::{Entry, What};
use crate::graph::{Refused, State};

impl State {
    /// Adds somebody to a team, or gives another role. The team goes by id or name, as in everything here.
    ///
    /// # Errors
    /// Without the team or the person.
    pub fn set_member(&self, team: &str, oid: &str, role: Role) -> Result<(), Refused> {
        self.accounts.find(oid).ok_or(Refused::NoPerson)?;
        let entry = self.change_team(team, |team| {
            let what = match team.people.set(oid, role) {
                None => What::Added,
                Some(before) if before == role => return Ok(None),
                Some(_) => What::Changed,
            };
            Ok(Some(Entry::of_team(&team.id, oid, what)))
        })?;
        self.tell(entry.as_slice());
        Ok(())
    }

    /// Makes somebody up and adds them to a team.
    ///
    /// # Errors
    /// Without the team.
    pub fn add_newcomer(&self, team: &str, name: Option<&str>, role: Role) -> Result<Profile, Refused> {
        self.change_team(team, |_| Ok(()))?;
        let profile = self.accounts.add(name);
        self.set_member(team, &profile.oid, role)?;
        Ok(profile)
    }

    /// Takes somebody out of a team, and so out of its private channels.
    ///
    /// # Errors
    /// Without the team, and for somebody who is not in it.
    pub fn remove_member(&self, team: &str, oid: &str) -> Result<(), Refused> {
        let entries = self.change_team(team, |team| {
            let entries = take_out(team, oid);
            if entries.is_empty() { Err(Refused::NoPerson) } else { Ok(entries) }
        })?;
        self.tell(&entries);
        Ok(())
    }

    /// Adds somebody to a private or shared channel, or gives another role.
    ///
    /// # Errors
    /// Without the team, the channel or the person, for a channel that has no members of its own, and for somebody whom a
    /// private channel cannot have because they are not in the team.
    pub fn set_channel_member(
        &self,
        team: &str,
        channel: &str,
        oid: &str,
        role: Role,
    ) -> Result<(), Refused> {
        self.accounts.find(oid).ok_or(Refused::NoPerson)?;
        let entry = self.change_team(team, |team| {
            let (id, in_team) = (team.id.clone(), team.has(oid));
            let channel = own_channel(team, channel)?;
            if !channel.admits(in_team) {
                return Err(Refused::NoPerson);
            }
            let what = channel.people.set(oid, role).map_or(What::Added, |_| What::Changed);
            Ok(Entry::of_channel(&id, &channel.id, oid, what))
        })?;
        self.tell(&[entry]);
        Ok(())
    }

    /// Takes somebody out of a private or shared channel.
    ///
    /// # Errors
    /// Without the team or the channel, and for somebody who is not in it.
    pub fn remove_channel_member(&self, team: &str, channel: &str, oid: &str) -> Result<(), Refused> {
        let entry = self.change_team(team, |team| {
            let id = team.id.clone();
            let channel = own_channel(team, channel)?;
            if !channel.people.remove(oid) {
                return Err(Refused::NoPerson);
            }
            Ok(Entry::of_channel(&id, &channel.id, oid, What::Removed))
        })?;
        self.tell(&[entry]);
        Ok(())
    }

    /// Changes how many people who are made up are in a team: those with the numbers from one on.
    ///
    /// # Errors
    /// Without the team.
    pub fn resize_team(&self, team: &str, members: u32) -> Result<(), Refused> {
        let entries = self.change_team(team, |team| {
            let mut entries = Vec::new();
            for number in members.saturating_add(1)..=team.crowd {
                entries.extend(take_out(team, &accounts::oid_of(number)));
            }
            for number in 1..=members {
                let oid = accounts::oid_of(number);
                if !team.has(&oid) {
                    team.people.set(&oid, Role::Member);
                    entries.push(Entry::of_team(&team.id, &oid, What::Added));
                }
            }
            team.crowd = members;
            Ok(entries)
        })?;
        self.tell(&entries);
        Ok(())
    }

    /// Changes an account. Whoever is purged leaves every team and channel; whoever is deleted is only not shown.
    ///
    /// # Errors
    /// Without the person.
    pub fn change_person(&self, oid: &str, change: Change) -> Result<(), Refused> {
        let is_gone = change.state == Some(accounts::State::Purged);
        if !self.accounts.change(oid, change) {
            return Err(Refused::NoPerson);
        }
        if is_gone {
            let entries: Vec<Entry> = self
                .teams
                .with(|teams| Arc::make_mut(teams).iter_mut().flat_map(|team| take_out(team, oid)).collect());
            self.tell(&entries);
        }
        Ok(())
    }

    /// Changes a team.
    pub(in crate::graph) fn change_team<T>(
        &self,
        name: &str,
        change: impl FnOnce(&mut Team) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        self.teams.with(|teams| {
            let is_it = |known: &&mut Team| known.id == name || known.name.eq_ignore_ascii_case(name);
            change(Arc::make_mut(teams).iter_mut().find(is_it).ok_or(Refused::NoTeam)?)
        })
    }
}

/// Takes somebody out of a team and of its channels.
fn take_out(team: &mut Team, oid: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    if team.people.remove(oid) {
        entries.push(Entry::of_team(&team.id, oid, What::Removed));
    }
    for channel in &mut team.channels {
        if channel.people.remove(oid) {
            entries.push(Entry::of_channel(&team.id, &channel.id, oid, What::Removed));
        }
    }
    entries
}

/// The channel of that id or name, if it has members of its own.
fn own_channel<'a>(team: &'a mut Team, name: &str) -> Result<&'a mut Channel, Refused> {
    let id = team.channel(name).ok_or(Refused::NoChannel)?.id.clone();
    let channel = team.channels.iter_mut().find(|channel| channel.id == id);
    channel.filter(|channel| channel.has_own_members()).ok_or(Refused::NoChannel)
}
