//! Key sets by address, kept as Microsoft prescribes (S7-07, S7-08): a day at most, read again after an hour, once in five
//! minutes for a key nobody knows, and the last good set while Entra cannot be read.
//!
//! Two requests of one isolate may both fetch: one must not wait for the other's connection in Workers. That is harmless.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use http::{Method, Request, StatusCode};

use super::key_set::{KeySet, SigningKey};
use crate::platform::clock::Clock;
use crate::platform::upstream::Upstream;

/// Older keys are not used, whatever happens (S7-08).
const AGE_MAX: i64 = 24 * 60 * 60;
/// After this, keys are read again before they are used.
const AGE_FRESH: i64 = 60 * 60;
/// A key that nobody knows makes the set be read again at most this often.
const UNKNOWN_EVERY: i64 = 5 * 60;
/// While there are no keys to work with, Entra is asked for them at most this often: an outage is not made worse, and nobody
/// waits longer than this once it is over.
const FAILED_EVERY: i64 = 5;
/// Tenants whose keys are kept; beyond that the one that was read longest ago goes.
const SETS_MAX: usize = 200;
/// Entra's set has about 20 KB.
const BODY_MAX: usize = 256 * 1024;
/// Keys are one small file.
const DEADLINE: Duration = Duration::from_secs(10);

/// No keys to verify with: neither Entra nor memory had any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signing keys cannot be read")]
pub struct KeysUnavailable;

/// Key sets by the address they are published at.
#[derive(Debug, Default)]
pub struct JwksCache(RefCell<BTreeMap<String, Kept>>);

#[derive(Debug, Clone)]
struct Kept {
    keys: KeySet,
    /// When the keys were read; `None` when they never could be.
    read_at: Option<i64>,
    /// When the set was last asked for again, for whatever reason.
    tried_at: i64,
    /// When a key that nobody knew last made the set be read again.
    unknown_at: Option<i64>,
}

impl Kept {
    fn nothing() -> Self {
        Self { keys: KeySet::default(), read_at: None, tried_at: 0, unknown_at: None }
    }

    /// How old the keys are; `None` when there are none that may be used (S7-08).
    fn age(&self, now: i64) -> Option<i64> {
        self.read_at.map(|read_at| now - read_at).filter(|age| *age < AGE_MAX)
    }
}

impl JwksCache {
    /// The key with this id, published at this address; `None` when there is no such key.
    ///
    /// # Errors
    /// When no key set is to be had.
    pub async fn find(
        &self,
        url: &str,
        kid: &str,
        (upstream, clock): (&dyn Upstream, &dyn Clock),
    ) -> Result<Option<SigningKey>, KeysUnavailable> {
        let now = clock.now().seconds();
        if self.wants_reading(url, now) {
            self.read(url, upstream, now).await;
        }
        let keys = self.usable(url, now).ok_or(KeysUnavailable)?;
        if let Some(key) = keys.find(kid) {
            return Ok(Some(key.clone()));
        }
        if !self.may_read_for_unknown(url, now) {
            return Ok(None);
        }
        self.read(url, upstream, now).await;
        Ok(self.usable(url, now).and_then(|keys| keys.find(kid).cloned()))
    }

    /// Whether the set is missing, or an hour old and not just tried.
    fn wants_reading(&self, url: &str, now: i64) -> bool {
        let cache = self.0.borrow();
        cache.get(url).is_none_or(|kept| {
            let tried = now - kept.tried_at;
            match kept.age(now) {
                None => tried >= FAILED_EVERY,
                Some(age) => age >= AGE_FRESH && tried >= UNKNOWN_EVERY,
            }
        })
    }

    fn usable(&self, url: &str, now: i64) -> Option<KeySet> {
        let cache = self.0.borrow();
        cache.get(url).filter(|kept| kept.age(now).is_some()).map(|kept| kept.keys.clone())
    }

    /// Allows one reading for an unknown key in five minutes, and counts it.
    fn may_read_for_unknown(&self, url: &str, now: i64) -> bool {
        let mut cache = self.0.borrow_mut();
        let Some(kept) = cache.get_mut(url) else { return false };
        let allowed = kept.unknown_at.is_none_or(|last| now - last >= UNKNOWN_EVERY);
        if allowed {
            kept.unknown_at = Some(now);
        }
        allowed
    }

    /// Reads the set. When that fails, what was there before stays.
    async fn read(&self, url: &str, upstream: &dyn Upstream, now: i64) {
        let read = fetch(url, upstream).await;
        let mut cache = self.0.borrow_mut();
        let kept = cache.entry(url.to_owned()).or_insert_with(Kept::nothing);
        kept.tried_at = now;
        if let Some(keys) = read {
            kept.keys = keys;
            kept.read_at = Some(now);
        }
        if cache.len() > SETS_MAX {
            let oldest = cache.iter().min_by_key(|(_, kept)| kept.read_at).map(|(url, _)| url.clone());
            if let Some(oldest) = oldest {
                cache.remove(&oldest);
            }
        }
    }
}

