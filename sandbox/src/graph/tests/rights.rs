//! Who may read which item: their own, what was opened to them, and what lies in a library of theirs.

use super::Desk;
use crate::graph::files::grant::{Role, To};
use crate::graph::seed::who::{ADA, BILAL, GRACE, MIKA, NORA};
use crate::graph::seed::{DEEP_PATH, library, one_drive};

const ALL: &str = "Files.Read.All";

#[tokio::test]
async fn a_right_opens_the_item_and_all_it_holds_to_that_person() {
    let desk = Desk::new();
    let ada = one_drive(ADA);
    let roadmap = desk.item(&ada, &["Roadmap.pptx"]);
    let budget = desk.item(&ada, &["Budget"]);
    let inside = desk.item(&ada, &["Budget", "Budget figures.xlsx"]);
    let private = desk.item(&ada, &["Candidate list.xlsx"]);
    for (person, path, status) in [
        ("Bilal", roadmap.clone(), 200),
        ("Mika", roadmap.clone(), 200),
        ("Nora", roadmap.clone(), 403),
        ("Bilal", budget.clone(), 200),
        ("Bilal", format!("{budget}/children"), 200),
        ("Bilal", inside.clone(), 200),
        ("Bilal", format!("{inside}/thumbnails"), 200),
        ("Bilal", format!("{inside}/content"), 302),
        ("Bilal", private.clone(), 403),
        ("Bilal", format!("/v1.0/drives/{ada}/root/children"), 403),
        ("Ada", private, 200),
    ] {
        assert_eq!(desk.status(person, ALL, &path).await, status, "{person} at {path}");
    }
    for path in [roadmap, budget] {
        assert_eq!(desk.status("Bilal", "Files.Read", &path).await, 403, "Files.Read is for one's own files");
    }
}

#[tokio::test]
async fn a_guest_reads_what_was_opened_to_them_and_is_refused_with_401() {
    let desk = Desk::new();
    let (ada, bilal) = (one_drive(ADA), one_drive(BILAL));
    let opened = desk.item(&ada, &["Contract template.docx"]);
    let for_the_organization = desk.item(&bilal, &["تقرير سنوي.pdf"]);
    let for_another = desk.item(&ada, &["Roadmap.pptx"]);

    assert_eq!(desk.status("Grace", ALL, &opened).await, 200);
    for path in [for_the_organization, for_another, format!("/v1.0/drives/{ada}")] {
        let refused = desk.get_as(&desk.token("Grace", ALL), &path).await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (401, "accessDenied"), "{path}");
        assert_eq!(refused.header("www-authenticate"), "", "no challenge: a new token would not help");
    }
}

#[tokio::test]
async fn a_library_is_open_to_the_audience_of_its_site() {
    let desk = Desk::new();
    let root = |site: &str, segment: &str| format!("/v1.0/drives/{}/root/children", library(site, segment));
    let documents = "Shared Documents";
    for (person, site, segment, status) in [
        ("Ada", "harbour", documents, 200),
        ("Otto", "harbour", documents, 200),
        ("Grace", "harbour", "Drawings", 200),
        ("Finn", "harbour", documents, 403),
        ("Eve", "harbour", documents, 404),
        ("Ada", "harbour-Board", documents, 200),
        ("Bilal", "harbour-Board", documents, 403),
        ("Nora", "harbour-Payround", documents, 403),
        ("Ada", "finance", documents, 403),
        ("Mia", "finance", documents, 200),
        ("Nora", "records", documents, 200),
        ("Bilal", "records", documents, 403),
        ("Finn", "intranet", "Policies", 200),
        ("Grace", "intranet", "Policies", 401),
    ] {
        assert_eq!(desk.status(person, ALL, &root(site, segment)).await, status, "{person} in {site}");
    }
}

#[tokio::test]
async fn a_library_takes_a_scope_that_reaches_beyond_ones_own_files() {
    let desk = Desk::new();
    let drive = library("harbour", "Shared Documents");
    let plan = desk.item(&drive, &["General", "Site plan.pdf"]);
    let own = desk.item(&one_drive(ADA), &["Roadmap.pptx"]);
    for (scopes, path, status) in [
        ("Files.Read", plan.clone(), 403),
        ("Files.Read.All", plan.clone(), 200),
        ("Sites.Read.All", plan.clone(), 200),
        ("Group.Read.All", plan.clone(), 200),
        ("Group.Read.All", format!("{plan}/thumbnails"), 403),
        ("Group.Read.All", format!("/v1.0/drives/{drive}/root/children"), 403),
        ("Files.Read", own, 200),
    ] {
        assert_eq!(desk.status("Ada", scopes, &path).await, status, "{scopes} at {path}");
    }
}

#[tokio::test]
async fn a_library_and_its_items_say_where_they_are() {
    let desk = Desk::new();
    let drive = library("harbour", "Shared Documents");
    let token = desk.token("Ada", ALL);

    let shown = desk.get_as(&token, &format!("/v1.0/drives/{drive}")).await.json();
    let item = desk.get_as(&token, &desk.item(&drive, &["General", "Kick-off notes.docx"])).await.json();

    assert_eq!(
        (shown["driveType"].as_str(), shown["name"].as_str()),
        (Some("documentLibrary"), Some("Documents"))
    );
    assert_eq!(shown["owner"]["group"]["displayName"], "Harbour project");
    assert!(shown["webUrl"].as_str().unwrap().ends_with("/sites/harbour/Shared%20Documents"));
    let parent = &item["parentReference"];
    assert_eq!(
        (parent["driveId"].as_str(), parent["name"].as_str()),
        (Some(drive.as_str()), Some("General"))
    );
    assert_eq!(parent["path"], format!("/drives/{drive}/root:/General"));
    assert_eq!(parent["driveType"], "documentLibrary");
    assert_eq!(parent["siteId"].as_str().map(str::len), Some(36));
    assert!(item["webUrl"].as_str().unwrap().contains("/sites/harbour/_layouts/15/Doc.aspx?sourcedoc=%7B"));
    let download = desk.fetch(item["@microsoft.graph.downloadUrl"].as_str().unwrap()).await;
    assert_eq!(u64::try_from(download.body.len()).unwrap(), item["size"].as_u64().unwrap());
    assert_eq!(desk.fetch(item["webUrl"].as_str().unwrap()).await.status.as_u16(), 200);
}

