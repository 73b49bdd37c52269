//! One person at one instance, with Microsoft as a list of prepared answers.

use std::cell::{Cell, RefCell};

use async_trait::async_trait;
use contract::ids::{RequestId, UserKey};
use contract::operations::{PathIds, Scope};
use contract::problem::ErrorCode;
use http::{Method, Response};

use super::forward::{self, Call, Outcome, TokenSource};
use super::handle::Handles;
use crate::config::Config;
use crate::config::tests::{Map, TENANT, sample};
use crate::error::ApiError;
use crate::platform::body::Body;
use crate::platform::fake::{FakeClock, FakeRandom, FakeUpstream};
use crate::secret::AccessToken;

/// 2026-11-23 00:00:00 UTC.
pub(super) const NOW: i64 = 1_795_392_000;
/// The first token; it must never be seen anywhere but at Graph.
pub(super) const TOKEN: &str = "eyJ0eXAiOiJKV1QifQ.canary.first";
/// The token after a renewal.
pub(super) const RENEWED: &str = "eyJ0eXAiOiJKV1QifQ.canary.second";
const TRACEPARENT: &str = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";

/// The person whose oid ends in these two digits.
pub(super) fn user(oid_end: &str) -> UserKey {
    UserKey {
        instance: "contoso".parse().unwrap(),
        tid: TENANT.parse().unwrap(),
        oid: format!("00000000-0000-4000-a000-0000000000{oid_end}").parse().unwrap(),
    }
}

/// Tokens, and a record of what was asked for.
#[derive(Default)]
pub(super) struct FakeTokens {
    /// The scopes of every question, in order.
    pub(super) asked: RefCell<Vec<Vec<&'static str>>>,
    /// Refused token and claims of every renewal, in order.
    pub(super) renewed: RefCell<Vec<(String, Option<String>)>>,
    /// Whether there is no token at all.
    pub(super) none: Cell<bool>,
    /// Whether a token can't be renewed.
    pub(super) unrenewable: Cell<bool>,
}

#[async_trait(?Send)]
impl TokenSource for FakeTokens {
    async fn token(&self, scopes: &[Scope]) -> Result<AccessToken, ApiError> {
        self.asked.borrow_mut().push(scopes.iter().map(|scope| scope.0).collect());
        if self.none.get() { Err(ErrorCode::SessionEnded.into()) } else { Ok(AccessToken::new(TOKEN)) }
    }

    async fn rejected(
        &self,
        scopes: &[Scope],
        refused: &AccessToken,
        claims: Option<String>,
    ) -> Result<AccessToken, ApiError> {
        self.asked.borrow_mut().push(scopes.iter().map(|scope| scope.0).collect());
        self.renewed.borrow_mut().push((refused.expose().to_owned(), claims));
        if self.unrenewable.get() {
            Err(ErrorCode::InteractionNeeded.into())
        } else {
            Ok(AccessToken::new(RENEWED))
        }
    }
}

/// An id for every kind of segment.
pub(super) fn ids() -> PathIds {
    PathIds {
        drive: Some("b!x_-1".parse().unwrap()),
        item: Some("01ABC!7".parse().unwrap()),
        site: Some(format!("contoso.sharepoint.com,{TENANT},{TENANT}").parse().unwrap()),
        team: Some(TENANT.parse().unwrap()),
        channel: Some("19:4a95f7d8@thread.tacv2".parse().unwrap()),
        membership: Some("ZWUwZg==".parse().unwrap()),
        share: Some("u!aHR0cHM6Ly9h".parse().unwrap()),
    }
}

/// The surroundings of a call.
pub(super) struct World {
    variables: Map,
    config: Config,
    user: UserKey,
    request_id: RequestId,
    pub(super) clock: FakeClock,
    random: FakeRandom,
    pub(super) upstream: FakeUpstream,
    pub(super) tokens: FakeTokens,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            variables: sample(),
            config: Config::read(&sample()).unwrap(),
            user: user("01"),
            request_id: "0123456789abcdef0123456789abcdef".parse().unwrap(),
            clock: FakeClock::at(NOW),
            random: FakeRandom::seeded(1),
            upstream: FakeUpstream::default(),
            tokens: FakeTokens::default(),
        }
    }

    /// Changes one variable of the configuration.
    pub(super) fn variable(&mut self, name: &'static str, value: &str) {
        self.variables.0.insert(name, value.to_owned());
        self.config = Config::read(&self.variables).unwrap();
    }

    pub(super) fn handles(&self) -> Handles<'_> {
        let Config { keyring, instance } = &self.config;
        let now_s = crate::platform::clock::Clock::now(&self.clock).seconds();
        Handles { keyring, user: &self.user, cloud: &instance.cloud, random: &self.random, now_s }
    }

    pub(super) fn call(&self) -> Call<'_> {
        Call {
            user: &self.user,
            instance: &self.config.instance,
            keyring: &self.config.keyring,
            clock: &self.clock,
            random: &self.random,
            upstream: &self.upstream,
            tokens: &self.tokens,
            request_id: &self.request_id,
            traceparent: TRACEPARENT,
        }
    }

    /// Calls `path`, with its query if it has one.
    pub(super) async fn get(&self, path: &str) -> Outcome {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        forward::call(&self.call(), &Method::GET, path, query).await
    }

    /// The addresses that were asked since the last look.
    pub(super) fn asked(&self) -> Vec<String> {
        self.upstream.take_sent().iter().map(|request| request.uri().to_string()).collect()
    }
}

/// The body of an answer.
pub(super) async fn text(response: Response<Body>) -> String {
    String::from_utf8(response.into_body().read(usize::MAX).await.unwrap()).unwrap()
}
