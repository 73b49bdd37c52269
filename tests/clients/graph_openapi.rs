//! What the sandbox's Graph answers, against a description of Graph in OpenAPI that may stand beside the checkout: things against
//! their schemas, and whole answers, refusals among them, against what their addresses answer.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::graph_types::{capture, printed};
use crate::support::workspace::{built, node, root};

/// Names the description where it stands elsewhere.
const VARIABLE: &str = "GRAPH_OPENAPI";
const BESIDE: &str = "../shared/reference/graph-openapi-subset.yaml";

/// A description as small as can be, with what the large one is made of.
const SMALL: &str = "
openapi: 3.0.4
paths:
  /drives/{drive-id}:
    get:
      responses:
        '200': { content: { application/json: { schema: { $ref: '#/components/schemas/microsoft.graph.drive' } } } }
        4XX: { content: { application/json: { schema: { type: object, required: [error] } } } }
components:
  schemas:
    microsoft.graph.entity:
      type: object
      properties: { id: { type: string } }
    microsoft.graph.drive:
      allOf:
      - $ref: '#/components/schemas/microsoft.graph.entity'
      - type: object
        properties:
          name: { type: string, nullable: true }
          size: { type: integer, format: int64, nullable: true }
          made: { type: string, format: date-time }
          kind: { $ref: '#/components/schemas/microsoft.graph.kind' }
          owner: { $ref: '#/components/schemas/microsoft.graph.entity' }
      x-odata-nonNullable: [kind]
    microsoft.graph.kind: { type: string, enum: [own, shared] }
";

/// The description, if there is one: it is no part of this repository.
fn description() -> Option<PathBuf> {
    let named = std::env::var_os(VARIABLE).map(PathBuf::from);
    let beside = root().join(BESIDE);
    named.or_else(|| beside.exists().then_some(beside))
}

/// Tells also whoever lets the tests' words be captured.
fn say(text: &str) {
    writeln!(io::stdout(), "{text}").expect("somebody listens");
}

fn compare(description: &Path, record: &Path) -> Output {
    built("node_modules/ajv/package.json");
    let script = root().join("tests/clients/graph_openapi.mjs");
    node().arg(script).arg(description).arg(record).output().expect("Node runs")
}

#[tokio::test]
async fn what_graph_answers_is_as_a_description_of_graph_says() {
    let Some(description) = description() else {
        say(&format!("{BESIDE} is not there and {VARIABLE} names none: nothing is compared"));
        return;
    };
    let folder = TempDir::new().expect("a temporary folder");
    let [_, record] = capture(folder.path()).await;
    let compared = compare(&description, &record);
    let said = printed(&compared);
    assert!(compared.status.success(), "{said}");
    let counts: Vec<u32> = said.split([' ', '\n']).filter_map(|word| word.parse().ok()).collect();
    assert!(matches!(counts[..], [things, answers, ..] if things > 100 && answers > 20), "{said}");
    say(&said);
}

/// Whether such a thing and such an answer are taken.
fn takes(thing: &Value, status: u16, body: &Value) -> bool {
    let folder = TempDir::new().expect("a temporary folder");
    let [description, record] = ["small.yaml", "record.json"].map(|name| folder.path().join(name));
    let came = json!({
        "things": [{ "type": "graph.Drive", "value": thing }],
        "answers": [{ "method": "GET", "path": "/drives/b!a", "status": status, "body": body }],
    });
    fs::write(&description, SMALL).expect("the description is written");
    fs::write(&record, came.to_string()).expect("the answers are written");
    let compared = compare(&description, &record);
    let said = printed(&compared);
    assert!(said.contains("1 things, 1 answers"), "{said}");
    compared.status.success()
}

#[test]
fn the_comparison_would_notice_a_wrong_answer() {
    let right = json!({
        "@odata.type": "#microsoft.graph.drive",
        "id": "b!a",
        "name": null,
        "size": 5,
        "made": "2026-11-23T10:00:00Z",
        "kind": "own",
        "owner": null,
    });
    assert!(takes(&right, 200, &right));
    assert!(takes(&right, 404, &json!({ "error": {} })));
    assert!(!takes(&right, 404, &json!({ "code": "itemNotFound" })));
    for (member, wrong) in [
        ("id", json!(null)),
        ("name", json!(5)),
        ("size", json!(1.5)),
        ("made", json!("yesterday")),
        ("kind", json!("odd")),
        ("kind", json!(null)),
        ("owner", json!({ "id": 5 })),
    ] {
        let mut spoiled = right.clone();
        spoiled[member] = wrong;
        assert!(!takes(&spoiled, 200, &right), "{spoiled}");
        assert!(!takes(&right, 200, &spoiled), "{spoiled}");
    }
}
