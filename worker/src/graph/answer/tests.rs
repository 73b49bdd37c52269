//! What Graph says, and what of it crosses.

use contract::operations::{OperationId, operation};
use serde_json::{Value, json};

use super::*;
use crate::graph::fixture::World;

fn rebuilt(world: &World, id: OperationId, body: &Value) -> Result<(Value, usize), NotTheAnswer> {
    let rebuilt = rebuild(operation(id).unwrap(), body.to_string().as_bytes(), &world.handles())?;
    Ok((serde_json::from_slice(&rebuilt.json).unwrap(), rebuilt.skipped))
}

/// An item as Graph sends it, with much that must not cross.
fn full_item() -> Value {
    json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#canary",
        "@microsoft.graph.downloadUrl": "https://contoso.sharepoint.com/canary?tempauth=canary",
        "id": "01NKDM7HMOJTVYMDOSXFDK2QJDXCDI3WUK",
        "name": "Budget \"2026\" \u{65e5}\u{672c}.docx",
        "size": 35411,
        "lastModifiedDateTime": "2026-04-02T08:11:00Z",
        "webUrl": "https://contoso.sharepoint.com/Doc.aspx?sourcedoc=%7B1%7D",
        "createdBy": {"user": {"email": "canary@contoso.example"}},
        "permissions": [{"id": "canary"}],
        "parentReference": {"driveId": "b!1", "id": "01PARENT", "name": "General", "path": "/canary", "siteId": "canary"},
        "file": {"mimeType": "application/x", "hashes": {"quickXorHash": "canary"}},
        "thumbnails": [{
            "id": "0",
            "small": {"url": "https://westeurope1-mediap.svc.ms/small?canary", "width": 96, "height": 96},
            "large": {"url": "https://westeurope1-mediap.svc.ms/large?canary"},
        }],
    })
}

#[test]
fn s3_12_an_item_crosses_with_the_documented_members_only() {
    let world = World::new();
    let (mut item, _) = rebuilt(&world, OperationId::MyItem, &full_item()).unwrap();
    assert!(!item.to_string().contains("canary"), "{item}");
    let thumbnail = item.as_object_mut().unwrap().remove("thumbnail").unwrap();
    assert!(thumbnail.as_str().unwrap().starts_with("/graph/thumbnail/"));
    let expected = json!({
        "id": "01NKDM7HMOJTVYMDOSXFDK2QJDXCDI3WUK",
        "name": "Budget \"2026\" \u{65e5}\u{672c}.docx",
        "size": 35411,
        "lastModifiedDateTime": "2026-04-02T08:11:00Z",
        "webUrl": "https://contoso.sharepoint.com/Doc.aspx?sourcedoc=%7B1%7D",
        "parentReference": {"driveId": "b!1", "id": "01PARENT", "name": "General"},
        "file": {"mimeType": "application/x"},
    });
    assert_eq!(item, expected);
}

#[test]
fn the_person_and_the_drive_cross_with_the_documented_members_only() {
    let world = World::new();
    let me = json!({"id": "1", "displayName": "Ada", "mail": null, "businessPhones": ["canary"], "jobTitle": "canary"});
    let (me, _) = rebuilt(&world, OperationId::Me, &me).unwrap();
    assert_eq!(me, json!({"id": "1", "displayName": "Ada", "userPrincipalName": null, "mail": null}));
    let drive = json!({"id": "b!1", "driveType": "business", "name": "OneDrive", "webUrl": "https://a.example/", "quota": {"x": "canary"}});
    let (drive, _) = rebuilt(&world, OperationId::MyDrive, &drive).unwrap();
    assert_eq!(
        drive,
        json!({"id": "b!1", "driveType": "business", "name": "OneDrive", "webUrl": "https://a.example/"})
    );
}

#[test]
fn an_item_that_is_not_well_formed_is_left_out_and_counted() {
    let world = World::new();
    let long = "x".repeat(NAME_MAX + 1);
    let broken = [
        json!({"id": "a/b", "name": "x"}),
        json!({"id": "..", "name": "x"}),
        json!({"id": "", "name": "x"}),
        json!({"id": "01A", "name": ""}),
        json!({"id": "01A", "name": "a\u{0}b"}),
        json!({"id": "01A", "name": "a\nb"}),
        json!({"id": "01A", "name": long}),
        json!({"id": "01A"}),
        json!({"name": "x"}),
        json!({"id": 1, "name": "x"}),
        json!({"id": "01A", "name": "x", "size": -1}),
        json!({"id": "01A", "name": "x", "size": "1"}),
        json!({"id": "01A", "name": "x", "folder": "yes"}),
        json!(null),
        json!([]),
        json!("x"),
    ];
    let count = broken.len();
    let mut value = broken.to_vec();
    value.push(json!({"id": "01GOOD", "name": "x", "folder": {"childCount": 3, "view": {}}, "root": {}, "package": null}));
    let (page, skipped) = rebuilt(&world, OperationId::MyRootChildren, &json!({"value": value})).unwrap();
    assert_eq!(skipped, count);
    let good = json!({"id": "01GOOD", "name": "x", "size": null, "lastModifiedDateTime": null, "webUrl": null, "folder": {"childCount": 3}, "root": {}});
    assert_eq!(page, json!({"value": [good]}));
    for broken in &broken {
        assert_eq!(rebuilt(&world, OperationId::MyItem, broken).unwrap_err(), NotTheAnswer, "{broken}");
    }
}

