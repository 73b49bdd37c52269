//! The vault of one person: sealed grants, sessions, and access tokens by scope set.
//!
//! [`engine`] is the whole behaviour and runs on the host; [`object`] is the Durable Object around it. A vault is named
//! after (instance, tid, oid), so it is alone with one person's data and refreshes one at a time by construction.

pub mod client;
pub mod engine;
pub mod limits;
pub mod message;
#[cfg(target_arch = "wasm32")]
#[expect(missing_docs, reason = "the runtime's macro writes items of its own")]
pub mod object;
pub mod store;
