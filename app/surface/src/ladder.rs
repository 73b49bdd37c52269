//! Signing in inside Teams, as steps of a ladder: the ways a surface has to give out a token for our API, best first, each
//! left for a reason that is remembered.
//!
//! Pure: it says what to do next and is told what came of it. Whatever the host and the service answer, it ends after
//! [`STEPS_MAX`] steps, and nothing but a click begins it anew.

use contract::problem::ErrorCode;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// A way to get a token for our API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rung {
    /// Nested App Auth: the host brokers a token that is issued to our own application.
    NestedAppAuth,
    /// The host's own call: `getAuthToken` in Teams.
    HostToken,
}

/// Whether Microsoft may show something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is shown.
    Silent,
    /// The person clicked.
    Click,
}

/// Why a rung was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Leave {
    /// The host does not offer it.
    Absent,
    /// The host did not answer in time.
    TimedOut,
    /// Microsoft wants the person to act.
    NeedsPerson,
    /// The person went back.
    Cancelled,
    /// It did not work this time.
    Temporary,
    /// It does not work here; every word that is not known counts as this.
    Refused,
    /// It gave a token that our service does not take.
    NotTaken,
}

/// One rung that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Which.
    pub rung: Rung,
    /// Why it was left; `None` while it is being tried or when it led in.
    pub left: Option<Leave>,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
}

/// Why a click is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// Microsoft wants the person to act: second factor, new password, terms.
    Interaction,
    /// The person has to allow the app what it does at Graph.
    Consent,
    /// The host gave no token.
    NoToken,
    /// The person went back.
    Cancelled,
    /// The person signed out here.
    SignedOut,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Ask the host.
    Ask {
        /// Which way.
        rung: Rung,
        /// Whether something may be shown.
        mode: Mode,
        /// The claims challenge that the token has to satisfy.
        claims: Option<String>,
    },
    /// Exchange the token for a session.
    Exchange {
        /// Whether Microsoft is to be asked anew even if there is a grant.
        renew_grant: bool,
    },
    /// Wait so many milliseconds, then exchange once more.
    Wait(u32),
    /// In.
    SignedIn,
    /// Only the person can go on.
    NeedsClick(Why),
    /// It does not work, and a click does not help.
    Stop(Failure),
}

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The host answered, or did not.
    Asked(Result<(), Leave>),
    /// The service answered.
    Exchanged(Result<(), Failure>),
    /// The wait is over.
    Waited,
}

/// More steps than any way through has.
pub const STEPS_MAX: usize = 24;
/// Exchanges that are repeated after a wait: just after a consent, or while Microsoft is out of order. Entra documents three to
/// five seconds until a consent is known everywhere.
const WAITS_MAX: u32 = 3;
/// The first wait; each further one takes twice as long.
const WAIT_MS: u32 = 1000;
/// Longest wait that the service may ask for.
const WAIT_MS_MAX: u32 = 10_000;

/// The way up.
#[derive(Debug, Clone)]
pub struct Ladder {
    rungs: Vec<Rung>,
    at: usize,
    mode: Mode,
    challenge: Challenge,
    waits: u32,
    refusal: Option<Failure>,
    attempts: Vec<Attempt>,
}

/// A claims challenge is passed on once.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Challenge {
    None,
    Passed(Option<String>),
}

impl Ladder {
    /// The ways that the host offers, best first.
    #[must_use]
    pub fn new(rungs: Vec<Rung>, mode: Mode) -> Self {
        let attempts = Vec::new();
        Self { rungs, at: 0, mode, challenge: Challenge::None, waits: 0, refusal: None, attempts }
    }

    /// The first step.
    #[must_use]
    pub fn begin(&mut self) -> Step {
        self.ask()
    }

    /// The step after what came of the last one, which took so long.
    #[must_use]
    pub fn next(&mut self, event: Event, took_ms: u32) -> Step {
        if let Some(attempt) = self.attempts.last_mut() {
            attempt.took_ms = attempt.took_ms.saturating_add(took_ms);
        }
        match event {
            Event::Asked(Ok(())) | Event::Waited => self.exchange(),
            Event::Asked(Err(leave)) => self.leave(leave),
            Event::Exchanged(Ok(())) => Step::SignedIn,
            Event::Exchanged(Err(failure)) => self.refused(failure),
        }
    }

    /// What was tried, in order.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    fn ask(&mut self) -> Step {
        let Some(rung) = self.rungs.get(self.at).copied() else { return self.end() };
        self.attempts.push(Attempt { rung, left: None, took_ms: 0 });
        let claims = match &self.challenge {
            Challenge::None => None,
            Challenge::Passed(claims) => claims.clone(),
        };
        Step::Ask { rung, mode: self.mode, claims }
    }

    fn exchange(&self) -> Step {
        Step::Exchange { renew_grant: self.mode == Mode::Click || self.challenge != Challenge::None }
    }

    fn leave(&mut self, leave: Leave) -> Step {
        if let Some(attempt) = self.attempts.last_mut() {
            attempt.left = Some(leave);
        }
        self.at += 1;
        self.ask()
    }

    /// No rung is left.
    fn end(&mut self) -> Step {
        if let Some(failure) = self.refusal.take() {
            return Step::Stop(failure);
        }
        let left = |leave| self.attempts.iter().any(|attempt| attempt.left == Some(leave));
        Step::NeedsClick(if left(Leave::Cancelled) {
            Why::Cancelled
        } else if left(Leave::NeedsPerson) {
            Why::Interaction
        } else {
            Why::NoToken
        })
    }

    fn refused(&mut self, failure: Failure) -> Step {
        match failure.code() {
            Some(ErrorCode::InteractionNeeded) => self.challenged(&failure),
            Some(ErrorCode::ConsentNeeded) if self.mode == Mode::Silent => Step::NeedsClick(Why::Consent),
            Some(ErrorCode::ConsentNeeded) => self.wait(None).unwrap_or(Step::NeedsClick(Why::Consent)),
            Some(ErrorCode::TokenRejected | ErrorCode::ClientNotAllowed) => {
                self.refusal = Some(failure);
                self.leave(Leave::NotTaken)
            }
            Some(ErrorCode::UpstreamUnavailable | ErrorCode::UpstreamTimeout | ErrorCode::Throttled) => {
                let asked = failure.retry_after();
                self.wait(asked).unwrap_or(Step::Stop(failure))
            }
            None if failure == Failure::Offline => self.wait(None).unwrap_or(Step::Stop(failure)),
            Some(_) | None => Step::Stop(failure),
        }
    }

    /// The same rung once more, with what Microsoft wants; a second time only the person can help.
    fn challenged(&mut self, failure: &Failure) -> Step {
        if self.challenge != Challenge::None {
            return Step::NeedsClick(Why::Interaction);
        }
        self.challenge = Challenge::Passed(failure.claims().map(str::to_owned));
        self.ask()
    }

    fn wait(&mut self, asked_s: Option<u32>) -> Option<Step> {
        let doubled = WAIT_MS << self.waits;
        self.waits += 1;
        let wait = asked_s.map_or(doubled, |seconds| seconds.saturating_mul(1000).min(WAIT_MS_MAX));
        (self.waits <= WAITS_MAX).then_some(Step::Wait(wait))
    }
}

#[cfg(test)]
mod tests;
