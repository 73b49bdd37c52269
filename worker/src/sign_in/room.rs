//! A worker with everything that it has around it, for tests of signing in: real vaults in memory, and Microsoft as a list of prepared
//! answers.

use std::cell::RefCell;
use std::collections::HashMap;

use async_trait::async_trait;
use contract::ids::{InstanceId, TeamLinkId};
use serde_json::{Value, json};

use crate::assets::Assets;
use crate::config::Config;
use crate::config::tests::{Map, sample};
use crate::edge::Edge;
use crate::entra::access_token::tests::claims_at;
use crate::entra::id_token::tests::{KEY_ONE, key_set, signed};
use crate::isolate::Isolate;
use crate::platform::body::Body;
use crate::platform::database::MemoryDatabase;
use crate::platform::fake::{FakeClock, FakeLog, FakeRandom, FakeUpstream};
use crate::routes::answer;
use crate::sync::link::{self, Ask, LinkUnreachable, Status, TeamLinks};
use crate::used_states::MemoryUsedStates;
use crate::vault::client::{VaultUnreachable, Vaults, name_of};
use crate::vault::engine::{Engine, Means};
use crate::vault::message::{Answer, Request as Asked};
use crate::vault::store::MemoryStore;

pub(crate) const NOW: i64 = 1_800_000_000;

/// Everything that a worker has around it.
pub(crate) struct Room {
    pub(crate) config: Config,
    pub(crate) clock: FakeClock,
    pub(crate) random: FakeRandom,
    pub(crate) upstream: FakeUpstream,
    pub(crate) isolate: Isolate,
    pub(crate) used_states: MemoryUsedStates,
    pub(crate) database: MemoryDatabase,
    pub(crate) log: FakeLog,
    pub(crate) vaults: RefCell<HashMap<String, (Engine, MemoryStore)>>,
    pub(crate) team_links: RefCell<HashMap<String, MemoryStore>>,
}

/// The vaults of a room.
struct LocalVaults<'a>(&'a Room);

#[async_trait(?Send)]
impl Vaults for LocalVaults<'_> {
    async fn ask(&self, request: Asked) -> Result<Answer, VaultUnreachable> {
        let room = self.0;
        let name = name_of(&request.user);
        // Taken out while it works, so that nothing is borrowed across an await.
        let (engine, store) = room.vaults.borrow_mut().remove(&name).unwrap_or_default();
        let means = Means {
            instance: &room.config.instance,
            keyring: &room.config.keyring,
            clock: &room.clock,
            random: &room.random,
            upstream: &room.upstream,
            store: &store,
        };
        let answer = engine.answer(means, request).await;
        room.vaults.borrow_mut().insert(name, (engine, store));
        Ok(answer)
    }
}

/// The team links of a room: they hear what is said to them, and nobody wakes them.
struct LocalTeamLinks<'a>(&'a Room);

#[async_trait(?Send)]
impl TeamLinks for LocalTeamLinks<'_> {
    async fn ask(
        &self,
        instance: &InstanceId,
        link: &TeamLinkId,
        ask: Ask,
    ) -> Result<Status, LinkUnreachable> {
        let mut links = self.0.team_links.borrow_mut();
        let store = links.entry(link::name_of(instance, link)).or_default();
        link::heard(store, ask).map(|(status, _)| status).map_err(|_| LinkUnreachable)
    }
}

struct NoAssets;

#[async_trait(?Send)]
impl Assets for NoAssets {
    async fn get(&self, _: &str, _: &http::HeaderMap) -> http::Response<Body> {
        http::Response::builder().status(404).body(Body::Empty).unwrap()
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Value,
}

impl Room {
    pub(crate) fn with_functions(functions: &str) -> Self {
        Self::with(&[("FUNCTIONS", functions)])
    }

    /// An instance with these variables beside the usual ones.
    pub(crate) fn with(changes: &[(&'static str, &str)]) -> Self {
        let Map(mut variables) = sample();
        variables.insert("FUNCTIONS", "sso-web,sso-teams,sso-outlook,documents".to_owned());
        variables.extend(changes.iter().map(|(name, value)| (*name, (*value).to_owned())));
        Self {
            config: Config::read(&Map(variables)).unwrap(),
            clock: FakeClock::at(NOW),
            random: FakeRandom::seeded(5),
            upstream: FakeUpstream::default(),
            isolate: Isolate::default(),
            used_states: MemoryUsedStates::default(),
            database: MemoryDatabase::default(),
            log: FakeLog::default(),
            vaults: RefCell::default(),
            team_links: RefCell::default(),
        }
    }

    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    pub(crate) async fn send(&self, method: &str, path: &str, bearer: Option<&str>, body: &str) -> Reply {
        let bearer = bearer.map(|bearer| ("authorization", format!("Bearer {bearer}")));
        self.send_with(method, path, bearer, body).await
    }

    /// Sends what a page of ours would send, with one more header.
    pub(crate) async fn send_with(
        &self,
        method: &str,
        path: &str,
        header: Option<(&str, String)>,
        body: &str,
    ) -> Reply {
        let vaults = LocalVaults(self);
        let edge = Edge {
            config: &self.config,
            clock: &self.clock,
            random: &self.random,
            upstream: &self.upstream,
            vaults: &vaults,
            team_links: &LocalTeamLinks(self),
            used_states: &self.used_states,
            database: &self.database,
            assets: &NoAssets,
            isolate: &self.isolate,
        };
        let mut request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("host", "app.contoso.example")
            .header("x-requested-by", "mooring")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/json");
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        let request = request.body(Body::Bytes(body.as_bytes().to_vec())).unwrap();
        let response = answer(request, edge, &self.log).await;
        let (parts, body) = response.into_parts();
        let bytes = body.read(64 * 1024).await.unwrap();
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        }
    }

    pub(crate) async fn exchange(&self, token: &str, surface: &str) -> Reply {
        let body = json!({ "surface": surface }).to_string();
        self.send("POST", "/api/session", Some(token), &body).await
    }

    pub(crate) fn will_show_keys(&self) {
        self.upstream.will_answer(200, &key_set(&[KEY_ONE]));
    }

    pub(crate) fn will_grant(&self) {
        self.upstream.will_answer(
            200,
            r#"{"token_type":"Bearer","expires_in":3600,"access_token":"eyJ-graph","refresh_token":"0.A-grant"}"#,
        );
    }

    /// What was asked of Microsoft: the last part of each address, and the form that went along.
    pub(crate) fn asked(&self) -> Vec<(String, String)> {
        let last = |uri: &http::Uri| uri.path().rsplit('/').next().unwrap_or_default().to_owned();
        let sent = self.upstream.take_sent();
        sent.iter().map(|sent| (last(sent.uri()), String::from_utf8(sent.body().clone()).unwrap())).collect()
    }

    /// A room where Ada is signed in, and her bearer token.
    pub(crate) async fn signed_in() -> (Self, String) {
        let room = Self::new();
        room.will_show_keys();
        room.will_grant();
        let reply = room.exchange(&teams_token(), "teams").await;
        assert_eq!(reply.status, 200, "{reply:?}");
        let bearer = reply.body["bearer"].as_str().unwrap().to_owned();
        room.asked();
        (room, bearer)
    }
}

/// A token as Teams gives it out.
pub(crate) fn teams_token() -> String {
    signed(KEY_ONE, &claims_at(NOW))
}
