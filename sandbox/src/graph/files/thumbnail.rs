//! Thumbnails: the sizes of OneDrive for Business and their JSON.
//!
//! <https://learn.microsoft.com/graph/api/driveitem-list-thumbnails>

use serde_json::{Map, Value, json};

use super::drive::Item;
use super::file_type::Class;
use crate::graph::answer::Failure;
use crate::graph::content::link::Links;

/// A named size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// 96 pixels at the longest side.
    Small,
    /// 176 pixels.
    Medium,
    /// 800 pixels.
    Large,
}

impl Size {
    /// Every size.
    pub(crate) const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// The size's name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }

    /// The size of that name.
    ///
    /// # Errors
    /// 400 for a size that the sandbox does not draw (OneDrive also draws squares and custom sizes).
    pub(crate) fn parse(name: &str) -> Result<Self, Failure> {
        let known = Self::ALL.into_iter().find(|size| size.name().eq_ignore_ascii_case(name));
        known.ok_or_else(|| Failure::invalid_request(format!("The thumbnail size '{name}' isn't supported.")))
    }

    /// Width and height for an item: pages stand, pictures and films lie, three to four.
    pub(crate) fn pixels(self, item: &Item) -> (u32, u32) {
        let longest = match self {
            Self::Small => 96,
            Self::Medium => 176,
            Self::Large => 800,
        };
        match item.file_type().class {
            Class::Office | Class::Document => (longest * 3 / 4, longest),
            Class::Image | Class::Video | Class::Text | Class::Other => (longest, longest * 3 / 4),
        }
    }
}

/// The `thumbnails` of an item: one set, or none for items without pictures.
///
/// # Errors
/// 400 when `select` names a size that there is not.
pub(crate) fn sets(links: &Links<'_>, item: &Item, select: &[String]) -> Result<Value, Failure> {
    let sizes = if select.is_empty() {
        Size::ALL.to_vec()
    } else {
        select.iter().filter(|name| *name != "id").map(|name| Size::parse(name)).collect::<Result<_, _>>()?
    };
    if !item.has_thumbnails() {
        return Ok(json!([]));
    }
    let mut set = Map::from_iter([("id".to_owned(), json!("0"))]);
    for size in sizes {
        set.insert(size.name().to_owned(), one(links, item, size));
    }
    Ok(json!([set]))
}

/// One size.
pub(crate) fn one(links: &Links<'_>, item: &Item, size: Size) -> Value {
    let (width, height) = size.pixels(item);
    json!({ "height": height, "width": width, "url": links.thumbnail(item, size) })
}
