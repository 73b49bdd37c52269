//! How long things live. Each bound is one constant, and `docs/storage.md` repeats them.

/// A session ends this long after sign-in, whatever happens: well below the 90 days that Entra's refresh tokens of a web
/// application live (S1-47, S1-52).
pub const SESSION_SECONDS_MAX: i64 = 24 * 60 * 60;
/// A session of a frame, where cookies fail, ends this long after it was opened: what names it lies in the page's memory,
/// and a new one is had silently (S1-54).
pub const BEARER_SECONDS_MAX: i64 = 10 * 60;
/// What a sign-in in a window hands over is taken up within this time: it only has to go from one window to another.
pub const HANDOVER_SECONDS: i64 = 2 * 60;
/// A session ends after this long without a call (S1-52).
pub const SESSION_IDLE_SECONDS_MAX: i64 = 8 * 60 * 60;
/// The moment of the last call is written down at most this often: one write in five minutes, not one for each call.
pub const SEEN_WRITE_SECONDS: i64 = 5 * 60;
/// Sessions of one person at one instance; the oldest gives way.
pub const SESSIONS_MAX: usize = 50;
/// An access token is renewed when it has less than this left, so that a call that starts now can finish with it.
pub const TOKEN_MARGIN_SECONDS: i64 = 5 * 60;
/// An isolate may use an access token this long without asking the vault; so a session that was ended elsewhere ends
/// everywhere within half a minute (S1-52 allows 60 s).
pub const ISOLATE_SECONDS: i64 = 30;
