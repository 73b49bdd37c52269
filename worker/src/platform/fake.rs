//! A world for tests: time moves by hand, randomness has a seed, Microsoft is a list of prepared answers.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use async_trait::async_trait;
use http::{Request, Response};

use super::body::Body;
use super::clock::{Clock, Millis};
use super::log::Log;
use super::random::Random;
use super::upstream::{Upstream, UpstreamError};

/// A clock that stands still until it is told to move.
pub(crate) struct FakeClock(Cell<i64>);

impl FakeClock {
    /// Starts at this many seconds since 1970.
    pub(crate) fn at(seconds: i64) -> Self {
        Self(Cell::new(seconds * 1000))
    }

    /// Moves on (or back).
    pub(crate) fn advance(&self, seconds: i64) {
        self.0.set(self.0.get() + seconds * 1000);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Millis {
        Millis(self.0.get())
    }
}

/// A counter that looks random enough: every buffer differs, and every run is the same.
pub(crate) struct FakeRandom(Cell<u64>);

impl FakeRandom {
    /// A source with this seed.
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(Cell::new(seed))
    }
}

impl Random for FakeRandom {
    fn fill(&self, buffer: &mut [u8]) {
        for byte in buffer {
            // splitmix64: https://prng.di.unimi.it/splitmix64.c
            let next = self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
            self.0.set(next);
            let mut mixed = (next ^ (next >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = u8::try_from((mixed >> 56) & 0xff).unwrap_or(0);
        }
    }
}

/// What the fake Microsoft does with the next request.
pub(crate) enum Planned {
    /// Answers.
    Answer(Response<Body>),
    /// Fails.
    Fail(UpstreamError),
}

/// Microsoft as a queue of answers, and a record of what it was asked.
#[derive(Default)]
pub(crate) struct FakeUpstream {
    planned: RefCell<VecDeque<Planned>>,
    sent: RefCell<Vec<Request<Vec<u8>>>>,
    /// When set, each request yields to the executor this many times before it is answered, so that others interleave.
    pub(crate) yields: Cell<u32>,
}

impl FakeUpstream {
    /// Adds an answer with a JSON body.
    pub(crate) fn will_answer(&self, status: u16, json: &str) {
        let answer = Response::builder().status(status).header("content-type", "application/json");
        self.plan(Planned::Answer(answer.body(Body::Bytes(json.as_bytes().to_vec())).unwrap()));
    }

    /// Adds any reaction.
    pub(crate) fn plan(&self, planned: Planned) {
        self.planned.borrow_mut().push_back(planned);
    }

    /// Takes what was sent so far.
    pub(crate) fn take_sent(&self) -> Vec<Request<Vec<u8>>> {
        self.sent.take()
    }
}

#[async_trait(?Send)]
impl Upstream for FakeUpstream {
    async fn send(&self, request: Request<Vec<u8>>, _: Duration) -> Result<Response<Body>, UpstreamError> {
        let planned = self.planned.borrow_mut().pop_front();
        let outcome = match planned {
            Some(Planned::Answer(answer)) => Ok(answer),
            Some(Planned::Fail(error)) => Err(error),
            None => panic!("an unplanned request was sent: {} {}", request.method(), request.uri()),
        };
        self.sent.borrow_mut().push(request);
        for _ in 0..self.yields.get() {
            tokio::task::yield_now().await;
        }
        outcome
    }
}

/// A log that keeps its lines.
#[derive(Default)]
pub(crate) struct FakeLog(RefCell<Vec<String>>);

impl FakeLog {
    /// What was logged so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.borrow().clone()
    }
}

impl Log for FakeLog {
    fn line(&self, json: &str) {
        self.0.borrow_mut().push(json.to_owned());
    }
}
