//! Trading a code for tokens.

use serde_json::{Value, json};

use crate::browser::{
    Browser, CONTOSO, FABRIKAM, MOORING, MOORING_SCOPE, MOORING_SECRET, Pairs, SPA, SPA_CALLBACK, SPA_ORIGIN,
    VERIFIER, assert_refused, decoded, oid,
};

#[tokio::test]
async fn a_code_gives_the_tokens_that_the_documentation_describes() {
    let browser = Browser::open().await;
    let code = browser.code("Ada", CONTOSO, &[]).await;

    let (status, tokens) = browser.redeem(&code, &[("client_info", "1")]).await;

    assert_eq!(status, 200);
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["scope"], "Files.Read User.Read email openid profile");
    assert_eq!((&tokens["expires_in"], &tokens["ext_expires_in"]), (&json!(3599), &json!(3599)));
    assert!(tokens["refresh_token"].is_string() && tokens["client_info"].is_string());
    assert!(tokens.get("refresh_token_expires_in").is_none());

    let (header, claims) = decoded(&tokens["id_token"]);
    assert_eq!((&header["alg"], &header["typ"]), (&json!("RS256"), &json!("JWT")));
    let issuer = format!("{}/{CONTOSO}/v2.0", browser.sandbox.entra());
    let expected = [
        ("aud", MOORING),
        ("iss", &issuer),
        ("tid", CONTOSO),
        ("oid", oid("Ada")),
        ("name", "Ada Lindqvist"),
        ("preferred_username", "ada@contoso.example"),
        ("email", "ada@contoso.example"),
        ("nonce", "nonce of the app"),
        ("ver", "2.0"),
    ];
    for (name, value) in expected {
        assert_eq!(claims[name], value, "{name}");
    }
    let (header, claims) = decoded(&tokens["access_token"]);
    assert!(header["nonce"].is_string());
    assert_eq!((&claims["ver"], &claims["appid"]), (&json!("1.0"), &json!(MOORING)));
    assert_eq!(claims["aud"], "00000003-0000-0000-c000-000000000000");
    assert_eq!(claims["scp"], "Files.Read User.Read email openid profile");
}

#[tokio::test]
async fn a_code_is_refused_when_anything_about_it_is_wrong() {
    let browser = Browser::open().await;
    let other = ("client_id", crate::browser::DAEMON);
    let cases: [(Pairs<'_>, &str, u32); 11] = [
        (&[("code", "1.Anonsense")], "invalid_grant", 70000),
        (&[("code", "")], "invalid_request", 900_144),
        (&[("grant_type", "")], "invalid_request", 900_144),
        (&[("grant_type", "password")], "unsupported_grant_type", 70003),
        (&[("redirect_uri", "http://localhost:8787/signed-out")], "invalid_client", 500_112),
        (&[("redirect_uri", "")], "invalid_request", 900_144),
        (&[("code_verifier", "v")], "invalid_grant", 501_481),
        (&[("code_verifier", "")], "invalid_request", 900_144),
        (&[("client_secret", "")], "invalid_client", 7_000_218),
        (&[("client_secret", "wrong")], "invalid_client", 7_000_215),
        (&[other, ("client_secret", "probe-daemon-secret")], "invalid_grant", 70000),
    ];
    let code = browser.code("Ada", CONTOSO, &[]).await;
    for (changes, error, number) in cases {
        let answer = browser.redeem(&code, changes).await;
        println!("{changes:?}");
        assert_refused(&answer, error, number);
    }
    // None of these used the code up.
    assert_eq!(browser.redeem(&code, &[]).await.0, 200);
}

#[tokio::test]
async fn a_code_is_good_once_for_ten_minutes_and_in_its_tenant() {
    let browser = Browser::open().await;
    let code = browser.code("Ada", CONTOSO, &[]).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", MOORING),
        ("client_secret", MOORING_SECRET),
        ("code", &code),
    ];
    assert_refused(&browser.token(FABRIKAM, &form).await, "invalid_grant", 700_005);

    assert_eq!(browser.redeem(&code, &[]).await.0, 200);
    assert_refused(&browser.redeem(&code, &[]).await, "invalid_grant", 54005);

    let late = browser.code("Bilal", CONTOSO, &[("prompt", "login")]).await;
    browser.sandbox.world().clock.advance(600);
    assert_refused(&browser.redeem(&late, &[]).await, "invalid_grant", 70008);
}

#[tokio::test]
async fn a_code_without_a_challenge_must_come_without_a_verifier() {
    let browser = Browser::open().await;
    let code = browser.code("Ada", CONTOSO, &[("code_challenge", ""), ("code_challenge_method", "")]).await;

    assert_refused(&browser.redeem(&code, &[]).await, "invalid_grant", 501_481);
    assert_eq!(browser.redeem(&code, &[("code_verifier", "")]).await.0, 200);
}

