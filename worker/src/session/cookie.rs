//! Cookies: read strictly, written with every attribute (S5-01). <https://www.rfc-editor.org/rfc/rfc6265>

use http::HeaderMap;
use http::header::COOKIE;

/// Name of the session cookie. The prefix makes browsers insist on `Secure`, `Path=/` and no `Domain`.
pub const SESSION: &str = "__Host-mooring";
/// Start of the name of the cookies of sign-ins under way; the rest tells parallel sign-ins of one browser apart.
pub const SIGN_IN_PREFIX: &str = "__Host-mooring-sign-in-";

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
