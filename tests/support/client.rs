//! A caller without a browser: sends what no browser would, follows no redirect, keeps no cookie by itself.

use std::str::FromStr as _;

use reqwest::header::{COOKIE, HeaderMap, HeaderName, HeaderValue, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, Url, redirect};

use super::stack::Stack;

/// Somebody who sends requests to a worker.
pub struct Caller {
    client: Client,
    origin: String,
    cookies: Option<String>,
}

/// A request being made.
pub struct Call<'a> {
    caller: &'a Caller,
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
}

/// What came back.
pub struct Reply {
    pub status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Caller {
    /// A caller without a session.
    pub fn at(stack: &Stack) -> Self {
        let client = Client::builder().redirect(redirect::Policy::none()).build().expect("a client");
        Self { client, origin: stack.origin.clone(), cookies: None }
    }

    /// A caller who signed in as this person, through the sandbox's pages.
    pub async fn signed_in(stack: &Stack, oid: &str) -> Self {
        let mut caller = Self::at(stack);
        let location = caller.answer_of_entra(stack, oid).await;
        let callback = caller.request("GET", &location).send().await;
        let session = callback.cookie("__Host-mooring=").expect("a session cookie");
        caller.cookies = Some(session);
        caller
    }

    /// Starts a sign-in, lets the person choose themselves and consent, and hands back the address (path and query) that
    /// Entra sends the browser to. The caller then holds the sign-in's cookie.
    pub async fn answer_of_entra(&mut self, stack: &Stack, oid: &str) -> String {
        let begun = self.request("GET", "/sign-in?return_to=/files").send().await;
        self.cookies = begun.cookie("__Host-mooring-sign-in-");
        let authorize = begun.location().expect("an address at Entra");
        let back = super::entra::walk(stack, &authorize, oid).await;
        let back = Url::from_str(&back).expect("an address");
        format!("{}?{}", back.path(), back.query().unwrap_or_default())
    }

    /// The same caller with other cookies.
    pub fn with_cookies(&self, cookies: &str) -> Self {
        Self { client: self.client.clone(), origin: self.origin.clone(), cookies: Some(cookies.to_owned()) }
    }

    /// The cookies that are sent along.
    pub fn cookies(&self) -> String {
        self.cookies.clone().unwrap_or_default()
    }

    /// A request with nothing but its method, path and the caller's cookies.
    pub fn request(&self, method: &str, path: &str) -> Call<'_> {
        let mut headers = HeaderMap::new();
        if let Some(cookies) = &self.cookies {
            headers.insert(COOKIE, HeaderValue::from_str(cookies).expect("cookies"));
        }
        let method = Method::from_str(method).expect("a method");
        Call { caller: self, method, url: format!("{}{path}", self.origin), headers, body: None }
    }

    /// What our own script would send: a `GET` with our header.
    pub async fn get(&self, path: &str) -> Reply {
        self.request("GET", path).header("x-requested-by", "mooring").send().await
    }

    /// What our own script would send: a `POST` with our header, our origin, and JSON.
    pub async fn post(&self, path: &str, json: &str) -> Reply {
        self.changes("POST", path, json).await
    }

    /// The same with another method.
    pub async fn changes(&self, method: &str, path: &str, json: &str) -> Reply {
        let call =
            self.request(method, path).header("x-requested-by", "mooring").header("origin", &self.origin);
        call.header("content-type", "application/json").body(json.as_bytes()).send().await
    }
}

impl Call<'_> {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_str(name).expect("a name");
        self.headers.append(name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
        self
    }

    pub fn body(mut self, body: &[u8]) -> Self {
        self.body = Some(body.to_vec());
        self
    }

    pub async fn send(self) -> Reply {
        let mut request = self.caller.client.request(self.method, &self.url).headers(self.headers);
        if let Some(body) = self.body {
            request = request.body(body);
        }
        let answer =
            request.send().await.unwrap_or_else(|error| panic!("no answer from {}: {error}", self.url));
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Reply { status, headers, body: answer.bytes().await.map(|bytes| bytes.to_vec()).unwrap_or_default() }
    }
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    }

    pub fn location(&self) -> Option<String> {
        self.header(LOCATION.as_str())
    }

    /// `name=value` of the cookie that starts so.
    pub fn cookie(&self, start: &str) -> Option<String> {
        let set = self.headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let found = set.into_iter().find(|cookie| cookie.starts_with(start) && !cookie.contains("Max-Age=0"));
        found.and_then(|cookie| cookie.split(';').next()).map(str::to_owned)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON but {}", self.text()))
    }

    /// The code of a problem; the whole body when it is none.
    pub fn code(&self) -> String {
        let problem: Option<serde_json::Value> = serde_json::from_slice(&self.body).ok();
        let code = problem.and_then(|problem| problem["code"].as_str().map(str::to_owned));
        code.unwrap_or_else(|| format!("no problem but {} {}", self.status, self.text()))
    }

    /// Headers and body as one text, to search through.
    pub fn everything(&self) -> String {
        format!("{:?}\n{}", self.headers, self.text())
    }
}
