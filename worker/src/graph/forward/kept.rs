//! Calls that are the worker's alone: whose answers it reads itself.

use contract::operations::{self, Access, Operation, OperationId, PathIds, QueryOption};

use super::{Call, Exchange, Observed};
use crate::graph::address::GraphUrl;
use crate::graph::fault::GraphFault;
use crate::graph::query::CallerQuery;
use crate::graph::request::{Expected, Question};
use crate::graph::route::Match;

/// What came of a call whose answer the worker reads itself.
#[derive(Debug)]
pub struct Kept {
    /// JSON as Graph wrote it, or why there is none.
    pub result: Result<Vec<u8>, GraphFault>,
    /// What was seen on the way.
    pub observed: Observed,
}

/// Makes such a call. Where the row takes a page size, it is the largest.
pub async fn kept(call: &Call<'_>, operation: OperationId, ids: PathIds, body: Option<&[u8]>) -> Kept {
    let mut exchange = Exchange::new(call);
    let result = exchange.kept(operation, ids, body).await;
    Kept { result, observed: exchange.observed }
}

/// Goes on where such an answer said that there is more: only to more of the very same list (S3-11).
pub async fn kept_more(call: &Call<'_>, operation: OperationId, ids: PathIds, link: &str) -> Kept {
    let mut exchange = Exchange::new(call);
    let result = exchange.more(operation, ids, link).await;
    Kept { result, observed: exchange.observed }
}

impl Exchange<'_> {
    async fn kept(
        &mut self,
        operation: OperationId,
        ids: PathIds,
        body: Option<&[u8]>,
    ) -> Result<Vec<u8>, GraphFault> {
        let row = self.own_row(operation)?;
        let url = self.own_address(row, ids)?;
        let question = Question { body, ..Question::plain(Expected::Json) };
        let answer = self.authorised(row, &url, question).await?;
        self.read(answer).await
    }

    async fn more(
        &mut self,
        operation: OperationId,
        ids: PathIds,
        link: &str,
    ) -> Result<Vec<u8>, GraphFault> {
        let row = self.own_row(operation)?;
        let (own, graph) = (self.own_address(row, ids)?, &self.call.instance.cloud.graph);
        let url = GraphUrl::for_link(graph, row, link).filter(|url| url.is_at(&own));
        let url = url.ok_or(GraphFault::Invalid)?;
        let answer = self.authorised(row, &url, Question::plain(Expected::Json)).await?;
        self.read(answer).await
    }

    fn own_row(&mut self, operation: OperationId) -> Result<&'static Operation, GraphFault> {
        let row = operations::operation(operation).filter(|row| row.access != Access::Browser);
        let row = row.ok_or(GraphFault::NotFound)?;
        self.allowed(row)?;
        Ok(row)
    }

    fn own_address(&self, row: &'static Operation, ids: PathIds) -> Result<GraphUrl, GraphFault> {
        let top = row.query.iter().find_map(|option| match option {
            QueryOption::Top(most) => Some(*most),
            QueryOption::OrderBy(_) | QueryOption::Text(_) | QueryOption::Search(_) => None,
        });
        let query = CallerQuery { top, ..CallerQuery::default() };
        let graph = &self.call.instance.cloud.graph;
        let url = GraphUrl::for_call(graph, &Match { operation: row, ids }, &query);
        url.ok_or(GraphFault::InvalidRequest)
    }
}
