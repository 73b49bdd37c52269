//! What is chosen: it stays while the person looks elsewhere.

use contract::picker::{PICKED_MAX, Picked};

/// The chosen things, in the order in which they were chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    chosen: Vec<Picked>,
    multiple: bool,
}

/// What became of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// It is chosen now.
    Taken,
    /// It is not chosen any more.
    Dropped,
    /// As many are chosen as can be.
    Full,
}

impl Selection {
    /// Nothing.
    pub(crate) fn new(multiple: bool) -> Self {
        Self { chosen: Vec::new(), multiple }
    }

    /// What is chosen.
    pub(crate) fn chosen(&self) -> &[Picked] {
        &self.chosen
    }

    /// Whether this is.
    pub(crate) fn holds(&self, item: &Picked) -> bool {
        self.chosen.iter().any(|one| is_same(one, item))
    }

    /// Chooses it, or not any more. Where only one can be chosen, the last one is.
    pub(crate) fn toggle(&mut self, item: &Picked) -> Choice {
        if self.holds(item) {
            self.chosen.retain(|one| !is_same(one, item));
            return Choice::Dropped;
        }
        if !self.multiple {
            self.chosen.clear();
        }
        if self.chosen.len() >= PICKED_MAX {
            return Choice::Full;
        }
        self.chosen.push(item.clone());
        Choice::Taken
    }
}

fn is_same(one: &Picked, other: &Picked) -> bool {
    one.drive_id == other.drive_id && one.item_id == other.item_id
}

#[cfg(test)]
mod tests {
    use super::super::entry::tests::file;
    use super::*;

    fn picked(id: &str) -> Picked {
        file(id, id).picked.unwrap()
    }

    #[test]
    fn many_are_chosen_up_to_a_bound_and_each_once() {
        let mut selection = Selection::new(true);
        for number in 0..PICKED_MAX {
            assert_eq!(selection.toggle(&picked(&format!("01A{number}"))), Choice::Taken);
        }
        assert_eq!(selection.toggle(&picked("01X")), Choice::Full);
        assert_eq!(selection.toggle(&picked("01A3")), Choice::Dropped);
        assert_eq!(selection.toggle(&picked("01X")), Choice::Taken);
        assert!(selection.holds(&picked("01X")) && !selection.holds(&picked("01A3")));
    }

    #[test]
    fn where_one_is_wanted_the_last_one_counts() {
        let mut selection = Selection::new(false);
        selection.toggle(&picked("01A"));
        selection.toggle(&picked("01B"));
        assert_eq!(selection.chosen(), [picked("01B")]);
    }
}
