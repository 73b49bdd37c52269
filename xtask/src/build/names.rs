//! The names by which a package's WebAssembly and its JavaScript side know each other. Each holds a hash, which nothing can
//! compress; numbers in the places of the hashes name as well.

use std::collections::BTreeMap;

/// How long a hash is, in letters of a hexadecimal number. Numbers are as long, so that nothing else moves.
const LENGTH: usize = 16;

/// Puts numbers in the places of the hashes that both sides hold.
pub(super) fn number(script: &str, wasm: &[u8]) -> (String, Vec<u8>) {
    let shared = runs(wasm);
    let mut numbers = BTreeMap::new();
    for hash in runs(script.as_bytes()).into_keys().filter(|hash| shared.contains_key(hash)) {
        numbers.insert(hash, format!("{:0LENGTH$}", numbers.len()));
    }
    let mut sides = [script.as_bytes().to_vec(), wasm.to_vec()];
    for side in &mut sides {
        for (hash, places) in runs(&side.clone()) {
            let Some(number) = numbers.get(&hash) else { continue };
            for at in places {
                side.splice(at..at + LENGTH, number.bytes());
            }
        }
    }
    let [script, wasm] = sides;
    // Hexadecimal digits for others: it is as valid as before.
    (String::from_utf8_lossy(&script).into_owned(), wasm)
}

/// Whatever looks like a hash, with its places.
fn runs(bytes: &[u8]) -> BTreeMap<[u8; LENGTH], Vec<usize>> {
    let mut runs: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    let is_digit = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    let mut start = 0;
    for run in bytes.split(|byte| !is_digit(byte)) {
        if let Ok(hash) = <[u8; LENGTH]>::try_from(run) {
            runs.entry(hash).or_default().push(start);
        }
        start += run.len() + 1;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_go_on_using_the_same_names() {
        let script = "imports.__wbg_new_9cf8c6b5b557f001 = f; imports.__wbg_new_0123456789abcdef = g;";
        let wasm = b"\x1c__wbg_new_0123456789abcdef\0\x1c__wbg_new_9cf8c6b5b557f001\0";
        let (script, wasm) = number(script, wasm);
        assert_eq!(script, "imports.__wbg_new_0000000000000001 = f; imports.__wbg_new_0000000000000000 = g;");
        assert_eq!(wasm, b"\x1c__wbg_new_0000000000000000\0\x1c__wbg_new_0000000000000001\0");
    }

    #[test]
    fn what_only_one_side_holds_stays() {
        let (script, wasm) = number("a_0123456789abcdef ab0123456789abcdef", b"ab0123456789abcdef_");
        assert_eq!(script, "a_0123456789abcdef ab0123456789abcdef");
        assert_eq!(wasm, b"ab0123456789abcdef_");
    }
}
