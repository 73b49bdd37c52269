//! Tokens that are not what they should be, in every way that is known.

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::problem::ErrorCode;
use jwt_compact::alg::{ModulusBits, Rsa, RsaPrivateKey, StrongAlg, StrongKey};
use jwt_compact::jwk::JsonWebKey;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use serde_json::{Value, json};

use super::*;
use crate::config::tests::{CLIENT, TENANT, config};
use crate::entra::claims::SKEW_SECONDS;
use crate::platform::fake::{FakeClock, FakeUpstream};

/// Ids of the two keys that tests sign with.
pub(crate) const KEY_ONE: &str = "key-one";
pub(crate) const KEY_TWO: &str = "key-two";
const NOW: i64 = 1_800_000_000;
const OID: &str = "00000000-0000-4000-a000-000000000001";
const OTHER: &str = "fab41ca0-0000-4000-8000-00000000f001";

/// A key pair, made once: key generation is slow.
fn private_key(kid: &str) -> &'static StrongKey<RsaPrivateKey> {
    static KEYS: OnceLock<[StrongKey<RsaPrivateKey>; 2]> = OnceLock::new();
    let keys = KEYS.get_or_init(|| {
        let key =
            |seed| Rsa::generate(&mut ChaCha8Rng::seed_from_u64(seed), ModulusBits::TwoKibibytes).unwrap().0;
        [key(1), key(2)]
    });
    if kid == KEY_ONE { &keys[0] } else { &keys[1] }
}

/// A key set with these keys, as Entra publishes it; the second key is that of personal accounts.
pub(crate) fn key_set(kids: &[&str]) -> String {
    let keys: Vec<Value> = kids.iter().map(|kid| published(kid)).collect();
    json!({ "keys": keys }).to_string()
}

fn published(kid: &str) -> Value {
    let public = private_key(kid).to_public_key();
    let mut jwk = serde_json::to_value(JsonWebKey::from(&public.into_inner())).unwrap();
    let tenant = if kid == KEY_ONE { "{tenantid}" } else { "9188040d-6c67-4c5b-b112-36a304b66dad" };
    jwk["kid"] = json!(kid);
    jwk["use"] = json!("sig");
    jwk["issuer"] = json!(format!("https://login.microsoftonline.com/{tenant}/v2.0"));
    jwk
}

pub(crate) fn good_claims() -> Value {
    json!({
        "iss": format!("https://login.microsoftonline.com/{TENANT}/v2.0"), "aud": CLIENT, "tid": TENANT, "oid": OID, "sub": "pairwise",
        "ver": "2.0", "nonce": "the-nonce", "iat": NOW, "nbf": NOW, "exp": NOW + 3600, "name": "Ada Lindqvist",
        "preferred_username": "ada@contoso.example", "login_hint": "O.hint", "rh": "x", "uti": "x", "aio": "x",
    })
}

/// A token with these claims, signed by this key.
pub(crate) fn signed(kid: &str, claims: &Value) -> String {
    let header = json!({"typ": "JWT", "alg": "RS256", "kid": kid});
    signed_text(kid, &header.to_string(), &claims.to_string())
}

/// A token as Entra writes it.
pub(crate) fn sample_token() -> String {
    signed(KEY_ONE, &good_claims())
}

/// A token of exactly these texts.
pub(crate) fn signed_text(kid: &str, header: &str, claims: &str) -> String {
    use jwt_compact::{Algorithm as _, AlgorithmSignature as _};
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = StrongAlg(Rsa::rs256()).sign(private_key(kid), message.as_bytes());
    let strong: &[u8] = &signature.as_bytes();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(strong))
}

async fn verdict_at(text: &str, now: i64) -> Result<IdToken, Fault> {
    let (config, clock, upstream) = (config(), FakeClock::at(now), FakeUpstream::default());
    for _ in 0..2 {
        upstream.will_answer(200, &key_set(&[KEY_ONE, KEY_TWO]));
    }
    let expected = Expected {
        login: &config.instance.cloud.login,
        client_id: &config.instance.client_id,
        nonce: &Nonce::new("the-nonce"),
    };
    let outcome =
        validate(&UnverifiedIdToken::new(text), &expected, (&JwksCache::default(), &upstream, &clock)).await;
    for request in upstream.take_sent() {
        let uri = request.uri().to_string();
        assert!(
            uri.starts_with("https://login.microsoftonline.com/"),
            "S1-22: nothing else is ever fetched: {uri}"
        );
    }
    outcome
}

async fn verdict(text: &str) -> Result<IdToken, Fault> {
    verdict_at(text, NOW).await
}

