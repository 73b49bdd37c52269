//! Graph and the content host over HTTP, without a socket.

mod batch;
mod content;
mod control;
mod delta;
mod faults;
mod files;
mod members;
mod person;
mod rights;
mod search;
mod shares;
mod sites;
mod subscriptions;
mod users;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::seed;
use crate::applications::Applications;
use crate::faults::{Fault, FaultKind};
use crate::journal::Service;
use crate::observe;
use crate::world::{Origins, World};

const GRAPH: &str = "http://localhost:8702";
const CONTENT: &str = "http://localhost:8703";
/// What the first thin path asks for.
const USUAL: &str = "openid profile email User.Read Files.Read";

/// A world with its Graph and content hosts.
struct Desk {
    world: Arc<World>,
    graph: Router,
    content: Router,
}

/// What came back.
struct Received {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Received {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// `error.code`, or nothing.
    fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Desk {
    fn new() -> Self {
        let origins = Origins {
            entra: "http://localhost:8701".to_owned(),
            graph: GRAPH.to_owned(),
            content: CONTENT.to_owned(),
            control: "http://localhost:8700".to_owned(),
            teams: String::new(),
            outlook: String::new(),
            harbour: String::new(),
        };
        let world = Arc::new(World::new(origins, Applications::built_in().unwrap()));
        let graph = observe::watched(&world, Service::Graph, super::router(Arc::clone(&world)));
        let content = observe::watched(&world, Service::Content, super::content_router(Arc::clone(&world)));
        Self { world, graph, content }
    }

    fn fault(&self, kind: FaultKind) {
        self.world.faults.set(Fault { kind, person: None, times: Some(1) });
    }

    /// A token as Entra gives it to the Mooring application, for that person and those scopes.
    fn token(&self, given_name: &str, scopes: &str) -> String {
        let person =
            self.world.directory.people().iter().find(|person| person.given_name == given_name).unwrap();
        self.signed(&json!({ "oid": person.oid, "tid": person.tenant, "scp": scopes, "idtyp": "user" }))
    }

    /// A token with these claims and the ones that every token has.
    fn signed(&self, claims: &Value) -> String {
        let now = self.world.clock.now();
        let mut all = json!({
            "aud": "00000003-0000-0000-c000-000000000000",
            "sub": "known to Graph only",
            "appid": "3a7c5e10-0000-4000-8000-0000000000a1",
            "iat": now, "nbf": now, "exp": now + 3600,
        });
        all.as_object_mut().unwrap().extend(claims.as_object().unwrap().clone());
        let key = self.world.entra.keys.current();
        let header = json!({ "typ": "JWT", "alg": "RS256", "kid": key.kid });
        let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let input = format!("{}.{}", part(&header), part(&all));
        format!("{input}.{}", BASE64_URL_SAFE_NO_PAD.encode(key.sign(input.as_bytes())))
    }

    async fn get(&self, given_name: &str, path: &str) -> Received {
        self.get_as(&self.token(given_name, USUAL), path).await
    }

    async fn get_as(&self, token: &str, path: &str) -> Received {
        let request = Request::get(path).header("authorization", format!("Bearer {token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// With a header besides.
    async fn get_with(&self, token: &str, path: &str, header: (&str, &str)) -> Received {
        let request = Request::get(path).header("authorization", format!("Bearer {token}"));
        self.send(request.header(header.0, header.1).body(Body::empty()).unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> Received {
        receive(self.graph.clone(), request).await
    }

    /// Follows a link to the content host, without a token.
    async fn fetch(&self, link: &str) -> Received {
        let path = link.strip_prefix(CONTENT).expect("a link to the content host");
        receive(self.content.clone(), Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// The items of a list.
    async fn list(&self, given_name: &str, path: &str) -> Vec<Value> {
        let received = self.get(given_name, path).await;
        assert_eq!(received.status, StatusCode::OK, "{path}: {:?}", received.body);
        received.json()["value"].as_array().unwrap().clone()
    }

    /// The way to the item at a path of a drive.
    fn item(&self, drive: &str, path: &[&str]) -> String {
        let id = seed::item_at(&self.world.graph.drives(), drive, path).expect("the item is there");
        format!("/v1.0/drives/{drive}/items/{id}")
    }

    /// The status that a person with those scopes gets.
    async fn status(&self, given_name: &str, scopes: &str, path: &str) -> u16 {
        self.get_as(&self.token(given_name, scopes), path).await.status.as_u16()
    }

    /// Id of the item of that name at the top of a drive.
    async fn id_of(&self, given_name: &str, name: &str) -> String {
        let items = self.list(given_name, "/v1.0/me/drive/root/children").await;
        let item = items.iter().find(|item| item["name"] == name).unwrap();
        item["id"].as_str().unwrap().to_owned()
    }
}

async fn receive(router: Router, request: Request<Body>) -> Received {
    let response = router.oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Received { status: head.status, headers: head.headers, body }
}

/// The path and query of a link to Graph.
fn path_of(link: &Value) -> String {
    link.as_str().unwrap().strip_prefix(GRAPH).expect("a link to Graph").to_owned()
}
