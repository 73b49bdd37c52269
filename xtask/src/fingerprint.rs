//! Skipping what has not changed: a step leaves a stamp with the fingerprint of its inputs, and does nothing while both agree.
//!
//! Contents are compared, not times: a fresh checkout changes every time and no content.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::workspace::Workspace;

/// The trace that a finished step left.
pub(crate) struct Stamp(PathBuf);

impl Stamp {
    /// The stamp of a step; `cargo clean` removes it together with what the step made.
    pub(crate) fn of(workspace: &Workspace, step: &str) -> Self {
        Self(workspace.path("target/xtask/stamps").join(step))
    }

    /// A stamp that lives and dies with the folder it lies in.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Whether the step has been done with these very inputs.
    pub(crate) fn holds(&self, fingerprint: &str) -> bool {
        fs::read_to_string(&self.0).is_ok_and(|held| held == fingerprint)
    }

    /// Forgets the step; called before it begins, so that a broken one is not taken for done.
    pub(crate) fn clear(&self) -> Result<(), Failure> {
        match fs::remove_file(&self.0) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Failure::file("removing", &self.0)(error))
            }
            _ => Ok(()),
        }
    }

    /// Remembers that the step is done.
    pub(crate) fn write(&self, fingerprint: &str) -> Result<(), Failure> {
        write_file(&self.0, fingerprint.as_bytes())
    }
}

/// Writes a file and the folders above it.
pub(crate) fn write_file(path: &Path, contents: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::file("creating", folder))?;
    }
    fs::write(path, contents).map_err(Failure::file("writing", path))
}

/// One value for the contents of files and folders (by their paths from the root; a missing one counts as empty) and for
/// further words, such as a version.
pub(crate) fn of(root: &Path, inputs: &[&str], words: &[&str]) -> Result<String, Failure> {
    let mut hash = Sha256::new();
    for word in words {
        add(&mut hash, word.as_bytes());
    }
    for input in inputs {
        for file in files_below(&root.join(input))? {
            add(&mut hash, file.strip_prefix(root).unwrap_or(&file).as_os_str().as_encoded_bytes());
            add(&mut hash, &fs::read(&file).map_err(Failure::file("reading", &file))?);
        }
    }
    Ok(hex(&hash.finalize()))
}

/// All files in a folder and the folders below it, sorted; a file is its own only entry, and what is missing has none.
pub(crate) fn files_below(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).map_err(Failure::file("listing", path))? {
        entries.push(entry.map_err(Failure::file("listing", path))?.path());
    }
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        files.extend(files_below(&entry)?);
    }
    Ok(files)
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The length goes first, so that no two lists of inputs run together into the same bytes.
fn add(hash: &mut Sha256, part: &[u8]) {
    hash.update(part.len().to_le_bytes());
    hash.update(part);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn any_change_of_the_inputs_changes_the_fingerprint() {
        let root = folder("inputs");
        let print = || of(&root, &["src", "Cargo.toml"], &["0.1"]).unwrap();
        write_file(&root.join("src/a/deep.rs"), b"one").unwrap();
        let first = print();
        assert_eq!(first, print());

        fs::write(root.join("src/a/deep.rs"), "two").unwrap();
        let changed = print();
        fs::rename(root.join("src/a/deep.rs"), root.join("src/a/other.rs")).unwrap();
        let renamed = print();
        write_file(&root.join("Cargo.toml"), b"").unwrap();
        let added = print();
        let worded = of(&root, &["src", "Cargo.toml"], &["0.2"]).unwrap();

        let all = std::collections::BTreeSet::from([first, changed, renamed, added, worded]);
        assert_eq!(all.len(), 5);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_step_is_done_only_for_the_inputs_it_was_done_with() {
        let root = folder("stamp");
        let stamp = Stamp::at(root.join("stamps/app"));
        assert!(!stamp.holds("a"));
        stamp.clear().unwrap();
        stamp.write("a").unwrap();
        assert!(stamp.holds("a"));
        assert!(!stamp.holds("b"));
        stamp.clear().unwrap();
        assert!(!stamp.holds("a"));
        fs::remove_dir_all(root).unwrap();
    }
}
