//! Who is asking: nobody, somebody with a session, or somebody with something that is none.
//!
//! "No cookie" and "a bad cookie" are different answers, and a bad one is never followed by a weaker check.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::function::Surface;
use contract::ids::{ObjectId, TenantId, UserKey};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::bearer::{self, Bearer};
use super::cookie::{self, SameSite};
use crate::config::instance::Instance;
use crate::platform::random::{self, Random};
use crate::seal::envelope::{Owner, Purpose};
use crate::seal::keyring::Keyring;
use crate::secret::SessionId;
use crate::vault::limits::SESSION_SECONDS_MAX;

/// What the request presented.
#[derive(Debug)]
pub enum Presented {
    /// No session.
    Nothing,
    /// A session of ours that has not reached its end. The vault knows whether it is still open.
    Session(Session),
    /// Something that is not a session of this instance, or not any more.
    Rejected,
}

/// Names a session.
#[derive(Debug, Clone)]
pub struct Session {
    /// Where it is good.
    pub surface: Surface,
    /// Whose it is.
    pub user: UserKey,
    /// Its id in that person's vault.
    pub id: SessionId,
}

/// What the cookie seals. The instance is not in it: the seal is bound to it (S1-33).
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    tid: TenantId,
    oid: ObjectId,
    sid: String,
    /// Where it is good; a cookie is only ever good on the web.
    #[serde(default = "web")]
    srf: Surface,
    /// End, in seconds since 1970.
    exp: i64,
}

fn web() -> Surface {
    Surface::Web
}

/// Longest cookie or bearer token that is looked at; ours have about 300 characters (S1-53).
const LENGTH_MAX: usize = 1024;

/// Reads the bearer token, else the session cookie. Each is sealed for its own purpose, so neither passes for the other; and
/// a bearer token that is not good is never followed by a look at the cookie.
#[must_use]
pub fn presented(headers: &HeaderMap, instance: &Instance, keyring: &Keyring, now_s: i64) -> Presented {
    let (purpose, value) = match bearer::token(headers) {
        Bearer::Absent => match cookie::values(headers, cookie::SESSION).as_slice() {
            [] => return Presented::Nothing,
            [value] => (Purpose::Session, *value),
            _ => return Presented::Rejected,
        },
        Bearer::Token(value) => (Purpose::Bearer, value),
        Bearer::Malformed => return Presented::Rejected,
    };
    opened((purpose, value), instance, keyring, now_s).map_or(Presented::Rejected, Presented::Session)
}

/// A new session id, never one that came from outside (S1-51).
#[must_use]
pub fn new_session(user: UserKey, surface: Surface, random: &dyn Random) -> Session {
    let id: [u8; 32] = random::bytes(random);
    Session { surface, user, id: SessionId::new(URL_SAFE_NO_PAD.encode(id)) }
}

/// The `Set-Cookie` value that gives the browser this session.
#[must_use]
pub fn set_cookie(session: &Session, expires_at: i64, keyring: &Keyring, random: &dyn Random) -> String {
    let value = sealed((session, Purpose::Session), expires_at, keyring, random);
    cookie::set(cookie::SESSION, &value, SameSite::Strict, SESSION_SECONDS_MAX)
}

/// The bearer token that names this session.
#[must_use]
pub fn bearer_token(session: &Session, expires_at: i64, keyring: &Keyring, random: &dyn Random) -> String {
    sealed((session, Purpose::Bearer), expires_at, keyring, random)
}

fn sealed(
    (session, purpose): (&Session, Purpose),
    exp: i64,
    keyring: &Keyring,
    random: &dyn Random,
) -> String {
    let Session { surface, user, id } = session;
    let (tid, oid, sid) = (user.tid.clone(), user.oid.clone(), id.expose().to_owned());
    // A few texts and a number always serialise; an empty seal would be a session that nobody accepts.
    let json = serde_json::to_vec(&Sealed { tid, oid, sid, srf: *surface, exp }).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(keyring.seal(Owner::Instance(&user.instance), purpose, &json, random))
}

