//! The cells of a vault: what is stored under which name, and in which sealed form. `docs/storage.md` describes them.
//!
//! A random key of the vault's own seals the person's data; master keys only wrap that key. Rotating a master key
//! re-wraps one cell, and forgetting the wrapped key forgets everything (S6-02, S6-13).

use contract::ids::UserKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Denial, Means};
use crate::platform::random::Random;
use crate::seal::envelope::{self, Owner, Purpose, SealKey};
use crate::secret::{AccessToken, RefreshToken, SessionId};
use crate::vault::limits::{SEEN_WRITE_SECONDS, SESSION_IDLE_SECONDS_MAX, SESSIONS_MAX};
use crate::vault::message::{IssuedToken, Profile};
use crate::vault::store::{Store, StoreFault};

const OWNER: &str = "owner";
const KEY: &str = "key";
const GRANT: &str = "grant";
const PROFILE: &str = "profile";
const ACCESS: &str = "access:";
const SESSION: &str = "session:";
/// The id in the header of values that the vault's own key sealed.
const VAULT_KID: &str = "vault";

/// One session of the person.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct SessionRow {
    /// When it ends, whatever happens; seconds since 1970.
    pub(super) expires_at: i64,
    /// When it was last used, give or take [`SEEN_WRITE_SECONDS`].
    pub(super) seen_at: i64,
    /// Until when it may be renamed, each time for a while; only sessions that were handed over may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) renamed_until: Option<i64>,
}

impl SessionRow {
    /// Whether its time is up, by age or by idleness.
    pub(super) fn is_over(self, now: i64) -> bool {
        now >= self.ends_at()
    }

    fn ends_at(self) -> i64 {
        self.expires_at.min(self.seen_at.saturating_add(SESSION_IDLE_SECONDS_MAX))
    }
}

/// The cells of one person's vault, opened for one request.
pub(super) struct Cells<'a> {
    user: &'a UserKey,
    store: &'a dyn Store,
    random: &'a dyn Random,
    key: SealKey,
}

/// An access token as it lies in its sealed cell.
#[derive(Serialize, Deserialize)]
struct StoredToken {
    token: String,
    expires_at: i64,
}

impl<'a> Cells<'a> {
    /// Opens the cells of `user`; makes the vault's key when there is none yet.
    ///
    /// A vault that belongs to somebody else, or whose master key is not listed any more, holds no session: its person
    /// signs in again.
    pub(super) fn of(user: &'a UserKey, means: Means<'a>) -> Result<Self, Denial> {
        let (store, random) = (means.store, means.random);
        let owner = serde_json::to_vec(user).map_err(|_| Denial::Unavailable)?;
        match store.get(OWNER)? {
            Some(written) if written != owner => return Err(Denial::SessionEnded),
            Some(_) => {}
            None => store.put(OWNER, &owner)?,
        }
        let wrap =
            |key: &SealKey| means.keyring.seal(Owner::User(user), Purpose::VaultKey, key.expose(), random);
        let wrapped = store.get(KEY)?;
        let opened = wrapped.and_then(|wrapped| {
            let opened = means.keyring.open(Owner::User(user), Purpose::VaultKey, &wrapped).ok()?;
            Some((SealKey::new(opened.plaintext.as_slice().try_into().ok()?), opened.stale))
        });
        let key = match opened {
            Some((key, false)) => key,
            Some((key, true)) => {
                store.put(KEY, &wrap(&key))?;
                key
            }
            None => {
                // Never had a key, or had one that no master key opens: whatever else lies here is lost for good.
                store.clear()?;
                let key = SealKey::generate(random);
                store.put(OWNER, &owner)?;
                store.put(KEY, &wrap(&key))?;
                key
            }
        };
        Ok(Self { user, store, random, key })
    }

    pub(super) fn grant(&self) -> Result<Option<RefreshToken>, StoreFault> {
        Ok(self.text(GRANT, Purpose::Grant)?.map(RefreshToken::new))
    }

    pub(super) fn put_grant(&self, grant: &RefreshToken) -> Result<(), StoreFault> {
        self.put(GRANT, Purpose::Grant, grant.expose().as_bytes())
    }

    pub(super) fn profile(&self) -> Result<Option<Profile>, StoreFault> {
        Ok(self.text(PROFILE, Purpose::Profile)?.and_then(|json| serde_json::from_str(&json).ok()))
    }

    pub(super) fn put_profile(&self, profile: &Profile) -> Result<(), StoreFault> {
        let json = serde_json::to_vec(profile).map_err(|_| StoreFault)?;
        self.put(PROFILE, Purpose::Profile, &json)
    }

