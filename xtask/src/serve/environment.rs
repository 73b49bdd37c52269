//! What the worker is told in development: an instance whose Microsoft 365 is the sandbox.
//!
//! The meaning of each variable stands in wrangler.toml.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::ports::Ports;
use crate::failure::Failure;
use crate::workspace::Workspace;

/// The application "Mooring" of the sandbox.
pub(super) const CLIENT_ID: &str = "3a7c5e10-0000-4000-8000-0000000000a1";

/// Writes the variables to a file that wrangler reads, and says where it is.
pub(super) fn write(workspace: &Workspace, ports: Ports) -> Result<PathBuf, Failure> {
    let keys = master_keys(&workspace.path(".mooring/master-keys"))?;
    let path = workspace.path(".mooring/dev.env");
    write_private(&path, &text(&variables(ports, keys)))?;
    Ok(path)
}

/// Everything that an administrator can allow, so that every place of the picker can be tried.
const PERMISSIONS: &str =
    "Files.Read.All,Sites.Read.All,Team.ReadBasic.All,Channel.ReadBasic.All,User.ReadBasic.All";

/// The instance. Tenant, application and secret are those that the sandbox knows.
fn variables(ports: Ports, master_keys: String) -> [(&'static str, String); 17] {
    let scheme = ports.scheme();
    let origin = |port: u16| format!("{scheme}://localhost:{port}");
    let teams = format!("{scheme}://teams.localhost:{}", ports.teams());
    let outlook = format!("{scheme}://outlook.localhost:{}", ports.outlook());
    [
        ("ENVIRONMENT", "development".to_owned()),
        ("INSTANCE_ID", "contoso".to_owned()),
        ("INSTANCE_NAME", "Contoso".to_owned()),
        ("INSTANCE_ORIGINS", origin(ports.app)),
        ("TENANTS", "c0a70500-0000-4000-8000-00000000c001".to_owned()),
        ("CLIENT_ID", CLIENT_ID.to_owned()),
        ("CLIENT_SECRET", "sandbox-secret-not-for-production".to_owned()),
        ("FUNCTIONS", "sso-web,sso-teams,sso-outlook,documents,team-sync".to_owned()),
        ("PERMISSIONS", PERMISSIONS.to_owned()),
        // The App ID URI that the sandbox knows, whatever the port.
        ("APP_ID_URI", format!("api://localhost:8787/{CLIENT_ID}")),
        ("FRAME_ORIGINS", format!("{teams},{outlook}")),
        ("EMBED_ORIGINS", origin(ports.harbour())),
        ("OFFICE_JS", format!("{outlook}/lib/1/hosted/office.js")),
        ("LOGIN_ORIGIN", origin(ports.entra())),
        ("GRAPH_ORIGIN", origin(ports.graph())),
        ("CONTENT_HOSTS", origin(ports.content())),
        ("MASTER_KEYS", master_keys),
    ]
}

/// One variable a line. Quotes keep a `#` or a blank from ending the value.
fn text(variables: &[(&str, String)]) -> String {
    let lines: Vec<String> = variables.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
    lines.join("\n") + "\n"
}

/// The key that sealed what is in `.mooring/state`; made once, because nothing else opens it again.
fn master_keys(path: &Path) -> Result<String, Failure> {
    match fs::read_to_string(path) {
        Ok(keys) => Ok(keys),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let keys = format!("dev:{}", STANDARD.encode(random()?));
            write_private(path, &keys)?;
            Ok(keys)
        }
        Err(error) => Err(Failure::file("reading", path)(error)),
    }
}

#[expect(clippy::disallowed_methods, reason = "a key for this machine alone; no test depends on its value")]
fn random() -> Result<[u8; 32], Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::System { what: "reading random bytes", why: error.to_string() })?;
    Ok(bytes)
}

/// Writes a file that only its owner can read.
fn write_private(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::file("creating", folder))?;
    }
    let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(Failure::file("writing", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_is_told_where_everything_listens() {
        let variables = variables(Ports { app: 9000, sandbox: 9100, https: false }, "dev:key".to_owned());
        let text = text(&variables);
        let lines = [
            "INSTANCE_ORIGINS=\"http://localhost:9000\"",
            "LOGIN_ORIGIN=\"http://localhost:9101\"",
            "GRAPH_ORIGIN=\"http://localhost:9102\"",
            "CONTENT_HOSTS=\"http://localhost:9103\"",
            "FRAME_ORIGINS=\"http://teams.localhost:9104,http://outlook.localhost:9105\"",
            "EMBED_ORIGINS=\"http://localhost:9106\"",
            "OFFICE_JS=\"http://outlook.localhost:9105/lib/1/hosted/office.js\"",
        ];
        for line in lines {
            assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
        }
    }

    #[test]
    fn with_https_every_address_says_so() {
        let ports = Ports { https: true, ..Ports::default() };
        let text = text(&variables(ports, "dev:key".to_owned()));
        assert!(text.contains("https://localhost:8787") && !text.contains("http://"), "{text}");
    }

    #[test]
    fn every_variable_is_explained_in_the_configuration() {
        let configuration = include_str!("../../../wrangler.toml");
        for (name, _) in variables(Ports::default(), String::new()) {
            assert!(configuration.contains(name), "{name}");
        }
    }

    #[test]
    fn the_master_key_is_made_once() {
        let path = std::env::temp_dir().join(format!("xtask-keys-{}", std::process::id()));
        let first = master_keys(&path).unwrap();
        assert_eq!(first, master_keys(&path).unwrap());
        let encoded = first.strip_prefix("dev:").unwrap();
        assert_eq!(STANDARD.decode(encoded).unwrap().len(), 32);
        fs::remove_file(path).unwrap();
    }
}
