//! How large the shipped files may be, compressed: what a person on a phone waits for, and what Cloudflare accepts.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::failure::Failure;
use crate::fingerprint::files_below;
use crate::report;
use crate::runner::Outcome;
use crate::workspace::Workspace;

/// How the size of a file is counted.
#[derive(Debug, Clone, Copy)]
enum Coding {
    /// What a browser gets: every current one understands it (RFC 7932, at its best quality).
    Brotli,
    /// What Cloudflare counts.
    Gzip,
}

/// What a budget is for.
#[derive(Debug, Clone, Copy)]
enum Load {
    /// All files together.
    Together,
    /// Each file by itself.
    Each,
}

/// The most that some files of a folder may weigh.
struct Budget {
    what: &'static str,
    folder: &'static str,
    /// Names; a `*` stands for a hash or a word.
    files: &'static [&'static str],
    load: Load,
    coding: Coding,
    kilobytes_max: u64,
}

const BUDGETS: [Budget; 5] = [
    Budget {
        what: "the first load of the app",
        folder: "target/site/assets",
        files: &["ui-*.wasm", "start-*.js", "style-*.css"],
        load: Load::Together,
        coding: Coding::Brotli,
        // 190 until there were folders: their navigation, and what every part needs of the browser, stand in the first load.
        kilobytes_max: 200,
    },
    // What app/src/parts.rs leaves out of it.
    Budget {
        what: "each part that is loaded when it is opened",
        folder: "target/site/assets",
        files: &["part-*-*.wasm"],
        load: Load::Each,
        coding: Coding::Brotli,
        kilobytes_max: 60,
    },
    // Everything that is loaded until a person is signed in inside Teams, but for the app's own parts.
    Budget {
        what: "signing in inside Teams",
        folder: "target/site/assets",
        files: &["surface-*.wasm", "start-teams-*.js"],
        load: Load::Together,
        coding: Coding::Brotli,
        kilobytes_max: 64,
    },
    // A web app's own visitors wait for it, whether they pick anything or not.
    Budget {
        what: "the script for other web apps",
        folder: "target/site",
        files: &["mooring.js"],
        load: Load::Together,
        coding: Coding::Gzip,
        kilobytes_max: 4,
    },
    // Cloudflare accepts 3 MB on its smallest plan; compiling a larger module also delays an isolate's first answer.
    Budget {
        what: "the worker",
        folder: "worker/build",
        files: &["*.wasm"],
        load: Load::Together,
        coding: Coding::Gzip,
        // 700 until there was team sync. Cloudflare's free plan takes 3 MB.
        kilobytes_max: 800,
    },
];

/// Compares every budget with what was built, and tells both.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut lines = Vec::new();
    for budget in &BUDGETS {
        let sizes = sizes(workspace, budget)?;
        lines.push(verdict(budget, &sizes).map_err(Failure::OverBudget)?);
    }
    for line in lines {
        report::line(&line);
    }
    Ok(Outcome::Done)
}

/// Bytes by name, compressed.
fn sizes(workspace: &Workspace, budget: &Budget) -> Result<Vec<(String, u64)>, Failure> {
    let files = files_below(&workspace.path(budget.folder))?;
    let mut sizes = Vec::new();
    for name in budget.files {
        let ours = files.iter().filter(|file| is_called(file_name(file), name));
        let bytes = ours.map(|file| Ok((file_name(file).to_owned(), compressed_size(file, budget.coding)?)));
        let bytes = bytes.collect::<Result<Vec<_>, Failure>>()?;
        match budget.load {
            Load::Each if !bytes.is_empty() => sizes.extend(bytes),
            Load::Each | Load::Together => {
                sizes.push(((*name).to_owned(), bytes.iter().map(|(_, bytes)| bytes).sum()));
            }
        }
    }
    Ok(sizes)
}

