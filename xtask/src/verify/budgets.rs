//! How large the shipped files may be, compressed: what a person on a phone waits for, and what Cloudflare accepts.

use std::io::Write as _;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::failure::Failure;
use crate::fingerprint::files_below;
use crate::runner::Outcome;
use crate::workspace::Workspace;

/// The most that the files of one kind may weigh together.
struct Budget {
    what: &'static str,
    folder: &'static str,
    extension: &'static str,
    kilobytes_max: u64,
}

const BUDGETS: [Budget; 4] = [
    Budget { what: "the app", folder: "target/site/assets", extension: "wasm", kilobytes_max: 300 },
    Budget { what: "its scripts", folder: "target/site/assets", extension: "js", kilobytes_max: 60 },
    Budget { what: "its styles", folder: "target/site/assets", extension: "css", kilobytes_max: 10 },
    // Cloudflare accepts 3 MB on its smallest plan; compiling a larger module also delays an isolate's first answer.
    Budget { what: "the worker", folder: "worker/build", extension: "wasm", kilobytes_max: 700 },
];

/// Compares every kind of file with its budget.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome, Failure> {
    for budget in &BUDGETS {
        let files = files_below(&workspace.path(budget.folder))?;
        let files =
            files.iter().filter(|file| file.extension().is_some_and(|found| found == budget.extension));
        let sizes = files.map(compressed_size).collect::<Result<Vec<u64>, Failure>>()?;
        if let Some(sentence) = excess(budget, sizes.iter().sum()) {
            return Err(Failure::OverBudget(sentence));
        }
    }
    Ok(Outcome::Done)
}

/// What is wrong with a size. A kind of file that is not there at all means that the build changed and the table did not.
fn excess(budget: &Budget, bytes: u64) -> Option<String> {
    let kilobytes = bytes.div_ceil(1000);
    let Budget { what, folder, extension, kilobytes_max } = budget;
    if bytes == 0 {
        return Some(format!("{what} is missing: {folder} holds no .{extension} file"));
    }
    (kilobytes > *kilobytes_max).then(|| {
        format!("{what} takes {kilobytes} kB compressed, more than the {kilobytes_max} kB it may take")
    })
}

/// By gzip at its best, which every client understands.
fn compressed_size(file: &PathBuf) -> Result<u64, Failure> {
    let contents = std::fs::read(file).map_err(Failure::file("reading", file))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let compressed = encoder.write_all(&contents).and_then(|()| encoder.finish());
    Ok(compressed.map_err(Failure::file("compressing", file))?.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_be_as_large_as_its_budget_and_not_larger() {
        let budget = Budget { what: "the app", folder: "site", extension: "wasm", kilobytes_max: 2 };
        let cases = [(0, true), (1, false), (2000, false), (2001, true)];
        for (bytes, wrong) in cases {
            assert_eq!(excess(&budget, bytes).is_some(), wrong, "{bytes}");
        }
    }
}
