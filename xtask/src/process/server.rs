//! A program that keeps running and whose words are passed on, each line under its name.

use std::io::{BufRead as _, BufReader, Read};
use std::net::{Ipv4Addr, TcpStream};
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::Task;
use super::group::Group;
use crate::failure::Failure;
use crate::report;

/// How long a server may take until it answers.
const START_MAX: Duration = Duration::from_mins(1);

/// A running server; ended when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    name: &'static str,
    group: Group,
}

impl Server {
    /// Starts a server and waits until something listens on its port.
    ///
    /// # Errors
    /// When it cannot be started, ends at once, or does not listen in time.
    pub(crate) fn start(name: &'static str, task: Task, port: u16) -> Result<Self, Failure> {
        let mut command = task.into_command();
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut group = Group::start(&mut command).map_err(|error| Failure::System {
            what: "starting a server",
            why: format!("{name}: {error}"),
        })?;
        let (out, err) = group.streams();
        pass_on(name, out);
        pass_on(name, err);
        let mut server = Self { name, group };
        let deadline = Instant::now() + START_MAX;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            server.check()?;
            if Instant::now() > deadline {
                return Err(Failure::NotServing { server: name, port });
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    /// Fails when the server has ended.
    pub(crate) fn check(&mut self) -> Result<(), Failure> {
        match self.group.ended() {
            None => Ok(()),
            Some(status) => Err(Failure::ServerEnded { server: self.name, how: status.to_string() }),
        }
    }
}

/// Prints every line that comes, until the server closes its end.
fn pass_on(name: &'static str, stream: Option<impl Read + Send + 'static>) {
    let Some(stream) = stream else { return };
    std::thread::spawn(move || {
        for line in
            BufReader::new(stream).lines().map_while(Result::ok).filter(|line| !line.trim().is_empty())
        {
            report::line(&format!("{name:>7} │ {line}"));
        }
    });
}
