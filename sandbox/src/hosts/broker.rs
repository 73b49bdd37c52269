//! Tokens for an app in a frame: what a host asks of Entra on behalf of the person who is signed in to the host.
//!
//! The person is whoever the page says: in the sandbox a choice in a list stands for signing in to the host.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::applications::{Application, Platform, Resource};
use crate::entra::{HostToken, host_token};
use crate::people::{Account, CONTOSO, Directory};
use crate::world::World;

/// The hosts as applications, by the ids that Microsoft gave them.
/// <https://learn.microsoft.com/office/dev/add-ins/develop/register-sso-add-in-aad-v2>
pub(super) const TEAMS_WEB: &str = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346";
pub(super) const OUTLOOK_WEB: &str = "bc59ab01-8403-45c6-8796-ac3ef710b3e3";

/// What the page asks for.
#[derive(Deserialize)]
pub(super) struct Wish {
    /// The object id of the person who is signed in to the host.
    person: String,
    /// Whether the host is that of the person's own organization, where a guest is no guest.
    #[serde(default)]
    at_home: bool,
    /// The host and port that the app's page comes from.
    app_host: String,
    /// The way the app asks.
    #[serde(flatten)]
    way: Way,
}

#[derive(Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
enum Way {
    /// `getAuthToken` of Teams and `getAccessToken` of Office: a token for the app that the manifest names, issued to the host.
    Host { resource: String },
    /// Nested App Auth: a token for any scope, issued to the app itself.
    NestedAppAuth { client_id: String, scope: String },
}

/// Why there is no token: a word for `getAuthToken` of Teams, a status and a code for Nested App Auth.
struct Refusal {
    word: &'static str,
    status: &'static str,
    code: &'static str,
    description: String,
}

impl Refusal {
    fn fault(word: &'static str, code: &'static str, description: impl Into<String>) -> Self {
        Self { word, status: "PERSISTENT_ERROR", code, description: description.into() }
    }

    fn interaction(word: &'static str, code: &'static str, description: impl Into<String>) -> Self {
        Self { word, status: "USER_INTERACTION_REQUIRED", code, description: description.into() }
    }
}

