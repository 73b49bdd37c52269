//! The app's pages: which file each starts from, who may frame it, and what may run in it.

use contract::function::Surface;
use contract::headers::{OUTLOOK_ANCESTORS, TEAMS_ANCESTORS};
use contract::page::Page;
use contract::problem::ErrorCode;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use serde::Serialize;

use crate::assets::{INDEX, OUTLOOK, PAGES, TEAMS, TEAMS_SETTINGS, WINDOW};
use crate::config::instance::Instance;
use crate::config::origin::Origin;
use crate::edge::Visit;
use crate::error::ApiError;
use crate::headers::{Kind, Policy};
use crate::platform::body::Body;
use crate::who;

/// What a page says in the place of the address of Office.js.
const OFFICE_JS_MARK: &str = "OFFICE_JS_ADDRESS";
/// What a page says in the place of the origins that may frame ours beside Microsoft's.
const FRAME_ORIGINS_MARK: &str = "FRAME_ORIGINS";
/// What a page says in the place of the instance it is of.
const INSTANCE_MARK: &str = "INSTANCE_VIEW";
/// Our pages have about a thousand characters.
const PAGE_MAX: usize = 16 * 1024;

/// A page of the app.
pub async fn page(visit: &Visit<'_>, request: &Request<Body>, page: &Page) -> (Response<Body>, Kind) {
    let document = document(page);
    let response = match document {
        TEAMS | TEAMS_SETTINGS | OUTLOOK | WINDOW => filled(visit, document).await,
        _ => file(visit, request, document).await,
    };
    (response, kind_of(page, visit.instance))
}

/// A file that is served as it is; else nothing. People who navigate get the app's own page for that.
///
/// # Errors
/// When there is no such file, for everybody else.
pub async fn other(visit: &Visit<'_>, request: &Request<Body>) -> Result<(Response<Body>, Kind), ApiError> {
    let path = request.uri().path();
    let plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_'));
    let found = if plain && !PAGES.contains(&path) { Some(file(visit, request, path).await) } else { None };
    if let Some(found) = found.filter(|found| found.status() != StatusCode::NOT_FOUND) {
        return Ok((found, Kind::Data));
    }
    let accepts = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    if accepts.is_some_and(|accept| accept.contains("text/html")) {
        let mut page = file(visit, request, INDEX).await;
        *page.status_mut() = StatusCode::NOT_FOUND;
        return Ok((page, Kind::Page(Policy::default())));
    }
    Err(ErrorCode::NotFound.into())
}

async fn file(visit: &Visit<'_>, request: &Request<Body>, path: &str) -> Response<Body> {
    visit.edge.assets.get(path, request.headers()).await
}

