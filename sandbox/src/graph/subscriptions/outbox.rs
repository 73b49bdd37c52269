//! Notifications on their way: what waits, for whom, and what is done to them on purpose.

use serde_json::{Value, json};
use tokio::sync::Notify;

use super::Subscription;
use super::pace::{Pace, Paces};
use crate::graph::instant::timestamp;
use crate::shared::Shared;

/// How long something that cannot be delivered is tried again.
const GIVEN_UP_AFTER: i64 = 4 * 3600;
/// Between two tries at most.
const BACK_OFF_MAX: i64 = 600;
/// How much later slow addresses get what is for them.
const DELAY_SECONDS: i64 = 10;

/// What happens to notifications.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// They are delivered.
    #[default]
    Deliver,
    /// They are lost.
    Lose,
    /// They are delivered twice.
    Duplicate,
    /// They are kept until they are released.
    Hold,
}

/// One notification.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Notice {
    pub(super) subscription: String,
    change_type: &'static str,
    resource: String,
    data: Value,
}

impl Notice {
    pub(super) fn new(own: &Subscription, change_type: &'static str, resource: &str, data: Value) -> Self {
        Self { subscription: own.id.clone(), change_type, resource: resource.to_owned(), data }
    }

    /// As it is sent.
    pub(super) fn written(&self, own: &Subscription, now: i64) -> Value {
        let mut data = self.data.clone();
        if let Some(members) = data.as_object_mut().filter(|members| members.contains_key("organizationId")) {
            members.insert("eventTime".to_owned(), json!(timestamp(now)));
            members.insert("sequenceNumber".to_owned(), json!(now));
        }
        json!({
            "subscriptionId": own.id,
            "changeType": self.change_type,
            "tenantId": own.tenant,
            "clientState": own.client_state,
            "subscriptionExpirationDateTime": timestamp(own.expires),
            "resource": self.resource,
            "resourceData": data,
        })
    }
}

/// What one request to an address holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parcel {
    pub(super) address: String,
    pub(super) value: Vec<Value>,
    tries: u32,
    made: i64,
    not_before: i64,
}

#[derive(Debug, Default)]
struct Kept {
    mode: Mode,
    /// New, in the order in which things happened.
    new: Vec<Notice>,
    held: Vec<Notice>,
    /// Of people whose token is over: with the time since when.
    waiting: Vec<(Notice, i64)>,
    /// Ready to be sent, or to be sent again.
    parcels: Vec<Parcel>,
    paces: Paces,
}

/// All that is on its way.
#[derive(Debug, Default)]
pub struct Outbox {
    kept: Shared<Kept>,
    stirred: Notify,
}

impl Outbox {
    /// Drops everything.
    pub(super) fn reset(&self) {
        self.kept.with(|kept| *kept = Kept::default());
    }

    /// What happens to notifications from now on.
    pub fn set_mode(&self, mode: Mode) {
        self.kept.with(|kept| kept.mode = mode);
    }

    /// What happens to them now.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.kept.with(|kept| kept.mode)
    }

    /// Lets go of what is held, the newest first if `reversed`; says how much it was.
    pub fn release(&self, reversed: bool) -> usize {
        let count = self.kept.with(|kept| {
            if reversed {
                kept.held.reverse();
            }
            let count = kept.held.len();
            kept.new.append(&mut kept.held);
            count
        });
        self.stirred.notify_one();
        count
    }

    pub(super) fn add(&self, notice: Notice) {
        self.kept.with(|kept| match kept.mode {
            Mode::Deliver => kept.new.push(notice),
            Mode::Lose => {}
            Mode::Duplicate => kept.new.extend([notice.clone(), notice]),
            Mode::Hold => kept.held.push(notice),
        });
        self.stirred.notify_one();
    }

    pub(super) fn add_lifecycle(&self, own: &Subscription, event: &str, now: i64) {
        let Some(address) = own.lifecycle_url.clone() else { return };
        let value = vec![json!({
            "subscriptionId": own.id,
            "subscriptionExpirationDateTime": timestamp(own.expires),
            "tenantId": own.tenant,
            "organizationId": own.tenant,
            "resource": own.path,
            "clientState": own.client_state,
            "lifecycleEvent": event,
        })];
        self.add_parcel(address, value, now);
    }

    /// A request that is sent as soon as the address deserves it, or never.
    pub(super) fn add_parcel(&self, address: String, value: Vec<Value>, now: i64) {
        self.kept.with(|kept| {
            let not_before = match kept.paces.of(&address, now) {
                Pace::Good => now,
                Pace::Slow => now + DELAY_SECONDS,
                Pace::Drop => return,
            };
            kept.parcels.push(Parcel { address, value, tries: 0, made: now, not_before });
        });
        self.stirred.notify_one();
    }

    /// What is new.
    pub(super) fn take_new(&self) -> Vec<Notice> {
        self.kept.with(|kept| std::mem::take(&mut kept.new))
    }

    /// Keeps what cannot go out because a token is over; says whether it is the first of its subscription.
    pub(super) fn keep_waiting(&self, notice: Notice, now: i64) -> bool {
        self.kept.with(|kept| {
            kept.waiting.retain(|(_, since)| now - since < GIVEN_UP_AFTER);
            let is_first = kept.waiting.iter().all(|(known, _)| known.subscription != notice.subscription);
            kept.waiting.push((notice, now));
            is_first
        })
    }

    /// Sends what waited for a new token.
    pub(super) fn wake(&self, subscription: &str) {
        self.kept.with(|kept| {
            let waiting = std::mem::take(&mut kept.waiting);
            let (own, others) =
                waiting.into_iter().partition(|(known, _)| known.subscription == subscription);
            kept.waiting = others;
            let own: Vec<(Notice, i64)> = own;
            kept.new.extend(own.into_iter().map(|(notice, _)| notice));
        });
        self.stirred.notify_one();
    }

    /// Requests whose time has come.
    pub(super) fn take_due(&self, now: i64) -> Vec<Parcel> {
        self.kept.with(|kept| {
            let parcels = std::mem::take(&mut kept.parcels);
            let (due, later) = parcels.into_iter().partition(|parcel| parcel.not_before <= now);
            kept.parcels = later;
            due
        })
    }

    /// Whether something waits for its time.
    pub(super) fn is_waiting(&self) -> bool {
        self.kept.with(|kept| !kept.parcels.is_empty())
    }

    /// Until something is new.
    pub(super) async fn stirred(&self) {
        self.stirred.notified().await;
    }

    /// Remembers how an address answered, and tries again later what it did not accept.
    pub(super) fn settle(&self, mut parcel: Parcel, outcome: Outcome, now: i64) {
        self.kept.with(|kept| {
            kept.paces.record(&parcel.address, now, outcome.is_slow);
            if !outcome.is_accepted && now - parcel.made < GIVEN_UP_AFTER {
                let back_off = 1_i64.checked_shl(parcel.tries).unwrap_or(BACK_OFF_MAX).min(BACK_OFF_MAX);
                parcel.tries += 1;
                parcel.not_before = now + back_off;
                kept.parcels.push(parcel);
            }
        });
        self.stirred.notify_one();
    }
}

/// What came of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) is_accepted: bool,
    pub(super) is_slow: bool,
}
