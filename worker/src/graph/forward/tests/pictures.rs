//! Pictures, and the redirects on their way.

use contract::operations::operation;

use super::*;

const PHOTO: &str = "/me/photo/$value";
const CONTENT: &str = "https://contoso.sharepoint.com/p?tempauth=secret";

fn picture() -> Planned {
    answer(200, &[("content-type", "image/jpeg"), ("content-length", "7"), ("set-cookie", "a=b")], "picture")
}

fn redirect(status: u16, location: &str) -> Planned {
    answer(status, &[("location", location), ("set-cookie", "a=b")], "")
}

fn handle(world: &World, url: &str) -> String {
    let row = operation(OperationId::MyRootChildren).unwrap();
    let path = world.handles().thumbnail_path(row, url).unwrap();
    path.strip_prefix("/graph/thumbnail/").unwrap().to_owned()
}

#[tokio::test]
async fn s3_19_the_photo_is_streamed_and_kept_by_no_cache_because_its_address_is_everybodys() {
    let world = World::new();
    world.upstream.plan(picture());
    let response = world.get(PHOTO).await.result.unwrap();
    assert_eq!(response.headers()["content-type"], "image/jpeg");
    assert_eq!(response.headers()["content-length"], "7");
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers().len(), 3);
    assert_eq!(text(response).await, "picture");
    assert_eq!(world.asked(), ["https://graph.microsoft.com/v1.0/me/photo/$value"]);
}

#[tokio::test]
async fn s3_17_a_picture_is_not_read_before_it_is_passed_on() {
    let world = World::new();
    let body = Body::Stream(Box::pin(futures_util::stream::pending()));
    let endless = Response::builder().header(CONTENT_TYPE, "image/png").body(body).unwrap();
    world.upstream.plan(Planned::Answer(endless));
    assert!(matches!(world.get(PHOTO).await.result.unwrap().body(), Body::Stream(_)));
}

#[tokio::test]
async fn s3_20_s3_21_a_redirect_is_followed_once_to_a_content_host_without_the_token() {
    for status in [301, 302, 303, 307, 308] {
        let world = World::new();
        world.upstream.plan(redirect(status, CONTENT));
        world.upstream.plan(picture());
        let Outcome { result, observed } = world.get(PHOTO).await;
        assert_eq!(text(result.unwrap()).await, "picture");
        assert_eq!(observed.calls, 2);
        let sent = world.upstream.take_sent();
        assert!(sent[0].headers().contains_key(AUTHORIZATION));
        let names: Vec<&str> = sent[1].headers().keys().map(HeaderName::as_str).collect();
        assert_eq!(
            (sent[1].uri().to_string().as_str(), names.as_slice()),
            (CONTENT, ["accept", "user-agent"].as_slice())
        );
    }
}

#[tokio::test]
async fn s3_21_a_redirect_to_anywhere_else_is_refused_and_not_followed() {
    let elsewhere = [
        "http://169.254.169.254/",
        "https://169.254.169.254/",
        "https://[::1]/",
        "https://evilsharepoint.com/",
        "https://x.sharepoint.com.evil/",
        "http://x.sharepoint.com/",
        "https://x.sharepoint.com:8443/",
        "https://a:b@x.sharepoint.com/",
        "https://x.sharepoint.com\\@evil.example/",
        "//x.sharepoint.com/",
        "/relative",
        "",
        "https://graph.microsoft.com/v1.0/me",
        "https://x.sharepoint.com/#f",
        "file:///etc/passwd",
        "https://app.contoso.example/",
    ];
    for location in elsewhere {
        let world = World::new();
        world.upstream.plan(redirect(302, location));
        assert_eq!(fault(world.get(PHOTO).await), GraphFault::Invalid, "{location}");
        assert_eq!(world.asked().len(), 1, "{location}");
    }
    let world = World::new();
    world.upstream.plan(answer(302, &[], ""));
    assert_eq!(fault(world.get(PHOTO).await), GraphFault::Invalid);
}

