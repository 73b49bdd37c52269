//! A sign-in under way, kept in a sealed cookie of the browser that started it (S1-03).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::function::Surface;
use contract::ids::{InstanceId, ObjectId, TenantId, UserKey};
use contract::page::Page;
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::handover::Recipient;
use crate::entra::pkce;
use crate::platform::random::{self, Random};
use crate::seal::envelope::{Owner, Purpose};
use crate::seal::keyring::Keyring;
use crate::secret::{CodeVerifier, Nonce, SessionId, State};
use crate::session::cookie::{self, SameSite};
use crate::session::guard::Session;

/// A sign-in has to be finished within this time (S1-03).
pub const SECONDS_MAX: i64 = 600;

/// A sign-in under way.
#[derive(Debug)]
pub struct Transaction {
    /// Comes back with Entra's answer.
    pub state: State,
    /// Comes back inside the ID token.
    pub nonce: Nonce,
    /// Proves at the token endpoint that the same party asks.
    pub verifier: CodeVerifier,
    /// What comes of it.
    pub aim: Aim,
    /// The session that this sign-in replaces, if the browser had one (S1-51).
    pub replaces: Option<Session>,
    /// When it was started, in seconds since 1970.
    pub started_at: i64,
}

/// What a sign-in is to lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aim {
    /// A session of this browser, and this page.
    Page(Page),
    /// The same, if it takes nobody's attention; else the page as it was (`prompt=none`).
    PageSilently(Page),
    /// A session of the frame that opened the window.
    Handover(Recipient),
}

/// The cookie's content.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    state: String,
    nonce: String,
    verifier: String,
    return_to: String,
    silent: bool,
    to: Option<Recipient>,
    replaces: Option<(TenantId, ObjectId, String)>,
    started_at: i64,
}

impl Transaction {
    /// Starts a sign-in: `state`, `nonce` and verifier have 256 random bits each (S1-02, S1-03).
    #[must_use]
    pub fn start(aim: Aim, replaces: Option<Session>, now_s: i64, random: &dyn Random) -> Self {
        let text = || URL_SAFE_NO_PAD.encode(random::bytes::<32>(random));
        let verifier = pkce::verifier(random);
        Self {
            state: State::new(text()),
            nonce: Nonce::new(text()),
            verifier,
            aim,
            replaces,
            started_at: now_s,
        }
    }

    /// The `Set-Cookie` value that binds this sign-in to the browser.
    #[must_use]
    pub fn set_cookie(&self, instance: &InstanceId, keyring: &Keyring, random: &dyn Random) -> String {
        let replaces = self.replaces.as_ref().map(|session| {
            (session.user.tid.clone(), session.user.oid.clone(), session.id.expose().to_owned())
        });
        let (return_to, silent, to) = match &self.aim {
            Aim::Page(page) => (page.path(), false, None),
            Aim::PageSilently(page) => (page.path(), true, None),
            Aim::Handover(to) => (Page::Home.path(), false, Some(to.clone())),
        };
        let sealed = Sealed {
            state: self.state.expose().to_owned(),
            nonce: self.nonce.expose().to_owned(),
            verifier: self.verifier.expose().to_owned(),
            return_to,
            silent,
            to,
            replaces,
            started_at: self.started_at,
        };
        // Texts and a number always serialise; an empty seal would be a sign-in that nobody can finish.
        let json = zeroize::Zeroizing::new(serde_json::to_vec(&sealed).unwrap_or_default());
        let value = keyring.seal(Owner::Instance(instance), Purpose::SignIn, &json, random);
        cookie::set(&cookie_name(&self.state), &URL_SAFE_NO_PAD.encode(value), SameSite::Lax, SECONDS_MAX)
    }

    /// The sign-in of this browser that `state` belongs to, if it was started here and is not too old.
    #[must_use]
    pub fn find(
        headers: &HeaderMap,
        state: &State,
        instance: &InstanceId,
        keyring: &Keyring,
        now_s: i64,
    ) -> Option<Self> {
        let cookies = cookie::values(headers, &cookie_name(state));
        let [value] = cookies.as_slice() else { return None };
        let sealed = URL_SAFE_NO_PAD.decode(value).ok()?;
        let opened = keyring.open(Owner::Instance(instance), Purpose::SignIn, &sealed).ok()?;
        let sealed: Sealed = serde_json::from_slice(&opened.plaintext).ok()?;
        let found = Self::from_sealed(sealed, instance)?;
        let fresh = (0..SECONDS_MAX).contains(&(now_s - found.started_at));
        (fresh && found.state.matches(state)).then_some(found)
    }

