//! Letters that are typed lead to the next name that begins so.

/// Milliseconds after which another word begins.
pub(crate) const PAUSE_MS: f64 = 700.0;

/// The letters so far.
#[derive(Debug, Default)]
pub(crate) struct TypeAhead {
    letters: String,
    last_ms: f64,
}

impl TypeAhead {
    /// Takes a key in; answers the place of the name to go to, beginning at `at`.
    pub(crate) fn key<'a>(
        &mut self,
        key: &str,
        now_ms: f64,
        at: usize,
        names: impl ExactSizeIterator<Item = &'a str> + Clone,
    ) -> Option<usize> {
        let mut characters = key.chars();
        let (Some(letter), None) = (characters.next(), characters.next()) else { return None };
        if letter.is_whitespace() && self.letters.is_empty() {
            return None;
        }
        if now_ms - self.last_ms > PAUSE_MS {
            self.letters.clear();
        }
        self.last_ms = now_ms;
        self.letters.extend(letter.to_lowercase());
        // The same letter again and again goes through all names with it.
        let repeated = self.letters.chars().all(|one| self.letters.starts_with(one));
        let (wanted, from) = match self.letters.chars().next() {
            Some(first) if repeated => (first.to_string(), at + 1),
            // A longer beginning may still fit where one is.
            _ => (self.letters.clone(), at),
        };
        let count = names.len();
        let begins = |(_, name): &(usize, &str)| name.to_lowercase().starts_with(&wanted);
        let found = names.clone().enumerate().skip(from.min(count)).find(begins);
        found.or_else(|| names.enumerate().find(begins)).map(|(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = ["Anchor", "Boat", "Bollard", "Crane", "Élan"];

    fn typed(keys: &[(&str, f64)], mut at: usize) -> usize {
        let mut ahead = TypeAhead::default();
        for (key, now) in keys {
            at = ahead.key(key, *now, at, NAMES.iter().copied()).unwrap_or(at);
        }
        at
    }

    #[test]
    fn letters_find_names_and_the_same_letter_goes_on() {
        assert_eq!(typed(&[("c", 1000.0)], 0), 3);
        assert_eq!(typed(&[("b", 1000.0), ("o", 1100.0), ("l", 1200.0)], 0), 2);
        assert_eq!(typed(&[("b", 1000.0), ("b", 1100.0)], 0), 2);
        assert_eq!(typed(&[("b", 1000.0), ("b", 1100.0), ("b", 1200.0)], 0), 1, "round the corner");
        assert_eq!(typed(&[("b", 1000.0), ("c", 9000.0)], 0), 3, "a new word");
        assert_eq!(typed(&[("É", 1000.0)], 0), 4);
        assert_eq!(typed(&[("x", 1000.0), ("Enter", 1100.0), (" ", 9000.0)], 2), 2);
    }
}
