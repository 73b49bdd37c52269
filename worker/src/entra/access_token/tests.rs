//! Access tokens of surfaces that are not what they should be; what they share with ID tokens is tested there.

use serde_json::{Value, json};

use super::*;
use crate::config::tests::{CLIENT, TENANT, config};
use crate::entra::id_token::tests::{KEY_ONE, KEY_TWO, key_set, signed};
use crate::platform::fake::{FakeClock, FakeUpstream};

const NOW: i64 = 1_800_000_000;
const OID: &str = "00000000-0000-4000-a000-000000000001";
const FABRIKAM: &str = "fab41ca0-0000-4000-8000-00000000f001";
const TEAMS_WEB: &str = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";

/// The claims of a token that Teams gave out at `now`.
pub(crate) fn claims_at(now: i64) -> Value {
    json!({
        "iss": format!("https://login.microsoftonline.com/{TENANT}/v2.0"), "aud": CLIENT, "tid": TENANT, "oid": OID,
        "sub": "pairwise", "ver": "2.0", "iat": now, "nbf": now, "exp": now + 3600, "scp": "access_as_user",
        "azp": TEAMS_WEB, "azpacr": "0", "name": "Ada Lindqvist", "preferred_username": "ada@contoso.example",
    })
}

async fn verdict(text: &str) -> (Result<AccessToken, Fault>, usize) {
    let (config, clock, upstream) = (config(), FakeClock::at(NOW), FakeUpstream::default());
    for _ in 0..2 {
        upstream.will_answer(200, &key_set(&[KEY_ONE, KEY_TWO]));
    }
    let keys = JwksCache::default();
    let outcome = validate(&SurfaceToken::new(text), &config.instance, (&keys, &upstream, &clock)).await;
    (outcome, upstream.take_sent().len())
}

async fn with(name: &str, value: Value) -> (Result<AccessToken, Fault>, usize) {
    let mut claims = claims_at(NOW);
    if value.is_null() {
        claims.as_object_mut().unwrap().remove(name);
    } else {
        claims[name] = value;
    }
    verdict(&signed(KEY_ONE, &claims)).await
}

#[tokio::test]
async fn a_good_token_says_who_calls_through_what() {
    let person = verdict(&signed(KEY_ONE, &claims_at(NOW))).await.0.unwrap();
    assert_eq!((person.tid.as_str(), person.oid.as_str()), (TENANT, OID));
    assert_eq!((person.name.as_str(), person.username.as_str()), ("Ada Lindqvist", "ada@contoso.example"));
    assert_eq!((person.client.as_str(), person.expires_at), (TEAMS_WEB, NOW + 3600));
}

#[tokio::test]
async fn s1_26_only_a_persons_access_token_is_one() {
    let cases = [
        ("scp", Value::Null, Fault::WrongKind),
        ("scp", json!(""), Fault::WrongKind),
        ("idtyp", json!("app"), Fault::WrongKind),
        ("idtyp", json!("device"), Fault::WrongKind),
        ("nonce", json!("n"), Fault::WrongKind),
        ("ver", json!("1.0"), Fault::WrongKind),
        ("scp", json!("User.Read"), Fault::WrongScope),
        ("scp", json!("access_as_user_too"), Fault::WrongScope),
        ("scp", json!(["access_as_user"]), Fault::BadClaims),
        ("azp", Value::Null, Fault::WrongClient),
        ("aud", json!("00000003-0000-0000-c000-000000000000"), Fault::WrongAudience),
        ("aud", json!(format!("api://app.contoso.example/{CLIENT}")), Fault::WrongAudience),
        ("exp", json!(NOW - 121), Fault::WrongTime),
        ("AZP", json!(TEAMS_WEB), Fault::BadClaims),
    ];
    for (name, value, fault) in cases {
        assert_eq!(with(name, value.clone()).await.0, Err(fault), "{name} {value}");
    }
    assert!(with("scp", json!("other access_as_user")).await.0.is_ok());
    assert!(with("idtyp", json!("user")).await.0.is_ok());
}

#[tokio::test]
async fn s1_32_a_token_of_another_tenant_makes_nothing_be_fetched() {
    for value in [json!(FABRIKAM), json!("9188040d-6c67-4c5b-b112-36a304b66dad")] {
        assert_eq!(with("tid", value).await, (Err(Fault::WrongTenant), 0));
    }
    assert_eq!(with("tid", json!("contoso.example")).await, (Err(Fault::BadClaims), 0));
    assert_eq!(verdict("a.b.c").await, (Err(Fault::Malformed), 0));
}

#[tokio::test]
async fn s1_29_the_key_has_to_be_the_issuers() {
    assert_eq!(verdict(&signed(KEY_TWO, &claims_at(NOW))).await.0, Err(Fault::WrongIssuer));
}
