//! Starting other programs and ending them.

pub(crate) mod group;
pub(crate) mod server;
mod task;

pub(crate) use task::Task;
