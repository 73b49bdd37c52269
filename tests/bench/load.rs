//! Requests in numbers, and what they took.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::header::HeaderMap;
use reqwest::{Client, Url};

/// One address, asked over and over.
pub(super) struct Subject {
    pub(super) name: &'static str,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    client: Client,
}

/// What one subject took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    /// The middle of the times of single requests, one after the other.
    pub(super) latency: Duration,
    /// Requests a second with [`AT_ONCE`] of them under way.
    pub(super) per_second: f64,
}

/// Requests under way at once.
pub(super) const AT_ONCE: usize = 16;
const SINGLE: usize = 40;
const TOGETHER: usize = 10;
/// Subjects take turns, so that what else the machine does hits all of them.
const ROUNDS: usize = 5;

impl Subject {
    pub(super) fn new(name: &'static str, url: &str, headers: HeaderMap) -> Self {
        Self { name, url: Url::parse(url).expect("an address"), headers, client: Client::new() }
    }

    async fn ask(&self) -> Duration {
        let started = Instant::now();
        let answer = self.client.get(self.url.clone()).headers(self.headers.clone()).send().await;
        let answer = answer.unwrap_or_else(|error| panic!("{}: {error}", self.name));
        assert!(answer.status().is_success(), "{} answered {}", self.name, answer.status());
        let body = answer.bytes().await.unwrap_or_else(|error| panic!("{}: {error}", self.name));
        assert!(!body.is_empty(), "{} answered nothing", self.name);
        started.elapsed()
    }

    async fn round(&self) -> Measured {
        let mut times = Vec::with_capacity(SINGLE);
        for _ in 0..SINGLE {
            times.push(self.ask().await);
        }
        let started = Instant::now();
        join_all((0..AT_ONCE).map(|_| async {
            for _ in 0..TOGETHER {
                self.ask().await;
            }
        }))
        .await;
        let asked = u32::try_from(AT_ONCE * TOGETHER).expect("a small number");
        Measured { latency: middle(times), per_second: f64::from(asked) / started.elapsed().as_secs_f64() }
    }
}

/// Measures all subjects in turns, after one round that only warms them up.
pub(super) async fn measure(subjects: &[Subject]) -> Vec<Measured> {
    let mut rounds: Vec<Vec<Measured>> = subjects.iter().map(|_| Vec::new()).collect();
    for round in 0..=ROUNDS {
        for (subject, measured) in subjects.iter().zip(&mut rounds) {
            let found = subject.round().await;
            if round > 0 {
                measured.push(found);
            }
        }
    }
    rounds.into_iter().map(typical).collect()
}

fn typical(rounds: Vec<Measured>) -> Measured {
    let mut per_second: Vec<f64> = rounds.iter().map(|round| round.per_second).collect();
    per_second.sort_by(f64::total_cmp);
    Measured {
        latency: middle(rounds.iter().map(|round| round.latency).collect()),
        per_second: per_second[per_second.len() / 2],
    }
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
