//! Versions as programs print them.

/// The first dotted number in a text, by its numeric parts: `ChromeDriver 156.0.1 (…)` gives `[156, 0, 1]`.
pub(crate) fn numbers(text: &str) -> Option<Vec<u32>> {
    text.split_whitespace().find_map(|word| {
        let dotted = word.trim_start_matches('v');
        let release = dotted.split(['-', '+']).next()?;
        release.contains('.').then(|| release.split('.').map(|part| part.parse().ok()).collect())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_found_in_what_programs_print() {
        let cases: [(&str, Option<Vec<u32>>); 6] = [
            ("v22.23.3\n", Some(vec![22, 23, 3])),
            ("rustc 1.95.0 (59807616e 2026-04-14)", Some(vec![1, 95, 0])),
            ("rustc 1.97.0-nightly (abc 2026-05-01)", Some(vec![1, 97, 0])),
            ("Chromium 156.0.8078.79 built on Debian GNU/Linux 12", Some(vec![156, 0, 8078, 79])),
            ("ChromeDriver 156.0.8078.79 (a1b2-refs/branch-heads/8078@{#1})", Some(vec![156, 0, 8078, 79])),
            ("command not found", None),
        ];
        for (text, expected) in cases {
            assert_eq!(numbers(text), expected, "{text}");
        }
    }

    #[test]
    fn versions_compare_by_number() {
        assert!(numbers("v22.9.0") < numbers("v22.12.0"));
    }
}
