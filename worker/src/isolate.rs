//! What an isolate remembers between requests: public keys of Entra, and access tokens for half a minute.
//!
//! Everything is bounded, and everything that belongs to a person is found by (instance, tid, oid, session, scopes) only,
//! so that no request sees another person's (S1-43, S7-16). An isolate may be gone at any time; nothing here is needed.

use std::cell::RefCell;
use std::collections::HashMap;

use contract::ids::{InstanceId, UserKey};
use sha2::{Digest as _, Sha256};

use crate::entra::access_token::AccessToken as Proven;
use crate::entra::jwks::JwksCache;
use crate::secret::{AccessToken, SessionId, SurfaceToken};
use crate::vault::limits::ISOLATE_SECONDS;
use crate::vault::message::IssuedToken;

/// The memory of one isolate.
#[derive(Default)]
pub struct Isolate {
    /// Access tokens.
    pub tokens: TokenCache,
    /// Who the surfaces' tokens are about.
    pub surface_tokens: ProofCache,
    /// Entra's signing keys.
    pub jwks: JwksCache,
}

/// What the surfaces' tokens proved, by instance and the token's hash: a frame that shows its token again costs no second
/// check of the signature.
#[derive(Default)]
pub struct ProofCache(RefCell<HashMap<[u8; 32], Proof>>);

struct Proof {
    person: Proven,
    until: i64,
}

/// 2,000 proofs of about half a kilobyte are 1 MB of an isolate's 128.
const PROOFS_MAX: usize = 2000;
/// A proof is believed this long, so that a signing key that was taken back ends it well within the hour of S7-08.
const PROOF_SECONDS: i64 = 10 * 60;

impl ProofCache {
    /// What this token proved at this instance, if it was a short while ago and the token has not expired.
    #[must_use]
    pub fn get(&self, instance: &InstanceId, token: &SurfaceToken, now_s: i64) -> Option<Proven> {
        let cache = self.0.borrow();
        let proof = cache.get(&digest([instance.as_str(), token.expose()].into_iter()))?;
        (proof.until > now_s).then(|| proof.person.clone())
    }

    /// Remembers what a token proved. When full, everything is forgotten: it can be checked again.
    pub fn put(&self, instance: &InstanceId, token: &SurfaceToken, person: &Proven, now_s: i64) {
        let mut cache = self.0.borrow_mut();
        if cache.len() >= PROOFS_MAX {
            cache.retain(|_, proof| proof.until > now_s);
        }
        if cache.len() >= PROOFS_MAX {
            cache.clear();
        }
        let until = (now_s + PROOF_SECONDS).min(person.expires_at);
        let key = digest([instance.as_str(), token.expose()].into_iter());
        cache.insert(key, Proof { person: person.clone(), until });
    }
}

/// Access tokens by person, session and scope set.
#[derive(Default)]
pub struct TokenCache(RefCell<HashMap<[u8; 32], Cached>>);

struct Cached {
    token: AccessToken,
    until: i64,
}

/// 1,000 tokens of about 3 KB are 3 MB of an isolate's 128.
const TOKENS_MAX: usize = 1000;

impl TokenCache {
    /// The token for exactly this person, session and scope set, if the vault was asked a short while ago.
    #[must_use]
    pub fn get(
        &self,
        user: &UserKey,
        session: &SessionId,
        scopes: &[String],
        now_s: i64,
    ) -> Option<AccessToken> {
        let cache = self.0.borrow();
        let cached = cache.get(&key(user, session, scopes))?;
        (cached.until > now_s).then(|| cached.token.clone())
    }

    /// Remembers a token, never longer than it lives. When full, everything is forgotten: the vault is one call away.
    pub fn put(
        &self,
        user: &UserKey,
        session: &SessionId,
        (scopes, issued): (&[String], &IssuedToken),
        now_s: i64,
    ) {
        let mut cache = self.0.borrow_mut();
        cache.retain(|_, cached| cached.until > now_s);
        if cache.len() >= TOKENS_MAX {
            cache.clear();
        }
        let until = (now_s + ISOLATE_SECONDS).min(issued.expires_at);
        cache.insert(key(user, session, scopes), Cached { token: issued.token.clone(), until });
    }

    /// Forgets a token that Graph refused or whose session ended.
    pub fn forget(&self, user: &UserKey, session: &SessionId, scopes: &[String]) {
        self.0.borrow_mut().remove(&key(user, session, scopes));
    }
}

