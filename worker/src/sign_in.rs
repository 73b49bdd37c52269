//! Signing in and out on the web: authorization code with PKCE, `state` and `nonce`, bound to the browser by a cookie.
//! <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow>

pub mod begin;
pub mod finish;
pub mod sign_out;
pub mod transaction;
