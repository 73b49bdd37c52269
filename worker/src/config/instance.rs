//! One customer: hosts, tenants, Entra application, enabled functions.

use contract::function::Function;
use contract::ids::{ClientId, InstanceId, TenantId};
use contract::operations::{self, Scope};

use super::cloud::Cloud;
use super::office::OfficeJs;
use super::origin::Origin;
use super::{ConfigFault, Environment, Variables, list, required, secret};
use crate::secret::ClientSecret;

/// A customer of this deployment.
#[derive(Debug, Clone)]
pub struct Instance {
    /// Its name in storage and logs.
    pub id: InstanceId,
    /// Its name for people.
    pub display_name: String,
    /// Where it answers; the first is the one that redirect addresses are built on (S1-06). Never empty.
    pub origins: Vec<Origin>,
    /// Whose people may sign in (S1-32). Never empty.
    pub tenants: Vec<TenantId>,
    /// Its application at Entra.
    pub client_id: ClientId,
    /// How it proves to be that application.
    pub credential: Credential,
    /// What is switched on.
    pub functions: Vec<Function>,
    /// The optional scopes that its administrator has granted.
    pub permissions: Vec<Scope>,
    /// The Microsoft cloud it lives in.
    pub cloud: Cloud,
    /// The App ID URI of its application's API; scopes are named below it.
    pub app_id_uri: String,
    /// Origins that may frame the pages of surfaces beside Microsoft's own: those of other clouds, and the sandbox.
    pub frame_origins: Vec<Origin>,
    /// Origins of other web apps that may open the picker, in a window or in a frame of theirs.
    pub embed_origins: Vec<Origin>,
    /// Where Office.js is.
    pub office_js: OfficeJs,
}

/// How the worker proves at Entra's token endpoint to be the application.
#[derive(Debug, Clone)]
pub enum Credential {
    /// A shared secret, sent in the form (`client_secret_post`).
    Secret(ClientSecret),
}

/// Longest name for people.
const DISPLAY_NAME_MAX: usize = 80;

impl Instance {
    /// Reads the instance that the variables describe.
    pub(super) fn read(variables: &dyn Variables, environment: Environment) -> Result<Self, ConfigFault> {
        let display_name = required(variables, "INSTANCE_NAME")?;
        if display_name.chars().count() > DISPLAY_NAME_MAX {
            return Err(ConfigFault::invalid("INSTANCE_NAME", "has at most 80 characters"));
        }
        let origins = origins(variables, environment)?;
        let client_id: ClientId =
            parsed(&required(variables, "CLIENT_ID")?, "CLIENT_ID", "is the application's id (a GUID)")?;
        Ok(Self {
            app_id_uri: app_id_uri(variables, &origins, &client_id)?,
            frame_origins: further_origins(variables, environment, "FRAME_ORIGINS")?,
            embed_origins: exact_origins(variables, environment)?,
            office_js: OfficeJs::read(variables, environment)?,
            id: parsed(
                &required(variables, "INSTANCE_ID")?,
                "INSTANCE_ID",
                "has lower-case letters, digits and hyphens",
            )?,
            display_name,
            origins,
            tenants: each(
                &required(variables, "TENANTS")?,
                "TENANTS",
                "is a comma-separated list of tenant ids (GUIDs)",
                |id| id.parse().ok(),
            )?,
            client_id,
            credential: Credential::Secret(ClientSecret::new(secret(variables, "CLIENT_SECRET")?)),
            functions: each(
                &required(variables, "FUNCTIONS")?,
                "FUNCTIONS",
                "names functions that exist",
                Function::from_name,
            )?,
            permissions: permissions(variables)?,
            cloud: Cloud::read(variables, environment)?,
        })
    }

    /// The origin that registered redirect addresses stand on.
    #[must_use]
    pub fn home(&self) -> &str {
        self.origins.first().map_or("", Origin::as_str)
    }

    /// Whether people of this tenant may sign in.
    #[must_use]
    pub fn allows(&self, tenant: &TenantId) -> bool {
        self.tenants.contains(tenant)
    }

