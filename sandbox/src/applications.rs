//! The registered applications and the resources they may call: what an administrator would see under "App registrations".
//! Read from a file, changed by the control API, put back by a reset.

use serde::{Deserialize, Serialize};

use crate::shared::Shared;

/// The `appId` of Microsoft Graph, the same in every tenant.
pub const GRAPH_APP_ID: &str = "00000003-0000-0000-c000-000000000000";

/// The kind of client that a redirect URI was registered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// A server that keeps a credential.
    Web,
    /// A page that redeems its code across origins.
    Spa,
}

/// An address that codes may be sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedirectUri {
    /// The address, compared byte by byte.
    pub uri: String,
    /// Who receives it.
    pub platform: Platform,
}

/// A client secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    /// Its value.
    pub value: String,
    /// When it ends, in seconds since the Unix epoch.
    #[serde(default)]
    pub expires_at: Option<i64>,
}

/// A public RSA key in JWK form (RFC 7517), with the thumbprints by which a client assertion names its certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    /// The modulus, base64url.
    pub n: String,
    /// The exponent, base64url.
    pub e: String,
    /// The key's name, for the keys of another issuer.
    #[serde(default)]
    pub kid: Option<String>,
    /// SHA-1 of the certificate, base64url.
    #[serde(default)]
    pub x5t: Option<String>,
    /// SHA-256 of the certificate, base64url.
    #[serde(default, rename = "x5t#S256")]
    pub x5t_s256: Option<String>,
}

/// Another issuer whose tokens stand for the application's own credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FederatedCredential {
    /// The `iss` of its tokens.
    pub issuer: String,
    /// The `sub`.
    pub subject: String,
    /// The `aud`.
    pub audience: String,
    /// The keys that sign them.
    pub jwks: Vec<Jwk>,
}

/// A delegated permission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// Its name, as in `scp`.
    pub name: String,
    /// In words, for the consent page.
    pub words: String,
    /// Whether only an administrator can consent to it.
    #[serde(default)]
    pub admin: bool,
}

/// Something that access tokens are issued for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// Its application id.
    pub app_id: String,
    /// Its name, for people.
    pub display_name: String,
    /// What may stand before the last `/` of a scope: its App ID URIs.
    pub identifiers: Vec<String>,
    /// What can be asked of it for a person.
    pub scopes: Vec<Permission>,
    /// Optional claims of its access tokens.
    #[serde(default)]
    pub optional_claims: Vec<String>,
    /// Applications that get tokens for it without anybody's consent.
    #[serde(default)]
    pub pre_authorized: Vec<String>,
}

/// How the sign-in service treats an application where its behaviour changed over the years.
/// <https://learn.microsoft.com/graph/api/resources/authenticationbehaviors>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthenticationBehaviors {
    /// Whether the answers to browsers carry `Cross-Origin-Opener-Policy`; the default for new applications without it.
    #[serde(default)]
    pub coop_enforcement: Option<bool>,
}

impl AuthenticationBehaviors {
    /// Whether they carry it. An application without a setting counts as one created after January 2027: that is what apps have
    /// to be ready for.
    #[must_use]
    pub const fn enforces_coop(&self) -> bool {
        !matches!(self.coop_enforcement, Some(false))
    }
}

/// One app registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// The application id.
    pub client_id: String,
    /// Its name, for people.
    pub display_name: String,
    /// The GUID of the tenant it is registered in.
    pub home_tenant: String,
    /// Whether other tenants may use it.
    #[serde(default)]
    pub multi_tenant: bool,
    /// Where codes may be sent.
    #[serde(default)]
    pub redirect_uris: Vec<RedirectUri>,
    /// Its secrets.
    #[serde(default)]
    pub secrets: Vec<Secret>,
    /// Its certificates' public keys.
    #[serde(default)]
    pub certificates: Vec<Jwk>,
    /// Its federated identity credentials.
    #[serde(default)]
    pub federated_credentials: Vec<FederatedCredential>,
    /// The configured permissions, as scopes are asked for: what `/.default` and admin consent mean.
    #[serde(default)]
    pub required_scopes: Vec<String>,
    /// Application permissions on Microsoft Graph that an administrator granted.
    #[serde(default)]
    pub granted_roles: Vec<String>,
    /// How it is treated where the service changed.
    #[serde(default)]
    pub authentication_behaviors: AuthenticationBehaviors,
    /// Whether the authorize endpoint may issue ID tokens.
    #[serde(default)]
    pub id_tokens_from_authorize: bool,
    /// Optional claims of its ID tokens.
    #[serde(default)]
    pub id_token_claims: Vec<String>,
    /// Object ids of people without an assignment; assignment is required of the others, who have it.
    #[serde(default)]
    pub not_assigned: Vec<String>,
    /// The API that the application itself offers.
    #[serde(default)]
    pub api: Option<Resource>,
}

