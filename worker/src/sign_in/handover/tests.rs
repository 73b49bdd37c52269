//! From the frame's click to the frame's session, with the window in between.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use url::Url;

use super::Recipient;
use crate::entra::id_token::tests::{KEY_ONE, good_claims, signed};
use crate::sign_in::room::{NOW, Reply, Room};
use crate::vault::limits::{BEARER_SECONDS_MAX, HANDOVER_SECONDS, SESSION_SECONDS_MAX};

/// The values of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn location(reply: &Reply) -> Url {
    let text = reply.headers["location"].to_str().unwrap();
    Url::parse("https://app.contoso.example").unwrap().join(text).unwrap()
}

fn parts(encoded: &str) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(encoded.as_bytes()).into_owned().collect()
}

/// A sign-in that was started with this query, at Entra: what Entra was asked, and the browser's cookie.
async fn started(room: &Room, query: &str) -> (BTreeMap<String, String>, String) {
    let reply = room.send("GET", &format!("/sign-in?{query}"), None, "").await;
    assert_eq!(reply.status, 303, "{reply:?}");
    let cookie = reply.headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    (parts(location(&reply).query().unwrap()), cookie)
}

/// Entra sends the browser back with this.
async fn returned(room: &Room, cookie: &str, query: &str) -> Reply {
    room.send_with("GET", &format!("/sign-in/callback?{query}"), Some(("cookie", cookie.to_owned())), "")
        .await
}

/// Signs Ada in in a window and answers what the window's page is handed.
async fn signed_in(room: &Room, query: &str) -> Reply {
    let (asked, cookie) = started(room, query).await;
    let mut claims = good_claims();
    claims["nonce"] = json!(asked["nonce"]);
    let tokens = json!({
        "token_type": "Bearer", "expires_in": 3600, "access_token": "eyJ-graph", "refresh_token": "0.A-grant",
        "id_token": signed(KEY_ONE, &claims),
    });
    room.upstream.will_answer(200, &tokens.to_string());
    room.will_show_keys();
    returned(room, &cookie, &format!("code=c&state={}", asked["state"])).await
}

async fn handed(room: &Room) -> String {
    let reply = signed_in(room, &format!("surface=teams&challenge={CHALLENGE}")).await;
    let there = location(&reply);
    let fragment = parts(there.fragment().unwrap());
    assert_eq!((there.path(), fragment["for"].as_str()), ("/sign-in/window", CHALLENGE));
    assert_eq!(reply.headers.get_all("set-cookie").iter().count(), 1, "only the sign-in's own goes away");
    fragment["code"].clone()
}

async fn taken(room: &Room, code: &str, verifier: &str) -> Reply {
    let body = json!({ "code": code, "verifier": verifier }).to_string();
    room.send("POST", "/api/session/handover", None, &body).await
}

