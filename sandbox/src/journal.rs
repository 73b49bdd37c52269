//! The journal: every request that the sandbox's Entra, Graph and content hosts received, without any secret in it, so
//! that a test can prove what an app sent and what it did not send.

use serde::{Deserialize, Serialize};

use crate::shared::Shared;

/// One of the hosts of Microsoft that the sandbox plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Sign-in: `login.microsoftonline.com`.
    Entra,
    /// Microsoft Graph: `graph.microsoft.com`.
    Graph,
    /// The hosts that downloads and thumbnails come from.
    Content,
}

/// One request and its status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// When it arrived, in seconds of the sandbox's clock.
    pub at: i64,
    /// Who was asked.
    pub service: Service,
    /// The method.
    pub method: String,
    /// The path, without its query.
    pub path: String,
    /// The query's names and values; values of secrets are fingerprints.
    pub query: Vec<(String, String)>,
    /// The form's names and values, if the body was a form; values of secrets are fingerprints.
    pub form: Vec<(String, String)>,
    /// The person in whose name the request was made, as far as it shows.
    pub person: Option<String>,
    /// The client id of the calling application, as far as it shows.
    pub app: Option<String>,
    /// The status that was answered; none when the connection was dropped.
    pub status: Option<u16>,
    /// The names of the faults that played a part.
    pub fault: Option<String>,
    /// `grant_type` of a token request.
    pub grant_type: Option<String>,
    /// `scope` of an authorize or token request.
    pub scope: Option<String>,
    /// What of it, or of the parts of a batch, would have changed a drive or a right to it: method and path of each. Empty
    /// for an app that only reads.
    pub drive_writes: Vec<String>,
    /// Request headers in the order they came; `Authorization` and `Cookie` only as `(present)`.
    pub headers: Vec<(String, String)>,
}

/// Put into a response's extensions by a handler that applied a fault, so that the journal names it.
#[derive(Clone, Debug)]
pub struct FaultApplied(pub &'static str);

/// Everything since the start or the last `clear`.
#[derive(Debug, Default)]
pub struct Journal {
    entries: Shared<Vec<Entry>>,
}

impl Journal {
    /// Adds one request.
    pub fn record(&self, entry: Entry) {
        self.entries.with(|entries| entries.push(entry));
    }

    /// All requests, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.entries.with(|entries| entries.clone())
    }

    /// Forgets all requests.
    pub fn clear(&self) {
        self.entries.with(Vec::clear);
    }
}
