//! Who is signed in, in which browser. A second sign-in in the same browser is silent because of this.

use std::collections::HashMap;

use axum::http::{HeaderMap, HeaderValue, header};
use uuid::Uuid;

use crate::people::Person;
use crate::shared::Shared;
use crate::world::World;

/// The name that Entra's own session cookie has.
const COOKIE: &str = "ESTSAUTH";

/// One browser, known by its cookie.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Browser(Uuid);

impl Browser {
    /// The browser that a request comes from; a new one without a cookie.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let known =
            pairs.find_map(|(name, value)| (name == COOKIE).then(|| Uuid::parse_str(value).ok()).flatten());
        Self(known.unwrap_or_else(Uuid::new_v4))
    }

    /// `Set-Cookie`. Entra's cookies are `Secure; SameSite=None`, so that a silent sign-in works in a frame of another site;
    /// without https a browser would refuse that.
    pub(crate) fn set_cookie(&self, world: &World) -> Option<HeaderValue> {
        let https = world.origins.entra.starts_with("https:");
        let site = if https { "SameSite=None; Secure" } else { "SameSite=Lax" };
        // A UUID always fits into a header.
        HeaderValue::from_str(&format!("{COOKIE}={}; Path=/; HttpOnly; {site}", self.0)).ok()
    }
}

/// One account that is signed in.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    /// Whose it is.
    pub(crate) person: &'static Person,
    /// The session's id: the `sid` claim.
    pub(crate) sid: String,
    /// Whether a second factor was approved.
    pub(crate) multi_factor: bool,
}

/// All browsers' sessions.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    browsers: Shared<HashMap<Browser, Vec<SignedIn>>>,
}

impl Sessions {
    /// The accounts that are signed in, in a browser.
    pub(crate) fn of(&self, browser: &Browser) -> Vec<SignedIn> {
        self.browsers.with(|browsers| browsers.get(browser).cloned().unwrap_or_default())
    }

    /// Signs a person in, anew if need be.
    pub(crate) fn sign_in(&self, browser: &Browser, person: &'static Person) {
        let account = SignedIn { person, sid: Uuid::new_v4().to_string(), multi_factor: false };
        self.browsers.with(|browsers| {
            let accounts = browsers.entry(browser.clone()).or_default();
            accounts.retain(|known| known.person != person);
            accounts.push(account);
        });
    }

    /// Remembers that the person approved a second factor.
    pub(crate) fn approve(&self, browser: &Browser, person: &'static Person) {
        self.browsers.with(|browsers| {
            let accounts = browsers.get_mut(browser).into_iter().flatten();
            for account in accounts.filter(|account| account.person == person) {
                account.multi_factor = true;
            }
        });
    }

    /// Signs everybody out in one browser.
    pub(crate) fn end(&self, browser: &Browser) {
        self.browsers.with(|browsers| browsers.remove(browser));
    }

    /// Signs a person out everywhere.
    pub(crate) fn end_all_of(&self, person: &str) {
        self.browsers.with(|browsers| {
            for accounts in browsers.values_mut() {
                accounts.retain(|account| account.person.oid != person);
            }
        });
    }

    /// Signs everybody out everywhere.
    pub(crate) fn reset(&self) {
        self.browsers.with(HashMap::clear);
    }
}
