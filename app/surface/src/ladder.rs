//! Signing in inside Teams and Outlook, as steps of a ladder: the ways to a session that a surface has, best first, each left for a
//! reason that is remembered.
//!
//! Pure: it says what to do next and is told what came of it. Whatever the host and the service answer, it ends after
//! [`STEPS_MAX`] steps, and nothing but a click begins it anew.

use contract::problem::ErrorCode;
pub use contract::session::{Attempt, Leave, Rung};

use crate::failure::Failure;

/// How the climb is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is shown.
    Silent,
    /// Silently, and the person wants the account that Microsoft gives out, whoever the host says is there.
    AnyAccount,
    /// The person clicked: Microsoft may show something.
    Click,
    /// The person clicked, and wants a window to sign in.
    Window,
    /// The same, to choose another account.
    OtherAccount,
}

impl Mode {
    const ALL: [Self; 5] = [Self::Silent, Self::AnyAccount, Self::Click, Self::Window, Self::OtherAccount];

    /// Its name between the app and this package.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::AnyAccount => "any",
            Self::Click => "click",
            Self::Window => "window",
            Self::OtherAccount => "other",
        }
    }

    /// The mode of that name; unknown ones show nothing.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|mode| mode.name() == name).unwrap_or(Self::Silent)
    }

    /// Whether the person clicked.
    #[must_use]
    pub fn is_click(self) -> bool {
        !matches!(self, Self::Silent | Self::AnyAccount)
    }

    /// The ways that come into question, best first: those that the host has, or the window.
    #[must_use]
    pub fn rungs(self, host: Vec<Rung>) -> Vec<Rung> {
        match self {
            Self::Silent | Self::AnyAccount | Self::Click => host,
            Self::Window | Self::OtherAccount => vec![Rung::Window],
        }
    }
}

/// Why a click is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// The browser did not open the window.
    Blocked,
    /// The token is about somebody else than the host says is there.
    AnotherAccount,
}

impl Why {
    const ALL: [Self; 7] = [
        Self::Interaction,
        Self::Consent,
        Self::NoToken,
        Self::Cancelled,
        Self::SignedOut,
        Self::Blocked,
        Self::AnotherAccount,
    ];

    /// Its name between the app and this package.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Interaction => "interaction",
            Self::Consent => "consent",
            Self::NoToken => "no-token",
            Self::Cancelled => "cancelled",
            Self::SignedOut => "signed-out",
            Self::Blocked => "blocked",
            Self::AnotherAccount => "another-account",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Ask for a token, or where the rung gives a session itself (a window, a session that is held), for that.
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
    /// A climb by these ways, best first.
    #[must_use]
    pub fn new(rungs: Vec<Rung>, mode: Mode) -> Self {
        let attempts = Vec::new();
        Self { rungs, at: 0, mode, challenge: Challenge::None, waits: 0, refusal: None, attempts }
    }

    /// The same, because a claims challenge has to be satisfied (S1-48).
    #[must_use]
    pub fn challenged_by(self, claims: Option<String>) -> Self {
        let challenge = if claims.is_some() { Challenge::Passed(claims) } else { Challenge::None };
        Self { challenge, ..self }
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
            Event::Waited if self.rung() == Some(Rung::HeldSession) => self.step(Rung::HeldSession),
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
        let Some(rung) = self.rung() else { return self.end() };
        self.attempts.push(Attempt { rung, left: None, took_ms: 0 });
        self.step(rung)
    }

    fn step(&self, rung: Rung) -> Step {
        let claims = match &self.challenge {
            Challenge::None => None,
            Challenge::Passed(claims) => claims.clone(),
        };
        Step::Ask { rung, mode: self.mode, claims }
    }

    fn rung(&self) -> Option<Rung> {
        self.rungs.get(self.at).copied()
    }

    fn exchange(&self) -> Step {
        Step::Exchange { renew_grant: self.mode.is_click() || self.challenge != Challenge::None }
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
        } else if left(Leave::Blocked) {
            Why::Blocked
        } else if left(Leave::NeedsPerson) {
            Why::Interaction
        } else {
            Why::NoToken
        })
    }

    fn refused(&mut self, failure: Failure) -> Step {
        let in_window = self.rung() == Some(Rung::Window);
        match failure.code() {
            Some(ErrorCode::SessionEnded) => self.leave(Leave::NotTaken),
            Some(ErrorCode::SignInCancelled | ErrorCode::ConsentDeclined) => self.leave(Leave::Cancelled),
            Some(ErrorCode::SignInExpired) => self.leave(Leave::TimedOut),
            // What a window handed over is not handed over twice.
            _ if in_window => Step::Stop(failure),
            Some(ErrorCode::AccountMismatch) => Step::NeedsClick(Why::AnotherAccount),
            Some(ErrorCode::InteractionNeeded) => self.challenged(&failure),
            Some(ErrorCode::ConsentNeeded) if !self.mode.is_click() => Step::NeedsClick(Why::Consent),
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
