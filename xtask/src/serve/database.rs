//! The local database: D1's migrations, applied to `.mooring/state`.

use super::programs;
use crate::failure::Failure;
use crate::fingerprint::{self, Stamp};
use crate::runner::Outcome;
use crate::workspace::Workspace;

const MIGRATIONS: &str = "worker/migrations";

/// Applies what has not been applied yet.
pub(crate) fn migrate(workspace: &Workspace) -> Result<Outcome, Failure> {
    let fingerprint = fingerprint::of(workspace.root(), &[MIGRATIONS], &[])?;
    // Lies with the data, so that whoever removes the data gets a new database.
    let stamp = Stamp::at(workspace.state().join("migrated"));
    if stamp.holds(&fingerprint) {
        return Ok(Outcome::Unchanged);
    }
    programs::wrangler(workspace)?
        .args(["d1", "migrations", "apply", "DB", "--local", "--persist-to"])
        .args([workspace.state()])
        .succeed(
            "applying the migrations",
            "see worker/migrations, or remove .mooring/state to begin anew.",
        )?;
    stamp.write(&fingerprint)?;
    Ok(Outcome::Done)
}
