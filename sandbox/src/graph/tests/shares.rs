//! Items by their address, what others shared, and who may open an item.

use serde_json::{Value, json};

use super::{CONTENT, Desk};
use crate::graph::seed::who::{ADA, BILAL, GRACE, MIKA};
use crate::graph::seed::{library, one_drive};
use crate::graph::shares::encoded;

const ALL: &str = "Files.Read.All";

fn share(address: &str) -> String {
    format!("/v1.0/shares/{}/driveItem", encoded(address))
}

/// What an item says of itself, to its owner.
async fn shown(desk: &Desk, person: &str, path: &str) -> Value {
    desk.get_as(&desk.token(person, ALL), path).await.json()
}

#[tokio::test]
async fn the_address_of_every_item_leads_back_to_it() {
    let desk = Desk::new();
    let drawings = library("harbour", "Drawings");
    for (person, path) in [
        ("Ada", desk.item(&one_drive(ADA), &["Roadmap.pptx"])),
        ("Ada", desk.item(&one_drive(ADA), &["Names in any script", "a#b.txt"])),
        ("Ada", desk.item(&one_drive(ADA), &["Team notebook"])),
        ("Bilal", desk.item(&one_drive(BILAL), &["العقود", "عقد العمل.docx"])),
        ("Otto", desk.item(&drawings, &["Sections"])),
        ("Otto", format!("/v1.0/drives/{drawings}/root")),
    ] {
        let item = shown(&desk, person, &path).await;
        for address in [
            item["webUrl"].as_str().unwrap().to_owned(),
            format!("{}?csf=1&web=1&e=AbC123", item["webUrl"].as_str().unwrap().split('?').next().unwrap()),
        ] {
            if address.contains("Doc.aspx?csf") {
                continue;
            }
            let found = shown(&desk, person, &share(&address)).await;
            assert_eq!(found["id"], item["id"], "{address}");
        }
    }
}

#[tokio::test]
async fn an_address_opens_nothing_that_was_closed() {
    let desk = Desk::new();
    let private = shown(&desk, "Ada", &desk.item(&one_drive(ADA), &["Candidate list.xlsx"])).await;
    let private = share(private["webUrl"].as_str().unwrap());
    for (person, scopes, path, status) in [
        ("Ada", ALL, private.clone(), 200),
        ("Ada", "Sites.Read.All", private.clone(), 200),
        ("Ada", "Files.Read", private.clone(), 403),
        ("Bilal", ALL, private.clone(), 403),
        ("Grace", ALL, private.clone(), 401),
        ("Eve", ALL, private, 404),
        ("Ada", ALL, share(&format!("{CONTENT}/personal/ada_contoso_example/Documents/gone.txt")), 404),
        ("Ada", ALL, share("https://elsewhere.example/sites/harbour"), 404),
        ("Ada", ALL, "/v1.0/shares/u!%2A/driveItem".to_owned(), 400),
        ("Ada", ALL, "/v1.0/shares/nonsense".to_owned(), 400),
        ("Ada", ALL, "/v1.0/shares/u!aa/listItem".to_owned(), 400),
    ] {
        assert_eq!(desk.status(person, scopes, &path).await, status, "{person} with {scopes} at {path}");
    }
}

/// The sharing link of Ada's strategy, as her own list of rights has it.
async fn link(desk: &Desk, item: &str) -> String {
    let rights = shown(desk, "Ada", &format!("{item}/permissions")).await;
    let mut links =
        rights["value"].as_array().unwrap().iter().filter_map(|right| right["link"]["webUrl"].as_str());
    links.next().expect("there is a link").to_owned()
}

#[tokio::test]
async fn a_sharing_link_gives_no_right_unless_it_is_redeemed() {
    let desk = Desk::new();
    let item = desk.item(&one_drive(ADA), &["Strategy 2027.pptx"]);
    let path = share(&link(&desk, &item).await);
    let (bilal, grace) = (desk.token("Bilal", ALL), desk.token("Grace", ALL));
    let redeem = |how: &'static str| ("prefer", how);

    assert_eq!(desk.status("Ada", ALL, &path).await, 200);
    let refused = desk.get_as(&bilal, &path).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (403, "accessDenied"));
    assert!(refused.json()["error"]["message"].as_str().unwrap().contains("sharing link"));

    let once = desk.get_with(&bilal, &path, redeem("redeemSharingLinkIfNecessary")).await;
    assert_eq!((once.status.as_u16(), desk.status("Bilal", ALL, &item).await), (200, 403));
    let for_guest = desk.get_with(&grace, &path, redeem("redeemSharingLink")).await;
    assert_eq!(for_guest.status.as_u16(), 401, "a link for the organization is not for its guests");

    let durably = desk.get_with(&bilal, &path, redeem("return=minimal, redeemSharingLink")).await;
    assert_eq!((durably.status.as_u16(), desk.status("Bilal", ALL, &item).await), (200, 200));
    let writes: Vec<Vec<String>> =
        desk.world.journal.entries().into_iter().map(|entry| entry.drive_writes).collect();
    assert_eq!(
        writes.iter().filter(|writes| !writes.is_empty()).count(),
        3,
        "every Prefer, and nothing else"
    );

    let id = item.rsplit('/').next().unwrap();
    desk.world.graph.withdraw(&one_drive(ADA), id, None).unwrap();
    let gone = desk.get_with(&bilal, &path, redeem("redeemSharingLink")).await;
    assert_eq!(gone.status.as_u16(), 403);
}

