//! The front end: packages `ui` and `surface` as WebAssembly, scripts and styles bundled, the pages that load them, the static
//! files.

use std::fs;
use std::path::{Path, PathBuf};

use super::asset::Asset;
use super::{Profile, headers, names, page, parts};
use crate::failure::Failure;
use crate::fingerprint::{self, Stamp, write_file};
use crate::process::Task;
use crate::runner::Outcome;
use crate::setup::node;
use crate::workspace::Workspace;

/// Everything that decides about the result. Both packages lie in `app` and depend on no other one of this workspace than `contract`.
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

/// A page of the site.
struct Page {
    /// Its name in the site.
    file: &'static str,
    /// What it is made from.
    template: &'static str,
    /// The script that it loads.
    script: &'static str,
    /// What its root element says besides, for the worker to fill in.
    told: &'static str,
    /// What shows it.
    shown_by: Host,
}

/// What shows a page. Inside the two others than the browser, signing in comes before the app.
enum Host {
    Browser,
    Teams,
    Outlook,
}

impl Page {
    const fn of_app(file: &'static str, script: &'static str) -> Self {
        Self { file, template: APP, script, told: "", shown_by: Host::Browser }
    }
}

/// What the pages that show the app are made from.
const APP: &str = "app/index.html";

/// Every page. All but the last two show the app.
const PAGES: [Page; 6] = [
    Page::of_app("index.html", "start"),
    Page {
        shown_by: Host::Teams,
        told: " data-instance=\"INSTANCE_VIEW\"",
        ..Page::of_app("teams.html", "start-teams")
    },
    Page {
        shown_by: Host::Outlook,
        told: " data-instance=\"INSTANCE_VIEW\" data-office-js=\"OFFICE_JS_ADDRESS\"",
        ..Page::of_app("outlook.html", "start-outlook")
    },
    Page { told: " data-embed=\"EMBED_ORIGINS\"", ..Page::of_app("picker.html", "start-picker") },
    Page {
        file: "teams-settings.html",
        template: "app/teams-settings.html",
        script: "teams-settings",
        told: "",
        shown_by: Host::Teams,
    },
    Page {
        file: "window.html",
        template: "app/sign-in-window.html",
        script: "sign-in-window",
        told: "",
        shown_by: Host::Browser,
    },
];

/// What `wasm-opt` may count on: below the stack, where a pointer could be this small, nothing lies; and the memory is new.
const MAIN: &[&str] = &["--low-memory-unused", "--zero-filled-memory"];