/// The answer to the page of the host that is this client.
pub(super) fn token(world: &World, host: &str, wish: &Wish) -> Response {
    match answer(world, host, wish) {
        Ok(token) => Json(token).into_response(),
        Err(Refusal { word, status, code, description }) => {
            let error = json!({ "word": word, "status": status, "code": code, "description": description });
            (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response()
        }
    }
}

fn answer(world: &World, host: &str, wish: &Wish) -> Result<Value, Refusal> {
    let account = account(&world.directory, &wish.person, wish.at_home)?;
    match &wish.way {
        Way::Host { resource } => {
            let client = application(world, host)?;
            let api = resource_of(world, resource)?;
            if !names_host(resource, &wish.app_host) {
                return Err(Refusal::fault(
                    "App resource defined in manifest and iframe origin do not match",
                    "invalid_resource",
                    "The App ID URI has to hold the host of the app's page.",
                ));
            }
            let scope = scope_of(&api)?;
            issue(world, &account, (&client, &api), &scope)
        }
        Way::NestedAppAuth { client_id, scope } => {
            let client = application(world, client_id)?;
            let redirect = format!("brk-multihub://{}", wish.app_host);
            if client.redirect_uri(&redirect).is_none_or(|found| found.platform != Platform::Spa) {
                let text = format!("AADSTS50011: {redirect} is not a redirect URI of the application.");
                return Err(Refusal::fault("invalid_request", "invalid_request", text));
            }
            let (identifier, name) = scope.rsplit_once('/').unwrap_or((scope, ""));
            let api = resource_of(world, identifier)?;
            issue(world, &account, (&client, &api), name)
        }
    }
}

/// The account at Contoso, whose Teams and Outlook these are; guests have one there too, and theirs at home. Teams gives out tokens for
/// the organization that the person has switched to.
/// <https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/test-app-for-guests>
fn account(directory: &Directory, oid: &str, at_home: bool) -> Result<Account, Refusal> {
    let person = directory.person(oid);
    let tenant = person.and_then(|person| {
        let home = person.home.as_ref().map(|home| if at_home { home.tenant } else { CONTOSO });
        directory.tenant(home.unwrap_or(person.tenant))
    });
    let account = person.zip(tenant).and_then(|(person, tenant)| directory.account_in(person, tenant));
    account.ok_or_else(|| Refusal {
        word: "Unknown",
        status: "ACCOUNT_UNAVAILABLE",
        code: "no_account_found",
        description: "Nobody is signed in to the host.".to_owned(),
    })
}

fn application(world: &World, client_id: &str) -> Result<Application, Refusal> {
    world.applications.find(client_id).ok_or_else(|| {
        Refusal::fault("resourceDisabled", "unauthorized_client", "AADSTS700016: no such application.")
    })
}

fn resource_of(world: &World, identifier: &str) -> Result<Resource, Refusal> {
    world.applications.resource(identifier).ok_or_else(|| {
        Refusal::fault("resourceDisabled", "invalid_resource", "AADSTS500011: no such resource.")
    })
}

/// The scope that an API offers to its own app's page.
fn scope_of(api: &Resource) -> Result<String, Refusal> {
    let first = api.scopes.first().map(|scope| scope.name.clone());
    first.ok_or_else(|| Refusal::fault("resourceDisabled", "invalid_scope", "The API has no scope."))
}

/// `api://host/…` names the host of the app's page; the port, which only development has, is left out.
fn names_host(resource: &str, app_host: &str) -> bool {
    let host = |text: &str| text.split([':', '/']).next().map(str::to_owned);
    resource.strip_prefix("api://").and_then(host) == host(app_host)
}

fn issue(
    world: &World,
    account: &Account,
    (client, api): (&Application, &Resource),
    scope: &str,
) -> Result<Value, Refusal> {
    let known = api.scopes.iter().any(|permission| permission.name == scope);
    if !known {
        let text = format!("AADSTS65005: {} has no scope {scope}.", api.display_name);
        return Err(Refusal::fault("invalid_resource", "invalid_scope", text));
    }
    if client.not_assigned.iter().any(|oid| oid == account.oid) {
        let text = "AADSTS50105: the person is not assigned to the application.";
        return Err(Refusal::fault("resourceDisabled", "access_denied", text));
    }
    host_token(world, account, &HostToken { client, resource: api, scope }).map_err(|()| {
        Refusal::interaction(
            "resourceRequiresConsent",
            "consent_required",
            "AADSTS65001: consent is missing.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applications::Applications;
    use crate::entra::claims_of;
    use crate::people::FABRIKAM;
    use crate::world::Origins;

    const MOORING: &str = "3a7c5e10-0000-4000-8000-0000000000a1";
    const API: &str = "api://localhost:8787/3a7c5e10-0000-4000-8000-0000000000a1";
    const ADA: &str = "00000000-0000-4000-a000-000000000001";
    const GRACE: &str = "00000000-0000-4000-a000-000000000008";
    const FINN: &str = "00000000-0000-4000-a000-000000000010";

    fn world() -> World {
        World::new(Origins::default(), Applications::built_in().unwrap())
    }

    fn asked(world: &World, host: &str, person: &str, wanted: (&str, Way)) -> Result<Value, &'static str> {
        let (app_host, way) = wanted;
        let wish = Wish { person: person.to_owned(), at_home: false, app_host: app_host.to_owned(), way };
        answer(world, host, &wish).map_err(|refusal| refusal.code)
    }

    fn of_host() -> Way {
        Way::Host { resource: API.to_owned() }
    }

    fn nested(client_id: &str, scope: &str) -> Way {
        Way::NestedAppAuth { client_id: client_id.to_owned(), scope: scope.to_owned() }
    }

    #[test]
    fn a_guest_is_somebody_else_in_each_organization() {
        let world = world();
        let asked = |at_home| {
            let app_host = "localhost:8787".to_owned();
            let wish = Wish { person: GRACE.to_owned(), at_home, app_host, way: of_host() };
            let token = answer(&world, TEAMS_WEB, &wish).map_err(|refusal| refusal.code).unwrap();
            let claims = claims_of(token["access_token"].as_str().unwrap()).unwrap();
            (claims["tid"].clone(), claims["oid"].clone())
        };
        assert_eq!(asked(false), (CONTOSO.into(), GRACE.into()));
        assert_eq!(asked(true), (FABRIKAM.into(), "00000000-0000-4000-a000-0000000000f8".into()));
    }

    #[test]
    fn the_two_ways_issue_to_different_clients() {
        let world = world();
        let scope = format!("{API}/access_as_user");
        for host in [TEAMS_WEB, OUTLOOK_WEB] {
            for (way, client) in [(of_host(), host), (nested(MOORING, &scope), MOORING)] {
                let token = asked(&world, host, ADA, ("localhost:8787", way)).unwrap();
                let claims = claims_of(token["access_token"].as_str().unwrap()).unwrap();
                assert_eq!((claims["azp"].as_str(), claims["aud"].as_str()), (Some(client), Some(MOORING)));
                let whose = (claims["scp"].as_str(), claims["oid"].as_str());
                assert_eq!(whose, (Some("access_as_user"), Some(ADA)));
            }
        }
    }

    #[test]
    fn what_does_not_fit_the_registration_is_refused() {
        let world = world();
        let scope = format!("{API}/access_as_user");
        let cases = [
            (ADA, "elsewhere.example", nested(MOORING, &scope), "invalid_request"),
            (ADA, "localhost:8787", nested("nobody", &scope), "unauthorized_client"),
            (ADA, "localhost:8787", nested(MOORING, &format!("{API}/other")), "invalid_scope"),
            (ADA, "localhost:8787", nested(MOORING, "api://nowhere/x"), "invalid_resource"),
            (FINN, "localhost:8787", nested(MOORING, &scope), "access_denied"),
            ("nobody", "localhost:8787", nested(MOORING, &scope), "no_account_found"),
            (ADA, "elsewhere.example", of_host(), "invalid_resource"),
        ];
        for (person, app_host, way, code) in cases {
            assert_eq!(asked(&world, OUTLOOK_WEB, person, (app_host, way)).err(), Some(code));
        }
    }

    #[test]
    fn a_host_that_is_not_pre_authorized_needs_consent() {
        let world = world();
        world.applications.change(MOORING, |application| {
            application.api.iter_mut().for_each(|api| api.pre_authorized.retain(|id| id != OUTLOOK_WEB));
        });
        let outcome = |host| asked(&world, host, ADA, ("localhost:8787", of_host()));
        assert_eq!(outcome(OUTLOOK_WEB).err(), Some("consent_required"));
        assert!(outcome(TEAMS_WEB).is_ok());
    }
}
