//! Which row the keyboard goes to, and when it leaves the folder.

/// What a key means in a list of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the row at this place.
    Row(usize),
    /// To the folder above.
    Up,
}

/// The step that a key asks for, from the row at `at` of `count` rows. `alt` is whether Alt was held.
#[must_use]
pub fn step(key: &str, alt: bool, at: usize, count: usize) -> Option<Step> {
    let last = count.checked_sub(1);
    match (key, alt) {
        ("ArrowUp", true) | ("Backspace", false) => Some(Step::Up),
        ("ArrowDown", false) => last.map(|last| Step::Row(at.saturating_add(1).min(last))),
        ("ArrowUp", false) => last.map(|last| Step::Row(at.saturating_sub(1).min(last))),
        ("Home", false) => last.map(|_| Step::Row(0)),
        ("End", false) => last.map(Step::Row),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_stay_inside_the_list() {
        let cases = [
            ("ArrowDown", 0, 3, Some(Step::Row(1))),
            ("ArrowDown", 2, 3, Some(Step::Row(2))),
            ("ArrowUp", 0, 3, Some(Step::Row(0))),
            ("ArrowUp", 2, 3, Some(Step::Row(1))),
            ("Home", 2, 3, Some(Step::Row(0))),
            ("End", 0, 3, Some(Step::Row(2))),
            ("End", 0, 0, None),
            ("ArrowDown", 0, 0, None),
            ("a", 0, 3, None),
        ];
        for (key, at, count, expected) in cases {
            assert_eq!(step(key, false, at, count), expected, "{key} at {at} of {count}");
        }
    }

    #[test]
    fn two_keys_lead_to_the_folder_above_even_from_an_empty_one() {
        assert_eq!(step("Backspace", false, 0, 0), Some(Step::Up));
        assert_eq!(step("ArrowUp", true, 1, 3), Some(Step::Up));
        assert_eq!(step("Backspace", true, 0, 3), None);
        assert_eq!(step("ArrowDown", true, 0, 3), None);
    }
}
