//! What a permitted request to a drive is answered with: the drive, an item, its thumbnails, or a page of a list.

use std::sync::Arc;

use axum::http::{HeaderMap, header};
use serde_json::{Value, json};

use super::drive::{Drive, Item, Kind};
use super::grant::To;
use super::thumbnail;
use super::view::{self, Thumbnails, View, object};
use super::{Aspect, PAGE_SIZE, PAGE_SIZE_MAX, permissions, remote, search};
use crate::faults::FaultKind;
use crate::graph::answer::{Answer, Failure};
use crate::graph::call::Context;
use crate::graph::content::link::Links;
use crate::graph::odata::{Direction, Options};
use crate::graph::page::{self, Page, Place};
use crate::graph::profile;

/// One permitted request to a drive.
pub(super) struct Reading<'a> {
    /// Who calls, and how.
    pub(super) context: &'a Context<'a>,
    /// The drive and its addresses.
    pub(super) links: Links<'a>,
    /// What was asked for.
    pub(super) options: &'a Options,
    /// How `@odata.context` names the drive.
    pub(super) address: String,
    /// Every drive, for shortcuts.
    pub(super) drives: &'a [Arc<Drive>],
}

impl Reading<'_> {
    fn odata_context(&self, rest: &str) -> Value {
        let select = &self.options.select;
        let select = if select.is_empty() { String::new() } else { format!("({})", select.join(",")) };
        let rest = rest.replacen("{select}", &select, 1);
        json!(format!("{}/v1.0/$metadata#{}{rest}", self.context.world.origins.graph, self.address))
    }

    pub(super) fn drive(&self) -> Result<Answer, Failure> {
        let mut members = view::drive(&self.links);
        profile::keep_selected(&mut members, &self.options.select, "microsoft.graph.drive")?;
        members.insert("@odata.context".to_owned(), self.odata_context("{select}/$entity"));
        Ok(Answer::Json(Value::Object(members)))
    }

    pub(super) fn item(&self, item: &Item, aspect: Aspect) -> Result<Answer, Failure> {
        match aspect {
            Aspect::Itself => self.itself(item),
            Aspect::Children => self.children(item),
            Aspect::Permissions => self.permissions(item),
            Aspect::Content if item.kind == Kind::File => Ok(Answer::Found(self.links.download(item))),
            Aspect::Content => Err(Failure::invalid_request("You cannot get content for a folder.")),
            Aspect::Thumbnails => {
                let sets = match self.thumbnails() {
                    Thumbnails::AsAsked => thumbnail::sets(&self.links, item, &self.options.select)?,
                    Thumbnails::Missing => json!([]),
                };
                let place = format!("/items('{}')/thumbnails{{select}}", item.id);
                Ok(Answer::Json(json!({ "@odata.context": self.odata_context(&place), "value": sets })))
            }
            Aspect::Thumbnail(_) | Aspect::ThumbnailContent(_)
                if !item.has_thumbnails() || self.thumbnails() == Thumbnails::Missing =>
            {
                Err(Failure::item_not_found())
            }
            Aspect::Thumbnail(size) => Ok(Answer::Json(thumbnail::one(&self.links, item, size))),
            Aspect::ThumbnailContent(size) => Ok(Answer::Found(self.links.thumbnail(item, size))),
        }
    }

    /// <https://learn.microsoft.com/graph/api/driveitem-get>
    fn itself(&self, item: &Item) -> Result<Answer, Failure> {
        View::check(self.options)?;
        if is_current(self.context.headers, item) {
            return Ok(Answer::NotModified);
        }
        let mut members = object(self.view().item(item)?);
        let place = if item.parent.is_none() { "/root{select}/$entity" } else { "/items{select}/$entity" };
        members.insert("@odata.context".to_owned(), self.odata_context(place));
        Ok(Answer::Json(Value::Object(members)))
    }

    fn children(&self, folder: &Item) -> Result<Answer, Failure> {
        let place = if folder.parent.is_none() {
            "/root/children{select}".to_owned()
        } else {
            format!("/items('{}')/children{{select}}", folder.id)
        };
        self.list(self.links.drive.children(folder).collect(), &place)
    }

    pub(super) fn search(&self, text: &str) -> Result<Answer, Failure> {
        let drive = self.links.drive;
        let found = drive.all().filter(|item| search::matches(&item.name, text)).collect();
        let mut answer = self.list(found, "/root/search{select}")?;
        if let Answer::Json(list) = &mut answer {
            search::reduce(list);
        }
        Ok(answer)
    }

    /// Who may open the item. <https://learn.microsoft.com/graph/api/driveitem-list-permissions>
    fn permissions(&self, item: &Item) -> Result<Answer, Failure> {
        let value = permissions::of(self.context, &self.links, item, &self.options.select)?;
        let place = format!("/items('{}')/permissions{{select}}", item.id);
        Ok(Answer::Json(json!({ "@odata.context": self.odata_context(&place), "value": value })))
    }

    /// Of all that others opened to the person, one item at most, and no next page: the service has been withdrawn so far.
    /// <https://learn.microsoft.com/graph/api/drive-sharedwithme>,
    /// <https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/3040>
    pub(super) fn shared_with_me(&self) -> Result<Answer, Failure> {
        let to = To::Person(self.context.oid()?.to_owned());
        let of_others = self.drives.iter().filter(|drive| {
            drive.owner().is_some_and(|owner| owner.tenant == self.context.caller.tid)
                && drive.id != self.links.drive.id
        });
        let mut shared = of_others.flat_map(|drive| drive.all().map(move |item| (drive, item)));
        let first = shared.find(|(_, item)| item.grants.iter().any(|grant| grant.to == to));
        let shown = first.map(|(drive, item)| remote::shared(&Links { drive, ..self.links }, item));
        let value: Vec<Value> = shown.into_iter().collect();
        let context = format!("{}/v1.0/$metadata#Collection(driveItem)", self.context.world.origins.graph);
        Ok(Answer::Json(json!({ "@odata.context": context, "value": value })))
    }

    /// One page of items. <https://learn.microsoft.com/graph/api/driveitem-list-children>
    fn list(&self, mut items: Vec<&Item>, place: &str) -> Result<Answer, Failure> {
        View::check(self.options)?;
        let sort = self.sort()?;
        items.sort_by_cached_key(|item| sort.place(&self.links, item));
        if sort.direction == Direction::Descending {
            items.reverse();
        }
        let size = self.options.top.unwrap_or(PAGE_SIZE).min(PAGE_SIZE_MAX);
        let token = self.options.skip_token.as_deref();
        let page = page::cut(items, sort.direction, size, token, |item| sort.place(&self.links, item))?;
        let Page { entries, next } = self.spoiled(page, sort.direction);
        let view = self.view();
        let value: Vec<Value> = entries.into_iter().map(|item| view.item(item)).collect::<Result<_, _>>()?;
        let mut list = object(json!({ "@odata.context": self.odata_context(place), "value": value }));
        if let Some(link) = self.next_link(next) {
            list.insert("@odata.nextLink".to_owned(), json!(link));
        }
        Ok(Answer::Json(Value::Object(list)))
    }

    /// A page without items that goes on where this one began, when that fault is on.
    fn spoiled<'a>(&self, page: Page<&'a Item>, direction: Direction) -> Page<&'a Item> {
        if !self.context.strikes(&FaultKind::EmptyPage) {
            return page;
        }
        let again = self.options.skip_token.clone().unwrap_or_else(|| Place::before_all(direction).token());
        Page { entries: Vec::new(), next: Some(again) }
    }

    fn next_link(&self, token: Option<String>) -> Option<String> {
        let foreign = |kind: &FaultKind| {
            if let FaultKind::ForeignNextLink { url } = kind { Some(url.clone()) } else { None }
        };
        if let Some(url) = self.context.take_fault("foreign_next_link", foreign) {
            return Some(url);
        }
        let Context { world, path, query, .. } = self.context;
        token.map(|token| page::link(&world.origins.graph, path, query, &token))
    }

    fn sort(&self) -> Result<Sort, Failure> {
        let Some(order) = &self.options.order_by else {
            return Ok(Sort { by: Key::Name, direction: Direction::Ascending });
        };
        let by = match order.by.to_ascii_lowercase().as_str() {
            "name" => Key::Name,
            "url" => Key::Url,
            // OneDrive for Business sorts by nothing else:
            // https://learn.microsoft.com/onedrive/developer/rest-api/concepts/optional-query-parameters
            _ => return Err(Failure::invalid_request(format!("Sorting on '{}' isn't supported.", order.by))),
        };
        Ok(Sort { by, direction: order.direction })
    }

    fn view(&self) -> View<'_> {
        let thumbnails = match self.options.expansion("thumbnails") {
            Some(_) => self.thumbnails(),
            None => Thumbnails::AsAsked,
        };
        View { links: self.links, options: self.options, thumbnails, drives: self.drives }
    }

    fn thumbnails(&self) -> Thumbnails {
        if self.context.strikes(&FaultKind::NoThumbnails) { Thumbnails::Missing } else { Thumbnails::AsAsked }
    }
}

/// What a list is sorted by.
struct Sort {
    by: Key,
    direction: Direction,
}

enum Key {
    Name,
    Url,
}

impl Sort {
    fn place(&self, links: &Links<'_>, item: &Item) -> Place {
        let text = match self.by {
            Key::Name => item.name.to_lowercase(),
            Key::Url => links.plain(item).to_lowercase(),
        };
        Place { text, id: item.id.clone() }
    }
}

/// `if-none-match` with the item's `eTag` or `cTag`.
fn is_current(headers: &HeaderMap, item: &Item) -> bool {
    let tags = [Some(item.e_tag()), item.c_tag()];
    let asked = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    asked.is_some_and(|asked| tags.iter().flatten().any(|tag| asked.trim() == tag))
}
