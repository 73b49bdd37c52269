//! What the worker needs of the world, as traits: time, randomness, requests to Microsoft, a log.
//!
//! Only this folder touches the runtime or ambient state. Everything else takes these as arguments, so that it runs on
//! the host under `cargo test`, where [`fake`] stands in.

pub mod body;
pub mod clock;
pub mod database;
#[cfg(test)]
pub mod fake;
pub mod log;
pub mod random;
pub mod upstream;
#[cfg(target_arch = "wasm32")]
pub mod workers;