#[tokio::test]
async fn a_share_tells_whose_it_is() {
    let desk = Desk::new();
    let item = shown(&desk, "Ada", &desk.item(&one_drive(ADA), &["Roadmap.pptx"])).await;
    let id = encoded(item["webUrl"].as_str().unwrap());

    let share = shown(&desk, "Bilal", &format!("/v1.0/shares/{id}")).await;

    assert_eq!((&share["id"], &share["name"]), (&json!(id), &json!("Roadmap.pptx")));
    assert_eq!(share["owner"]["user"]["displayName"], "Ada Lindqvist");
}

#[tokio::test]
async fn the_list_of_shared_items_gives_one_and_says_of_no_more() {
    let desk = Desk::new();
    let path = "/v1.0/me/drive/sharedWithMe";

    let ada = shown(&desk, "Ada", &format!("{path}?allowexternal=true")).await;
    let alex = shown(&desk, "Alex", path).await;

    let items = ada["value"].as_array().unwrap();
    assert_eq!((items.len(), ada.get("@odata.nextLink")), (1, None), "two were shared with her");
    let remote = &items[0]["remoteItem"];
    assert_eq!((&remote["id"], &remote["name"]), (&items[0]["id"], &items[0]["name"]));
    assert_eq!(remote["shared"]["scope"], "users");
    assert!(
        remote["parentReference"]["driveId"].is_string() && remote["parentReference"].get("path").is_none()
    );
    assert_eq!(alex["value"], json!([]));
    assert_eq!(desk.status("Ada", "Files.Read", path).await, 403);
    assert_eq!(desk.status("Otto", ALL, path).await, 404);
    assert_eq!(desk.status("Ada", ALL, &format!("{path}?$top=5")).await, 400);
}

fn persons(rights: &Value) -> Vec<&str> {
    let rights = rights["value"].as_array().unwrap().iter();
    rights.filter_map(|right| right["grantedToV2"]["user"]["id"].as_str()).collect()
}

#[tokio::test]
async fn the_owner_sees_every_right_and_others_their_own() {
    let desk = Desk::new();
    let item = format!("{}/permissions", desk.item(&one_drive(ADA), &["Roadmap.pptx"]));

    let ada = shown(&desk, "Ada", &item).await;
    let mika = shown(&desk, "Mika", &item).await;

    assert_eq!(persons(&ada), [ADA, BILAL, MIKA]);
    assert_eq!(
        (ada["value"][0]["roles"].as_array(), persons(&mika)),
        (json!(["owner"]).as_array(), vec![MIKA])
    );
    assert_eq!(desk.status("Nora", ALL, &item).await, 403);
    let selected = shown(&desk, "Ada", &format!("{item}?$select=roles")).await;
    assert_eq!(selected["value"][1], json!({ "roles": ["read"] }));
    assert_eq!(desk.status("Ada", ALL, &format!("{item}?$select=colour")).await, 400);
}

#[tokio::test]
async fn an_inherited_right_says_which_folder_gives_it() {
    let desk = Desk::new();
    let budget = desk.item(&one_drive(ADA), &["Budget"]);
    let inside = desk.item(&one_drive(ADA), &["Budget", "Budget figures.xlsx"]);

    let rights = shown(&desk, "Ada", &format!("{inside}/permissions")).await;

    let inherited =
        rights["value"].as_array().unwrap().iter().find(|right| right.get("inheritedFrom").is_some());
    let inherited = inherited.expect("Bilal's right comes from the folder");
    assert_eq!(inherited["inheritedFrom"]["id"], budget.rsplit('/').next().unwrap());
    assert_eq!(
        (&inherited["roles"], &inherited["grantedToV2"]["user"]["id"]),
        (&json!(["write"]), &json!(BILAL))
    );
}

#[tokio::test]
async fn a_link_is_shown_to_those_who_could_make_one() {
    let desk = Desk::new();
    let item = desk.item(&one_drive(BILAL), &["تقرير سنوي.pdf"]);
    let own = shown(&desk, "Bilal", &format!("{item}/permissions")).await;
    let others = shown(&desk, "Ada", &format!("{item}/permissions")).await;
    let guest = desk.item(&one_drive(ADA), &["Contract template.docx"]);
    let guests = shown(&desk, "Grace", &format!("{guest}/permissions")).await;

    assert!(
        own["value"][1]["link"]["webUrl"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{CONTENT}/:b:/g/personal/"))
    );
    assert_eq!(others["value"].as_array().unwrap().len(), 1);
    assert!(
        others["value"][0]["link"].get("webUrl").is_none() && others["value"][0].get("shareId").is_none()
    );
    assert_eq!(persons(&guests), [GRACE]);
}
