//! Cookies: read strictly, written with every attribute (S5-01). <https://www.rfc-editor.org/rfc/rfc6265>

use http::HeaderMap;
use http::header::COOKIE;

/// Name of the session cookie. The prefix makes browsers insist on `Secure`, `Path=/` and no `Domain`.
pub const SESSION: &str = "__Host-mooring";
/// Start of the name of the cookies of sign-ins under way; the rest tells parallel sign-ins of one browser apart.
pub const SIGN_IN_PREFIX: &str = "__Host-mooring-sign-in-";

/// Says that nobody is to be signed in silently for a while: it was tried, or the person signed out. It names nobody.
const QUIET: &str = "__Host-mooring-quiet";
/// A silent sign-in is tried once in so many seconds: once in a visit.
const TRIED_SECONDS: i64 = 10 * 60;
/// Whoever signs out stays so for the working day.
const SIGNED_OUT_SECONDS: i64 = 8 * 60 * 60;

/// The `Set-Cookie` value after a silent sign-in was begun.
#[must_use]
pub fn tried() -> String {
    set(QUIET, "tried", SameSite::Strict, TRIED_SECONDS)
}

/// The `Set-Cookie` value after the person signed out.
#[must_use]
pub fn signed_out() -> String {
    set(QUIET, "signed-out", SameSite::Strict, SIGNED_OUT_SECONDS)
}

/// The `Set-Cookie` value after the person signed in.
#[must_use]
pub fn wanted() -> String {
    remove(QUIET)
}

/// Whether this browser may be tried silently.
#[must_use]
pub fn is_quiet(headers: &HeaderMap) -> bool {
    !values(headers, QUIET).is_empty()
}

/// When a browser sends a cookie along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameSite {
    /// Only with requests that our own pages make.
    Strict,
    /// Also when another site navigates here: Entra sends people back that way.
    Lax,
}

/// The values of all cookies of this name. More than one means that somebody planted a twin.
#[must_use]
pub fn values<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    all(headers).filter(|(found, _)| *found == name).map(|(_, value)| value).collect()
}

/// The names of all cookies that start with this.
#[must_use]
pub fn names<'a>(headers: &'a HeaderMap, prefix: &str) -> Vec<&'a str> {
    all(headers).map(|(name, _)| name).filter(|name| name.starts_with(prefix)).collect()
}

/// A `Set-Cookie` value that lasts for `seconds`.
#[must_use]
pub fn set(name: &str, value: &str, same_site: SameSite, seconds: i64) -> String {
    let same_site = match same_site {
        SameSite::Strict => "Strict",
        SameSite::Lax => "Lax",
    };
    format!("{name}={value}; Max-Age={seconds}; Path=/; Secure; HttpOnly; SameSite={same_site}")
}

/// A `Set-Cookie` value that removes a cookie.
#[must_use]
pub fn remove(name: &str) -> String {
    set(name, "", SameSite::Strict, 0)
}

fn all(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let texts = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_read_by_their_exact_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "a=1; __Host-mooring=x; __Host-mooring-sign-in-9=y".parse().unwrap());
        headers.append(COOKIE, "__Host-mooring=z; flag".parse().unwrap());
        assert_eq!(values(&headers, SESSION), ["x", "z"]);
        assert_eq!(names(&headers, SIGN_IN_PREFIX), ["__Host-mooring-sign-in-9"]);
        assert!(values(&headers, "__host-mooring").is_empty());
    }

    #[test]
    fn s5_01_cookies_carry_every_attribute() {
        assert_eq!(
            set(SESSION, "v", SameSite::Strict, 60),
            "__Host-mooring=v; Max-Age=60; Path=/; Secure; HttpOnly; SameSite=Strict"
        );
    }
}