fn opened(
    (purpose, value): (Purpose, &str),
    instance: &Instance,
    keyring: &Keyring,
    now_s: i64,
) -> Option<Session> {
    if value.len() > LENGTH_MAX {
        return None;
    }
    let sealed = URL_SAFE_NO_PAD.decode(value).ok()?;
    let opened = keyring.open(Owner::Instance(&instance.id), purpose, &sealed).ok()?;
    let Sealed { tid, oid, sid, srf, exp } = serde_json::from_slice(&opened.plaintext).ok()?;
    // A tenant that was taken off the list takes its sessions with it (S1-32), and so does a function.
    let allowed = instance.allows(&tid) && instance.enables(&[srf.sign_in()]);
    (exp > now_s && allowed).then(|| Session {
        surface: srf,
        user: UserKey { instance: instance.id.clone(), tid, oid },
        id: SessionId::new(sid),
    })
}

#[cfg(test)]
mod tests {
    use http::header::COOKIE;

    use super::*;
    use crate::config::Config;
    use crate::config::tests::{TENANT, config};
    use crate::platform::fake::FakeRandom;

    const NOW: i64 = 1_800_000_000;

    fn ada(config: &Config, tenant: &str) -> UserKey {
        let oid = "00000000-0000-4000-a000-000000000001".parse().unwrap();
        UserKey { instance: config.instance.id.clone(), tid: tenant.parse().unwrap(), oid }
    }

    fn cookie_of(config: &Config, tenant: &str) -> String {
        let random = FakeRandom::seeded(3);
        let session = new_session(ada(config, tenant), Surface::Web, &random);
        let set = set_cookie(&session, NOW + 60, &config.keyring, &random);
        set.split(';').next().unwrap().to_owned()
    }

    fn read(cookies: &str, config: &Config, now: i64) -> Presented {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, cookies.parse().unwrap());
        presented(&headers, &config.instance, &config.keyring, now)
    }

    #[test]
    fn a_cookie_of_ours_names_its_session_until_it_ends() {
        let config = config();
        let cookie = cookie_of(&config, TENANT);
        assert!(
            matches!(read(&cookie, &config, NOW), Presented::Session(session) if session.user == ada(&config, TENANT))
        );
        assert!(matches!(read(&cookie, &config, NOW + 60), Presented::Rejected));
        assert!(matches!(
            presented(&HeaderMap::new(), &config.instance, &config.keyring, NOW),
            Presented::Nothing
        ));
    }

    #[test]
    fn s1_33_a_session_of_another_instance_is_none() {
        let config = config();
        let cookie = cookie_of(&config, TENANT);
        let mut other = crate::config::tests::config();
        other.instance.id = "fabrikam".parse().unwrap();
        assert!(matches!(read(&cookie, &other, NOW), Presented::Rejected));
    }

    #[test]
    fn s1_32_a_session_of_a_tenant_that_may_not_is_none() {
        let config = config();
        let cookie = cookie_of(&config, "fab41ca0-0000-4000-8000-00000000f001");
        assert!(matches!(read(&cookie, &config, NOW), Presented::Rejected));
    }

    #[test]
    fn s1_50_whatever_else_stands_in_the_cookie_is_rejected() {
        let config = config();
        let good = cookie_of(&config, TENANT);
        let twice = format!("{good}; {good}");
        let longer = format!("{good}A");
        let long = format!("{}={}", cookie::SESSION, "A".repeat(LENGTH_MAX + 1));
        let jwt = format!("{}=eyJhbGciOiJub25lIn0.e30.", cookie::SESSION);
        for bad in
            [twice, longer, long, jwt, format!("{}=", cookie::SESSION), format!("{}=AQ", cookie::SESSION)]
        {
            assert!(matches!(read(&bad, &config, NOW), Presented::Rejected), "{bad}");
        }
    }
}