#[tokio::test]
async fn ten_thousand_entries_come_page_by_page() {
    let desk = Desk::new();
    let token = desk.token("Nora", ALL);
    let folder = desk.item(&library("records", "Shared Documents"), &[super::seed::REGISTER_NAME]);
    let mut path = format!("{folder}/children?$select=name&$top=1000");
    let mut all = Vec::new();
    loop {
        let page = desk.get_as(&token, &path).await.json();
        let names = page["value"].as_array().unwrap().iter();
        all.extend(names.map(|item| item["name"].as_str().unwrap().to_owned()));
        let Some(link) = page.get("@odata.nextLink") else { break };
        path = super::path_of(link);
    }
    all.dedup();

    assert_eq!((all.len(), all.is_sorted()), (super::seed::REGISTER_COUNT, true));
}

#[tokio::test]
async fn a_shortcut_shows_what_it_leads_to_until_that_is_gone() {
    let desk = Desk::new();
    let token = desk.token("Ada", ALL);
    let shortcut = desk.item(&one_drive(ADA), &["Customers", "عقود بلال"]);
    let target = super::seed::item_at(&desk.world.graph.drives(), &one_drive(BILAL), &["العقود"]).unwrap();

    let there = desk.get_as(&token, &shortcut).await.json();
    desk.world.graph.delete_item(&one_drive(BILAL), &target).unwrap();
    let gone = desk.get_as(&token, &shortcut).await.json();

    let remote = &there["remoteItem"];
    assert_eq!((remote["id"].as_str(), remote["name"].as_str()), (Some(target.as_str()), Some("العقود")));
    assert_eq!(remote["parentReference"]["driveId"], one_drive(BILAL));
    assert_eq!(remote["folder"]["childCount"], 3);
    assert_eq!(remote["shared"]["owner"]["user"]["displayName"], "Bilal Haddad");
    assert!(
        there.get("folder").is_none()
            && there.get("file").is_none()
            && remote["parentReference"].get("path").is_none()
    );
    assert!(gone["remoteItem"].get("name").is_none() && gone["remoteItem"]["id"] == target);
}

#[tokio::test]
async fn what_happens_to_an_item_shows_at_the_next_look() {
    let desk = Desk::new();
    let drive = one_drive(ADA);
    let path = desk.item(&drive, &DEEP_PATH);
    let id = path.rsplit('/').next().unwrap();
    let budget = super::seed::item_at(&desk.world.graph.drives(), &drive, &["Budget"]).unwrap();
    let graph = &desk.world.graph;
    let now = desk.world.clock.now();
    let before = desk.get("Ada", &path).await.json();

    graph.rename_item(&drive, id, "Crane agreement (signed).pdf", now).unwrap();
    let renamed = desk.get("Ada", &path).await.json();
    graph.move_item(&drive, id, &budget, now).unwrap();
    let moved = desk.get("Ada", &path).await.json();
    graph.delete_item(&drive, id).unwrap();
    let deleted = desk.get("Ada", &path).await;
    graph.restore_item(&drive, id).unwrap();
    let restored = desk.get("Ada", &path).await.json();

    assert_eq!(renamed["name"], "Crane agreement (signed).pdf");
    assert!(
        renamed["eTag"] != before["eTag"] && renamed["cTag"] == before["cTag"],
        "the content is the same"
    );
    assert!(moved["parentReference"]["path"].as_str().unwrap().ends_with("/root:/Budget"));
    assert_eq!((deleted.status.as_u16(), deleted.code().as_str()), (404, "itemNotFound"));
    assert_eq!(restored["id"], id);
    for name in ["", " ", "a/b", "a?b"] {
        assert!(graph.rename_item(&drive, id, name, now).is_err(), "{name}");
    }
}

#[tokio::test]
async fn a_right_can_be_given_and_withdrawn() {
    let desk = Desk::new();
    let drive = one_drive(NORA);
    let path = desk.item(&drive, &["To do.txt"]);
    let id = path.rsplit('/').next().unwrap();
    let (mika, grace) = (To::Person(MIKA.to_owned()), To::Person(GRACE.to_owned()));

    let mut seen = vec![desk.status("Mika", ALL, &path).await];
    desk.world.graph.grant(&drive, id, mika.clone(), Role::Read).unwrap();
    desk.world.graph.grant(&drive, id, grace, Role::Read).unwrap();
    seen.push(desk.status("Mika", ALL, &path).await);
    desk.world.graph.withdraw(&drive, id, Some(&mika)).unwrap();
    seen.extend([desk.status("Mika", ALL, &path).await, desk.status("Grace", ALL, &path).await]);
    desk.world.graph.withdraw(&drive, id, None).unwrap();
    seen.push(desk.status("Grace", ALL, &path).await);

    assert_eq!(seen, [403, 200, 403, 200, 401]);
}
