//! The worker: holds every token, signs people in, and is the gate to Microsoft Graph.
//!
//! This file is entry points only; [`routes`] is the whole surface on one screen. Everything but [`platform`]'s
//! `workers` and the vault's `object` runs on the host under `cargo test`.

pub mod assets;
pub mod config;
pub mod edge;
pub mod entra;
pub mod error;
pub mod folders;
pub mod graph;
pub mod headers;
pub mod isolate;
pub mod json;
pub mod pages;
pub mod platform;
pub mod query;
pub mod routes;
pub mod seal;
pub mod search;
pub mod secret;
pub mod session;
pub mod sign_in;
pub mod sync;
pub mod trace;
pub mod used_states;
pub mod vault;
pub mod who;

use std::fmt::Write as _;

/// Lower-case hexadecimal digits of these bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(target_arch = "wasm32")]
mod entry {
    //! What the runtime calls.

    use std::cell::OnceCell;

    use worker::{Context, Env, Request, Response, event};

    use crate::config::{Config, ConfigFault};
    use crate::edge::Edge;
    use crate::isolate::Isolate;
    use crate::platform::workers::bindings::{
        D1, D1UsedStates, DurableTeamLinks, DurableVaults, WorkersAssets,
    };
    use crate::platform::workers::{Environment, Runtime, WorkersUpstream, convert};
    use crate::routes;

    thread_local! {
        /// This isolate's memory. Requests share it one after the other; none holds a borrow of its cells across an `await`.
        static ISOLATE: &'static Isolate = Box::leak(Box::default());
        /// The configuration. It cannot change while an isolate lives: a new deployment starts new ones.
        static CONFIG: OnceCell<&'static Result<Config, ConfigFault>> = const { OnceCell::new() };
    }

    /// Answers one request.
    #[event(fetch)]
    async fn fetch(request: Request, env: Env, _: Context) -> worker::Result<Response> {
        let Some(request) = convert::request_in(request) else {
            return Response::error("Bad Request", 400);
        };
        let read = || -> &'static _ { Box::leak(Box::new(Config::read(&Environment(&env)))) };
        let answer = match CONFIG.with(|config| *config.get_or_init(read)) {
            Ok(config) => {
                let edge = Edge {
                    config,
                    clock: &Runtime,
                    random: &Runtime,
                    upstream: &WorkersUpstream,
                    vaults: &DurableVaults(&env),
                    team_links: &DurableTeamLinks(&env),
                    used_states: &D1UsedStates(&env),
                    database: &D1(&env),
                    assets: &WorkersAssets(&env),
                    isolate: ISOLATE.with(|isolate| *isolate),
                };
                routes::answer(request, edge, &Runtime).await
            }
            Err(fault) => routes::answer_unconfigured(&request, fault, (&Runtime, &Runtime), &Runtime),
        };
        convert::answer_out(answer)
    }
}
