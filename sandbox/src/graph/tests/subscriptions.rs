//! Subscriptions, their handshake, and what is delivered.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use super::control::request;
use super::members::{of_application, team_id};
use super::{Desk, Received};
use crate::graph::deliver;
use crate::graph::instant::timestamp;
use crate::graph::seed::who::{BILAL, EVE, FINN, MIA, NORA};
use crate::graph::teams::roster::Role;

const TEAM: &str = "TeamMember.Read.All";

/// Somebody who gets notifications: the last part of the path, and what came.
struct Receiver {
    origin: String,
    came: UnboundedReceiver<(String, Value)>,
    status: Arc<AtomicU16>,
    _running: JoinSet<()>,
}

#[derive(Clone)]
struct Post {
    came: UnboundedSender<(String, Value)>,
    status: Arc<AtomicU16>,
}

async fn receive(
    State(post): State<Post>,
    axum::extract::Path(name): axum::extract::Path<String>,
    Query(query): Query<HashMap<String, String>>,
    body: String,
) -> Response {
    match (query.get("validationToken"), name.as_str()) {
        (Some(_), "closed") => StatusCode::FORBIDDEN.into_response(),
        (Some(token), "page") => ([(header::CONTENT_TYPE, "text/html")], token.clone()).into_response(),
        (Some(_), "liar") => "another token".into_response(),
        (Some(token), _) => token.clone().into_response(),
        (None, _) => {
            post.came.send((name, serde_json::from_str(&body).unwrap())).unwrap();
            StatusCode::from_u16(post.status.load(Ordering::SeqCst)).unwrap().into_response()
        }
    }
}

impl Receiver {
    /// Listens, and lets the world deliver.
    async fn new(desk: &Desk) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (sender, came) = unbounded_channel();
        let status = Arc::new(AtomicU16::new(202));
        let post_box = Post { came: sender, status: Arc::clone(&status) };
        let router = Router::new().route("/{name}", post(receive)).with_state(post_box);
        let mut running = JoinSet::new();
        running.spawn(async move { axum::serve(listener, router).await.unwrap() });
        running.spawn(deliver(Arc::clone(&desk.world)));
        Self { origin, came, status, _running: running }
    }

    fn wish(&self, desk: &Desk, resource: &str) -> Value {
        json!({
            "changeType": "created,updated,deleted",
            "notificationUrl": format!("{}/changes", self.origin),
            "lifecycleNotificationUrl": format!("{}/lifecycle", self.origin),
            "resource": resource,
            "expirationDateTime": timestamp(desk.world.clock.now() + 3 * 24 * 3600),
            "clientState": "secret",
        })
    }

    /// What came next.
    async fn next(&mut self) -> (String, Vec<Value>) {
        let (name, body) = self.came.recv().await.unwrap();
        (name, body["value"].as_array().unwrap().clone())
    }
}

async fn call(desk: &Desk, token: &str, method: &str, path: &str, body: &Value) -> Received {
    let request = Request::builder().method(method).uri(format!("/v1.0/subscriptions{path}"));
    let request = request.header("authorization", format!("Bearer {token}"));
    desk.send(request.body(Body::from(body.to_string())).unwrap()).await
}

fn with(wish: &Value, member: &str, value: Value) -> Value {
    let mut changed = wish.clone();
    changed.as_object_mut().unwrap().insert(member.to_owned(), value);
    changed
}

#[tokio::test]
async fn members_of_a_team_are_told_one_by_one() {
    let desk = Desk::new();
    let mut receiver = Receiver::new(&desk).await;
    let (token, quay) = (desk.token("Ada", TEAM), team_id(&desk, "Quay works"));
    let wish = receiver.wish(&desk, &format!("/teams/{quay}/members"));

    let made = call(&desk, &token, "POST", "", &wish).await;
    assert_eq!(made.status, StatusCode::CREATED, "{:?}", made.body);
    let made = made.json();
    assert_eq!((&made["clientState"], &made["resource"]), (&json!("secret"), &wish["resource"]));

    let graph = &desk.world.graph;
    graph.remove_member(&quay, FINN).unwrap();
    let (name, value) = receiver.next().await;
    assert_eq!((name.as_str(), value.len()), ("changes", 1));
    let notice = &value[0];
    assert_eq!((&notice["changeType"], &notice["subscriptionId"]), (&json!("deleted"), &made["id"]));
    assert_eq!(
        (&notice["clientState"], &notice["tenantId"]),
        (&json!("secret"), &json!(crate::people::CONTOSO))
    );
    assert_eq!(notice["resourceData"]["@odata.type"], "#Microsoft.Graph.aadUserConversationMember");
    assert_eq!(notice["resource"], notice["resourceData"]["@odata.id"]);

    for (role, change) in [(Role::Member, "created"), (Role::Owner, "updated")] {
        graph.set_member(&quay, FINN, role).unwrap();
        assert_eq!(receiver.next().await.1[0]["changeType"], change);
    }
    graph.resize_team(&quay, 5).unwrap();
    assert_eq!(receiver.next().await.1.len(), 3, "what happens at once comes at once");
}

