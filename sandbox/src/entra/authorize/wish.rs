//! What an application asks of a sign-in. Errors here go back to the application.

use super::Destination;
use crate::applications::Platform;
use crate::entra::aadsts::Aadsts;
use crate::entra::form::Parameters;
use crate::entra::pkce::Challenge;
use crate::entra::scope::Asked;
use crate::world::World;

/// `prompt`: how much the person is to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prompt {
    /// As much as is needed.
    WhenNeeded,
    /// Nothing: an error instead of a page.
    Nothing,
    /// Sign in again.
    Login,
    /// Which account.
    SelectAccount,
    /// Consent again.
    Consent,
}

/// What an application asks for.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// Whether a code is asked for.
    pub(crate) code: bool,
    /// Whether an ID token is asked for, from this endpoint.
    pub(crate) id_token: bool,
    /// The scopes as they were sent.
    pub(crate) scope: String,
    /// The scopes, understood; `/.default` stands for what is configured.
    pub(crate) asked: Asked,
    /// For the ID token.
    pub(crate) nonce: Option<String>,
    /// For the redemption of the code.
    pub(crate) challenge: Option<Challenge>,
    /// How much to ask.
    pub(crate) prompt: Prompt,
    /// Who is expected.
    pub(crate) login_hint: Option<String>,
    /// From which tenant.
    pub(crate) domain_hint: Option<String>,
    /// In which session.
    pub(crate) sid: Option<String>,
    /// Whether to say the account's id at home.
    pub(crate) client_info: bool,
}

impl Wish {
    /// Reads the parameters.
    pub(crate) fn parse(
        world: &World,
        destination: &Destination,
        parameters: &Parameters,
    ) -> Result<Self, Aadsts> {
        let (code, id_token) = response_type(destination, parameters)?;
        let scope = parameters.require("scope")?;
        let asked = Asked::parse(&world.applications, scope)?
            .with_configured(&world.applications, &destination.application)?;
        let challenge =
            Challenge::parse(parameters.get("code_challenge"), parameters.get("code_challenge_method"))?;
        if challenge.is_none() && destination.redirect.platform == Platform::Spa {
            return Err(Aadsts::new(9_002_325));
        }
        // Only its form matters here: a client repeats what it can do in the token request.
        parameters.says_cp1()?;
        let owned = |name: &str| parameters.get(name).map(str::to_owned);
        Ok(Self {
            code,
            id_token,
            scope: scope.to_owned(),
            asked,
            nonce: owned("nonce"),
            challenge,
            prompt: prompt(parameters.get("prompt"))?,
            login_hint: owned("login_hint"),
            domain_hint: owned("domain_hint"),
            sid: owned("sid"),
            client_info: parameters.is("client_info", "1"),
        })
    }
}

/// Whether a code and whether an ID token is asked for.
fn response_type(destination: &Destination, parameters: &Parameters) -> Result<(bool, bool), Aadsts> {
    let kinds: Vec<&str> = parameters.require("response_type")?.split(' ').collect();
    if kinds.contains(&"token") {
        return Err(Aadsts::new(700_051));
    }
    if let Some(unknown) = kinds.iter().find(|kind| !["code", "id_token"].contains(kind)) {
        return Err(Aadsts::new(90023).saying(format!("Unsupported 'response_type' value '{unknown}'.")));
    }
    let (code, id_token) = (kinds.contains(&"code"), kinds.contains(&"id_token"));
    if id_token && !destination.application.id_tokens_from_authorize {
        return Err(Aadsts::new(700_054).saying(format!(
            "The response_type 'id_token' is not enabled for the application '{}'.",
            destination.application.client_id
        )));
    }
    match parameters.get("response_mode") {
        Some("query") if id_token => Err(Aadsts::new(70007)
            .saying("'query' is not a supported value of 'response_mode' when requesting a token.")),
        Some("query" | "fragment" | "form_post") | None => {
            if id_token {
                parameters.require("nonce")?;
            }
            Ok((code, id_token))
        }
        Some(other) => {
            Err(Aadsts::new(90023).saying(format!("Unsupported 'response_mode' value '{other}'.")))
        }
    }
}

fn prompt(value: Option<&str>) -> Result<Prompt, Aadsts> {
    match value {
        None => Ok(Prompt::WhenNeeded),
        Some("none") => Ok(Prompt::Nothing),
        Some("login") => Ok(Prompt::Login),
        Some("select_account") => Ok(Prompt::SelectAccount),
        Some("consent") => Ok(Prompt::Consent),
        Some(other) => Err(Aadsts::new(90023).saying(format!("Unsupported 'prompt' value '{other}'."))),
    }
}
