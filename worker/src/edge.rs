//! Everything one request works with.

use contract::problem::ErrorCode;

use crate::assets::Assets;
use crate::config::Config;
use crate::config::instance::Instance;
use crate::error::ApiError;
use crate::isolate::Isolate;
use crate::platform::clock::Clock;
use crate::platform::database::Database;
use crate::platform::random::Random;
use crate::platform::upstream::Upstream;
use crate::session::guard::{self, Presented, Session};
use crate::sync::link::TeamLinks;
use crate::trace::Trace;
use crate::used_states::UsedStates;
use crate::vault::client::{VaultUnreachable, Vaults};
use crate::vault::message::{Answer, Ask, Request};

/// The worker's surroundings.
#[derive(Clone, Copy)]
pub struct Edge<'a> {
    /// Configuration.
    pub config: &'a Config,
    /// Time.
    pub clock: &'a dyn Clock,
    /// Randomness.
    pub random: &'a dyn Random,
    /// Microsoft.
    pub upstream: &'a dyn Upstream,
    /// Everybody's vaults.
    pub vaults: &'a dyn Vaults,
    /// Everybody's team links.
    pub team_links: &'a dyn TeamLinks,
    /// Finished sign-ins.
    pub used_states: &'a dyn UsedStates,
    /// Folders, and what is in them.
    pub database: &'a dyn Database,
    /// The app's files.
    pub assets: &'a dyn Assets,
    /// This isolate's memory.
    pub isolate: &'a Isolate,
}

/// One request at one instance.
#[derive(Clone, Copy)]
pub struct Visit<'a> {
    /// The worker's surroundings.
    pub edge: Edge<'a>,
    /// The instance that the host name belongs to.
    pub instance: &'a Instance,
    /// The request's trace.
    pub trace: &'a Trace,
}

impl Visit<'_> {
    /// What the request presents as its session.
    #[must_use]
    pub fn presented(&self, headers: &http::HeaderMap) -> Presented {
        let presented = guard::presented(headers, self.instance, &self.edge.config.keyring, self.now_s());
        if let Presented::Session(session) = &presented {
            self.trace.note_user(&session.user);
        }
        presented
    }

    /// The session that the request has to have.
    ///
    /// # Errors
    /// When it has none, or something else instead.
    pub fn session(&self, headers: &http::HeaderMap) -> Result<Session, ApiError> {
        match self.presented(headers) {
            Presented::Session(session) => Ok(session),
            Presented::Nothing => Err(ErrorCode::SignInNeeded.into()),
            Presented::Rejected => Err(ErrorCode::SessionEnded.into()),
        }
    }

    /// Asks the vault of the session's person.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn vault(&self, session: &Session, ask: Ask) -> Result<Answer, VaultUnreachable> {
        let asked_at = self.edge.clock.now();
        let request = Request { user: session.user.clone(), session: session.id.clone(), ask };
        let answer = self.edge.vaults.ask(request).await;
        self.trace.time("vault", self.edge.clock.now().since(asked_at));
        answer
    }

    /// The time in seconds since 1970.
    #[must_use]
    pub fn now_s(&self) -> i64 {
        self.edge.clock.now().seconds()
    }
}
