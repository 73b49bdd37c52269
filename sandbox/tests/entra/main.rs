//! Sign-ins and tokens against a running sandbox, as an app and a person's browser see them.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed, in its helpers too"
)]

mod browser;

mod access;
mod authorize;
mod client_proof;
mod consent;
mod control;
mod discovery;
mod faults;
mod on_behalf_of;
mod opener_policy;
mod redemption;
mod refresh;
mod session;
