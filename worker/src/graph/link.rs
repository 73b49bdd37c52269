//! Whether a link that Graph gave leads to more of the same list (S3-11).
//!
//! The link is opaque and followed as it is, because Graph may keep its position in any part of it. Its path is only
//! compared. Besides the row's own path Graph is known to answer with the resource spelled another way: the drive by its
//! id or by its owner (`/drives/{id}/…`, `/users('{id}')/drive/…`), keys in parentheses (`items('{id}')`), the root as an
//! item, and the function with its namespace (`microsoft.graph.search(q='…')`). Anything else is refused.
//! <https://learn.microsoft.com/graph/paging>

use contract::operations::{Operation, PathIds, Segment};
use percent_encoding::percent_decode_str;

/// Longest key in a link's path. Drive ids of SharePoint have 66 characters.
const KEY_MAX: usize = 200;

/// Whether `path`, everything below `/v1.0/`, lists what `operation` lists.
pub(super) fn continues(operation: &Operation, path: &str) -> bool {
    let Some(steps) = path.split('/').map(decoded).collect::<Option<Vec<String>>>() else { return false };
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let below_drive = match operation.path {
        [Segment::Literal("me"), Segment::Literal("drive"), rest @ ..]
        | [Segment::Literal("drives"), Segment::Drive, rest @ ..] => Some(rest),
        _ => None,
    };
    match (below_drive, drive_relative(&steps)) {
        (Some(template), Some(steps)) => same(template, steps),
        (None, None) => exact(operation.path, &steps),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// Whether the steps are those of a template that lies in no drive.
fn exact(template: &[Segment], steps: &[&str]) -> bool {
    let fits = |(segment, step): (&Segment, &&str)| PathIds::default().with(*segment, step).is_some();
    template.len() == steps.len() && template.iter().zip(steps).all(fits)
}

/// Each step is decoded once. What would be read as structure after that is refused; only a function's text may hold it.
fn decoded(step: &str) -> Option<String> {
    let text = percent_decode_str(step).decode_utf8().ok()?.into_owned();
    let plain = !text.is_empty() && text != "." && text != ".." && !text.contains(['/', '\\', '%', ';']);
    (plain || function_text(&text).is_some()).then_some(text)
}

/// The steps below the drive, if the path begins with a drive.
fn drive_relative<'a>(steps: &'a [&'a str]) -> Option<&'a [&'a str]> {
    match steps {
        ["me", "drive", rest @ ..] => Some(rest),
        ["users", id, "drive", rest @ ..] | ["drives", id, rest @ ..] if is_key(id) => Some(rest),
        [named, "drive", rest @ ..] if key_of(named, "users") => Some(rest),
        [named, rest @ ..] if key_of(named, "drives") => Some(rest),
        _ => None,
    }
}

/// Whether the steps below the drive are those of the template.
fn same(template: &[Segment], steps: &[&str]) -> bool {
    match (template, steps) {
        ([], []) => true,
        ([Segment::Literal("items"), Segment::Item, template @ ..], ["items", id, steps @ ..])
            if is_key(id) =>
        {
            same(template, steps)
        }
        (
            [Segment::Literal("root"), template @ ..]
            | [Segment::Literal("items"), Segment::Item, template @ ..],
            [named, steps @ ..],
        ) if key_of(named, "items") => same(template, steps),
        ([Segment::Literal("root"), template @ ..], ["items", id, steps @ ..]) if is_key(id) => {
            same(template, steps)
        }
        ([Segment::Literal(text), template @ ..], [step, steps @ ..]) if text == step => {
            same(template, steps)
        }
        ([Segment::TextFunction(name)], [step]) => {
            function_text(step).is_some_and(|(found, _)| found == *name)
        }
        _ => false,
    }
}

/// Whether the step is `name('key')`.
fn key_of(step: &str, name: &str) -> bool {
    let quoted = step.strip_prefix(name).and_then(|rest| rest.strip_prefix("('")?.strip_suffix("')"));
    quoted.is_some_and(is_key)
}

/// Ids of people, drives and items: no path syntax in any of them.
fn is_key(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"!_-.@".contains(&b);
    (1..=KEY_MAX).contains(&text.len()) && text.bytes().all(allowed)
}

/// Name and text of `name(q='text')`, with or without the namespace.
fn function_text(step: &str) -> Option<(&str, &str)> {
    let (name, rest) = step.split_once("(q='")?;
    let name = name.strip_prefix("microsoft.graph.").unwrap_or(name);
    let shaped = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic());
    let text = rest.strip_suffix("')").filter(|text| !text.replace("''", "").contains('\''))?;
    shaped.then_some((name, text))
}

#[cfg(test)]
mod tests {
    use contract::operations::{OperationId, TABLE, operation};

    use super::*;

    fn leads(id: OperationId, path: &str) -> bool {
        continues(operation(id).unwrap(), path)
    }

    #[test]
    fn s3_11_the_known_spellings_of_a_list_continue_it() {
        use OperationId::{MyDriveSearch, MyItemChildren, MyRootChildren};
        let known = [
            (MyRootChildren, "me/drive/root/children"),
            (MyRootChildren, "users('00000000-0000-4000-a000-000000000001')/drive/root/children"),
            (MyRootChildren, "users/ada@contoso.example/drive/root/children"),
            (MyRootChildren, "drives/b!t18F8y-_x/root/children"),
            (MyRootChildren, "drives('b%21t18F8y')/root/children"),
            (MyRootChildren, "drives('me')/items('root')/children"),
            (MyRootChildren, "me/drive/items/01ROOT/children"),
            (MyItemChildren, "me/drive/items/01ABC/children"),
            (MyItemChildren, "drives('b!x')/items('01ABC%217')/children"),
            (MyDriveSearch, "me/drive/root/search(q='a')"),
            (MyDriveSearch, "me/drive/root/microsoft.graph.search(q='100%25%2F''x''')"),
            (MyDriveSearch, "drives/b!x/root/search(q=%27%E6%97%A5%27)"),
        ];
        for (id, path) in known {
            assert!(leads(id, path), "{path}");
        }
    }

    #[test]
    fn s3_11_another_list_does_not_continue_this_one() {
        use OperationId::{Me, MyDriveSearch, MyItem, MyItemChildren, MyRootChildren};
        let other = [
            (MyRootChildren, "me/messages"),
            (MyRootChildren, "me/drive/root/search(q='a')"),
            (MyRootChildren, "me/drive/root/children/x"),
            (MyRootChildren, "me/drive/root"),
            (MyRootChildren, "me/drive/root/children/"),
            (MyRootChildren, "me//drive/root/children"),
            (MyRootChildren, "users/drive/root/children"),
            (MyRootChildren, "users('a')('b')/drive/root/children"),
            (MyRootChildren, "drives/a%2Fb/root/children"),
            (MyRootChildren, "drives/%252e%252e/root/children"),
            (MyRootChildren, "groups/x/drive/root/children"),
            (MyItemChildren, "me/drive/root/children"),
            (MyItemChildren, "me/drive/items/01ABC/permissions"),
            (MyItemChildren, "me/drive/items('a/b')/children"),
            (MyDriveSearch, "me/drive/root/delta(q='a')"),
            (MyDriveSearch, "me/drive/root/search(q='a')/permissions"),
            (MyDriveSearch, "me/drive/root/search(q='a'b')"),
            (MyItem, "me/drive/root/children"),
            (Me, "me/drive/root/children"),
            (MyItem, "me"),
        ];
        for (id, path) in other {
            assert!(!leads(id, path), "{path}");
        }
        assert!(TABLE.iter().all(|row| !continues(row, "")));
    }

    #[test]
    fn s3_11_lists_that_lie_in_no_drive_continue_at_their_own_path() {
        use OperationId::{DriveItemChildren, JoinedTeams, SiteSearch, TeamChannels, UserSearch};
        let team = "00000000-0000-4000-a000-000000000001";
        let channels = format!("teams/{team}/channels");
        let cases = [
            (SiteSearch, "sites", true),
            (SiteSearch, "sites/root", false),
            (JoinedTeams, "me/joinedTeams", true),
            (JoinedTeams, "me/memberOf", false),
            (TeamChannels, &channels, true),
            (TeamChannels, "teams/x/channels", false),
            (UserSearch, "users", true),
            (UserSearch, "users/x", false),
            (DriveItemChildren, "drives/b!x/items/01A/children", true),
            (DriveItemChildren, "drives('b%21x')/items('01A')/children", true),
            (DriveItemChildren, "me/drive/root/search(q='a')", false),
        ];
        for (id, path, expected) in cases {
            assert_eq!(leads(id, path), expected, "{path}");
        }
    }
}