/// The same for what comes into a memory that is in use.
const PART: &[&str] = &["--low-memory-unused"];

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
    let (wasm, parts) = kitchen.app()?;
    let surface = kitchen.surface()?;
    let (teams, outlook) = (kitchen.library("teams")?, kitchen.library("outlook")?);
    let launch = kitchen.script("launch", &[])?;
    let addresses = [
        ("WASM_URL", &wasm),
        ("SURFACE_WASM_URL", &surface),
        ("TEAMS_URL", &teams),
        ("OUTLOOK_URL", &outlook),
        ("LAUNCH_URL", &launch),
    ];
    let style = kitchen.style()?;
    let mut files = static_files(&workspace.path("static"))?;
    for page in &PAGES {
        let script = kitchen.script(page.script, &addresses)?;
        // Inside a host, what signs people in has the line for itself; the script fetches the app's own parts in time.
        let beside = match page.shown_by {
            Host::Browser => fetched(&wasm),
            Host::Teams => fetched(&surface),
            Host::Outlook => fetched(&surface) + &imported(&outlook),
        };
        let text = kitchen.page(page, (&script, &style), &beside)?;
        files.push((PathBuf::from(page.file), text.into_bytes()));
        files.push((script.path(), script.contents));
    }
    // What other web apps load keeps its name.
    files.push((PathBuf::from("mooring.js"), kitchen.for_others()?));
    let types = workspace.path("app/mooring.d.ts");
    files.push((PathBuf::from("mooring.d.ts"), read(&types)?));
    files.push((PathBuf::from("_headers"), headers::file().into_bytes()));
    let assets = [wasm, surface, launch, style, teams, outlook].into_iter().chain(parts);
    files.extend(assets.map(|asset| (asset.path(), asset.contents)));
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
    /// What signs people in inside a host.
    fn surface(&self) -> Result<Asset, Failure> {
        let compiled = self.compiled("surface", &[])?;
        let bound = self.bound("surface", &compiled, &[])?;
        Ok(Asset::new("surface", "wasm", read(&self.optimized(&bound, MAIN)?)?))
    }

    /// The app: what is loaded first, and the parts that its JavaScript side fetches when they are wanted.
    fn app(&self) -> Result<(Asset, Vec<Asset>), Failure> {
        // The linker says what refers to what, and nothing is left out of what it says.
        let compiled = self.compiled("ui", &["--", "-C", "link-arg=--emit-relocs"])?;
        let folder = self.folder.join("ui");
        let split = parts::split(&read(&compiled)?, &folder)?;
        // The parts find what they share with the rest by the linker's names.
        let bound = self.bound("ui", &split.main, &["--keep-lld-exports", "--no-demangle"])?;
        let mut assets = Vec::new();
        for part in &split.parts {
            assets.push(Asset::new(&parts::name(part), "wasm", read(&self.optimized(part, PART)?)?));
        }
        split.address(&assets)?;
        Ok((Asset::new("ui", "wasm", read(&self.optimized(&bound, MAIN)?)?), assets))
    }

    /// Compiles a package.
    fn compiled(&self, package: &str, more: &[&str]) -> Result<PathBuf, Failure> {
        Task::cargo(self.workspace)
            .args(["rustc", "--package", package, "--lib", "--target", "wasm32-unknown-unknown"])
            .args(self.profile.flags())
            .args(more)
            .succeed("compiling the front end", "correct what the compiler names above.")?;
        let folder = self.workspace.target().join("wasm32-unknown-unknown").join(self.profile.folder());
        Ok(folder.join(format!("{package}.wasm")))
    }

    /// Makes a package's JavaScript side in the folder of its name.
    fn bound(&self, package: &str, wasm: &Path, more: &[&str]) -> Result<PathBuf, Failure> {
        Task::new(self.workspace, self.workspace.wasm_bindgen())
            .args(["--target", "web", "--no-typescript", "--out-name", package])
            .args(more)
            .args([Path::new("--out-dir"), &self.folder.join(package), wasm])
            .succeed("wasm-bindgen", ADVICE)?;
        let folder = self.folder.join(package);
        let (script, wasm) =
            (folder.join(format!("{package}.js")), folder.join(format!("{package}_bg.wasm")));
        let text = fs::read_to_string(&script).map_err(Failure::file("reading", &script))?;
        let (numbered, code) = names::number(&text, &read(&wasm)?);
        write_file(&script, numbered.as_bytes())?;
        write_file(&wasm, &code)?;
        Ok(wasm)
    }

    /// Smaller code without names. The features are those that rustc's own output uses.
    fn optimized(&self, wasm: &Path, assumptions: &[&str]) -> Result<PathBuf, Failure> {
        if self.profile == Profile::Dev {
            return Ok(wasm.to_path_buf());
        }
        let out = wasm.with_extension("optimized.wasm");
        self.npm("wasm-opt")?
            .args(assumptions)
            .args(["--flatten", "--rereloop", "-Oz", "-Oz", "--strip-debug", "--strip-producers"])
            .args(["--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext"])
            .args(["--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"])
            .args([wasm, Path::new("-o"), &out])
            .succeed("wasm-opt", ADVICE)?;
        Ok(out)
    }

    /// Bundles a script that only one host's frames load.
    fn library(&self, name: &str) -> Result<Asset, Failure> {
        let out = self.folder.join(format!("{name}.js"));
        let entry = format!("app/{name}.js");
        self.bundle(&entry, &out)?
            .args(["--format=esm", "--target=es2022"])
            .succeed(&format!("bundling {entry}"), ADVICE)?;
        Ok(Asset::new(name, "js", read(&out)?))
    }

    /// The script that other web apps load: one that any page can, so no module.
    fn for_others(&self) -> Result<Vec<u8>, Failure> {
        let out = self.folder.join("mooring.js");
        self.bundle("app/mooring.js", &out)?
            .args(["--format=iife", "--target=es2022"])
            .succeed("bundling app/mooring.js", ADVICE)?;
        read(&out)
    }

    /// Bundles the script that starts a page. It finds the JavaScript sides of the packages as `mooring-…`, and the addresses
    /// of what it loads, which are part of the script so that its integrity covers them, under their names.
    fn script(&self, name: &str, addresses: &[(&str, &Asset)]) -> Result<Asset, Failure> {
        let out = self.folder.join(format!("{name}.js"));
        let side = |package: &str| {
            let path = self.folder.join(package).join(format!("{package}.js"));
            format!("--alias:mooring-{package}={}", path.display())
        };
        let entry = format!("app/{name}.js");
        self.bundle(&entry, &out)?
            .args(["--format=esm", "--target=es2022"])
            .args([side("ui"), side("surface")])
            .args(addresses.iter().map(|(name, asset)| format!("--define:{name}=\"{}\"", asset.address)))
            // What is loaded later is there when it is asked for; bundled in, everybody would load it.
            .args(["--external:/assets/*"])
            .succeed(&format!("bundling {entry}"), ADVICE)?;
        Ok(Asset::new(name, "js", read(&out)?))
    }

    /// A page that loads this script.
    fn page(&self, page: &Page, (script, style): (&Asset, &Asset), beside: &str) -> Result<String, Failure> {
        let template = self.workspace.path(page.template);
        let template = fs::read_to_string(&template).map_err(Failure::file("reading", &template))?;
        let mut values = vec![
            ("script", script.address.as_str()),
            ("script_integrity", script.integrity.as_str()),
            ("style", style.address.as_str()),
            ("style_integrity", style.integrity.as_str()),
        ];
        if page.template == APP {
            values.push(("told", page.told));
        }
        if template.contains("{{beside}}") {
            values.push(("beside", beside));
        }
        page::fill(&template, &values)
    }

    /// Bundles the style sheet; addresses that begin with a slash are those of static files.
    fn style(&self) -> Result<Asset, Failure> {
        let out = self.folder.join("style.css");
        self.bundle("app/style.css", &out)?
            .args(["--external:/assets/*"])
            .succeed("bundling app/style.css", ADVICE)?;
        Ok(Asset::new("style", "css", read(&out)?))
    }

    fn bundle(&self, entry: &str, out: &Path) -> Result<Task, Failure> {
        let task = self.npm("esbuild")?.args([entry, "--bundle", "--log-level=warning"]);
        // Nothing of ours keeps anything there. The log of Microsoft's library for Teams would look, and in a frame that takes long.
        let task = task.args(["--define:localStorage=undefined"]);
        let task = task.args([format!("--outfile={}", out.display())]);
        Ok(if self.profile == Profile::Release { task.args(["--minify"]) } else { task })
    }

    /// A command from the npm packages.
    fn npm(&self, name: &str) -> Result<Task, Failure> {
        let path = node::choose(self.workspace)?.path;
        Ok(Task::new(self.workspace, self.workspace.npm_command(name)).env("PATH", path))
    }
}

/// A line of a page: this file is wanted soon, by `fetch`.
fn fetched(asset: &Asset) -> String {
    let address = &asset.address;
    format!(
        "    <link rel=\"preload\" href=\"{address}\" as=\"fetch\" type=\"application/wasm\" crossorigin=\"anonymous\">\n"
    )
}

/// A line of a page: this script is wanted soon, by `import`.
fn imported(asset: &Asset) -> String {
    let Asset { address, integrity, .. } = asset;
    format!(
        "    <link rel=\"modulepreload\" href=\"{address}\" integrity=\"{integrity}\" crossorigin=\"anonymous\">\n"
    )
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
