//! `cargo xtask test`: every check there is, and how all of it went.

pub(crate) mod budgets;
pub(crate) mod rust;
pub(crate) mod tally;
pub(crate) mod wasm;

use std::time::Instant;

use crate::failure::Failure;
use crate::runner::{self, OnFailure, Summary};
use crate::workspace::Workspace;
use crate::{plan, report, steps};

/// Runs every check, or the one that was asked for with what it needs; `false` when one failed.
pub(crate) fn run(workspace: &Workspace, only: Option<&str>) -> Result<bool, Failure> {
    let wanted = only.as_ref().map_or(steps::TEST, std::slice::from_ref);
    let set_up = if only.is_some() { &[] } else { steps::SETUP };
    let steps = plan::complete(steps::ALL, &[set_up, wanted].concat())?;
    let started = Instant::now();
    let summary = runner::run(workspace, &steps, OnFailure::Continue);
    report::line(&format!("\n{}", verdict(&summary, steps.len(), started.elapsed().as_secs())));
    report::line(&format!("{} passed, {} failed", summary.tally.passed, summary.tally.failed));
    Ok(summary.is_good())
}

/// Measures, and shows the report.
pub(crate) fn bench(workspace: &Workspace) -> Result<bool, Failure> {
    let steps = plan::complete(steps::ALL, &[steps::SETUP, steps::BENCH].concat())?;
    let good = runner::run(workspace, &steps, OnFailure::Stop).is_good();
    if good {
        for name in ["target/bench.md", "target/bench-teams.md", "target/bench-token.md"] {
            let path = workspace.path(name);
            report::line(&std::fs::read_to_string(&path).map_err(Failure::file("reading", &path))?);
        }
    }
    Ok(good)
}

/// Names every step that `--only` understands.
pub(crate) fn list() {
    for step in steps::ALL {
        report::line(&format!("{:12} {}", step.name, step.what));
    }
}

fn verdict(summary: &Summary, steps: usize, seconds: u64) -> String {
    let good = steps - summary.failed.len() - summary.skipped.len();
    let mut sentences = vec![format!("{good} of {steps} steps succeeded in {seconds} s.")];
    if !summary.failed.is_empty() {
        sentences.push(format!("Failed: {}.", summary.failed.join(", ")));
    }
    if !summary.skipped.is_empty() {
        sentences.push(format!("Not run: {}.", summary.skipped.join(", ")));
    }
    if let Some(step) = summary.failed.first() {
        sentences.push(format!("To repeat one: cargo xtask test --only {step}"));
    }
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verdict_names_what_failed_and_how_to_repeat_it() {
        let summary = Summary { failed: vec!["app"], skipped: vec!["budgets"], ..Summary::default() };
        assert_eq!(
            verdict(&summary, 5, 7),
            "3 of 5 steps succeeded in 7 s. Failed: app. Not run: budgets. To repeat one: cargo xtask test --only app"
        );
    }
}
