//! In whose name a request to Entra is made, for the journal and for faults that strike one person only.

use axum::http::HeaderMap;

use super::jwt::Unverified;
use super::sessions::Browser;
use crate::people::Person;
use crate::world::World;

type Pairs = [(String, String)];

/// The person's object id and the application's client id, as far as the request shows them.
pub(crate) fn of(
    world: &World,
    query: &Pairs,
    form: &Pairs,
    headers: &HeaderMap,
) -> (Option<String>, Option<String>) {
    let value = |wanted: &str| {
        let all = form.iter().chain(query);
        all.filter(|(name, _)| name == wanted).map(|(_, value)| value.as_str()).next()
    };
    let by_grant = || {
        let code = value("code").and_then(|code| world.entra.grants.code(code)).map(|code| code.grant);
        let refresh = || value("refresh_token").and_then(|token| world.entra.grants.refresh_token(token));
        code.or_else(|| refresh().map(|token| token.grant)).map(|grant| grant.account.person)
    };
    let by_assertion = || {
        let token = Unverified::parse(value("assertion")?)?;
        world.directory.person(token.text("oid")?)
    };
    let by_name = || {
        let picked = value("account").and_then(|oid| world.directory.person(oid));
        picked.or_else(|| value("login_hint").and_then(|hint| hinted(world, hint)))
    };
    let by_session = || match world.entra.sessions.of(&Browser::of(headers)).as_slice() {
        [only] => Some(only.person),
        _ => None,
    };
    let person = by_grant().or_else(by_assertion).or_else(by_name).or_else(by_session);
    (person.map(|person| person.oid.to_owned()), value("client_id").map(str::to_owned))
}

/// The person whom a `login_hint` means: a sign-in name, or the value of the claim with this name.
/// <https://learn.microsoft.com/entra/identity-platform/optional-claims-reference>
pub(crate) fn hinted(world: &World, hint: &str) -> Option<&'static Person> {
    match hint.strip_prefix("O.") {
        Some(oid) => world.directory.person(oid),
        None => world.directory.person_by_upn(hint),
    }
}

/// The value of the `login_hint` claim: opaque to applications.
pub(crate) fn hint_for(person: &Person) -> String {
    format!("O.{}", person.oid)
}
