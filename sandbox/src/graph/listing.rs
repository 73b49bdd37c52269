//! Lists of things that are no drive items: sites, teams, channels, people. All are in the order of their names.

use serde_json::{Map, Value, json};

use super::answer::{Answer, Failure};
use super::call::Context;
use super::files::object;
use super::odata::{Direction, Options};
use super::page::{self, Place};
use super::profile;

/// How a list is named and cut.
pub(crate) struct Listing<'a> {
    /// What stands behind `$metadata#`.
    pub(crate) address: &'a str,
    /// The type of its entries.
    pub(crate) kind: &'a str,
    /// Entries in a page unless `$top` says otherwise.
    pub(crate) page_size: usize,
    /// A larger `$top` counts as this.
    pub(crate) page_size_max: usize,
}

impl Listing<'_> {
    /// One page. Each entry has an `id` and a `displayName`.
    ///
    /// # Errors
    /// 400 for a member that `$select` names and no entry has, and for a malformed skip token.
    pub(crate) fn answer(
        &self,
        context: &Context<'_>,
        options: &Options,
        mut entries: Vec<Map<String, Value>>,
    ) -> Result<Answer, Failure> {
        entries.sort_by_cached_key(place);
        let count = entries.len();
        let size = options.top.unwrap_or(self.page_size).min(self.page_size_max);
        let page = page::cut(entries, Direction::Ascending, size, options.skip_token.as_deref(), place)?;
        let mut value = page.entries;
        for entry in &mut value {
            profile::keep_selected(entry, &options.select, self.kind)?;
        }
        let origin = &context.world.origins.graph;
        let select = odata_select(options);
        let mut list = object(json!({
            "@odata.context": format!("{origin}/v1.0/$metadata#{}{select}", self.address),
            "value": value,
        }));
        if options.count {
            list.insert("@odata.count".to_owned(), json!(count));
        }
        if let Some(token) = page.next {
            let link = page::link(origin, context.path, context.query, &token);
            list.insert("@odata.nextLink".to_owned(), json!(link));
        }
        Ok(Answer::Json(Value::Object(list)))
    }
}

/// One thing with the members that `$select` names.
///
/// # Errors
/// 400 for a member that it does not have.
pub(crate) fn entity(
    context: &Context<'_>,
    options: &Options,
    (address, kind): (&str, &str),
    mut members: Map<String, Value>,
) -> Result<Answer, Failure> {
    profile::keep_selected(&mut members, &options.select, kind)?;
    let (origin, select) = (&context.world.origins.graph, odata_select(options));
    let address = format!("{origin}/v1.0/$metadata#{address}{select}/$entity");
    members.insert("@odata.context".to_owned(), json!(address));
    Ok(Answer::Json(Value::Object(members)))
}

fn odata_select(options: &Options) -> String {
    if options.select.is_empty() { String::new() } else { format!("({})", options.select.join(",")) }
}

fn place(entry: &Map<String, Value>) -> Place {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Place { text: text("displayName").to_lowercase(), id: text("id") }
}
