//! Whatever is asked, the address stays at the origin and row, and the text reads back.

use contract::operations::{OperationId, PathIds, TABLE, operation};
use http::Method;
use percent_encoding::percent_decode_str;

use super::*;
use crate::config::Environment;
use crate::graph::fixture::ids;
use crate::graph::{query, route};
use crate::platform::fake::FakeRandom;
use crate::platform::random::Random as _;

fn graph() -> Origin {
    Origin::parse("https://graph.microsoft.com", Environment::Production).unwrap()
}

fn address(path: &str, raw: &str) -> Option<String> {
    let found = route::find(&Method::GET, path).ok()?;
    let query = query::parse(found.operation, raw).ok()?;
    Some(GraphUrl::for_call(&graph(), &found, &query)?.as_str().to_owned())
}

#[test]
fn the_address_has_the_tables_own_options_and_the_callers() {
    let fields =
        "id,name,size,lastModifiedDateTime,webUrl,folder,file,package,root,parentReference,remoteItem";
    let rows = [
        ("/me", "", "/me?$select=id,displayName,userPrincipalName,mail".to_owned()),
        ("/me/photo/$value", "", "/me/photo/$value".to_owned()),
        ("/me/drive/items/01A!7", "", format!("/me/drive/items/01A%217?$select={fields}")),
        (
            "/me/drive/items/01A/children",
            "$top=50&$orderby=name+desc",
            format!(
                "/me/drive/items/01A/children?$select={fields}&$expand=thumbnails&$orderby=name%20desc&$top=50"
            ),
        ),
        (
            "/me/drive/root/search",
            "q=O'Neil+%26+S%C3%B6hne%2F100%25",
            format!(
                "/me/drive/root/search(q='O%27%27Neil%20%26%20S%C3%B6hne%2F100%25')?$select={fields}&$expand=thumbnails"
            ),
        ),
    ];
    for (path, raw, expected) in rows {
        assert_eq!(address(path, raw), Some(format!("https://graph.microsoft.com/v1.0{expected}")));
    }
}

#[test]
fn an_address_needs_every_part_of_its_row() {
    for row in TABLE {
        let bare = Match { operation: row, ids: PathIds::default() };
        let needs =
            row.takes_text() || row.path.iter().any(|segment| !matches!(segment, Segment::Literal(_)));
        let made = GraphUrl::for_call(&graph(), &bare, &CallerQuery::default());
        assert_eq!(made.is_none(), needs, "{}", row.graph_template());
    }
}

/// A drawn text of up to 60 characters in which the dangerous ones are frequent.
fn drawn(random: &FakeRandom) -> String {
    const DANGEROUS: &[&str] = &[
        "'",
        "''",
        "/",
        "\\",
        "..",
        ".",
        "%",
        "%2e",
        "%2f",
        "%27",
        "?",
        "#",
        "&",
        "=",
        ";",
        "@",
        ":",
        "(",
        ")",
        "+",
        " ",
        "q=",
        "$expand=permissions",
        "//evil.example",
        "\u{202e}",
        "日本",
        "ß",
        "\u{1f600}",
        "\"",
        "<",
        ">",
        "|",
        "[",
        "]",
        "{",
        "}",
        "^",
        "`",
        "~",
        "!",
        "*",
        ",",
        "me",
        "drive",
        "items",
        "root",
        "children",
        "a",
        "01ABC",
        "v1.0",
        "beta",
    ];
    let mut bytes = [0; 12];
    random.fill(&mut bytes);
    let length = usize::from(bytes[0] % 11) + 1;
    bytes[1..=length].iter().map(|byte| DANGEROUS[usize::from(*byte) % DANGEROUS.len()]).collect()
}

