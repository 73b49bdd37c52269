//! Calls to our worker. Microsoft is never called from here: the browser holds no token of theirs.

pub(crate) mod bearer;
pub(crate) mod cancel;
pub(crate) mod client;
pub(crate) mod error;
pub(crate) mod folders;
pub(crate) mod picker;
pub(crate) mod sign_in;
pub(crate) mod team_link;
