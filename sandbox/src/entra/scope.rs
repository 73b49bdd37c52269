//! The `scope` parameter: which permissions of which resources are asked for.
//! <https://learn.microsoft.com/entra/identity-platform/scopes-oidc>

use std::collections::BTreeSet;

use super::aadsts::Aadsts;
use crate::applications::{Application, Applications, GRAPH_APP_ID, Resource};

/// Scopes of OpenID Connect. They belong to Microsoft Graph, and go along with any other resource.
const OPENID_SCOPES: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Everything the application was configured to use of a resource, or everything consented to.
const DEFAULT: &str = ".default";

/// What is asked of one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The resource.
    pub(crate) resource: Resource,
    /// What stood before the scopes' names; empty for Graph's short names.
    pub(crate) prefix: String,
    /// The permissions' names.
    pub(crate) names: BTreeSet<String>,
    /// Whether `/.default` was asked for.
    pub(crate) default: bool,
}

/// A scope parameter, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// The scopes of OpenID Connect.
    pub(crate) openid: BTreeSet<String>,
    /// Everything else, by resource.
    pub(crate) resources: Vec<Wanted>,
    graph: Option<Resource>,
}

impl Asked {
    /// Understands a scope parameter.
    pub(crate) fn parse(applications: &Applications, text: &str) -> Result<Self, Aadsts> {
        let mut asked = Self { graph: applications.resource(GRAPH_APP_ID), ..Self::default() };
        for scope in text.split_ascii_whitespace() {
            if let Some(known) = OPENID_SCOPES.iter().find(|known| known.eq_ignore_ascii_case(scope)) {
                asked.openid.insert((*known).to_owned());
            } else {
                asked.add(applications, scope)?;
            }
        }
        match asked.resources.iter().find(|wanted| wanted.default && !wanted.names.is_empty()) {
            Some(wanted) => Err(Aadsts::new(70011).saying(format!(
                "The provided request must include a 'scope' input parameter. The provided value for the input parameter \
                 'scope' is not valid. .default scope can't be combined with resource-specific scopes of {}.",
                wanted.resource.display_name
            ))),
            None => Ok(asked),
        }
    }

    fn add(&mut self, applications: &Applications, scope: &str) -> Result<(), Aadsts> {
        let (prefix, name) = scope.rsplit_once('/').unwrap_or(("", scope));
        let identifier = if prefix.is_empty() { GRAPH_APP_ID } else { prefix };
        let resource = applications.resource(identifier).ok_or_else(|| unknown_resource(identifier))?;
        let default = name == DEFAULT;
        let name = match resource.scopes.iter().find(|known| known.name.eq_ignore_ascii_case(name)) {
            Some(known) => Some(known.name.clone()),
            None if default => None,
            None => return Err(unknown_scope(name, &resource)),
        };
        let index = self.resources.iter().position(|wanted| wanted.resource.app_id == resource.app_id);
        if let Some(wanted) = index.and_then(|index| self.resources.get_mut(index)) {
            wanted.names.extend(name);
            wanted.default |= default;
        } else {
            let prefix = prefix.trim_end_matches('/').to_owned();
            self.resources.push(Wanted { resource, prefix, names: name.into_iter().collect(), default });
        }
        Ok(())
    }

    /// Replaces every `/.default` by the permissions that the application was configured with.
    pub(crate) fn with_configured(
        mut self,
        applications: &Applications,
        client: &Application,
    ) -> Result<Self, Aadsts> {
        let configured = Self::parse(applications, &client.required_scopes.join(" "))?;
        for wanted in self.resources.iter_mut().filter(|wanted| wanted.default) {
            let same =
                configured.resources.iter().find(|other| other.resource.app_id == wanted.resource.app_id);
            wanted.names.extend(same.into_iter().flat_map(|other| other.names.clone()));
        }
        Ok(self)
    }

    /// The one resource that an access token can be for: Graph, when there are only scopes of OpenID Connect.
    pub(crate) fn single(&self) -> Result<Wanted, Aadsts> {
        match (self.resources.as_slice(), &self.graph) {
            ([wanted], _) => Ok(wanted.clone()),
            ([], Some(graph)) => Ok(Wanted {
                resource: graph.clone(),
                prefix: String::new(),
                names: BTreeSet::new(),
                default: false,
            }),
            _ => Err(Aadsts::new(28000)),
        }
    }