#[test]
fn whatever_is_searched_for_the_path_stays_and_the_text_reads_back() {
    let random = FakeRandom::seeded(7);
    let search = operation(OperationId::MyDriveSearch).unwrap();
    for _ in 0..20_000 {
        let text = drawn(&random);
        let query = CallerQuery { text: Some(text.clone()), ..CallerQuery::default() };
        let found = Match { operation: search, ids: PathIds::default() };
        let address = GraphUrl::for_call(&graph(), &found, &query).unwrap();
        let url = Url::parse(address.as_str()).unwrap();
        assert!(graph().holds(&url));
        assert_eq!(url.path_segments().unwrap().count(), 5, "{text:?}");
        let quoted =
            url.path().strip_prefix("/v1.0/me/drive/root/search(q='").unwrap().strip_suffix("')").unwrap();
        let encoded = |b: u8| b.is_ascii_alphanumeric() || b"-._~%".contains(&b);
        assert!(quoted.bytes().all(encoded), "{text:?}");
        let read_back = percent_decode_str(quoted).decode_utf8().unwrap().replace("''", "'");
        assert_eq!(read_back, text);
        assert!(url.query().unwrap().starts_with("$select=id,") && url.fragment().is_none());
    }
}

/// The row whose address this is, found without any code of the gate.
fn is_of_a_row(url: &Url) -> bool {
    let steps: Vec<&str> = url.path().split('/').skip(2).collect();
    let step = |segment: &Segment, step: &&str| match segment {
        Segment::Literal(text) => text == step,
        Segment::Item
        | Segment::Drive
        | Segment::Site
        | Segment::Team
        | Segment::Channel
        | Segment::Membership
        | Segment::Share => {
            let id = percent_decode_str(step).decode_utf8().unwrap();
            PathIds::default().with(*segment, &id).is_some()
        }
        Segment::TextFunction(name) => step.starts_with(&format!("{name}(q='")) && step.ends_with("')"),
    };
    let own = |row: &&Operation| {
        row.path.len() == steps.len()
            && row.path.iter().zip(&steps).all(|(segment, text)| step(segment, text))
    };
    let row = TABLE.iter().find(own);
    row.is_some_and(|row| {
        url.query_pairs().all(|(name, value)| match name.as_ref() {
            "$select" => value == row.select.join(","),
            "$expand" => value == row.expand,
            "$top" => value.parse::<u16>().is_ok(),
            "$orderby" => value == "name" || value == "name desc",
            "search" => row.query.contains(&QueryOption::Text("search")),
            "$search" => row.id == OperationId::UserSearch && value.matches('"').count() == 4,
            _ => false,
        })
    })
}

#[test]
fn s3_01_to_s3_07_no_mutated_call_makes_an_address_outside_of_the_origin_and_its_rows() {
    let random = FakeRandom::seeded(11);
    let prefix = contract::endpoint::GRAPH_PREFIX;
    let (mut made, mut refused) = (0, 0);
    for round in 0..60_000_usize {
        let row = &TABLE[round % TABLE.len()];
        let mut call = row.gate_path(&ids()).strip_prefix(prefix).unwrap().to_owned();
        call.push_str(if row.query.is_empty() { "" } else { "?$top=5&q=text" });
        let mut bytes = [0; 3];
        random.fill(&mut bytes);
        for _ in 0..bytes[0] % 3 {
            let boundaries: Vec<usize> = call.char_indices().map(|(at, _)| at).chain([call.len()]).collect();
            let mut places = [0; 4];
            random.fill(&mut places);
            let from = boundaries[usize::from(places[0]) % boundaries.len()];
            let to = boundaries[(boundaries.iter().position(|at| *at == from).unwrap()
                + usize::from(places[1] % 3))
            .min(boundaries.len() - 1)];
            call.replace_range(from..to, &drawn(&random));
        }
        let (path, raw) = call.split_once('?').unwrap_or((&call, ""));
        let Some(address) = address(path, raw) else {
            refused += 1;
            continue;
        };
        made += 1;
        let url = Url::parse(&address).unwrap();
        assert_eq!(url.as_str(), address, "{call:?}");
        assert!(graph().holds(&url) && url.fragment().is_none(), "{call:?}");
        assert!(is_of_a_row(&url), "{call:?} became {address}");
    }
    assert!(made > 5_000 && refused > 5_000, "{made} made, {refused} refused: the mutations say nothing");
}

#[test]
fn s3_12_an_address_cannot_be_printed() {
    let found = route::find(&Method::GET, "/me/drive/items/01SECRET").unwrap();
    let address = GraphUrl::for_call(&graph(), &found, &CallerQuery::default()).unwrap();
    assert!(!format!("{address:?} {:?}", Target::Graph(address.clone())).contains("SECRET"));
}
