//! What it costs the worker to check a surface's token: one that it sees for the first time, and one that it has seen.

use std::fs;
use std::time::{Duration, Instant};

use contract::endpoint::SESSION;

use crate::support::client::Caller;
use crate::support::entra::surface_tokens;
use crate::support::person::ADA;
use crate::support::stack::Stack;
use crate::support::workspace::root;

/// Tokens of each kind, taken in turns.
const ROUNDS: usize = 200;
/// What a token that was never seen may cost, beyond one that is none.
const FIRST_MAX: Duration = Duration::from_millis(2);
/// What a token that was seen may cost.
const AGAIN_MAX: Duration = Duration::from_micros(100);

/// Shows a token at a surface that it was not issued for, so that nothing follows its check.
async fn shown(caller: &Caller, token: &str, code: &str) -> Duration {
    let call = caller.request("POST", SESSION).header("x-requested-by", "mooring");
    let call =
        call.header("sec-fetch-site", "same-origin").header("authorization", &format!("Bearer {token}"));
    let call = call.header("content-type", "application/json").body(br#"{"surface":"outlook"}"#);
    let started = Instant::now();
    let reply = call.send().await;
    let took = started.elapsed();
    assert_eq!(reply.code(), code);
    took
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn micros(time: Duration) -> u128 {
    time.as_micros()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement; `cargo xtask bench` runs it"]
async fn checking_a_token_for_the_first_time_and_again() {
    let stack = Stack::start().await;
    let caller = Caller::at(&stack);
    let mut tokens = Vec::with_capacity(ROUNDS + 1);
    for _ in 0..=ROUNDS {
        let token = surface_tokens(&stack, ADA).await["access_token"].as_str().expect("a token").to_owned();
        tokens.push(token);
    }
    let seen = tokens.pop().expect("a token");
    // Entra's keys are read, and this one is seen, before anything is measured.
    shown(&caller, &seen, "client_not_allowed").await;
    // As long as the others, and refused before any signature is looked at.
    let none = "x".repeat(seen.len());
    let (mut bare, mut again, mut first) = (Vec::new(), Vec::new(), Vec::new());
    for token in &tokens {
        bare.push(shown(&caller, &none, "token_rejected").await);
        again.push(shown(&caller, &seen, "client_not_allowed").await);
        first.push(shown(&caller, token, "client_not_allowed").await);
    }
    let (bare, again, first) = (middle(bare), middle(again), middle(first));
    let cost = |time: Duration| time.saturating_sub(bare);
    let report = format!(
        "# Checking a surface's token, on workerd\n\n\
         | | µs for a request (median of {ROUNDS}) | beyond a token that is none | at most |\n|---|---|---|---|\n\
         | no token at all | {} | – | – |\n| a token seen before | {} | {} | {} |\n| a new token | {} | {} | {} |\n",
        micros(bare),
        micros(again),
        micros(cost(again)),
        micros(AGAIN_MAX),
        micros(first),
        micros(cost(first)),
        micros(FIRST_MAX),
    );
    fs::write(root().join("target/bench-token.md"), &report).expect("the report is written");
    assert!(cost(first) <= FIRST_MAX && cost(again) <= AGAIN_MAX, "{report}");
}