    /// Each permission with its resource.
    pub(crate) fn permissions(&self) -> impl Iterator<Item = (&Resource, &str)> {
        let openid =
            self.graph.iter().flat_map(|graph| self.openid.iter().map(move |name| (graph, name.as_str())));
        let others = self
            .resources
            .iter()
            .flat_map(|wanted| wanted.names.iter().map(move |name| (&wanted.resource, name.as_str())));
        openid.chain(others)
    }

    /// Leaves out every permission for which `is_done` holds.
    pub(crate) fn without(&self, is_done: impl Fn(&Resource, &str) -> bool) -> Self {
        let mut rest = self.clone();
        if let Some(graph) = &self.graph {
            rest.openid.retain(|name| !is_done(graph, name));
        }
        for wanted in &mut rest.resources {
            let resource = &wanted.resource;
            wanted.names.retain(|name| !is_done(resource, name));
        }
        rest
    }

    /// Whether no permission is left.
    pub(crate) fn is_empty(&self) -> bool {
        self.permissions().next().is_none()
    }

    /// Whether a permission is among them that only an administrator can consent to.
    pub(crate) fn needs_administrator(&self) -> bool {
        self.permissions().any(|(resource, name)| permission_is_for_administrators(resource, name))
    }

    /// Whether one of the scopes of OpenID Connect is asked for.
    pub(crate) fn has_openid(&self, name: &str) -> bool {
        self.openid.contains(name)
    }
}

fn permission_is_for_administrators(resource: &Resource, name: &str) -> bool {
    resource.scopes.iter().any(|permission| permission.name == name && permission.admin)
}

fn unknown_resource(identifier: &str) -> Aadsts {
    Aadsts::new(500_011).saying(format!(
        "The resource principal named {identifier} was not found in the tenant. This can happen if the application has not \
         been installed by the administrator of the tenant or consented to by any user in the tenant."
    ))
}

fn unknown_scope(name: &str, resource: &Resource) -> Aadsts {
    Aadsts::new(650_053).saying(format!(
        "The application asked for scope '{name}' that doesn't exist on the resource '{}'.",
        resource.app_id
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&[&str], u32>) {
        let applications = Applications::built_in().unwrap();
        let parsed = Asked::parse(&applications, text);
        let names =
            parsed.as_ref().map(|asked| asked.permissions().map(|(_, name)| name).collect::<Vec<_>>());
        assert_eq!(names.map_err(|refused| refused.code), expected.map(<[&str]>::to_vec), "{text}");
    }

    #[test]
    fn scopes_are_read_with_and_without_the_name_of_their_resource() {
        check("openid User.Read", Ok(&["openid", "User.Read"]));
        check("https://graph.microsoft.com/user.read", Ok(&["User.Read"]));
        check(
            "00000003-0000-0000-c000-000000000000/Files.Read offline_access",
            Ok(&["offline_access", "Files.Read"]),
        );
        check("https://graph.microsoft.com/.default", Ok(&[]));
        check(
            "api://localhost:8787/3a7c5e10-0000-4000-8000-0000000000a1/access_as_user",
            Ok(&["access_as_user"]),
        );
        check("", Ok(&[]));
    }

    #[test]
    fn scopes_that_do_not_exist_or_do_not_go_together_are_refused() {
        check("Files.Imagine", Err(650_053));
        check("https://elsewhere.example/Read", Err(500_011));
        check("https://graph.microsoft.com/.default User.Read", Err(70011));
    }

    #[test]
    fn an_access_token_is_for_one_resource() {
        let applications = Applications::built_in().unwrap();
        let both = "User.Read api://localhost:8787/3a7c5e10-0000-4000-8000-0000000000a1/access_as_user";

        assert_eq!(Asked::parse(&applications, both).unwrap().single().unwrap_err().code, 28000);
        let openid = Asked::parse(&applications, "openid profile").unwrap();
        assert_eq!(openid.single().unwrap().resource.app_id, GRAPH_APP_ID);
    }
}
