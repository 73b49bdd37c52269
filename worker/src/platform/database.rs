//! The database: statements with their values, rows as JSON. D1 at the edge, `SQLite` in tests: the same statements run in both.

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

/// The database did not do what it was asked, or answered with rows of another form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the database did not answer")]
pub struct DatabaseFault;

/// A value of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number; exact up to 2^53, as far as D1 goes.
    Integer(i64),
    /// Nothing.
    Null,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A statement. Its text is ours; everything else travels beside it, as `?1`, `?2` and so on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// SQL.
    pub sql: &'static str,
    /// At most 100, which is what D1 takes.
    pub values: Vec<Value>,
}

impl Statement {
    /// A statement with its values.
    #[must_use]
    pub fn new<const N: usize>(sql: &'static str, values: [Value; N]) -> Self {
        Self { sql, values: values.into() }
    }
}

/// A row: values by the names of their columns.
pub type Row = Map<String, Json>;

/// The database.
#[async_trait(?Send)]
pub trait Database {
    /// Runs the statements in order, all of them or none, and answers the rows of each.
    ///
    /// # Errors
    /// When one of them failed; then nothing was changed.
    async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseFault>;
}

/// Runs one statement, and reads its rows.
///
/// # Errors
/// When it failed, or its rows are of another form.
pub async fn rows<T: DeserializeOwned>(
    database: &dyn Database,
    statement: Statement,
) -> Result<Vec<T>, DatabaseFault> {
    let answer = database.batch(vec![statement]).await?;
    read(answer.into_iter().next().unwrap_or_default())
}

/// Reads the rows of one statement of a batch.
///
/// # Errors
/// When they are of another form.
pub fn read<T: DeserializeOwned>(rows: Vec<Row>) -> Result<Vec<T>, DatabaseFault> {
    rows.into_iter().map(|row| serde_json::from_value(Json::Object(row)).map_err(|_| DatabaseFault)).collect()
}

/// The database in memory, for tests, with every migration applied.
#[cfg(test)]
pub(crate) struct MemoryDatabase(std::cell::RefCell<rusqlite::Connection>);

#[cfg(test)]
impl Default for MemoryDatabase {
    fn default() -> Self {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch("PRAGMA foreign_keys = ON").unwrap();
        for migration in [
            include_str!("../../migrations/0001_used_states.sql"),
            include_str!("../../migrations/0002_folders.sql"),
            include_str!("../../migrations/0003_where_documents_lie.sql"),
            include_str!("../../migrations/0004_team_links.sql"),
        ] {
            connection.execute_batch(migration).unwrap();
        }
        Self(connection.into())
    }
}

#[cfg(test)]
impl MemoryDatabase {
    fn run(transaction: &rusqlite::Transaction<'_>, statement: &Statement) -> rusqlite::Result<Vec<Row>> {
        let mut prepared = transaction.prepare(statement.sql)?;
        let names: Vec<String> = prepared.column_names().map(str::to_owned).collect();
        let values = statement.values.iter().map(|value| match value {
            Value::Text(text) => rusqlite::types::Value::Text(text.clone()),
            Value::Integer(number) => rusqlite::types::Value::Integer(*number),
            Value::Null => rusqlite::types::Value::Null,
        });
        let rows = prepared.query_map(rusqlite::params_from_iter(values), |row| {
            let json = |at: usize| -> rusqlite::Result<Json> {
                Ok(match row.get_ref(at)? {
                    rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
                    rusqlite::types::ValueRef::Integer(number) => number.into(),
                    rusqlite::types::ValueRef::Real(number) => number.into(),
                    rusqlite::types::ValueRef::Null | rusqlite::types::ValueRef::Blob(_) => Json::Null,
                })
            };
            names.iter().enumerate().map(|(at, name)| Ok((name.clone(), json(at)?))).collect()
        })?;
        rows.collect()
    }
}

#[cfg(test)]
#[async_trait(?Send)]
impl Database for MemoryDatabase {
    async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, DatabaseFault> {
        let mut connection = self.0.borrow_mut();
        let transaction = connection.transaction().map_err(|_| DatabaseFault)?;
        let answers: rusqlite::Result<Vec<Vec<Row>>> =
            statements.iter().map(|statement| Self::run(&transaction, statement)).collect();
        let answers = answers.map_err(|_| DatabaseFault)?;
        transaction.commit().map_err(|_| DatabaseFault)?;
        Ok(answers)
    }
}
