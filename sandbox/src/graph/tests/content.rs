//! The content host: links open one thing for one hour, and large files are streamed.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures_util::StreamExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use super::{CONTENT, Desk, receive};
use crate::graph::{TICKET_LIFETIME_SECONDS, seed};

async fn link_to(desk: &Desk, name: &str, rest: &str) -> String {
    let id = desk.id_of("Ada", name).await;
    let found = desk.get("Ada", &format!("/v1.0/me/drive/items/{id}/{rest}")).await;
    assert_eq!(found.status, StatusCode::FOUND);
    found.header("location").to_owned()
}

#[tokio::test]
async fn thumbnails_are_pictures_of_the_size_they_say() {
    let desk = Desk::new();
    let id = desk.id_of("Ada", "Harbour at dawn.jpg").await;
    let sets = desk.list("Ada", &format!("/v1.0/me/drive/items/{id}/thumbnails")).await;
    for size in ["small", "medium", "large"] {
        let picture = desk.fetch(sets[0][size]["url"].as_str().unwrap()).await;
        assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/png"));
        let side = u32::from_be_bytes(picture.body[16..20].try_into().unwrap());
        assert_eq!(Value::from(side), sets[0][size]["width"], "{size}");
    }
}

#[tokio::test]
async fn a_link_is_good_for_an_hour_and_only_as_it_is() {
    let desk = Desk::new();
    for rest in ["content", "thumbnails/0/small/content"] {
        let link = link_to(&desk, "Roadmap.pptx", rest).await;
        let other = link_to(&desk, "Kick-off.pptx", rest).await;
        let ticket =
            |link: &str| link.split("tempauth=").nth(1).unwrap().split('&').next().unwrap().to_owned();

        assert_eq!(desk.fetch(&link).await.status, StatusCode::OK, "{rest}");
        for forged in [link.replace(&ticket(&link), ""), link.replace(&ticket(&link), &ticket(&other))] {
            assert_eq!(desk.fetch(&forged).await.status, StatusCode::UNAUTHORIZED, "{forged}");
        }
        desk.world.clock.advance(TICKET_LIFETIME_SECONDS + 1);
        assert_eq!(desk.fetch(&link).await.status, StatusCode::UNAUTHORIZED, "{rest}");
        desk.world.clock.set_offset(0);
    }
}

#[tokio::test]
async fn a_download_has_the_size_of_the_item_and_its_parts_fit() {
    let desk = Desk::new();
    let link = link_to(&desk, "Team photo.jpg", "content").await;
    let whole = desk.fetch(&link).await;
    let size = whole.body.len();
    assert_eq!(whole.header("content-length"), size.to_string());
    for (range, status, expected) in [
        ("bytes=0-9", StatusCode::PARTIAL_CONTENT, &whole.body[..10]),
        ("bytes=-5", StatusCode::PARTIAL_CONTENT, &whole.body[size - 5..]),
        ("bytes=999999999-", StatusCode::RANGE_NOT_SATISFIABLE, &[]),
    ] {
        let path = link.strip_prefix(CONTENT).unwrap();
        let request = Request::get(path).header("range", range).body(Body::empty()).unwrap();
        let part = receive(desk.content.clone(), request).await;
        assert_eq!((part.status, part.body.as_ref()), (status, expected), "{range}");
        assert!(part.header("content-range").ends_with(&format!("/{size}")), "{range}");
    }
}

#[tokio::test]
async fn a_large_file_is_streamed_in_small_pieces() {
    let desk = Desk::new();
    let link = link_to(&desk, seed::FILM_NAME, "content").await;
    let request = Request::get(link.strip_prefix(CONTENT).unwrap()).body(Body::empty()).unwrap();

    let mut body = desk.content.clone().oneshot(request).await.unwrap().into_body().into_data_stream();

    let (mut total, mut largest) = (0, 0);
    while let Some(piece) = body.next().await {
        let length = piece.unwrap().len();
        total += length;
        largest = largest.max(length);
    }
    assert_eq!(u64::try_from(total).unwrap(), seed::FILM_SIZE);
    assert!(largest <= 64 * 1024, "{largest}");
}

#[tokio::test]
async fn folders_have_no_content_and_files_without_pictures_no_thumbnail() {
    let desk = Desk::new();
    for (name, rest, status) in [
        (seed::EMPTY_FOLDER_NAME, "content", 400),
        ("Parking rules.txt", "thumbnails/0/small/content", 404),
        (seed::ZERO_BYTES_NAME, "thumbnails/0/small", 404),
        ("Roadmap.pptx", "thumbnails/0/gigantic/content", 400),
        ("Roadmap.pptx", "thumbnails/1/small/content", 404),
    ] {
        let id = desk.id_of("Ada", name).await;
        let received = desk.get("Ada", &format!("/v1.0/me/drive/items/{id}/{rest}")).await;
        assert_eq!(received.status.as_u16(), status, "{name} {rest}");
    }
}

#[tokio::test]
async fn the_addresses_for_people_lead_to_a_page() {
    let desk = Desk::new();
    for item in desk.list("Ada", "/v1.0/me/drive/root/children").await {
        let page = desk.fetch(item["webUrl"].as_str().unwrap()).await;
        assert_eq!(
            (page.status, page.header("content-type")),
            (StatusCode::OK, "text/html; charset=utf-8"),
            "{item}"
        );
    }
}
