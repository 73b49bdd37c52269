//! What the caller may say in the query: the row's options, once each, within their bounds (S3-07).
//!
//! Names and values are decoded once and then compared, so `%24top` is `$top` and cannot pass beside it as a second one.
//! `$select`, `$expand` and `$filter` are nobody's to set: the table sends its own.

use contract::operations::{Operation, QueryOption};

/// Longest search text, in characters.
const TEXT_MAX: usize = 200;
/// The name under which the person's text comes ([`Operation::takes_text`]).
const TEXT: &str = "q";

/// What the caller asked for, within the bounds of the row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallerQuery {
    /// Page size.
    pub top: Option<u16>,
    /// Order: one of the row's own values.
    pub order_by: Option<&'static str>,
    /// Search text, without blanks around it; present exactly on rows that take one.
    pub text: Option<String>,
}

/// The query holds something that the row does not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the query is not one that the operation takes")]
pub struct InvalidQuery;

/// Reads the raw query string of a call.
///
/// # Errors
/// When a name is unknown to the row or comes twice, a value is out of bounds, a required one is missing, or anything is
/// not well-formed.
pub fn parse(operation: &'static Operation, raw: &str) -> Result<CallerQuery, InvalidQuery> {
    let mut query = CallerQuery::default();
    for (name, value) in crate::query::parse(raw).ok_or(InvalidQuery)? {
        match name.as_str() {
            "$top" => query.top = Some(top(operation, &value)?),
            "$orderby" => query.order_by = Some(order_by(operation, &value)?),
            TEXT if operation.takes_text() => query.text = Some(text(&value)?),
            _ => return Err(InvalidQuery),
        }
    }
    if operation.takes_text() && query.text.is_none() { Err(InvalidQuery) } else { Ok(query) }
}

fn top(operation: &Operation, value: &str) -> Result<u16, InvalidQuery> {
    let bound = operation.query.iter().find_map(|option| match option {
        QueryOption::Top(bound) => Some(*bound),
        QueryOption::OrderBy(_) | QueryOption::Text(_) | QueryOption::Search(_) => None,
    });
    // `parse` alone would also take a plus sign.
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    let number = value.parse().ok().filter(|_| digits);
    number.filter(|number| (1..=bound.unwrap_or(0)).contains(number)).ok_or(InvalidQuery)
}

fn order_by(operation: &'static Operation, value: &str) -> Result<&'static str, InvalidQuery> {
    let orders = operation.query.iter().find_map(|option| match option {
        QueryOption::OrderBy(orders) => Some(*orders),
        QueryOption::Top(_) | QueryOption::Text(_) | QueryOption::Search(_) => None,
    });
    orders.unwrap_or_default().iter().copied().find(|order| *order == value).ok_or(InvalidQuery)
}

fn text(value: &str) -> Result<String, InvalidQuery> {
    let text = value.trim();
    let fits = (1..=TEXT_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err(InvalidQuery) }
}

#[cfg(test)]
mod tests {
    use contract::operations::{OperationId, PAGE_SIZE_MAX, TABLE, operation};

    use super::*;

    fn read(id: OperationId, raw: &str) -> Result<CallerQuery, InvalidQuery> {
        parse(operation(id).unwrap(), raw)
    }

    #[test]
    fn the_options_of_a_row_are_read_in_any_spelling_of_their_bytes() {
        let expected = CallerQuery { top: Some(25), order_by: Some("name desc"), text: None };
        for raw in [
            "$top=25&$orderby=name+desc",
            "%24orderby=name%20desc&%24top=%32%35",
            "$top=025&$orderby=name%20desc",
        ] {
            assert_eq!(read(OperationId::MyRootChildren, raw), Ok(expected.clone()), "{raw}");
        }
        assert_eq!(read(OperationId::Me, ""), Ok(CallerQuery::default()));
    }

    #[test]
    fn s3_07_no_row_takes_what_the_table_decides() {
        let names =
            ["$select", "%24select", "$expand", "%24expand", "$filter", "$search", "$format", "$apply"];
        let more = ["$skiptoken", "$skip", "$count", "$TOP", "top", "$levels", "_method", "access_token", ""];
        for row in TABLE {
            for name in names.into_iter().chain(more) {
                let raw = format!("{name}=1&q=x");
                assert_eq!(parse(row, &raw), Err(InvalidQuery), "{raw}");
            }
        }
    }

    #[test]
    fn s3_07_values_out_of_bounds_are_refused() {
        let over = PAGE_SIZE_MAX + 1;
        let tops = ["", "0", "-1", "+5", "%2B5", "1.0", "1e2", "1000000", "x", "%201", "٣"];
        for top in tops.into_iter().map(ToOwned::to_owned).chain([over.to_string()]) {
            assert_eq!(read(OperationId::MyRootChildren, &format!("$top={top}")), Err(InvalidQuery), "{top}");
        }
        for order in ["", "size", "name asc", "Name", "name,size", "name  desc", "name desc,"] {
            let raw = format!("$orderby={order}");
            assert_eq!(read(OperationId::MyRootChildren, &raw), Err(InvalidQuery), "{raw}");
        }
        for row in [OperationId::Me, OperationId::MyPhoto, OperationId::MyDrive, OperationId::MyItem] {
            assert_eq!(read(row, "$top=1"), Err(InvalidQuery));
            assert_eq!(read(row, "$orderby=name"), Err(InvalidQuery));
            assert_eq!(read(row, "q=x"), Err(InvalidQuery));
        }
    }

    #[test]
    fn s3_07_nothing_comes_twice_and_nothing_is_malformed() {
        for raw in
            ["$top=1&$top=1", "$top=1&%24top=2", "$top", "$top=1&x", "$top=%", "$top=%3", "$orderby=name%00"]
        {
            assert_eq!(read(OperationId::MyRootChildren, raw), Err(InvalidQuery), "{raw}");
        }
    }

    #[test]
    fn a_search_has_a_text_of_bounded_length_without_control_characters() {
        let read = |raw: &str| read(OperationId::MyDriveSearch, raw).map(|query| query.text.unwrap());
        assert_eq!(read("q=+Budget+2026+"), Ok("Budget 2026".to_owned()));
        assert_eq!(read("q=%25%27%2F..%2F%26%23"), Ok("%'/../&#".to_owned()));
        let longest = "日".repeat(TEXT_MAX);
        assert_eq!(read(&format!("q={longest}")), Ok(longest.clone()));
        for raw in
            ["", "$top=5", "q=", "q=++", "q=a%0d%0ab", "q=a%00", "q=%ff", "q=a&q=b", &format!("q={longest}x")]
        {
            assert_eq!(read(raw), Err(InvalidQuery), "{raw}");
        }
    }
}
