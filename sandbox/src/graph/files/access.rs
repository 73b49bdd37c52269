//! Who may read what: the owner of a OneDrive, the audience of a site, and those whom an item, or a folder above it, was
//! opened to.

use axum::http::StatusCode;

use super::drive::{Drive, Item};
use super::home::Home;
use crate::graph::answer::Failure;
use crate::graph::call::Context;
use crate::graph::scope;
use crate::graph::sites;

/// How a request names an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    /// That one item, which the group scopes open as well in a team's library.
    One,
    /// What it holds, its bytes, its pictures, its rights.
    More,
}

/// Whether the person could read `item` (or the drive as such), whatever the token is good for.
pub(crate) fn is_open(context: &Context<'_>, drive: &Drive, item: Option<&Item>) -> Result<bool, Failure> {
    let oid = context.oid()?;
    let is_home = match drive.home {
        Home::Person(owner) => owner.oid == oid,
        Home::Library(site, _) => sites::may_read(context, site)?,
    };
    Ok(is_home || is_granted(context, drive, item)?)
}

/// Whether `item`, or a folder above it, was opened to the person.
pub(crate) fn is_granted(context: &Context<'_>, drive: &Drive, item: Option<&Item>) -> Result<bool, Failure> {
    let (oid, is_guest) = (context.oid()?, context.is_guest());
    let mut above = item;
    while let Some(step) = above {
        if step.grants.iter().any(|grant| grant.opens(oid, is_guest)) {
            return Ok(true);
        }
        above = step.parent.as_ref().and_then(|parent| drive.item(parent));
    }
    Ok(false)
}

/// Lets a request through to `item`, or to the drive as such.
///
/// # Errors
/// What [`refusal`] says, to those who may not read it and to tokens that reach no further than the person's own files.
pub(crate) fn check(
    context: &Context<'_>,
    drive: &Drive,
    item: Option<&Item>,
    wish: Wish,
) -> Result<(), Failure> {
    let is_own = drive.owner().is_some_and(|owner| context.caller.oid.as_deref() == Some(owner.oid));
    let scopes = &context.caller.scp;
    let is_of_group = matches!(drive.home, Home::Library(..)) && wish == Wish::One;
    let reaches = is_own
        || scope::reaches_beyond_own_files(scopes)
        || (is_of_group && scope::reaches_items_of_groups(scopes));
    if is_open(context, drive, item)? && reaches { Ok(()) } else { Err(refusal(context)) }
}

/// 403; for guests 401, with the same body and no challenge:
/// <https://github.com/microsoftgraph/microsoft-graph-docs/issues/8681>
pub(crate) fn refusal(context: &Context<'_>) -> Failure {
    let status = if context.is_guest() { StatusCode::UNAUTHORIZED } else { StatusCode::FORBIDDEN };
    Failure { status, ..Failure::access_denied() }
}
