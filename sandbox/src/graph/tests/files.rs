//! Drives, items, lists and search.

use std::collections::HashSet;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{CONTENT, Desk, path_of};
use crate::graph::seed;

const CHILDREN: &str = "/v1.0/me/drive/root/children";

fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn the_drive_is_that_of_the_caller() {
    let desk = Desk::new();

    let drive = desk.get("Ada", "/v1.0/me/drive").await.json();

    assert_eq!(drive["id"], seed::one_drive(seed::who::ADA));
    assert_eq!(
        (&drive["driveType"], &drive["owner"]["user"]["displayName"]),
        (&json!("business"), &json!("Ada Lindqvist"))
    );
    let same = desk.get("Ada", &format!("/v1.0/drives/{}", drive["id"].as_str().unwrap())).await.json();
    assert_eq!(same["id"], drive["id"]);
}

#[tokio::test]
async fn people_without_a_drive_are_told_so() {
    let desk = Desk::new();
    for person in ["Otto", "Grace"] {
        let received = desk.get(person, "/v1.0/me/drive").await;
        assert_eq!((received.status, received.code().as_str()), (StatusCode::NOT_FOUND, "ResourceNotFound"));
        assert_eq!(received.json()["error"]["message"], "User's mysite not found.");
    }
}

#[tokio::test]
async fn the_root_is_a_folder_without_a_place() {
    let root = Desk::new().get("Ada", "/v1.0/me/drive/root").await.json();

    assert_eq!((&root["name"], &root["root"]), (&json!("root"), &json!({})));
    assert!(root["folder"]["childCount"].as_u64().unwrap() > 50);
    assert!(root["parentReference"].get("id").is_none() && root["parentReference"].get("path").is_none());
    assert!(root.get("cTag").is_none());
}

#[tokio::test]
async fn paging_gives_each_of_three_thousand_items_once_in_order() {
    let desk = Desk::new();
    let archive = desk.id_of("Ada", seed::ARCHIVE_NAME).await;
    let mut path = format!("/v1.0/me/drive/items/{archive}/children?$select=id,name&$orderby=name");
    let (mut ids, mut all, mut pages) = (HashSet::new(), Vec::new(), 0);
    loop {
        let page = desk.get("Ada", &path).await.json();
        pages += 1;
        for item in page["value"].as_array().unwrap() {
            assert!(ids.insert(item["id"].as_str().unwrap().to_owned()), "{item} comes twice");
            all.push(item["name"].as_str().unwrap().to_owned());
        }
        let Some(link) = page.get("@odata.nextLink") else { break };
        path = path_of(link);
        assert!(
            path.contains("$select=id,name")
                && path.contains("$orderby=name")
                && path.contains("$skiptoken=")
        );
    }

    assert_eq!((all.len(), pages), (seed::ARCHIVE_COUNT, 15));
    assert!(all.is_sorted(), "in the order of their names");
}

#[tokio::test]
async fn the_page_size_is_what_was_asked_for_up_to_a_limit() {
    let desk = Desk::new();
    let archive = desk.id_of("Ada", seed::ARCHIVE_NAME).await;
    for (query, expected) in [("", 200), ("?$top=7", 7), ("?$top=999", 999), ("?$top=100000", 1000)] {
        let items = desk.list("Ada", &format!("/v1.0/me/drive/items/{archive}/children{query}")).await;
        assert_eq!(items.len(), expected, "{query}");
    }
}

#[tokio::test]
async fn lists_can_be_sorted_by_name_and_url_and_by_nothing_else() {
    let desk = Desk::new();

    let up = desk.list("Ada", &format!("{CHILDREN}?$orderby=name")).await;
    let mut down = desk.list("Ada", &format!("{CHILDREN}?$orderby=name%20desc")).await;
    down.reverse();

    assert_eq!(names(&up), names(&down));
    assert_eq!(desk.get("Ada", &format!("{CHILDREN}?$orderby=url")).await.status, StatusCode::OK);
    for member in ["size", "lastModifiedDateTime", "createdDateTime%20desc"] {
        let refused = desk.get("Ada", &format!("{CHILDREN}?$orderby={member}")).await;
        assert_eq!((refused.status, refused.code().as_str()), (StatusCode::BAD_REQUEST, "invalidRequest"));
    }
}

#[tokio::test]
async fn descending_pages_fit_together_as_well() {
    let desk = Desk::new();
    let first = desk.get("Ada", &format!("{CHILDREN}?$orderby=name%20desc&$top=40")).await.json();
    let second = desk.get("Ada", &path_of(&first["@odata.nextLink"])).await.json();

    let mut all = first["value"].as_array().unwrap().clone();
    all.extend(second["value"].as_array().unwrap().clone());
    all.reverse();

    let whole = desk.list("Ada", CHILDREN).await;
    assert_eq!(names(&all), names(&whole));
}

