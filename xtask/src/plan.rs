//! Which steps a wish needs, and in which order: the order of the table, which lists needs before what needs them.

use crate::failure::Failure;
use crate::runner::Outcome;
use crate::workspace::Workspace;

/// One thing that can be done.
#[derive(Debug)]
pub(crate) struct Step {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What the person reads while it is done.
    pub(crate) what: &'static str,
    /// The steps without which this one makes no sense.
    pub(crate) needs: &'static [&'static str],
    /// Does it, or finds that there is nothing to do.
    pub(crate) act: fn(&Workspace) -> Result<Outcome, Failure>,
}

/// The named steps and all that they need, in the order of the table.
///
/// # Errors
/// When a name is not in the table.
pub(crate) fn complete<'a>(table: &'a [Step], names: &[&str]) -> Result<Vec<&'a Step>, Failure> {
    let mut wanted: Vec<&str> = Vec::new();
    let mut open: Vec<&str> = names.to_vec();
    while let Some(name) = open.pop() {
        let step = table.iter().find(|step| step.name == name);
        let step = step.ok_or_else(|| Failure::UnknownStep(name.to_owned()))?;
        if !wanted.contains(&step.name) {
            wanted.push(step.name);
            open.extend(step.needs);
        }
    }
    Ok(table.iter().filter(|step| wanted.contains(&step.name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps;

    #[test]
    fn a_step_comes_after_everything_it_needs() {
        for (position, step) in steps::ALL.iter().enumerate() {
            for need in step.needs {
                let before = steps::ALL.iter().take(position).any(|other| other.name == *need);
                assert!(before, "{} needs {need}, which must stand above it", step.name);
            }
        }
    }

    #[test]
    fn every_list_names_existing_steps() {
        for list in [steps::SETUP, steps::BUILD_RELEASE, steps::BUILD_DEV, steps::SERVE, steps::TEST] {
            assert!(complete(steps::ALL, list).is_ok(), "{list:?}");
        }
    }

    #[test]
    fn what_a_step_needs_is_done_too_and_nothing_else() {
        let names = |wanted: &str| -> Vec<&str> {
            complete(steps::ALL, &[wanted]).unwrap().iter().map(|step| step.name).collect()
        };
        assert_eq!(names("format"), ["compiler", "format"]);
        assert_eq!(names("app"), ["compiler", "packages", "bindgen", "app"]);
        assert!(complete(steps::ALL, &["brew-coffee"]).is_err());
    }
}
