//! The runtime behind the traits: Cloudflare Workers. Nothing here decides anything.

pub(crate) mod bindings;
pub(crate) mod convert;
#[expect(clippy::disallowed_methods, reason = "the one place that sends requests out")]
mod upstream;

use worker::Env;

pub(crate) use upstream::{WorkersUpstream, chunks};

use super::clock::{Clock, Millis};
use super::log::Log;
use super::random::Random;
use crate::config::Variables;

/// Time, randomness and log of the runtime.
pub(crate) struct Runtime;

impl Clock for Runtime {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the time")]
    fn now(&self) -> Millis {
        Millis(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX))
    }
}

impl Random for Runtime {
    #[expect(
        clippy::disallowed_methods,
        clippy::expect_used,
        reason = "the one place that draws randomness; without it nothing may go on"
    )]
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("crypto.getRandomValues is always there in Workers");
    }
}

impl Log for Runtime {
    fn line(&self, json: &str) {
        worker::console_log!("{json}");
    }
}

/// Variables and secrets of the runtime's environment.
pub(crate) struct Environment<'a>(pub(crate) &'a Env);

impl Variables for Environment<'_> {
    #[expect(clippy::disallowed_methods, reason = "handed to `config`, the only reader")]
    fn variable(&self, name: &str) -> Option<String> {
        self.0.var(name).ok().map(|value| value.to_string())
    }

    #[expect(clippy::disallowed_methods, reason = "handed to `config`, the only reader")]
    fn secret(&self, name: &str) -> Option<String> {
        self.0.secret(name).ok().map(|value| value.to_string())
    }
}
