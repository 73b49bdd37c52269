//! What is sent to the token endpoint, and what is made of its answers.

use std::collections::BTreeMap;

use super::*;
use crate::config::Config;
use crate::config::tests::{CLIENT, TENANT, config};
use crate::platform::body::BrokenBody;
use crate::platform::fake::{FakeRandom, FakeUpstream, Planned};
use crate::platform::upstream::UpstreamError;

const GOOD: &str = r#"{"token_type":"Bearer","scope":"User.Read","expires_in":3600,"ext_expires_in":3600,"access_token":"a","refresh_token":"r","id_token":"i"}"#;

async fn refreshed(upstream: &FakeUpstream, claims: Option<&str>) -> Result<Tokens, Refusal> {
    let config: Config = config();
    let random = FakeRandom::seeded(1);
    let client = Client { instance: &config.instance, tenant: TENANT, random: &random, upstream };
    refresh(&client, &RefreshToken::new("grant&1"), &["s1".to_owned(), "s2".to_owned()], claims).await
}

async fn outcome(status: u16, body: &str) -> Result<Tokens, Kind> {
    let upstream = FakeUpstream::default();
    upstream.will_answer(status, body);
    refreshed(&upstream, None).await.map_err(|refusal| refusal.kind())
}

#[tokio::test]
async fn a_refresh_is_sent_as_the_protocol_says() {
    let upstream = FakeUpstream::default();
    upstream.will_answer(200, GOOD);
    refreshed(&upstream, None).await.unwrap();
    let sent = upstream.take_sent().remove(0);
    assert_eq!(sent.method(), Method::POST);
    assert_eq!(
        sent.uri().to_string(),
        format!("https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token")
    );
    assert!(!sent.headers().contains_key("origin"));
    let form: BTreeMap<String, String> = form_urlencoded::parse(sent.body()).into_owned().collect();
    assert_eq!(form["grant_type"], "refresh_token");
    assert_eq!(form["refresh_token"], "grant&1");
    assert_eq!(form["scope"], "s1 s2 offline_access");
    assert_eq!(form["client_id"], CLIENT);
    assert_eq!(form["client_secret"], "the-client-secret");
    assert!(form["claims"].contains("cp1"));
}

#[tokio::test]
async fn a_code_is_exchanged_with_its_verifier() {
    let (config, random, upstream) = (config(), FakeRandom::seeded(1), FakeUpstream::default());
    upstream.will_answer(200, GOOD);
    let client =
        Client { instance: &config.instance, tenant: "organizations", random: &random, upstream: &upstream };
    let exchange = CodeExchange {
        code: &AuthorizationCode::new("0.code"),
        verifier: &CodeVerifier::new("v"),
        redirect_uri: "https://app.contoso.example/sign-in/callback",
        scopes: &["openid".to_owned()],
    };
    let tokens = exchange_code(&client, &exchange).await.unwrap();
    assert_eq!(tokens.scopes, ["User.Read"], "what was granted, not what was asked for");
    assert!(tokens.id_token.is_some() && tokens.refresh_token.is_some());
    let sent = upstream.take_sent().remove(0);
    let form: BTreeMap<String, String> = form_urlencoded::parse(sent.body()).into_owned().collect();
    assert_eq!((form["code"].as_str(), form["code_verifier"].as_str()), ("0.code", "v"));
    assert_eq!(form["redirect_uri"], "https://app.contoso.example/sign-in/callback");
}

