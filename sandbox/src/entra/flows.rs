//! Sign-ins that are under way: what was asked for, and how far the person has come.

use std::collections::HashMap;
use std::sync::Arc;

use super::authorize::{Destination, Wish};
use super::grants::opaque;
use super::opener_policy::OpenerPolicy;
use super::scope::Asked;
use crate::people::Person;
use crate::shared::Shared;

/// Why somebody is signing in.
#[derive(Clone, Debug)]
pub(crate) enum Purpose {
    /// For a code: the authorize endpoint.
    SignIn(Arc<Wish>),
    /// To consent for everybody: the admin consent endpoint.
    AdminConsent(Asked),
}

/// One sign-in under way.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    /// Where it began and where it ends.
    pub(crate) destination: Arc<Destination>,
    /// What for.
    pub(crate) purpose: Purpose,
    /// What its pages and redirects say of the window that they are shown in.
    pub(crate) opener_policy: OpenerPolicy,
    /// The account that was picked on the page.
    pub(crate) picked: Option<&'static Person>,
    /// Whether the consent page was accepted.
    pub(crate) consented: bool,
}

/// All of them, by the name that their pages carry.
#[derive(Debug, Default)]
pub(crate) struct Flows(Shared<HashMap<String, Flow>>);

impl Flows {
    /// Remembers a new one.
    pub(crate) fn begin(&self, flow: Flow) -> String {
        let name = opaque("");
        self.save(&name, flow);
        name
    }

    /// Looks one up.
    pub(crate) fn find(&self, name: &str) -> Option<Flow> {
        self.0.with(|flows| flows.get(name).cloned())
    }

    /// Remembers how far one has come.
    pub(crate) fn save(&self, name: &str, flow: Flow) {
        self.0.with(|flows| flows.insert(name.to_owned(), flow));
    }

    /// Forgets one that has come to its end.
    pub(crate) fn end(&self, name: &str) {
        self.0.with(|flows| flows.remove(name));
    }

    /// Forgets all of them.
    pub(crate) fn reset(&self) {
        self.0.with(HashMap::clear);
    }
}
