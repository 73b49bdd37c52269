//! What Graph can be told to do wrong.

use axum::http::{HeaderMap, StatusCode};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::{Desk, USUAL, path_of};
use crate::faults::{FaultKind, Place};
use crate::journal::Service;

const CHILDREN: &str = "/v1.0/me/drive/root/children";

#[tokio::test]
async fn a_claims_challenge_says_which_token_would_do() {
    let desk = Desk::new();
    desk.fault(FaultKind::ClaimsChallenge);

    let challenged = desk.get("Ada", "/v1.0/me").await;

    assert_eq!(
        (challenged.status, challenged.code().as_str()),
        (StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken")
    );
    let header = challenged.header("www-authenticate").to_owned();
    assert!(
        header.starts_with("Bearer realm=\"\", ") && header.contains("error=\"insufficient_claims\""),
        "{header}"
    );
    let claims = header.split("claims=\"").nth(1).unwrap().trim_end_matches('"');
    let claims: Value = serde_json::from_slice(&BASE64_STANDARD.decode(claims).unwrap()).unwrap();
    assert_eq!(claims["access_token"]["nbf"]["essential"], true);
    assert_eq!(desk.get("Ada", "/v1.0/me").await.status, StatusCode::OK, "it was to strike once");
    let entries = desk.world.journal.entries();
    assert_eq!(entries[0].fault.as_deref(), Some("claims_challenge"));
}

#[tokio::test]
async fn an_empty_page_has_a_next_link_that_leads_on() {
    let desk = Desk::new();
    desk.fault(FaultKind::EmptyPage);

    let empty = desk.get("Ada", &format!("{CHILDREN}?$top=10")).await.json();
    let first = desk.get("Ada", &path_of(&empty["@odata.nextLink"])).await.json();

    assert_eq!(empty["value"], json!([]));
    assert_eq!(first["value"], desk.get("Ada", &format!("{CHILDREN}?$top=10")).await.json()["value"]);
}

#[tokio::test]
async fn an_empty_page_in_the_middle_loses_nothing() {
    let desk = Desk::new();
    let first = desk.get("Ada", &format!("{CHILDREN}?$top=30&$select=id")).await.json();
    desk.fault(FaultKind::EmptyPage);

    let empty = desk.get("Ada", &path_of(&first["@odata.nextLink"])).await.json();
    let second = desk.get("Ada", &path_of(&empty["@odata.nextLink"])).await.json();

    assert_eq!(empty["value"], json!([]));
    assert_eq!(second, desk.get("Ada", &path_of(&first["@odata.nextLink"])).await.json());
}

#[tokio::test]
async fn an_empty_page_of_a_descending_list_leads_on_as_well() {
    let desk = Desk::new();
    desk.fault(FaultKind::EmptyPage);

    let empty = desk.get("Nora", &format!("{CHILDREN}?$orderby=name%20desc&$select=name")).await.json();
    let all = desk.get("Nora", &path_of(&empty["@odata.nextLink"])).await.json();

    let names: Vec<&str> =
        all["value"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["To do.txt", "Slides.pptx", "Pictures", "Getting started.pdf", "Documents"]);
}

#[test]
fn a_refusal_from_in_front_of_the_routes_looks_like_graphs_own() {
    let desk = Desk::new();
    for (status, retry_after) in
        [(StatusCode::TOO_MANY_REQUESTS, Some("5")), (StatusCode::SERVICE_UNAVAILABLE, None)]
    {
        let refused = crate::graph::refusal(&desk.world, &HeaderMap::new(), status, retry_after);

        assert_eq!(refused.status(), status);
        assert_eq!(refused.headers().get("retry-after").map(|value| value.to_str().unwrap()), retry_after);
        assert!(refused.headers().contains_key("request-id"), "{status}");
    }
}

#[tokio::test]
async fn thumbnails_can_be_missing() {
    let desk = Desk::new();
    desk.fault(FaultKind::NoThumbnails);

    let items = desk.list("Ada", &format!("{CHILDREN}?$expand=thumbnails&$select=thumbnails")).await;

    assert!(items.iter().all(|item| item["thumbnails"] == json!([])));
}

#[tokio::test]
async fn graph_can_lead_astray() {
    let desk = Desk::new();
    desk.fault(FaultKind::Redirect { location: "http://elsewhere.example/v1.0/me".to_owned() });
    desk.fault(FaultKind::ForeignNextLink { url: "http://elsewhere.example/next".to_owned() });

    let redirected = desk.get("Ada", "/v1.0/me").await;
    let list = desk.get("Ada", CHILDREN).await.json();

    assert_eq!(
        (redirected.status, redirected.header("location")),
        (StatusCode::FOUND, "http://elsewhere.example/v1.0/me")
    );
    assert_eq!(list["@odata.nextLink"], "http://elsewhere.example/next");
}

#[tokio::test]
async fn an_error_can_hold_the_token() {
    let desk = Desk::new();
    let token = desk.token("Ada", USUAL);
    desk.fault(FaultKind::LeakyError);

    let leaky = desk.get_as(&token, "/v1.0/me").await;

    assert_eq!(leaky.status, StatusCode::BAD_REQUEST);
    assert!(leaky.json()["error"]["message"].as_str().unwrap().contains(&token));
}

#[tokio::test]
async fn answers_can_have_members_that_nobody_knows() {
    let desk = Desk::new();
    desk.fault(FaultKind::UnknownMembers);

    let list = desk.get("Ada", CHILDREN).await.json();

    assert_eq!(list["futureMember"], "unheard of");
    assert_eq!(
        list["value"][0]["file"].get("futureMember").or(list["value"][0]["folder"].get("futureMember")),
        Some(&json!("unheard of"))
    );
}

#[tokio::test]
async fn a_revoked_person_is_challenged_when_the_client_can_answer() {
    let desk = Desk::new();
    let claims = json!({
        "oid": "00000000-0000-4000-a000-000000000001",
        "tid": crate::people::CONTOSO,
        "scp": USUAL,
        "xms_cc": ["CP1"],
        "iat": desk.world.clock.now() - 60,
    });
    let token = desk.signed(&claims);
    desk.world.entra.revocations.revoke(&desk.world.clock, "00000000-0000-4000-a000-000000000001");

    let challenged = desk.get_as(&token, "/v1.0/me").await;

    assert_eq!(challenged.status, StatusCode::UNAUTHORIZED);
    assert!(challenged.header("www-authenticate").contains("insufficient_claims"));
}

#[tokio::test]
async fn a_fault_for_one_person_leaves_the_others_alone() {
    let desk = Desk::new();
    let ada = Some("00000000-0000-4000-a000-000000000001".to_owned());
    let at = Place { service: Service::Graph, path: None };
    let kind = FaultKind::Throttled { at, retry_after: Some("3".to_owned()) };
    desk.world.faults.set(crate::faults::Fault { kind, person: ada, times: None });

    let throttled = desk.get("Ada", "/v1.0/me").await;

    assert_eq!((throttled.status, throttled.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "3"));
    assert_eq!(desk.get("Nora", "/v1.0/me").await.status, StatusCode::OK);
}