#[tokio::test]
async fn a_group_and_the_channels_of_a_team_are_told_in_their_own_ways() {
    let desk = Desk::new();
    let mut receiver = Receiver::new(&desk).await;
    let quay = team_id(&desk, "Quay works");
    let application = of_application(&desk, &["Group.Read.All", "ChannelMember.Read.All"]);
    let group =
        with(&receiver.wish(&desk, &format!("groups/{quay}/members")), "changeType", json!("updated"));
    let channels = receiver.wish(&desk, &format!("/teams/{quay}/channels/getAllMembers"));
    for wish in [&group, &channels] {
        let made = call(&desk, &application, "POST", "", wish).await;
        assert_eq!(made.status, StatusCode::CREATED, "{:?}", made.body);
    }

    desk.world.graph.resize_team(&quay, 0).unwrap();
    let (_, value) = receiver.next().await;
    assert_eq!((value.len(), &value[0]["changeType"]), (1, &json!("updated")));
    let data = &value[0]["resourceData"];
    assert_eq!((&data["@odata.type"], &data["id"]), (&json!("#Microsoft.Graph.Group"), &json!(quay)));
    let removed = json!({ "id": "00000000-0000-4000-b000-000000000001", "@removed": "deleted" });
    assert_eq!(data["members@delta"][0], removed);

    desk.world.graph.remove_channel_member(&quay, "Tugs", EVE).unwrap();
    let (_, value) = receiver.next().await;
    assert!(value[0]["resource"].as_str().unwrap().contains("/channels('19:"), "{value:?}");

    desk.world.graph.set_member(&quay, NORA, Role::Owner).unwrap();
    desk.world.graph.remove_member(&quay, NORA).unwrap();
    let (_, value) = receiver.next().await;
    assert_eq!(value.len(), 1, "a new role is no change of a group's members: {value:?}");
}

#[tokio::test]
async fn an_address_has_to_send_the_token_back() {
    let desk = Desk::new();
    let receiver = Receiver::new(&desk).await;
    let wish = receiver.wish(&desk, &format!("/teams/{}/members", team_id(&desk, "Quay works")));
    let token = desk.token("Ada", TEAM);
    for name in ["closed", "page", "liar"] {
        for member in ["notificationUrl", "lifecycleNotificationUrl"] {
            let wish = with(&wish, member, json!(format!("{}/{name}", receiver.origin)));
            let refused = call(&desk, &token, "POST", "", &wish).await;
            assert_eq!(
                (refused.status.as_u16(), refused.code().as_str()),
                (400, "ValidationError"),
                "{name}"
            );
        }
    }
    assert_eq!(call(&desk, &token, "GET", "", &json!({})).await.json()["value"], json!([]));
}

