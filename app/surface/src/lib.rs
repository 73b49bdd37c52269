//! Signing in inside Teams and Outlook: small, and loaded before the app itself, so that the person is signed in while the app arrives.
//!
//! `ladder` decides, `messages` are the texts of Nested App Auth, `host` speaks with Teams or Outlook, `exchange` with our worker, and
//! `entry` is what scripts call. The app takes only the types from here: without the feature `entry` nothing else is there.

#[cfg(feature = "entry")]
pub mod entry;
#[cfg(feature = "entry")]
mod exchange;
pub mod failure;
#[cfg(feature = "entry")]
mod handover;
#[cfg(feature = "entry")]
mod host;
pub mod ladder;
pub mod messages;
mod object;
pub mod problem;
#[cfg(feature = "entry")]
mod report;
pub mod text;
