//! The front end: package `ui` as WebAssembly, its scripts and styles bundled, the page that loads them, the static files.

use std::fs;
use std::path::{Path, PathBuf};

use super::asset::Asset;
use super::{Profile, headers, page};
use crate::failure::Failure;
use crate::fingerprint::{self, Stamp, write_file};
use crate::process::Task;
use crate::runner::Outcome;
use crate::setup::node;
use crate::workspace::Workspace;

/// Everything that decides about the result. `ui` depends on no other package of this workspace than `contract`.
const INPUTS: &[&str] = &[
    "app",
    "static",
    "contract/src",
    "contract/Cargo.toml",
    ".cargo",
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    "rust-toolchain.toml",
    "xtask/src/build",
    "xtask/src/setup",
];

const ADVICE: &str = "correct what is named above.";

/// Builds target/site.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Result<Outcome, Failure> {
    let fingerprint = fingerprint::of(workspace.root(), INPUTS, &[profile.folder()])?;
    let stamp = Stamp::of(workspace, "app");
    if stamp.holds(&fingerprint) && workspace.site().join("index.html").exists() {
        return Ok(Outcome::Unchanged);
    }
    stamp.clear()?;
    let kitchen = Kitchen { workspace, profile, folder: workspace.path("target/xtask/site") };
    let wasm = kitchen.wasm()?;
    let script = kitchen.script(&wasm)?;
    let style = kitchen.style()?;
    let template = workspace.path("app/index.html");
    let template = fs::read_to_string(&template).map_err(Failure::file("reading", &template))?;
    let values = [
        ("script", script.address.as_str()),
        ("script_integrity", script.integrity.as_str()),
        ("style", style.address.as_str()),
        ("style_integrity", style.integrity.as_str()),
        ("wasm", wasm.address.as_str()),
    ];
    let mut files = static_files(&workspace.path("static"))?;
    files.push((PathBuf::from("index.html"), page::fill(&template, &values)?.into_bytes()));
    files.push((PathBuf::from("_headers"), headers::file().into_bytes()));
    files.extend([wasm, script, style].map(|asset| (asset.path(), asset.contents)));
    replace(&workspace.site(), &files)?;
    stamp.write(&fingerprint)?;
    Ok(Outcome::Done)
}

/// Where the parts are made before they are named and served.
struct Kitchen<'a> {
    workspace: &'a Workspace,
    profile: Profile,
    folder: PathBuf,
}

impl Kitchen<'_> {
    /// Compiles `ui`, and makes its JavaScript side in the folder `ui`.
    fn wasm(&self) -> Result<Asset, Failure> {
        Task::cargo(self.workspace)
            .args(["build", "--package", "ui", "--lib", "--target", "wasm32-unknown-unknown"])
            .args(self.profile.flags())
            .succeed("compiling the front end", "correct what the compiler names above.")?;
        let compiled = Path::new("wasm32-unknown-unknown").join(self.profile.folder()).join("ui.wasm");
        Task::new(self.workspace, self.workspace.wasm_bindgen())
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .args([self.folder.join("ui"), self.workspace.target().join(compiled)])
            .succeed("wasm-bindgen", ADVICE)?;
        let bound = self.folder.join("ui/ui_bg.wasm");
        let wasm = match self.profile {
            Profile::Dev => bound,
            Profile::Release => self.optimized(&bound)?,
        };
        Ok(Asset::new("ui", "wasm", read(&wasm)?))
    }

    /// Smaller code without names. The features are those that rustc's own output uses.
    fn optimized(&self, wasm: &Path) -> Result<PathBuf, Failure> {
        let out = self.folder.join("ui.wasm");
        self.npm("wasm-opt")?
            .args(["-Oz", "--converge", "--strip-debug", "--strip-producers"])
            .args(["--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext"])
            .args(["--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"])
            .args([wasm, Path::new("-o"), &out])
            .succeed("wasm-opt", ADVICE)?;
        Ok(out)
    }

    /// Bundles the script that starts the app. It finds the app's JavaScript side as `mooring-ui`, and the address of the
    /// WebAssembly file, which is part of the script so that its integrity covers both, as `WASM_URL`.
    fn script(&self, wasm: &Asset) -> Result<Asset, Failure> {
        let out = self.folder.join("start.js");
        let glue = self.folder.join("ui/ui.js");
        self.bundle("app/start.js", &out)?
            .args(["--format=esm", "--target=es2022"])
            .args([
                format!("--alias:mooring-ui={}", glue.display()),
                format!("--define:WASM_URL=\"{}\"", wasm.address),
            ])
            .succeed("bundling app/start.js", ADVICE)?;
        Ok(Asset::new("start", "js", read(&out)?))
    }

    /// Bundles the style sheet; addresses that begin with a slash are those of static files.
    fn style(&self) -> Result<Asset, Failure> {
        let out = self.folder.join("style.css");
        self.bundle("app/style.css", &out)?
            .args(["--external:/*"])
            .succeed("bundling app/style.css", ADVICE)?;
        Ok(Asset::new("style", "css", read(&out)?))
    }

    fn bundle(&self, entry: &str, out: &Path) -> Result<Task, Failure> {
        let task = self.npm("esbuild")?.args([entry, "--bundle", "--log-level=warning"]);
        let task = task.args([format!("--outfile={}", out.display())]);
        Ok(if self.profile == Profile::Release { task.args(["--minify"]) } else { task })
    }

    /// A command from the npm packages.
    fn npm(&self, name: &str) -> Result<Task, Failure> {
        let path = node::choose(self.workspace)?.path;
        Ok(Task::new(self.workspace, self.workspace.npm_command(name)).env("PATH", path))
    }
}

impl Asset {
    /// Where it lies in the site.
    fn path(&self) -> PathBuf {
        PathBuf::from(self.address.trim_start_matches('/'))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(Failure::file("reading", path))
}

/// The static files by their paths in the site.
fn static_files(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    let files = fingerprint::files_below(folder)?;
    files
        .iter()
        .map(|file| Ok((file.strip_prefix(folder).unwrap_or(file).to_path_buf(), read(file)?)))
        .collect()
}

/// Makes a folder hold exactly these files. New ones are written before old ones go, so that a server which is watching
/// never sees a page without its script.
fn replace(folder: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<(), Failure> {
    for (path, contents) in files {
        write_file(&folder.join(path), contents)?;
    }
    for old in fingerprint::files_below(folder)? {
        let kept = files.iter().any(|(path, _)| folder.join(path) == old);
        if !kept {
            fs::remove_file(&old).map_err(Failure::file("removing", &old))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_holds_exactly_the_files_of_the_last_build() {
        let site = std::env::temp_dir().join(format!("xtask-site-{}", std::process::id()));
        let file = |path: &str| (PathBuf::from(path), path.as_bytes().to_vec());

        replace(&site, &[file("index.html"), file("assets/start-1.js")]).unwrap();
        replace(&site, &[file("index.html"), file("assets/start-2.js")]).unwrap();

        let held = fingerprint::files_below(&site).unwrap();
        assert_eq!(held, [site.join("assets/start-2.js"), site.join("index.html")]);
        fs::remove_dir_all(site).unwrap();
    }
}
