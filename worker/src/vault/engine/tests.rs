//! A vault keeps its secrets sealed, refreshes once for everybody, and forgets what it should.

use futures_util::future::join_all;

use super::*;
use crate::config::tests::config;
use crate::config::{Config, Variables as _};
use crate::platform::fake::{FakeClock, FakeRandom, FakeUpstream, Planned};
use crate::platform::upstream::UpstreamError;
use crate::secret::AccessToken;
use crate::vault::limits::{SESSION_IDLE_SECONDS_MAX, SESSIONS_MAX};
use crate::vault::message::Profile;
use crate::vault::store::MemoryStore;

const NOW: i64 = 1_800_000_000;
const ACCESS: &str = "eyJ-access-one";
const ACCESS_NEW: &str = "eyJ-access-two";
const GRANT: &str = "0.A-refresh-one";
const GRANT_NEW: &str = "0.A-refresh-two";

/// One vault with everything around it.
struct Room {
    config: Config,
    clock: FakeClock,
    random: FakeRandom,
    upstream: FakeUpstream,
    store: MemoryStore,
    engine: Engine,
}

impl Room {
    fn empty() -> Self {
        Self {
            config: config(),
            clock: FakeClock::at(NOW),
            random: FakeRandom::seeded(9),
            upstream: FakeUpstream::default(),
            store: MemoryStore::default(),
            engine: Engine::default(),
        }
    }

    /// A vault with one open session whose access token lives for an hour.
    async fn signed_in() -> Self {
        let room = Self::empty();
        assert!(matches!(room.ask("s1", opening(3600)).await, Answer::Opened { .. }));
        room
    }

    async fn ask(&self, session: &str, ask: Ask) -> Answer {
        self.ask_as(user("01"), session, ask).await
    }

    async fn ask_as(&self, user: UserKey, session: &str, ask: Ask) -> Answer {
        let means = Means {
            instance: &self.config.instance,
            keyring: &self.config.keyring,
            clock: &self.clock,
            random: &self.random,
            upstream: &self.upstream,
            store: &self.store,
        };
        self.engine.answer(means, Request { user, session: SessionId::new(session), ask }).await
    }

