//! The programs that show apps in a frame and give them tokens for whoever is signed in there.

mod broker;
pub(crate) mod harbour;
pub(crate) mod outlook;
mod page;
pub(crate) mod teams;
