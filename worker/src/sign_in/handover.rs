//! A sign-in in a window of its own, for the frame that opened it.
//!
//! Where a host gives out no token, the person signs in in a window, as on the web. What comes of it cannot go to the frame by a
//! cookie or by storage, which browsers keep apart by the site of the outermost page. So the window's page hands over a code:
//! sealed, good once and for two minutes, and worth something only together with the verifier that the frame kept (RFC 7636's
//! idea, and for the same reason). The session that comes of it has no host that could renew it; it gets a fresh name instead
//! before each one ends, for as long as a session on the web lasts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::function::Surface;
use contract::ids::{ObjectId, TenantId, UserKey};
use contract::page::Page;
use contract::problem::ErrorCode;
use contract::session::{ExchangeResponse, HandoverRequest, PersonView};
use http::{HeaderMap, Request, Response};
use serde::{Deserialize, Serialize};

use crate::edge::Visit;
use crate::entra::pkce;
use crate::error::ApiError;
use crate::json;
use crate::platform::body::Body;
use crate::routes::no_query;
use crate::seal::envelope::{Owner, Purpose};
use crate::secret::{CodeVerifier, HandoverCode, SessionId};
use crate::session::guard::{self, Presented, Session};
use crate::vault::limits::HANDOVER_SECONDS;
use crate::vault::message::{Answer, Ask};
use crate::who;

/// A code and a verifier have about 500 characters.
const BODY_MAX: usize = 2048;
/// Length of an S256 challenge.
const CHALLENGE_LENGTH: usize = 43;

/// Who a sign-in in a window is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// Where the session will be good.
    pub surface: Surface,
    /// The S256 challenge of the frame's verifier.
    pub challenge: String,
}

/// What the code seals. The instance is not in it: the seal is bound to it (S1-33).
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    tid: TenantId,
    oid: ObjectId,
    sid: String,
    to: Recipient,
    exp: i64,
}

impl Recipient {
    /// What the query names, if it is of the documented form.
    #[must_use]
    pub fn named(surface: &str, challenge: &str) -> Option<Self> {
        let surface = [Surface::Teams, Surface::Outlook].into_iter().find(|known| known.name() == surface)?;
        let plain = challenge.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let challenge = (plain && challenge.len() == CHALLENGE_LENGTH).then(|| challenge.to_owned())?;
        Some(Self { surface, challenge })
    }

    /// The window's page with what it hands over. It stands in the fragment, which is sent to nobody.
    #[must_use]
    pub fn address(&self, visit: &Visit<'_>, session: &Session) -> String {
        let code = self.code(visit, session);
        format!("{}#for={}&code={}", Page::SignInWindow.path(), self.challenge, code.expose())
    }

    /// The window's page with the reason why there is nothing to hand over.
    #[must_use]
    pub fn failed_address(&self, visit: &Visit<'_>, code: ErrorCode) -> String {
        let (page, request_id) = (Page::SignInWindow.path(), &visit.trace.request_id);
        format!("{page}#for={}&error={}&request_id={request_id}", self.challenge, code.name())
    }

    fn code(&self, visit: &Visit<'_>, session: &Session) -> HandoverCode {
        let UserKey { instance, tid, oid } = session.user.clone();
        let (sid, exp) = (session.id.expose().to_owned(), visit.now_s() + HANDOVER_SECONDS);
        // A few texts and a number always serialise; an empty seal would be a code that nobody accepts.
        let json = serde_json::to_vec(&Sealed { tid, oid, sid, to: self.clone(), exp }).unwrap_or_default();
        let (keyring, random) = (&visit.edge.config.keyring, visit.edge.random);
        let sealed = keyring.seal(Owner::Instance(&instance), Purpose::Handover, &json, random);
        HandoverCode::new(URL_SAFE_NO_PAD.encode(sealed))
    }
}

