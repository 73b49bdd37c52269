//! OData query options, read strictly: a client that sends an option twice, misspells it or sends one that the call
//! does not have is told so. <https://learn.microsoft.com/graph/query-parameters>

use super::answer::Failure;

/// A system query option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    /// Page size.
    Top,
    /// Where the next page begins.
    SkipToken,
    /// Members to give.
    Select,
    /// Related things to give along.
    Expand,
    /// Order of a list.
    OrderBy,
    /// Words to look for, in the directory.
    Search,
    /// Whether the length of the whole list is wanted.
    Count,
    /// Which entries.
    Filter,
    /// Where changes begin, which only delta queries have.
    DeltaToken,
    /// `search`, which sites have without a `$`.
    SiteSearch,
    /// `allowexternal`, which only the list of shared items has.
    AllowExternal,
}

impl Name {
    fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "$top" => Some(Self::Top),
            "$skiptoken" => Some(Self::SkipToken),
            "$select" => Some(Self::Select),
            "$expand" => Some(Self::Expand),
            "$orderby" => Some(Self::OrderBy),
            "$search" => Some(Self::Search),
            "$count" => Some(Self::Count),
            "$filter" => Some(Self::Filter),
            "$deltatoken" => Some(Self::DeltaToken),
            "search" => Some(Self::SiteSearch),
            "allowexternal" => Some(Self::AllowExternal),
            _ => None,
        }
    }
}

/// The options of a list of drive items.
pub(crate) const LIST: &[Name] = &[Name::Top, Name::SkipToken, Name::Select, Name::Expand, Name::OrderBy];
/// The options of one drive item.
pub(crate) const ITEM: &[Name] = &[Name::Select, Name::Expand];
/// The options of a plain entity.
pub(crate) const ENTITY: &[Name] = &[Name::Select];
/// The options of a list of sites.
pub(crate) const SITES: &[Name] = &[Name::Top, Name::SkipToken, Name::Select, Name::SiteSearch];
/// The options of a list of people.
pub(crate) const USERS: &[Name] =
    &[Name::Top, Name::SkipToken, Name::Select, Name::OrderBy, Name::Search, Name::Count];
/// The options of the members of a team or channel.
pub(crate) const MEMBERS: &[Name] = &[Name::Top, Name::SkipToken, Name::Select, Name::Filter];
/// The options of the members of a group.
pub(crate) const GROUP_MEMBERS: &[Name] = &[Name::Top, Name::SkipToken, Name::Select];
/// The options of changes to groups.
pub(crate) const DELTA: &[Name] = &[Name::Select, Name::Filter, Name::SkipToken, Name::DeltaToken];
/// The options of the list of shared items.
pub(crate) const SHARED: &[Name] = &[Name::AllowExternal];
/// The options of bytes: none.
pub(crate) const NONE: &[Name] = &[];

/// The options of one request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Options {
    /// Page size, at least one.
    pub(crate) top: Option<usize>,
    /// As it was sent; [`super::page`] reads it.
    pub(crate) skip_token: Option<String>,
    /// Names of members; empty for all that are given by default.
    pub(crate) select: Vec<String>,
    /// Expansions, each with its own `$select`.
    pub(crate) expand: Vec<Expansion>,
    /// Name of a member and direction.
    pub(crate) order_by: Option<Order>,
    /// As it was sent.
    pub(crate) search: Option<String>,
    /// As it was sent.
    pub(crate) filter: Option<String>,
    /// As it was sent.
    pub(crate) delta_token: Option<String>,
    /// Whether the length of the whole list is wanted.
    pub(crate) count: bool,
}

/// `thumbnails` or `thumbnails($select=small)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// What is given along.
    pub(crate) name: String,
    /// Which of its members.
    pub(crate) select: Vec<String>,
}

/// `name` or `name desc`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    /// The member to sort by.
    pub(crate) by: String,
    /// Ascending or not.
    pub(crate) direction: Direction,
}

/// Direction of an [`Order`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From the smallest.
    Ascending,
    /// From the largest.
    Descending,
}

impl Options {
    /// Reads a query string.
    ///
    /// # Errors
    /// 400 for an option that is unknown, sent twice, not among `allowed`, or without a proper value.
    pub(crate) fn parse(query: &str, allowed: &[Name]) -> Result<Self, Failure> {
        let mut options = Self::default();
        let mut seen = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let known = Name::parse(&name)
                .ok_or_else(|| Failure::bad_request(format!("Invalid query option: '{name}'.")))?;
            if !allowed.contains(&known) {
                return Err(Failure::invalid_request(format!("The query option '{name}' isn't supported.")));
            }
            if seen.contains(&known) {
                return Err(Failure::bad_request(format!(
                    "Query option '{name}' was specified more than once, but it must be specified at most once."
                )));
            }
            seen.push(known);
            options.set(known, &value)?;
        }
        Ok(options)
    }

    fn set(&mut self, name: Name, value: &str) -> Result<(), Failure> {
        match name {
            Name::Top => self.top = Some(positive(value)?),
            Name::SkipToken => self.skip_token = Some(value.to_owned()),
            Name::Select => self.select = names(value)?,
            Name::Expand => self.expand = expansions(value)?,
            Name::OrderBy => self.order_by = Some(order(value)?),
            Name::Search | Name::SiteSearch => self.search = Some(value.to_owned()),
            Name::Filter => self.filter = Some(value.to_owned()),
            Name::DeltaToken => self.delta_token = Some(value.to_owned()),
            Name::Count => self.count = truth(value)?,
            Name::AllowExternal => _ = truth(value)?,
        }
        Ok(())
    }

    /// The expansion of that name, when it was asked for.
    pub(crate) fn expansion(&self, name: &str) -> Option<&Expansion> {
        self.expand.iter().find(|expansion| expansion.name.eq_ignore_ascii_case(name))
    }
}

