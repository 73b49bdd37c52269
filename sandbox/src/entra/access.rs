//! What Microsoft Graph does with a bearer token: decide who calls, or why nobody does.

use axum::http::{HeaderMap, header};

use super::jwt::Unverified;
use crate::applications::GRAPH_APP_ID;
use crate::world::World;

/// How Graph is named as the audience of a token, depending on how its scopes were asked for.
pub(crate) const GRAPH_AUDIENCES: [&str; 2] = [GRAPH_APP_ID, "https://graph.microsoft.com"];

/// Who calls Graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The tenant.
    pub tid: String,
    /// The person; none when the application calls in its own name.
    pub oid: Option<String>,
    /// The name of the person that only Graph knows them by.
    pub sub: String,
    /// The application.
    pub app_id: String,
    /// What the person lets the application do.
    pub scp: Vec<String>,
    /// What the application may do in its own name.
    pub roles: Vec<String>,
    /// When the token was issued.
    pub issued_at: i64,
    /// When the token is over.
    pub expires_at: i64,
    /// Whether the application said that it can answer a claims challenge.
    pub cp1: bool,
}

/// Why a request is answered with 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no bearer token.
    Missing,
    /// It is not a token of this Entra, or its signature is wrong.
    Malformed,
    /// It is over, or not valid yet.
    Expired,
    /// It is for another resource.
    WrongAudience,
    /// The person's sessions were revoked after it was issued, and the application can answer a claims challenge.
    /// <https://learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation>
    Revoked {
        /// When they were revoked: what the challenge asks `nbf` to be.
        since: i64,
    },
}

/// Validates the bearer token of a request to Graph.
///
/// # Errors
/// With the reason for a 401.
pub fn caller(world: &World, headers: &HeaderMap) -> Result<Caller, Refusal> {
    let token = Unverified::parse(bearer(headers).ok_or(Refusal::Missing)?).ok_or(Refusal::Malformed)?;
    if !token.is_ours(&world.entra.keys) {
        return Err(Refusal::Malformed);
    }
    let now = world.clock.now();
    if !(token.seconds("nbf") <= Some(now) && token.seconds("exp") > Some(now)) {
        return Err(Refusal::Expired);
    }
    if !token.text("aud").is_some_and(|audience| GRAPH_AUDIENCES.contains(&audience)) {
        return Err(Refusal::WrongAudience);
    }
    let caller = read(&token).ok_or(Refusal::Malformed)?;
    let person = caller.oid.as_deref().and_then(|oid| world.directory.person(oid));
    match person.and_then(|person| world.entra.revocations.since(person.oid)) {
        Some(since) if caller.cp1 && caller.issued_at < since => Err(Refusal::Revoked { since }),
        _ => Ok(caller),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    // A header that is not text holds no token.
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("Bearer").then(|| token.trim())
}

fn read(token: &Unverified) -> Option<Caller> {
    let list = |name: &str| -> Vec<String> {
        let items = token.claims.get(name).and_then(|value| value.as_array());
        items.into_iter().flatten().filter_map(|item| item.as_str()).map(str::to_owned).collect()
    };
    let scp: Vec<String> =
        token.text("scp").map(|scp| scp.split(' ').map(str::to_owned).collect()).unwrap_or_default();
    let of_person = token.text("idtyp") != Some("app");
    Some(Caller {
        tid: token.text("tid")?.to_owned(),
        oid: token.text("oid").filter(|_| of_person).map(str::to_owned),
        sub: token.text("sub")?.to_owned(),
        app_id: token.text("appid")?.to_owned(),
        scp,
        roles: list("roles"),
        issued_at: token.seconds("iat")?,
        expires_at: token.seconds("exp")?,
        cp1: list("xms_cc").iter().any(|capability| capability.eq_ignore_ascii_case("cp1")),
    })
}
