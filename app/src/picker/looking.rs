//! Where the picker is, what has come, and what is chosen.

use contract::ids::TeamId;
use contract::picker::{Picked, PickerOptions, Place};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::entry::{Entry, FileType, Filter};
use super::location::{Allowed, Location, Shape};
use super::selection::{Choice, Selection};
use super::window::Layout;
use crate::api::cancel::Cancel;
use crate::model::paged::{Paged, Stage, Ticket};
use crate::model::source::Order;
use crate::pages::visit::Visit;
use crate::parts::PickerAsked;
use crate::text::picker as text;

/// A step of the way to where the picker is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// What it is called.
    pub(super) name: String,
    /// What it leads to.
    pub(super) location: Location,
}

/// The picker at work.
#[derive(Clone, Copy)]
pub(super) struct Looking {
    pub(super) asked: StoredValue<PickerAsked>,
    pub(super) allowed: StoredValue<Allowed>,
    filter: StoredValue<Filter>,
    /// The way, the present location last.
    pub(super) way: RwSignal<Vec<Step>>,
    /// What has come of it.
    pub(super) list: RwSignal<Paged<Entry, String>>,
    pub(super) order: RwSignal<Order>,
    /// Whether the person wants an order where Microsoft keeps none.
    sorted: RwSignal<bool>,
    pub(super) layout: RwSignal<Layout>,
    pub(super) selection: RwSignal<Selection>,
    /// The entry that keys act on.
    pub(super) active: RwSignal<usize>,
    cancel: StoredValue<Cancel, LocalStorage>,
    /// What is read out.
    status: RwSignal<String>,
}

impl Looking {
    /// Opens where the options say; at the person's own files, if that place is not allowed.
    pub(super) fn open(asked: PickerAsked, allowed: Allowed) -> Self {
        let PickerOptions { multiple, kinds, extensions, start, .. } = asked.options.clone();
        let extensions = extensions.iter().map(|extension| extension.to_lowercase()).collect();
        let start = if allowed.missing(start).is_none() { start } else { Place::MyFiles };
        let looking = Self {
            asked: StoredValue::new(asked),
            allowed: StoredValue::new(allowed),
            filter: StoredValue::new(Filter { kinds, extensions, file_type: FileType::Any }),
            way: RwSignal::new(Vec::new()),
            list: RwSignal::new(Paged::default()),
            order: RwSignal::new(Order::default()),
            sorted: RwSignal::new(false),
            layout: RwSignal::new(Layout::List),
            selection: RwSignal::new(Selection::new(multiple)),
            active: RwSignal::new(0),
            cancel: StoredValue::new_local(Cancel::new()),
            status: expect_context::<Visit>().status,
        };
        looking.go(text::place(start).to_owned(), Location::Place(start), true);
        looking
    }

    /// The place that the way began at.
    pub(super) fn place(self) -> Option<Place> {
        self.way.with(|way| match way.first()?.location {
            Location::Place(place) => Some(place),
            Location::Folder(..)
            | Location::Library(_)
            | Location::Site(_)
            | Location::Team(_)
            | Location::Channel(..)
            | Location::FoundSites(_)
            | Location::Found(_)
            | Location::Pasted(_) => None,
        })
    }

    /// Looks there: from the start, or one step further.
    pub(super) fn go(self, name: String, location: Location, anew: bool) {
        self.way.update(|way| {
            if anew {
                way.clear();
            }
            way.push(Step { name, location });
        });
        self.start();
    }

    /// Goes back to a step of the way.
    pub(super) fn back_to(self, at: usize) {
        self.way.update(|way| way.truncate(at + 1));
        self.start();
    }

    /// One step back, if there is one.
    pub(super) fn up(self) {
        let steps = self.way.with_untracked(Vec::len);
        if steps > 1 {
            self.back_to(steps - 2);
        }
    }

    /// The person wants to see such files only.
    pub(super) fn narrow(self, file_type: FileType) {
        self.filter.update_value(|filter| filter.file_type = file_type);
        self.start();
    }

    /// Asks for the first page.
    pub(super) fn start(self) {
        // What was asked before is not awaited any more.
        self.cancel.set_value(Cancel::new());
        self.active.set(0);
        self.status.set(text::LOADING.to_owned());
        self.list.update(|list| _ = list.clear());
        self.ask_first();
    }

    fn ask_first(self) {
        let Some(Step { location, .. }) = self.way.with_untracked(|way| way.last().cloned()) else { return };
        let order = self.order.get_untracked();
        let question = self.filter.with_value(|filter| {
            self.allowed.with_value(|allowed| location.first_page(order, &filter.wanted(), allowed))
        });
        let team = if let Location::Team(team) = location { Some(team) } else { None };
        let ticket = self.list.try_update(Paged::restart);
        self.send(ticket, question, team);
    }

    /// Asks for what follows, if there is more and nobody asked yet.
    pub(super) fn more(self) {
        let Some((ticket, path)) = self.list.try_update(Paged::more).flatten() else { return };
        let everywhere = self.allowed.with_value(Allowed::searches_everywhere);
        let own = self.way.with_untracked(|way| {
            way.last().is_some_and(|step| match step.location {
                Location::Place(Place::MyFiles) | Location::Folder(None, _) => true,
                Location::Found(_) => !everywhere,
                Location::Place(Place::Recent | Place::Shared | Place::Sites | Place::Teams)
                | Location::Folder(Some(_), _)
                | Location::Library(_)
                | Location::Site(_)
                | Location::Team(_)
                | Location::Channel(..)
                | Location::FoundSites(_)
                | Location::Pasted(_) => false,
            })
        });
        let (shape, team) = self.way.with_untracked(|way| following(way, own));
        self.send(Some(ticket), (path, shape), team);
    }

