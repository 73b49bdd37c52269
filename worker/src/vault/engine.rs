//! The behaviour of a vault: sessions open and end, grants stay sealed, one refresh at a time.

mod cells;
#[cfg(test)]
mod tests;

use std::cell::RefCell;

use contract::ids::UserKey;
use futures_util::lock::Mutex;

use self::cells::{Cells, SessionRow};
use super::limits::{BEARER_SECONDS_MAX, HANDOVER_SECONDS, SESSION_SECONDS_MAX, TOKEN_MARGIN_SECONDS};
use super::message::{Answer, Ask, Carrier, IssuedToken, Opening, RefusedToken, Request};
use super::store::{Store, StoreFault};
use crate::config::instance::Instance;
use crate::entra::refusal::Refusal;
use crate::entra::token::{self, Tokens};
use crate::platform::clock::Clock;
use crate::platform::random::Random;
use crate::platform::upstream::Upstream;
use crate::seal::keyring::Keyring;
use crate::secret::{RefreshToken, SessionId};

/// What an engine works with for the length of one request.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// The instance the person belongs to.
    pub instance: &'a Instance,
    /// Master keys.
    pub keyring: &'a Keyring,
    /// Time.
    pub clock: &'a dyn Clock,
    /// Randomness.
    pub random: &'a dyn Random,
    /// Entra.
    pub upstream: &'a dyn Upstream,
    /// This vault's cells.
    pub store: &'a dyn Store,
}

/// What a vault keeps in memory between requests: who is renewing, and how the last renewal failed.
#[derive(Default)]
pub struct Engine {
    /// Held while a token is renewed: the others wait and then find the new token (S7-10).
    renewal: Mutex<()>,
    /// The last renewal that failed. Those who waited for it share its outcome instead of asking Entra again.
    failed: RefCell<Option<FailedRenewal>>,
}

struct FailedRenewal {
    number: u64,
    scopes: Vec<String>,
    refusal: Refusal,
}

/// Why a vault has no positive answer.
enum Denial {
    SessionEnded,
    Refused(Refusal),
    Unavailable,
}

impl From<StoreFault> for Denial {
    fn from(StoreFault: StoreFault) -> Self {
        Self::Unavailable
    }
}

impl Engine {
    /// Answers one request. Never fails: every failure is an answer that says how to go on.
    pub async fn answer(&self, means: Means<'_>, request: Request) -> Answer {
        let outcome = self.act(means, request).await;
        outcome.unwrap_or_else(|denial| match denial {
            Denial::SessionEnded => Answer::SessionEnded,
            Denial::Refused(refusal) => Answer::Refused(refusal),
            Denial::Unavailable => Answer::Unavailable,
        })
    }

    /// Ends what is over. Answers when to look again, in seconds since 1970; `None` when the vault is empty.
    ///
    /// # Errors
    /// When storage failed; look again soon.
    pub fn expire(store: &dyn Store, clock: &dyn Clock) -> Result<Option<i64>, StoreFault> {
        cells::expire(store, clock.now().seconds())
    }

    async fn act(&self, means: Means<'_>, request: Request) -> Result<Answer, Denial> {
        let Request { user, session, ask } = request;
        let cells = Cells::of(&user, means)?;
        match ask {
            Ask::Open(opening) => open(means, &cells, &session, &opening),
            Ask::Join => join(means, &cells, &session),
            Ask::Rename { to } => rename(means, &cells, (&session, &to)),
            Ask::Profile => {
                let row = live(means, &cells, &session)?;
                let profile = cells.profile()?.ok_or(Denial::SessionEnded)?;
                Ok(Answer::Profile { profile, expires_at: row.expires_at })
            }
            Ask::Token { scopes, refused } => {
                live(means, &cells, &session)?;
                self.token(means, (&user, &cells), scopes, refused).await
            }
            Ask::Close => {
                let profile = profile_if_live(means, &cells, &session)?;
                cells.remove_session(&session)?;
                Ok(Answer::Closed { profile })
            }
            Ask::CloseAll => {
                live(means, &cells, &session)?;
                let profile = cells.profile()?;
                means.store.clear()?;
                Ok(Answer::Closed { profile })
            }
        }
    }

