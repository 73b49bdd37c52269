//! Which lines of a long list are drawn: those on the screen and a few around them, so that ten thousand cost as much as thirty.

/// Lines drawn beyond each edge.
const MARGIN: usize = 6;

/// How the entries are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// One entry a line.
    List,
    /// Several entries a line, with large pictures.
    Tiles,
}

impl Layout {
    /// Height of a line, in CSS pixels; the style sheet has the same.
    pub(crate) fn line_height(self) -> u32 {
        match self {
            Self::List => 44,
            Self::Tiles => 152,
        }
    }

    /// Where an entry is: its distance from the top and its column.
    pub(crate) fn place(self, at: usize, columns: usize) -> (u32, usize) {
        let columns = columns.max(1);
        let line = u32::try_from(at / columns).unwrap_or(u32::MAX);
        (line.saturating_mul(self.line_height()), at % columns)
    }

    /// Entries in a line of this width.
    pub(crate) fn columns(self, width: u32) -> usize {
        const TILE: u32 = 148;
        match self {
            Self::List => 1,
            Self::Tiles => usize::try_from((width / TILE).max(1)).unwrap_or(1),
        }
    }
}

/// What of a list is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Window {
    /// The first entry.
    pub(crate) first: usize,
    /// The one after the last.
    pub(crate) end: usize,
    /// Entries in a line.
    pub(crate) columns: usize,
    /// Height of the whole list, in CSS pixels.
    pub(crate) height: u32,
}

/// How a list is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct View {
    /// Pixels above the upper edge.
    pub(crate) scrolled: u32,
    /// Height of what is seen.
    pub(crate) height: u32,
    /// Its width.
    pub(crate) width: u32,
}

impl Window {
    /// The window of a list of `count` entries.
    pub(crate) fn of(count: usize, layout: Layout, view: View) -> Self {
        let (columns, line) = (layout.columns(view.width), layout.line_height());
        let at = |pixels: u32| usize::try_from(pixels / line).unwrap_or_default();
        let lines = count.div_ceil(columns);
        let first = at(view.scrolled).saturating_sub(MARGIN).min(lines);
        let end = (at(view.scrolled.saturating_add(view.height)) + 1 + MARGIN).min(lines);
        Self {
            first: first * columns,
            end: (end * columns).min(count),
            columns,
            height: u32::try_from(lines).unwrap_or(u32::MAX).saturating_mul(line),
        }
    }

    /// The entry that a row draws. There are as many rows as entries are ever drawn at once, and they are kept: what is scrolled
    /// out at one edge comes in again at the other with the next entry. Nothing is made or removed while somebody scrolls.
    pub(crate) fn at(self, row: usize, rows: usize) -> Option<usize> {
        let rows = rows.max(1);
        let behind = (row + rows - self.first % rows) % rows;
        Some(self.first + behind).filter(|at| *at < self.end)
    }

    /// Whether the end of what has come is near: two screens before it, more is asked for.
    pub(crate) fn is_near_end(self, count: usize) -> bool {
        let seen = self.end.saturating_sub(self.first);
        self.end + 2 * seen >= count
    }
}

/// The rows that a view needs, wherever it is scrolled to.
pub(crate) fn rows(layout: Layout, view: View) -> usize {
    let lines = usize::try_from(view.height / layout.line_height()).unwrap_or_default() + 2 + 2 * MARGIN;
    lines * layout.columns(view.width)
}

/// How far to scroll so that an entry is seen whole; `None` when it is.
pub(crate) fn reveal(at: usize, window: Window, layout: Layout, view: View) -> Option<u32> {
    let (top, _) = layout.place(at, window.columns);
    let bottom = top.saturating_add(layout.line_height());
    if top < view.scrolled {
        return Some(top);
    }
    (bottom > view.scrolled.saturating_add(view.height)).then(|| bottom.saturating_sub(view.height))
}

