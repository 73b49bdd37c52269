//! The certificate that the hosts speak https with: made anew at each start, or kept in files so that a browser which was told to
//! trust it once goes on doing so.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Only names of the machine itself.
const NAMES: [&str; 4] = ["localhost", "teams.localhost", "outlook.localhost", "127.0.0.1"];

/// A self-signed certificate, as PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The certificate, for those who are to trust it.
    pub certificate_pem: String,
    /// Its private key, for an app that is to be served with the same one. It is good for loopback names only.
    pub key_pem: String,
}

/// Where a certificate is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The certificate.
    pub certificate: PathBuf,
    /// Its private key, which only its owner can read.
    pub key: PathBuf,
}

impl Certificate {
    /// A new one.
    pub(crate) fn new() -> io::Result<Self> {
        let names = NAMES.map(str::to_owned).to_vec();
        let own = rcgen::generate_simple_self_signed(names).map_err(io::Error::other)?;
        Ok(Self { certificate_pem: own.cert.pem(), key_pem: own.signing_key.serialize_pem() })
    }

    /// The one in these files; where there is none, a new one, which is there from then on.
    pub(crate) fn kept(files: &CertificateFiles) -> io::Result<Self> {
        if let (Some(certificate_pem), Some(key_pem)) = (read(&files.certificate)?, read(&files.key)?) {
            return Ok(Self { certificate_pem, key_pem });
        }
        let new = Self::new()?;
        write_private(&files.key, &new.key_pem)?;
        fs::write(&files.certificate, &new.certificate_pem)?;
        Ok(new)
    }
}

fn read(file: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn write_private(file: &Path, text: &str) -> io::Result<()> {
    // A file that is there already would keep its mode.
    if let Err(error) = fs::remove_file(file)
        && error.kind() != ErrorKind::NotFound
    {
        return Err(error);
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_certificate_is_made_once_and_its_key_is_its_owners() {
        let folder = std::env::temp_dir().join(format!("sandbox-certificate-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let files = CertificateFiles { certificate: folder.join("own.pem"), key: folder.join("key.pem") };
        // Half a pair is none.
        fs::write(&files.key, "an older key").unwrap();

        let first = Certificate::kept(&files).unwrap();

        assert!(first.key_pem.contains("PRIVATE KEY"));
        assert_eq!(Certificate::kept(&files).unwrap(), first);
        let mode = fs::metadata(&files.key).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::remove_dir_all(folder).unwrap();
    }
}
