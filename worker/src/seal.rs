//! Sealing: authenticated encryption of everything that leaves memory (S6-01 to S6-04).

pub mod envelope;
pub mod keyring;
