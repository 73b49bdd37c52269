//! Members of teams, channels and groups, and who may read them.

use serde_json::{Value, json};

use super::control::request;
use super::{Desk, path_of};
use crate::graph::seed::who::{ADA, EVE, GRACE, MIA, MIKA};
use crate::people::{CONTOSO, FABRIKAM};

const TEAM: &str = "TeamMember.Read.All";
const CHANNEL: &str = "ChannelMember.Read.All";
const CLIENT: &str = "3a7c5e10-0000-4000-8000-0000000000a1";

pub(super) fn team_id(desk: &Desk, name: &str) -> String {
    desk.world.graph.teams().iter().find(|team| team.name == name).unwrap().id.clone()
}

fn channel_path(desk: &Desk, team: &str, channel: &str) -> String {
    let teams = desk.world.graph.teams();
    let team = teams.iter().find(|known| known.name == team).unwrap();
    format!("/v1.0/teams/{}/channels/{}", team.id, team.channel(channel).unwrap().id)
}

/// A token of the application itself.
pub(super) fn of_application(desk: &Desk, roles: &[&str]) -> String {
    desk.signed(&json!({ "oid": "service principal", "tid": CONTOSO, "idtyp": "app", "roles": roles }))
}

/// Everybody on all pages.
pub(super) async fn everybody(desk: &Desk, token: &str, path: &str) -> Vec<Value> {
    let (mut all, mut path) = (Vec::new(), path.to_owned());
    loop {
        let page = desk.get_as(token, &path).await;
        assert_eq!(page.status.as_u16(), 200, "{path}: {:?}", page.body);
        let page = page.json();
        all.extend(page["value"].as_array().unwrap().clone());
        match page.get("@odata.nextLink") {
            Some(next) => path = path_of(next),
            None => return all,
        }
    }
}

fn of<'a>(people: &'a [Value], oid: &str) -> &'a Value {
    people.iter().find(|one| one["userId"] == oid || one["id"] == oid).unwrap_or(&Value::Null)
}

#[tokio::test]
async fn the_members_of_a_team_have_roles_addresses_and_organizations() {
    let desk = Desk::new();
    let path = format!("/v1.0/teams/{}/members", team_id(&desk, "Quay works"));

    let people = everybody(&desk, &desk.token("Ada", TEAM), &path).await;

    assert_eq!(people.len(), 12);
    assert_eq!(of(&people, MIKA)["roles"], json!(["owner"]));
    assert_eq!(of(&people, ADA)["roles"], json!([]));
    assert_eq!(of(&people, GRACE)["roles"], json!(["guest"]));
    assert_eq!(
        (&of(&people, EVE)["roles"], &of(&people, EVE)["tenantId"]),
        (&json!(["owner"]), &json!(FABRIKAM))
    );
    assert_eq!(of(&people, MIA)["email"], Value::Null);
    assert_eq!(of(&people, ADA)["@odata.type"], "#microsoft.graph.aadUserConversationMember");
}

#[tokio::test]
async fn a_large_team_has_pages_of_up_to_999() {
    let desk = Desk::new();
    let path = format!("/v1.0/teams/{}/members", team_id(&desk, "Everybody"));
    let token = desk.token("Alex", TEAM);
    let first = desk.get_as(&token, &path).await.json();
    let large = desk.get_as(&token, &format!("{path}?$top=999")).await.json();

    let people = everybody(&desk, &token, &format!("{path}?$top=999")).await;

    let length = |page: &Value| page["value"].as_array().unwrap().len();
    assert_eq!((length(&first), length(&large), people.len()), (100, 999, 12_001));
    let mut ids: Vec<&str> = people.iter().map(|one| one["userId"].as_str().unwrap()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 12_001);
    assert_eq!(desk.get_as(&token, &format!("{path}?$top=1000")).await.status.as_u16(), 400);
}

#[tokio::test]
async fn members_are_found_by_id_or_address() {
    let desk = Desk::new();
    let path = format!("/v1.0/teams/{}/members", team_id(&desk, "Quay works"));
    let token = desk.token("Ada", TEAM);
    for (filter, found) in [
        (format!("(microsoft.graph.aadUserConversationMember/userId%20eq%20'{MIA}')"), 1),
        ("microsoft.graph.aadUserConversationMember/email%20eq%20'ADA@contoso.example'".to_owned(), 1),
        ("microsoft.graph.aadUserConversationMember/email%20eq%20'x'".to_owned(), 0),
    ] {
        assert_eq!(
            everybody(&desk, &token, &format!("{path}?$filter={filter}")).await.len(),
            found,
            "{filter}"
        );
    }
    assert_eq!(
        desk.get_as(&token, &format!("{path}?$filter=roles%20eq%20'owner'")).await.status.as_u16(),
        400
    );
}