/// The entry that a key leads to, from the one at `at` of `count`. `page` is how many lines a screen has.
pub(crate) fn step(key: &str, at: usize, count: usize, (columns, page): (usize, usize)) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let to = match key {
        "ArrowDown" => at.saturating_add(columns),
        "ArrowUp" => at.checked_sub(columns).unwrap_or(at),
        "ArrowRight" if columns > 1 => at.saturating_add(1),
        "ArrowLeft" if columns > 1 => at.saturating_sub(1),
        "PageDown" => at.saturating_add(columns * page.max(1)),
        "PageUp" => at.saturating_sub(columns * page.max(1)),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(to.min(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(scrolled: u32) -> View {
        View { scrolled, height: 440, width: 600 }
    }

    #[test]
    fn as_much_is_drawn_of_ten_thousand_as_of_a_hundred() {
        for scrolled in [0, 44_000, 439_560] {
            for count in [100, 10_000, 1_000_000] {
                let window = Window::of(count, Layout::List, view(scrolled));
                assert!(window.end - window.first <= 10 + 1 + 2 * MARGIN, "{scrolled} {count}: {window:?}");
                assert!(window.end <= count);
            }
        }
        let window = Window::of(10_000, Layout::List, view(44_000));
        assert_eq!((window.first, window.end, window.height), (994, 1017, 440_000));
        assert_eq!(Layout::List.place(1000, window.columns), (44_000, 0));
    }

    #[test]
    fn every_entry_on_the_screen_has_one_row_and_keeps_it() {
        for (layout, count) in [(Layout::List, 10_000), (Layout::Tiles, 10_001), (Layout::List, 7)] {
            let rows = rows(layout, view(0));
            let mut before = Vec::new();
            for scrolled in (0..20_000).step_by(331) {
                let window = Window::of(count, layout, view(scrolled));
                let drawn: Vec<_> = (0..rows).map(|row| window.at(row, rows)).collect();
                let mut entries: Vec<_> = drawn.iter().flatten().copied().collect();
                entries.sort_unstable();
                assert_eq!(entries, (window.first..window.end).collect::<Vec<_>>(), "{layout:?} {scrolled}");
                for (row, at) in before.iter().enumerate().filter(|(_, at)| entries.contains(at)) {
                    assert_eq!(drawn[row], Some(*at), "{layout:?} {scrolled}");
                }
                before = drawn.into_iter().map(|at| at.unwrap_or(usize::MAX)).collect();
            }
        }
    }

    #[test]
    fn tiles_fill_the_width() {
        let window = Window::of(10, Layout::Tiles, view(0));
        assert_eq!((window.columns, window.end, window.height), (4, 10, 3 * 152));
        assert_eq!(Layout::Tiles.place(6, window.columns), (152, 2));
        assert_eq!(Window::of(0, Layout::Tiles, View::default()).height, 0);
    }

    #[test]
    fn more_is_asked_for_before_the_end_is_seen() {
        let near = |scrolled| Window::of(400, Layout::List, view(scrolled)).is_near_end(400);
        assert!(!near(0) && !near(10_000) && near(15_400), "two screens ahead");
        assert!(Window::of(5, Layout::List, view(0)).is_near_end(5));
    }

    #[test]
    fn keys_lead_from_entry_to_entry() {
        let list = |key, at| step(key, at, 100, (1, 10));
        assert_eq!(
            (list("ArrowDown", 0), list("ArrowUp", 0), list("ArrowDown", 99)),
            (Some(1), Some(0), Some(99))
        );
        assert_eq!((list("PageDown", 5), list("PageUp", 5), list("End", 5)), (Some(15), Some(0), Some(99)));
        assert_eq!((list("ArrowRight", 5), list("a", 5), step("Home", 0, 0, (1, 10))), (None, None, None));
        let tiles = |key, at| step(key, at, 10, (4, 3));
        assert_eq!(
            (tiles("ArrowDown", 1), tiles("ArrowRight", 1), tiles("ArrowUp", 2)),
            (Some(5), Some(2), Some(2))
        );
    }

    #[test]
    fn an_entry_out_of_sight_is_scrolled_to_and_no_further() {
        let window = Window::of(100, Layout::List, view(440));
        let to = |at| reveal(at, window, Layout::List, view(440));
        assert_eq!((to(9), to(10), to(19), to(20)), (Some(396), None, None, Some(484)));
    }
}
