//! What a run does: pure. Participants and members in, actions out.

use std::collections::{BTreeMap, BTreeSet};

use contract::folder::Role;
use contract::ids::{MembershipId, TenantId};
use contract::team_link::{REMOVALS_MIN, REMOVALS_SHARE_MAX, Skip, TeamLinkOptions};
use serde::{Deserialize, Serialize};

use super::member::{Identity, Member, Standing};

/// What a plan is made by.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// What follows from being in the team.
    pub options: TeamLinkOptions,
    /// The team's own tenant.
    pub home: &'a TenantId,
    /// Whose people may sign in.
    pub tenants: &'a [TenantId],
    /// How many people the folder can have.
    pub capacity: usize,
}

/// Who brought a participant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brought {
    /// This link, by that membership.
    ByLink {
        /// Graph's name of it.
        membership: MembershipId,
    },
    /// Somebody, or making the folder. The link leaves them as they are.
    ByHand,
}

/// A participant of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Who.
    pub who: Identity,
    /// As what.
    pub role: Role,
    /// For display.
    pub name: String,
    /// For display.
    pub username: String,
    /// Who brought them.
    pub brought: Brought,
}

/// A participant as the team wants them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Who.
    pub who: Identity,
    /// As what.
    pub role: Role,
    /// For display.
    pub name: String,
    /// For display.
    pub username: String,
    /// By which membership.
    pub membership: MembershipId,
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// Somebody comes.
    Add(Wanted),
    /// Somebody is something else from now on, or is called otherwise.
    Change(Wanted),
    /// Somebody goes, if Graph confirms that the membership is gone.
    Remove {
        /// Who.
        who: Identity,
        /// The membership that brought them.
        membership: MembershipId,
    },
}

/// What is to be done, in this order: nobody goes before everybody has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Additions, changes, removals.
    pub actions: Vec<Action>,
    /// Members of the team whom it leaves out, and why.
    pub skipped: BTreeMap<Identity, Skip>,
    /// Members without an account.
    pub nameless: usize,
}

impl Plan {
    /// The plan that makes the participants follow the members.
    #[must_use]
    pub fn of(participants: &[Participant], members: &[Member], rules: Rules<'_>) -> Self {
        let mut plan =
            Self { nameless: members.iter().filter(|one| one.who.is_none()).count(), ..Self::default() };
        let wanted = plan.wanted(members, rules);
        let there: BTreeMap<&Identity, &Participant> =
            participants.iter().map(|one| (&one.who, one)).collect();
        let mut room = rules.capacity.saturating_sub(there.len());
        for one in wanted.values() {
            match there.get(&one.who).map(|participant| (&participant.brought, *participant)) {
                None if room == 0 => _ = plan.skipped.insert(one.who.clone(), Skip::Full),
                None => {
                    room -= 1;
                    plan.actions.push(Action::Add(one.clone()));
                }
                Some((Brought::ByHand, _)) => _ = plan.skipped.insert(one.who.clone(), Skip::AddedByHand),
                Some((Brought::ByLink { membership }, participant)) => {
                    if !is_as_wanted(participant, membership, one) {
                        plan.actions.push(Action::Change(one.clone()));
                    }
                }
            }
        }
        plan.actions.extend(participants.iter().filter_map(|participant| match &participant.brought {
            Brought::ByLink { membership } if !wanted.contains_key(&participant.who) => {
                Some(Action::Remove { who: participant.who.clone(), membership: membership.clone() })
            }
            Brought::ByLink { .. } | Brought::ByHand => None,
        }));
        plan.keep_an_owner(participants);
        plan.actions.sort_by_key(Action::rank);
        plan
    }

