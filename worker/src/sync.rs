//! Team sync: a folder's participants follow the members of a Teams team.
//!
//! A run reads the members, plans, and applies. [`plan`] says what is to be done, purely; [`engine`] does it step by step, each of
//! which can be interrupted anywhere and repeated. Nobody is removed because of a fault: only after all pages have come, and only
//! when Graph says of that very membership that it is gone.

pub mod engine;
pub mod member;
pub mod plan;
#[cfg(test)]
mod simulation;
