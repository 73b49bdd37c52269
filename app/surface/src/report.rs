//! Writes the outcome of a climb: an object with flat members, because it goes from one WebAssembly module to another. What our
//! service answered is handed on as it came.
//!
//! | member | meaning |
//! |---|---|
//! | `instance` | the instance, where our service answered at all |
//! | `person`, `bearer`, `expires_in` | who is signed in, what names the session, and for how many seconds |
//! | `why` | why a click is needed: [`Why::name`] |
//! | `problem`, `offline` | what our service says is wrong, or that no answer came |
//! | `attempts`, `correlation_id` | what was tried, in words, and what the logs know the climb by |

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::exchange::Answer;
use crate::failure::Failure;
use crate::ladder::{Attempt, Why};
use crate::text;

/// An outcome in the making.
pub(crate) struct Report(Object);

impl Report {
    /// Nothing is known yet.
    pub(crate) fn new() -> Self {
        Self(Object::new())
    }

    /// At an instance, after these attempts.
    pub(crate) fn at(instance: &JsValue, attempts: &[Attempt], correlation_id: &str) -> Self {
        let report = Self::new().with("instance", instance).with("correlation_id", &correlation_id.into());
        let lines: Array = attempts.iter().map(|attempt| JsValue::from(text::attempt(attempt))).collect();
        report.with("attempts", &lines)
    }

    /// Somebody is signed in.
    pub(crate) fn signed_in(self, answer: &Answer) -> JsValue {
        let report = self.with("person", &answer.person).with("bearer", &answer.bearer.as_str().into());
        report.with("expires_in", &answer.expires_in.into()).0.into()
    }

    /// Only a click leads on.
    pub(crate) fn needs_click(self, why: Why) -> JsValue {
        self.with("why", &why.name().into()).0.into()
    }

    /// It does not work.
    pub(crate) fn stopped(self, failure: &Failure) -> JsValue {
        let report = self.with("offline", &(*failure == Failure::Offline).into());
        match failure.problem() {
            Some(problem) => {
                let problem = serde_wasm_bindgen::to_value(problem).unwrap_or_default();
                report.with("problem", &problem).0.into()
            }
            None => report.0.into(),
        }
    }

    fn with(self, name: &str, value: &JsValue) -> Self {
        // An object of our own takes every member.
        _ = Reflect::set(&self.0, &name.into(), value);
        self
    }
}