fn key(user: &UserKey, session: &SessionId, scopes: &[String]) -> [u8; 32] {
    let parts = [user.instance.as_str(), user.tid.as_str(), user.oid.as_str(), session.expose()];
    digest(parts.into_iter().chain(scopes.iter().map(String::as_str)))
}

/// Each part is preceded by its length, so that no two lists read alike.
fn digest<'a>(parts: impl Iterator<Item = &'a str>) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part.as_bytes());
    }
    digest.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(oid_end: &str) -> UserKey {
        UserKey {
            instance: "contoso".parse().unwrap(),
            tid: "00000000-0000-4000-8000-000000000001".parse().unwrap(),
            oid: format!("00000000-0000-4000-a000-0000000000{oid_end}").parse().unwrap(),
        }
    }

    fn scopes(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn s1_43_a_token_is_found_by_everything_it_depends_on() {
        let cache = TokenCache::default();
        let (ada, session) = (user("01"), SessionId::new("s"));
        let issued = IssuedToken { token: AccessToken::new("t"), expires_at: 1_000 };
        cache.put(&ada, &session, (&scopes(&["a", "b"]), &issued), 0);
        assert!(cache.get(&ada, &session, &scopes(&["a", "b"]), 1).is_some());
        assert!(cache.get(&user("02"), &session, &scopes(&["a", "b"]), 1).is_none());
        assert!(cache.get(&ada, &SessionId::new("t"), &scopes(&["a", "b"]), 1).is_none());
        for other in [scopes(&["a"]), scopes(&["a", "b", "c"]), scopes(&["ab"]), scopes(&["a b"])] {
            assert!(cache.get(&ada, &session, &other, 1).is_none(), "{other:?}");
        }
    }

    #[test]
    fn s1_52_a_token_is_forgotten_after_half_a_minute_or_at_its_end() {
        let cache = TokenCache::default();
        let (ada, session, set) = (user("01"), SessionId::new("s"), scopes(&["a"]));
        for (expires_at, last) in [(1_000, ISOLATE_SECONDS - 1), (10, 9)] {
            let issued = IssuedToken { token: AccessToken::new("t"), expires_at };
            cache.put(&ada, &session, (&set, &issued), 0);
            assert!(cache.get(&ada, &session, &set, last).is_some());
            assert!(cache.get(&ada, &session, &set, last + 1).is_none());
        }
        cache.put(&ada, &session, (&set, &IssuedToken { token: AccessToken::new("t"), expires_at: 99 }), 0);
        cache.forget(&ada, &session, &set);
        assert!(cache.get(&ada, &session, &set, 1).is_none());
    }

    #[test]
    fn s7_16_a_proof_counts_for_its_token_at_its_instance_until_its_end() {
        let (cache, token) = (ProofCache::default(), SurfaceToken::new("t"));
        let person = |expires_at| Proven {
            tid: "00000000-0000-4000-8000-000000000001".parse().unwrap(),
            oid: "00000000-0000-4000-a000-000000000001".parse().unwrap(),
            name: String::new(),
            username: String::new(),
            login_hint: None,
            client: String::new(),
            expires_at,
        };
        let (contoso, fabrikam) = ("contoso".parse().unwrap(), "fabrikam".parse().unwrap());
        for (expires_at, last) in [(10_000, PROOF_SECONDS - 1), (10, 9)] {
            cache.put(&contoso, &token, &person(expires_at), 0);
            assert!(cache.get(&contoso, &token, last).is_some());
            assert!(cache.get(&contoso, &token, last + 1).is_none());
            assert!(cache.get(&fabrikam, &token, 1).is_none(), "S1-33");
            assert!(cache.get(&contoso, &SurfaceToken::new("u"), 1).is_none());
        }
        for number in 0..PROOFS_MAX * 2 {
            cache.put(&contoso, &SurfaceToken::new(number.to_string()), &person(10_000), 0);
        }
        assert!(cache.0.borrow().len() <= PROOFS_MAX);
    }

    #[test]
    fn the_cache_is_bounded() {
        let cache = TokenCache::default();
        let issued = IssuedToken { token: AccessToken::new("t"), expires_at: 1_000 };
        for number in 0..TOKENS_MAX * 2 {
            cache.put(&user("01"), &SessionId::new(number.to_string()), (&scopes(&["a"]), &issued), 0);
        }
        assert!(cache.0.borrow().len() <= TOKENS_MAX);
    }
}
