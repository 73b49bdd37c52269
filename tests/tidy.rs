//! The repository keeps its own rules: lengths, module docs, no leftovers, papers that name what exists.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::workspace::root;

/// Lines of a source file, tests of their own aside.
const LINES_MAX: usize = 500;

/// All files of the repository, by `git ls-files`, so that what is built or installed does not count.
fn files() -> Vec<PathBuf> {
    let output = std::process::Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output();
    let output = String::from_utf8(output.expect("git runs").stdout).expect("names are text");
    output.lines().map(|line| root().join(line)).filter(|path| path.is_file()).collect()
}

fn sources() -> Vec<(PathBuf, String)> {
    let rust = files().into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    rust.map(|path| (path.clone(), fs::read_to_string(&path).expect("a text"))).collect()
}

fn name(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

#[test]
fn every_source_file_says_what_it_is_and_is_short() {
    for (path, text) in sources() {
        assert!(
            text.starts_with("//!") || text.starts_with("#!["),
            "{} does not start with `//!`",
            name(&path)
        );
        let lines = text.lines().count();
        assert!(
            lines <= LINES_MAX,
            "{} has {lines} lines: find the noun that wants its own file",
            name(&path)
        );
    }
}

#[test]
fn nothing_is_left_over() {
    let markers = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["XX", "X"].concat(),
        ["for ", "now"].concat(),
        ["#[", "ignore]"].concat(),
    ];
    for (path, text) in sources() {
        for marker in &markers {
            assert!(!text.contains(marker.as_str()), "{} holds {marker}", name(&path));
        }
        assert!(
            text.lines().all(|line| line == line.trim_end()),
            "{} has blanks at a line's end",
            name(&path)
        );
    }
}

#[test]
fn no_folder_is_called_after_nothing() {
    let banned = ["util", "utils", "common", "helpers", "manager", "service", "types"];
    for path in files() {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let folders: Vec<String> = path.iter().filter_map(|part| part.to_str()).map(str::to_owned).collect();
        let inside = folders.iter().skip(root().iter().count());
        assert!(
            !banned.contains(&stem.as_str())
                && !inside.into_iter().any(|part| banned.contains(&part.as_str())),
            "{}",
            name(&path)
        );
    }
}

#[test]
fn every_path_that_the_papers_name_exists() {
    let papers =
        ["README.md", "docs/architecture.md", "docs/storage.md", "docs/conformance.md", "sandbox/README.md"];
    for paper in papers {
        let text = fs::read_to_string(root().join(paper)).unwrap_or_else(|_| panic!("{paper} is missing"));
        for quoted in text.split('`').skip(1).step_by(2) {
            if is_path(quoted) {
                assert!(
                    root().join(quoted.trim_end_matches('/')).exists(),
                    "{paper} names {quoted}, which does not exist"
                );
            }
        }
    }
}

#[test]
fn every_test_that_the_conformance_table_names_exists() {
    let table = fs::read_to_string(root().join("docs/conformance.md")).expect("the table");
    let all: String = sources().into_iter().map(|(_, text)| text).collect();
    let mut named = 0;
    for row in table.lines().filter(|line| line.starts_with("| S")) {
        for test in row.split('`').skip(1).step_by(2).filter(|test| !test.contains(['/', '.', ' '])) {
            assert!(
                all.contains(&format!("fn {test}(")),
                "docs/conformance.md names {test}, which is no test"
            );
            named += 1;
        }
    }
    assert!(named > 50, "only {named} tests are named");
}

/// Whether a quoted text is meant as a path of this repository.
fn is_path(text: &str) -> bool {
    let tops = ["app/", "contract/", "docs/", "sandbox/", "static/", "tests/", "worker/", "xtask/", ".ci/"];
    tops.iter().any(|top| text.starts_with(top))
        && !text.contains([' ', '*', '{', '<', '…'])
        && !text.starts_with("worker/build")
}
