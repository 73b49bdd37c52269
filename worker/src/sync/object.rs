//! The Durable Object around a team link: one for each, so that no link waits for another. No behaviour of its own.

use worker::{DurableObject, Env, Request, Response, Result, ScheduledTime, State, durable_object};

use super::engine::{Engine, Means};
use super::graph::{ApplicationToken, GraphTeam};
use super::link::{heard, kept};
use super::roster::FolderRoster;
use crate::config::{Config, ConfigFault};
use crate::platform::clock::Clock as _;
use crate::platform::workers::bindings::{D1, SqlStore};
use crate::platform::workers::{Environment, Runtime, WorkersUpstream};
use crate::vault::store::Store as _;

/// When storage failed, it is tried again after this time.
const RETRY_S: i64 = 60;

/// One team link.
#[durable_object]
pub struct TeamSync {
    state: State,
    env: Env,
    config: std::result::Result<Config, ConfigFault>,
    engine: Engine,
    token: ApplicationToken,
}

impl DurableObject for TeamSync {
    fn new(state: State, env: Env) -> Self {
        let config = Config::read(&Environment(&env));
        Self { state, env, config, engine: Engine::default(), token: ApplicationToken::default() }
    }

    /// Hears what is said to it. What it has to do is done by the alarm, so that nobody waits for a run.
    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let ask = request.json().await?;
        let heard = SqlStore::open(self.state.storage().sql()).and_then(|store| heard(&store, ask));
        let Ok((status, wakes)) = heard else { return Response::error("storage", 503) };
        if wakes {
            self.wake_at(Runtime.now().seconds()).await?;
        }
        Response::from_json(&status)
    }

    async fn alarm(&self) -> Result<Response> {
        // Failing here would use up the runtime's few retries: whatever happens, the next alarm is set first (S7-13).
        self.wake_at(Runtime.now().seconds() + RETRY_S).await?;
        match self.turn().await {
            Some(at) => self.wake_at(at).await?,
            None => self.state.storage().delete_alarm().await?,
        }
        Response::empty()
    }
}

impl TeamSync {
    /// Goes on. Answers when to go on again.
    async fn turn(&self) -> Option<i64> {
        let later = Some(Runtime.now().seconds() + RETRY_S);
        let Ok(store) = SqlStore::open(self.state.storage().sql()) else { return later };
        let (Ok(link), Ok(config)) = (kept(&store), &self.config) else { return later };
        let Some(link) = link else {
            // The folder follows no team any more; what a turn that was under way has written since goes as well.
            return if store.clear().is_ok() { None } else { later };
        };
        let team = GraphTeam {
            config,
            clock: &Runtime,
            random: &Runtime,
            upstream: &WorkersUpstream,
            link: &link,
            token: &self.token,
        };
        let roster = FolderRoster { database: &D1(&self.env), clock: &Runtime, link: &link };
        let means = Means {
            clock: &Runtime,
            store: &store,
            team: &team,
            roster: &roster,
            options: link.options,
            home: &link.by.tid,
            tenants: &config.instance.tenants,
        };
        self.engine.turn(means).await
    }

    async fn wake_at(&self, seconds: i64) -> Result<()> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds since 1970 stay below 2^53 for 285,000 years"
        )]
        let milliseconds = seconds.saturating_mul(1000) as f64;
        let at = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(milliseconds));
        self.state.storage().set_alarm(ScheduledTime::new(at)).await
    }
}
