//! The handshake: an address proves that it wants notifications by sending a token back.
//!
//! <https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation>

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::json;
use url::Url;
use uuid::Uuid;

use super::Subscription;
use super::draft::invalid;
use super::post::post;
use crate::graph::answer::{Answer, Failure};
use crate::world::World;

/// How long an address may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Asks both addresses, and then makes the subscription.
///
/// # Errors
/// 400 if one of them does not send its token back.
pub(crate) async fn complete(world: &World, draft: Subscription) -> Result<Answer, Failure> {
    for address in [Some(&draft.notification_url), draft.lifecycle_url.as_ref()].into_iter().flatten() {
        validate(address).await?;
    }
    let mut shown = draft.shown();
    if let Some(members) = shown.as_object_mut() {
        let address = format!("{}/v1.0/$metadata#subscriptions/$entity", world.origins.graph);
        members.insert("@odata.context".to_owned(), json!(address));
        members.insert("clientState".to_owned(), json!(draft.client_state));
    }
    world.graph.subscriptions.all.with(|all| all.push(draft));
    Ok(Answer::Created(shown))
}

async fn validate(address: &str) -> Result<(), Failure> {
    // The token is text as it is seen in the field: with spaces and a colon, so that it has to be decoded.
    let token = format!(
        "Validation: Testing client application reachability for subscription Request-Id: {}",
        Uuid::new_v4()
    );
    let mut url = Url::parse(address).map_err(|_| invalid("The address is none."))?;
    url.query_pairs_mut().append_pair("validationToken", &token);
    let reply = post(&url, "text/plain; charset=utf-8", String::new(), ANSWER_WITHIN).await;
    let reply = reply.map_err(|_| timed_out())?;
    if reply.status != StatusCode::OK {
        return Err(failed("Notification endpoint must respond with 200 OK to validation request."));
    }
    let is_text = reply.content_type.starts_with("text/plain");
    if is_text && reply.body == token.as_bytes() {
        Ok(())
    } else {
        Err(failed("Validation token was not echoed as text."))
    }
}

fn failed(what: &str) -> Failure {
    let message = format!("Subscription validation request failed. {what}");
    Failure::new(StatusCode::BAD_REQUEST, "ValidationError", message)
}

fn timed_out() -> Failure {
    let message = "Subscription validation request timed out.";
    Failure::new(StatusCode::BAD_REQUEST, "ValidationError", message)
}
