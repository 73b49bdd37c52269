//! What one request is called and how long its parts took: request id, `traceparent`, `Server-Timing`, and the log line.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use contract::ids::{RequestId, UserKey};
use http::{HeaderMap, HeaderValue};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::platform::clock::Millis;
use crate::platform::random::{self, Random};

/// The trace of one request.
pub struct Trace {
    /// The request's own id: the span of this request is its second half.
    pub request_id: RequestId,
    /// The W3C trace id, taken over from the caller or our own request id.
    continued: String,
    started: Millis,
    fields: RefCell<BTreeMap<&'static str, Value>>,
    timings: RefCell<Vec<(&'static str, u64)>>,
}

impl Trace {
    /// Begins the trace of a request.
    #[must_use]
    pub fn begin(headers: &HeaderMap, now: Millis, random: &dyn Random) -> Option<Self> {
        let id = crate::hex(&random::bytes::<16>(random));
        let request_id: RequestId = id.parse().ok()?;
        let continued = parent(headers).unwrap_or(id);
        Some(Self {
            request_id,
            continued,
            started: now,
            fields: RefCell::default(),
            timings: RefCell::default(),
        })
    }

    /// Adds a field to the log line. Names are dotted; values never hold a token, a code, a cookie, a mail address, a body
    /// or a query (S6-08).
    pub fn note(&self, name: &'static str, value: impl Into<Value>) {
        self.fields.borrow_mut().insert(name, value.into());
    }

    /// Notes who asked, as a hash that tells people apart without naming them.
    pub fn note_user(&self, user: &UserKey) {
        let digest = Sha256::digest(format!("{}/{}/{}", user.instance, user.tid, user.oid));
        let short = crate::hex(&digest).get(..16).unwrap_or_default().to_owned();
        self.note("user.hash", short);
    }

    /// Notes how long a part took. Parts of the same name add up.
    pub fn time(&self, part: &'static str, milliseconds: u64) {
        let mut timings = self.timings.borrow_mut();
        match timings.iter_mut().find(|(name, _)| *name == part) {
            Some((_, sum)) => *sum += milliseconds,
            None => timings.push((part, milliseconds)),
        }
    }

    /// The `traceparent` of calls that this request makes, and of its answer.
    /// <https://www.w3.org/TR/trace-context/#traceparent-header>
    #[must_use]
    pub fn traceparent(&self) -> String {
        let span = self.request_id.as_str().get(16..).unwrap_or_default();
        format!("00-{}-{span}-01", self.continued)
    }

    /// Puts the request's names and times on the answer.
    pub fn mark(&self, headers: &mut HeaderMap, now: Millis) {
        let mut server_timing = format!("total;dur={}", now.since(self.started));
        for (part, milliseconds) in self.timings.borrow().iter() {
            _ = write!(server_timing, ", {part};dur={milliseconds}");
        }
        let marks = [
            (contract::endpoint::REQUEST_ID_HEADER, self.request_id.to_string()),
            ("traceparent", self.traceparent()),
            ("server-timing", server_timing),
        ];
        for (name, value) in marks {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }

    /// The log line.
    #[must_use]
    pub fn line(&self, status: u16, now: Millis) -> String {
        let level = if status >= 500 { "error" } else { "info" };
        self.note("level", level);
        self.note("time_ms", now.0);
        self.note("request.id", self.request_id.as_str());
        self.note("trace.id", self.continued.as_str());
        self.note("status", status);
        self.note("duration_ms", now.since(self.started));
        for (part, milliseconds) in self.timings.borrow().iter() {
            if let Some(name) = timing_field(part) {
                self.note(name, *milliseconds);
            }
        }
        serde_json::to_string(&*self.fields.borrow()).unwrap_or_default()
    }
}

/// The log field of a part's duration.
fn timing_field(part: &str) -> Option<&'static str> {
    match part {
        "vault" => Some("vault.duration_ms"),
        "graph" => Some("graph.duration_ms"),
        "entra" => Some("entra.duration_ms"),
        "store" => Some("store.duration_ms"),
        _ => None,
    }
}

/// The trace id of a well-formed `traceparent` of version 00; anything else begins a new trace.
fn parent(headers: &HeaderMap) -> Option<String> {
    let text = headers.get("traceparent")?.to_str().ok()?;
    let mut parts = text.split('-');
    let (version, trace_id, span, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let hex = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let nonzero = |part: &str| part.bytes().any(|b| b != b'0');
    let shaped =
        version == "00" && hex(trace_id, 32) && hex(span, 16) && hex(flags, 2) && parts.next().is_none();
    (shaped && nonzero(trace_id) && nonzero(span)).then(|| trace_id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::fake::FakeRandom;

    const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn begun(traceparent: Option<&str>) -> Trace {
        let mut headers = HeaderMap::new();
        if let Some(text) = traceparent {
            headers.insert("traceparent", text.parse().unwrap());
        }
        Trace::begin(&headers, Millis(1_000), &FakeRandom::seeded(1)).unwrap()
    }

    #[test]
    fn a_well_formed_trace_goes_on_with_a_span_of_ours() {
        let traceparent = begun(Some(PARENT)).traceparent();
        assert!(traceparent.starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-"));
        assert_ne!(traceparent, PARENT);
    }

    #[test]
    fn anything_else_begins_a_new_trace() {
        let zero = "00-00000000000000000000000000000000-00f067aa0ba902b7-01";
        let upper = PARENT.to_uppercase();
        let more = format!("{PARENT}-x");
        for bad in [
            None,
            Some(""),
            Some("00"),
            Some(zero),
            Some(upper.as_str()),
            Some(more.as_str()),
            Some("<script>"),
        ] {
            let trace = begun(bad);
            assert!(trace.traceparent().starts_with(&format!("00-{}-", trace.request_id)), "{bad:?}");
        }
    }

    #[test]
    fn times_of_the_same_part_add_up() {
        let trace = begun(None);
        trace.time("graph", 5);
        trace.time("graph", 7);
        let mut headers = HeaderMap::new();
        trace.mark(&mut headers, Millis(1_020));
        assert_eq!(headers["server-timing"], "total;dur=20, graph;dur=12");
        let line: Value = serde_json::from_str(&trace.line(200, Millis(1_020))).unwrap();
        assert_eq!((&line["duration_ms"], &line["graph.duration_ms"]), (&Value::from(20), &Value::from(12)));
    }
}
