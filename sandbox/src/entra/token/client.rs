//! Which application asks for a token, and how it proves that.

use axum::http::header;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::percent_decode_str;

use super::{Request, client_assertion};
use crate::applications::{Application, Platform};
use crate::entra::aadsts::Aadsts;
use crate::entra::authority::Authority;
use crate::entra::mint::Proof;

/// An application that asks for a token.
pub(super) struct Client {
    /// Its registration.
    pub(super) application: Application,
    /// How it proved itself.
    pub(super) proof: Proof,
}

impl Client {
    /// Finds the application and checks its credential, if it presents one.
    pub(super) fn identify(request: &Request<'_>) -> Result<Self, Aadsts> {
        let basic = basic_credentials(request);
        let client_id = match &basic {
            Some((id, _)) => id.clone(),
            None => request.form.require("client_id")?.to_owned(),
        };
        let application =
            request.world.applications.find(&client_id).ok_or_else(|| unknown(&client_id, request))?;
        check_tenant(&application, request)?;
        let secret = basic.as_ref().map(|(_, secret)| secret.as_str()).or(request.form.get("client_secret"));
        let assertion = request.form.get("client_assertion");
        if application.is_public() && (secret.is_some() || assertion.is_some()) {
            return Err(Aadsts::new(700_025));
        }
        let proof = match (secret, assertion) {
            (Some(secret), _) => check_secret(&application, secret, request.world.clock.now())?,
            (None, Some(assertion)) => client_assertion::check(request, &application, assertion)?,
            (None, None) => Proof::None,
        };
        Ok(Self { application, proof })
    }

    /// Refuses an application that did not prove itself.
    pub(super) fn require_proof(&self) -> Result<(), Aadsts> {
        if self.proof == Proof::None { Err(Aadsts::new(7_000_218)) } else { Ok(()) }
    }

    /// Holds the client to the rules of the platform that the code was sent to.
    /// <https://learn.microsoft.com/entra/identity-platform/reply-url>
    pub(super) fn check_platform(&self, request: &Request<'_>, platform: Platform) -> Result<(), Aadsts> {
        match (platform, request.origin()) {
            (Platform::Spa, Some(_)) if self.proof == Proof::None => Ok(()),
            (Platform::Spa, None) => Err(Aadsts::new(9_002_327)),
            (_, Some(origin)) => Err(cross_origin(origin)),
            (Platform::Web, None) => self.require_proof(),
        }
    }

    /// Refuses a request that comes from a page.
    pub(super) fn require_no_origin(request: &Request<'_>) -> Result<(), Aadsts> {
        request.origin().map_or(Ok(()), |origin| Err(cross_origin(origin)))
    }
}

fn cross_origin(origin: &str) -> Aadsts {
    Aadsts::new(9_002_326).saying(format!(
        "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. \
         Request origin: '{origin}'."
    ))
}

fn unknown(client_id: &str, request: &Request<'_>) -> Aadsts {
    if uuid::Uuid::parse_str(client_id).is_err() {
        return Aadsts::new(700_038).saying(format!("{client_id} is not a valid application identifier."));
    }
    let tenant = request.authority.tenant().map_or("Microsoft", |tenant| tenant.name);
    Aadsts::new(700_016).saying(format!(
        "Application with identifier '{client_id}' was not found in the directory '{tenant}'. This can happen if the \
         application has not been installed by the administrator of the tenant or consented to by any user in the tenant. \
         You may have sent your authentication request to the wrong tenant."
    ))
}

/// An application of one tenant is unknown in the others, and cannot be used where no tenant is named.
fn check_tenant(application: &Application, request: &Request<'_>) -> Result<(), Aadsts> {
    match request.authority {
        _ if application.multi_tenant => Ok(()),
        Authority::Tenant(tenant) if tenant.id == application.home_tenant => Ok(()),
        Authority::Tenant(_) => Err(unknown(&application.client_id, request)),
        Authority::Common | Authority::Organizations | Authority::Consumers => Ok(()),
    }
}

/// `client_secret_basic` (RFC 6749, section 2.3.1).
fn basic_credentials(request: &Request<'_>) -> Option<(String, String)> {
    let value = request.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let encoded = value.strip_prefix("Basic ")?;
    let decoded = String::from_utf8(BASE64_STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    Some((plain(id), plain(secret)))
}

fn check_secret(application: &Application, secret: &str, now: i64) -> Result<Proof, Aadsts> {
    let known = application.secrets.iter().find(|known| known.value == secret).ok_or_else(|| {
        Aadsts::new(7_000_215).saying(format!(
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not \
             the client secret ID, for a secret added to app '{}'.",
            application.client_id
        ))
    })?;
    if known.expires_at.is_some_and(|end| end <= now) {
        return Err(Aadsts::new(7_000_222).saying(format!(
            "The provided client secret keys for app '{}' are expired.",
            application.client_id
        )));
    }
    Ok(Proof::Secret)
}