#[tokio::test]
async fn pages_redeem_across_origins_and_servers_do_not() {
    let browser = Browser::open().await;
    let web = browser.code("Ada", CONTOSO, &[]).await;
    let web_form = [
        ("grant_type", "authorization_code"),
        ("client_id", MOORING),
        ("client_secret", MOORING_SECRET),
        ("redirect_uri", crate::browser::CALLBACK),
        ("code_verifier", VERIFIER),
        ("code", &web),
    ];
    let answer = browser.token_from(CONTOSO, &web_form, &[("origin", "http://localhost:8787")]).await;
    assert_refused(&answer, "invalid_request", 9_002_326);
    assert!(answer.1["error_description"].as_str().unwrap().contains("'http://localhost:8787'"));

    let changes = [("client_id", SPA), ("redirect_uri", SPA_CALLBACK), ("scope", "openid User.Read")];
    let page = browser.authorize(CONTOSO, &changes).await;
    let spa = browser.press(&page, &[("action", "accept")]).await.returned()["code"].clone();
    let spa_form = [
        ("grant_type", "authorization_code"),
        ("client_id", SPA),
        ("redirect_uri", SPA_CALLBACK),
        ("code_verifier", VERIFIER),
        ("code", &spa),
    ];
    assert_refused(&browser.token(CONTOSO, &spa_form).await, "invalid_request", 9_002_327);

    let mut with_secret = spa_form.to_vec();
    with_secret.push(("client_secret", "s"));
    let answer = browser.token_from(CONTOSO, &with_secret, &[("origin", SPA_ORIGIN)]).await;
    assert_refused(&answer, "invalid_client", 700_025);

    let url = format!("{}/{CONTOSO}/oauth2/v2.0/token", browser.sandbox.entra());
    let response = browser.http.post(url).form(&spa_form).header("origin", SPA_ORIGIN).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    assert_eq!(response.headers()["cache-control"], "no-store, no-cache");
    assert!(response.headers().contains_key("x-ms-request-id"));
}

#[tokio::test]
async fn one_access_token_is_for_one_resource() {
    let browser = Browser::open().await;
    let scope = format!("openid User.Read {MOORING_SCOPE}");
    let changes = [("client_id", SPA), ("redirect_uri", SPA_CALLBACK), ("scope", scope.as_str())];
    let code = browser.code("Ada", CONTOSO, &changes).await;
    let form = |scope: &'static str| {
        [
            ("grant_type", "authorization_code"),
            ("client_id", SPA),
            ("redirect_uri", SPA_CALLBACK),
            ("code_verifier", VERIFIER),
            ("scope", scope),
        ]
    };
    let ask = async |scope: &'static str| {
        let mut form = form(scope).to_vec();
        form.push(("code", &code));
        browser.token_from(CONTOSO, &form, &[("origin", SPA_ORIGIN)]).await
    };

    assert_refused(&ask("").await, "invalid_request", 28000);
    let (status, tokens) = ask(MOORING_SCOPE).await;

    assert_eq!(status, 200);
    assert_eq!(tokens["scope"], MOORING_SCOPE);
    let (header, claims) = decoded(&tokens["access_token"]);
    assert!(header.get("nonce").is_none() && header.get("x5t").is_none());
    assert_eq!(
        (&claims["aud"], &claims["azp"], &claims["azpacr"]),
        (&json!(MOORING), &json!(SPA), &json!("0"))
    );
    assert_eq!((&claims["scp"], &claims["ver"]), (&json!("access_as_user"), &json!("2.0")));
    assert!(claims.get("xms_cc").is_none());
}

#[tokio::test]
async fn an_app_that_can_answer_challenges_gets_long_tokens() {
    let browser = Browser::open().await;
    let code = browser.code("Ada", CONTOSO, &[]).await;
    let claims = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;

    let (_, tokens) = browser.redeem(&code, &[("claims", claims)]).await;

    assert_eq!((&tokens["expires_in"], &tokens["refresh_in"]), (&json!(86_399), &json!(43_200)));
    assert_eq!(decoded(&tokens["access_token"]).1["xms_cc"], json!(["CP1"]));
}

#[tokio::test]
async fn without_offline_access_there_is_no_refresh_token_and_without_openid_no_id_token() {
    let browser = Browser::open().await;
    let code = browser.code("Ada", CONTOSO, &[("scope", "User.Read")]).await;

    let (_, tokens) = browser.redeem(&code, &[]).await;

    assert_eq!((tokens.get("refresh_token"), tokens.get("id_token")), (None::<&Value>, None));
}

#[tokio::test]
async fn an_error_body_has_the_members_of_the_real_one() {
    let browser = Browser::open().await;
    let id = "5a9c8a3e-0000-4000-8000-000000000001";
    let answer =
        browser.redeem("1.Anonsense", &[("client_secret", "wrong"), ("client-request-id", id)]).await;

    let (_, body) = &answer;
    assert_eq!(body["correlation_id"], id);
    assert!(body["error_uri"].as_str().unwrap().ends_with("/error?code=7000215"));
    assert!(body["timestamp"].as_str().unwrap().ends_with('Z'));
    let description = body["error_description"].as_str().unwrap();
    assert!(
        description
            .contains(&format!("Trace ID: {} Correlation ID: {id}", body["trace_id"].as_str().unwrap()))
    );
}
