//! Faults of lists of members and changes.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use crate::faults::FaultKind;
use crate::graph::answer::Failure;
use crate::graph::call::Context;
use crate::graph::odata::Direction;
use crate::graph::page::{self, Place};

/// The skip token of the request.
fn skip_token(context: &Context<'_>) -> Option<String> {
    let mut options = form_urlencoded::parse(context.query.as_bytes());
    let token = options.find(|(name, _)| name.eq_ignore_ascii_case("$skiptoken"));
    token.map(|(_, value)| value.into_owned())
}

/// The refusal of a next link that leads nowhere any more.
pub(super) fn gone(context: &Context<'_>) -> Option<Failure> {
    skip_token(context)?;
    let status = context.take_fault("next_link_gone", |kind| {
        if let FaultKind::NextLinkGone { status } = kind { Some(*status) } else { None }
    })?;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::GONE);
    Some(Failure::new(status, "Directory_ExpiredPageToken", "The specified page token value has expired."))
}

/// The list as the faults in force leave it.
pub(super) fn spoiled(context: &Context<'_>, mut list: Map<String, Value>) -> Map<String, Value> {
    let token = skip_token(context);
    if token.is_some() && context.strikes(&FaultKind::LostPage) {
        list.insert("value".to_owned(), json!([]));
        list.retain(|name, _| name != "@odata.nextLink" && name != "@odata.deltaLink");
        return list;
    }
    if !list.contains_key("@odata.deltaLink") && context.strikes(&FaultKind::EmptyPage) {
        let token = token.unwrap_or_else(|| Place::before_all(Direction::Ascending).token());
        let link = page::link(&context.world.origins.graph, context.path, context.query, &token);
        list.insert("value".to_owned(), json!([]));
        list.insert("@odata.nextLink".to_owned(), json!(link));
        return list;
    }
    let foreign = |kind: &FaultKind| {
        if let FaultKind::ForeignNextLink { url } = kind { Some(url.clone()) } else { None }
    };
    if let Some(url) = context.take_fault("foreign_next_link", foreign) {
        list.insert("@odata.nextLink".to_owned(), json!(url));
    }
    if let Some(entries) = list.get_mut("value").and_then(Value::as_array_mut) {
        if context.strikes(&FaultKind::RepeatedEntries) {
            entries.extend(entries.clone());
        }
        if context.strikes(&FaultKind::Reordered) {
            entries.reverse();
        }
    }
    list
}
