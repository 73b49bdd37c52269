//! Which files changed, and what has to be built for them.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use notify::{Event, EventKind, RecursiveMode, Watcher as _};

use crate::failure::Failure;
use crate::workspace::Workspace;

/// An editor saves in several strokes, and many files at once: wait until it has been quiet for this long.
const QUIET: Duration = Duration::from_millis(200);

/// The steps that a change makes necessary, by name.
pub(super) type Affected = BTreeSet<&'static str>;

/// What a file decides about, by its path from the root.
fn affected_by(path: &Path) -> Affected {
    let mut folders = path.iter().filter_map(|folder| folder.to_str());
    let steps: &[&str] = match (folders.next(), folders.next()) {
        (Some("app" | "static"), _) => &["app-dev"],
        (Some("contract"), _) => &["app-dev", "worker-dev"],
        (Some("worker"), Some("migrations")) => &["database"],
        (Some("worker"), Some("src" | "Cargo.toml")) => &["worker-dev"],
        (Some("sandbox"), _) => &["sandbox"],
        _ => &[],
    };
    steps.iter().copied().collect()
}

/// Watches the sources from now on and tells what each burst of changes affects.
///
/// # Errors
/// When the system does not let us watch.
pub(super) fn watch(workspace: &Workspace) -> Result<Receiver<Affected>, Failure> {
    let refused = |error: notify::Error| Failure::System { what: "watching files", why: error.to_string() };
    let (tell, changed) = mpsc::channel();
    let root = workspace.root().to_path_buf();
    let on_event = move |event: notify::Result<Event>| {
        let affected = event.map_or_else(|_| Affected::default(), |event| of_event(&event, &root));
        if !affected.is_empty() {
            // Nobody listens any more when the program is about to end.
            let _ = tell.send(affected);
        }
    };
    let mut watcher = notify::recommended_watcher(on_event).map_err(refused)?;
    for folder in ["app", "contract", "static", "worker", "sandbox"] {
        watcher.watch(&workspace.path(folder), RecursiveMode::Recursive).map_err(refused)?;
    }
    let (settled, result) = mpsc::channel();
    std::thread::spawn(move || {
        gather(&changed, &settled);
        drop(watcher);
    });
    Ok(result)
}

/// Reading a file is an event too, and building reads them all.
fn of_event(event: &Event, root: &Path) -> Affected {
    if matches!(event.kind, EventKind::Access(_)) {
        return Affected::default();
    }
    event.paths.iter().flat_map(|path| affected_by(path.strip_prefix(root).unwrap_or(path))).collect()
}

/// Makes one message of each burst; ends when either side is gone.
fn gather(changed: &Receiver<Affected>, settled: &Sender<Affected>) {
    while let Ok(first) = changed.recv() {
        let mut affected = first;
        loop {
            match changed.recv_timeout(QUIET) {
                Ok(next) => affected.extend(next),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        if settled.send(affected).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind};

    use super::*;

    #[test]
    fn each_file_leads_to_what_is_made_from_it() {
        let cases: [(&str, &[&str]); 8] = [
            ("app/src/pages/home.rs", &["app-dev"]),
            ("static/icon.svg", &["app-dev"]),
            ("contract/src/ids.rs", &["app-dev", "worker-dev"]),
            ("worker/src/lib.rs", &["worker-dev"]),
            ("worker/migrations/0001_first.sql", &["database"]),
            ("sandbox/src/entra/token.rs", &["sandbox"]),
            ("worker/build/index.js", &[]),
            ("README.md", &[]),
        ];
        for (path, steps) in cases {
            assert_eq!(affected_by(Path::new(path)), steps.iter().copied().collect(), "{path}");
        }
    }

    #[test]
    fn reading_a_file_is_no_change() {
        let root = Path::new("/repository");
        let event = |kind| Event::new(kind).add_path(root.join("app/style.css"));
        assert_eq!(of_event(&event(EventKind::Access(AccessKind::Any)), root), Affected::new());
        assert_eq!(of_event(&event(EventKind::Create(CreateKind::File)), root), Affected::from(["app-dev"]));
    }

    #[test]
    fn a_burst_of_changes_becomes_one() {
        let (tell, changed) = mpsc::channel();
        let (settled, result) = mpsc::channel();
        for path in ["app/a.rs", "app/b.rs", "sandbox/c.rs"] {
            tell.send(affected_by(Path::new(path))).unwrap();
        }
        let gatherer = std::thread::spawn(move || gather(&changed, &settled));
        assert_eq!(result.recv().unwrap(), Affected::from(["app-dev", "sandbox"]));
        drop(tell);
        gatherer.join().unwrap();
        assert!(result.try_recv().is_err());
    }
}
