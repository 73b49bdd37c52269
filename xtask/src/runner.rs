//! Runs steps one after another and says how each went.

use std::time::Instant;

use crate::failure::Failure;
use crate::plan::Step;
use crate::report;
use crate::verify::tally::Tally;
use crate::workspace::Workspace;

/// How a step ended well.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Something was done.
    Done,
    /// The inputs are the same as last time.
    Unchanged,
    /// Something that is not required here.
    LeftOut(&'static str),
    /// Tests ran and all passed.
    Tested(Tally),
    /// Tests ran and some failed, or they could not be run to the end.
    Failed(Tally, Failure),
}

/// What a failing step means for those behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnFailure {
    /// Nothing further makes sense.
    Stop,
    /// Go on with the steps that do not need it.
    Continue,
}

/// How all steps went.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    /// Tests that ran, over all steps; a failed step without a failed test counts as one.
    pub(crate) tally: Tally,
    /// Steps that failed.
    pub(crate) failed: Vec<&'static str>,
    /// Steps that were not run because one they need had failed.
    pub(crate) skipped: Vec<&'static str>,
}

impl Summary {
    /// Whether everything that was asked for was done.
    pub(crate) fn is_good(&self) -> bool {
        self.failed.is_empty() && self.skipped.is_empty()
    }

    /// Books one step.
    fn add(&mut self, name: &'static str, outcome: Result<Outcome, Failure>) -> String {
        match outcome {
            Ok(Outcome::Done) => String::new(),
            Ok(Outcome::Unchanged) => " (unchanged)".to_owned(),
            Ok(Outcome::LeftOut(why)) => format!(" (left out: {why})"),
            Ok(Outcome::Tested(tally)) => {
                self.tally.add(tally);
                format!(" ({} passed)", tally.passed)
            }
            Ok(Outcome::Failed(tally, failure)) => self.fail(name, tally, &failure),
            Err(failure) => self.fail(name, Tally::default(), &failure),
        }
    }

    fn fail(&mut self, name: &'static str, mut tally: Tally, failure: &Failure) -> String {
        // A test binary that does not even compile must not look like success in the last line.
        tally.failed = tally.failed.max(1);
        self.tally.add(tally);
        self.failed.push(name);
        let output = failure.output().map(|output| format!("\n{}", output.trim_end())).unwrap_or_default();
        format!(" FAILED{output}\nerror: {failure}")
    }
}

/// Runs the steps in the given order.
pub(crate) fn run(workspace: &Workspace, steps: &[&Step], on_failure: OnFailure) -> Summary {
    let mut summary = Summary::default();
    for (index, step) in steps.iter().enumerate() {
        let label = format!("[{}/{}] {}", index + 1, steps.len(), step.what);
        let missing = |need: &&&str| summary.failed.contains(*need) || summary.skipped.contains(*need);
        if let Some(need) = step.needs.iter().find(missing) {
            report::line(&format!("{label} … not run, because `{need}` did not succeed"));
            summary.skipped.push(step.name);
            continue;
        }
        report::begin(&label);
        let started = Instant::now();
        let outcome = (step.act)(workspace);
        let note = summary.add(step.name, outcome);
        report::end(&label, started.elapsed(), &note);
        if on_failure == OnFailure::Stop && !summary.is_good() {
            break;
        }
    }
    summary
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &'static str, needs: &'static [&'static str], good: bool) -> Step {
        let act: fn(&Workspace) -> Result<Outcome, Failure> = if good {
            |_| Ok(Outcome::Tested(Tally { passed: 2, failed: 0 }))
        } else {
            |_| Err(Failure::NoBrowser)
        };
        Step { name, what: name, needs, act }
    }

    #[test]
    fn what_needs_a_failed_step_is_not_run_and_the_rest_is() {
        let steps =
            [step("a", &[], false), step("b", &["a"], true), step("c", &["b"], true), step("d", &[], true)];
        let steps: Vec<&Step> = steps.iter().collect();

        let summary = run(&Workspace::here(), &steps, OnFailure::Continue);

        assert_eq!(summary.failed, ["a"]);
        assert_eq!(summary.skipped, ["b", "c"]);
        assert_eq!(summary.tally, Tally { passed: 2, failed: 1 });
    }

    #[test]
    fn stopping_leaves_the_rest_alone() {
        let steps = [step("a", &[], false), step("b", &[], true)];
        let steps: Vec<&Step> = steps.iter().collect();

        let summary = run(&Workspace::here(), &steps, OnFailure::Stop);

        assert!(!summary.is_good());
        assert_eq!(summary.tally.passed, 0);
    }
}
