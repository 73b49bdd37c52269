//! The platform's `_headers` file: what stands on the files that are served without running the worker.
//! <https://developers.cloudflare.com/workers/static-assets/headers/>

use std::fmt::Write as _;

use contract::headers::{ALWAYS, DATA_POLICY, IMMUTABLE};

/// The file, made from the same constants that the worker uses for its own answers.
pub(crate) fn file() -> String {
    let more = [("content-security-policy", DATA_POLICY), ("cache-control", IMMUTABLE)];
    ALWAYS.iter().chain(&more).fold("/assets/*\n".to_owned(), |mut file, (name, value)| {
        // Writing into a String cannot fail.
        let _ = writeln!(file, "  {name}: {value}");
        file
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_files_carry_every_header_and_are_cached_for_ever() {
        let file = file();
        let mut lines = file.lines();
        assert_eq!(lines.next(), Some("/assets/*"));
        let rules: Vec<(&str, &str)> = lines.map(|line| line.trim().split_once(": ").unwrap()).collect();
        for header in ALWAYS {
            assert!(rules.contains(header), "{header:?}");
        }
        assert!(rules.contains(&("cache-control", "public, max-age=31536000, immutable")));
        assert!(rules.iter().any(|(name, _)| *name == "content-security-policy"));
        // The platform ignores lines beyond 2,000 characters.
        assert!(file.lines().all(|line| line.len() < 2000));
    }
}