#[test]
fn a_member_that_comes_twice_is_not_guessed_at() {
    let world = World::new();
    let row = operation(OperationId::MyRootChildren).unwrap();
    let twice = br#"{"value":[{"id":"01A","id":"01B","name":"x"},{"id":"01C","name":"y"}]}"#;
    assert_eq!(rebuild(row, twice, &world.handles()).unwrap().skipped, 1);
    let lists = br#"{"value":[],"value":[]}"#;
    assert!(rebuild(row, lists, &world.handles()).is_err());
}

#[test]
fn a_parent_that_is_not_well_formed_does_not_cost_the_item() {
    let world = World::new();
    let item = json!({"id": "01A", "name": "x", "parentReference": {"driveId": null, "id": "a/b"}});
    let (item, _) = rebuilt(&world, OperationId::MyItem, &item).unwrap();
    assert_eq!(item["parentReference"], json!({"driveId": null, "id": null, "name": null}));
}

#[test]
fn only_addresses_that_are_safe_to_open_cross() {
    let mut world = World::new();
    let crosses = |world: &World, url: &str| {
        let (item, _) =
            rebuilt(world, OperationId::MyItem, &json!({"id": "01A", "name": "x", "webUrl": url})).unwrap();
        item["webUrl"].as_str().map(ToOwned::to_owned)
    };
    let loopback = "http://localhost:8703/files/x";
    let never = [
        "javascript:alert(1)",
        "data:text/html,x",
        "JavaScript://x",
        "http://contoso.sharepoint.com/",
        "ftp://x/",
        "https://user:secret@contoso.sharepoint.com/",
        "/relative",
        "",
        "https://",
        "file:///etc/passwd",
        "ms-word:ofe|u|x",
    ];
    for url in never.into_iter().chain([loopback]) {
        assert_eq!(crosses(&world, url), None, "{url}");
    }
    let good = "https://contoso.sharepoint.com/sites/x?web=1#y";
    assert_eq!(crosses(&world, good).as_deref(), Some(good));
    world.variable("ENVIRONMENT", "development");
    world.variable("GRAPH_ORIGIN", "http://localhost:8702");
    assert_eq!(crosses(&world, loopback).as_deref(), Some(loopback));
    for url in never {
        assert_eq!(crosses(&world, url), None, "{url}");
    }
}

#[test]
fn the_small_thumbnail_is_taken_or_else_the_medium_one_or_none() {
    let world = World::new();
    let address_of = |thumbnails: Value| {
        let item = json!({"id": "01A", "name": "x", "thumbnails": thumbnails});
        let (item, _) = rebuilt(&world, OperationId::MyItem, &item).unwrap();
        let handle =
            item.get("thumbnail")?.as_str().unwrap().strip_prefix("/graph/thumbnail/").unwrap().to_owned();
        Some(world.handles().thumbnail(&handle).unwrap().1.as_str().to_owned())
    };
    let picture = |name: &str| json!({"url": format!("https://x.sharepoint.com/{name}"), "width": 1});
    let both = json!([{"medium": picture("m"), "small": picture("s")}, {"small": picture("other")}]);
    assert_eq!(address_of(both).as_deref(), Some("https://x.sharepoint.com/s"));
    assert_eq!(address_of(json!([{"medium": picture("m")}])).as_deref(), Some("https://x.sharepoint.com/m"));
    let evil = json!([{"small": {"url": "https://evil.example/"}}]);
    for none in
        [json!([]), json!([{}]), json!([{"large": picture("l")}]), json!([{"small": {"url": null}}]), evil]
    {
        assert_eq!(address_of(none.clone()), None, "{none}");
    }
}

#[test]
fn s3_11_a_page_whose_next_link_leads_elsewhere_is_no_page() {
    let world = World::new();
    let page = |link: &str| json!({"value": [], "@odata.nextLink": link});
    let good = "https://graph.microsoft.com/v1.0/me/drive/root/children?$skiptoken=a";
    let (page_of_good, _) = rebuilt(&world, OperationId::MyRootChildren, &page(good)).unwrap();
    assert!(page_of_good["@odata.nextLink"].as_str().unwrap().starts_with("/graph/next/"));
    for link in [
        "https://evil.example/v1.0/me/drive/root/children",
        "https://graph.microsoft.com/v1.0/me/messages",
        "",
    ] {
        assert!(rebuilt(&world, OperationId::MyRootChildren, &page(link)).is_err(), "{link}");
    }
}

#[test]
fn s7_02_a_body_that_is_cut_anywhere_is_no_answer() {
    let world = World::new();
    let whole = json!({"value": [full_item()], "@odata.context": "x"}).to_string();
    let row = operation(OperationId::MyRootChildren).unwrap();
    assert!(rebuild(row, whole.as_bytes(), &world.handles()).is_ok());
    for at in 0..whole.len() {
        assert!(rebuild(row, &whole.as_bytes()[..at], &world.handles()).is_err(), "cut at {at}");
    }
    for body in
        [&b"<html>"[..], b"{}", b"[]", b"null", b"\xff\xfe", b"{\"value\":{}}", b"{\"value\":[\"\xff\"]}"]
    {
        assert!(rebuild(row, body, &world.handles()).is_err(), "{body:?}");
    }
}
