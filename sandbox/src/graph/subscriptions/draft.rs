//! A subscription that is asked for: everything that is checked before the handshake.
//!
//! <https://learn.microsoft.com/graph/api/subscription-post-subscriptions>

use axum::http::StatusCode;
use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::Subscription;
use super::post::is_loopback;
use super::resource::Resource;
use crate::entra::access::Caller;
use crate::graph::answer::Failure;
use crate::graph::call::Context;

/// Characters of `clientState`.
const CLIENT_STATE_MAX: usize = 128;
/// An end that is further away demands an address for lifecycle events.
const WITHOUT_LIFECYCLE_MAX: i64 = 3600;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    change_type: Option<String>,
    notification_url: Option<String>,
    lifecycle_notification_url: Option<String>,
    resource: Option<String>,
    expiration_date_time: Option<String>,
    client_state: Option<String>,
    #[serde(default)]
    include_resource_data: bool,
}

/// Reads a request for a subscription.
///
/// # Errors
/// 400 for the body, 403 and 404 for the resource, 409 for one that is there already.
pub(super) fn read(context: &Context<'_>) -> Result<Subscription, Failure> {
    let asked = body(context)?;
    let missing =
        |name: &str| invalid(format!("The '{name}' property is required for subscription creation."));
    let path = asked.resource.ok_or_else(|| missing("resource"))?;
    let resource =
        Resource::parse(&path).ok_or_else(|| invalid(format!("Resource '{path}' is not supported.")))?;
    let change_type = asked.change_type.ok_or_else(|| missing("changeType"))?;
    let is_known = |kind: &str| resource.change_types().contains(&kind.trim().to_lowercase().as_str());
    if !change_type.split(',').all(is_known) {
        return Err(invalid(format!("The change type '{change_type}' is not supported for this resource.")));
    }
    let notification_url = asked.notification_url.ok_or_else(|| missing("notificationUrl"))?;
    for address in [Some(&notification_url), asked.lifecycle_notification_url.as_ref()].into_iter().flatten()
    {
        if !is_loopback(address) {
            return Err(invalid(format!("The sandbox calls loopback addresses only, not '{address}'.")));
        }
    }
    if asked.client_state.as_ref().is_some_and(|state| state.chars().count() > CLIENT_STATE_MAX) {
        return Err(invalid("The 'clientState' property must not be longer than 128 characters."));
    }
    if asked.include_resource_data {
        return Err(invalid("The sandbox sends no resource data."));
    }
    let expires = asked.expiration_date_time.ok_or_else(|| missing("expirationDateTime"))?;
    let expires = end(context, &resource, &expires, asked.lifecycle_notification_url.is_some())?;
    resource.check(context)?;
    let caller = context.caller;
    let draft = Subscription {
        id: Uuid::new_v4().to_string(),
        notification_url,
        lifecycle_url: asked.lifecycle_notification_url,
        client_state: asked.client_state,
        expires,
        tenant: caller.tid.clone(),
        app_id: caller.app_id.clone(),
        creator: caller.oid.clone().unwrap_or_else(|| caller.sub.clone()),
        change_type,
        path,
        token_until: token_until(caller),
        resource,
    };
    alone(context, &draft)?;
    Ok(draft)
}

/// The new end in a request that renews.
///
/// # Errors
/// 400 for the body, and for an end that is too far away.
pub(super) fn new_end(context: &Context<'_>, resource: &Resource, lifecycle: bool) -> Result<i64, Failure> {
    let asked = body(context)?;
    if asked.notification_url.is_some() {
        return Err(invalid("The sandbox changes no addresses."));
    }
    let expires = asked.expiration_date_time.ok_or_else(|| invalid("There is nothing to change."))?;
    end(context, resource, &expires, lifecycle)
}

/// How long notifications go out on a person's token; none for an application.
pub(super) fn token_until(caller: &Caller) -> Option<i64> {
    caller.oid.is_some().then_some(caller.expires_at)
}

fn body(context: &Context<'_>) -> Result<Asked, Failure> {
    serde_json::from_slice(context.body).map_err(|_| invalid("The body is no subscription."))
}

fn end(context: &Context<'_>, resource: &Resource, text: &str, lifecycle: bool) -> Result<i64, Failure> {
    let moment = OffsetDateTime::parse(text, &Rfc3339);
    let moment = moment.map_err(|_| invalid(format!("'{text}' is no expirationDateTime.")))?.unix_timestamp();
    let left = moment - context.world.clock.now();
    if left <= 0 {
        return Err(invalid("Subscription expiration must be in the future."));
    }
    if left > resource.minutes_max() * 60 {
        let message =
            format!("Subscription expiration can only be {} minutes in the future.", resource.minutes_max());
        return Err(Failure::new(StatusCode::BAD_REQUEST, "ExtensionError", message));
    }
    if left > WITHOUT_LIFECYCLE_MAX && resource.is_of_teams() && !lifecycle {
        return Err(invalid(
            "lifecycleNotificationUrl is a required property for subscription creation on this resource when the \
             expirationDateTime value is set to greater than 1 hour",
        ));
    }
    Ok(moment)
}

/// One subscription of an application to a team; for other things, one to each kind of changes.
fn alone(context: &Context<'_>, draft: &Subscription) -> Result<(), Failure> {
    let is_alike = |own: &Subscription| {
        own.app_id == draft.app_id && own.tenant == draft.tenant && own.resource == draft.resource
    };
    let live = context.world.graph.subscriptions.live(context.world.clock.now());
    let Some(other) = live.iter().find(|own| is_alike(own)) else { return Ok(()) };
    if other.change_type == draft.change_type {
        let message = format!("Subscription Id {} already exists for the requested combination", other.id);
        return Err(Failure::new(StatusCode::CONFLICT, "Conflict", message));
    }
    if draft.resource.is_of_teams() {
        let message = "The application has reached its limit of 1 subscription for this resource.";
        return Err(Failure::new(StatusCode::FORBIDDEN, "ExtensionError", message));
    }
    Ok(())
}

/// 400 of the subscription service.
pub(super) fn invalid(message: impl Into<String>) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, "InvalidRequest", message)
}
