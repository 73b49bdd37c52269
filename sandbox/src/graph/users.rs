//! The people of the organization, for picking a colleague.
//!
//! <https://learn.microsoft.com/graph/api/user-list>, <https://learn.microsoft.com/graph/search-query-parameter>

use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::answer::{Answer, Failure};
use super::call::Context;
use super::listing::{self, Listing};
use super::odata::{self, Options};
use super::profile;
use super::scope::Need;
use crate::people::Person;

const LISTING: Listing<'_> =
    Listing { address: "users", kind: "microsoft.graph.user", page_size: 100, page_size_max: 999 };
/// Members that `$search` looks into.
const SEARCHABLE: [&str; 5] = ["displayName", "givenName", "surname", "mail", "userPrincipalName"];
/// What others of the organization show to a token that reads basic profiles only; the rest comes as null.
/// <https://learn.microsoft.com/graph/permissions-reference>
const BASIC: [&str; 7] =
    ["id", "displayName", "givenName", "surname", "mail", "userPrincipalName", "businessPhones"];
/// Scopes that read whole profiles.
const WHOLE: [&str; 4] =
    ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];

/// A call about people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Call {
    /// `/users`
    All,
    /// `/users/{id}`, by object id or sign-in name.
    One(String),
}

/// Reads the decoded segments of a path below `/v1.0`; none when the path is not about people.
pub(crate) fn locate(path: &[&str]) -> Option<Call> {
    match path {
        ["users"] => Some(Call::All),
        ["users", id] => Some(Call::One((*id).to_owned())),
        _ => None,
    }
}

impl Call {
    /// What a token must be good for.
    pub(crate) fn need(&self) -> Need {
        match self {
            Self::All => Need::Users,
            Self::One(_) => Need::User,
        }
    }

    /// Answers the call.
    ///
    /// # Errors
    /// 400 for the query, 404 for a stranger, 403 for others with a token that reads the caller's own profile only.
    pub(crate) fn perform(&self, context: &Context<'_>) -> Result<Answer, Failure> {
        match self {
            Self::All => all(context),
            Self::One(id) => one(context, id),
        }
    }
}

fn all(context: &Context<'_>) -> Result<Answer, Failure> {
    let options = Options::parse(context.query, odata::USERS)?;
    if let Some(order) = &options.order_by
        && !order.by.eq_ignore_ascii_case("displayName")
    {
        return Err(unsupported(format!("Sorting by '{}' is not supported.", order.by)));
    }
    let is_eventual = context
        .headers
        .get("consistencylevel")
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"eventual"));
    if options.search.is_some() && !is_eventual {
        let message = "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'";
        return Err(unsupported(message));
    }
    let words = options.search.as_deref().map(Words::parse).transpose()?;
    let mut entries = Vec::new();
    for person in context.world.directory.people() {
        let Some(members) = seen(context, person) else { continue };
        if words.as_ref().is_none_or(|words| words.are_in(&members)) {
            entries.push(shown(context, &options, members));
        }
    }
    // Without the header, the directory counts nothing.
    let options = Options { count: options.count && is_eventual, ..options };
    LISTING.answer(context, &options, entries)
}

fn one(context: &Context<'_>, id: &str) -> Result<Answer, Failure> {
    let options = Options::parse(context.query, odata::ENTITY)?;
    let directory = &context.world.directory;
    let person = directory.person(id).or_else(|| directory.person_by_upn(id));
    let members = person.and_then(|person| seen(context, person)).ok_or_else(|| profile::not_there(id))?;
    let is_oneself = members.get("id").and_then(Value::as_str) == context.caller.oid.as_deref();
    let reads_others = context.caller.scp.iter().any(|scope| !scope.eq_ignore_ascii_case("User.Read"))
        && Need::Users.check(&context.caller.scp).is_ok();
    if !is_oneself && !reads_others {
        return Err(Failure::insufficient_privileges());
    }
    let members = shown(context, &options, members);
    listing::entity(context, &options, ("users", LISTING.kind), members)
}

/// A person as the caller's organization knows them; none for a stranger.
fn seen(context: &Context<'_>, person: &'static Person) -> Option<Map<String, Value>> {
    let directory = &context.world.directory;
    let account = directory.account_in(person, directory.tenant(&context.caller.tid)?)?;
    Some(profile::members(context, person, account.oid))
}

/// Without the members that were not asked for, and null for those that the token does not read.
fn shown(context: &Context<'_>, options: &Options, mut members: Map<String, Value>) -> Map<String, Value> {
    members.remove("mySite");
    let reads_whole = context.caller.scp.iter().any(|scope| WHOLE.contains(&scope.as_str()));
    if !reads_whole {
        let hidden = members.iter_mut().filter(|(name, _)| !BASIC.contains(&name.as_str()));
        hidden.for_each(|(_, value)| *value = Value::Null);
    }
    if options.select.is_empty() {
        members.retain(|name, _| !profile::ON_REQUEST.contains(&name.as_str()));
    }
    members
}

fn unsupported(message: impl Into<String>) -> Failure {
    Failure::new(StatusCode::BAD_REQUEST, "Request_UnsupportedQuery", message)
}

/// `"displayName:ada" OR "mail:ada"`: any of these groups, of which each is all of its clauses.
struct Words(Vec<Vec<(String, String)>>);

impl Words {
    fn parse(text: &str) -> Result<Self, Failure> {
        let groups = text.split(" OR ").map(|group| group.split(" AND ").map(clause).collect());
        groups.collect::<Result<_, _>>().map(Self)
    }

    fn are_in(&self, members: &Map<String, Value>) -> bool {
        self.0.iter().any(|group| group.iter().all(|(member, text)| begins_a_word(members, member, text)))
    }
}

fn clause(text: &str) -> Result<(String, String), Failure> {
    let malformed = || Failure::bad_request(format!("Syntax error: '{text}' is not a valid search clause."));
    let quoted = text.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let (member, text) = quoted.and_then(|quoted| quoted.split_once(':')).ok_or_else(malformed)?;
    if !SEARCHABLE.contains(&member) {
        return Err(unsupported(format!("Unsupported or invalid search property '{member}'.")));
    }
    Ok((member.to_owned(), text.to_lowercase()))
}

/// Whether every word of `text` begins a word of the member.
fn begins_a_word(members: &Map<String, Value>, member: &str, text: &str) -> bool {
    let value = members.get(member).and_then(Value::as_str).unwrap_or_default().to_lowercase();
    let words: Vec<&str> = value.split(|character: char| !character.is_alphanumeric()).collect();
    let mut wanted = text.split(|character: char| !character.is_alphanumeric());
    wanted.all(|wanted| words.iter().any(|word| word.starts_with(wanted)))
}
