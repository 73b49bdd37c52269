//! The bindings of `wrangler.toml`: files, D1, and the vaults.

use async_trait::async_trait;
use contract::ids::{InstanceId, TeamLinkId};
use http::header::{ACCEPT_ENCODING, IF_NONE_MATCH};
use http::{HeaderMap, Response, StatusCode};
use serde::Deserialize;
use wasm_bindgen::JsValue;
use worker::{
    D1Database, D1Result, Env, Fetcher, Method, ObjectNamespace, RequestInit, SqlStorage, SqlStorageValue,
};

use super::convert;
use crate::assets::Assets;
use crate::platform::body::Body;
use crate::platform::database::{Database, DatabaseFault, Row, Statement, Value};
use crate::sync::link::{self, Ask, LinkUnreachable, Status, TeamLinks};
use crate::used_states::{RecordFault, UsedStates};
use crate::vault::client::{VaultUnreachable, Vaults, name_of};
use crate::vault::message::{Answer, Request};
use crate::vault::store::{Store, StoreFault};

/// Binding of the app's files.
const ASSETS: &str = "ASSETS";
/// Binding of the database.
const DB: &str = "DB";
/// Binding of the vaults.
const VAULT: &str = "VAULT";
/// Binding of the team links.
const TEAM_SYNC: &str = "TEAM_SYNC";

/// The app's files.
pub(crate) struct WorkersAssets<'a>(pub(crate) &'a Env);

#[async_trait(?Send)]
impl Assets for WorkersAssets<'_> {
    async fn get(&self, path: &str, headers: &HeaderMap) -> Response<Body> {
        let fetched = async {
            let assets: Fetcher = self.0.assets(ASSETS)?;
            let mut passed = HeaderMap::new();
            for name in [ACCEPT_ENCODING, IF_NONE_MATCH] {
                if let Some(value) = headers.get(&name) {
                    passed.insert(name, value.clone());
                }
            }
            let mut init = RequestInit::new();
            init.with_method(Method::Get).with_headers(convert::headers_out(&passed)?);
            // The host is not looked at: the binding serves the files of this deployment.
            assets.fetch(format!("https://assets.invalid{path}"), Some(init)).await
        };
        let answer: worker::Result<worker::Response> = fetched.await;
        answer.ok().and_then(convert::answer_in).unwrap_or_else(|| {
            let mut missing = Response::new(Body::Empty);
            *missing.status_mut() = StatusCode::NOT_FOUND;
            missing
        })
    }
}

/// Finished sign-ins, in D1.
pub(crate) struct D1UsedStates<'a>(pub(crate) &'a Env);

#[async_trait(?Send)]
impl UsedStates for D1UsedStates<'_> {
    async fn first_use(&self, state_hash: &str, now_s: i64, expires_at: i64) -> Result<bool, RecordFault> {
        let written = async {
            let db: D1Database = self.0.d1(DB)?;
            let expire =
                db.prepare("DELETE FROM used_states WHERE expires_at < ?1").bind(&[seconds(now_s)])?;
            let insert = db
                .prepare("INSERT INTO used_states (state_hash, expires_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING RETURNING state_hash")
                .bind(&[state_hash.into(), seconds(expires_at)])?;
            db.batch(vec![expire, insert]).await
        };
        let results = written.await.map_err(|_: worker::Error| RecordFault)?;
        let inserted = results.get(1).ok_or(RecordFault)?;
        let rows: Vec<serde_json::Value> = inserted.results().map_err(|_| RecordFault)?;
        Ok(!rows.is_empty())
    }
}

/// Folders and what is in them, in D1.
pub(crate) struct D1<'a>(pub(crate) &'a Env);

#[async_trait(?Send)]
impl Database for D1<'_> {
    async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseFault> {
        let asked = async {
            let db: D1Database = self.0.d1(DB)?;
            let prepared = statements.into_iter().map(|Statement { sql, values }| {
                let values: Vec<JsValue> = values.into_iter().map(value).collect();
                db.prepare(sql).bind(&values)
            });
            // D1 runs a batch as one transaction: https://developers.cloudflare.com/d1/worker-api/d1-database/#batch
            let results = db.batch(prepared.collect::<worker::Result<Vec<_>>>()?).await?;
            results.iter().map(D1Result::results::<Row>).collect::<worker::Result<Vec<_>>>()
        };
        asked.await.map_err(|_: worker::Error| DatabaseFault)
    }
}

