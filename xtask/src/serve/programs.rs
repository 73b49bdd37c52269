//! The two programs that serve: wrangler with the worker, and the sandbox.

use std::path::PathBuf;

use super::ports::Ports;
use super::{environment, registration};
use crate::failure::Failure;
use crate::process::Task;
use crate::process::server::Server;
use crate::setup::node;
use crate::workspace::Workspace;

/// Wrangler, told to stay on this machine.
pub(super) fn wrangler(workspace: &Workspace) -> Result<Task, Failure> {
    Ok(Task::new(workspace, workspace.npm_command("wrangler"))
        .env("PATH", node::choose(workspace)?.path)
        .env("WRANGLER_SEND_METRICS", "false")
        // Asks Cloudflare for nothing: without a network it would warn on every start.
        .env("CLOUDFLARE_CF_FETCH_ENABLED", "false"))
}

/// The worker in Cloudflare's runtime.
pub(super) fn worker(workspace: &Workspace, ports: Ports) -> Result<Server, Failure> {
    let variables = environment::write(workspace, ports)?;
    let mut task = wrangler(workspace)?
        .args(["dev", "--ip", "127.0.0.1", "--port", &ports.app.to_string()])
        // 0 is any free port: two of these may run at once.
        .args(["--inspector-port", "0", "--show-interactive-dev-session=false", "--persist-to"])
        .args([workspace.state()])
        .args(["--env-file"])
        .args([variables]);
    if ports.https {
        let [certificate, key] = certificate(workspace);
        // The worker's own requests trust the sandbox, whose certificate it is.
        task = task.env("NODE_EXTRA_CA_CERTS", &certificate).args(["--local-protocol", "https"]);
        task = task.args(["--https-cert-path"]).args([certificate]).args(["--https-key-path"]).args([key]);
    }
    Server::start("worker", task, ports.app)
}

/// Certificate and key of everything that speaks https here. The sandbox makes them once, so that a browser which was told to trust
/// them goes on doing so.
fn certificate(workspace: &Workspace) -> [PathBuf; 2] {
    ["certificate.pem", "certificate-key.pem"].map(|name| workspace.path(".mooring").join(name))
}

/// The sandbox, which is told about the worker.
pub(super) fn sandbox(workspace: &Workspace, ports: Ports) -> Result<Server, Failure> {
    let flags = [
        ("--control-port", ports.control()),
        ("--entra-port", ports.entra()),
        ("--graph-port", ports.graph()),
        ("--content-port", ports.content()),
        ("--teams-port", ports.teams()),
        ("--outlook-port", ports.outlook()),
        ("--harbour-port", ports.harbour()),
    ];
    let program = workspace.target().join("debug/sandbox");
    let task = flags.into_iter().fold(Task::new(workspace, program), |task, (flag, port)| {
        task.args([flag.to_owned(), port.to_string()])
    });
    let task = if ports.https {
        let [certificate, key] = certificate(workspace);
        task.args(["--tls", "--tls-cert"]).args([certificate]).args(["--tls-key"]).args([key])
    } else {
        task
    };
    let server = Server::start("sandbox", task, ports.control())?;
    registration::register(ports)?;
    Ok(server)
}