#[tokio::test]
async fn s3_21_a_second_redirect_is_refused() {
    let world = World::new();
    world.upstream.plan(redirect(302, CONTENT));
    world.upstream.plan(redirect(302, CONTENT));
    assert_eq!(fault(world.get(PHOTO).await), GraphFault::Invalid);
    assert_eq!(world.asked().len(), 2);
}

#[tokio::test]
async fn s3_16_what_is_no_picture_does_not_cross() {
    for media_type in ["image/svg+xml", "text/html", "application/json", ""] {
        let world = World::new();
        world.upstream.plan(answer(200, &[("content-type", media_type)], "<script>"));
        assert_eq!(fault(world.get(PHOTO).await), GraphFault::Invalid, "{media_type}");
    }
}

#[tokio::test]
async fn s3_20_a_thumbnail_is_fetched_from_its_host_without_a_token() {
    let world = World::new();
    world.upstream.plan(picture());
    let Outcome { result, observed } =
        thumbnail(&world.call(), &Method::GET, &handle(&world, CONTENT), "").await;
    let response = result.unwrap();
    assert_eq!(response.headers()["cache-control"], "private, max-age=3600");
    assert_eq!(observed.operation, Some(OperationId::MyRootChildren));
    let sent = world.upstream.take_sent();
    assert_eq!(sent[0].uri().to_string(), CONTENT);
    assert!(!sent[0].headers().contains_key(AUTHORIZATION));
    assert!(world.tokens.asked.borrow().is_empty());
}

#[tokio::test]
async fn a_thumbnail_at_graph_is_fetched_with_the_token_of_its_row() {
    let world = World::new();
    let url = "https://graph.microsoft.com/v1.0/drives/b!1/items/01A/thumbnails/0/small/content";
    world.upstream.plan(redirect(302, CONTENT));
    world.upstream.plan(picture());
    let outcome = thumbnail(&world.call(), &Method::GET, &handle(&world, url), "").await;
    assert_eq!(text(outcome.result.unwrap()).await, "picture");
    assert_eq!(*world.tokens.asked.borrow(), [["Files.Read"]]);
    assert_eq!(world.asked(), [url, CONTENT]);
}

#[tokio::test]
async fn a_thumbnail_that_is_gone_or_busy_is_said_to_be() {
    let cases = [
        (401, GraphFault::NoAccess),
        (403, GraphFault::NoAccess),
        (404, GraphFault::NoAccess),
        (429, GraphFault::Throttled { retry_after: 10 }),
        (500, GraphFault::Unavailable { retry_after: None }),
        (302, GraphFault::Invalid),
        (204, GraphFault::Invalid),
    ];
    for (status, expected) in cases {
        let world = World::new();
        world.upstream.plan(redirect(status, CONTENT));
        let outcome = thumbnail(&world.call(), &Method::GET, &handle(&world, CONTENT), "").await;
        assert_eq!(fault(outcome), expected, "{status}");
        assert_eq!(world.asked().len(), 1, "{status}");
    }
    let world = World::new();
    world.upstream.plan(answer(404, &[], ""));
    let at_graph =
        handle(&world, "https://graph.microsoft.com/v1.0/drives/b!1/items/01A/thumbnails/0/small/content");
    assert_eq!(fault(thumbnail(&world.call(), &Method::GET, &at_graph, "").await), GraphFault::NoAccess);
}

#[tokio::test]
async fn s3_11_what_is_no_thumbnail_of_this_person_is_never_asked_for() {
    let world = World::new();
    let good = handle(&world, CONTENT);
    for (method, handle, query) in
        [(Method::GET, "AAAA", ""), (Method::GET, &good, "w=1"), (Method::GET, "", "")]
    {
        assert_eq!(fault(thumbnail(&world.call(), &method, handle, query).await), GraphFault::InvalidRequest);
    }
    let posted = thumbnail(&world.call(), &Method::POST, &good, "").await;
    assert_eq!(fault(posted), GraphFault::MethodNotAllowed { allow: "GET" });
    assert!(world.upstream.take_sent().is_empty());
}
