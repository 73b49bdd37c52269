//! What a sign-in needs next, decided anew at each step from what was asked and what is known.

use super::wish::{Prompt, Wish};
use crate::entra::attribution::hinted;
use crate::entra::flows::{Flow, Purpose};
use crate::entra::scope::Asked;
use crate::entra::sessions::SignedIn;
use crate::people::{Account, Circumstance, Person};
use crate::world::World;

/// Why the person has to choose an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Nobody fitting is signed in.
    NoSession,
    /// Several are.
    SeveralSessions,
    /// The session that the application means is not there.
    OtherSession,
    /// The application wants it.
    Demanded,
}

/// The next step.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Choose an account.
    Choose(Choice),
    /// The account does not exist in the tenant.
    Stranger(&'static Person),
    /// The account is not assigned to the application.
    NotAssigned,
    /// Approve a second factor.
    Approve(Account),
    /// Consent to what is missing.
    Consent(Account, Asked),
    /// An administrator has to consent.
    NeedAdministrator(Account),
    /// Nothing: the sign-in is complete.
    Done(Account, SignedIn),
}

/// Decides on the next step.
pub(crate) fn next(world: &World, flow: &Flow, sessions: &[SignedIn]) -> Step {
    let session = match choose(world, flow, sessions) {
        Ok(session) => session,
        Err(choice) => return Step::Choose(choice),
    };
    let person = session.person;
    let Some(account) = flow.destination.authority.account(&world.directory, person) else {
        return Step::Stranger(person);
    };
    if flow.destination.application.not_assigned.iter().any(|oid| oid == person.oid) {
        return Step::NotAssigned;
    }
    if person.has(Circumstance::MultiFactor) && !session.multi_factor {
        return Step::Approve(account);
    }
    consent(world, flow, account, session)
}

fn choose<'a>(world: &World, flow: &Flow, sessions: &'a [SignedIn]) -> Result<&'a SignedIn, Choice> {
    if let Some(picked) = flow.picked {
        return sessions.iter().find(|session| session.person == picked).ok_or(Choice::NoSession);
    }
    match &flow.purpose {
        Purpose::AdminConsent(_) => only(sessions.iter()),
        Purpose::SignIn(wish) => by_wish(world, flow, wish, sessions),
    }
}

fn by_wish<'a>(
    world: &World,
    flow: &Flow,
    wish: &Wish,
    sessions: &'a [SignedIn],
) -> Result<&'a SignedIn, Choice> {
    if matches!(wish.prompt, Prompt::Login | Prompt::SelectAccount) {
        return Err(Choice::Demanded);
    }
    if let Some(sid) = &wish.sid {
        return sessions.iter().find(|session| session.sid == *sid).ok_or(Choice::OtherSession);
    }
    if let Some(hint) = &wish.login_hint {
        let person = hinted(world, hint).ok_or(Choice::NoSession)?;
        return sessions.iter().find(|session| session.person == person).ok_or(Choice::NoSession);
    }
    let fits = |session: &&SignedIn| {
        flow.destination.authority.account(&world.directory, session.person).is_some()
            && is_of_domain(world, session.person, wish.domain_hint.as_deref())
    };
    only(sessions.iter().filter(fits))
}

fn only<'a>(mut sessions: impl Iterator<Item = &'a SignedIn>) -> Result<&'a SignedIn, Choice> {
    match (sessions.next(), sessions.next()) {
        (Some(session), None) => Ok(session),
        (None, _) => Err(Choice::NoSession),
        (Some(_), Some(_)) => Err(Choice::SeveralSessions),
    }
}

/// Whether a person's home tenant is the one that `domain_hint` names; every tenant is one of `organizations`.
pub(crate) fn is_of_domain(world: &World, person: &'static Person, hint: Option<&str>) -> bool {
    match hint {
        None | Some("organizations") => true,
        Some(domain) => world
            .directory
            .home_account(person)
            .is_some_and(|home| world.directory.tenant(domain) == Some(home.tenant)),
    }
}

/// <https://learn.microsoft.com/entra/identity-platform/permissions-consent-overview>
fn consent(world: &World, flow: &Flow, account: Account, session: &SignedIn) -> Step {
    let done = || Step::Done(account, session.clone());
    if flow.consented {
        return done();
    }
    let is_administrator = account.person.has(Circumstance::GlobalAdministrator) && !account.is_guest();
    let missing = match &flow.purpose {
        Purpose::AdminConsent(asked) => asked.clone(),
        Purpose::SignIn(wish) if wish.prompt == Prompt::Consent => wish.asked.clone(),
        Purpose::SignIn(wish) => {
            let client_id = &flow.destination.application.client_id;
            let missing = world.entra.consents.missing(&account, client_id, &wish.asked);
            if missing.is_empty() {
                return done();
            }
            missing
        }
    };
    let for_everybody = matches!(flow.purpose, Purpose::AdminConsent(_));
    let may_consent =
        !account.person.has(Circumstance::UserConsentDisabled) && !missing.needs_administrator();
    if is_administrator || (may_consent && !for_everybody) {
        Step::Consent(account, missing)
    } else {
        Step::NeedAdministrator(account)
    }
}
