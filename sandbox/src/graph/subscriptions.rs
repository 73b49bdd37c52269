//! Subscriptions to changes of memberships, and the notifications that they bring.
//!
//! <https://learn.microsoft.com/graph/api/resources/subscription>,
//! <https://learn.microsoft.com/graph/change-notifications-delivery-webhooks>,
//! <https://learn.microsoft.com/graph/teams-changenotifications-teammembership>

pub(crate) mod courier;
pub(crate) mod draft;
pub(crate) mod handshake;
pub mod outbox;
mod pace;
mod post;
mod resource;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::answer::{Answer, Failure};
use super::call::Context;
use super::instant::timestamp;
use super::ledger::Entry;
use super::teams::team::Team;
use crate::entra::access::Caller;
use crate::shared::Shared;
use outbox::Outbox;
use resource::Resource;

/// One subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its id.
    pub id: String,
    /// Where notifications go.
    pub notification_url: String,
    /// Where lifecycle events go.
    pub lifecycle_url: Option<String>,
    /// What a receiver recognizes the sender by.
    pub client_state: Option<String>,
    /// When it ends.
    pub expires: i64,
    /// The organization.
    pub tenant: String,
    /// The application that made it.
    pub app_id: String,
    /// The person, or the application itself, that made it.
    pub creator: String,
    /// Kinds of changes, as they were sent.
    pub change_type: String,
    /// What is watched, as it was sent.
    pub path: String,
    /// How long the token lives that a person made or renewed it with; none for an application's own.
    token_until: Option<i64>,
    resource: Resource,
}

impl Subscription {
    /// What clients see of it. The secret is told to whoever makes the subscription only.
    #[must_use]
    pub fn shown(&self) -> Value {
        json!({
            "id": self.id,
            "resource": self.path,
            "applicationId": self.app_id,
            "changeType": self.change_type,
            "clientState": null,
            "notificationUrl": self.notification_url,
            "lifecycleNotificationUrl": self.lifecycle_url,
            "expirationDateTime": timestamp(self.expires),
            "creatorId": self.creator,
            "includeResourceData": null,
            "latestSupportedTlsVersion": "v1_2",
            "encryptionCertificate": null,
            "encryptionCertificateId": null,
            "notificationQueryOptions": null,
            "notificationUrlAppId": null,
        })
    }

    /// Whether it is one of the caller's: an application sees its own, a person those that they made with it.
    fn is_of(&self, caller: &Caller) -> bool {
        let by_them = caller.oid.as_ref().is_none_or(|oid| *oid == self.creator);
        self.app_id == caller.app_id && self.tenant == caller.tid && by_them
    }
}

/// All subscriptions, and what is on its way because of them.
#[derive(Debug, Default)]
pub struct Subscriptions {
    all: Shared<Vec<Subscription>>,
    /// What is on its way.
    pub outbox: Outbox,
}

impl Subscriptions {
    /// Ends all of them.
    pub(crate) fn reset(&self) {
        self.all.with(Vec::clear);
        self.outbox.reset();
    }

    /// Those that have not ended, oldest first.
    #[must_use]
    pub fn live(&self, now: i64) -> Vec<Subscription> {
        self.all.with(|all| {
            all.retain(|own| own.expires > now);
            all.clone()
        })
    }

    /// Puts what happened to memberships on its way to those who asked for it.
    pub(super) fn tell(&self, entries: &[Entry], teams: &[Team]) {
        let all = self.all.with(|all| all.clone());
        for subscription in all {
            for notice in subscription.resource.notices(entries, teams, &subscription) {
                self.outbox.add(notice);
            }
        }
    }

    /// Sends a lifecycle event; `subscriptionRemoved` ends the subscription as well. Says whether there was one to tell.
    pub fn send_lifecycle(&self, id: &str, event: &str, now: i64) -> bool {
        let found = self.live(now).into_iter().find(|own| own.id == id);
        let Some(subscription) = found.filter(|own| own.lifecycle_url.is_some()) else { return false };
        self.outbox.add_lifecycle(&subscription, event, now);
        if event == "subscriptionRemoved" {
            self.all.with(|all| all.retain(|own| own.id != id));
        }
        true
    }

