//! What the app is told: flat, because it goes from one WebAssembly module to another as a JavaScript object.

use contract::problem::Problem;
use contract::session::{ExchangeResponse, InstanceView, PersonView};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use crate::failure::Failure;
use crate::ladder::{Attempt, Why};

/// Where signing in ended: with a person, with a reason for a click, with a problem, or (`offline`) without any answer.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcome {
    /// The instance, where our service answered at all.
    pub instance: Option<InstanceView>,
    /// Who is signed in.
    pub person: Option<PersonView>,
    /// What names the session from now on.
    pub bearer: Option<String>,
    /// How long it does, in seconds.
    pub expires_in: u32,
    /// Why a click is needed.
    pub why: Option<Why>,
    /// What our service says is wrong.
    pub problem: Option<Problem>,
    /// Whether no answer came.
    pub offline: bool,
    /// What was tried, in order.
    pub attempts: Vec<Attempt>,
    /// What the log, and Entra's, know the climb by.
    pub correlation_id: String,
}

impl Outcome {
    /// An outcome at an instance, after these attempts.
    #[must_use]
    pub fn at(instance: InstanceView, attempts: &[Attempt], correlation_id: String) -> Self {
        Self { instance: Some(instance), attempts: attempts.to_vec(), correlation_id, ..Self::default() }
    }

    /// Somebody is signed in.
    #[must_use]
    pub fn signed_in(self, answer: ExchangeResponse) -> Self {
        let ExchangeResponse { person, bearer, expires_in, .. } = answer;
        let expires_in = u32::try_from(expires_in).unwrap_or_default();
        Self { person: Some(person), bearer: Some(bearer), expires_in, ..self }
    }

    /// Only a click leads on.
    #[must_use]
    pub fn needs_click(self, why: Why) -> Self {
        Self { why: Some(why), ..self }
    }

    /// It does not work.
    #[must_use]
    pub fn stopped(self, failure: &Failure) -> Self {
        Self { problem: failure.problem().cloned(), offline: *failure == Failure::Offline, ..self }
    }
}

impl From<Outcome> for JsValue {
    fn from(outcome: Outcome) -> Self {
        // Texts, numbers and lists of them always become an object.
        serde_wasm_bindgen::to_value(&outcome).unwrap_or_default()
    }
}