impl Application {
    /// Whether the application has nothing to prove itself with.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.secrets.is_empty() && self.certificates.is_empty() && self.federated_credentials.is_empty()
    }

    /// The registered redirect URI that is byte for byte this one.
    /// <https://learn.microsoft.com/entra/identity-platform/reply-url>
    #[must_use]
    pub fn redirect_uri(&self, uri: &str) -> Option<&RedirectUri> {
        self.redirect_uris.iter().find(|registered| registered.uri == uri)
    }
}

/// The content of the applications file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registry {
    /// Microsoft's own resources.
    pub resources: Vec<Resource>,
    /// The registrations.
    pub applications: Vec<Application>,
}

/// The registrations as they are now.
#[derive(Debug, Default)]
pub struct Applications {
    initial: Registry,
    current: Shared<Registry>,
}

impl Applications {
    /// The registrations that the sandbox brings along.
    ///
    /// # Errors
    /// When the file that is compiled in is not valid, which a test rules out.
    pub fn built_in() -> serde_json::Result<Self> {
        Self::parse(include_str!("../applications.json"))
    }

    /// The registrations of a file with the same members as `applications.json`.
    ///
    /// # Errors
    /// When the text does not have that form.
    pub fn parse(text: &str) -> serde_json::Result<Self> {
        let initial: Registry = serde_json::from_str(text)?;
        Ok(Self { current: Shared::new(initial.clone()), initial })
    }

    /// Puts the registrations back as they were at the start.
    pub fn reset(&self) {
        self.current.with(|current| current.clone_from(&self.initial));
    }

    /// Everything that is registered.
    #[must_use]
    pub fn registry(&self) -> Registry {
        self.current.with(|current| current.clone())
    }

    /// The application with this id.
    #[must_use]
    pub fn find(&self, client_id: &str) -> Option<Application> {
        self.current.with(|current| {
            current
                .applications
                .iter()
                .find(|application| application.client_id.eq_ignore_ascii_case(client_id))
                .cloned()
        })
    }

    /// The resource that goes by this App ID URI or application id.
    #[must_use]
    pub fn resource(&self, identifier: &str) -> Option<Resource> {
        let wanted = identifier.trim_end_matches('/');
        self.current.with(|current| {
            let apis = current.applications.iter().filter_map(|application| application.api.as_ref());
            current
                .resources
                .iter()
                .chain(apis)
                .find(|resource| {
                    resource.app_id == wanted || resource.identifiers.iter().any(|own| own == wanted)
                })
                .cloned()
        })
    }

    /// Changes a registration; says whether there is one.
    pub fn change(&self, client_id: &str, change: impl FnOnce(&mut Application)) -> bool {
        self.current.with(|current| {
            let application =
                current.applications.iter_mut().find(|application| application.client_id == client_id);
            application.map(change).is_some()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_is_valid_and_every_required_scope_exists() {
        let applications = Applications::built_in().unwrap();

        for application in applications.registry().applications {
            for scope in &application.required_scopes {
                let (identifier, name) = scope.rsplit_once('/').unwrap();
                let resource = applications.resource(identifier).unwrap();
                assert!(resource.scopes.iter().any(|permission| permission.name == name), "{scope}");
            }
        }
    }

    #[test]
    fn a_reset_puts_a_changed_registration_back() {
        let applications = Applications::built_in().unwrap();
        let id = "3a7c5e10-0000-4000-8000-0000000000a1";
        let before = applications.find(id).unwrap();

        assert!(applications.change(id, |application| application.secrets.clear()));
        assert!(applications.find(id).unwrap().is_public());

        applications.reset();
        assert_eq!(applications.find(id), Some(before));
        assert!(!applications.change("nobody", |_| ()));
    }
}
