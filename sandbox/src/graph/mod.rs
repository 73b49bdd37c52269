//! Microsoft Graph: the signed-in person and their OneDrive, and the content host that its links lead to.
//!
//! Each capability is a module that reads its paths (`locate`) and answers them (`perform`); `call` puts them together,
//! for a request of its own as for a part of a `$batch`. See the README for every known difference from the service.

pub mod accounts;
mod answer;
mod batch;
mod call;
mod challenge;
mod changes;
mod content;
mod envelope;
pub mod files;
pub mod identifier;
mod instant;
mod ledger;
mod listing;
pub mod members;
mod odata;
mod page;
mod photo;
mod picture;
mod profile;
mod query;
mod scope;
pub mod seed;
mod shares;
pub mod sites;
pub mod subscriptions;
pub mod teams;
#[cfg(test)]
mod tests;
mod users;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use axum::routing::any;
use serde_json::{Value, json};

use crate::shared;
use crate::world::World;

use accounts::Accounts;
use answer::{Answer, Failure};
use call::{Outcome, Request};
use envelope::Exchange;
use files::drive::Drive;
use ledger::{Entry, Ledger};
use members::consent::TeamConsents;
use subscriptions::{Subscriptions, courier, handshake};
use teams::team::Team;

pub use batch::PARTS_MAX;
pub use changes::Refused;
pub use content::ticket::LIFETIME_SECONDS as TICKET_LIFETIME_SECONDS;

/// Every drive, shared by all who look at it: a change copies the one it changes.
type Drives = Arc<Vec<Arc<Drive>>>;

/// Drives, teams and who is in them.
#[derive(Debug)]
pub struct State {
    /// None as long as nothing was asked for and nothing changed.
    drives: shared::Shared<Option<Drives>>,
    teams: shared::Shared<Arc<Vec<Team>>>,
    /// Whom memberships refer to.
    pub accounts: Accounts,
    /// What owners of teams let applications do there.
    pub team_consents: TeamConsents,
    ledger: Ledger,
    /// Who wants to be told of changes.
    pub subscriptions: Subscriptions,
}

impl Default for State {
    fn default() -> Self {
        Self {
            drives: shared::Shared::default(),
            teams: shared::Shared::new(Arc::new(teams::team::at_start())),
            accounts: Accounts::default(),
            team_consents: TeamConsents::default(),
            ledger: Ledger::default(),
            subscriptions: Subscriptions::default(),
        }
    }
}

impl State {
    /// Takes every change back.
    pub fn reset(&self) {
        self.drives.with(|drives| *drives = None);
        self.teams.with(|teams| *teams = Arc::new(teams::team::at_start()));
        self.accounts.reset();
        self.team_consents.reset();
        self.ledger.reset();
        self.subscriptions.reset();
    }

    /// Writes down what happened to memberships, and tells those who want to know.
    fn tell(&self, entries: &[Entry]) {
        self.ledger.extend(entries);
        self.subscriptions.tell(entries, &self.teams());
    }

    /// The drives as they are now.
    #[must_use]
    pub fn drives(&self) -> Drives {
        self.drives.with(|drives| Arc::clone(drives.get_or_insert_with(seed::at_start)))
    }

    /// The teams as they are now.
    #[must_use]
    pub fn teams(&self) -> Arc<Vec<Team>> {
        self.teams.with(|teams| Arc::clone(teams))
    }

    /// What the control page shows: which drives there are, and how much is in them.
    #[must_use]
    pub fn overview(&self) -> Value {
        let drives = self.drives();
        let shown: Vec<Value> = drives.iter().map(|drive| overview_of(drive)).collect();
        json!({ "drives": shown })
    }
}

fn overview_of(drive: &Drive) -> Value {
    let root = drive.item(drive.root_id());
    json!({
        "id": drive.id,
        "key": drive.key,
        "owner": drive.owner().map(crate::people::Person::display_name),
        "oid": drive.owner().map(|owner| owner.oid),
        "tenant": drive.home.tenant(),
        "root_items": root.map_or(0, |root| root.children.len()),
        "items": drive.all().count(),
        "bytes": root.map_or(0, |root| root.size),
    })
}

/// The routes of Graph.
pub fn router(world: Arc<World>) -> Router {
    Router::new().route("/v1.0/$batch", any(batched)).fallback(single).with_state(world)
}

/// Delivers notifications until it is dropped.
pub(crate) async fn deliver(world: Arc<World>) {
    courier::run(world).await;
}

/// The routes of the host that downloads and thumbnails come from.
pub fn content_router(world: Arc<World>) -> Router {
    content::router(world)
}

/// A refusal in Graph's words and with its headers, for what stands in front of the routes: throttling and outages.
#[must_use]
pub fn refusal(
    world: &World,
    headers: &HeaderMap,
    status: StatusCode,
    retry_after: Option<&str>,
) -> Response {
    let retry_after = retry_after.map(Box::from);
    let failure = Failure { retry_after, ..Failure::of_status(status) };
    Exchange::new(headers, world.clock.now()).response(Outcome { result: Err(failure), fault: None })
}

async fn single(
    Shared(world): Shared<Arc<World>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = Request {
        body: &body,
        method: &method,
        path: uri.path(),
        query: uri.query().unwrap_or_default(),
        headers: &headers,
    };
    let exchange = Exchange::new(&headers, world.clock.now());
    let Outcome { result, fault } = call::answer(&world, request);
    let result = match result {
        Ok(Answer::Handshake(draft)) => handshake::complete(&world, *draft).await,
        other => other,
    };
    exchange.response(Outcome { result, fault })
}

async fn batched(
    Shared(world): Shared<Arc<World>>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let exchange = Exchange::new(&headers, world.clock.now());
    let result = if method == Method::POST {
        batch::answer(&world, &headers, &body)
    } else {
        Err(Failure::method_not_allowed("POST"))
    };
    match result {
        Ok(value) => exchange.json(&value),
        Err(failure) => exchange.response(Outcome { result: Err(failure), fault: None }),
    }
}
