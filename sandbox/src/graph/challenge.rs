//! Why Graph answers 401, and what `WWW-Authenticate` then says.
//!
//! <https://learn.microsoft.com/entra/identity-platform/claims-challenge>

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::answer::Failure;
use crate::entra::access::Refusal;
use crate::world::World;

/// The 401 of a token that is refused.
pub(crate) fn refused(world: &World, refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Missing => unauthorized(world, "Access token is empty.", ""),
        Refusal::Malformed => {
            let message = "IDX14100: JWT is not well formed, there are no dots (.).\nThe token needs to be in JWS or JWE Compact Serialization Format.";
            unauthorized(world, message, r#", error="invalid_token""#)
        }
        Refusal::Expired => unauthorized(
            world,
            "Lifetime validation failed, the token is expired.",
            r#", error="invalid_token""#,
        ),
        Refusal::WrongAudience => unauthorized(
            world,
            "Access token validation failure. Invalid audience.",
            r#", error="invalid_token""#,
        ),
        Refusal::Revoked { since } => revoked(world, since),
    }
}

/// The claims challenge of continuous access evaluation: only a token made after `since` will do.
pub(crate) fn revoked(world: &World, since: i64) -> Failure {
    let claims = json!({ "access_token": { "nbf": { "essential": true, "value": since.to_string() } } });
    let claims = STANDARD.encode(claims.to_string());
    let message = "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: \
                   TokenIssuedBeforeRevocationTimestamp";
    unauthorized(world, message, &format!(r#", error="insufficient_claims", claims="{claims}""#))
}

fn unauthorized(world: &World, message: &str, rest: &str) -> Failure {
    let authorize = format!("{}/common/oauth2/authorize", world.origins.entra);
    let challenge = format!(r#"Bearer realm="", authorization_uri="{authorize}"{rest}"#);
    Failure {
        challenge: Some(challenge),
        ..Failure::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message)
    }
}
