//! The team as Graph has it, read by the application in its own name: with the consent of the team's owner (resource-specific), or
//! of an administrator.

use std::cell::RefCell;

use async_trait::async_trait;
use contract::ids::{MembershipId, RequestId};
use contract::operations::{OperationId, PathIds, Scope};
use contract::problem::ErrorCode;

use super::engine::{Team, TeamFault};
use super::link::Link;
use super::member::{Member, Page};
use crate::config::Config;
use crate::entra::token::{self, Client};
use crate::error::ApiError;
use crate::graph::fault::GraphFault;
use crate::graph::forward::{self, Call, Kept, TokenSource};
use crate::hex;
use crate::platform::clock::Clock;
use crate::platform::random::{self, Random};
use crate::platform::upstream::Upstream;
use crate::secret::AccessToken;
use crate::vault::limits::TOKEN_MARGIN_SECONDS;

/// The application's token, as long as it is good.
#[derive(Default)]
pub struct ApplicationToken(RefCell<Option<(AccessToken, i64)>>);

/// The team of a link.
pub(crate) struct GraphTeam<'a> {
    pub(crate) config: &'a Config,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) random: &'a dyn Random,
    pub(crate) upstream: &'a dyn Upstream,
    pub(crate) link: &'a Link,
    pub(crate) token: &'a ApplicationToken,
}

#[async_trait(?Send)]
impl Team for GraphTeam<'_> {
    async fn page(&self, next: Option<&str>) -> Result<Page, TeamFault> {
        let kept = self.ask(OperationId::TeamMembers, PathIds::default(), next).await;
        let json = kept.result.map_err(|fault| {
            match (faulted(&fault), kept.observed.graph_status, next.is_some()) {
                // The position is not known (any more).
                (TeamFault::NotAllowed | TeamFault::Temporary, Some(400 | 404 | 410), true) => {
                    TeamFault::Broken
                }
                (TeamFault::NotAllowed, Some(404), false) => TeamFault::Gone,
                (fault, _, _) => fault,
            }
        })?;
        Page::read(&json, &self.link.by.tid).ok_or(TeamFault::Temporary)
    }

    async fn membership(&self, name: &MembershipId) -> Result<Option<Member>, TeamFault> {
        let ids = PathIds { membership: Some(name.clone()), ..PathIds::default() };
        let kept = self.ask(OperationId::TeamMember, ids, None).await;
        match (kept.result, kept.observed.graph_status) {
            (Ok(json), _) => Member::read(&json, &self.link.by.tid).map(Some).ok_or(TeamFault::Temporary),
            (Err(_), Some(404)) => Ok(None),
            (Err(fault), _) => Err(faulted(&fault)),
        }
    }
}

impl GraphTeam<'_> {
    async fn ask(&self, operation: OperationId, ids: PathIds, next: Option<&str>) -> Kept {
        let (id, span) = (hex(&random::bytes::<16>(self.random)), hex(&random::bytes::<8>(self.random)));
        let traceparent = format!("00-{id}-{span}-01");
        // 32 digits are a request id.
        let Ok(request_id) = id.parse::<RequestId>() else {
            return Kept { result: Err(GraphFault::Invalid), observed: forward::Observed::default() };
        };
        let call = Call {
            user: &self.link.by,
            instance: &self.config.instance,
            keyring: &self.config.keyring,
            clock: self.clock,
            random: self.random,
            upstream: self.upstream,
            tokens: self,
            request_id: &request_id,
            traceparent: &traceparent,
        };
        let ids = PathIds { team: Some(self.link.team.clone()), ..ids };
        match next {
            None => forward::kept(&call, operation, ids, None).await,
            Some(link) => forward::kept_more(&call, operation, ids, link).await,
        }
    }
}

/// What a fault means, before what was asked is looked at.
fn faulted(fault: &GraphFault) -> TeamFault {
    match fault {
        GraphFault::Throttled { retry_after } => TeamFault::Busy(Some(*retry_after)),
        GraphFault::Unavailable { retry_after } => TeamFault::Busy(*retry_after),
        GraphFault::NoAccess | GraphFault::FunctionDisabled | GraphFault::Challenged { .. } => {
            TeamFault::NotAllowed
        }
        GraphFault::Token(error) if is_for_the_administrator(error.code) => TeamFault::NotAllowed,
        GraphFault::Token(_)
        | GraphFault::InvalidRequest
        | GraphFault::NotFound
        | GraphFault::MethodNotAllowed { .. }
        | GraphFault::TokenRefused
        | GraphFault::NoDrive
        | GraphFault::NoFilesFolder
        | GraphFault::Timeout
        | GraphFault::Invalid => TeamFault::Temporary,
    }
}

/// Whether waiting does not help: somebody has to change the registration, or allow something.
fn is_for_the_administrator(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::RegistrationFault | ErrorCode::AdminConsentNeeded | ErrorCode::BlockedByPolicy)
}

#[async_trait(?Send)]
impl TokenSource for GraphTeam<'_> {
    async fn token(&self, _: &[Scope]) -> Result<AccessToken, ApiError> {
        let now = self.clock.now().seconds();
        let known = self.token.0.borrow().clone();
        if let Some((token, _)) = known.filter(|(_, until)| *until > now + TOKEN_MARGIN_SECONDS) {
            return Ok(token);
        }
        let client = Client {
            instance: &self.config.instance,
            tenant: self.link.by.tid.as_str(),
            random: self.random,
            upstream: self.upstream,
        };
        let tokens = token::of_application(&client).await.map_err(|refusal| ApiError::from(&refusal))?;
        let until = now.saturating_add(tokens.expires_in_s);
        *self.token.0.borrow_mut() = Some((tokens.access_token.clone(), until));
        Ok(tokens.access_token)
    }

    async fn rejected(
        &self,
        scopes: &[Scope],
        _: &AccessToken,
        claims: Option<String>,
    ) -> Result<AccessToken, ApiError> {
        self.token.0.take();
        // An application has nobody who could meet a challenge.
        if claims.is_some() { Err(ErrorCode::BlockedByPolicy.into()) } else { self.token(scopes).await }
    }
}