#[tokio::test]
async fn s1_10_odd_successes_are_tolerated_or_refused_but_never_a_panic() {
    let lifetimes = [
        (r#""expires_in":3599"#, 3599),
        (r#""expires_in":"3599""#, 3599),
        (r#""expires_in":1e308"#, LIFETIME_MAX),
        (r#""expires_in":-1"#, LIFETIME_UNSTATED),
        (r#""expires_in":"soon""#, LIFETIME_UNSTATED),
        (r#""x":1"#, LIFETIME_UNSTATED),
    ];
    for (member, seconds) in lifetimes {
        let body =
            format!(r#"{{"token_type":"TOKEN","access_token":"a",{member}}}"#).replace("TOKEN", "bEaReR");
        assert_eq!(outcome(200, &body).await.unwrap().expires_in_s, seconds, "{member}");
    }
    let plain =
        outcome(200, r#"{"token_type":"Bearer","access_token":"a","refresh_token":""}"#).await.unwrap();
    assert!(plain.refresh_token.is_none(), "an empty grant takes no other's place");
    assert_eq!(plain.scopes, ["s1", "s2", "offline_access"], "RFC 6749 section 5.1");
    let bad = [
        "",
        "<html>",
        "null",
        "[]",
        "{}",
        r#"{"access_token":"a"}"#,
        r#"{"token_type":"mac","access_token":"a"}"#,
        r#"{"token_type":"Bearer","access_token":""}"#,
        r#"{"token_type":"Bearer","access_token":1}"#,
        r#"{"token_type":"Bearer","access_token":"a\r\nx: y"}"#,
        r#"{"token_type":"Bearer","access_token":"ä"}"#,
        r#"{"token_type":"Bearer","access_token":"a""#,
    ];
    for body in bad {
        assert_eq!(outcome(200, body).await.unwrap_err(), Kind::Invalid, "{body}");
    }
    let long = format!(r#"{{"token_type":"Bearer","access_token":"{}"}}"#, "a".repeat(BODY_MAX));
    assert_eq!(outcome(200, &long).await.unwrap_err(), Kind::Invalid);
}

#[tokio::test]
async fn s7_01_s1_46_faults_of_the_network_are_no_refusals_of_the_grant() {
    for (error, kind) in
        [(UpstreamError::Timeout, Kind::Timeout), (UpstreamError::Unreachable, Kind::Unavailable)]
    {
        let upstream = FakeUpstream::default();
        upstream.plan(Planned::Fail(error));
        let refusal = refreshed(&upstream, None).await.unwrap_err();
        assert_eq!((refusal.kind(), refusal.ends_grant()), (kind, false));
        assert!(refusal.retry_after().is_some());
    }
    for status in [429, 500, 502, 503, 504] {
        assert_eq!(
            outcome(status, r#"{"error":"invalid_grant"}"#).await.unwrap_err(),
            Kind::Unavailable,
            "{status}"
        );
    }
    for status in [302, 400, 401, 404] {
        assert_eq!(outcome(status, "<html>").await.unwrap_err(), Kind::Invalid, "{status}");
    }
}

#[tokio::test]
async fn s6_08_a_printed_refusal_holds_nothing_of_entras_text() {
    let upstream = FakeUpstream::default();
    upstream.will_answer(401, r#"{"error":"invalid_client","error_description":"AADSTS7000215: canary","error_codes":[7000215],"trace_id":"canary"}"#);
    let refusal = refreshed(&upstream, None).await.unwrap_err();
    assert_eq!(refusal.kind(), Kind::RegistrationFault);
    assert!(!format!("{refusal:?} {refusal}").contains("canary"));
}

#[tokio::test]
async fn s7_03_entra_says_how_long_to_wait_within_bounds() {
    let waits = [
        ("7", 7),
        ("2.128", 3),
        ("0", 1),
        ("1e9", 600),
        ("99999999999", 600),
        ("-5", 10),
        ("nan", 10),
        ("inf", 10),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 10),
        ("", 10),
    ];
    for (stated, seconds) in waits {
        let upstream = FakeUpstream::default();
        let answer = Response::builder().status(429).header(RETRY_AFTER, stated).body(Body::Empty).unwrap();
        upstream.plan(Planned::Answer(answer));
        let refusal = refreshed(&upstream, None).await.unwrap_err();
        assert_eq!((refusal.kind(), refusal.retry_after()), (Kind::Unavailable, Some(seconds)), "{stated}");
    }
}

#[tokio::test]
async fn s1_46_an_endpoint_out_of_order_ends_no_grant_whatever_it_says() {
    let upstream = FakeUpstream::default();
    upstream.will_answer(503, r#"{"error":"invalid_grant","error_codes":[700082],"claims":"{}"}"#);
    let refusal = refreshed(&upstream, None).await.unwrap_err();
    assert_eq!((refusal.kind(), refusal.ends_grant(), refusal.claims()), (Kind::Unavailable, false, None));
}

#[tokio::test]
async fn s7_02_a_cut_answer_is_a_clean_failure_at_every_length() {
    for cut in (0..GOOD.len()).map(|length| GOOD.get(..length).unwrap()) {
        assert_eq!(outcome(200, cut).await.unwrap_err(), Kind::Invalid, "{cut}");
    }
    let upstream = FakeUpstream::default();
    let broken = futures_util::stream::iter([Ok(GOOD.as_bytes().to_vec()), Err(BrokenBody)]);
    upstream.plan(Planned::Answer(Response::new(Body::Stream(Box::pin(broken)))));
    assert_eq!(refreshed(&upstream, None).await.unwrap_err().kind(), Kind::Invalid);
}