/// A page that is told which instance it is of, where Office.js is and who may frame ours. It is made anew each time, so nothing
/// about the file's own copy is passed on. Neither of the last two holds a character that means something in HTML.
async fn filled(visit: &Visit<'_>, path: &str) -> Response<Body> {
    let file = visit.edge.assets.get(path, &HeaderMap::new()).await;
    let (status, body) = (file.status(), file.into_body());
    let text = body.read(PAGE_MAX).await.ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let origins: Vec<&str> = visit.instance.frame_origins.iter().map(Origin::as_str).collect();
    let text = text.unwrap_or_default().replace(OFFICE_JS_MARK, visit.instance.office_js.address());
    let text = text.replace(FRAME_ORIGINS_MARK, &origins.join(" "));
    let text = text.replace(INSTANCE_MARK, &attribute(&who::view(visit.instance)));
    let mut response = Response::new(Body::Bytes(text.into_bytes()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// JSON as the value of an attribute in double quotes.
/// <https://html.spec.whatwg.org/multipage/syntax.html#attributes-2>
fn attribute(value: &impl Serialize) -> String {
    // Nothing that we show to the app has a key that JSON cannot write.
    let json = serde_json::to_string(value).unwrap_or_default();
    json.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// The file that a page starts from.
fn document(page: &Page) -> &'static str {
    match page {
        Page::Teams => TEAMS,
        Page::TeamsSettings => TEAMS_SETTINGS,
        Page::Outlook => OUTLOOK,
        Page::SignInWindow => WINDOW,
        Page::Home
        | Page::Files
        | Page::Folder(_)
        | Page::Folders
        | Page::Documents(_)
        | Page::Participants(_)
        | Page::EmbeddedPicker
        | Page::Search
        | Page::SignInFailed
        | Page::SignedOut
        | Page::AdminConsent => INDEX,
    }
}

/// Whether somebody may frame a page: only the page of a surface, and only where that surface is switched on (S5-09). Office.js runs
/// where Outlook is, and nowhere else.
pub(crate) fn kind_of(page: &Page, instance: &Instance) -> Kind {
    let enabled = |surface: Surface| instance.enables(&[surface.sign_in()]);
    let surface = page.framed_by().filter(|surface| enabled(*surface));
    let ancestors = match surface {
        Some(Surface::Teams) => Some(TEAMS_ANCESTORS),
        Some(Surface::Outlook) => Some(OUTLOOK_ANCESTORS),
        Some(Surface::Web) | None => None,
    };
    let further = || instance.frame_origins.iter().map(Origin::as_str);
    let is_window = *page == Page::SignInWindow;
    let office = surface == Some(Surface::Outlook) || (is_window && enabled(Surface::Outlook));
    Kind::Page(Policy {
        ancestors: ancestors.map(|ours| std::iter::once(ours).chain(further()).collect::<Vec<_>>().join(" ")),
        scripts: office.then(|| instance.office_js.sources()),
        keeps_opener: is_window,
    })
}

#[cfg(test)]
mod tests {
    use contract::function::Function;

    use super::*;
    use crate::config::tests::config;

    fn policy(page: &Page, functions: &[Function]) -> Policy {
        let mut config = config();
        config.instance.functions.extend(functions);
        match kind_of(page, &config.instance) {
            Kind::Page(policy) => policy,
            Kind::Redirect | Kind::Data => panic!("{page:?} is a page"),
        }
    }

    #[test]
    fn s5_09_only_the_page_of_a_surface_may_be_framed_and_only_where_it_is_switched_on() {
        let both = [Function::SsoTeams, Function::SsoOutlook];
        let cases = [
            (Page::Teams, Some(TEAMS_ANCESTORS)),
            (Page::TeamsSettings, Some(TEAMS_ANCESTORS)),
            (Page::Outlook, Some(OUTLOOK_ANCESTORS)),
            (Page::Home, None),
            (Page::Files, None),
            (Page::SignInWindow, None),
        ];
        for (page, expected) in cases {
            assert_eq!(policy(&page, &[]).ancestors, None, "{page:?}: nothing is switched on");
            let ancestors = policy(&page, &both).ancestors;
            assert_eq!(ancestors.as_deref(), expected, "{page:?}");
            let ancestors = ancestors.unwrap_or_default();
            assert!(!ancestors.contains("http://") && !ancestors.contains(" * "), "{ancestors}");
        }
    }

    #[test]
    fn s5_11_s5_13_office_js_may_run_where_outlook_is_and_nowhere_else() {
        let outlook = [Function::SsoOutlook, Function::SsoTeams];
        for (page, runs) in
            [(Page::Outlook, true), (Page::SignInWindow, true), (Page::Teams, false), (Page::Files, false)]
        {
            assert_eq!(policy(&page, &[]).scripts, None, "{page:?}: Outlook is off");
            assert_eq!(policy(&page, &outlook).scripts.is_some(), runs, "{page:?}");
        }
    }

    #[test]
    fn s5_11_what_a_page_is_told_stays_within_its_attribute() {
        let told = attribute(&"a \" onload=\"b()\" <script> & 'c'");
        assert_eq!(told, r"&quot;a \&quot; onload=\&quot;b()\&quot; &lt;script> &amp; 'c'&quot;");
    }

    #[test]
    fn s5_15_only_the_window_that_signs_in_keeps_its_opener() {
        for page in [Page::Home, Page::Teams, Page::Outlook, Page::SignInFailed] {
            assert!(!policy(&page, &[]).keeps_opener, "{page:?}");
        }
        assert!(policy(&Page::SignInWindow, &[]).keeps_opener);
    }
}