/// The verdict on a token whose claims differ in one member; `null` leaves it out.
async fn with(name: &str, value: Value) -> Result<IdToken, Fault> {
    let mut claims = good_claims();
    if value.is_null() {
        claims.as_object_mut().unwrap().remove(name);
    } else {
        claims[name] = value;
    }
    verdict(&signed(KEY_ONE, &claims)).await
}

#[tokio::test]
async fn a_good_token_says_who_signed_in() {
    let person = verdict(&signed(KEY_ONE, &good_claims())).await.unwrap();
    assert_eq!((person.tid.as_str(), person.oid.as_str()), (TENANT, OID));
    assert_eq!((person.name.as_str(), person.username.as_str()), ("Ada Lindqvist", "ada@contoso.example"));
    assert_eq!(person.login_hint.as_deref(), Some("O.hint"));
}

#[tokio::test]
async fn s1_20_the_signature_is_checked_before_anything_is_believed() {
    let good = signed(KEY_ONE, &good_claims());
    let (message, signature) = good.rsplit_once('.').unwrap();
    let mut flipped = URL_SAFE_NO_PAD.decode(signature).unwrap();
    flipped[10] ^= 1;
    assert_eq!(
        verdict(&format!("{message}.{}", URL_SAFE_NO_PAD.encode(flipped))).await,
        Err(Fault::BadSignature)
    );
    assert_eq!(verdict(&format!("{message}.AAAA")).await, Err(Fault::BadSignature));

    let (header, _) = message.split_once('.').unwrap();
    let mut claims = good_claims();
    claims["oid"] = json!("00000000-0000-4000-a000-000000000007");
    let swapped = format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    assert_eq!(verdict(&swapped).await, Err(Fault::BadSignature));
}

#[tokio::test]
async fn s1_21_s1_22_a_token_chooses_neither_algorithm_nor_key() {
    let claims = good_claims().to_string();
    for header in [
        json!({"alg": "none", "kid": KEY_ONE}),
        json!({"alg": "HS256", "kid": KEY_ONE}),
        json!({"alg": "PS256", "kid": KEY_ONE}),
        json!({"alg": "RS256", "kid": KEY_ONE, "jku": "http://127.0.0.1:1/keys"}),
        json!({"alg": "RS256", "kid": KEY_ONE, "jwk": published(KEY_TWO)}),
        json!({"alg": "RS256", "kid": "../../dev/null"}),
    ] {
        assert_eq!(
            verdict(&signed_text(KEY_ONE, &header.to_string(), &claims)).await,
            Err(Fault::Malformed),
            "{header}"
        );
    }
    let unknown = json!({"alg": "RS256", "kid": "nobody-knows"}).to_string();
    assert_eq!(verdict(&signed_text(KEY_ONE, &unknown, &claims)).await, Err(Fault::UnknownKey));
    let mislabelled = json!({"alg": "RS256", "kid": KEY_TWO}).to_string();
    assert_eq!(verdict(&signed_text(KEY_ONE, &mislabelled, &claims)).await, Err(Fault::BadSignature));
}

#[tokio::test]
async fn s1_24_the_audience_is_our_application_and_nothing_else() {
    for aud in
        [json!(OTHER), json!("https://graph.microsoft.com"), json!(format!("api://{CLIENT}")), json!("")]
    {
        assert_eq!(with("aud", aud.clone()).await, Err(Fault::WrongAudience), "{aud}");
    }
    for aud in
        [json!([CLIENT, OTHER]), json!([OTHER, CLIENT]), json!([CLIENT, CLIENT]), json!([OTHER]), json!([])]
    {
        assert_eq!(with("aud", aud.clone()).await, Err(Fault::WrongAudience), "{aud}");
    }
    for aud in [Value::Null, json!(7), json!({}), json!([7]), json!([[CLIENT]])] {
        assert_eq!(with("aud", aud.clone()).await, Err(Fault::BadClaims), "{aud}");
    }
    assert!(with("aud", json!([CLIENT])).await.is_ok(), "a list of us alone says the same");
}

#[tokio::test]
async fn s1_25_times_are_required_and_within_two_minutes() {
    let good = signed(KEY_ONE, &good_claims());
    assert!(verdict_at(&good, NOW - SKEW_SECONDS).await.is_ok());
    assert_eq!(verdict_at(&good, NOW - SKEW_SECONDS - 1).await, Err(Fault::WrongTime));
    assert!(verdict_at(&good, NOW + AGE_SECONDS_MAX).await.is_ok());
    assert_eq!(verdict_at(&good, NOW + AGE_SECONDS_MAX + 1).await, Err(Fault::WrongTime));
    assert_eq!(with("exp", json!(NOW - SKEW_SECONDS)).await, Err(Fault::WrongTime));
    assert_eq!(with("nbf", json!(NOW + SKEW_SECONDS + 1)).await, Err(Fault::WrongTime));
    assert_eq!(with("iat", json!(NOW - 7 * 86400)).await, Err(Fault::WrongTime));
    for name in ["exp", "iat"] {
        for value in [Value::Null, json!("123"), json!({}), json!(true)] {
            assert_eq!(with(name, value.clone()).await, Err(Fault::BadClaims), "{name} {value}");
        }
    }
    for huge in [
        json!(1e308),
        json!(-1e308),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(-1),
        json!(0.5),
    ] {
        assert!(with("iat", huge.clone()).await.is_err(), "{huge}");
        let far = with("exp", huge.clone()).await;
        assert!(far.is_err(), "an end that no calendar knows is none: {huge}");
    }
    assert!(with("exp", json!(1_800_003_600.5)).await.is_ok());
}

