//! Who is signed in, as the app knows it: a pure state, and the context that keeps it for the pages.

pub mod provider;
pub mod state;
