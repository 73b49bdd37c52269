//! Team sync: a folder's participants follow the members of a Teams team.
//!
//! A run reads the members, plans, and applies. [`plan`] says what is to be done, purely; [`engine`] does it step by step, each of
//! which can be interrupted anywhere and repeated. Nobody is removed because of a fault: only after all pages have come, and only
//! when Graph says of that very membership that it is gone.

pub mod engine;
pub mod graph;
pub mod link;
pub mod member;
#[cfg(target_arch = "wasm32")]
mod object;
pub mod plan;
pub(crate) mod roster;
#[cfg(test)]
mod simulation;

use self::engine::{Team, TeamFault};
use self::member::Member;

/// Pages that are read in one go: a team of 25,000 has 26.
const PAGES_MAX: usize = 30;

/// All members of a team, for somebody who waits for them.
///
/// # Errors
/// When a page did not come, or there are too many.
pub async fn read_all(team: &dyn Team) -> Result<Vec<Member>, TeamFault> {
    let (mut members, mut next) = (Vec::new(), None::<String>);
    for _ in 0..PAGES_MAX {
        let page = team.page(next.as_deref()).await?;
        members.extend(page.members);
        match page.next {
            Some(link) => next = Some(link),
            None => return Ok(members),
        }
    }
    Err(TeamFault::Broken)
}
