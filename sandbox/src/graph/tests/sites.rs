//! Sites, teams, and the way from a channel to its files.

use serde_json::Value;

use super::Desk;
use crate::graph::seed::library;
use crate::graph::teams::team::Team;

async fn names(desk: &Desk, person: &str, scopes: &str, path: &str) -> Vec<String> {
    let received = desk.get_as(&desk.token(person, scopes), path).await;
    assert_eq!(received.status.as_u16(), 200, "{person} at {path}: {:?}", received.body);
    let entries = received.json()["value"].as_array().unwrap().clone();
    entries.iter().map(|entry| entry["displayName"].as_str().unwrap().to_owned()).collect()
}

fn team(desk: &Desk, name: &str) -> Team {
    desk.world.graph.teams().iter().find(|team| team.name == name).unwrap().clone()
}

#[tokio::test]
async fn sites_are_found_by_those_who_may_read_them() {
    let desk = Desk::new();
    let all = ["Harbour project", "Harbour project - Board", "Intranet", "Records centre"];
    for (person, path, expected) in [
        ("Ada", "/v1.0/sites?search=*", all.to_vec()),
        ("Ada", "/v1.0/sites?search=harbour", vec!["Harbour project", "Harbour project - Board"]),
        ("Ada", "/v1.0/sites?search=finance", vec![]),
        ("Mia", "/v1.0/sites?search=FINANCE", vec!["Finance"]),
        ("Grace", "/v1.0/sites?search=*", vec!["Harbour project"]),
        ("Eve", "/v1.0/sites?search=*", vec![]),
        ("Ada", "/v1.0/me/followedSites", vec!["Harbour project", "Intranet", "Records centre"]),
        ("Bilal", "/v1.0/me/followedSites", vec![]),
    ] {
        assert_eq!(names(&desk, person, "Sites.Read.All", path).await, expected, "{person} at {path}");
    }
    assert_eq!(desk.status("Ada", "Files.Read.All", "/v1.0/sites?search=*").await, 403);
    assert_eq!(desk.status("Ada", "Sites.Read.All", "/v1.0/sites").await, 400);
}

#[tokio::test]
async fn a_list_of_sites_has_pages() {
    let desk = Desk::new();
    let token = desk.token("Ada", "Sites.Read.All");

    let first = desk.get_as(&token, "/v1.0/sites?search=*&$top=3&$select=id,displayName").await.json();
    let second = desk.get_as(&token, &super::path_of(&first["@odata.nextLink"])).await.json();

    let length = |page: &Value| page["value"].as_array().unwrap().len();
    assert_eq!((length(&first), length(&second)), (3, 1));
    assert!(second.get("@odata.nextLink").is_none() && first["value"][0].get("name").is_none());
}

#[tokio::test]
async fn a_site_leads_to_its_libraries() {
    let desk = Desk::new();
    let token = desk.token("Ada", "Sites.Read.All");
    let found = desk.get_as(&token, "/v1.0/sites?search=berths").await.json();
    let id = found["value"][0]["id"].as_str().unwrap();

    let site = desk.get_as(&token, &format!("/v1.0/sites/{id}")).await.json();
    let drives = desk.get_as(&token, &format!("/v1.0/sites/{id}/drives")).await.json();
    let drive = desk.get_as(&token, &format!("/v1.0/sites/{id}/drive")).await.json();
    let children = desk.get_as(&token, &format!("/v1.0/sites/{id}/drive/root/children")).await.json();

    assert_eq!((id.split(',').count(), site["siteCollection"]["hostname"].as_str()), (3, Some("localhost")));
    assert!(site["webUrl"].as_str().unwrap().ends_with("/sites/harbour"));
    let ids: Vec<&str> =
        drives["value"].as_array().unwrap().iter().map(|drive| drive["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [library("harbour", "Shared Documents"), library("harbour", "Drawings")]);
    assert_eq!(drive["id"], ids[0]);
    assert_eq!(children["value"].as_array().unwrap().len(), 3);
    assert_eq!(children["value"][0]["parentReference"]["siteId"], id.split(',').nth(1).unwrap());
    for (person, scopes, rest, status) in [
        ("Ada", "Files.Read", "/drive", 200),
        ("Ada", "Files.Read", "/drives", 200),
        ("Ada", "Files.Read", "/drive/root/children", 403),
        ("Ada", "Files.Read", "", 403),
        ("Finn", "Sites.Read.All", "", 403),
        ("Eve", "Sites.Read.All", "", 404),
    ] {
        let path = format!("/v1.0/sites/{id}{rest}");
        assert_eq!(desk.status(person, scopes, &path).await, status, "{person} with {scopes} at {rest}");
    }
    assert_eq!(desk.status("Ada", "Sites.Read.All", "/v1.0/sites/nowhere").await, 404);
}

#[tokio::test]
async fn teams_are_those_that_the_person_is_in() {
    let desk = Desk::new();
    let scopes = "Team.ReadBasic.All";
    for (person, expected) in [
        ("Ada", vec!["Harbour project", "Quay works"]),
        ("Alex", vec!["Everybody", "Finance", "Harbour project", "Quay works"]),
        ("Nora", vec!["Harbour project", "Newcomers", "Quay works"]),
        ("Grace", vec!["Harbour project", "Quay works"]),
        ("Finn", vec!["Quay works"]),
    ] {
        assert_eq!(names(&desk, person, scopes, "/v1.0/me/joinedTeams").await, expected, "{person}");
    }
    let refused = desk.get("Ada", "/v1.0/me/joinedTeams").await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "Forbidden"));
    assert!(refused.json()["error"]["message"].as_str().unwrap().contains("'Team.ReadBasic.All, "));
    assert_eq!(desk.status("Ada", scopes, "/v1.0/me/joinedTeams?$top=1").await, 400);
}

