//! Counting tests by the lines that test programs end with.

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Those that passed.
    pub(crate) passed: u32,
    /// Those that failed.
    pub(crate) failed: u32,
}

impl Tally {
    /// Sums up what test programs printed: lines such as `test result: ok. 12 passed; 0 failed; 1 ignored; …`, of which
    /// cargo shows one for each program and wasm-bindgen's runner prints the same.
    pub(crate) fn of(output: &str) -> Self {
        let mut tally = Self::default();
        for line in output.lines().filter_map(|line| line.trim().strip_prefix("test result: ")) {
            tally.passed += count(line, "passed");
            tally.failed += count(line, "failed");
        }
        tally
    }

    /// Adds another count.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The number before a word; 0 when the word is not there.
fn count(line: &str, word: &str) -> u32 {
    line.split([';', '.'])
        .filter_map(|part| part.trim().strip_suffix(word))
        .find_map(|number| number.trim().parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_of_all_programs_are_summed() {
        let output = "\
running 2 tests
test a ... ok
test says_99_passed ... FAILED

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

running 40 tests
test result: ok. 40 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 1.20s
   Doc-tests contract
test result: ok. 3 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.35s
";
        assert_eq!(Tally::of(output), Tally { passed: 44, failed: 1 });
    }

    #[test]
    fn output_without_results_counts_nothing() {
        assert_eq!(Tally::of("error: could not compile `edge`"), Tally::default());
    }
}