    pub(super) fn token(&self, scopes: &[String]) -> Result<Option<IssuedToken>, StoreFault> {
        let stored: Option<StoredToken> = self
            .text(&access_cell(scopes), Purpose::AccessToken)?
            .and_then(|json| serde_json::from_str(&json).ok());
        Ok(stored.map(|stored| IssuedToken {
            token: AccessToken::new(stored.token),
            expires_at: stored.expires_at,
        }))
    }

    pub(super) fn put_token(&self, scopes: &[String], issued: &IssuedToken) -> Result<(), StoreFault> {
        let stored = StoredToken { token: issued.token.expose().to_owned(), expires_at: issued.expires_at };
        let json = zeroize::Zeroizing::new(serde_json::to_vec(&stored).map_err(|_| StoreFault)?);
        self.put(&access_cell(scopes), Purpose::AccessToken, &json)
    }

    pub(super) fn session(&self, id: &SessionId) -> Result<Option<SessionRow>, StoreFault> {
        let row = self.store.get(&session_cell(id))?;
        Ok(row.and_then(|json| serde_json::from_slice(&json).ok()))
    }

    /// Adds a session; past the bound, the one that was idle for longest gives way.
    pub(super) fn add_session(&self, id: &SessionId, row: SessionRow) -> Result<(), StoreFault> {
        let mut others = sessions(self.store)?;
        others.sort_by_key(|(_, other)| other.seen_at);
        for (name, _) in others.iter().take((others.len() + 1).saturating_sub(SESSIONS_MAX)) {
            self.store.remove(name)?;
        }
        self.put_session(id, row)
    }

    pub(super) fn note_seen(&self, id: &SessionId, row: SessionRow, now: i64) -> Result<(), StoreFault> {
        if now - row.seen_at < SEEN_WRITE_SECONDS {
            return Ok(());
        }
        self.put_session(id, SessionRow { seen_at: now, ..row })
    }

    pub(super) fn remove_session(&self, id: &SessionId) -> Result<(), StoreFault> {
        self.store.remove(&session_cell(id))?;
        if sessions(self.store)?.is_empty() { self.store.clear() } else { Ok(()) }
    }

    /// Entra ended the grant: without it no session can go on.
    pub(super) fn forget_grants(&self) -> Result<(), StoreFault> {
        self.store.clear()
    }

    fn put_session(&self, id: &SessionId, row: SessionRow) -> Result<(), StoreFault> {
        let json = serde_json::to_vec(&row).map_err(|_| StoreFault)?;
        self.store.put(&session_cell(id), &json)
    }

    fn put(&self, cell: &str, purpose: Purpose, plaintext: &[u8]) -> Result<(), StoreFault> {
        let bound = (Owner::User(self.user), purpose);
        self.store.put(cell, &envelope::seal(&self.key, VAULT_KID, bound, plaintext, self.random))
    }

    /// The text in a sealed cell; a cell that does not open is as good as absent.
    fn text(&self, cell: &str, purpose: Purpose) -> Result<Option<String>, StoreFault> {
        let sealed = self.store.get(cell)?;
        let opened = sealed
            .and_then(|sealed| envelope::open(&self.key, (Owner::User(self.user), purpose), &sealed).ok());
        Ok(opened.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok()))
    }
}

/// Removes what is over; forgets everything when no session is left. Answers when the next one ends.
pub(super) fn expire(store: &dyn Store, now: i64) -> Result<Option<i64>, StoreFault> {
    let (over, left): (Vec<_>, Vec<_>) = sessions(store)?.into_iter().partition(|(_, row)| row.is_over(now));
    for (name, _) in over {
        store.remove(&name)?;
    }
    let next = left.iter().map(|(_, row)| row.ends_at()).min();
    if next.is_none() {
        store.clear()?;
    }
    Ok(next)
}

fn sessions(store: &dyn Store) -> Result<Vec<(String, SessionRow)>, StoreFault> {
    let rows = store.list(SESSION)?;
    Ok(rows
        .into_iter()
        .filter_map(|(name, json)| Some((name, serde_json::from_slice(&json).ok()?)))
        .collect())
}

/// Sessions are found by the hash of their id, so that storage does not hold what a cookie holds (S1-50).
fn session_cell(id: &SessionId) -> String {
    format!("{SESSION}{}", crate::hex(&Sha256::digest(id.expose().as_bytes())))
}

fn access_cell(scopes: &[String]) -> String {
    format!("{ACCESS}{}", scopes.join(" "))
}
