//! What the gate makes of Graph's refusals.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;

const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;

fn challenge() -> String {
    format!(r#"Bearer realm="", error="insufficient_claims", claims="{}""#, STANDARD.encode(CLAIMS))
}

fn body(code: &str) -> String {
    json!({"error": {"code": code, "message": "canary", "innerError": {"request-id": "canary"}}}).to_string()
}

fn refusal(status: u16, code: &str, headers: &[(&str, &str)]) -> Planned {
    let mut all = vec![("content-type", "application/json")];
    all.extend_from_slice(headers);
    answer(status, &all, &body(code))
}

fn bearers(world: &World) -> Vec<String> {
    let bearer = |request: &Request<Vec<u8>>| request.headers()[AUTHORIZATION].to_str().unwrap().to_owned();
    world.upstream.take_sent().iter().map(bearer).collect()
}

#[tokio::test]
async fn s1_48_a_claims_challenge_renews_the_token_once() {
    for status in [401, 403] {
        let world = World::new();
        world.upstream.plan(refusal(
            status,
            "InvalidAuthenticationToken",
            &[("www-authenticate", &challenge())],
        ));
        world.upstream.will_answer(200, ME);
        let Outcome { result, observed } = world.get("/me").await;
        assert_eq!(result.unwrap().status(), 200);
        assert_eq!((observed.calls, observed.graph_status, observed.graph_code), (2, Some(200), None));
        assert_eq!(*world.tokens.renewed.borrow(), [(TOKEN.to_owned(), Some(CLAIMS.to_owned()))]);
        assert_eq!(bearers(&world), [format!("Bearer {TOKEN}"), format!("Bearer {RENEWED}")]);
    }
}

#[tokio::test]
async fn s1_48_a_challenge_that_comes_again_goes_to_the_person() {
    let world = World::new();
    for _ in 0..2 {
        world.upstream.plan(refusal(
            401,
            "InvalidAuthenticationToken",
            &[("www-authenticate", &challenge())],
        ));
    }
    let outcome = world.get("/me").await;
    assert_eq!(outcome.observed.calls, 2);
    let error = ApiError::from(fault(outcome));
    assert_eq!((error.code, error.claims.as_deref()), (ErrorCode::InteractionNeeded, Some(CLAIMS)));
}

#[tokio::test]
async fn s1_48_a_challenge_that_cannot_be_met_is_not_tried_again() {
    let world = World::new();
    world.tokens.unrenewable.set(true);
    world.upstream.plan(refusal(401, "InvalidAuthenticationToken", &[("www-authenticate", &challenge())]));
    assert_eq!(fault(world.get("/me").await), GraphFault::Token(ErrorCode::InteractionNeeded.into()));
    assert_eq!(world.asked().len(), 1);
}

#[tokio::test]
async fn a_token_that_graph_refuses_is_renewed_once() {
    let no_challenge = r#"Bearer error="insufficient_claims", claims="***""#;
    for (code, header) in
        [("InvalidAuthenticationToken", "Bearer"), ("", ""), ("InvalidAuthenticationToken", no_challenge)]
    {
        let world = World::new();
        world.upstream.plan(refusal(401, code, &[("www-authenticate", header)]));
        world.upstream.will_answer(200, ME);
        assert_eq!(world.get("/me").await.result.unwrap().status(), 200);
        assert_eq!(*world.tokens.renewed.borrow(), [(TOKEN.to_owned(), None)]);

        for _ in 0..2 {
            world.upstream.plan(refusal(401, code, &[("www-authenticate", header)]));
        }
        let refused = fault(world.get("/me").await);
        assert_eq!(ApiError::from(refused).code, ErrorCode::SignInNeeded);
    }
}

#[tokio::test]
async fn what_comes_after_a_renewal_is_judged_like_what_came_before() {
    let world = World::new();
    world.upstream.plan(refusal(401, "InvalidAuthenticationToken", &[]));
    world.upstream.plan(refusal(429, "TooManyRequests", &[("retry-after", "5")]));
    assert_eq!(fault(world.get("/me").await), GraphFault::Throttled { retry_after: 5 });
}

#[tokio::test]
async fn no_right_and_no_such_item_are_one_and_the_same_and_cost_no_renewal() {
    let refusals = [
        (401, "accessDenied"),
        (403, "AccessDenied"),
        (403, "Authorization_RequestDenied"),
        (404, "itemNotFound"),
        (404, ""),
        (400, "invalidRequest"),
        (423, "notAllowed"),
        (410, "itemNotFound"),
    ];
    for (status, code) in refusals {
        let world = World::new();
        world.upstream.plan(refusal(status, code, &[]));
        assert_eq!(fault(world.get("/me/drive/items/01A").await), GraphFault::NoAccess, "{status} {code}");
        assert_eq!(world.asked().len(), 1);
        assert!(world.tokens.renewed.borrow().is_empty());
    }
}

#[tokio::test]
async fn a_person_without_onedrive_is_told_so_whatever_code_graph_uses() {
    for code in ["ResourceNotFound", "itemNotFound", "UnknownError", ""] {
        for path in ["/me/drive", "/me/drive/root/children", "/me/drive/root/search?q=x"] {
            let world = World::new();
            world.upstream.plan(refusal(404, code, &[]));
            assert_eq!(fault(world.get(path).await), GraphFault::NoDrive, "{path} {code}");
        }
    }
}

#[tokio::test]
async fn s7_03_throttling_is_passed_on_and_never_repeated_here() {
    let cases = [
        (429, Some("3"), GraphFault::Throttled { retry_after: 3 }),
        (429, None, GraphFault::Throttled { retry_after: 10 }),
        (503, Some("30"), GraphFault::Unavailable { retry_after: Some(30) }),
        (503, None, GraphFault::Unavailable { retry_after: None }),
        (500, None, GraphFault::Unavailable { retry_after: None }),
        (504, Some("Mon, 23 Nov 2026 00:00:30 GMT"), GraphFault::Unavailable { retry_after: Some(30) }),
    ];
    for (status, header, expected) in cases {
        let world = World::new();
        let headers: Vec<(&str, &str)> = header.map(|text| ("retry-after", text)).into_iter().collect();
        world.upstream.plan(refusal(status, "activityLimitReached", &headers));
        let outcome = world.get("/me/drive").await;
        assert_eq!((outcome.observed.calls, outcome.observed.graph_status), (1, Some(status)));
        assert_eq!(outcome.observed.graph_code, Some("activityLimitReached"));
        assert_eq!(fault(outcome), expected, "{status} {header:?}");
    }
}

#[tokio::test]
async fn s3_24_nothing_of_a_refusal_comes_out_in_answer_or_log() {
    let leaking = json!({"error": {"code": TOKEN, "message": TOKEN, "innerError": {"code": TOKEN, "request-id": TOKEN}}, TOKEN: TOKEN});
    for status in [302, 400, 401, 403, 404, 409, 429, 500, 503] {
        for path in ["/me", "/me/photo/$value", "/me/drive", "/me/drive/items/01A", "/me/drive/root/children"]
        {
            let world = World::new();
            let headers = [
                ("content-type", "application/json"),
                ("request-id", TOKEN),
                ("retry-after", TOKEN),
                ("location", TOKEN),
                ("www-authenticate", TOKEN),
                ("set-cookie", TOKEN),
                ("x-token", TOKEN),
            ];
            for _ in 0..2 {
                world.upstream.plan(answer(status, &headers, &leaking.to_string()));
            }
            let Outcome { result, observed } = world.get(path).await;
            let error = ApiError::from(result.map(|_| "an answer").unwrap_err());
            let id = "0123456789abcdef0123456789abcdef".parse().unwrap();
            let response = error.response(&id);
            let seen =
                format!("{observed:?} {error:?} {:?} {}", response.headers().clone(), text(response).await);
            assert!(!seen.contains("canary") && !seen.contains("eyJ"), "{status} {path}: {seen}");
        }
    }
}

#[tokio::test]
async fn s3_24_a_token_in_a_good_answer_stays_behind() {
    let world = World::new();
    let headers = [
        ("content-type", "application/json"),
        ("x-token", TOKEN),
        ("set-cookie", TOKEN),
        (WWW_AUTHENTICATE.as_str(), TOKEN),
    ];
    let leaking = json!({"id": "1", "displayName": "Ada", "token": TOKEN, "@odata.context": TOKEN, TOKEN: {"id": TOKEN}});
    world.upstream.plan(answer(200, &headers, &leaking.to_string()));
    let Outcome { result, observed } = world.get("/me").await;
    let response = result.unwrap();
    let seen = format!("{observed:?} {:?} {}", response.headers().clone(), text(response).await);
    assert!(!seen.contains("canary"), "{seen}");
}
