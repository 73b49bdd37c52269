//! Signing in and out. On the web: authorization code with PKCE, `state` and `nonce`, bound to the browser by a cookie.
//! In Teams and Outlook: the access token that the surface gives out, exchanged on behalf of the person; where there is none, the
//! same as on the web in a window of its own, which hands the session over.
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>

pub mod admin_consent;
pub mod attempts;
pub mod begin;
pub mod exchange;
pub mod finish;
pub mod handover;
#[cfg(test)]
pub(crate) mod room;
pub mod sign_out;
pub mod transaction;
