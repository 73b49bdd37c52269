//! The gate to Microsoft Graph, built from [`contract::operations::TABLE`].
//!
//! A call is parsed ([`route`], [`query`]), its address is built anew from the typed parts ([`address`]), sent with the
//! person's token ([`forward`]), and its answer is rebuilt ([`answer`]) or streamed ([`picture`]). No text of the caller
//! is concatenated into an address, and no header or body passes untouched in either direction (S3-01 to S3-25).

pub mod address;
pub mod answer;
pub mod batch;
pub mod challenge;
pub mod fault;
pub mod forward;
pub mod handle;
mod link;
pub mod picture;
pub mod query;
mod request;
pub mod route;
pub mod visit;

#[cfg(test)]
mod fixture;
