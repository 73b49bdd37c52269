//! OneDrive: the person's own drive and drives by id, their items, thumbnails, contents and search.

pub mod drive;
pub(crate) mod file_type;
mod reading;
mod search;
pub(crate) mod thumbnail;
mod view;

use axum::http::StatusCode;

use super::answer::{Answer, Failure};
use super::call::Context;
use super::content::link::Links;
use super::odata::{self, Name, Options};
use super::scope::{self, Need};
use crate::people::Circumstance;

use drive::{Drive, Item};
use reading::Reading;
use thumbnail::Size;
pub(crate) use view::object;

/// Items in a page unless `$top` says otherwise. <https://learn.microsoft.com/graph/api/driveitem-list-children>
pub const PAGE_SIZE: usize = 200;
/// A larger `$top` counts as this.
pub const PAGE_SIZE_MAX: usize = 1000;

/// A call about files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    which: Which,
    target: Target,
}

/// Whose drive.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Which {
    /// `/me/drive`
    Mine,
    /// `/drives/{id}`
    ById(String),
}

/// What of the drive.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Drive,
    Search(String),
    Item(ItemRef, Aspect),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum ItemRef {
    Root,
    ById(String),
}

/// What of the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aspect {
    Itself,
    Children,
    Content,
    Thumbnails,
    Thumbnail(Size),
    ThumbnailContent(Size),
}

/// Reads the decoded segments of a path below `/v1.0`; none when the path is not about files.
///
/// # Errors
/// 400 for a path that begins as one about files and leads nowhere.
pub(crate) fn locate(path: &[&str]) -> Option<Result<Call, Failure>> {
    let (which, rest) = match path {
        ["me", "drive", rest @ ..] => (Which::Mine, rest),
        ["drives", id, rest @ ..] => (Which::ById((*id).to_owned()), rest),
        _ => return None,
    };
    Some(target(rest).map(|target| Call { which, target }))
}

fn target(path: &[&str]) -> Result<Target, Failure> {
    match path {
        [] => Ok(Target::Drive),
        ["root", call] if call.starts_with("search(") => search::text(call).map(Target::Search),
        ["root", rest @ ..] => Ok(Target::Item(ItemRef::Root, aspect(rest)?)),
        ["items", id, rest @ ..] => Ok(Target::Item(ItemRef::ById((*id).to_owned()), aspect(rest)?)),
        [other, ..] => Err(Failure::unknown_segment(other)),
    }
}

fn aspect(path: &[&str]) -> Result<Aspect, Failure> {
    match path {
        [] => Ok(Aspect::Itself),
        ["children"] => Ok(Aspect::Children),
        ["content"] => Ok(Aspect::Content),
        ["thumbnails"] => Ok(Aspect::Thumbnails),
        ["thumbnails", "0", size] => Size::parse(size).map(Aspect::Thumbnail),
        ["thumbnails", "0", size, "content"] => Size::parse(size).map(Aspect::ThumbnailContent),
        ["thumbnails", ..] => Err(Failure::item_not_found()),
        [other, ..] => Err(Failure::unknown_segment(other)),
    }
}

impl Call {
    /// What a token must be good for.
    pub(crate) fn need(&self) -> Need {
        match (&self.target, &self.which) {
            (Target::Drive, Which::Mine) => Need::OwnDrive,
            (Target::Drive, Which::ById(_)) => Need::Drive,
            (Target::Item(_, Aspect::Itself), _) => Need::Item,
            (Target::Item(..) | Target::Search(_), _) => Need::Files,
        }
    }

    fn options(&self) -> &'static [Name] {
        match &self.target {
            Target::Drive | Target::Item(_, Aspect::Thumbnails | Aspect::Thumbnail(_)) => odata::ENTITY,
            Target::Item(_, Aspect::Itself) => odata::ITEM,
            Target::Item(_, Aspect::Children) | Target::Search(_) => odata::LIST,
            Target::Item(_, Aspect::Content | Aspect::ThumbnailContent(_)) => odata::NONE,
        }
    }

    /// Answers the call.
    ///
    /// # Errors
    /// What Graph refuses, in its order: the query, the drive, the item, the right to it.
    pub(crate) fn perform(&self, context: &Context<'_>) -> Result<Answer, Failure> {
        let options = Options::parse(context.query, self.options())?;
        let drives = context.world.graph.drives();
        let drive = self.drive(context, &drives)?;
        let links = Links { origin: &context.world.origins.content, drive, now: context.world.clock.now() };
        let reading = Reading { context, links, options: &options, address: self.address(context, drive) };
        match &self.target {
            Target::Drive => reading.drive(),
            Target::Search(text) => reading.search(text),
            Target::Item(reference, aspect) => {
                let id = match reference {
                    ItemRef::Root => drive.root_id(),
                    ItemRef::ById(id) => id,
                };
                let item = drive.item(id).ok_or_else(Failure::item_not_found)?;
                may_read(context, drive, Some(item))?;
                reading.item(item, *aspect)
            }
        }
    }

    fn drive<'a>(&self, context: &Context<'_>, drives: &'a [Drive]) -> Result<&'a Drive, Failure> {
        let of_tenant = |drive: &&Drive| drive.owner.tenant == context.caller.tid;
        match &self.which {
            Which::Mine => {
                let oid = context.oid()?;
                drives
                    .iter()
                    .filter(of_tenant)
                    .find(|drive| drive.owner.oid == oid)
                    .ok_or_else(Failure::no_drive)
            }
            Which::ById(id) => {
                let drive = drives.iter().filter(of_tenant).find(|drive| drive.id == *id);
                let drive = drive.ok_or_else(Failure::item_not_found)?;
                if !matches!(self.target, Target::Item(..)) {
                    may_read(context, drive, None)?;
                }
                Ok(drive)
            }
        }
    }

    /// How `@odata.context` names the resource.
    fn address(&self, context: &Context<'_>, drive: &Drive) -> String {
        match &self.which {
            Which::Mine => format!("users('{}')/drive", context.caller.oid.as_deref().unwrap_or_default()),
            Which::ById(_) => format!("drives('{}')", drive.id.replace('!', "%21")),
        }
    }
}

/// Whether the caller may read `item` (or the drive as such): their own, or shared with the organization as it is or
/// through a folder above it, given a token that reaches beyond the person's own files.
fn may_read(context: &Context<'_>, drive: &Drive, item: Option<&Item>) -> Result<(), Failure> {
    let oid = context.oid()?;
    if drive.owner.oid == oid {
        return Ok(());
    }
    // Links for the organization do not open for its guests, who get 401 instead of 403 and no challenge:
    // https://github.com/microsoftgraph/microsoft-graph-docs/issues/8681
    let is_guest = context.world.directory.person(oid).is_some_and(|person| person.has(Circumstance::Guest));
    if is_guest {
        return Err(Failure { status: StatusCode::UNAUTHORIZED, ..Failure::access_denied() });
    }
    let mut above = item;
    while let Some(step) = above {
        if step.shared && scope::reaches_beyond_own_files(&context.caller.scp) {
            return Ok(());
        }
        above = step.parent.as_ref().and_then(|parent| drive.item(parent));
    }
    Err(Failure::access_denied())
}