#[tokio::test]
async fn s1_26_an_access_token_is_no_id_token() {
    assert_eq!(with("scp", json!("access_as_user")).await, Err(Fault::WrongKind));
    assert_eq!(with("ver", json!("1.0")).await, Err(Fault::WrongKind));
    assert_eq!(with("nonce", Value::Null).await, Err(Fault::BadClaims));
}

#[tokio::test]
async fn s1_27_the_nonce_is_that_of_this_sign_in_and_a_subject_is_there() {
    for nonce in ["", "another", "the-nonce ", "THE-NONCE"] {
        assert_eq!(with("nonce", json!(nonce)).await, Err(Fault::WrongNonce), "{nonce}");
    }
    assert_eq!(with("sub", Value::Null).await, Err(Fault::BadClaims));
    assert_eq!(with("sub", json!("")).await, Err(Fault::WrongKind));
}

#[tokio::test]
async fn s1_28_the_issuer_is_that_of_the_tenant_letter_by_letter() {
    let base = "https://login.microsoftonline.com";
    for iss in [
        format!("{base}/{OTHER}/v2.0"),
        format!("{base}/{TENANT}/v2.0/"),
        format!("{base}/{TENANT}/v1.0"),
        format!("{base}/{{tenantid}}/v2.0"),
        format!("https://sts.windows.net/{TENANT}/"),
        format!("https://login.microsoftonline.us/{TENANT}/v2.0"),
        format!("{base}/{}/v2.0", TENANT.to_uppercase()),
        format!("HTTPS://login.microsoftonline.com/{TENANT}/v2.0"),
        String::new(),
    ] {
        assert_eq!(with("iss", json!(iss)).await, Err(Fault::WrongIssuer), "{iss}");
    }
    assert_eq!(with("tid", json!(OTHER)).await, Err(Fault::WrongIssuer));
    for tid in [Value::Null, json!("{tenantid}"), json!("contoso.example"), json!("common")] {
        assert_eq!(with("tid", tid.clone()).await, Err(Fault::BadClaims), "{tid}");
    }
    for respelt in ["TID", "Tid", "ISS", "aUd", "OID", "NONCE", "SCP", "Exp"] {
        assert_eq!(with(respelt, json!(OTHER)).await, Err(Fault::BadClaims), "{respelt}");
    }
    let doubled = good_claims().to_string().replacen('{', &format!(r#"{{"tid":"{OTHER}","#), 1);
    let header = json!({"alg": "RS256", "kid": KEY_ONE}).to_string();
    assert_eq!(verdict(&signed_text(KEY_ONE, &header, &doubled)).await, Err(Fault::Malformed));
}

#[tokio::test]
async fn s1_30_a_person_is_named_by_guids() {
    for oid in [Value::Null, json!(""), json!("ada@contoso.example"), json!(7), json!([OID])] {
        assert_eq!(with("oid", oid.clone()).await, Err(Fault::BadClaims), "{oid}");
    }
}

#[tokio::test]
async fn s1_29_the_key_of_personal_accounts_signs_for_no_tenant() {
    assert_eq!(verdict(&signed(KEY_TWO, &good_claims())).await, Err(Fault::WrongIssuer));
}

#[tokio::test]
async fn s7_01_without_keys_nothing_is_believed() {
    let (config, clock, upstream) = (config(), FakeClock::at(NOW), FakeUpstream::default());
    upstream.will_answer(503, "");
    let expected = Expected {
        login: &config.instance.cloud.login,
        client_id: &config.instance.client_id,
        nonce: &Nonce::new("the-nonce"),
    };
    let token = UnverifiedIdToken::new(signed(KEY_ONE, &good_claims()));
    let outcome = validate(&token, &expected, (&JwksCache::default(), &upstream, &clock)).await;
    assert_eq!(outcome, Err(Fault::KeysUnavailable));
    assert_eq!(Fault::KeysUnavailable.code(), ErrorCode::UpstreamUnavailable);
}