#[tokio::test]
async fn channels_of_their_own_have_members_of_their_own() {
    let desk = Desk::new();
    let (private, shared) =
        (channel_path(&desk, "Quay works", "Diving"), channel_path(&desk, "Quay works", "Tugs"));

    let divers = everybody(&desk, &desk.token("Mika", CHANNEL), &format!("{private}/members")).await;
    let tugs = everybody(&desk, &desk.token("Bilal", CHANNEL), &format!("{shared}/allMembers")).await;

    assert_eq!((divers.len(), &of(&divers, MIKA)["roles"]), (3, &json!(["owner"])));
    assert_eq!((tugs.len(), &of(&tugs, EVE)["roles"]), (4, &json!(["Owner"])));
    let foreign = tugs.iter().filter(|one| one["tenantId"] == FABRIKAM).count();
    assert_eq!(foreign, 2);
    assert_eq!(desk.status("Ada", CHANNEL, &format!("{private}/members")).await, 404);
    assert_eq!(desk.status("Mika", TEAM, &format!("{private}/members")).await, 403);
}

#[tokio::test]
async fn a_group_has_those_of_its_organization_only_and_shows_what_the_token_may_see() {
    let desk = Desk::new();
    let path = format!("/v1.0/groups/{}/members", team_id(&desk, "Quay works"));
    for (scopes, name, kind) in [
        ("GroupMember.Read.All", Value::Null, Value::Null),
        ("GroupMember.Read.All User.ReadBasic.All", json!("Ada Lindqvist"), Value::Null),
        ("Directory.Read.All", json!("Ada Lindqvist"), json!("Member")),
    ] {
        let token = desk.token("Nora", scopes);
        let path = format!("{path}?$select=id,displayName,userType&$top=5");
        let people = everybody(&desk, &token, &path).await;
        assert_eq!(people.len(), 11, "without Eve, who is of another organization");
        assert_eq!(
            (&of(&people, ADA)["displayName"], &of(&people, ADA)["userType"]),
            (&name, &kind),
            "{scopes}"
        );
    }
    assert_eq!(desk.status("Ada", TEAM, &path).await, 403);
    assert_eq!(desk.status("Ada", "Directory.Read.All", "/v1.0/groups/nothing/members").await, 404);
}

#[tokio::test]
async fn a_person_reads_the_members_of_teams_they_are_in_and_only_with_the_permission() {
    let desk = Desk::new();
    let finance = format!("/v1.0/teams/{}/members", team_id(&desk, "Finance"));

    assert_eq!(desk.status("Alex", TEAM, &finance).await, 200);
    assert_eq!(desk.status("Ada", TEAM, &finance).await, 403);
    assert_eq!(desk.status("Alex", "Directory.Read.All Group.ReadWrite.All", &finance).await, 403);
    assert_eq!(desk.status("Eve", TEAM, &finance).await, 404, "her organization has no such team");
    assert_eq!(desk.status("Alex", TEAM, "/v1.0/teams/nothing/members").await, 404);
}

#[tokio::test]
async fn an_application_reads_members_with_a_role_or_where_an_owner_agreed() {
    let desk = Desk::new();
    let (harbour, finance) = (team_id(&desk, "Harbour project"), team_id(&desk, "Finance"));
    let consent = json!({ "client_id": CLIENT, "permissions": ["TeamMember.Read.Group"] });
    let path = format!("/api/teams/{harbour}/consent");
    assert_eq!(request(&desk, "POST", &path, &consent).await.status.as_u16(), 204);
    let plain = of_application(&desk, &[]);
    let whole = of_application(&desk, &[TEAM]);
    let status = async |token: &str, team: &str| {
        desk.get_as(token, &format!("/v1.0/teams/{team}/members")).await.status.as_u16()
    };

    assert_eq!((status(&plain, &harbour).await, status(&plain, &finance).await), (200, 403));
    assert_eq!((status(&whole, &harbour).await, status(&whole, &finance).await), (200, 200));

    let general = channel_path(&desk, "Harbour project", "Board");
    assert_eq!(desk.get_as(&plain, &format!("{general}/members")).await.status.as_u16(), 403);
    assert_eq!(request(&desk, "DELETE", &path, &consent).await.status.as_u16(), 204);
    assert_eq!(status(&plain, &harbour).await, 403);
}

