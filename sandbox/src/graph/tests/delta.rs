//! Changes to groups, and the faults of lists.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::members::{everybody, of_application, team_id};
use super::{Desk, path_of};
use crate::faults::FaultKind;
use crate::graph::accounts::{Change, State};
use crate::graph::seed::who::{BILAL, EVE, FINN, MIA};
use crate::graph::teams::roster::Role;

const SCOPES: &str = "GroupMember.Read.All";

fn path(ids: &[&str]) -> String {
    let filter: Vec<String> = ids.iter().map(|id| format!("id%20eq%20'{id}'")).collect();
    format!("/v1.0/groups/delta?$select=displayName,members&$filter={}", filter.join("%20or%20"))
}

/// Follows the pages to the delta link; answers the changes by id and whether somebody was removed, and the link.
async fn round(desk: &Desk, path: &str) -> (Vec<(String, bool)>, String, usize) {
    let (mut told, mut path, mut pages) = (Vec::new(), path.to_owned(), 0);
    loop {
        let page = desk.get_as(&desk.token("Ada", SCOPES), &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {:?}", page.body);
        let page = page.json();
        pages += 1;
        for group in page["value"].as_array().unwrap() {
            for member in group["members@delta"].as_array().into_iter().flatten() {
                told.push((member["id"].as_str().unwrap().to_owned(), member.get("@removed").is_some()));
            }
        }
        match page.get("@odata.nextLink") {
            Some(next) => path = path_of(next),
            None => return (told, path_of(&page["@odata.deltaLink"]), pages),
        }
    }
}

#[tokio::test]
async fn a_first_round_tells_everybody_in_pages_and_the_next_only_what_changed() {
    let desk = Desk::new();
    let large = team_id(&desk, "Everybody");

    let (told, link, pages) = round(&desk, &path(&[&large])).await;
    assert_eq!((told.len(), pages), (12_001, 25));

    desk.world.graph.set_member(&large, FINN, Role::Member).unwrap();
    desk.world.graph.set_member(&large, FINN, Role::Owner).unwrap();
    desk.world.graph.resize_team(&large, 11_999).unwrap();
    let removed = "00000000-0000-4000-b000-000000012000".to_owned();
    let (told, next, _) = round(&desk, &link).await;
    assert_eq!(told, [(FINN.to_owned(), false), (removed, true)]);
    assert_eq!(round(&desk, &link).await.0, told, "a link can be followed twice");
    assert_eq!(round(&desk, &next).await.0, []);
}

#[tokio::test]
async fn whoever_wants_to_know_changes_only_begins_with_the_latest() {
    let desk = Desk::new();
    let (quay, finance) = (team_id(&desk, "Quay works"), team_id(&desk, "Finance"));
    let begin = format!("{}&$deltatoken=latest", path(&[&quay]));
    let (told, link, _) = round(&desk, &begin).await;
    assert_eq!(told, []);

    desk.world.graph.remove_member(&finance, BILAL).unwrap();
    desk.world.graph.remove_member(&quay, EVE).unwrap();
    desk.world.graph.change_person(MIA, Change { state: Some(State::Deleted), ..Change::default() }).unwrap();
    assert_eq!(
        round(&desk, &link).await.0,
        [],
        "neither others nor another organization nor who may come back"
    );
    desk.world.graph.change_person(MIA, Change { state: Some(State::Purged), ..Change::default() }).unwrap();
    assert_eq!(round(&desk, &link).await.0, [(MIA.to_owned(), true)]);
    let both = round(&desk, &path(&[&quay, &finance])).await;
    assert_eq!(both.0.len(), 10 + 1);

    let token = desk.token("Ada", SCOPES);
    desk.world.graph.remove_member(&quay, BILAL).unwrap();
    let full = desk.get_as(&token, &link).await.json();
    let minimal = desk.get_with(&token, &link, ("prefer", "return=minimal")).await.json();
    assert_eq!(full["value"][0]["displayName"], "Quay works");
    assert!(minimal["value"][0].get("displayName").is_none());
}

#[tokio::test]
async fn a_token_lives_for_seven_days_and_then_says_where_to_begin() {
    let desk = Desk::new();
    let quay = team_id(&desk, "Quay works");
    let (_, link, _) = round(&desk, &path(&[&quay])).await;

    desk.world.clock.advance(7 * 24 * 3600 + 1);
    let over = desk.get_as(&desk.token("Ada", SCOPES), &link).await;

    assert_eq!((over.status, over.code().as_str()), (StatusCode::GONE, "syncStateNotFound"));
    let begin = path_of(&json!(over.header("location")));
    let (told, link, _) = round(&desk, &begin).await;
    assert_eq!(told.len(), 11);
    desk.fault(FaultKind::DeltaExpired);
    assert_eq!(desk.get_as(&desk.token("Ada", SCOPES), &link).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_delta_query_is_refused_as_the_directory_refuses_it() {
    let desk = Desk::new();
    let many: Vec<&str> = std::iter::repeat_n("00000000-0000-4000-a000-000000000001", 51).collect();
    for path in [
        path(&many),
        "/v1.0/groups/delta?$filter=displayName%20eq%20'a'".to_owned(),
        "/v1.0/groups/delta?$top=5".to_owned(),
        "/v1.0/groups/delta?$deltatoken=nonsense".to_owned(),
    ] {
        assert_eq!(desk.status("Ada", SCOPES, &path).await, 400, "{path}");
    }
    assert_eq!(desk.status("Ada", "TeamMember.Read.All", "/v1.0/groups/delta").await, 403);
    let application = of_application(&desk, &["Group.Read.All"]);
    assert_eq!(desk.get_as(&application, "/v1.0/groups/delta").await.status, StatusCode::OK);
}

#[tokio::test]
async fn pages_can_be_lost_repeated_reordered_and_gone() {
    let desk = Desk::new();
    let token = desk.token("Ada", "TeamMember.Read.All");
    let path = format!("/v1.0/teams/{}/members?$top=5", team_id(&desk, "Quay works"));
    let first = desk.get_as(&token, &path).await.json();
    let next = path_of(&first["@odata.nextLink"]);
    let second = desk.get_as(&token, &next).await.json();

    desk.fault(FaultKind::LostPage);
    assert_eq!(desk.get_as(&token, &path).await.json(), first, "only a page in the middle is lost");
    let lost = desk.get_as(&token, &next).await.json();
    assert_eq!((&lost["value"], lost.get("@odata.nextLink")), (&json!([]), None));

    desk.fault(FaultKind::EmptyPage);
    let empty = desk.get_as(&token, &path).await.json();
    assert_eq!(empty["value"], json!([]));
    assert_eq!(desk.get_as(&token, &path_of(&empty["@odata.nextLink"])).await.json(), first);

    desk.fault(FaultKind::RepeatedEntries);
    assert_eq!(desk.get_as(&token, &next).await.json()["value"].as_array().unwrap().len(), 10);
    desk.fault(FaultKind::Reordered);
    let mut reordered = desk.get_as(&token, &next).await.json()["value"].as_array().unwrap().clone();
    reordered.reverse();
    assert_eq!(Value::Array(reordered), second["value"]);

    for status in [404, 410] {
        desk.fault(FaultKind::NextLinkGone { status });
        assert_eq!(desk.get_as(&token, &next).await.status.as_u16(), status);
    }
    assert_eq!(everybody(&desk, &token, &path).await.len(), 12);
}