async fn fetch(url: &str, upstream: &dyn Upstream) -> Option<KeySet> {
    let request = Request::builder().method(Method::GET).uri(url).header("accept", "application/json");
    let answer = upstream.send(request.body(Vec::new()).ok()?, DEADLINE).await.ok()?;
    if answer.status() != StatusCode::OK {
        return None;
    }
    KeySet::parse(&answer.into_body().read(BODY_MAX).await.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entra::id_token::tests::{KEY_ONE, KEY_TWO, key_set};
    use crate::platform::fake::{FakeClock, FakeUpstream};

    const URL: &str = "https://login.example/keys";

    struct Room {
        cache: JwksCache,
        clock: FakeClock,
        upstream: FakeUpstream,
    }

    impl Room {
        fn new() -> Self {
            let clock = FakeClock::at(1_800_000_000);
            Self { cache: JwksCache::default(), clock, upstream: FakeUpstream::default() }
        }

        async fn find(&self, kid: &str) -> Result<bool, KeysUnavailable> {
            self.cache.find(URL, kid, (&self.upstream, &self.clock)).await.map(|key| key.is_some())
        }

        fn fetches(&self) -> usize {
            self.upstream.take_sent().len()
        }
    }

    #[tokio::test]
    async fn s7_07_ten_thousand_unknown_keys_cost_one_fetch_in_five_minutes() {
        let room = Room::new();
        room.upstream.will_answer(200, &key_set(&[KEY_ONE]));
        room.upstream.will_answer(200, &key_set(&[KEY_ONE]));
        for number in 0..10_000 {
            assert_eq!(room.find(&format!("unknown-{number}")).await, Ok(false));
        }
        assert_eq!(room.fetches(), 2, "the first, and one for all that nobody knows");
        room.clock.advance(UNKNOWN_EVERY);
        room.upstream.will_answer(200, &key_set(&[KEY_ONE]));
        assert_eq!(room.find("unknown").await, Ok(false));
        assert_eq!(room.fetches(), 1);
    }

    #[tokio::test]
    async fn s7_07_the_first_token_with_a_new_key_finds_it() {
        let room = Room::new();
        room.upstream.will_answer(200, &key_set(&[KEY_ONE]));
        assert_eq!(room.find(KEY_ONE).await, Ok(true));
        room.upstream.will_answer(200, &key_set(&[KEY_ONE, KEY_TWO]));
        assert_eq!(room.find(KEY_TWO).await, Ok(true));
        assert_eq!(room.find(KEY_ONE).await, Ok(true));
        assert_eq!(room.fetches(), 2);
    }

    #[tokio::test]
    async fn s7_07_known_keys_go_on_working_while_entra_cannot_be_read() {
        let room = Room::new();
        room.upstream.will_answer(200, &key_set(&[KEY_ONE]));
        assert_eq!(room.find(KEY_ONE).await, Ok(true));
        for _ in 0..20 {
            room.clock.advance(AGE_FRESH);
            room.upstream.will_answer(503, "");
            assert_eq!(room.find(KEY_ONE).await, Ok(true));
        }
        room.clock.advance(AGE_MAX);
        room.upstream.will_answer(503, "");
        assert_eq!(room.find(KEY_ONE).await, Err(KeysUnavailable), "S7-08: but not for more than a day");
    }

    #[tokio::test]
    async fn s7_08_a_key_that_was_taken_back_stops_working_within_an_hour() {
        let room = Room::new();
        room.upstream.will_answer(200, &key_set(&[KEY_ONE, KEY_TWO]));
        assert_eq!(room.find(KEY_TWO).await, Ok(true));
        room.clock.advance(AGE_FRESH);
        room.upstream.will_answer(200, &key_set(&[KEY_ONE]));
        room.upstream.will_answer(200, &key_set(&[KEY_ONE]));
        assert_eq!(room.find(KEY_TWO).await, Ok(false));
    }

    #[tokio::test]
    async fn s7_07_a_set_that_is_too_large_or_none_changes_nothing() {
        let room = Room::new();
        room.upstream.will_answer(200, &" ".repeat(BODY_MAX + 1));
        assert_eq!(room.find(KEY_ONE).await, Err(KeysUnavailable));
        room.clock.advance(FAILED_EVERY);
        room.upstream.will_answer(200, &key_set(&[KEY_ONE]));
        assert_eq!(room.find(KEY_ONE).await, Ok(true));
    }

    #[tokio::test]
    async fn s7_07_while_entra_is_down_it_is_asked_once_in_five_seconds() {
        let room = Room::new();
        for second in 0..60 {
            if second % FAILED_EVERY == 0 {
                room.upstream.will_answer(503, "");
            }
            for _ in 0..100 {
                assert_eq!(room.find(KEY_ONE).await, Err(KeysUnavailable));
            }
            room.clock.advance(1);
        }
        assert_eq!(room.fetches(), 12);
    }
}
