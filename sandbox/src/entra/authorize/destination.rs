//! Where the answer to a sign-in goes. Until this is certain, nothing may be sent anywhere: errors are shown on the page.
//! <https://learn.microsoft.com/entra/identity-platform/reply-url>

use url::Url;

use crate::applications::{Application, RedirectUri};
use crate::entra::aadsts::Aadsts;
use crate::entra::authority::Authority;
use crate::entra::form::Parameters;
use crate::world::World;

/// How the answer is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResponseMode {
    /// In the query of the redirect URI.
    Query,
    /// In its fragment.
    Fragment,
    /// As a form that the browser posts to it.
    FormPost,
}

/// Where the answer goes.
#[derive(Clone, Debug)]
pub(crate) struct Destination {
    /// The sign-in address that was used.
    pub(crate) authority: Authority,
    /// The application.
    pub(crate) application: Application,
    /// One of its registered redirect URIs.
    pub(crate) redirect: RedirectUri,
    /// How.
    pub(crate) mode: ResponseMode,
    /// What the application wants back as it is.
    pub(crate) state: Option<String>,
}

impl Destination {
    /// Finds the application and its redirect URI.
    pub(crate) fn parse(world: &World, tenant: &str, parameters: &Parameters) -> Result<Self, Aadsts> {
        let authority = Authority::parse(world, tenant)?;
        let client_id = parameters.require("client_id")?;
        let application = find(world, authority, client_id)?;
        let redirect = redirect(&application, parameters.get("redirect_uri"))?;
        let state = parameters.get("state").map(str::to_owned);
        Ok(Self { authority, application, redirect, mode: mode(parameters), state })
    }
}

fn find(world: &World, authority: Authority, client_id: &str) -> Result<Application, Aadsts> {
    if uuid::Uuid::parse_str(client_id).is_err() {
        return Err(
            Aadsts::new(700_038).saying(format!("{client_id} is not a valid application identifier."))
        );
    }
    let unknown = || {
        let tenant = authority.tenant().map_or("Microsoft", |tenant| tenant.name);
        Aadsts::new(700_016).saying(format!(
            "Application with identifier '{client_id}' was not found in the directory '{tenant}'."
        ))
    };
    let application = world.applications.find(client_id).ok_or_else(unknown)?;
    match authority {
        Authority::Consumers => Err(Aadsts::new(9_002_332)),
        _ if application.multi_tenant => Ok(application),
        Authority::Tenant(tenant) if tenant.id == application.home_tenant => Ok(application),
        Authority::Tenant(_) => Err(unknown()),
        Authority::Common | Authority::Organizations => Err(Aadsts::new(50194)),
    }
}

/// The registered URI that is meant: byte for byte the one in the request, or the first when there is none.
fn redirect(application: &Application, asked: Option<&str>) -> Result<RedirectUri, Aadsts> {
    let Some(asked) = asked else {
        return application.redirect_uris.first().cloned().ok_or_else(|| Aadsts::new(500_113));
    };
    if Url::parse(asked).is_err() {
        return Err(Aadsts::new(90102));
    }
    application.redirect_uri(asked).cloned().ok_or_else(|| {
        Aadsts::new(50011).saying(format!(
            "The redirect URI '{asked}' specified in the request does not match the redirect URIs configured for the \
             application '{}'. Make sure the redirect URI sent in the request matches one added to your application.",
            application.client_id
        ))
    })
}

/// The mode that is asked for, or else the one that is usual for the response type. A mode that does not exist is refused
/// later, by way of the usual one.
fn mode(parameters: &Parameters) -> ResponseMode {
    let with_id_token =
        parameters.get("response_type").is_some_and(|kind| kind.split(' ').any(|part| part == "id_token"));
    match parameters.get("response_mode") {
        Some("form_post") => ResponseMode::FormPost,
        Some("fragment") => ResponseMode::Fragment,
        Some("query") if !with_id_token => ResponseMode::Query,
        _ if with_id_token => ResponseMode::Fragment,
        _ => ResponseMode::Query,
    }
}
