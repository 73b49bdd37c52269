//! A frame's way to a session and onwards.

use serde_json::{Value, json};

use crate::config::tests::{CLIENT, TENANT};
use crate::entra::access_token::tests::claims_at;
use crate::entra::id_token::tests::{KEY_ONE, signed, signed_text};
use crate::platform::clock::Clock as _;
use crate::sign_in::room::{NOW, Room, teams_token};
use crate::vault::limits::BEARER_SECONDS_MAX;

const OUTLOOK_WEB: &str = "bc59ab01-8403-45c6-8796-ac3ef710b3e3";

fn token_with(name: &str, value: Value) -> String {
    let mut claims = claims_at(NOW);
    claims[name] = value;
    signed(KEY_ONE, &claims)
}

#[tokio::test]
async fn s1_40_a_surfaces_token_becomes_a_session_of_ten_minutes() {
    let room = Room::new();
    room.will_show_keys();
    room.will_grant();
    let token = teams_token();
    let reply = room.exchange(&token, "teams").await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.body["person"]["name"], "Ada Lindqvist");
    assert_eq!(reply.body["expires_in"], BEARER_SECONDS_MAX);
    assert!(reply.headers.get("set-cookie").is_none(), "a frame gets no cookie");

    let asked = room.asked();
    let kinds: Vec<&str> = asked.iter().map(|(last, _)| last.as_str()).collect();
    assert_eq!(kinds, ["keys", "token"]);
    let form = &asked[1].1;
    for part in [
        "requested_token_use=on_behalf_of",
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer",
    ] {
        assert!(form.contains(part), "{form}");
    }
    assert!(form.contains(&format!("assertion={token}")), "S1-40: the token that came, and no other");
    let text = reply.body.to_string();
    assert!(!text.contains("eyJ") && !text.contains("0.A-grant"), "S1-42: nothing of Microsoft's: {text}");
}

#[tokio::test]
async fn the_second_exchange_costs_no_call_to_entra() {
    let (room, first) = Room::signed_in().await;
    let reply = room.exchange(&teams_token(), "teams").await;
    assert_eq!(reply.status, 200);
    assert_ne!(reply.body["bearer"], json!(first), "S1-51: another session");
    assert_eq!(room.asked(), []);
}

#[tokio::test]
async fn a_person_who_just_acted_gets_a_new_grant() {
    let (room, _) = Room::signed_in().await;
    room.will_grant();
    let body = r#"{"surface":"teams","renew_grant":true}"#;
    assert_eq!(room.send("POST", "/api/session", Some(&teams_token()), body).await.status, 200);
    assert_eq!(room.asked().len(), 1);
}

#[tokio::test]
async fn s1_54_the_bearer_names_the_session_until_it_ends() {
    let (room, bearer) = Room::signed_in().await;
    let reply = room.send("GET", "/api/session", Some(&bearer), "").await;
    assert_eq!(
        (reply.status, reply.body["signed_in"]["person"]["name"].as_str()),
        (200, Some("Ada Lindqvist"))
    );
    room.clock.advance(BEARER_SECONDS_MAX);
    let reply = room.send("GET", "/api/session", Some(&bearer), "").await;
    assert_eq!((reply.status, reply.body["code"].as_str()), (401, Some("session_ended")));
}

