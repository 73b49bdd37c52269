//! Folders: the list of them, one with its documents, and who takes part. Fetched when one of these pages is first shown.

#![expect(
    unreachable_pub,
    reason = "the component macro declares public items, which nobody outside can reach"
)]
#![expect(clippy::needless_pass_by_value, reason = "views own what they draw")]

pub(crate) mod documents;
mod edit;
mod lines;
mod linking;
pub(crate) mod list;
mod notice;
pub(crate) mod participants;
mod people;
mod row;
pub(crate) mod states;
mod team;
mod viewing;
mod walk;
pub(crate) mod weighing;