fn bearer(reply: &Reply) -> String {
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.body["bearer"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn s1_54_the_frame_that_asked_gets_a_session_of_ten_minutes() {
    let room = Room::new();
    let code = handed(&room).await;
    let reply = taken(&room, &code, VERIFIER).await;
    assert_eq!(reply.body["expires_in"], BEARER_SECONDS_MAX);
    assert!(reply.headers.get("set-cookie").is_none());
    assert!(!reply.body.to_string().contains("eyJ"), "S1-42: {}", reply.body);
    let who = room.send("GET", "/api/session", Some(&bearer(&reply)), "").await;
    assert_eq!(who.body["signed_in"]["person"], reply.body["person"]);
}

#[tokio::test]
async fn s1_54_a_code_is_good_once_for_its_frame_and_for_two_minutes() {
    let room = Room::new();
    let code = handed(&room).await;
    let flipped: String = code.chars().rev().collect();
    for (code, verifier) in
        [(code.as_str(), "another-verifier"), (code.as_str(), ""), (&flipped, VERIFIER), ("", VERIFIER)]
    {
        let reply = taken(&room, code, verifier).await;
        assert_eq!((reply.status, reply.body["code"].as_str()), (400, Some("sign_in_expired")));
    }
    bearer(&taken(&room, &code, VERIFIER).await);
    assert_eq!(taken(&room, &code, VERIFIER).await.body["code"], "sign_in_expired", "once");

    let late = handed(&room).await;
    room.clock.advance(HANDOVER_SECONDS);
    assert_eq!(taken(&room, &late, VERIFIER).await.body["code"], "sign_in_expired");
}

#[tokio::test]
async fn s1_50_a_code_is_no_bearer_and_a_bearer_is_no_code() {
    let room = Room::new();
    let code = handed(&room).await;
    assert_eq!(room.send("GET", "/api/session", Some(&code), "").await.status, 401);
    let bearer = bearer(&taken(&room, &code, VERIFIER).await);
    assert_eq!(taken(&room, &bearer, VERIFIER).await.status, 400);
}

#[tokio::test]
async fn s1_52_the_session_is_renamed_for_as_long_as_one_on_the_web_lasts() {
    let room = Room::new();
    let mut held = bearer(&taken(&room, &handed(&room).await, VERIFIER).await);
    let mut lasted = 0;
    while lasted + BEARER_SECONDS_MAX <= SESSION_SECONDS_MAX {
        room.clock.advance(BEARER_SECONDS_MAX - 1);
        lasted += BEARER_SECONDS_MAX - 1;
        let reply = room.send("POST", "/api/session/renewal", Some(&held), "").await;
        let before = std::mem::replace(&mut held, bearer(&reply));
        assert_ne!(before, held);
        let old = room.send("GET", "/api/session", Some(&before), "").await;
        assert_eq!(old.body["code"], "session_ended", "S1-51: the name before is worth nothing");
    }
    room.clock.advance(BEARER_SECONDS_MAX);
    let reply = room.send("POST", "/api/session/renewal", Some(&held), "").await;
    assert_eq!((reply.status, reply.body["code"].as_str()), (401, Some("session_ended")));
}

#[tokio::test]
async fn a_session_that_its_host_renews_is_not_renamed() {
    let (room, bearer) = Room::signed_in().await;
    let reply = room.send("POST", "/api/session/renewal", Some(&bearer), "").await;
    assert_eq!(reply.body["code"], "session_ended");
    assert_eq!(room.send("GET", "/api/session", Some(&bearer), "").await.status, 200, "and it goes on");
}

#[tokio::test]
async fn what_went_wrong_at_microsoft_reaches_the_window() {
    let room = Room::new();
    let (asked, cookie) = started(&room, &format!("surface=teams&challenge={CHALLENGE}")).await;
    let query = format!("error=access_denied&error_subcode=cancel&state={}", asked["state"]);
    let there = location(&returned(&room, &cookie, &query).await);
    let fragment = parts(there.fragment().unwrap());
    assert_eq!((there.path(), fragment["error"].as_str()), ("/sign-in/window", "sign_in_cancelled"));
    assert!(!fragment.contains_key("code") && !there.as_str().contains("access_denied"));
}

#[tokio::test]
async fn a_silent_round_trip_that_leads_nowhere_leads_back_without_a_word() {
    let room = Room::new();
    let (asked, cookie) = started(&room, "prompt=none&return_to=/files").await;
    assert_eq!(asked["prompt"], "none");
    let reply = returned(&room, &cookie, &format!("error=login_required&state={}", asked["state"])).await;
    assert_eq!(reply.headers["location"], "/files");
    assert_eq!(
        reply.headers.get_all("set-cookie").iter().count(),
        1,
        "the sign-in's own goes, nothing comes"
    );
    let reply = signed_in(&room, "prompt=none&return_to=/files").await;
    assert_eq!(reply.headers["location"], "/files");
    let cookies = reply.headers.get_all("set-cookie").iter();
    let session = cookies.filter(|cookie| cookie.to_str().unwrap().starts_with("__Host-mooring="));
    assert_eq!(session.count(), 1, "and a session, where there was one");
}

#[tokio::test]
async fn a_browser_is_tried_silently_once_and_not_after_signing_out() {
    let room = Room::new();
    let silent = async |cookie: &str| {
        let cookie = Some(("cookie", cookie.to_owned()));
        room.send_with("GET", "/api/session", cookie, "").await.body["silent_sign_in"].clone()
    };
    assert_eq!(silent("").await, json!(true));
    for quiet in ["__Host-mooring-quiet=tried", "__Host-mooring-quiet=signed-out"] {
        assert_eq!(silent(quiet).await, json!(false));
    }
    let begun = room.send("GET", "/sign-in?prompt=none&return_to=/files", None, "").await;
    let cookies: Vec<&str> =
        begun.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-mooring-quiet=tried;")), "{cookies:?}");
    let closed = Room::with_functions("sso-teams,documents");
    let reply = closed.send("GET", "/api/session", None, "").await;
    assert_eq!(reply.body["silent_sign_in"], json!(false), "the web is switched off");
}

#[tokio::test]
async fn s1_48_a_claims_challenge_goes_along_to_entra() {
    let room = Room::new();
    let challenge = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let query: String =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("claims", challenge).finish();
    let (asked, _) = started(&room, &query).await;
    let claims: Value = serde_json::from_str(&asked["claims"]).unwrap();
    assert_eq!(claims["access_token"]["acrs"]["value"], "c1");
    assert_eq!(claims["access_token"]["xms_cc"]["values"], json!(["cp1"]));
}

#[tokio::test]
async fn s2_10_a_sign_in_that_is_not_as_documented_is_not_started() {
    let room = Room::new();
    let long = "a".repeat(44);
    for query in [
        format!("surface=web&challenge={CHALLENGE}"),
        format!("surface=elsewhere&challenge={CHALLENGE}"),
        "surface=teams".to_owned(),
        format!("challenge={CHALLENGE}"),
        format!("surface=teams&challenge={long}"),
        "surface=teams&challenge=%23%23".to_owned(),
        format!("surface=teams&challenge={CHALLENGE}&prompt=none"),
        "prompt=consent".to_owned(),
        "claims=[1]".to_owned(),
        "claims=x".to_owned(),
    ] {
        assert_eq!(room.send("GET", &format!("/sign-in?{query}"), None, "").await.status, 400, "{query}");
    }
    let closed = Room::with_functions("sso-web,documents");
    let reply = closed.send("GET", &format!("/sign-in?surface=teams&challenge={CHALLENGE}"), None, "").await;
    assert_eq!(reply.body["code"], "function_disabled");
    assert_eq!(Recipient::named("outlook", CHALLENGE).map(|to| to.challenge), Some(CHALLENGE.to_owned()));
}

#[tokio::test]
async fn account_mismatch_is_said_before_anything_is_asked_of_entra() {
    let room = Room::new();
    room.will_show_keys();
    let token = crate::sign_in::room::teams_token();
    let host = |oid: &str| json!({ "surface": "teams", "host_person": oid }).to_string();
    let other = host("00000000-0000-4000-a000-0000000000ff");
    let reply = room.send("POST", "/api/session", Some(&token), &other).await;
    assert_eq!((reply.status, reply.body["code"].as_str()), (409, Some("account_mismatch")));
    assert!(room.asked().iter().all(|(last, _)| last == "keys"));
    room.will_grant();
    let same = host(crate::entra::access_token::tests::claims_at(NOW)["oid"].as_str().unwrap());
    assert_eq!(room.send("POST", "/api/session", Some(&token), &same).await.status, 200);
}

#[tokio::test]
async fn s6_08_what_was_tried_is_logged_by_names_from_a_list() {
    let room = Room::new();
    let body = r#"{"surface":"teams","attempts":[{"rung":"nested_app_auth","left":"timed_out","took_ms":8000},{"rung":"host_token","left":null,"took_ms":12}]}"#;
    assert_eq!(room.send("POST", "/api/session/attempts", None, body).await.status, 204);
    let line = room.log.lines().pop().unwrap();
    assert!(line.contains("NestedAppAuth:Some(TimedOut):8000 HostToken:None:12"), "{line}");
    for body in
        [r#"{"surface":"teams","attempts":[{"rung":"ada@contoso.example","left":null,"took_ms":1}]}"#, "[]"]
    {
        let reply = room.send("POST", "/api/session/attempts", None, body).await;
        assert_eq!(reply.status, 400);
        assert!(!room.log.lines().pop().unwrap().contains("ada@"));
    }
}
