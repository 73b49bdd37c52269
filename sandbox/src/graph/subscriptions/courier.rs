//! Delivers notifications for as long as the sandbox runs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinSet;
use url::Url;

use super::outbox::{Outcome, Parcel};
use super::pace::SLOW_SECONDS;
use super::post::post;
use crate::world::World;

/// How long an address may keep a connection.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How often the clock is looked at while something waits for its time: it may be moved.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// Notifications in one request.
const BATCH: usize = 100;

/// Delivers until the task is dropped.
pub(crate) async fn run(world: Arc<World>) {
    let mut sending = JoinSet::new();
    loop {
        pack(&world);
        let outbox = &world.graph.subscriptions.outbox;
        for parcel in outbox.take_due(world.clock.now()) {
            sending.spawn(send(Arc::clone(&world), parcel));
        }
        while sending.try_join_next().is_some() {}
        if outbox.is_waiting() {
            tokio::select! {
                () = outbox.stirred() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        } else {
            outbox.stirred().await;
        }
    }
}

/// Makes requests of what is new: one address gets the notifications of all its subscriptions together.
fn pack(world: &World) {
    let now = world.clock.now();
    let subscriptions = &world.graph.subscriptions;
    let live = subscriptions.live(now);
    let mut by_address: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for notice in subscriptions.outbox.take_new() {
        let Some(own) = live.iter().find(|own| own.id == notice.subscription) else { continue };
        if own.token_until.is_some_and(|until| until <= now) {
            if subscriptions.outbox.keep_waiting(notice, now) {
                subscriptions.outbox.add_lifecycle(own, "reauthorizationRequired", now);
            }
            continue;
        }
        by_address.entry(&own.notification_url).or_default().push(notice.written(own, now));
    }
    for (address, value) in by_address {
        for part in value.chunks(BATCH) {
            subscriptions.outbox.add_parcel(address.to_owned(), part.to_vec(), now);
        }
    }
}

async fn send(world: Arc<World>, parcel: Parcel) {
    let started = world.clock.now();
    let body = json!({ "value": parcel.value }).to_string();
    let is_accepted = match Url::parse(&parcel.address) {
        Ok(url) => post(&url, "application/json; charset=utf-8", body, TIMEOUT)
            .await
            .is_ok_and(|reply| reply.status.is_success()),
        Err(_) => false,
    };
    let now = world.clock.now();
    let outcome = Outcome { is_accepted, is_slow: now - started > SLOW_SECONDS };
    world.graph.subscriptions.outbox.settle(parcel, outcome, now);
}