#[tokio::test]
async fn s1_52_signing_out_everywhere_ends_the_frames_sessions_too() {
    let (room, bearer) = Room::signed_in().await;
    let other = room.exchange(&teams_token(), "teams").await.body["bearer"].as_str().unwrap().to_owned();
    let reply = room.send("POST", "/api/sign-out", Some(&other), r#"{"scope":"everywhere"}"#).await;
    assert_eq!(reply.status, 200);
    let reply = room.send("GET", "/api/session", Some(&bearer), "").await;
    assert_eq!(reply.body["code"], "session_ended");
}

#[tokio::test]
async fn s1_50_neither_a_surfaces_token_nor_a_cookies_value_is_a_bearer() {
    let (room, bearer) = Room::signed_in().await;
    let flipped = bearer.chars().rev().collect::<String>();
    for bad in [teams_token(), flipped, "x".to_owned(), "A".repeat(5000)] {
        let reply = room.send("GET", "/api/session", Some(&bad), "").await;
        assert_eq!((reply.status, reply.body["code"].as_str()), (401, Some("session_ended")), "{bad}");
    }
    let cookie = ("cookie", format!("__Host-mooring={bearer}"));
    let reply = room.send_with("GET", "/api/session", Some(cookie), "").await;
    assert_eq!(reply.status, 401, "a bearer token is no cookie either");
}

#[tokio::test]
async fn s1_33_s1_32_a_session_ends_with_its_function_and_its_instance() {
    let (mut room, bearer) = Room::signed_in().await;
    room.config.instance.functions.retain(|function| function.name() != "sso-teams");
    assert_eq!(room.send("GET", "/api/session", Some(&bearer), "").await.status, 401);

    let (mut room, bearer) = Room::signed_in().await;
    room.config.instance.id = "fabrikam".parse().unwrap();
    assert_eq!(room.send("GET", "/api/session", Some(&bearer), "").await.status, 401);
}

#[tokio::test]
async fn s1_2b_s1_41_tokens_that_may_not_reach_entra_do_not() {
    let cases = [
        (token_with("azp", json!(OUTLOOK_WEB)), "teams", 403, "client_not_allowed"),
        (
            token_with("azp", json!("00000003-0000-0000-c000-000000000000")),
            "outlook",
            403,
            "client_not_allowed",
        ),
        (teams_token(), "outlook", 403, "client_not_allowed"),
        (token_with("idtyp", json!("app")), "teams", 401, "token_rejected"),
        (token_with("scp", json!("")), "teams", 401, "token_rejected"),
        (token_with("aud", json!("https://graph.microsoft.com")), "teams", 401, "token_rejected"),
        (token_with("exp", json!(NOW - 200)), "teams", 401, "token_rejected"),
        (format!("{}A", teams_token()), "teams", 401, "token_rejected"),
        ("x".to_owned(), "teams", 401, "token_rejected"),
    ];
    for (token, surface, status, code) in cases {
        let room = Room::new();
        room.will_show_keys();
        let reply = room.exchange(&token, surface).await;
        assert_eq!((reply.status, reply.body["code"].as_str()), (status, Some(code)), "{reply:?}");
        let asked = room.asked();
        assert!(asked.iter().all(|(last, _)| last == "keys"), "S1-41: {asked:?}");
        assert!(room.vaults.borrow().is_empty(), "nothing is stored");
        assert!(!reply.body.to_string().contains(&token), "no echo");
    }
}

#[tokio::test]
async fn s1_32_another_tenants_token_leaves_no_trace() {
    let room = Room::new();
    let reply =
        room.exchange(&token_with("tid", json!("fab41ca0-0000-4000-8000-00000000f001")), "teams").await;
    assert_eq!((reply.status, reply.body["code"].as_str()), (403, Some("tenant_not_allowed")));
    assert_eq!(room.asked(), []);
    assert!(room.vaults.borrow().is_empty());
}

#[tokio::test]
async fn requests_that_are_not_as_documented_reach_nobody() {
    let token = teams_token();
    let room = Room::with_functions("sso-web,sso-teams,documents");
    let cases = [
        ("/api/session", Some(token.as_str()), r#"{"surface":"web"}"#, "invalid_request"),
        ("/api/session", Some(&token), r#"{"surface":"outlook"}"#, "function_disabled"),
        ("/api/session", Some(&token), r#"{"surface":"teams","oid":"x"}"#, "invalid_request"),
        ("/api/session", Some(&token), "", "invalid_request"),
        ("/api/session?x", Some(&token), r#"{"surface":"teams"}"#, "invalid_request"),
        ("/api/session", None, r#"{"surface":"teams"}"#, "sign_in_needed"),
    ];
    for (path, bearer, body, code) in cases {
        let reply = room.send("POST", path, bearer, body).await;
        assert_eq!(reply.body["code"], code, "{path} {body}");
    }
    let long = format!(r#"{{"surface":"teams"{}}}"#, " ".repeat(300));
    assert_eq!(room.send("POST", "/api/session", Some(&token), &long).await.status, 413);
    assert_eq!(room.asked(), []);
}

#[tokio::test]
async fn s1_46_each_refusal_of_entra_has_its_own_answer() {
    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let challenged =
        json!({"error": "interaction_required", "error_codes": [50_076], "claims": claims}).to_string();
    let cases = [
        (
            400,
            r#"{"error":"invalid_grant","suberror":"consent_required","error_codes":[65001]}"#,
            403,
            "consent_needed",
        ),
        (400, challenged.as_str(), 401, "interaction_needed"),
        (401, r#"{"error":"invalid_client","error_codes":[7000215]}"#, 502, "registration_fault"),
        (503, "", 503, "upstream_unavailable"),
    ];
    for (upstream, body, status, code) in cases {
        let room = Room::new();
        room.will_show_keys();
        room.upstream.will_answer(upstream, body);
        let reply = room.exchange(&teams_token(), "teams").await;
        assert_eq!((reply.status, reply.body["code"].as_str()), (status, Some(code)), "{reply:?}");
        let challenge = reply.headers.get("www-authenticate").and_then(|value| value.to_str().ok());
        let named = challenge.is_some_and(|challenge| challenge.contains("insufficient_claims"));
        assert_eq!(named, code == "interaction_needed", "{challenge:?}");
    }
}

#[tokio::test]
async fn s2_03_garbage_costs_one_reading_of_the_keys_in_five_minutes() {
    let room = Room::new();
    room.will_show_keys();
    room.will_show_keys();
    let header = |number: usize| json!({"typ": "JWT", "alg": "RS256", "kid": format!("garbage-{number}")});
    for number in 0..1000 {
        let token = signed_text(
            KEY_ONE,
            &header(number).to_string(),
            &claims_at(room.clock.now().seconds()).to_string(),
        );
        assert_eq!(room.exchange(&token, "teams").await.status, 401);
    }
    assert_eq!(room.asked().len(), 2, "once to begin with, once for all that nobody knows");
    assert_eq!(room.config.instance.client_id.as_str(), CLIENT);
    assert!(room.config.instance.allows(&TENANT.parse().unwrap()));
}