#[tokio::test]
async fn what_cannot_be_watched_is_refused() {
    let desk = Desk::new();
    let receiver = Receiver::new(&desk).await;
    let now = desk.world.clock.now();
    let quay = team_id(&desk, "Quay works");
    let wish = receiver.wish(&desk, &format!("/teams/{quay}/members"));
    let token = desk.token("Ada", TEAM);
    for (member, value, status) in [
        ("resource", json!("/users"), 400),
        ("resource", json!("/teams/nothing/members"), 404),
        ("resource", json!(format!("/groups/{quay}/members")), 400),
        ("changeType", json!("moved"), 400),
        ("notificationUrl", json!("https://elsewhere.example/"), 400),
        ("clientState", json!("x".repeat(129)), 400),
        ("expirationDateTime", json!(timestamp(now - 1)), 400),
        ("expirationDateTime", json!(timestamp(now + 4_320 * 60 + 60)), 400),
        ("expirationDateTime", json!("tomorrow"), 400),
        ("lifecycleNotificationUrl", Value::Null, 400),
        ("includeResourceData", json!(true), 400),
    ] {
        let refused = call(&desk, &token, "POST", "", &with(&wish, member, value.clone())).await;
        assert_eq!(refused.status.as_u16(), status, "{member} {value}");
    }
    let outsider = desk.token("Ada", "Directory.Read.All");
    assert_eq!(call(&desk, &outsider, "POST", "", &wish).await.status, StatusCode::FORBIDDEN);
    assert_eq!(call(&desk, &token, "POST", "", &wish).await.status, StatusCode::CREATED);
    assert_eq!(call(&desk, &token, "POST", "", &wish).await.status, StatusCode::CONFLICT);
    let other = with(&wish, "changeType", json!("created"));
    assert_eq!(
        call(&desk, &token, "POST", "", &other).await.status,
        StatusCode::FORBIDDEN,
        "one for each team"
    );
    assert_eq!(call(&desk, &token, "PUT", "", &wish).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_subscription_ends_unless_it_is_renewed() {
    let desk = Desk::new();
    let receiver = Receiver::new(&desk).await;
    let wish = receiver.wish(&desk, &format!("/teams/{}/members", team_id(&desk, "Quay works")));
    let application = || of_application(&desk, &[TEAM]);
    let made = call(&desk, &application(), "POST", "", &wish).await.json();
    let path = format!("/{}", made["id"].as_str().unwrap());

    desk.world.clock.advance(2 * 24 * 3600);
    let end = json!({ "expirationDateTime": timestamp(desk.world.clock.now() + 3 * 24 * 3600) });
    let renewed = call(&desk, &application(), "PATCH", &path, &end).await;
    assert_eq!(
        (renewed.status.as_u16(), &renewed.json()["expirationDateTime"]),
        (200, &end["expirationDateTime"])
    );
    desk.world.clock.advance(2 * 24 * 3600);
    let shown = call(&desk, &application(), "GET", &path, &json!({})).await.json();
    assert_eq!((&shown["id"], &shown["clientState"]), (&made["id"], &Value::Null));
    let ada = desk.token("Ada", TEAM);
    assert_eq!(call(&desk, &ada, "GET", &path, &json!({})).await.status, StatusCode::NOT_FOUND, "not hers");

    desk.world.clock.advance(24 * 3600);
    assert_eq!(call(&desk, &application(), "GET", &path, &json!({})).await.status, StatusCode::NOT_FOUND);
    assert_eq!(call(&desk, &application(), "DELETE", &path, &json!({})).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_persons_subscription_brings_nothing_once_their_token_is_over() {
    let desk = Desk::new();
    let mut receiver = Receiver::new(&desk).await;
    let quay = team_id(&desk, "Quay works");
    let wish = receiver.wish(&desk, &format!("/teams/{quay}/members"));
    let made = call(&desk, &desk.token("Ada", TEAM), "POST", "", &wish).await.json();

    desk.world.clock.advance(3600);
    desk.world.graph.remove_member(&quay, BILAL).unwrap();
    let (name, value) = receiver.next().await;
    assert_eq!(
        (name.as_str(), &value[0]["lifecycleEvent"]),
        ("lifecycle", &json!("reauthorizationRequired"))
    );
    let path = format!("/{}/reauthorize", made["id"].as_str().unwrap());
    let answer = call(&desk, &desk.token("Ada", TEAM), "POST", &path, &json!({})).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let (name, value) = receiver.next().await;
    assert_eq!((name.as_str(), &value[0]["changeType"]), ("changes", &json!("deleted")));
}

#[tokio::test]
async fn what_is_not_accepted_comes_again() {
    let desk = Desk::new();
    let mut receiver = Receiver::new(&desk).await;
    let quay = team_id(&desk, "Quay works");
    let wish = receiver.wish(&desk, &format!("/teams/{quay}/members"));
    call(&desk, &of_application(&desk, &[TEAM]), "POST", "", &wish).await;

    receiver.status.store(503, Ordering::SeqCst);
    desk.world.graph.remove_member(&quay, MIA).unwrap();
    let first = receiver.next().await;
    receiver.status.store(202, Ordering::SeqCst);
    desk.world.clock.advance(600);
    assert_eq!(receiver.next().await, first);
}

#[tokio::test]
async fn notifications_are_lost_repeated_held_and_let_go_on_demand() {
    let desk = Desk::new();
    let mut receiver = Receiver::new(&desk).await;
    let quay = team_id(&desk, "Quay works");
    let wish = receiver.wish(&desk, &format!("/teams/{quay}/members"));
    let made = call(&desk, &of_application(&desk, &[TEAM]), "POST", "", &wish).await.json();
    let switch = async |mode: &str| {
        let set = request(&desk, "PUT", "/api/notifications", &json!({ "mode": mode })).await;
        assert_eq!(set.status, StatusCode::NO_CONTENT);
    };

    switch("lose").await;
    desk.world.graph.remove_member(&quay, MIA).unwrap();
    switch("duplicate").await;
    desk.world.graph.set_member(&quay, MIA, Role::Member).unwrap();
    let (_, value) = receiver.next().await;
    assert_eq!((value.len(), &value[0]), (2, &value[1]));
    switch("hold").await;
    desk.world.graph.set_member(&quay, MIA, Role::Owner).unwrap();
    desk.world.graph.remove_member(&quay, MIA).unwrap();
    let released = request(&desk, "POST", "/api/notifications/release", &json!({ "reversed": true })).await;
    assert_eq!(released.json()["released"], 2);
    let (_, value) = receiver.next().await;
    let changes: Vec<&str> = value.iter().map(|notice| notice["changeType"].as_str().unwrap()).collect();
    assert_eq!(changes, ["deleted", "updated"]);

    let listed = request(&desk, "GET", "/api/subscriptions", &json!({})).await.json();
    assert_eq!((&listed[0]["id"], &listed[0]["clientState"]), (&made["id"], &Value::Null));
    let path = format!("/api/subscriptions/{}/lifecycle", made["id"].as_str().unwrap());
    for event in ["missed", "subscriptionRemoved"] {
        let sent = request(&desk, "POST", &path, &json!({ "event": event })).await;
        assert_eq!(sent.status, StatusCode::NO_CONTENT);
        assert_eq!(receiver.next().await.1[0]["lifecycleEvent"], event);
    }
    let gone = request(&desk, "POST", &path, &json!({ "event": "missed" })).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}
