//! Sentences of following a team.

use contract::team_link::{Pause, Skip, TeamLinkView};

pub(crate) const TITLE: &str = "Team";
pub(crate) const NONE: &str =
    "This folder follows no team. When it does, whoever joins or leaves the team joins or leaves the folder.";
pub(crate) const FOLLOW: &str = "Follow a team";
pub(crate) const CHOOSE: &str = "Which team?";
pub(crate) const OWNERS: &str = "Owners of the team own the folder";
pub(crate) const GUESTS: &str = "Guests, and people of other organizations, take part as guests";
pub(crate) const PREVIEW: &str = "See who would come";
pub(crate) const PREVIEWING: &str = "Reading the team…";
pub(crate) const START: &str = "Follow this team";
pub(crate) const CANCEL: &str = "Cancel";
pub(crate) const NO_TEAMS: &str =
    "You are in no team, or your administrator has to allow Mooring to list them (Team.ReadBasic.All).";
pub(crate) const SYNC_NOW: &str = "Sync now";
pub(crate) const AGREE: &str = "Let them go";
pub(crate) const STOP: &str = "Stop following";
pub(crate) const STOP_QUESTION: &str = "Stop following this team? Everybody who takes part now stays.";
pub(crate) const FROM_TEAM: &str = "From the team";
pub(crate) const WOULD_COME: &str = "Would come";
pub(crate) const WOULD_CHANGE: &str = "Would change";
pub(crate) const WOULD_GO: &str = "Would go";
pub(crate) const LEFT_OUT: &str = "Left out";
pub(crate) const REASONS: &str = "People of the team are left out because";
pub(crate) const ASKS_FIRST: &str = "So many would go that an owner of the folder is asked first.";

/// What would happen.
#[must_use]
pub(crate) fn would(added: u32, changed: u32, removed: u32, skipped: u32) -> String {
    format!("{added} would come, {changed} would change, {removed} would go, {skipped} would be left out.")
}

/// Why somebody is left out.
#[must_use]
pub(crate) fn skip(why: Skip) -> &'static str {
    match why {
        Skip::AddedByHand => "an owner added them by hand",
        Skip::Guest => "guests are left out",
        Skip::Organization => "their organization may not sign in here",
        Skip::NoAccount => "Microsoft names no account",
        Skip::Full => "the folder is full",
        Skip::LastOwner => "the folder needs an owner",
    }
}

/// How following goes, in a sentence.
#[must_use]
pub(crate) fn state(link: &TeamLinkView) -> String {
    match link.pause {
        Some(Pause::ManyRemovals) => format!(
            "Waiting: {} people would go, which is so many that an owner has to agree. Nobody has been removed.",
            link.waiting
        ),
        Some(Pause::NotAllowed) => "Paused: Microsoft does not let Mooring read the team. Ask an owner of the team to add this app to it in Teams. Nobody has been removed.".to_owned(),
        Some(Pause::TeamGone) => "Paused: there is no such team any more. Nobody has been removed.".to_owned(),
        None if link.retry_at.is_some() => "Microsoft does not answer; it is tried again.".to_owned(),
        None if link.is_going => format!("Reading the team: {} members so far…", link.members),
        None if link.run == 0 => "It begins in a moment…".to_owned(),
        None => format!(
            "{} members: {} came, {} changed, {} went, {} left out.",
            link.members, link.added, link.changed, link.removed, link.skipped
        ),
    }
}
