//! Who is signed in, as the app knows it: a pure state, and the context that keeps it for the pages.

pub(crate) mod embedded;
pub mod provider;
mod silent;
pub mod state;