    /// Whether one of these functions is switched on.
    #[must_use]
    pub fn enables(&self, functions: &[Function]) -> bool {
        functions.iter().any(|function| self.functions.contains(function))
    }

    /// Whether other web apps may have things picked here: documents are linked, and people sign in in a window of ours.
    #[must_use]
    pub fn embeds(&self) -> bool {
        self.enables(&[Function::Documents]) && self.enables(&[Function::SsoWeb])
    }

    /// The Graph scopes that the enabled functions need.
    #[must_use]
    pub fn graph_scopes(&self) -> Vec<Scope> {
        operations::scopes_for(&self.functions, &self.permissions)
    }

    /// Entra's tenant in addresses: the one allowed tenant, or `organizations` where there are several.
    #[must_use]
    pub fn authority_tenant(&self) -> &str {
        match self.tenants.as_slice() {
            [only] => only.as_str(),
            _ => "organizations",
        }
    }
}

fn permissions(variables: &dyn Variables) -> Result<Vec<Scope>, ConfigFault> {
    let rule = "names optional permissions of Microsoft Graph that exist";
    match variables.variable("PERMISSIONS").filter(|list| !list.trim().is_empty()) {
        Some(list) => each(&list, "PERMISSIONS", rule, operations::optional_scope),
        None => Ok(Vec::new()),
    }
}

fn origins(variables: &dyn Variables, environment: Environment) -> Result<Vec<Origin>, ConfigFault> {
    let rule = "is a comma-separated list of https origins without a path";
    each(&required(variables, "INSTANCE_ORIGINS")?, "INSTANCE_ORIGINS", rule, |text| {
        Origin::parse(text, environment)
    })
}

/// The App ID URI: what is configured, else the form that Teams asks for, `api://{host}/{client id}`.
/// <https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-register-aad>
fn app_id_uri(
    variables: &dyn Variables,
    origins: &[Origin],
    client_id: &ClientId,
) -> Result<String, ConfigFault> {
    let usual = || format!("api://{}/{client_id}", origins.first().map_or("", Origin::authority));
    let uri = variables.variable("APP_ID_URI").filter(|uri| !uri.is_empty()).unwrap_or_else(usual);
    let plain = uri.bytes().all(|b| b.is_ascii_alphanumeric() || b":/.-_".contains(&b));
    if plain && uri.starts_with("api://") {
        Ok(uri)
    } else {
        Err(ConfigFault::invalid("APP_ID_URI", "begins with `api://` and holds no blanks"))
    }
}

/// Origins of others, which nobody has to have.
fn further_origins(
    variables: &dyn Variables,
    environment: Environment,
    name: &'static str,
) -> Result<Vec<Origin>, ConfigFault> {
    let rule = "is a comma-separated list of https origins without a path";
    match variables.variable(name).filter(|list| !list.trim().is_empty()) {
        Some(list) => each(&list, name, rule, |text| Origin::parse(text, environment)),
        None => Ok(Vec::new()),
    }
}

/// The web apps that are answered: each by its own origin, since an asterisk would let in whoever has a name below it.
fn exact_origins(variables: &dyn Variables, environment: Environment) -> Result<Vec<Origin>, ConfigFault> {
    let name = "EMBED_ORIGINS";
    let origins = further_origins(variables, environment, name)?;
    if origins.iter().any(|origin| origin.as_str().contains('*')) {
        return Err(ConfigFault::invalid(name, "names each origin in full"));
    }
    Ok(origins)
}

fn parsed<T: std::str::FromStr>(
    text: &str,
    name: &'static str,
    rule: &'static str,
) -> Result<T, ConfigFault> {
    text.trim().parse().map_err(|_| ConfigFault::invalid(name, rule))
}

/// Every part of a list, parsed; at least one.
fn each<T>(
    text: &str,
    name: &'static str,
    rule: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, ConfigFault> {
    let parts: Option<Vec<T>> = list(text).map(parse).collect();
    parts.filter(|parts| !parts.is_empty()).ok_or(ConfigFault::invalid(name, rule))
}
