//! The Durable Object around a vault: configuration and storage in, one answer out. No behaviour of its own.

use worker::{DurableObject, Env, Request, Response, Result, ScheduledTime, State, durable_object};

use super::engine::{Engine, Means};
use super::message::Answer;
use crate::config::{Config, ConfigFault};
use crate::platform::clock::Clock as _;
use crate::platform::workers::bindings::SqlStore;
use crate::platform::workers::{Environment, Runtime, WorkersUpstream};

/// When storage failed during clean-up, it is tried again after this time.
const RETRY_MS: i64 = 60_000;

/// One person's vault.
#[durable_object]
pub struct Vault {
    state: State,
    config: std::result::Result<Config, ConfigFault>,
    engine: Engine,
}

impl DurableObject for Vault {
    fn new(state: State, env: Env) -> Self {
        let config = Config::read(&Environment(&env));
        Self { state, config, engine: Engine::default() }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let answer = match (&self.config, SqlStore::open(self.state.storage().sql())) {
            (Ok(config), Ok(store)) => {
                let asked = request.json().await?;
                let means = Means {
                    instance: &config.instance,
                    keyring: &config.keyring,
                    clock: &Runtime,
                    random: &Runtime,
                    upstream: &WorkersUpstream,
                    store: &store,
                };
                let answer = self.engine.answer(means, asked).await;
                self.plan_clean_up(&store).await?;
                answer
            }
            _ => Answer::Unavailable,
        };
        Response::from_json(&answer)
    }

    async fn alarm(&self) -> Result<Response> {
        // Failing here would use up the runtime's few retries; the next alarm is set instead (S7-13).
        if let Ok(store) = SqlStore::open(self.state.storage().sql()) {
            self.plan_clean_up(&store).await?;
        }
        Response::empty()
    }
}

impl Vault {
    /// Removes what is over and sets the alarm for what ends next. The alarm is only written when it has to move.
    async fn plan_clean_up(&self, store: &SqlStore) -> Result<()> {
        let storage = self.state.storage();
        let planned = storage.get_alarm().await?;
        let wanted = match Engine::expire(store, &Runtime) {
            Ok(next) => next.map(|seconds| seconds.saturating_mul(1000)),
            Err(_) => Some(Runtime.now().0 + RETRY_MS),
        };
        match (planned, wanted) {
            (Some(_), None) => storage.delete_alarm().await,
            // Sessions move their end with every use; an alarm that comes early looks again and costs little.
            (Some(planned), Some(wanted)) if planned <= wanted => Ok(()),
            (_, Some(wanted)) => {
                let at = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(millis(wanted)));
                storage.set_alarm(ScheduledTime::new(at)).await
            }
            (None, None) => Ok(()),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay below 2^53 for 285,000 years")]
fn millis(value: i64) -> f64 {
    value as f64
}