#[tokio::test]
async fn owners_add_promote_and_remove_people() {
    let desk = Desk::new();
    let id = team_id(&desk, "Newcomers");
    let token = desk.token("Nora", TEAM);
    let list = async || everybody(&desk, &token, &format!("/v1.0/teams/{id}/members")).await;
    let people = format!("/api/teams/{id}/members");

    let added = request(&desk, "POST", &people, &json!({ "name": "Ida Ek" })).await.json();
    let oid = added["oid"].as_str().unwrap();
    assert_eq!((of(&list().await, oid)["displayName"].as_str(), list().await.len()), (Some("Ida Ek"), 2));

    for (body, roles) in [
        (json!({ "oid": oid, "role": "owner" }), json!(["owner"])),
        (json!({ "oid": oid, "role": "guest" }), json!(["guest"])),
    ] {
        assert_eq!(request(&desk, "POST", &people, &body).await.status.as_u16(), 204);
        assert_eq!(of(&list().await, oid)["roles"], roles);
    }

    assert_eq!(request(&desk, "DELETE", &format!("{people}/{oid}"), &json!({})).await.status.as_u16(), 204);
    assert_eq!(list().await.len(), 1);
    assert_eq!(request(&desk, "DELETE", &format!("{people}/{oid}"), &json!({})).await.status.as_u16(), 404);
    let resize = format!("/api/teams/{id}/resize");
    for size in [40, 7] {
        assert_eq!(request(&desk, "POST", &resize, &json!({ "members": size })).await.status.as_u16(), 204);
        assert_eq!(list().await.len(), 1 + size);
    }
}

#[tokio::test]
async fn people_are_renamed_deleted_and_purged() {
    let desk = Desk::new();
    let id = team_id(&desk, "Quay works");
    let token = desk.token("Ada", TEAM);
    let list = async || everybody(&desk, &token, &format!("/v1.0/teams/{id}/members")).await;
    let change = async |body: Value| {
        assert_eq!(request(&desk, "PATCH", &format!("/api/people/{MIA}"), &body).await.status.as_u16(), 204);
    };

    change(json!({ "name": "Mia Vogel", "mail": "mia@contoso.example" })).await;
    let renamed = of(&list().await, MIA).clone();
    assert_eq!(
        (&renamed["displayName"], &renamed["email"]),
        (&json!("Mia Vogel"), &json!("mia@contoso.example"))
    );
    assert_eq!(desk.get("Mia", "/v1.0/me").await.json()["displayName"], "Mia Vogel");

    change(json!({ "mail": null, "state": "deleted" })).await;
    assert_eq!(list().await.len(), 11);
    change(json!({ "state": "active" })).await;
    assert_eq!((list().await.len(), &of(&list().await, MIA)["email"]), (12, &Value::Null));
    change(json!({ "state": "purged" })).await;
    change(json!({ "state": "active" })).await;
    assert_eq!(list().await.len(), 11, "whoever was purged left every team");
    assert!(desk.world.graph.teams().iter().all(|team| !team.has(MIA)));
}

#[tokio::test]
async fn channels_get_and_lose_members() {
    let desk = Desk::new();
    let id = team_id(&desk, "Quay works");
    for (method, path, body, status) in [
        ("POST", "Tugs/members", json!({ "oid": MIA }), 204),
        ("POST", "Diving/members", json!({ "oid": ADA, "role": "owner" }), 204),
        ("POST", "Diving/members", json!({ "oid": "00000000-0000-4000-b000-000000000099" }), 404),
        ("POST", "General/members", json!({ "oid": ADA }), 404),
        ("POST", "Diving/members", json!({}), 422),
        ("DELETE", &format!("Tugs/members/{EVE}"), json!({}), 204),
        ("DELETE", &format!("Tugs/members/{EVE}"), json!({}), 404),
    ] {
        let path = format!("/api/teams/{id}/channels/{path}");
        assert_eq!(
            request(&desk, method, &path, &body).await.status.as_u16(),
            status,
            "{method} {path} {body}"
        );
    }
    let tugs = format!("{}/allMembers", channel_path(&desk, "Quay works", "Tugs"));
    let people = everybody(&desk, &desk.token("Mia", CHANNEL), &tugs).await;
    assert!(of(&people, EVE).is_null() && !of(&people, MIA).is_null());
    desk.world.graph.remove_member("Quay works", ADA).unwrap();
    let diving = format!("{}/members", channel_path(&desk, "Quay works", "Diving"));
    let divers = everybody(&desk, &desk.token("Mika", CHANNEL), &diving).await;
    assert!(of(&divers, ADA).is_null(), "whoever leaves the team leaves its private channels");
}

#[tokio::test]
async fn one_membership_is_there_until_it_ends() {
    let desk = Desk::new();
    let team = team_id(&desk, "Quay works");
    let path = format!("/v1.0/teams/{team}/members");
    let token = desk.token("Ada", TEAM);
    let everybody = everybody(&desk, &token, &path).await;
    let mia = of(&everybody, MIA);
    let own = format!("{path}/{}", mia["id"].as_str().unwrap());

    let there = desk.get_as(&token, &own).await;
    assert_eq!((there.status.as_u16(), &there.json()["userId"]), (200, &json!(MIA)));
    desk.world.graph.remove_member(&team, MIA).unwrap();

    let gone = desk.get_as(&token, &own).await;
    assert_eq!((gone.status.as_u16(), &gone.json()["error"]["code"]), (404, &json!("NotFound")));
}