#[tokio::test]
async fn channels_are_shown_to_those_who_are_in_them() {
    let desk = Desk::new();
    let scopes = "Channel.ReadBasic.All";
    let path = format!("/v1.0/teams/{}/channels", team(&desk, "Harbour project").id);
    for (person, expected) in [
        ("Ada", vec!["Board", "Contracts", "General", "New berths", "Pay round"]),
        ("Alex", vec!["Board", "Contracts", "General", "New berths"]),
        ("Grace", vec!["Contracts", "General", "New berths"]),
    ] {
        assert_eq!(names(&desk, person, scopes, &path).await, expected, "{person}");
    }
    assert_eq!(desk.status("Mia", scopes, &path).await, 403);
    assert_eq!(desk.status("Eve", scopes, &path).await, 404);
    assert_eq!(desk.status("Ada", scopes, "/v1.0/teams/nothing/channels").await, 404);
}

#[tokio::test]
async fn a_channel_leads_to_its_folder_once_the_files_tab_was_opened() {
    let desk = Desk::new();
    let harbour = team(&desk, "Harbour project");
    let token = desk.token("Ada", "Files.Read.All");
    let path = |name: &str| {
        let id = harbour.channel(name).unwrap().id.replace(':', "%3A").replace('@', "%40");
        format!("/v1.0/teams/{}/channels/{id}/filesFolder", harbour.id)
    };

    let general = desk.get_as(&token, &path("General")).await.json();
    let missing = desk.get_as(&token, &path("New berths")).await;
    desk.world.graph.open_files_tab(&harbour.id, "New berths", desk.world.clock.now()).unwrap();
    let made = desk.get_as(&token, &path("New berths")).await.json();
    let board = desk.get_as(&token, &path("Board")).await.json();

    let drive = library("harbour", "Shared Documents");
    assert_eq!(
        (general["name"].as_str(), general["parentReference"]["driveId"].as_str()),
        (Some("General"), Some(drive.as_str()))
    );
    assert_eq!((missing.status.as_u16(), missing.code().as_str()), (404, "ItemNotFound"));
    assert_eq!(missing.json()["error"]["message"], "Sharepoint folder not found.");
    assert_eq!((made["name"].as_str(), made["folder"]["childCount"].as_u64()), (Some("New berths"), Some(0)));
    assert_eq!(board["parentReference"]["driveId"], library("harbour-Board", "Shared Documents"));
    let id = general["id"].as_str().unwrap();
    assert_eq!(
        desk.status("Ada", "Files.Read.All", &format!("/v1.0/drives/{drive}/items/{id}/children")).await,
        200
    );
    assert_eq!(desk.status("Bilal", "Files.Read.All", &path("Board")).await, 404, "not shown to Bilal");
    assert_eq!(desk.status("Ada", "Files.Read.All", &format!("{}?$select=id", path("General"))).await, 400);
    assert!(desk.world.graph.open_files_tab("Newcomers", "Nowhere", 0).is_err());
}

#[tokio::test]
async fn the_site_of_a_private_channel_is_there_once_its_files_tab_was_opened() {
    let desk = Desk::new();
    let library = format!("/v1.0/drives/{}", library("harbour-Payround", "Shared Documents"));

    let before = desk.status("Nora", "Sites.Read.All", &library).await;
    desk.world.graph.open_files_tab("Harbour project", "Pay round", 0).unwrap();
    let after = desk.status("Nora", "Sites.Read.All", &library).await;

    assert_eq!((before, after), (403, 200));
    assert_eq!(desk.status("Bilal", "Sites.Read.All", &library).await, 403, "not in the channel");
}