    fn from_sealed(sealed: Sealed, instance: &InstanceId) -> Option<Self> {
        let replaces = sealed.replaces.map(|(tid, oid, id)| Session {
            surface: Surface::Web,
            user: UserKey { instance: instance.clone(), tid, oid },
            id: SessionId::new(id),
        });
        let page = Page::from_path(&sealed.return_to).filter(Page::is_return_target)?;
        Some(Self {
            state: State::new(sealed.state),
            nonce: Nonce::new(sealed.nonce),
            verifier: CodeVerifier::new(sealed.verifier),
            aim: match (sealed.to, sealed.silent) {
                (Some(to), _) => Aim::Handover(to),
                (None, true) => Aim::PageSilently(page),
                (None, false) => Aim::Page(page),
            },
            replaces,
            started_at: sealed.started_at,
        })
    }
}

/// The cookie of a sign-in is named after its state, so that several tabs can sign in at once.
#[must_use]
pub fn cookie_name(state: &State) -> String {
    let digest = state_hash(state);
    format!("{}{}", cookie::SIGN_IN_PREFIX, digest.get(..8).unwrap_or_default())
}

/// What is stored of a state once it was used.
#[must_use]
pub fn state_hash(state: &State) -> String {
    crate::hex(&Sha256::digest(state.expose().as_bytes()))
}

#[cfg(test)]
mod tests {
    use http::header::COOKIE;

    use super::*;
    use crate::config::tests::config;
    use crate::platform::fake::FakeRandom;

    const NOW: i64 = 1_800_000_000;

    fn browser_with(transaction: &Transaction) -> HeaderMap {
        let config = config();
        let set = transaction.set_cookie(&config.instance.id, &config.keyring, &FakeRandom::seeded(5));
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, set.split(';').next().unwrap().parse().unwrap());
        headers
    }

    fn found(headers: &HeaderMap, state: &State, now: i64) -> bool {
        let config = config();
        Transaction::find(headers, state, &config.instance.id, &config.keyring, now).is_some()
    }

    #[test]
    fn s1_03_a_sign_in_is_found_by_its_state_in_its_browser_for_ten_minutes() {
        let random = FakeRandom::seeded(4);
        let one = Transaction::start(Aim::Page(Page::Files), None, NOW, &random);
        let two = Transaction::start(Aim::Page(Page::Files), None, NOW, &random);
        let headers = browser_with(&one);
        assert!(found(&headers, &one.state, NOW + SECONDS_MAX - 1));
        assert!(!found(&headers, &one.state, NOW + SECONDS_MAX));
        assert!(!found(&headers, &one.state, NOW - 1));
        assert!(!found(&headers, &two.state, NOW), "a state of another sign-in");
        assert!(!found(&HeaderMap::new(), &one.state, NOW), "another browser");
    }

    #[test]
    fn s1_33_a_sign_in_of_another_instance_is_not_found() {
        let config = config();
        let one = Transaction::start(Aim::Page(Page::Files), None, NOW, &FakeRandom::seeded(4));
        let headers = browser_with(&one);
        let other: InstanceId = "fabrikam".parse().unwrap();
        assert!(Transaction::find(&headers, &one.state, &other, &config.keyring, NOW).is_none());
    }

    #[test]
    fn s1_02_no_two_sign_ins_share_anything() {
        let random = FakeRandom::seeded(4);
        let one = Transaction::start(Aim::Page(Page::Home), None, NOW, &random);
        let two = Transaction::start(Aim::Page(Page::Home), None, NOW, &random);
        assert!(
            !one.state.matches(&two.state)
                && !one.nonce.matches(&two.nonce)
                && !one.verifier.matches(&two.verifier)
        );
        assert!(one.state.expose() != one.nonce.expose());
    }
}