    fn change(&self, id: &str, change: impl FnOnce(&mut Subscription)) {
        self.all.with(|all| all.iter_mut().find(|own| own.id == id).map(change));
    }
}

/// A call about subscriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Call {
    /// `/subscriptions`
    All,
    /// `/subscriptions/{id}`
    One(String),
    /// `/subscriptions/{id}/reauthorize`
    Reauthorize(String),
}

/// Reads the decoded segments of a path below `/v1.0`; none when the path is not about subscriptions.
pub(crate) fn locate(path: &[&str]) -> Option<Call> {
    match path {
        ["subscriptions"] => Some(Call::All),
        ["subscriptions", id] => Some(Call::One((*id).to_owned())),
        ["subscriptions", id, "reauthorize"] => Some(Call::Reauthorize((*id).to_owned())),
        _ => None,
    }
}

impl Call {
    /// Answers the call. A new subscription is only a draft: the handshake is still to come.
    ///
    /// # Errors
    /// 404 for what is not the caller's, 403 without permission, 400 for the body, 405 for another method.
    pub(crate) fn perform(&self, context: &Context<'_>, method: &Method) -> Result<Answer, Failure> {
        match (self, method.as_str()) {
            (Self::All, "GET") => Ok(list(context)),
            (Self::All, "POST") => draft::read(context).map(|draft| Answer::Handshake(Box::new(draft))),
            (Self::One(id), "GET") => find(context, id).map(|own| entity(context, &own)),
            (Self::One(id), "DELETE") => {
                let id = find(context, id)?.id;
                context.world.graph.subscriptions.all.with(|all| all.retain(|own| own.id != id));
                Ok(Answer::NoContent)
            }
            (Self::One(id), "PATCH") => renew(context, id),
            (Self::Reauthorize(id), "POST") => {
                reauthorize(context, &find(context, id)?)?;
                Ok(Answer::NoContent)
            }
            (Self::All, _) => Err(Failure::method_not_allowed("GET, POST")),
            (Self::One(_), _) => Err(Failure::method_not_allowed("GET, PATCH, DELETE")),
            (Self::Reauthorize(_), _) => Err(Failure::method_not_allowed("POST")),
        }
    }
}

fn list(context: &Context<'_>) -> Answer {
    let live = context.world.graph.subscriptions.live(context.world.clock.now());
    let own: Vec<Value> =
        live.iter().filter(|own| own.is_of(context.caller)).map(Subscription::shown).collect();
    let address = format!("{}/v1.0/$metadata#subscriptions", context.world.origins.graph);
    Answer::Json(json!({ "@odata.context": address, "value": own }))
}

fn entity(context: &Context<'_>, subscription: &Subscription) -> Answer {
    let mut shown = subscription.shown();
    let address = format!("{}/v1.0/$metadata#subscriptions/$entity", context.world.origins.graph);
    if let Some(members) = shown.as_object_mut() {
        members.insert("@odata.context".to_owned(), json!(address));
    }
    Answer::Json(shown)
}

fn find(context: &Context<'_>, id: &str) -> Result<Subscription, Failure> {
    let live = context.world.graph.subscriptions.live(context.world.clock.now());
    let own = live.into_iter().find(|own| own.id == id && own.is_of(context.caller));
    own.ok_or_else(|| Failure::new(StatusCode::NOT_FOUND, "ResourceNotFound", "The object was not found."))
}

/// A later end, which is an authorization as well.
fn renew(context: &Context<'_>, id: &str) -> Result<Answer, Failure> {
    let subscription = find(context, id)?;
    let expires = draft::new_end(context, &subscription.resource, subscription.lifecycle_url.is_some())?;
    reauthorize(context, &subscription)?;
    context.world.graph.subscriptions.change(id, |own| own.expires = expires);
    Ok(entity(context, &Subscription { expires, ..subscription }))
}

/// <https://learn.microsoft.com/graph/api/subscription-reauthorize>
fn reauthorize(context: &Context<'_>, subscription: &Subscription) -> Result<(), Failure> {
    subscription.resource.check(context)?;
    let subscriptions = &context.world.graph.subscriptions;
    subscriptions.change(&subscription.id, |own| own.token_until = draft::token_until(context.caller));
    subscriptions.outbox.wake(&subscription.id);
    Ok(())
}