fn positive(value: &str) -> Result<usize, Failure> {
    value.parse().ok().filter(|number| *number > 0).ok_or_else(|| {
        Failure::bad_request(format!(
            "Invalid value '{value}' for $top query option found. The $top query option requires a positive integer value."
        ))
    })
}

fn truth(value: &str) -> Result<bool, Failure> {
    value
        .to_ascii_lowercase()
        .parse()
        .map_err(|_| Failure::bad_request(format!("Invalid value '{value}': true or false is expected.")))
}

fn names(value: &str) -> Result<Vec<String>, Failure> {
    let names: Vec<String> = value.split(',').map(|name| name.trim().to_owned()).collect();
    if names.iter().any(String::is_empty) {
        return Err(Failure::bad_request(
            "Parsing OData Select and Expand failed: a term of the list is empty.".to_owned(),
        ));
    }
    Ok(names)
}

fn expansions(value: &str) -> Result<Vec<Expansion>, Failure> {
    let mut list = Vec::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        let (term, after) = next_term(rest)?;
        list.push(expansion(term)?);
        rest = after.trim_start_matches(',').trim();
    }
    if list.is_empty() { Err(unclosed(value)) } else { Ok(list) }
}

/// The text up to the next comma outside of parentheses, and what follows it.
fn next_term(text: &str) -> Result<(&str, &str), Failure> {
    let mut depth = 0_usize;
    for (position, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1).ok_or_else(|| unclosed(text))?,
            ',' if depth == 0 => return Ok(text.split_at(position)),
            _ => {}
        }
    }
    if depth == 0 { Ok((text, "")) } else { Err(unclosed(text)) }
}

fn expansion(term: &str) -> Result<Expansion, Failure> {
    let Some((name, inner)) = term.split_once('(') else {
        return Ok(Expansion { name: term.trim().to_owned(), select: Vec::new() });
    };
    let inner = inner.trim().strip_suffix(')').ok_or_else(|| unclosed(term))?;
    let select = inner.trim().strip_prefix("$select=").ok_or_else(|| unclosed(term))?;
    Ok(Expansion { name: name.trim().to_owned(), select: names(select)? })
}

fn unclosed(text: &str) -> Failure {
    Failure::bad_request(format!(
        "Parsing OData Select and Expand failed: '{text}' isn't a valid expression."
    ))
}

fn order(value: &str) -> Result<Order, Failure> {
    let mut words = value.split_whitespace();
    let by = words.next().unwrap_or_default().to_owned();
    let direction = match words.next() {
        None | Some("asc") => Direction::Ascending,
        Some("desc") => Direction::Descending,
        Some(_) => return Err(bad_order(value)),
    };
    if by.is_empty() || words.next().is_some() {
        return Err(bad_order(value));
    }
    Ok(Order { by, direction })
}

fn bad_order(value: &str) -> Failure {
    Failure::bad_request(format!("Invalid $orderby clause: '{value}'."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_with_percent_encoding_and_any_case() {
        let options = Options::parse(
            "%24top=5&$Select=id,%20name&$expand=thumbnails($select=small,large)&$orderby=name%20desc",
            LIST,
        )
        .unwrap();
        assert_eq!(options.top, Some(5));
        assert_eq!(options.select, ["id", "name"]);
        assert_eq!(options.expansion("thumbnails").unwrap().select, ["small", "large"]);
        assert_eq!(options.order_by, Some(Order { by: "name".to_owned(), direction: Direction::Descending }));
    }

    #[test]
    fn what_graph_would_refuse_is_refused() {
        for query in [
            "$top=0",
            "$top=-1",
            "$top=ten",
            "$top=",
            "$top=1&$top=2",
            "$top=1&%24TOP=1",
            "$skip=5",
            "$filter=name%20eq%20'a'",
            "$count=true",
            "top=5",
            "$select=",
            "$select=id,,name",
            "$expand=",
            "$expand=thumbnails($select=small",
            "$expand=thumbnails)",
            "$expand=thumbnails($top=1)",
            "$orderby=",
            "$orderby=name sideways",
            "$orderby=name desc,url",
        ] {
            assert!(Options::parse(query, LIST).is_err(), "{query}");
        }
    }

    #[test]
    fn an_option_that_a_call_does_not_have_is_refused() {
        assert!(Options::parse("$top=5", ENTITY).is_err());
        assert!(Options::parse("$select=id", NONE).is_err());
        assert_eq!(Options::parse("", NONE).unwrap(), Options::default());
    }
}