    fn will_renew(&self) {
        let body = format!(
            r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"{ACCESS_NEW}","refresh_token":"{GRANT_NEW}"}}"#
        );
        self.upstream.will_answer(200, &body);
    }

    fn will_refuse(&self, error: &str, number: u32) {
        self.upstream.will_answer(400, &format!(r#"{{"error":"{error}","error_codes":[{number}]}}"#));
    }

    /// The form that was sent to Entra last.
    fn sent_form(&self) -> String {
        let sent = self.upstream.take_sent();
        String::from_utf8(sent.last().unwrap().body().clone()).unwrap()
    }
}

fn user(oid_end: &str) -> UserKey {
    UserKey {
        instance: "contoso".parse().unwrap(),
        tid: crate::config::tests::TENANT.parse().unwrap(),
        oid: format!("00000000-0000-4000-a000-0000000000{oid_end}").parse().unwrap(),
    }
}

fn scopes() -> Vec<String> {
    vec![
        "https://graph.microsoft.com/Files.Read".to_owned(),
        "https://graph.microsoft.com/User.Read".to_owned(),
    ]
}

fn opening(expires_in: i64) -> Ask {
    Ask::Open(Opening {
        carrier: Carrier::Cookie,
        profile: Profile {
            name: "Ada Lindqvist".to_owned(),
            username: "ada@contoso.example".to_owned(),
            logout_hint: None,
        },
        grant: RefreshToken::new(GRANT),
        access: IssuedToken { token: AccessToken::new(ACCESS), expires_at: NOW + expires_in },
        scopes: scopes(),
    })
}

fn token() -> Ask {
    Ask::Token { scopes: scopes(), refused: None }
}

fn refused(token: &str, claims: Option<&str>) -> Ask {
    let refused = RefusedToken { token: AccessToken::new(token), claims: claims.map(str::to_owned) };
    Ask::Token { scopes: scopes(), refused: Some(refused) }
}

fn issued(answer: &Answer) -> &str {
    let Answer::Token(issued) = answer else { panic!("no token but {answer:?}") };
    issued.token.expose()
}

#[tokio::test]
async fn a_token_with_time_left_costs_nothing() {
    let room = Room::signed_in().await;
    assert_eq!(issued(&room.ask("s1", token()).await), ACCESS);
    assert!(room.upstream.take_sent().is_empty());
}

#[tokio::test]
async fn a_token_near_its_end_is_renewed_and_the_new_grant_is_kept() {
    let room = Room::signed_in().await;
    room.clock.advance(3600 - TOKEN_MARGIN_SECONDS);
    room.will_renew();
    assert_eq!(issued(&room.ask("s1", token()).await), ACCESS_NEW);
    assert!(room.sent_form().contains("refresh_token=0.A-refresh-one"));

    room.clock.advance(3600);
    room.will_renew();
    room.ask("s1", token()).await;
    assert!(room.sent_form().contains("refresh_token=0.A-refresh-two"), "S1-45: the old grant is gone");
}

#[tokio::test]
async fn s7_10_two_hundred_callers_share_one_renewal() {
    let room = Room::signed_in().await;
    room.clock.advance(3600);
    room.will_renew();
    room.upstream.yields.set(20);
    let answers = join_all((0..200).map(|_| room.ask("s1", token()))).await;
    assert!(answers.iter().all(|answer| issued(answer) == ACCESS_NEW));
    assert_eq!(room.upstream.take_sent().len(), 1);
}

#[tokio::test]
async fn s7_10_two_hundred_callers_share_one_failure_too() {
    let room = Room::signed_in().await;
    room.clock.advance(3600);
    room.upstream.plan(Planned::Fail(UpstreamError::Timeout));
    room.upstream.yields.set(20);
    let answers = join_all((0..200).map(|_| room.ask("s1", token()))).await;
    assert!(answers.iter().all(|answer| matches!(answer, Answer::Refused(_))));
    assert_eq!(room.upstream.take_sent().len(), 1);

    room.will_renew();
    assert_eq!(issued(&room.ask("s1", token()).await), ACCESS_NEW, "a later caller tries again");
}

#[tokio::test]
async fn s1_46_a_passing_fault_keeps_the_grant() {
    let room = Room::signed_in().await;
    room.clock.advance(3600);
    for fault in [UpstreamError::Timeout, UpstreamError::Unreachable] {
        room.upstream.plan(Planned::Fail(fault));
        assert!(matches!(room.ask("s1", token()).await, Answer::Refused(_)));
    }
    room.upstream.will_answer(503, "busy");
    assert!(matches!(room.ask("s1", token()).await, Answer::Refused(_)));
    room.will_renew();
    assert_eq!(issued(&room.ask("s1", token()).await), ACCESS_NEW);
}

#[tokio::test]
async fn s1_46_an_ended_grant_ends_the_session_and_is_forgotten() {
    for number in [70_008, 700_082, 50_173] {
        let room = Room::signed_in().await;
        room.clock.advance(3600);
        room.will_refuse("invalid_grant", number);
        assert!(matches!(room.ask("s1", token()).await, Answer::Refused(_)), "{number}");
        assert!(matches!(room.ask("s1", Ask::Profile).await, Answer::SessionEnded), "{number}");
    }
}

#[tokio::test]
async fn s1_46_a_demand_to_interact_keeps_the_grant() {
    let room = Room::signed_in().await;
    room.clock.advance(3600);
    room.will_refuse("interaction_required", 50_076);
    assert!(matches!(room.ask("s1", token()).await, Answer::Refused(_)));
    assert!(matches!(room.ask("s1", Ask::Profile).await, Answer::Profile { .. }));
}

#[tokio::test]
async fn s1_48_a_refused_token_is_renewed_once_with_the_claims() {
    let room = Room::signed_in().await;
    room.will_renew();
    let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
    assert_eq!(issued(&room.ask("s1", refused(ACCESS, Some(claims))).await), ACCESS_NEW);
    assert!(room.sent_form().contains("nbf"));
    // Another call that was refused the old token finds the new one there.
    assert_eq!(issued(&room.ask("s1", refused(ACCESS, Some(claims))).await), ACCESS_NEW);
    assert!(room.upstream.take_sent().is_empty());
}

#[tokio::test]
async fn s1_43_another_scope_set_gets_a_token_of_its_own() {
    let room = Room::signed_in().await;
    room.will_renew();
    let other =
        Ask::Token { scopes: vec!["https://graph.microsoft.com/User.Read".to_owned()], refused: None };
    assert_eq!(issued(&room.ask("s1", other).await), ACCESS_NEW);
    assert_eq!(issued(&room.ask("s1", token()).await), ACCESS);
}

#[tokio::test]
async fn s1_31_a_vault_serves_nobody_but_its_owner() {
    let room = Room::signed_in().await;
    for ask in [Ask::Profile, token(), Ask::Close, Ask::CloseAll] {
        assert!(matches!(room.ask_as(user("02"), "s1", ask).await, Answer::SessionEnded));
    }
    assert_eq!(issued(&room.ask("s1", token()).await), ACCESS);
}

#[tokio::test]
async fn s1_52_a_session_ends_by_age_and_by_idleness() {
    let room = Room::signed_in().await;
    room.clock.advance(SESSION_IDLE_SECONDS_MAX);
    assert!(matches!(room.ask("s1", Ask::Profile).await, Answer::SessionEnded));

    let room = Room::signed_in().await;
    let steps = SESSION_SECONDS_MAX / 3600;
    for _ in 1..steps {
        room.clock.advance(3600);
        assert!(matches!(room.ask("s1", Ask::Profile).await, Answer::Profile { .. }));
    }
    room.clock.advance(3600);
    assert!(matches!(room.ask("s1", Ask::Profile).await, Answer::SessionEnded));
}

#[tokio::test]
async fn a_session_that_was_closed_is_closed_for_good() {
    let room = Room::signed_in().await;
    assert!(matches!(room.ask("s2", opening(3600)).await, Answer::Opened { .. }));
    assert!(matches!(room.ask("s1", Ask::Close).await, Answer::Closed { profile: Some(_) }));
    assert!(matches!(room.ask("s1", token()).await, Answer::SessionEnded));
    assert_eq!(issued(&room.ask("s2", token()).await), ACCESS, "the other session goes on");

    assert!(matches!(room.ask("s2", Ask::CloseAll).await, Answer::Closed { .. }));
    assert!(matches!(room.ask("s2", token()).await, Answer::SessionEnded));
}

#[tokio::test]
async fn sessions_of_one_person_are_bounded() {
    let room = Room::empty();
    for number in 0..=SESSIONS_MAX {
        room.clock.advance(1);
        room.ask(&format!("s{number}"), opening(3600)).await;
    }
    assert!(matches!(room.ask("s0", Ask::Profile).await, Answer::SessionEnded), "the oldest gave way");
    assert!(matches!(room.ask("s1", Ask::Profile).await, Answer::Profile { .. }));
}

#[tokio::test]
async fn s6_01_nothing_secret_lies_in_storage_in_plain() {
    let room = Room::signed_in().await;
    room.clock.advance(3600);
    room.will_renew();
    room.ask("s1", token()).await;
    let dump = room.store.dump();
    for canary in [ACCESS, ACCESS_NEW, GRANT, GRANT_NEW, "Ada", "ada@contoso.example", "s1\""] {
        assert!(!dump.windows(canary.len()).any(|window| window == canary.as_bytes()), "{canary}");
    }
}

#[tokio::test]
async fn s6_02_a_rotated_master_key_keeps_everybody_signed_in_and_a_dropped_one_signs_out() {
    let mut room = Room::signed_in().await;
    let sample = crate::config::tests::sample();
    let old = sample.variable("MASTER_KEYS").unwrap();
    let new = old.replace("k1:AAAA", "k2:BBBB");
    room.config.keyring = Keyring::parse(&format!("{new},{old}")).unwrap();
    assert_eq!(issued(&room.ask("s1", token()).await), ACCESS);

    room.config.keyring = Keyring::parse(&new).unwrap();
    assert_eq!(issued(&room.ask("s1", token()).await), ACCESS, "it was wrapped anew under the new key");

    let third = old.replace("k1:AAAA", "k3:CCCC");
    room.config.keyring = Keyring::parse(&third).unwrap();
    assert!(matches!(room.ask("s1", token()).await, Answer::SessionEnded));
    assert!(matches!(room.ask("s1", opening(3600)).await, Answer::Opened { .. }), "signing in again works");
}

#[tokio::test]
async fn s7_12_a_grant_that_could_not_be_written_is_not_used() {
    let room = Room::signed_in().await;
    room.clock.advance(3600);
    room.will_renew();
    room.store.fail_next_write.set(true);
    assert!(matches!(room.ask("s1", token()).await, Answer::Unavailable));
    room.will_renew();
    assert_eq!(
        issued(&room.ask("s1", token()).await),
        ACCESS_NEW,
        "the old grant still works: Entra does not revoke it"
    );
}

#[tokio::test]
async fn s6_13_when_the_last_session_is_over_everything_is_forgotten() {
    let room = Room::signed_in().await;
    let next = Engine::expire(&room.store, &room.clock).unwrap();
    assert_eq!(next, Some(NOW + SESSION_IDLE_SECONDS_MAX));
    room.clock.advance(SESSION_IDLE_SECONDS_MAX);
    assert_eq!(Engine::expire(&room.store, &room.clock).unwrap(), None);
    assert!(room.store.dump().is_empty());
}
