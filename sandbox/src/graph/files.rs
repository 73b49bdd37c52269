//! OneDrive: the person's own drive and drives by id, their items, thumbnails, contents and search.

pub(crate) mod access;
pub mod drive;
pub(crate) mod file_type;
pub mod grant;
pub mod home;
mod permissions;
mod reading;
mod remote;
mod search;
pub(crate) mod thumbnail;
mod view;

use std::sync::Arc;

use serde_json::Value;

use super::answer::{Answer, Failure};
use super::call::Context;
use super::content::link::Links;
use super::odata::{self, Name, Options};
use super::scope::Need;
use super::sites;

use access::Wish;
use drive::{Drive, Item};
use reading::Reading;
use thumbnail::Size;
use view::{Thumbnails, View};
pub(crate) use view::{drive as drive_members, identity, object, owner, sharepoint_ids};

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
    /// `/sites/{id}/drive`
    OfSite(String),
}

/// What of the drive.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Drive,
    Search(String),
    SharedWithMe,
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
    Permissions,
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
        ["drives" | "sites", .., "sharedWithMe"] => {
            return Some(Err(Failure::unknown_segment("sharedWithMe")));
        }
        ["drives", id, rest @ ..] => (Which::ById((*id).to_owned()), rest),
        ["sites", id, "drive", rest @ ..] => (Which::OfSite((*id).to_owned()), rest),
        _ => return None,
    };
    Some(target(rest).map(|target| Call { which, target }))
}

fn target(path: &[&str]) -> Result<Target, Failure> {
    match path {
        [] => Ok(Target::Drive),
        ["sharedWithMe"] => Ok(Target::SharedWithMe),
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
        ["permissions"] => Ok(Aspect::Permissions),
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
            (Target::Drive, Which::ById(_) | Which::OfSite(_)) => Need::Drive,
            (Target::SharedWithMe, _) => Need::SharedWithMe,
            (Target::Item(_, Aspect::Itself), _) => Need::Item,
            (Target::Item(..) | Target::Search(_), _) => Need::Files,
        }
    }

    fn options(&self) -> &'static [Name] {
        match &self.target {
            Target::Drive
            | Target::Item(_, Aspect::Permissions | Aspect::Thumbnails | Aspect::Thumbnail(_)) => {
                odata::ENTITY
            }
            Target::SharedWithMe => odata::SHARED,
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
        let address = self.address(context, drive);
        let reading = Reading { context, links, options: &options, address, drives: &drives };
        match &self.target {
            Target::Drive => reading.drive(),
            Target::Search(text) => reading.search(text),
            Target::SharedWithMe => reading.shared_with_me(),
            Target::Item(reference, aspect) => {
                let id = match reference {
                    ItemRef::Root => drive.root_id(),
                    ItemRef::ById(id) => id,
                };
                let item = drive.item(id).ok_or_else(Failure::item_not_found)?;
                let wish = if *aspect == Aspect::Itself { Wish::One } else { Wish::More };
                access::check(context, drive, Some(item), wish)?;
                reading.item(item, *aspect)
            }
        }
    }

    fn drive<'a>(&self, context: &Context<'_>, drives: &'a [Arc<Drive>]) -> Result<&'a Drive, Failure> {
        match &self.which {
            Which::Mine => own(context, drives),
            Which::ById(id) => {
                let drive = by_id(context, drives, id)?;
                if !matches!(self.target, Target::Item(..)) {
                    access::check(context, drive, None, Wish::More)?;
                }
                Ok(drive)
            }
            Which::OfSite(id) => {
                let drive = sites::default_library(context, drives, id)?;
                if matches!(self.target, Target::Search(_)) {
                    access::check(context, drive, None, Wish::More)?;
                }
                Ok(drive)
            }
        }
    }

    /// How `@odata.context` names the resource.
    fn address(&self, context: &Context<'_>, drive: &Drive) -> String {
        match &self.which {
            Which::Mine => format!("users('{}')/drive", context.caller.oid.as_deref().unwrap_or_default()),
            Which::ById(_) | Which::OfSite(_) => format!("drives('{}')", drive.id.replace('!', "%21")),
        }
    }
}

/// The caller's own drive.
///
/// # Errors
/// 404 for people without one.
pub(crate) fn own<'a>(context: &Context<'_>, drives: &'a [Arc<Drive>]) -> Result<&'a Drive, Failure> {
    let oid = context.oid()?;
    let is_own = |drive: &&Drive| {
        drive.owner().is_some_and(|owner| owner.oid == oid && owner.tenant == context.caller.tid)
    };
    drives.iter().map(Arc::as_ref).find(is_own).ok_or_else(Failure::no_drive)
}

/// The drive of that id in the caller's organization.
///
/// # Errors
/// 404 for one that is not there.
pub(crate) fn by_id<'a>(
    context: &Context<'_>,
    drives: &'a [Arc<Drive>],
    id: &str,
) -> Result<&'a Drive, Failure> {
    let is_it = |drive: &&Drive| drive.id == id && drive.home.tenant() == context.caller.tid;
    drives.iter().map(Arc::as_ref).find(is_it).ok_or_else(Failure::item_not_found)
}

/// An item as the answer to a request that named it otherwise than by its drive and id.
///
/// # Errors
/// 400 for what the request asks for and items do not have.
pub(crate) fn read_item(
    context: &Context<'_>,
    options: &Options,
    links: Links<'_>,
    drives: &[Arc<Drive>],
    item: &Item,
) -> Result<Answer, Failure> {
    let address = format!("drives('{}')", links.drive.id.replace('!', "%21"));
    Reading { context, links, options, address, drives }.item(item, Aspect::Itself)
}

/// An item as it is shown by default.
///
/// # Errors
/// None by default: only what a request asks for besides can be refused.
pub(crate) fn view_item(links: Links<'_>, drives: &[Arc<Drive>], item: &Item) -> Result<Value, Failure> {
    let view = View { links, options: &Options::default(), thumbnails: Thumbnails::AsAsked, drives };
    view.item(item)
}