#[tokio::test]
async fn an_item_has_the_documented_members() {
    let desk = Desk::new();
    let items = desk.list("Ada", CHILDREN).await;
    let item = items.iter().find(|item| item["name"] == "Budget 2026.xlsx").unwrap();

    let guid = item["eTag"].as_str().unwrap().split(['{', '}']).nth(1).unwrap();
    assert_eq!(item["eTag"].as_str().unwrap().chars().next(), Some('"'));
    assert!(item["cTag"].as_str().unwrap().starts_with(&format!("\"c:{{{guid}}},")));
    assert_eq!(item["id"].as_str().unwrap().len(), 34);
    assert!(item["parentReference"]["path"].as_str().unwrap().ends_with("/root:"));
    assert_eq!(item["file"]["mimeType"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert!(
        item["webUrl"]
            .as_str()
            .unwrap()
            .contains(&format!("Doc.aspx?sourcedoc=%7B{guid}%7D&file=Budget%202026.xlsx"))
    );
    assert!(item["@microsoft.graph.downloadUrl"].as_str().unwrap().contains("tempauth="));
    for absent in ["webDavUrl", "publication", "thumbnails", "sharepointIds", "@odata.etag", "folder"] {
        assert!(item.get(absent).is_none(), "{absent} comes only when it is asked for");
    }
}

#[tokio::test]
async fn select_leaves_out_what_it_does_not_name() {
    let desk = Desk::new();
    for (select, expected) in [
        ("id,name", vec!["@odata.etag", "id", "name"]),
        ("name,webDavUrl", vec!["@odata.etag", "name", "webDavUrl"]),
        ("@microsoft.graph.downloadUrl", vec!["@microsoft.graph.downloadUrl", "@odata.etag"]),
        ("id,folder", vec!["@odata.etag", "id"]),
    ] {
        let items = desk.list("Ada", &format!("{CHILDREN}?$select={select}")).await;
        let item = items.iter().find(|item| item.get("folder").is_none()).unwrap();
        let members: Vec<&String> = item.as_object().unwrap().keys().collect();
        assert_eq!(members, expected, "{select}");
    }
    assert_eq!(
        desk.get("Ada", &format!("{CHILDREN}?$select=id,colour")).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn thumbnails_come_when_they_are_expanded() {
    let desk = Desk::new();

    let all = desk.list("Ada", &format!("{CHILDREN}?$expand=thumbnails")).await;
    let small =
        desk.list("Ada", &format!("{CHILDREN}?$expand=thumbnails($select=small)&$select=id,name")).await;

    let of = |items: &[Value], name: &str| {
        items.iter().find(|item| item["name"] == name).unwrap()["thumbnails"].clone()
    };
    let set = of(&all, "Kick-off.pptx");
    for size in ["small", "medium", "large"] {
        assert!(set[0][size]["url"].as_str().unwrap().starts_with(CONTENT), "{size}");
    }
    let only: Vec<String> = of(&small, "Kick-off.pptx")[0].as_object().unwrap().keys().cloned().collect();
    assert_eq!(only, ["id", "small"]);
    for without in [seed::ARCHIVE_NAME, seed::ZERO_BYTES_NAME, "Parking rules.txt", seed::NOTEBOOK_NAME] {
        assert_eq!(of(&all, without), json!([]), "{without}");
    }
    assert_eq!(
        desk.get("Ada", &format!("{CHILDREN}?$expand=permissions")).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn one_item_can_be_read_again_only_when_it_changed() {
    let desk = Desk::new();
    let id = desk.id_of("Ada", "Roadmap.pptx").await;
    let item = desk.get("Ada", &format!("/v1.0/me/drive/items/{id}")).await.json();
    for (tag, expected) in [
        (&item["eTag"], StatusCode::NOT_MODIFIED),
        (&item["cTag"], StatusCode::NOT_MODIFIED),
        (&json!("\"{00000000-0000-0000-0000-000000000000},1\""), StatusCode::OK),
    ] {
        let request = Request::get(format!("/v1.0/me/drive/items/{id}"))
            .header("authorization", format!("Bearer {}", desk.token("Ada", super::USUAL)))
            .header("if-none-match", tag.as_str().unwrap());
        assert_eq!(desk.send(request.body(Body::empty()).unwrap()).await.status, expected, "{tag}");
    }
}

#[tokio::test]
async fn the_deepest_file_is_found_folder_by_folder() {
    let desk = Desk::new();
    let mut path = CHILDREN.to_owned();
    for name in seed::DEEP_PATH {
        let items = desk.list("Ada", &path).await;
        let item = items.iter().find(|item| item["name"] == name).unwrap();
        path = format!("/v1.0/me/drive/items/{}/children", item["id"].as_str().unwrap());
        if item.get("file").is_some() {
            let place = item["parentReference"]["path"].as_str().unwrap();
            assert!(
                place.ends_with("/root:/Projects/Harbour/Phase%202/Suppliers/Contracts/Signed"),
                "{place}"
            );
        }
    }
    assert_eq!(desk.list("Ada", &path).await, Vec::<Value>::new(), "a file holds nothing");
}

#[tokio::test]
async fn names_in_any_script_arrive_unchanged() {
    let desk = Desk::new();
    let folder = desk.id_of("Ada", seed::SCRIPTS_NAME).await;

    let items = desk.list("Ada", &format!("/v1.0/me/drive/items/{folder}/children")).await;

    let given: HashSet<&str> = names(&items).into_iter().collect();
    assert_eq!(given, seed::IN_ANY_SCRIPT.iter().copied().collect());
}

#[tokio::test]
async fn search_finds_names_in_the_whole_drive() {
    let desk = Desk::new();
    for (text, found) in [
        ("CRANE agreement", vec!["Crane agreement.pdf"]),
        ("Budget 2026 - Ada's copy", vec!["Budget 2026 - Ada's copy.xlsx"]),
        ("''two quotes''", vec!["''two quotes''.txt"]),
        ("100%25.txt", vec!["100%25.txt"]),
        ("a#b", vec!["a#b.txt"]),
        ("a+b c", vec!["a+b c.txt"]),
        ("年度预算", vec!["年度预算报告.docx"]),
        ("nothing has this name", vec![]),
    ] {
        let quoted = utf8_percent_encode(&text.replace('\'', "''"), NON_ALPHANUMERIC).to_string();
        let items = desk.list("Ada", &format!("/v1.0/me/drive/root/search(q='{quoted}')")).await;
        assert_eq!(names(&items), found, "{text}");
    }
    let refused = desk.get("Ada", "/v1.0/me/drive/root/search(q='it's')").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn search_has_pages_too() {
    let desk = Desk::new();
    let mut path = "/v1.0/me/drive/root/search(q='record')?$top=1000&$select=id".to_owned();
    let mut ids = HashSet::new();
    loop {
        let page = desk.get("Ada", &path).await.json();
        ids.extend(page["value"].as_array().unwrap().iter().map(|item| item["id"].to_string()));
        let Some(link) = page.get("@odata.nextLink") else { break };
        path = path_of(link);
    }
    // The records, and the folder of recordings with its two files.
    assert_eq!(ids.len(), seed::ARCHIVE_COUNT + 3);
}

#[tokio::test]
async fn another_persons_drive_opens_only_what_they_share() {
    let desk = Desk::new();
    let drives = desk.world.graph.drives();
    let drive = drives.iter().find(|drive| drive.id == seed::one_drive(seed::who::BILAL)).unwrap();
    let root = drive.item(drive.root_id()).unwrap();
    let shared =
        drive.children(root).find(|item| item.name == "تقرير سنوي.pdf").expect("Bilal shares something");
    let private = drive.children(root).find(|item| item.grants.is_empty()).expect("and keeps something");
    for (person, scopes, rest, status) in [
        ("Ada", "Files.Read.All", format!("items/{}", shared.id), 200),
        ("Ada", "Files.Read", format!("items/{}", shared.id), 403),
        ("Ada", "Files.Read.All", format!("items/{}", private.id), 403),
        ("Ada", "Files.Read.All", "root/children".to_owned(), 403),
        ("Ada", "Files.Read.All", "root/search(q='a')".to_owned(), 403),
        ("Bilal", "Files.Read", format!("items/{}", private.id), 200),
        ("Grace", "Files.Read.All", format!("items/{}", shared.id), 401),
        ("Eve", "Files.Read.All", format!("items/{}", shared.id), 404),
        ("Ada", "Files.Read.All", "items/01UNKNOWN".to_owned(), 404),
    ] {
        let path = format!("/v1.0/drives/{}/{rest}", drive.id);
        let received = desk.get_as(&desk.token(person, scopes), &path).await;
        assert_eq!(received.status.as_u16(), status, "{person} with {scopes} at {rest}");
    }
}

#[tokio::test]
async fn a_removed_item_is_not_found_until_the_reset() {
    let desk = Desk::new();
    let id = desk.id_of("Nora", "To do.txt").await;
    let drive = desk.get("Nora", "/v1.0/me/drive").await.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/v1.0/me/drive/items/{id}");

    desk.world.graph.delete_item(&drive, &id).unwrap();
    let gone = desk.get("Nora", &path).await;
    desk.world.reset();
    let back = desk.get("Nora", &path).await;

    assert_eq!((gone.status, gone.code().as_str()), (StatusCode::NOT_FOUND, "itemNotFound"));
    assert_eq!(back.status, StatusCode::OK);
}

#[test]
fn the_overview_says_whose_drives_there_are_and_how_much_is_in_them() {
    let desk = Desk::new();

    let overview = desk.world.graph.overview();

    let ada = &overview["drives"][0];
    assert_eq!((&ada["owner"], &ada["root_items"]), (&json!("Ada Lindqvist"), &json!(60)));
    assert!(ada["items"].as_u64().unwrap() > 3100 && ada["bytes"].as_u64().unwrap() > seed::FILM_SIZE);
}
