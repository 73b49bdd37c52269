//! Starts the sandbox by hand: `cargo run -p sandbox -- --help`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use sandbox::{CertificateFiles, Options, Sandbox};
use tokio::signal::unix::{SignalKind, signal};

const USAGE: &str = "\
Usage: sandbox [options]
  --entra-port PORT      sign-in (8701)
  --graph-port PORT      Microsoft Graph (8702)
  --content-port PORT    downloads and thumbnails (8703)
  --control-port PORT    the control page and its API (8700)
  --teams-port PORT      Microsoft Teams (8704)
  --outlook-port PORT    Outlook on the web (8705)
  --harbour-port PORT    Harbour, a web app of somebody else's (8706)
  --tls                  speak https with a self-signed certificate, but for the control page
  --tls-cert FILE        where that certificate is kept, in PEM; made if it is not there
  --tls-key FILE         the same for its key; both or neither
  --applications FILE    app registrations, in the form of applications.json
A port of 0 means any free one. The origins are printed as one line of JSON when the sandbox is ready.
";

#[tokio::main]
async fn main() -> ExitCode {
    let options = match read(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => return say(&mut io::stdout(), USAGE, ExitCode::SUCCESS),
        Err(problem) => return say(&mut io::stderr(), &format!("{problem}\n{USAGE}"), ExitCode::from(2)),
    };
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => say(&mut io::stderr(), &format!("sandbox: {error}\n"), ExitCode::FAILURE),
    }
}

/// Prints, even to somebody who no longer listens.
fn say(out: &mut impl Write, text: &str, code: ExitCode) -> ExitCode {
    match out.write_all(text.as_bytes()) {
        Ok(()) => code,
        Err(_) => ExitCode::FAILURE,
    }
}

async fn run(options: Options) -> io::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let sandbox = Sandbox::start(options).await?;
    let ready = serde_json::to_string(&sandbox.world().origins).map_err(io::Error::other)?;
    writeln!(io::stdout(), "{ready}")?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

/// Reads the command line; none when help is asked for.
fn read(mut words: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options::default();
    options.ports.control = 8700;
    options.ports.entra = 8701;
    options.ports.graph = 8702;
    options.ports.content = 8703;
    options.ports.teams = 8704;
    options.ports.outlook = 8705;
    options.ports.harbour = 8706;
    let (mut certificate, mut key) = (None, None);
    while let Some(flag) = words.next() {
        let mut value = || words.next().ok_or(format!("{flag} needs a value."));
        match flag.as_str() {
            "--entra-port" => options.ports.entra = port(&value()?)?,
            "--graph-port" => options.ports.graph = port(&value()?)?,
            "--content-port" => options.ports.content = port(&value()?)?,
            "--control-port" => options.ports.control = port(&value()?)?,
            "--teams-port" => options.ports.teams = port(&value()?)?,
            "--outlook-port" => options.ports.outlook = port(&value()?)?,
            "--harbour-port" => options.ports.harbour = port(&value()?)?,
            "--tls" => options.tls = true,
            "--tls-cert" => certificate = Some(PathBuf::from(value()?)),
            "--tls-key" => key = Some(PathBuf::from(value()?)),
            "--applications" => options.applications = Some(PathBuf::from(value()?)),
            "--help" | "-h" => return Ok(None),
            _ => return Err(format!("There is no option {flag}.")),
        }
    }
    options.certificate = match (certificate, key) {
        (None, None) => None,
        (Some(certificate), Some(key)) => Some(CertificateFiles { certificate, key }),
        _ => return Err("--tls-cert and --tls-key go together.".to_owned()),
    };
    Ok(Some(options))
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("{text} is not a port."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str) -> Result<Option<Options>, String> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn without_options_the_ports_are_the_usual_ones() {
        let options = check("").unwrap().unwrap();

        assert_eq!((options.ports.control, options.ports.entra), (8700, 8701));
        assert!(!options.tls);
    }

    #[test]
    fn options_are_read_and_wrong_ones_named() {
        let options = check("--entra-port 0 --tls --tls-cert c.pem --tls-key k.pem").unwrap().unwrap();
        assert_eq!(options.ports.entra, 0);
        assert_eq!(options.certificate.unwrap().key, PathBuf::from("k.pem"));

        assert!(check("--help").unwrap().is_none());
        assert!(check("--entra-port many").is_err_and(|problem| problem.contains("many")));
        assert!(check("--graph-port").is_err_and(|problem| problem.contains("needs a value")));
        assert!(check("--tls-cert c.pem").is_err_and(|problem| problem.contains("--tls-key")));
        assert!(check("--color").is_err_and(|problem| problem.contains("--color")));
    }
}
