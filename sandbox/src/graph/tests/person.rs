//! `/me`, pictures, the OpenID Connect claims, and what tokens are good for.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use super::{Desk, USUAL};

#[tokio::test]
async fn me_tells_who_is_signed_in() {
    let desk = Desk::new();

    let me = desk.get("Ada", "/v1.0/me").await.json();

    assert_eq!(me["displayName"], "Ada Lindqvist");
    assert_eq!(me["userPrincipalName"], "ada@contoso.example");
    assert_eq!(me["@odata.context"], "http://localhost:8702/v1.0/$metadata#users/$entity");
    assert!(me.get("userType").is_none(), "comes only when it is asked for");
}

#[tokio::test]
async fn me_gives_the_selected_members_only() {
    let desk = Desk::new();

    let me = desk.get("Mia", "/v1.0/me?$select=id,mail").await.json();

    let names: Vec<&String> = me.as_object().unwrap().keys().collect();
    assert_eq!(names, ["@odata.context", "id", "mail"]);
    assert_eq!(me["mail"], Value::Null, "Mia has no mailbox");
    assert_eq!(desk.get("Mia", "/v1.0/me?$select=shoeSize").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_guest_is_a_guest() {
    let me = Desk::new().get("Grace", "/v1.0/me?$select=userPrincipalName,userType").await.json();

    assert_eq!(me["userPrincipalName"], "grace_fabrikam.example#EXT#@contoso.example");
    assert_eq!(me["userType"], "Guest");
}

#[tokio::test]
async fn pictures_are_there_for_some_and_missing_for_others() {
    let desk = Desk::new();

    let picture = desk.get("Ada", "/v1.0/me/photo/$value").await;
    let small = desk.get("Ada", "/v1.0/me/photos/48x48/$value").await;
    let metadata = desk.get("Ada", "/v1.0/me/photo").await.json();

    assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/png"));
    assert!(picture.body.starts_with(b"\x89PNG") && small.body.len() < picture.body.len());
    assert_eq!(metadata["@odata.mediaEtag"], picture.header("etag"));
    for (person, path) in [
        ("Mia", "/v1.0/me/photo/$value"),
        ("Otto", "/v1.0/me/photo"),
        ("Grace", "/v1.0/me/photos"),
        ("Ada", "/v1.0/me/photos/648x648/$value"),
        ("Ada", "/v1.0/me/photos/1x1"),
    ] {
        let missing = desk.get(person, path).await;
        assert_eq!(
            (missing.status, missing.code().as_str()),
            (StatusCode::NOT_FOUND, "ImageNotFound"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn user_info_gives_the_claims_of_the_granted_scopes() {
    let desk = Desk::new();

    let all = desk.get("Ada", "/oidc/userinfo").await.json();
    let least = desk.get_as(&desk.token("Ada", "openid"), "/oidc/userinfo").await.json();

    assert_eq!((&all["given_name"], &all["email"]), (&json!("Ada"), &json!("ada@contoso.example")));
    assert_eq!(least.as_object().unwrap().len(), 1);
    assert_eq!(least["sub"], all["sub"]);
}

#[tokio::test]
async fn a_token_is_good_for_its_scopes_only() {
    let desk = Desk::new();
    for (scopes, path, status, code) in [
        ("User.Read", "/v1.0/me", 200, ""),
        ("Files.Read", "/v1.0/me", 403, "Authorization_RequestDenied"),
        ("Files.Read", "/v1.0/me/photo/$value", 403, "ErrorAccessDenied"),
        ("User.Read", "/oidc/userinfo", 403, "Authorization_RequestDenied"),
        ("User.Read", "/v1.0/me/drive", 200, ""),
        ("User.Read", "/v1.0/me/drive/root", 403, "accessDenied"),
        ("Group.ReadWrite.All", "/v1.0/me/drive/root", 200, ""),
        ("Group.ReadWrite.All", "/v1.0/me/drive/root/children", 403, "accessDenied"),
        ("Directory.Read.All", "/v1.0/me/drive/root/search(q='a')", 403, "accessDenied"),
        ("Files.Read.All", "/v1.0/me/drive/root/children", 200, ""),
    ] {
        let received = desk.get_as(&desk.token("Ada", scopes), path).await;
        assert_eq!(received.status.as_u16(), status, "{scopes} at {path}");
        assert_eq!(received.code(), code, "{scopes} at {path}");
    }
}

#[tokio::test]
async fn a_token_that_graph_would_refuse_is_refused_with_a_challenge() {
    let desk = Desk::new();
    let mut cut = desk.token("Ada", USUAL);
    cut.truncate(cut.len() - 8);
    let expired =
        desk.signed(&json!({ "oid": "x", "tid": "y", "scp": USUAL, "exp": desk.world.clock.now() }));
    let foreign = desk.signed(&json!({ "oid": "x", "tid": "y", "scp": USUAL, "aud": "another-api" }));
    for (token, error) in [
        ("", ""),
        ("not-a-token", "invalid_token"),
        (cut.as_str(), "invalid_token"),
        (expired.as_str(), "invalid_token"),
        (foreign.as_str(), "invalid_token"),
    ] {
        let request = Request::get("/v1.0/me");
        let request = if token.is_empty() {
            request
        } else {
            request.header("authorization", format!("Bearer {token}"))
        };
        let received = desk.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(received.status, StatusCode::UNAUTHORIZED, "{token}");
        assert_eq!(received.code(), "InvalidAuthenticationToken");
        let challenge = received.header("www-authenticate");
        assert!(challenge.contains("authorization_uri=\"http://localhost:8701/common/oauth2/authorize\""));
        assert!(challenge.contains(error), "{challenge}");
    }
}

#[tokio::test]
async fn an_application_on_its_own_is_nobodys_me() {
    let desk = Desk::new();
    let token =
        desk.signed(&json!({ "tid": "t", "oid": "o", "idtyp": "app", "scp": "User.Read Files.Read" }));
    for path in ["/v1.0/me", "/v1.0/me/drive", "/v1.0/me/photo"] {
        assert_eq!(desk.get_as(&token, path).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn every_response_can_be_traced() {
    let desk = Desk::new();
    let request = Request::get("/v1.0/me").header("client-request-id", "e70c5c1b");

    let received = desk.send(request.body(Body::empty()).unwrap()).await;

    let inner = &received.json()["error"]["innerError"];
    assert_eq!(
        (inner["client-request-id"].as_str(), received.header("client-request-id")),
        (Some("e70c5c1b"), "e70c5c1b")
    );
    assert_eq!(inner["request-id"], received.header("request-id"));
    assert_eq!(inner["date"].as_str().map(str::len), Some("2025-02-13T10:17:06".len()));
    assert!(received.header("x-ms-ags-diagnostic").contains("ServerInfo"));
    assert!(received.header("date").ends_with(" GMT"));
}

#[tokio::test]
async fn paths_and_methods_that_graph_does_not_have_are_refused() {
    let desk = Desk::new();
    let token = desk.token("Ada", USUAL);
    for (method, path, status) in [
        ("GET", "/v1.0/nowhere", 400),
        ("GET", "/v1.0/", 400),
        ("GET", "/beta/me", 400),
        ("GET", "/v1.0/me/drive/nothing", 400),
        ("GET", "/v1.0/me/drive/root/nothing", 400),
        ("GET", "/v1.0/me/%ff", 400),
        ("GET", "/v1.0/me?$top=1", 400),
        ("DELETE", "/v1.0/me", 405),
        ("POST", "/v1.0/me/drive/root/children", 405),
        ("GET", "/v1.0/$batch", 405),
    ] {
        let request =
            Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
        let received = desk.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(received.status.as_u16(), status, "{method} {path}");
        assert_eq!(received.header("allow").is_empty(), status != 405, "{method} {path}");
    }
}
