//! Calls from the browser's side of the gate to Microsoft's, and back.

use contract::problem::ErrorCode;
use http::header::{AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use serde_json::{Value, json};

use super::*;
use crate::graph::fixture::{RENEWED, TOKEN, World, text};
use crate::platform::fake::Planned;
use crate::platform::upstream::UpstreamError;

mod pictures;
mod refusals;

const EMPTY_PAGE: &str = r#"{"value":[]}"#;
const ME: &str = r#"{"id":"1","displayName":"Ada"}"#;

/// An answer with these headers.
fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Planned {
    let mut answer = Response::builder().status(status);
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    Planned::Answer(answer.body(Body::Bytes(body.as_bytes().to_vec())).unwrap())
}

fn fault(outcome: Outcome) -> GraphFault {
    outcome.result.map(|_| "an answer").unwrap_err()
}

#[tokio::test]
async fn a_call_goes_to_graph_and_its_answer_is_rebuilt() {
    let world = World::new();
    world.upstream.will_answer(200, ME);
    let Outcome { result, observed } = world.get("/me").await;
    let body: Value = serde_json::from_str(&text(result.unwrap()).await).unwrap();
    assert_eq!(body["displayName"], "Ada");
    assert_eq!(
        (observed.operation, observed.graph_status, observed.calls),
        (Some(OperationId::Me), Some(200), 1)
    );
    let expected = "https://graph.microsoft.com/v1.0/me?$select=id,displayName,userPrincipalName,mail";
    assert_eq!(world.asked(), [expected]);
    assert_eq!(*world.tokens.asked.borrow(), [["User.Read"]]);
}

#[tokio::test]
async fn s3_01_to_s3_08_nothing_is_sent_and_no_token_is_asked_for_when_a_call_is_refused() {
    let world = World::new();
    let invalid = [
        "/me/../users/x",
        "/./me",
        "/me/%2e%2e/users",
        "//evil.example/x",
        "/\\evil",
        "/me@evil.example",
        "/me/",
        "/me;a",
        "/me\r\nHost: evil",
        "/mé",
        "/me?x=1",
        "/me?$select=mail",
        "/me/drive/root/children?$expand=permissions",
        "/me/drive/root/children?%24expand=permissions",
        "/me/drive/root/children?$top=1000000",
        "/me/drive/root/children?$top=1&$top=2",
        "/me/drive/root/search",
        "/me/drive/root/search?q=%0d%0a",
        "/me?_method=DELETE",
    ];
    for path in invalid {
        assert_eq!(fault(world.get(path).await), GraphFault::InvalidRequest, "{path:?}");
    }
    for path in [
        "",
        "/users/x",
        "/ME",
        "/$batch",
        "/beta/me",
        "/v1.0/me",
        "/me/drive/items/a/b",
        "/me/drive/items('a')",
    ] {
        assert_eq!(fault(world.get(path).await), GraphFault::NotFound, "{path:?}");
    }
    for method in [Method::POST, Method::DELETE, Method::HEAD, Method::PATCH] {
        let outcome = call(&world.call(), &method, "/me", "").await;
        assert_eq!(fault(outcome), GraphFault::MethodNotAllowed { allow: "GET" }, "{method}");
    }
    assert!(world.upstream.take_sent().is_empty());
    assert!(world.tokens.asked.borrow().is_empty());
}

#[tokio::test]
async fn a_row_of_a_function_that_is_switched_off_is_refused() {
    let mut world = World::new();
    let link = "https://graph.microsoft.com/v1.0/me/drive/root/children?$skiptoken=a";
    let row = contract::operations::operation(OperationId::MyRootChildren).unwrap();
    let next_path = world.handles().next_path(row, link).unwrap();
    let picture_path = world.handles().thumbnail_path(row, "https://x.sharepoint.com/p").unwrap();
    world.variable("FUNCTIONS", "sso-web");
    assert_eq!(fault(world.get("/me/drive").await), GraphFault::FunctionDisabled);
    let outcome = next(&world.call(), &Method::GET, next_path.rsplit('/').next().unwrap(), "").await;
    assert_eq!(fault(outcome), GraphFault::FunctionDisabled);
    let outcome = thumbnail(&world.call(), &Method::GET, picture_path.rsplit('/').next().unwrap(), "").await;
    assert_eq!(fault(outcome), GraphFault::FunctionDisabled);
    assert!(world.upstream.take_sent().is_empty() && world.tokens.asked.borrow().is_empty());
}

#[tokio::test]
async fn s3_14_graph_sees_our_headers_and_one_bearer_and_nothing_else() {
    let world = World::new();
    world.upstream.will_answer(200, ME);
    world.get("/me").await.result.unwrap();
    let sent = world.upstream.take_sent();
    let headers: Vec<(&str, &str)> =
        sent[0].headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    let bearer = format!("Bearer {TOKEN}");
    let expected = [
        ("accept", "application/json"),
        ("user-agent", "NONISV|Mooring|Mooring/0.1.0"),
        ("authorization", bearer.as_str()),
        ("client-request-id", "01234567-89ab-cdef-0123-456789abcdef"),
        ("traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"),
    ];
    assert_eq!(headers, expected);
    assert!(sent[0].body().is_empty() && sent[0].method() == Method::GET);
    assert!(sent[0].headers()[AUTHORIZATION].is_sensitive());
}

#[tokio::test]
async fn s3_15_of_graphs_headers_none_crosses() {
    let world = World::new();
    let hostile = [
        ("content-type", "application/json; charset=utf-8"),
        ("set-cookie", "a=canary"),
        ("www-authenticate", "Bearer canary"),
        ("location", "https://evil.example/canary"),
        ("access-control-allow-origin", "*"),
        ("x-ms-ags-diagnostic", "canary"),
        ("server", "canary"),
        ("strict-transport-security", "max-age=0"),
        ("content-security-policy", "canary"),
        ("cache-control", "public, max-age=1"),
        ("etag", "\"canary\""),
        ("request-id", "93B6F17E-0000-4000-8000-000000000001"),
    ];
    world.upstream.plan(answer(200, &hostile, ME));
    let Outcome { result, observed } = world.get("/me").await;
    let response = result.unwrap();
    let headers: Vec<(&str, &str)> =
        response.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    assert_eq!(headers, [("content-type", "application/json"), ("cache-control", "no-store")]);
    assert_eq!(observed.graph_request_id.as_deref(), Some("93b6f17e-0000-4000-8000-000000000001"));
}

#[tokio::test]
async fn s3_24_only_a_guid_is_kept_of_graphs_request_id() {
    for id in [
        "canary",
        "",
        "93b6f17e-0000-4000-8000-00000000000",
        "93b6f17e-0000-4000-8000-00000000000g",
        &"a".repeat(36),
    ] {
        let world = World::new();
        world.upstream.plan(answer(200, &[("content-type", "application/json"), ("request-id", id)], ME));
        assert_eq!(world.get("/me").await.observed.graph_request_id, None, "{id}");
    }
}

#[tokio::test]
async fn s3_11_a_list_is_followed_page_by_page() {
    let world = World::new();
    let link = "https://graph.microsoft.com/v1.0/users('00000000-0000-4000-a000-000000000001')/drive/root/children?$skiptoken=UGFn%20ZWQ&$top=2";
    world.upstream.will_answer(200, &json!({"value": [], "@odata.nextLink": link}).to_string());
    let page: Value =
        serde_json::from_str(&text(world.get("/me/drive/root/children?$top=2").await.result.unwrap()).await)
            .unwrap();
    let path = page["@odata.nextLink"].as_str().unwrap();
    let handle = path.strip_prefix("/graph/next/").unwrap();

    for (method, query, expected) in [
        (Method::GET, "$top=5", GraphFault::InvalidRequest),
        (Method::GET, "x", GraphFault::InvalidRequest),
        (Method::POST, "", GraphFault::MethodNotAllowed { allow: "GET" }),
    ] {
        assert_eq!(fault(next(&world.call(), &method, handle, query).await), expected);
    }
    assert_eq!(world.asked().len(), 1);

    world.upstream.will_answer(200, EMPTY_PAGE);
    let Outcome { result, observed } = next(&world.call(), &Method::GET, handle, "").await;
    assert_eq!(text(result.unwrap()).await, EMPTY_PAGE);
    assert_eq!(observed.operation, Some(OperationId::MyRootChildren));
    assert_eq!(world.asked(), [link]);

    world.clock.advance(crate::graph::handle::HANDLE_SECONDS);
    assert_eq!(fault(next(&world.call(), &Method::GET, handle, "").await), GraphFault::InvalidRequest);
    assert_eq!(fault(next(&world.call(), &Method::GET, "AAAA", "").await), GraphFault::InvalidRequest);
    assert!(world.upstream.take_sent().is_empty());
}

#[tokio::test]
async fn s3_11_a_next_link_to_elsewhere_is_never_followed() {
    for link in [
        "https://evil.example/v1.0/me/drive/root/children",
        "https://graph.microsoft.com/beta/me/drive/root/children",
    ] {
        let world = World::new();
        world.upstream.will_answer(200, &json!({"value": [], "@odata.nextLink": link}).to_string());
        assert_eq!(fault(world.get("/me/drive/root/children").await), GraphFault::Invalid);
        assert_eq!(world.asked().len(), 1);
    }
}

#[tokio::test]
async fn items_that_are_left_out_are_counted() {
    let world = World::new();
    world.upstream.will_answer(200, r#"{"value":[{"id":"a/b","name":"x"},{"id":"01A","name":"x"}]}"#);
    assert_eq!(world.get("/me/drive/root/children").await.observed.skipped, 1);
}

#[tokio::test]
async fn s7_02_what_is_not_the_documented_answer_is_invalid() {
    let json = ("content-type", "application/json");
    let answers = [
        answer(200, &[("content-type", "text/html")], "<html>"),
        answer(200, &[], ME),
        answer(200, &[("content-type", "application/jsonp")], ME),
        answer(200, &[json, ("content-type", "text/html")], ME),
        answer(200, &[json], ""),
        answer(200, &[json], "{\"id\":"),
        answer(200, &[json], &format!("{{\"id\":\"1\",\"x\":\"{}\"}}", "y".repeat(ANSWER_MAX))),
        answer(204, &[json], ""),
        answer(201, &[json], ME),
        answer(302, &[("location", "https://x.sharepoint.com/")], ""),
    ];
    for (number, planned) in answers.into_iter().enumerate() {
        let world = World::new();
        world.upstream.plan(planned);
        assert_eq!(fault(world.get("/me").await), GraphFault::Invalid, "answer {number}");
        assert_eq!(world.asked().len(), 1, "answer {number}");
    }
}

#[tokio::test]
async fn s7_02_a_body_that_breaks_off_is_invalid() {
    let world = World::new();
    let chunks = [Ok(b"{\"id\":\"1\"".to_vec()), Err(crate::platform::body::BrokenBody)];
    let body = Body::Stream(Box::pin(futures_util::stream::iter(chunks)));
    let broken = Response::builder().header(CONTENT_TYPE, "application/json").body(body).unwrap();
    world.upstream.plan(Planned::Answer(broken));
    assert_eq!(fault(world.get("/me").await), GraphFault::Invalid);
}

#[tokio::test]
async fn s7_01_silence_and_a_lost_connection_are_told_apart() {
    let world = World::new();
    world.upstream.plan(Planned::Fail(UpstreamError::Timeout));
    let outcome = world.get("/me").await;
    assert_eq!((outcome.observed.calls, outcome.observed.graph_status), (1, None));
    assert_eq!(fault(outcome), GraphFault::Timeout);
    world.upstream.plan(Planned::Fail(UpstreamError::Unreachable));
    assert_eq!(fault(world.get("/me").await), GraphFault::Unavailable { retry_after: None });
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let world = World::new();
    world.tokens.none.set(true);
    assert_eq!(fault(world.get("/me").await), GraphFault::Token(ErrorCode::SessionEnded.into()));
    assert!(world.upstream.take_sent().is_empty());
}
