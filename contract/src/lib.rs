//! What app and worker say to each other: identifiers, paths, pages, problems, and the operations table.
//!
//! Serde types and constant data only. This crate knows no platform and does no I/O, so that both sides (and the
//! documentation generator) can read the same truth. It must never hold a token type: tokens stay in the worker.

pub mod endpoint;
pub mod folder;
pub mod function;
pub mod graph;
pub mod headers;
pub mod ids;
mod named;
pub mod operations;
pub mod page;
pub mod picker;
pub mod problem;
pub mod search;
pub mod session;
pub mod team_link;