    /// The person wants another try.
    pub(super) fn retry(self) {
        if self.list.with_untracked(|list| matches!(list.stage(), Stage::MoreFailed(..))) {
            self.more();
        } else {
            self.ask_first();
        }
    }

    fn send(self, ticket: Option<Ticket>, (path, shape): (String, Shape), team: Option<TeamId>) {
        let Some(ticket) = ticket else { return };
        let (api, signal) =
            (self.asked.with_value(|asked| asked.api), self.cancel.with_value(Cancel::signal));
        spawn_local(async move {
            let answer = api.entries((&path, shape), team, signal).await;
            let answer = answer.map(|(entries, next)| (self.shown(entries), next));
            // The picker may be gone.
            _ = self.list.try_update(|list| list.answer(ticket, answer));
            self.report();
        });
    }

    /// The lines as they are shown. Without the permission to read what belongs to others, a folder of another drive does not open.
    fn shown(self, entries: Vec<Entry>) -> Vec<Entry> {
        let opens_others = self.allowed.try_with_value(Allowed::opens_others).unwrap_or_default();
        let closed = |mut entry: Entry| {
            if !opens_others && matches!(entry.opens, Some(Location::Folder(Some(_), _))) {
                entry.opens = None;
            }
            entry
        };
        let filtered = |filter: &Filter| {
            entries.into_iter().map(closed).filter_map(|entry| filter.apply(entry)).collect()
        };
        self.filter.try_with_value(filtered).unwrap_or_default()
    }

    /// Says how much there is; what Microsoft does not sort is sorted here.
    fn report(self) {
        let sorted_there =
            self.way.try_with_untracked(|way| way.last().is_some_and(|step| step.location.is_sorted_there()));
        let Some(false) = sorted_there else {
            return self.tell();
        };
        // Search and recent documents come by relevance and time: they stay so until the person wants another order.
        if self.sorted.get_untracked() {
            let active = self.list.try_update(|list| self.sort(list));
            if let Some(Some(at)) = active {
                self.active.set(at);
            }
        }
        self.tell();
    }

    /// Sorts what has come by name; answers where the active entry is then.
    fn sort(self, list: &mut Paged<Entry, String>) -> Option<usize> {
        let active = list.rows().get(self.active.get_untracked()).map(Entry::key);
        list.rows_mut().sort_by_cached_key(|entry| entry.name.to_lowercase());
        if self.order.get_untracked() == Order::NameDescending {
            list.rows_mut().reverse();
        }
        list.rows().iter().position(|entry| Some(entry.key()) == active)
    }

    /// The person wants another order: first by name at all, then the other way round.
    pub(super) fn reorder(self) {
        let is_sorted = self.is_sorted();
        self.sorted.set(true);
        if is_sorted {
            self.order.update(|order| *order = order.reversed());
        }
        self.start();
    }

    /// Whether the list stands in the order of names.
    pub(super) fn is_sorted(self) -> bool {
        self.sorted.get()
            || self.way.with(|way| way.last().is_some_and(|step| step.location.is_sorted_there()))
    }

    fn tell(self) {
        let count = self.list.try_with_untracked(|list| list.rows().len()).unwrap_or_default();
        _ = self.status.try_set(crate::text::shown(count));
    }

    /// Opens the entry, or chooses it.
    pub(super) fn open_entry(self, at: usize) {
        let entry = self.list.with_untracked(|list| list.rows().get(at).cloned());
        match entry {
            Some(Entry { name, opens: Some(location), .. }) => self.go(name, location, false),
            Some(entry) => self.toggle(&entry),
            None => {}
        }
    }

    /// Chooses the entry, or not any more.
    pub(super) fn toggle_at(self, at: usize) {
        if let Some(entry) = self.list.with_untracked(|list| list.rows().get(at).cloned()) {
            self.toggle(&entry);
        }
    }

    fn toggle(self, entry: &Entry) {
        if let Some(picked) = &entry.picked {
            self.toggle_picked(picked);
        }
    }

    /// Chooses something, or not any more.
    pub(super) fn toggle_picked(self, picked: &Picked) {
        let choice = self.selection.try_update(|selection| selection.toggle(picked));
        let count = self.selection.with_untracked(|selection| selection.chosen().len());
        let told = match choice {
            Some(Choice::Taken) => text::taken(&picked.name, count),
            Some(Choice::Dropped) => text::dropped(&picked.name, count),
            Some(Choice::Full) => text::full(),
            None => return,
        };
        self.status.set(told);
    }

    /// Hands over what is chosen.
    pub(super) fn finish(self) {
        let chosen = self.selection.with_untracked(|selection| selection.chosen().to_vec());
        if !chosen.is_empty() {
            self.asked.with_value(|asked| asked.on_picked).run(chosen);
        }
    }

    /// Hands over nothing.
    pub(super) fn cancel(self) {
        self.asked.with_value(|asked| asked.on_cancel).run(());
    }
}

/// What the further pages of a list hold.
fn following(way: &[Step], own: bool) -> (Shape, Option<TeamId>) {
    let items = Shape::Items { own };
    match way.last().map(|step| &step.location) {
        Some(Location::Place(Place::Sites) | Location::FoundSites(_)) => (Shape::Sites, None),
        Some(Location::Place(Place::Teams)) => (Shape::Teams, None),
        Some(Location::Site(_)) => (Shape::Drives, None),
        Some(Location::Team(team)) => (Shape::Channels, Some(team.clone())),
        Some(
            Location::Place(Place::MyFiles | Place::Recent | Place::Shared)
            | Location::Folder(..)
            | Location::Library(_)
            | Location::Channel(..)
            | Location::Found(_)
            | Location::Pasted(_),
        )
        | None => (items, None),
    }
}
