//! People, for picking a colleague.

use serde_json::{Value, json};

use super::Desk;

const BASIC: &str = "User.ReadBasic.All";
const EVENTUAL: (&str, &str) = ("ConsistencyLevel", "eventual");

async fn names(desk: &Desk, person: &str, query: &str) -> Vec<String> {
    let received = desk.get_with(&desk.token(person, BASIC), &format!("/v1.0/users?{query}"), EVENTUAL).await;
    assert_eq!(received.status.as_u16(), 200, "{query}: {:?}", received.body);
    let people = received.json()["value"].as_array().unwrap().clone();
    people.iter().map(|person| person["displayName"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_colleague_is_found_by_the_beginning_of_a_name_or_an_address() {
    let desk = Desk::new();
    for (query, expected) in [
        ("$search=%22displayName:mi%22", vec!["Mia Wolf", "Mika Tanaka"]),
        ("$search=%22displayName:LIND%22", vec!["Ada Lindqvist"]),
        ("$search=%22displayName:ada%20lind%22", vec!["Ada Lindqvist"]),
        ("$search=%22displayName:otto%22%20OR%20%22mail:nora%22", vec!["Nora Obi", "Otto Kern"]),
        ("$search=%22displayName:mi%22%20AND%20%22surname:wolf%22", vec!["Mia Wolf"]),
        ("$search=%22mail:mia%22", vec![]),
        ("$search=%22displayName:eve%22", vec![]),
        ("$search=%22displayName:grace%22", vec!["Grace Hill"]),
    ] {
        assert_eq!(names(&desk, "Ada", query).await, expected, "{query}");
    }
    assert_eq!(names(&desk, "Eve", "$search=%22displayName:e%22").await, ["Eve Marsh"]);
}

#[tokio::test]
async fn a_search_needs_the_header_and_proper_clauses() {
    let desk = Desk::new();
    let token = desk.token("Ada", BASIC);
    let path = "/v1.0/users?$search=%22displayName:mi%22";

    let without = desk.get_as(&token, path).await;
    let counted = desk.get_with(&token, &format!("{path}&$count=true"), EVENTUAL).await.json();

    assert_eq!((without.status.as_u16(), without.code().as_str()), (400, "Request_UnsupportedQuery"));
    assert_eq!(counted["@odata.count"], 2);
    for query in ["displayName:mi", "%22mi%22", "%22colour:red%22", "%22displayName:mi"] {
        let refused = desk.get_with(&token, &format!("/v1.0/users?$search={query}"), EVENTUAL).await;
        assert_eq!(refused.status.as_u16(), 400, "{query}");
    }
}

#[tokio::test]
async fn everybody_comes_page_by_page() {
    let desk = Desk::new();
    let token = desk.token("Ada", BASIC);

    let first = desk.get_as(&token, "/v1.0/users?$top=6&$select=id,displayName").await.json();
    let second = desk.get_as(&token, &super::path_of(&first["@odata.nextLink"])).await.json();

    let length = |page: &Value| page["value"].as_array().unwrap().len();
    assert_eq!((length(&first), length(&second)), (6, 3), "everybody of Contoso and its guest");
}

#[tokio::test]
async fn a_basic_profile_is_all_that_a_basic_scope_reads() {
    let desk = Desk::new();
    let bilal = "/v1.0/users/bilal@contoso.example";
    let select = format!("{bilal}?$select=displayName,userType");

    let basic = desk.get_as(&desk.token("Ada", BASIC), &select).await.json();
    let whole = desk.get_as(&desk.token("Ada", "User.Read.All"), &select).await.json();

    assert_eq!((&basic["displayName"], &basic["userType"]), (&json!("Bilal Haddad"), &Value::Null));
    assert_eq!(whole["userType"], "Member");
    for (person, scopes, path, status) in [
        ("Ada", BASIC, bilal, 200),
        ("Ada", "User.Read", bilal, 403),
        ("Bilal", "User.Read", bilal, 200),
        ("Ada", BASIC, "/v1.0/users/eve@fabrikam.example", 404),
        ("Ada", "User.Read", "/v1.0/users", 403),
        ("Ada", BASIC, "/v1.0/users/00000000-0000-4000-a000-000000000008", 200),
    ] {
        assert_eq!(desk.status(person, scopes, path).await, status, "{person} with {scopes} at {path}");
    }
}
