//! What the sandbox's Graph answers, against Microsoft's own types: `tsc` reads the answers that `graph_answers.mjs` wrote
//! down as literals.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::json;
use tempfile::TempDir;

use super::node::check_with;
use crate::support::workspace::{built, root};

const TYPES: &str = "node_modules/@microsoft/microsoft-graph-types/microsoft-graph.d.ts";

/// Compiles a module in a folder of its own; nothing is written.
pub(crate) fn compile(folder: &Path, module: &str) -> Output {
    let options = json!({
        "compilerOptions": {
            "strict": true,
            "noEmit": true,
            "skipLibCheck": true,
            "target": "esnext",
            "module": "esnext",
            "moduleResolution": "bundler",
            "types": [],
            "paths": { "@microsoft/microsoft-graph-types": [built(TYPES)] },
        },
        "files": ["answers.ts"],
    });
    fs::write(folder.join("answers.ts"), module).expect("the module is written");
    fs::write(folder.join("tsconfig.json"), options.to_string()).expect("the options are written");
    let compiler = built("node_modules/.bin/tsc");
    Command::new(compiler).arg("--project").arg(folder).current_dir(root()).output().expect("tsc runs")
}

/// What the compiler says.
pub(crate) fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

/// Has a folder filled with what Graph answers: as a module of literals, and as it came.
pub(super) async fn capture(folder: &Path) -> [PathBuf; 2] {
    let [module, record] = ["written.ts", "record.json"].map(|name| folder.join(name));
    check_with("graph_answers", &[("ANSWERS", module.as_path()), ("RECORD", record.as_path())]).await;
    [module, record]
}

#[tokio::test]
async fn what_graph_answers_is_of_the_types_that_microsoft_publishes() {
    let folder = TempDir::new().expect("a temporary folder");
    let [written, _] = capture(folder.path()).await;

    let module = fs::read_to_string(&written).expect("the answers are there");
    let compiled = compile(folder.path(), &module);

    assert!(compiled.status.success(), "{}", printed(&compiled));
    assert!(module.lines().count() > 100, "there are answers");
}

#[test]
fn the_compiler_would_notice_a_wrong_answer() {
    let folder = TempDir::new().expect("a temporary folder");
    for wrong in [
        r#"graph.DriveItem = { "name": 5 }"#,
        r#"graph.DriveItem = { "file": { "mimeTypes": "text/plain" } }"#,
        r#"graph.Channel = { "membershipType": "secret" }"#,
    ] {
        let module = format!(
            "import type * as graph from \"@microsoft/microsoft-graph-types\";\nexport const _: {wrong};\n"
        );
        let compiled = compile(folder.path(), &module);
        assert!(!compiled.status.success(), "{wrong}");
        assert!(printed(&compiled).contains("answers.ts(2,"), "{}", printed(&compiled));
    }
}