/// `POST /api/session/handover`: the frame takes the session up.
///
/// # Errors
/// When the request is not of the documented form, or the code is not good: not sealed here, too old, used, or another frame's.
pub async fn take(visit: &Visit<'_>, request: Request<Body>) -> Result<Response<Body>, ApiError> {
    no_query(request.uri().query().unwrap_or_default())?;
    let (parts, body) = request.into_parts();
    let asked: HandoverRequest = json::read(&parts.headers, body, BODY_MAX).await?;
    let (code, verifier) = (HandoverCode::new(asked.code), CodeVerifier::new(asked.verifier));
    let session = opened(visit, &code, &verifier).ok_or(ErrorCode::SignInExpired)?;
    visit.trace.note("event", "sign_in.handed_over");
    visit.trace.note("surface", session.surface.name());
    renamed(visit, &session, ErrorCode::SignInExpired).await
}

/// `POST /api/session/renewal`: a fresh name for a session that was handed over.
///
/// # Errors
/// When the request is not of the documented form, or what is presented is no such session (any more).
pub async fn renew(visit: &Visit<'_>, request: Request<Body>) -> Result<Response<Body>, ApiError> {
    no_query(request.uri().query().unwrap_or_default())?;
    let session = held(visit, request.headers())?;
    renamed(visit, &session, ErrorCode::SessionEnded).await
}

/// The session of a frame. A cookie's is not meant: it lives as long as it may already.
fn held(visit: &Visit<'_>, headers: &HeaderMap) -> Result<Session, ApiError> {
    match visit.presented(headers) {
        Presented::Session(session) if session.surface != Surface::Web => Ok(session),
        Presented::Nothing => Err(ErrorCode::SignInNeeded.into()),
        Presented::Session(_) | Presented::Rejected => Err(ErrorCode::SessionEnded.into()),
    }
}

fn opened(visit: &Visit<'_>, code: &HandoverCode, verifier: &CodeVerifier) -> Option<Session> {
    let (instance, keyring) = (visit.instance, &visit.edge.config.keyring);
    let sealed = URL_SAFE_NO_PAD.decode(code.expose()).ok()?;
    let opened = keyring.open(Owner::Instance(&instance.id), Purpose::Handover, &sealed).ok()?;
    let Sealed { tid, oid, sid, to, exp } = serde_json::from_slice(&opened.plaintext).ok()?;
    let allowed = instance.allows(&tid) && instance.enables(&[to.surface.sign_in()]);
    let proven = pkce::challenge(verifier) == to.challenge;
    (exp > visit.now_s() && allowed && proven).then(|| Session {
        surface: to.surface,
        user: UserKey { instance: instance.id.clone(), tid, oid },
        id: SessionId::new(sid),
    })
}

/// The session under a name that nobody has seen yet (S1-51).
async fn renamed(visit: &Visit<'_>, session: &Session, over: ErrorCode) -> Result<Response<Body>, ApiError> {
    let Session { surface, user, .. } = session.clone();
    visit.trace.note_user(&user);
    let (keyring, random) = (&visit.edge.config.keyring, visit.edge.random);
    let fresh = guard::new_session(user, surface, random);
    match visit.vault(session, Ask::Rename { to: fresh.id.clone() }).await {
        Ok(Answer::Profile { profile, expires_at }) => Ok(json::answer(&ExchangeResponse {
            instance: who::view(visit.instance),
            bearer: guard::bearer_token(&fresh, expires_at, keyring, random),
            person: PersonView { name: profile.name, username: profile.username },
            expires_in: expires_at - visit.now_s(),
        })),
        Ok(Answer::SessionEnded) => Err(over.into()),
        Ok(
            Answer::Opened { .. }
            | Answer::Token(_)
            | Answer::Closed { .. }
            | Answer::NoGrant
            | Answer::Refused(_)
            | Answer::Unavailable,
        )
        | Err(_) => Err(ErrorCode::Internal.into()),
    }
}

#[cfg(test)]
mod tests;