fn value(value: Value) -> JsValue {
    match value {
        Value::Text(text) => text.into(),
        Value::Integer(number) => seconds(number),
        Value::Null => JsValue::NULL,
    }
}

/// Seconds as JavaScript's number: exact far beyond any date.
fn seconds(value: i64) -> JsValue {
    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds since 1970 stay below 2^53 for 285 million years"
    )]
    JsValue::from_f64(value as f64)
}

/// Everybody's vaults, as Durable Objects.
pub(crate) struct DurableVaults<'a>(pub(crate) &'a Env);

#[async_trait(?Send)]
impl Vaults for DurableVaults<'_> {
    async fn ask(&self, request: Request) -> Result<Answer, VaultUnreachable> {
        told(self.0, VAULT, &name_of(&request.user), &request).await.map_err(|_| VaultUnreachable)
    }
}

/// Everybody's team links, as Durable Objects.
pub(crate) struct DurableTeamLinks<'a>(pub(crate) &'a Env);

#[async_trait(?Send)]
impl TeamLinks for DurableTeamLinks<'_> {
    async fn ask(
        &self,
        instance: &InstanceId,
        link: &TeamLinkId,
        ask: Ask,
    ) -> Result<Status, LinkUnreachable> {
        told(self.0, TEAM_SYNC, &link::name_of(instance, link), &ask).await.map_err(|_| LinkUnreachable)
    }
}

/// Says something to an object, and reads what it answers.
async fn told<A: serde::Serialize, B: serde::de::DeserializeOwned>(
    env: &Env,
    binding: &str,
    name: &str,
    ask: &A,
) -> worker::Result<B> {
    let namespace: ObjectNamespace = env.durable_object(binding)?;
    let stub = namespace.get_by_name(name)?;
    let body = serde_json::to_string(ask)?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(body.into()));
    let call = worker::Request::new_with_init("https://object.invalid/", &init)?;
    stub.fetch_with_request(call).await?.json().await
}

/// The cells of one vault, in the `SQLite` storage of its Durable Object.
pub(crate) struct SqlStore(SqlStorage);

#[derive(Deserialize)]
struct Cell {
    name: String,
    #[serde(with = "serde_bytes")]
    value: Vec<u8>,
}

impl SqlStore {
    /// Opens the storage; makes its one table at first use.
    pub(crate) fn open(sql: SqlStorage) -> Result<Self, StoreFault> {
        sql.exec(
            "CREATE TABLE IF NOT EXISTS cell (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
            None,
        )
        .map_err(|_| StoreFault)?;
        Ok(Self(sql))
    }

    fn rows(&self, query: &str, bindings: Vec<SqlStorageValue>) -> Result<Vec<Cell>, StoreFault> {
        self.0.exec(query, bindings).and_then(|cursor| cursor.to_array()).map_err(|_| StoreFault)
    }

    fn run(&self, query: &str, bindings: Vec<SqlStorageValue>) -> Result<(), StoreFault> {
        self.0.exec(query, bindings).map(|_| ()).map_err(|_| StoreFault)
    }
}

impl Store for SqlStore {
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, StoreFault> {
        let rows = self.rows("SELECT name, value FROM cell WHERE name = ?", vec![name.into()])?;
        Ok(rows.into_iter().next().map(|cell| cell.value))
    }

    fn put(&self, name: &str, value: &[u8]) -> Result<(), StoreFault> {
        let bindings = vec![name.into(), SqlStorageValue::Blob(value.to_vec())];
        self.run("INSERT INTO cell (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", bindings)
    }

    fn remove(&self, name: &str) -> Result<(), StoreFault> {
        self.run("DELETE FROM cell WHERE name = ?", vec![name.into()])
    }

    fn list(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreFault> {
        let rows = self.rows(
            "SELECT name, value FROM cell WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
            vec![prefix.into()],
        )?;
        Ok(rows.into_iter().map(|cell| (cell.name, cell.value)).collect())
    }

    fn clear(&self) -> Result<(), StoreFault> {
        self.run("DELETE FROM cell", Vec::new())
    }
}
