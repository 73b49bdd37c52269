//! Entra's client side: addresses, token requests, refusals, signing keys, ID tokens.
//!
//! Nothing here knows of sessions or of HTTP statuses. Read in this order: where Entra is, what is asked of it, how it
//! refuses, and how what it issues is checked.

pub mod authority;
pub mod pkce;
pub mod token;

pub mod refusal;

pub mod id_token;
pub mod jwks;
pub mod jwt;