    /// Who is to take part by the team's will. Of somebody who is listed twice, the stronger standing counts.
    fn wanted(&mut self, members: &[Member], rules: Rules<'_>) -> BTreeMap<Identity, Wanted> {
        let mut strongest: BTreeMap<&Identity, &Member> = BTreeMap::new();
        for member in members {
            let Some(who) = &member.who else { continue };
            let known = strongest.entry(who).or_insert(member);
            // Two names of one membership: always the same of them, or plans would go back and forth.
            let rank = |one: &Member| (one.standing, std::cmp::Reverse(one.membership.clone()));
            if rank(member) > rank(known) {
                *known = member;
            }
        }
        let mut wanted = BTreeMap::new();
        for (who, member) in strongest {
            match role(who, member.standing, rules) {
                Ok(role) => {
                    let Member { membership, name, username, .. } = member.clone();
                    _ = wanted
                        .insert(who.clone(), Wanted { who: who.clone(), role, name, username, membership });
                }
                Err(skip) => _ = self.skipped.insert(who.clone(), skip),
            }
        }
        wanted
    }

    /// A folder is never without an owner: the last one stays as they are.
    fn keep_an_owner(&mut self, participants: &[Participant]) {
        let losing: BTreeSet<&Identity> = self.actions.iter().filter_map(Action::takes_ownership).collect();
        let gains = self.actions.iter().any(Action::makes_owner);
        let owners = || participants.iter().filter(|participant| participant.role == Role::Owner);
        if gains || owners().any(|owner| !losing.contains(&owner.who)) {
            return;
        }
        let Some(last) = owners().map(|owner| owner.who.clone()).min() else { return };
        self.actions.retain(|action| action.takes_ownership() != Some(&last));
        self.skipped.insert(last, Skip::LastOwner);
    }

    /// Who would go.
    #[must_use]
    pub fn removed(&self) -> Vec<&Identity> {
        self.actions.iter().filter_map(Action::removed).collect()
    }
}

impl Action {
    fn rank(&self) -> u8 {
        match self {
            Self::Add(_) => 0,
            Self::Change(_) => 1,
            Self::Remove { .. } => 2,
        }
    }

    /// Whom it is about.
    #[must_use]
    pub fn who(&self) -> &Identity {
        match self {
            Self::Add(wanted) | Self::Change(wanted) => &wanted.who,
            Self::Remove { who, .. } => who,
        }
    }

    fn removed(&self) -> Option<&Identity> {
        match self {
            Self::Remove { who, .. } => Some(who),
            Self::Add(_) | Self::Change(_) => None,
        }
    }

    fn makes_owner(&self) -> bool {
        matches!(self, Self::Add(wanted) | Self::Change(wanted) if wanted.role == Role::Owner)
    }

    /// Whom it takes the ownership from, if they had it.
    fn takes_ownership(&self) -> Option<&Identity> {
        match self {
            Self::Remove { who, .. } => Some(who),
            Self::Change(wanted) if wanted.role != Role::Owner => Some(&wanted.who),
            Self::Add(_) | Self::Change(_) => None,
        }
    }
}

/// Whether so many removals wait for an owner. `brought` is how many people the link has brought.
#[must_use]
pub fn is_too_many(removals: usize, brought: usize) -> bool {
    let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    wide(removals) >= REMOVALS_MIN.into()
        && wide(removals).saturating_mul(100) > wide(brought).saturating_mul(REMOVALS_SHARE_MAX.into())
}

/// What a member is in the folder. Graph calls members from other organizations owners; they never run a folder.
fn role(who: &Identity, standing: Standing, rules: Rules<'_>) -> Result<Role, Skip> {
    if !rules.tenants.contains(&who.tid) {
        return Err(Skip::Organization);
    }
    match standing {
        Standing::Owner if who.tid == *rules.home => Ok(rules.options.owners),
        Standing::Member if who.tid == *rules.home => Ok(Role::Member),
        Standing::Owner | Standing::Member | Standing::Guest if rules.options.guests => Ok(Role::Guest),
        Standing::Owner | Standing::Member | Standing::Guest => Err(Skip::Guest),
    }
}

fn is_as_wanted(participant: &Participant, membership: &MembershipId, wanted: &Wanted) -> bool {
    let shown = (participant.role, participant.name.as_str(), participant.username.as_str(), membership);
    shown == (wanted.role, wanted.name.as_str(), wanted.username.as_str(), &wanted.membership)
}

#[cfg(test)]
mod tests;
