//! The app's WebAssembly in several files: what is loaded first, and the parts that are fetched when they are wanted. Where
//! to cut stands in app/src/parts.rs.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_split_cli_support::{Options, transform};

use super::asset::Asset;
use crate::failure::Failure;

/// The script that fetches the parts. The JavaScript side of the app imports it under this name.
const LOADER: &str = "./parts.js";

/// The app, cut into files that have no addresses yet.
pub(super) struct Split {
    /// What is loaded first; wasm-bindgen has not seen it.
    pub(super) main: PathBuf,
    /// What is fetched later.
    pub(super) parts: Vec<PathBuf>,
    /// The script that fetches it.
    loader: PathBuf,
}

/// Cuts what the linker made, in a folder that is going to hold the JavaScript side too.
pub(super) fn split(wasm: &[u8], folder: &Path) -> Result<Split, Failure> {
    let main = folder.join("main.wasm");
    let mut options = Options::new(wasm);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = "./ui.js";
    options.link_name = LOADER;
    let made = transform(options).map_err(|why| failed(format!("{why:#}")))?;
    let mut parts = made.split_modules;
    // The order in which they are made is not always the same.
    parts.sort();
    Ok(Split { main, parts, loader: folder.join(LOADER) })
}

/// What a part is called in its address: `split_seldom.wasm` is `part-seldom`.
pub(super) fn name(part: &Path) -> String {
    let stem = part.file_stem().unwrap_or_default().to_string_lossy();
    format!("part-{}", stem.strip_prefix("split_").unwrap_or(&stem))
}

impl Split {
    /// Tells the script that fetches the parts their addresses. They become part of the scripts of pages, so that the
    /// integrity of those covers them.
    pub(super) fn address(&self, assets: &[Asset]) -> Result<(), Failure> {
        let loader = fs::read_to_string(&self.loader).map_err(Failure::file("reading", &self.loader))?;
        let named =
            self.parts.iter().zip(assets).map(|(part, asset)| (part.as_path(), asset.address.as_str()));
        fs::write(&self.loader, addressed(loader, named)?).map_err(Failure::file("writing", &self.loader))
    }
}

/// A loader with addresses in the places of the files beside it.
fn addressed<'a>(
    mut loader: String,
    parts: impl Iterator<Item = (&'a Path, &'a str)>,
) -> Result<String, Failure> {
    for (part, address) in parts {
        let file = part.file_name().unwrap_or_default().to_string_lossy();
        let beside = format!("\"./{file}\"");
        if !loader.contains(&beside) {
            return Err(failed(format!("the loader does not fetch {file}")));
        }
        loader = loader.replace(&beside, &format!("\"{address}\""));
    }
    let is_wasm = |text: &&str| Path::new(text).extension().is_some_and(|extension| extension == "wasm");
    let left = loader.split('"').filter(|text| text.starts_with("./")).find(is_wasm);
    match left {
        Some(file) => Err(failed(format!("the loader fetches {file}, which was not made"))),
        None => Ok(loader),
    }
}

fn failed(output: String) -> Failure {
    let advice = "see what is said above, and app/src/parts.rs, where the cuts are.".to_owned();
    Failure::Tool { what: "splitting the app".to_owned(), advice, output }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = "import { initSync } from \"./ui.js\";\n\
        const a = () => fetch(new URL(\"./split_picker.wasm\", import.meta.url));\n\
        const b = () => fetch(new URL(\"./chunk_1.wasm\", import.meta.url));";

    fn told(parts: &[(&str, &str)]) -> Result<String, Failure> {
        addressed(LOADER.to_owned(), parts.iter().map(|(part, address)| (Path::new(*part), *address)))
    }

    #[test]
    fn the_loader_fetches_the_parts_from_their_addresses() {
        let parts = [
            ("made/split_picker.wasm", "/assets/part-picker-1.wasm"),
            ("made/chunk_1.wasm", "/assets/part-chunk_1-2.wasm"),
        ];
        let loader = told(&parts).unwrap();
        assert!(loader.contains("new URL(\"/assets/part-picker-1.wasm\", import.meta.url)"), "{loader}");
        assert!(loader.contains("new URL(\"/assets/part-chunk_1-2.wasm\", import.meta.url)"), "{loader}");
        assert!(loader.contains("from \"./ui.js\""), "{loader}");
    }

    #[test]
    fn loader_and_parts_must_name_the_same_files() {
        let picker = ("split_picker.wasm", "/assets/part-picker-1.wasm");
        for (parts, named) in [
            (vec![picker], "./chunk_1.wasm"),
            (vec![picker, ("chunk_2.wasm", "/assets/part-chunk_2-3.wasm")], "chunk_2.wasm"),
        ] {
            let failure = told(&parts).unwrap_err();
            assert!(failure.output().unwrap().contains(named), "{failure:?}");
        }
    }

    #[test]
    fn a_part_is_called_as_in_the_code() {
        assert_eq!(name(Path::new("made/split_seldom.wasm")), "part-seldom");
        assert_eq!(name(Path::new("made/chunk_3.wasm")), "part-chunk_3");
    }

    #[test]
    fn what_was_linked_without_references_is_refused() {
        let folder = std::env::temp_dir();
        let failure = split(b"\0asm\x01\0\0\0", &folder).err().unwrap();
        assert!(failure.to_string().starts_with("splitting the app failed"), "{failure}");
    }
}
