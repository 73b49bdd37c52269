//! SharePoint: sites, the libraries in them, and who may read them.

pub mod cast;

use cast::{Audience, Site};

use super::answer::Failure;
use super::call::Context;
use super::teams::team::FilesTab;

/// Whether the person is in the audience of a site.
///
/// # Errors
/// 400 for an application on its own.
pub(crate) fn may_read(context: &Context<'_>, site: &Site) -> Result<bool, Failure> {
    let oid = context.oid()?;
    if site.tenant != context.caller.tid {
        return Ok(false);
    }
    let teams = context.world.graph.teams();
    let team = |key: &str| teams.iter().find(|team| team.key == key);
    Ok(match site.audience {
        Audience::Team(key) => team(key).is_some_and(|team| team.has(oid)),
        Audience::Channel(key, name) => team(key).is_some_and(|team| {
            let channel = team.channel(name);
            channel.is_some_and(|channel| channel.files == FilesTab::Opened && team.shows(channel, oid))
        }),
        Audience::People(people) => people.contains(&oid),
        Audience::Everybody => !context.is_guest(),
    })
}
