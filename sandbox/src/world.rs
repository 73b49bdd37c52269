//! The world: everything that the hosts of one sandbox share.

use serde::Serialize;

use crate::applications::Applications;
use crate::clock::Clock;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::people::Directory;
use crate::{entra, graph};

/// Where the hosts listen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Origins {
    /// Sign-in.
    pub entra: String,
    /// Microsoft Graph.
    pub graph: String,
    /// Downloads and thumbnails.
    pub content: String,
    /// The control page and its API.
    pub control: String,
    /// Microsoft Teams. Another site than that of any app: its name is another one below `localhost`.
    pub teams: String,
    /// Outlook on the web. Another site again.
    pub outlook: String,
    /// Harbour, a web app of somebody else's. Another origin of the same site as the app on this machine.
    pub harbour: String,
}

/// The state of one sandbox.
#[derive(Debug)]
pub struct World {
    /// The time.
    pub clock: Clock,
    /// What goes wrong.
    pub faults: Faults,
    /// What was requested.
    pub journal: Journal,
    /// The tenants and the people.
    pub directory: Directory,
    /// The app registrations.
    pub applications: Applications,
    /// Where the hosts listen.
    pub origins: Origins,
    /// Sessions, grants, consents and keys.
    pub entra: entra::State,
    /// Drives and their items.
    pub graph: graph::State,
}

impl World {
    /// A fresh world whose hosts listen at `origins`.
    #[must_use]
    pub fn new(origins: Origins, applications: Applications) -> Self {
        Self {
            clock: Clock::default(),
            faults: Faults::default(),
            journal: Journal::default(),
            directory: Directory::default(),
            applications,
            origins,
            entra: entra::State::default(),
            graph: graph::State::default(),
        }
    }

    /// Puts everything back as it was at the start: nobody is signed in, nothing is consented to, nothing goes wrong.
    pub fn reset(&self) {
        self.clock.set_offset(0);
        self.faults.clear();
        self.journal.clear();
        self.applications.reset();
        self.entra.reset();
        self.graph.reset();
    }
}