fn file_name(file: &Path) -> &str {
    file.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// Whether a file has this name. What a `*` stands for has no hyphen, so `start-*.js` is not `start-teams-….js`.
fn is_called(file: &str, name: &str) -> bool {
    let Some((before, after)) = name.split_once('*') else { return file == name };
    let Some(rest) = file.strip_prefix(before) else { return false };
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    let words = ends.filter_map(|at| rest.split_at_checked(at)).take_while(|(word, _)| !word.contains('-'));
    words.into_iter().any(|(_, rest)| is_called(rest, after))
}

/// What a budget comes to. A kind of file that is not there at all means that the build changed and the table did not.
fn verdict(budget: &Budget, sizes: &[(String, u64)]) -> Result<String, String> {
    let Budget { what, folder, load, kilobytes_max, .. } = budget;
    if let Some((name, _)) = sizes.iter().find(|(_, bytes)| *bytes == 0) {
        return Err(format!("{what} is incomplete: {folder} holds no {name}"));
    }
    let bytes = sizes.iter().map(|(_, bytes)| *bytes);
    let bytes = match load {
        Load::Together => bytes.sum(),
        Load::Each => bytes.max().unwrap_or_default(),
    };
    let parts: Vec<String> =
        sizes.iter().map(|(name, bytes)| format!("{name} {}", kilobytes(*bytes))).collect();
    let sentence =
        format!("{what} takes {} kB compressed of {kilobytes_max} ({})", kilobytes(bytes), parts.join(", "));
    if bytes > kilobytes_max * 1000 { Err(sentence) } else { Ok(sentence) }
}

/// With one decimal, rounded up.
fn kilobytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn compressed_size(file: &PathBuf, coding: Coding) -> Result<u64, Failure> {
    let contents = std::fs::read(file).map_err(Failure::file("reading", file))?;
    let compressed = match coding {
        Coding::Brotli => {
            let mut compressed = Vec::new();
            brotli::BrotliCompress(&mut contents.as_slice(), &mut compressed, &BrotliEncoderParams::default())
                .map(|_| compressed)
        }
        Coding::Gzip => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&contents).and_then(|()| encoder.finish())
        }
    };
    Ok(compressed.map_err(Failure::file("compressing", file))?.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Budget = Budget {
        what: "the app",
        folder: "site",
        files: &["a-*.wasm", "b-*.js"],
        load: Load::Together,
        coding: Coding::Brotli,
        kilobytes_max: 2,
    };

    fn sizes(sizes: [(&str, u64); 2]) -> [(String, u64); 2] {
        sizes.map(|(name, bytes)| (name.to_owned(), bytes))
    }

    #[test]
    fn the_files_may_be_as_large_as_their_budget_together_and_not_larger() {
        assert_eq!(
            verdict(&BUDGET, &sizes([("wasm", 1500), ("js", 500)])),
            Ok("the app takes 2.0 kB compressed of 2 (wasm 1.5, js 0.5)".to_owned())
        );
        assert_eq!(
            verdict(&BUDGET, &sizes([("wasm", 1500), ("js", 501)])),
            Err("the app takes 2.1 kB compressed of 2 (wasm 1.5, js 0.6)".to_owned())
        );
    }

    #[test]
    fn where_each_file_has_the_budget_the_largest_one_counts() {
        let each = Budget { load: Load::Each, ..BUDGET };
        assert_eq!(
            verdict(&each, &sizes([("a", 2000), ("b", 1900)])),
            Ok("the app takes 2.0 kB compressed of 2 (a 2.0, b 1.9)".to_owned())
        );
        assert!(verdict(&each, &sizes([("a", 1), ("b", 2001)])).is_err());
    }

    #[test]
    fn a_kind_of_file_that_is_missing_is_told() {
        let told = verdict(&BUDGET, &sizes([("wasm", 10), ("js", 0)]));
        assert_eq!(told, Err("the app is incomplete: site holds no js".to_owned()));
    }

    #[test]
    fn a_name_is_that_of_one_kind_of_file_only() {
        let cases = [
            ("start-0123.js", "start-*.js", true),
            ("start-teams-0123.js", "start-*.js", false),
            ("start-teams-0123.js", "start-teams-*.js", true),
            ("start-0123.css", "start-*.js", false),
            ("part-chunk_2-0123.wasm", "part-*-*.wasm", true),
            ("part-0123.wasm", "part-*-*.wasm", false),
            ("index_bg.wasm", "*.wasm", true),
        ];
        for (file, name, expected) in cases {
            assert_eq!(is_called(file, name), expected, "{file} {name}");
        }
    }

    #[test]
    fn both_codings_make_a_file_smaller() {
        let file = std::env::temp_dir().join(format!("xtask-budget-{}", std::process::id()));
        std::fs::write(&file, "Mooring ".repeat(1000)).unwrap();
        for coding in [Coding::Brotli, Coding::Gzip] {
            let size = compressed_size(&file, coding).unwrap();
            assert!((1..200).contains(&size), "{coding:?}: {size}");
        }
        std::fs::remove_file(file).unwrap();
    }
}
