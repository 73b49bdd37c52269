//! The app's pages: which file each starts from, who may frame it, and what may run in it.

use contract::function::Surface;
use contract::headers::{OUTLOOK_ANCESTORS, REVALIDATED, TEAMS_ANCESTORS};
use contract::page::Page;
use contract::problem::ErrorCode;
use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use serde::Serialize;

use crate::assets::{INDEX, LIBRARY, OUTLOOK, PAGES, PICKER, TEAMS, TEAMS_SETTINGS, WINDOW};
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
/// What a page says in the place of the origins that it answers.
const EMBED_ORIGINS_MARK: &str = "EMBED_ORIGINS";
/// What a page says in the place of the instance it is of.
const INSTANCE_MARK: &str = "INSTANCE_VIEW";
/// Our pages have about a thousand characters.
const PAGE_MAX: usize = 16 * 1024;

/// A page of the app.
pub async fn page(visit: &Visit<'_>, request: &Request<Body>, page: &Page) -> (Response<Body>, Kind) {
    if *page == Page::EmbeddedPicker && !visit.instance.embeds() {
        return not_found(visit, request).await;
    }
    let document = document(page);
    let response = match document {
        TEAMS | TEAMS_SETTINGS | OUTLOOK | WINDOW | PICKER => filled(visit, document).await,
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
        return Ok(library(path, found));
    }
    let accepts = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok());
    if accepts.is_some_and(|accept| accept.contains("text/html")) {
        return Ok(not_found(visit, request).await);
    }
    Err(ErrorCode::NotFound.into())
}

/// The app's own page for an address that is none.
async fn not_found(visit: &Visit<'_>, request: &Request<Body>) -> (Response<Body>, Kind) {
    let mut page = file(visit, request, INDEX).await;
    *page.status_mut() = StatusCode::NOT_FOUND;
    (page, Kind::Page(Policy::default()))
}

/// A file, as what it is. Those that other web apps load keep their addresses, and the platform does not know every type.
fn library(path: &str, mut found: Response<Body>) -> (Response<Body>, Kind) {
    let Some((_, content_type)) = LIBRARY.iter().find(|(known, _)| *known == path) else {
        return (found, Kind::Data);
    };
    found.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    found.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(REVALIDATED));
    (found, Kind::Library)
}

async fn file(visit: &Visit<'_>, request: &Request<Body>, path: &str) -> Response<Body> {
    visit.edge.assets.get(path, request.headers()).await
}

/// A page that is told which instance it is of, where Office.js is and who may frame ours or is answered. It is made anew each
/// time, so nothing about the file's own copy is passed on. No address holds a character that means something in HTML.
async fn filled(visit: &Visit<'_>, path: &str) -> Response<Body> {
    let file = visit.edge.assets.get(path, &HeaderMap::new()).await;
    let (status, body) = (file.status(), file.into_body());
    let text = body.read(PAGE_MAX).await.ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let text = text.unwrap_or_default().replace(OFFICE_JS_MARK, visit.instance.office_js.address());
    let text = text.replace(FRAME_ORIGINS_MARK, &listed(&visit.instance.frame_origins));
    let text = text.replace(EMBED_ORIGINS_MARK, &listed(&visit.instance.embed_origins));
    let text = text.replace(INSTANCE_MARK, &attribute(&who::view(visit.instance)));
    let mut response = Response::new(Body::Bytes(text.into_bytes()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// Origins, as policies and our pages write them.
fn listed(origins: &[Origin]) -> String {
    origins.iter().map(Origin::as_str).collect::<Vec<_>>().join(" ")
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
        Page::EmbeddedPicker => PICKER,
        Page::Home
        | Page::Files
        | Page::Folder(_)
        | Page::Folders
        | Page::Documents(_)
        | Page::Participants(_)
        | Page::Search
        | Page::SignInFailed
        | Page::SignedOut
        | Page::AdminConsent => INDEX,
    }
}

/// Whether somebody may frame a page: only the page of a surface, and only where that surface is switched on (S5-09), and the picker,
/// by the web apps that are registered. Office.js runs where Outlook is, and nowhere else.
pub(crate) fn kind_of(page: &Page, instance: &Instance) -> Kind {
    if *page == Page::EmbeddedPicker {
        return Kind::Page(embedded(instance));
    }
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

/// The picker's page: framed or opened by the registered web apps. In a window it has to stay connected with the one that opened it.
fn embedded(instance: &Instance) -> Policy {
    let origins = listed(&instance.embed_origins);
    let enabled = instance.embeds();
    Policy {
        ancestors: Some(origins).filter(|origins| enabled && !origins.is_empty()),
        scripts: None,
        keeps_opener: enabled,
    }
}

#[cfg(test)]
mod tests {
    use contract::function::Function;

    use super::*;
    use crate::config::Config;
    use crate::config::tests::{config, sample};

    fn policy(page: &Page, functions: &[Function]) -> Policy {
        let mut config = config();
        config.instance.functions.extend(functions);
        match kind_of(page, &config.instance) {
            Kind::Page(policy) => policy,
            Kind::Redirect | Kind::Library | Kind::Data => panic!("{page:?} is a page"),
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

    fn embedding(origins: &str, functions: &str) -> Policy {
        let mut variables = sample();
        variables.0.insert("EMBED_ORIGINS", origins.to_owned());
        variables.0.insert("FRAME_ORIGINS", "https://teams.example".to_owned());
        variables.0.insert("FUNCTIONS", functions.to_owned());
        match kind_of(&Page::EmbeddedPicker, &Config::read(&variables).unwrap().instance) {
            Kind::Page(policy) => policy,
            other @ (Kind::Redirect | Kind::Library | Kind::Data) => panic!("{other:?}"),
        }
    }

    #[test]
    fn s5_09_s5_15_the_picker_is_framed_and_opened_by_exactly_the_registered_web_apps() {
        let policy = embedding("https://a.example,https://b.example:8443", "sso-web,documents");
        assert_eq!(policy.ancestors.as_deref(), Some("https://a.example https://b.example:8443"));
        assert!(policy.keeps_opener);
        let policy = embedding("", "sso-web,documents");
        assert_eq!((policy.ancestors, policy.keeps_opener), (None, true), "nobody is registered");
        for functions in ["sso-web", "documents", "sso-teams,documents"] {
            let policy = embedding("https://a.example", functions);
            assert_eq!((policy.ancestors, policy.keeps_opener), (None, false), "{functions}");
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
