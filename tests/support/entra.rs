//! A person at the sandbox's Entra without a browser: reads its pages, submits its forms, keeps its cookies.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response, Url, redirect};
use serde_json::{Value, json};

use super::stack::{APP_ID_URI, CLIENT, CLIENT_SECRET, PERMISSIONS, Stack, TENANT};

/// The values of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// More steps than any sign-in has.
const STEPS_MAX: usize = 12;

/// Goes through Entra's pages as this person until the browser is sent back to the worker; answers that address.
pub async fn walk(stack: &Stack, authorize: &str, oid: &str) -> String {
    let client = Client::builder().redirect(redirect::Policy::none()).build().expect("a client");
    let mut cookies = BTreeMap::new();
    let mut url = Url::parse(authorize).expect("an address");
    let mut answer = send(&client, client.get(url.clone()), &mut cookies).await;
    for _ in 0..STEPS_MAX {
        if let Some(location) = answer.headers().get(LOCATION) {
            url = url.join(location.to_str().expect("an address")).expect("an address");
            if url.as_str().starts_with(&stack.origin) {
                return url.to_string();
            }
            answer = send(&client, client.get(url.clone()), &mut cookies).await;
            continue;
        }
        let status = answer.status();
        let html = answer.text().await.expect("a page");
        let form =
            ["accept", "approve-mfa", &format!("account-{oid}")].iter().find_map(|id| form_around(&html, id));
        let form = form.unwrap_or_else(|| panic!("no way on from Entra's page ({status}): {html}"));
        url = url.join(&form.action).expect("an address");
        answer = send(&client, client.post(url.clone()).form(&form.fields), &mut cookies).await;
    }
    panic!("Entra's pages never end, last at {}", url.path());
}

/// Consent as an administrator gives it: what a click would ask for is there already.
pub async fn consented(stack: &Stack) {
    let scope = "openid profile offline_access User.Read Files.Read";
    stack.control("consent/grant", json!({ "client_id": CLIENT, "scope": scope })).await;
}

/// The same where the instance is granted everything that is optional.
pub async fn consented_to_everything(stack: &Stack) {
    let scope =
        format!("openid profile offline_access User.Read Files.Read {}", PERMISSIONS.replace(',', " "));
    stack.control("consent/grant", json!({ "client_id": CLIENT, "scope": scope })).await;
}

/// What Teams gives out for the person: an access token for our API, and the ID token that comes with it.
pub async fn surface_tokens(stack: &Stack, oid: &str) -> Value {
    let host = stack.origin.trim_start_matches("http://");
    let wish = json!({
        "person": oid, "app_host": host, "way": "host", "resource": APP_ID_URI,
    });
    // Only browsers know by themselves where names below `localhost` lead.
    let teams = stack.sandbox.teams().replace("teams.localhost", "localhost");
    let answer = Client::new().post(format!("{teams}/api/token")).json(&wish).send().await;
    answer.expect("Teams answers").json().await.expect("JSON")
}

/// A token of the application itself, for its own API.
pub async fn application_token(stack: &Stack) -> String {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", CLIENT),
        ("client_secret", CLIENT_SECRET),
        ("scope", &format!("{APP_ID_URI}/.default")),
    ];
    let token = format!("{}/{TENANT}/oauth2/v2.0/token", stack.sandbox.entra());
    let answer = Client::new().post(token).form(&form).send().await.expect("Entra answers");
    let answer: Value = answer.json().await.expect("JSON");
    answer["access_token"].as_str().unwrap_or_else(|| panic!("no token: {answer}")).to_owned()
}

/// An access token for Graph, got as any web application gets one.
pub async fn access_token(stack: &Stack, oid: &str) -> String {
    let authority = format!("{}/{TENANT}/oauth2/v2.0", stack.sandbox.entra());
    let redirect_uri = format!("{}/sign-in/callback", stack.origin);
    let scope = "https://graph.microsoft.com/User.Read https://graph.microsoft.com/Files.Read";
    let asked = [
        ("client_id", CLIENT),
        ("response_type", "code"),
        ("redirect_uri", &redirect_uri),
        ("scope", scope),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let authorize = Url::parse_with_params(&format!("{authority}/authorize"), asked).expect("an address");
    let back = Url::parse(&walk(stack, authorize.as_str(), oid).await).expect("an address");
    let code = back.query_pairs().find(|(name, _)| name == "code").expect("a code").1.into_owned();
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("client_secret", CLIENT_SECRET),
        ("redirect_uri", &redirect_uri),
        ("code", &code),
        ("code_verifier", VERIFIER),
    ];
    let answer = reqwest::Client::new().post(format!("{authority}/token")).form(&form).send().await;
    let answer: Value = answer.expect("Entra answers").json().await.expect("JSON");
    answer["access_token"].as_str().unwrap_or_else(|| panic!("no token: {answer}")).to_owned()
}

async fn send(
    _: &Client,
    request: reqwest::RequestBuilder,
    cookies: &mut BTreeMap<String, String>,
) -> Response {
    let line: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let answer = request.header(COOKIE, line.join("; ")).send().await.expect("Entra answers");
    for set in answer.headers().get_all(SET_COOKIE) {
        let pair = set.to_str().expect("text").split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
    answer
}

/// A form of Entra's page.
struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

/// The form that holds the button with this id, with its hidden fields and the button's own.
fn form_around(html: &str, id: &str) -> Option<Form> {
    let form = html
        .split("<form")
        .skip(1)
        .find(|form| form.split("</form>").next().is_some_and(|form| has_id(form, id)))?;
    let form = form.split("</form>").next()?;
    let action = attribute(form.split('>').next()?, "action").unwrap_or_default();
    let hidden = form.split("<input").skip(1).map(|input| input.split('>').next().unwrap_or_default());
    let hidden = hidden.filter(|input| attribute(input, "type").as_deref() == Some("hidden"));
    let button = form.split("<button").skip(1).map(|button| button.split('>').next().unwrap_or_default());
    let button = button.filter(|button| attribute(button, "id").as_deref() == Some(id));
    let fields = hidden
        .chain(button)
        .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())));
    Some(Form { action, fields: fields.collect() })
}

fn has_id(form: &str, id: &str) -> bool {
    form.contains(&format!("id=\"{id}\""))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    let entities =
        [("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")];
    Some(entities.iter().fold(value.to_owned(), |text, (entity, character)| text.replace(entity, character)))
}
