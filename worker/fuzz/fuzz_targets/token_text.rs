//! Whatever the text, reading it as a token or a key set ends in an answer, never in a panic (S1-20, S1-2A, S7-07).

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| edge::entra::read_anything(bytes));