    /// A token that is good for a while: the one in the vault, or a new one.
    async fn token(
        &self,
        means: Means<'_>,
        (user, cells): (&UserKey, &Cells<'_>),
        scopes: Vec<String>,
        refused: Option<RefusedToken>,
    ) -> Result<Answer, Denial> {
        let seen = self.failures();
        if let Some(issued) = usable(means, cells, &scopes, refused.as_ref())? {
            return Ok(Answer::Token(issued));
        }
        let _turn = self.renewal.lock().await;
        // Somebody else may have renewed, or failed to, while this request waited (S7-11).
        if let Some(issued) = usable(means, cells, &scopes, refused.as_ref())? {
            return Ok(Answer::Token(issued));
        }
        if let Some(refusal) = self.failed_since(seen, &scopes) {
            return Err(Denial::Refused(refusal));
        }
        let grant = cells.grant()?.ok_or(Denial::SessionEnded)?;
        let claims = refused.and_then(|refused| refused.claims);
        let renewed = renew(means, user, &grant, (&scopes, claims.as_deref())).await;
        match renewed {
            Ok(tokens) => keep(means, cells, &scopes, tokens).map(Answer::Token),
            Err(refusal) => Err(self.refused(cells, scopes, refusal)?),
        }
    }

    fn failures(&self) -> u64 {
        self.failed.borrow().as_ref().map_or(0, |failed| failed.number)
    }

    fn failed_since(&self, seen: u64, scopes: &[String]) -> Option<Refusal> {
        let failed = self.failed.borrow();
        let newer = failed.as_ref().filter(|failed| failed.number > seen && failed.scopes == scopes);
        newer.map(|failed| failed.refusal.clone())
    }

    /// Notes a failed renewal; a refusal that ends the grant also ends every session that lived on it (S1-46).
    fn refused(
        &self,
        cells: &Cells<'_>,
        scopes: Vec<String>,
        refusal: Refusal,
    ) -> Result<Denial, StoreFault> {
        let number = self.failures() + 1;
        *self.failed.borrow_mut() = Some(FailedRenewal { number, scopes, refusal: refusal.clone() });
        if refusal.ends_grant() {
            cells.forget_grants()?;
        }
        Ok(Denial::Refused(refusal))
    }
}

fn open(
    means: Means<'_>,
    cells: &Cells<'_>,
    session: &SessionId,
    opening: &Opening,
) -> Result<Answer, Denial> {
    cells.put_grant(&opening.grant)?;
    cells.put_profile(&opening.profile)?;
    cells.put_token(&opening.scopes, &opening.access)?;
    add(means, cells, session, opening.carrier)
}

/// A frame's session costs no call to Entra while the person has another one here.
fn join(means: Means<'_>, cells: &Cells<'_>, session: &SessionId) -> Result<Answer, Denial> {
    match cells.grant()? {
        Some(_) => add(means, cells, session, Carrier::Bearer),
        None => Ok(Answer::NoGrant),
    }
}

fn add(means: Means<'_>, cells: &Cells<'_>, session: &SessionId, carrier: Carrier) -> Result<Answer, Denial> {
    let now = means.clock.now().seconds();
    let (lasts, renamed_until) = match carrier {
        Carrier::Cookie => (SESSION_SECONDS_MAX, None),
        Carrier::Bearer => (BEARER_SECONDS_MAX, None),
        Carrier::Handover => (HANDOVER_SECONDS, Some(now + SESSION_SECONDS_MAX)),
    };
    let expires_at = now + lasts;
    cells.add_session(session, SessionRow { expires_at, seen_at: now, renamed_until })?;
    Ok(Answer::Opened { expires_at })
}

/// The new id is written before the old one goes, so that a fault in between leaves a session that can be renamed again.
fn rename(
    means: Means<'_>,
    cells: &Cells<'_>,
    (session, to): (&SessionId, &SessionId),
) -> Result<Answer, Denial> {
    let now = means.clock.now().seconds();
    let row = live(means, cells, session)?;
    let until = row.renamed_until.filter(|until| *until > now).ok_or(Denial::SessionEnded)?;
    let profile = cells.profile()?.ok_or(Denial::SessionEnded)?;
    let expires_at = until.min(now + BEARER_SECONDS_MAX);
    cells.add_session(to, SessionRow { expires_at, seen_at: now, ..row })?;
    cells.remove_session(session)?;
    Ok(Answer::Profile { profile, expires_at })
}

/// The session, if it is there and its time is not up.
fn live(means: Means<'_>, cells: &Cells<'_>, session: &SessionId) -> Result<SessionRow, Denial> {
    let now = means.clock.now().seconds();
    let row = cells.session(session)?.ok_or(Denial::SessionEnded)?;
    if row.is_over(now) {
        cells.remove_session(session)?;
        return Err(Denial::SessionEnded);
    }
    cells.note_seen(session, row, now)?;
    Ok(row)
}

fn profile_if_live(
    means: Means<'_>,
    cells: &Cells<'_>,
    session: &SessionId,
) -> Result<Option<super::message::Profile>, Denial> {
    match live(means, cells, session) {
        Ok(_) => Ok(cells.profile()?),
        Err(Denial::SessionEnded) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The token in the vault for exactly this scope set (S1-43), unless it ends soon or is the one that was refused.
fn usable(
    means: Means<'_>,
    cells: &Cells<'_>,
    scopes: &[String],
    refused: Option<&RefusedToken>,
) -> Result<Option<IssuedToken>, Denial> {
    let now = means.clock.now().seconds();
    let fresh = cells.token(scopes)?.filter(|issued| issued.expires_at - TOKEN_MARGIN_SECONDS > now);
    Ok(fresh.filter(|issued| refused.is_none_or(|refused| !refused.token.matches(&issued.token))))
}

async fn renew(
    means: Means<'_>,
    user: &UserKey,
    grant: &RefreshToken,
    (scopes, claims): (&[String], Option<&str>),
) -> Result<Tokens, Refusal> {
    let client = token::Client {
        instance: means.instance,
        tenant: user.tid.as_str(),
        random: means.random,
        upstream: means.upstream,
    };
    token::refresh(&client, grant, scopes, claims).await
}

/// Writes the new grant before anything is done with the new token (S1-45); the old one is overwritten.
fn keep(
    means: Means<'_>,
    cells: &Cells<'_>,
    scopes: &[String],
    tokens: Tokens,
) -> Result<IssuedToken, Denial> {
    if let Some(grant) = &tokens.refresh_token {
        cells.put_grant(grant)?;
    }
    let expires_at = means.clock.now().seconds().saturating_add(tokens.expires_in_s);
    let issued = IssuedToken { token: tokens.access_token, expires_at };
    cells.put_token(scopes, &issued)?;
    Ok(issued)
}
