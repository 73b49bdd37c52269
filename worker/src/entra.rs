//! Entra's client side: addresses, token requests, refusals, signing keys, ID tokens.
//!
//! Nothing here knows of sessions or of HTTP statuses. Read in this order: where Entra is, what is asked of it, how it
//! refuses, and how what it issues is checked.

pub mod authority;
pub mod pkce;
pub mod token;

pub mod refusal;

pub mod access_token;
mod claims;
pub mod first_party;
pub mod id_token;
pub mod jwks;
pub mod jwt;

#[cfg(test)]
mod tests;

/// Reads bytes from a stranger as everything they could claim to be. It has no result: that it ends is what counts. Called by
/// the fuzz target and by a test.
pub fn read_anything(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    _ = jwt::unverified_kid(&text);
    _ = claims::Unverified::read(&text);
    _ = jwks::KeySet::parse(bytes);
    _ = refusal::Refusal::from_answer(bytes);
    _ = refusal::Refusal::from_redirect(&text, Some(&text), Some(&text));
    _ = authority::claims_with_capabilities(Some(&text));
}
