//! Search over everything that the caller may read.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{CONTENT, Desk, Received};

async fn ask(desk: &Desk, person: &str, scopes: &str, body: &Value) -> Received {
    let request = Request::post("/v1.0/search/query")
        .header("authorization", format!("Bearer {}", desk.token(person, scopes)))
        .header("content-type", "application/json");
    desk.send(request.body(Body::from(body.to_string())).unwrap()).await
}

fn one(query: &str, more: &Value) -> Value {
    let mut request = json!({ "entityTypes": ["driveItem"], "query": { "queryString": query } });
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "requests": [request] })
}

async fn hits(desk: &Desk, person: &str, query: &str) -> Vec<Value> {
    let received = ask(desk, person, "Files.Read.All", &one(query, &json!({ "size": 500 }))).await;
    assert_eq!(received.status.as_u16(), 200, "{query}: {:?}", received.body);
    let hits = received.json()["value"][0]["hitsContainers"][0]["hits"].clone();
    hits.as_array().cloned().unwrap_or_default()
}

fn names(hits: &[Value]) -> Vec<&str> {
    hits.iter().map(|hit| hit["resource"]["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn search_finds_only_what_the_caller_may_read() {
    let desk = Desk::new();
    for (person, query, expected) in [
        ("Ada", "\"Merger draft\"", vec!["Merger draft.docx"]),
        ("Bilal", "\"Merger draft\"", vec![]),
        ("Ada", "\"Candidate list\"", vec!["Candidate list.xlsx"]),
        ("Bilal", "\"Candidate list\"", vec![]),
        ("Bilal", "Roadmap", vec!["Roadmap.pptx"]),
        ("Nora", "Roadmap", vec![]),
        ("Grace", "\"Contract template\" filetype:docx", vec!["Contract template.docx"]),
        ("Grace", "\"Site plan\"", vec!["Site plan.pdf"]),
        ("Finn", "\"Site plan\"", vec![]),
        ("Otto", "\"Crane rental\"", vec!["Crane rental.docx"]),
        ("Eve", "\"Site plan\"", vec![]),
        ("Ada", "\"ملاحظات\"", vec![]),
    ] {
        assert_eq!(names(&hits(&desk, person, query).await), expected, "{person} looks for {query}");
    }
}

#[tokio::test]
async fn shared_files_are_found_by_where_they_lie() {
    let desk = Desk::new();
    let query = format!("path:\"{CONTENT}/personal/\" -path:\"{CONTENT}/personal/grace_\" isDocument:true");

    let found = hits(&desk, "Grace", &query).await;

    assert_eq!(names(&found), ["Contract template.docx", "Slides.pptx"]);
}

#[tokio::test]
async fn a_hit_names_the_item_as_every_other_call_does() {
    let desk = Desk::new();
    let found = hits(&desk, "Ada", "\"Kick-off notes\"").await;

    let hit = &found[0];
    let (drive, id) = (&hit["resource"]["parentReference"]["driveId"], &hit["hitId"]);
    let path = format!("/v1.0/drives/{}/items/{}", drive.as_str().unwrap(), id.as_str().unwrap());
    let item = desk.get_as(&desk.token("Ada", "Files.Read.All"), &path).await.json();

    assert_eq!((&hit["resource"]["name"], &hit["resource"]["id"]), (&item["name"], &item["id"]));
    assert_eq!(hit["resource"]["@odata.type"], "#microsoft.graph.driveItem");
    assert!(hit["summary"].as_str().unwrap().contains("<c0>"));
}

#[tokio::test]
async fn hits_come_in_pages_and_in_the_order_that_was_asked_for() {
    let desk = Desk::new();
    let newest = json!({ "from": 3, "size": 4, "sortProperties": [{ "name": "lastModifiedDateTime", "isDescending": true }] });
    let page = ask(&desk, "Ada", "Files.Read.All", &one("filetype:pptx record", &newest)).await.json();
    let first = ask(&desk, "Ada", "Files.Read.All", &one("filetype:pptx record", &json!({}))).await.json();
    let none = ask(&desk, "Ada", "Files.Read.All", &one("no such words", &json!({}))).await.json();

    let container = &page["value"][0]["hitsContainers"][0];
    let shown = container["hits"].as_array().unwrap();
    let times: Vec<&str> =
        shown.iter().map(|hit| hit["resource"]["lastModifiedDateTime"].as_str().unwrap()).collect();
    assert_eq!(
        (shown.len(), shown[0]["rank"].as_u64(), &container["moreResultsAvailable"]),
        (4, Some(4), &json!(true))
    );
    assert!(times.iter().rev().is_sorted(), "{times:?}");
    assert_eq!(first["value"][0]["hitsContainers"][0]["hits"].as_array().unwrap().len(), 25);
    assert_eq!(none["value"][0]["hitsContainers"], json!([{ "total": 0, "moreResultsAvailable": false }]));
}

#[tokio::test]
async fn what_is_no_search_for_files_is_refused() {
    let desk = Desk::new();
    let usual = one("budget", &json!({}));
    for (body, scopes, status) in [
        (usual.clone(), "Files.Read.All", 200),
        (usual.clone(), "Sites.Read.All", 200),
        (usual.clone(), "Files.Read", 403),
        (json!({}), "Files.Read.All", 400),
        (json!({ "requests": [] }), "Files.Read.All", 400),
        (json!({ "requests": [usual["requests"][0], usual["requests"][0]] }), "Files.Read.All", 400),
        (one("budget", &json!({ "entityTypes": ["message"] })), "Files.Read.All", 400),
        (one("budget", &json!({ "region": "EUR" })), "Files.Read.All", 400),
        (one("budget", &json!({ "size": 0 })), "Files.Read.All", 400),
        (one("\"budget", &json!({})), "Files.Read.All", 400),
        (one("budget", &json!({ "sortProperties": [{ "name": "colour" }] })), "Files.Read.All", 400),
    ] {
        assert_eq!(ask(&desk, "Ada", scopes, &body).await.status.as_u16(), status, "{body} with {scopes}");
    }
    assert_eq!(desk.status("Ada", "Files.Read.All", "/v1.0/search/query").await, 405);
}

#[tokio::test]
async fn a_search_can_be_part_of_a_batch() {
    let desk = Desk::new();
    let batch = json!({ "requests": [{
        "id": "1", "method": "POST", "url": "/search/query", "headers": { "Content-Type": "application/json" },
        "body": one("\"Site plan\"", &json!({})),
    }]});
    let request = Request::post("/v1.0/$batch")
        .header("authorization", format!("Bearer {}", desk.token("Ada", "Files.Read.All")));

    let answered = desk.send(request.body(Body::from(batch.to_string())).unwrap()).await.json();

    let part = &answered["responses"][0];
    assert_eq!(
        (&part["status"], &part["body"]["value"][0]["hitsContainers"][0]["total"]),
        (&json!(200), &json!(1))
    );
}
