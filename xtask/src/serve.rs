//! `cargo xtask dev`: the worker and its Microsoft 365 on this machine, rebuilt on every change.

mod changes;
pub(crate) mod database;
mod environment;
pub(crate) mod ports;
mod programs;
mod registration;

use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::plan;
use crate::report;
use crate::runner::{self, OnFailure};
use crate::steps;
use crate::workspace::Workspace;
use changes::Affected;
use ports::Ports;

/// How often the servers are looked after while nothing changes.
const TICK: Duration = Duration::from_millis(500);

/// Serves until a server ends or the person presses Ctrl-C, which ends this program.
///
/// # Errors
/// When a server does not start or ends.
pub(crate) fn run(workspace: &Workspace, ports: Ports) -> Result<(), Failure> {
    let changes = changes::watch(workspace)?;
    let mut sandbox = programs::sandbox(workspace, ports)?;
    let mut worker = programs::worker(workspace, ports)?;
    let scheme = ports.scheme();
    let trust = if ports.https {
        "The certificate is this machine's own: let your browser trust .mooring/certificate.pem, or open each of these and go on.\n"
    } else {
        ""
    };
    report::line(&format!(
        "\n  Mooring   {scheme}://localhost:{}\n  sandbox   http://localhost:{}   people, faults and a journal of all requests\n  Teams     {scheme}://teams.localhost:{}   the app as a tab in Teams\n  Outlook   {scheme}://outlook.localhost:{}   the app as a task pane in Outlook\n\n\
         {trust}Changes are built as you save them. Ctrl-C ends everything.\n",
        ports.app,
        ports.control(),
        ports.teams(),
        ports.outlook()
    ));
    loop {
        match changes.recv_timeout(TICK) {
            Ok(affected) => {
                if rebuild(workspace, &affected) && affected.contains("sandbox") {
                    drop(sandbox);
                    sandbox = programs::sandbox(workspace, ports)?;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                let why = "the watcher ended".to_owned();
                return Err(Failure::System { what: "watching files", why });
            }
        }
        sandbox.check()?;
        worker.check()?;
    }
}

/// Builds what a change affects; `false` when it does not compile, in which case the old state goes on being served.
fn rebuild(workspace: &Workspace, affected: &Affected) -> bool {
    let started = Instant::now();
    let steps = plan::complete(steps::ALL, &affected.iter().copied().collect::<Vec<_>>());
    let steps: Vec<_> =
        steps.unwrap_or_default().into_iter().filter(|step| !steps::SETUP.contains(&step.name)).collect();
    let good = runner::run(workspace, &steps, OnFailure::Continue).is_good();
    let state = if good { "ready" } else { "not built: the state before is still served" };
    report::line(&format!("{state} ({:.1} s)", started.elapsed().as_secs_f64()));
    good
}
